/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "export/warper.h"

#include <glib/gi18n.h>
#include <math.h>

#include "base/error.h"
#include "export/float-region.h"
#include "export/places.h"
#include "export/warper-copy.h"
#include "slide/square.h"
#include "transform/pieces.h"

/* The most places that are looked up at once, and the most source pixels that
 * are held for them. */
#define BLOCK_POINTS 65536
#define REGION_PIXELS (2 * 1024 * 1024)
/* A grid pixel is the mean of at most this many places in each direction. */
#define MAX_PLACES 8
/* How far off a place may be unless the warper says it. Labels, of which the
 * nearest is taken, must be the right ones. */
#define TOLERANCE 0.01

gboolean
saffron_interpolation_from_name (const char *name,
                                 SaffronInterpolation *interpolation,
                                 GError **error)
{
  static const char *const names[] = { "nearest", "linear", "cubic" };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    if (g_ascii_strcasecmp (name, names[i]) == 0)
      {
        *interpolation = i;
        return TRUE;
      }
  g_set_error (error, SAFFRON_ERROR, SAFFRON_ERROR_ARGUMENT,
               _ ("no interpolation “%s”; there are nearest, linear and cubic"),
               name);
  return FALSE;
}

/* The source pixels around the places that are looked up, as floats. */
typedef struct {
  SaffronRect rect;
  float *pixels;
} Region;

/* Places of one piece, and which of the block's they are. */
typedef struct {
  SaffronPlaces of;
  guint32 *index;
} Piece;

/* A block of the grid while it is computed. */
typedef struct {
  const SaffronWarper *warper;
  int channel, n_samples;
  int level;
  double level_downsample;
  double tolerance;
  SaffronSource source; /* the level */
  int n_places;
  SaffronRect rect; /* the rectangle that the caller asked for */
  float *out;
} Work;

/* The slide's level-0 pixels per pixel of the grid, by their shorter and by
 * their longer side. */
static void
grid_scales (const SaffronWarper *warper, double *shorter, double *longer)
{
  double area = warper->downsample_y / warper->downsample_x;
  double x, y;

  if (warper->transform != NULL)
    area *= fabs (saffron_affine_determinant (
        saffron_transform_get_affine (warper->transform)));
  saffron_slide_find_stretch (warper->slide, &x, &y);
  *shorter = warper->downsample_x * sqrt (area) * sqrt (x * y);
  *longer = *shorter / MAX (x, y);
}

static void
work_init (Work *work, const SaffronWarper *warper, int channel)
{
  SaffronSlide *slide = warper->slide;
  double scale, longer;
  const SaffronLevel *level = NULL;

  grid_scales (warper, &scale, &longer);
  work->warper = warper;
  work->channel = channel;
  work->n_samples = channel == SAFFRON_CHANNEL_RGB ? 3 : 1;
  work->level = 0;
  if (warper->interpolation != SAFFRON_INTERPOLATION_NEAREST)
    work->level = saffron_slide_best_level (slide, longer);
  level = saffron_slide_get_level (slide, work->level);
  work->level_downsample = level->downsample;
  work->source = (SaffronSource){ level->width, level->height,
                                  warper->interpolation, warper->outside };
  work->n_places = 1;
  work->tolerance = 0.0;
  if (warper->interpolation == SAFFRON_INTERPOLATION_NEAREST)
    return;
  work->tolerance = warper->tolerance > 0.0 ? warper->tolerance : TOLERANCE;
  work->n_places =
      (int) CLAMP (rint (scale / level->downsample), 1.0, MAX_PLACES);
}

/* The first place of a row of them. */
static SaffronRefPoint
row_start (const SaffronWarper *warper, double step, gint64 x, double y)
{
  return (SaffronRefPoint){
    warper->origin.x + x * warper->downsample_x + 0.5 * step,
    warper->origin.y + y * warper->downsample_y,
  };
}

/* The places of a block, row after row. */
static SaffronPullGrid
grid_of (const Work *work, const SaffronRect *block)
{
  const SaffronWarper *warper = work->warper;
  int n = work->n_places;
  double step = warper->downsample_x / n;

  return (SaffronPullGrid){
    row_start (warper, step, block->x, block->y + 0.5 / n),
    step,
    warper->downsample_y / n,
    (int) block->width * n,
    (int) block->height * n,
  };
}

/* Adds the values at a row of places to the grid pixels in which they lie. */
static void
add_places (const float *places, int n_places, int n, float *out)
{
  for (int i = 0; i < n; i++)
    for (int k = 0; k < n_places; k++)
      out[i] += places[i * n_places + k];
}

static void
fill_block (const Work *work,
            const SaffronRect *block,
            const Region *region,
            const SaffronMovPoint *points)
{
  const SaffronRect *rect = &work->rect;
  int places = work->n_places;
  int n = (int) block->width * places;
  g_autofree float *row = g_new (float, n);
  float share = 1.0f / (float) (places * places);

  for (int s = 0; s < work->n_samples; s++)
    for (gint64 y = 0; y < block->height; y++)
      {
        const float *plane =
            region->pixels + s * region->rect.width * region->rect.height;
        float *out = work->out
                     + (s * rect->height + block->y - rect->y + y) * rect->width
                     + block->x - rect->x;

        if (places == 1)
          {
            saffron_source_look_up (&work->source, &region->rect, plane,
                                    points + y * n, n, out);
            continue;
          }
        for (gint64 x = 0; x < block->width; x++)
          out[x] = 0.0f;
        for (int k = 0; k < places; k++)
          {
            saffron_source_look_up (&work->source, &region->rect, plane,
                                    points + (y * places + k) * n, n, row);
            add_places (row, places, (int) block->width, out);
          }
        for (gint64 x = 0; x < block->width; x++)
          out[x] *= share;
      }
}

static void
fill_outside (const Work *work, const SaffronRect *block)
{
  const SaffronRect *rect = &work->rect;

  for (int s = 0; s < work->n_samples; s++)
    for (gint64 y = 0; y < block->height; y++)
      for (gint64 x = 0; x < block->width; x++)
        work->out[(s * rect->height + block->y - rect->y + y) * rect->width
                  + block->x - rect->x + x] = work->warper->outside;
}

static gboolean
do_block (const Work *work, const SaffronRect *block, GError **error);

/* Splits the block into halves along its longer side. */
static gboolean
split_block (const Work *work, const SaffronRect *block, GError **error)
{
  SaffronRect a = *block, b = *block;

  if (block->width >= block->height)
    {
      a.width /= 2;
      b.x += a.width;
      b.width -= a.width;
    }
  else
    {
      a.height /= 2;
      b.y += a.height;
      b.height -= a.height;
    }
  return do_block (work, &a, error) && do_block (work, &b, error);
}

/* Whether a region needs more pixels than may be held at once. */
static gboolean
is_too_large (const SaffronRect *rect)
{
  return rect->width * rect->height > REGION_PIXELS;
}

static gboolean
read_region (const Work *work, Region *region, GError **error)
{
  gsize n = (gsize) region->rect.width * (gsize) region->rect.height;

  region->pixels = g_new (float, n *(gsize) work->n_samples);
  return saffron_read_floats (work->warper->slide, work->level, work->channel,
                              &region->rect, region->pixels, error);
}

/* Looks one piece's places up, of which @values holds a plane of @n per
 * sample. */
static gboolean
look_up_piece (const Work *work,
               const Piece *piece,
               gsize n,
               float *values,
               GError **error)
{
  const SaffronPlaces *places = &piece->of;
  g_autofree float *found = g_new (float, places->n);
  g_autofree float *pixels = NULL;
  Region region = { 0 };
  gboolean any =
      saffron_places_find_region (places, &work->source, &region.rect);
  gboolean done = !any || read_region (work, &region, error);

  pixels = region.pixels;
  for (int s = 0; done && s < work->n_samples; s++)
    {
      gsize size = (gsize) region.rect.width * (gsize) region.rect.height;

      if (any)
        saffron_source_look_up (&work->source, &region.rect,
                                pixels + (gsize) s * size, places->points,
                                (int) places->n, found);
      for (gsize i = 0; i < places->n; i++)
        values[(gsize) s * n + piece->index[i]] =
            any ? found[i] : work->warper->outside;
    }
  return done;
}

/* The means of the places in each pixel of the grid. */
static void
store_means (const Work *work, const SaffronRect *block, const float *values)
{
  const SaffronRect *rect = &work->rect;
  int places = work->n_places;
  int n = (int) block->width * places;
  float share = 1.0f / (float) (places * places);

  for (int s = 0; s < work->n_samples; s++)
    for (gint64 y = 0; y < block->height; y++)
      {
        float *out = work->out
                     + (s * rect->height + block->y - rect->y + y) * rect->width
                     + block->x - rect->x;

        for (gint64 x = 0; x < block->width; x++)
          out[x] = 0.0f;
        for (int k = 0; k < places; k++, values += n)
          add_places (values, places, (int) block->width, out);
        for (gint64 x = 0; x < block->width; x++)
          out[x] *= share;
      }
}

/* The places of piece @label. */
static void
places_of (const SaffronPlaces *all,
           const guint8 *labels,
           int label,
           Piece *piece)
{
  piece->of.n = 0;
  for (gsize i = 0; i < all->n; i++)
    if (labels[i] == label)
      {
        piece->of.points[piece->of.n] = all->points[i];
        piece->index[piece->of.n++] = (guint32) i;
      }
}

/* A block with a border between pieces, which may lie far apart on the moving
 * slide: each is read by itself, so that what lies between them is not. FALSE
 * in @fits, and nothing done, when a piece alone needs too much. */
static gboolean
do_pieces (const Work *work,
           const SaffronRect *block,
           const SaffronPlaces *all,
           const guint8 *labels,
           gboolean *fits,
           GError **error)
{
  gsize n = all->n;
  g_autofree float *values = g_new (float, n *(gsize) work->n_samples);
  g_autofree SaffronMovPoint *own = g_new (SaffronMovPoint, n);
  g_autofree guint32 *index = g_new (guint32, n);
  Piece piece = { { .points = own }, index };
  gboolean seen[SAFFRON_MAX_PIECES] = { FALSE };

  *fits = TRUE;
  for (gsize i = 0; i < n; i++)
    {
      SaffronRect rect;

      if (seen[labels[i]])
        continue;
      seen[labels[i]] = TRUE;
      places_of (all, labels, labels[i], &piece);
      if (saffron_places_find_region (&piece.of, &work->source, &rect)
          && is_too_large (&rect))
        {
          *fits = FALSE;
          return TRUE;
        }
      if (!look_up_piece (work, &piece, n, values, error))
        return FALSE;
    }
  store_means (work, block, values);
  return TRUE;
}

/* The labels of a block's places; %NULL when all are of one piece. */
static guint8 *
find_labels (const Work *work, const SaffronPullGrid *grid)
{
  const SaffronTransform *transform = work->warper->transform;
  gsize n = (gsize) grid->n_x, size = n * (gsize) grid->n_y;
  g_autofree guint8 *labels = NULL;

  if (transform == NULL || saffron_transform_get_map (transform) == NULL)
    return NULL;
  labels = g_new (guint8, size);
  for (int y = 0; y < grid->n_y; y++)
    saffron_transform_label_row (
        transform,
        (SaffronRefPoint){ grid->start.x, grid->start.y + y * grid->step_y },
        grid->step_x, grid->n_x, labels + (gsize) y * n);
  for (gsize i = 1; i < size; i++)
    if (labels[i] != labels[0])
      return g_steal_pointer (&labels);
  return NULL;
}

/* A block all of whose places are of one piece. */
static gboolean
do_whole (const Work *work,
          const SaffronRect *block,
          const SaffronPlaces *places,
          gboolean *fits,
          GError **error)
{
  g_autofree float *pixels = NULL;
  Region region = { 0 };

  *fits = TRUE;
  if (!saffron_places_find_region (places, &work->source, &region.rect))
    {
      fill_outside (work, block);
      return TRUE;
    }
  if (is_too_large (&region.rect) && places->n > 1)
    {
      *fits = FALSE;
      return TRUE;
    }
  if (!read_region (work, &region, error))
    {
      g_free (region.pixels);
      return FALSE;
    }
  pixels = region.pixels;
  fill_block (work, block, &region, places->points);
  return TRUE;
}

static gboolean
do_block (const Work *work, const SaffronRect *block, GError **error)
{
  gint64 per_pixel = (gint64) work->n_places * work->n_places;
  g_autofree SaffronMovPoint *points = NULL;
  g_autofree guint8 *labels = NULL;
  SaffronPullGrid grid;
  SaffronPlaces places;
  gboolean fits = TRUE;
  Work single = *work;

  if (block->width * block->height * per_pixel > BLOCK_POINTS
      && block->width * block->height > 1)
    return split_block (work, block, error);

  grid = grid_of (work, block);
  points = g_new (SaffronMovPoint, (gsize) grid.n_x * (gsize) grid.n_y);
  places =
      saffron_places_pull (work->warper->transform, &grid,
                           work->level_downsample, work->tolerance, points);
  labels = find_labels (work, &grid);
  if (!(labels != NULL ? do_pieces (work, block, &places, labels, &fits, error)
                       : do_whole (work, block, &places, &fits, error)))
    return FALSE;
  if (fits)
    return TRUE;

  /* The transform may move neighbouring places far apart. Then a smaller block
   * needs fewer source pixels. */
  g_clear_pointer (&points, g_free);
  g_clear_pointer (&labels, g_free);
  if (block->width * block->height > 1)
    return split_block (work, block, error);
  single.n_places = 1;
  return do_block (&single, block, error);
}

gboolean
saffron_warper_read (const SaffronWarper *warper,
                     int channel,
                     const SaffronRect *rect,
                     float *out,
                     GError **error)
{
  Work work = { .rect = *rect, .out = out };
  SaffronRect source;

  work_init (&work, warper, channel);
  if (saffron_warper_find_copy (warper, work.level, rect, &source))
    return saffron_warper_copy (warper, work.level, channel, &source, out,
                                error);
  return do_block (&work, rect, error);
}
