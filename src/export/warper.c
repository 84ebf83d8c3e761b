/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "export/warper.h"

#include <glib/gi18n.h>
#include <math.h>

#include "base/error.h"
#include "export/float-region.h"
#include "export/source.h"
#include "slide/square.h"
#include "transform/pieces.h"

/* The most places that are looked up at once, and the most source pixels that
 * are held for them. */
#define BLOCK_POINTS 65536
#define REGION_PIXELS (2 * 1024 * 1024)
/* A grid pixel is the mean of at most this many places in each direction. */
#define MAX_PLACES 8

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

/* Places of one piece: where they lie, and which of the block's they are. */
typedef struct {
  gsize n;
  SaffronMovPoint *points;
  guint32 *index;
} Places;

/* A block of the grid while it is computed. */
typedef struct {
  const SaffronWarper *warper;
  int channel, n_samples;
  int level;
  double level_downsample;
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
  if (warper->interpolation != SAFFRON_INTERPOLATION_NEAREST)
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

/* Pulls a row of places. The results are in pixels of the level, where whole
 * numbers are pixels' left or upper edges. */
static void
pull_row (const Work *work, gint64 x, double y, int n, SaffronMovPoint *out)
{
  const SaffronWarper *warper = work->warper;
  double step = warper->downsample_x / work->n_places;
  SaffronRefPoint start = row_start (warper, step, x, y);
  double inverse = 1.0 / work->level_downsample;

  if (warper->transform != NULL)
    saffron_transform_pull_row (warper->transform, start, step, n, out);
  else
    for (int i = 0; i < n; i++)
      out[i] = (SaffronMovPoint){ start.x + i * step, start.y };
  if (work->level_downsample != 1.0)
    for (int i = 0; i < n; i++)
      {
        out[i].x *= inverse;
        out[i].y *= inverse;
      }
}

/* Finds the pixels that all the places need; FALSE when no place lies on the
 * slide. */
static gboolean
find_region (const Work *work,
             const SaffronMovPoint *points,
             gsize n,
             SaffronRect *rect)
{
  double x0 = G_MAXDOUBLE, y0 = G_MAXDOUBLE, x1 = -1.0, y1 = -1.0;

  for (gsize i = 0; i < n; i++)
    if (saffron_source_has (&work->source, points[i]))
      {
        x0 = MIN (x0, points[i].x);
        y0 = MIN (y0, points[i].y);
        x1 = MAX (x1, points[i].x);
        y1 = MAX (y1, points[i].y);
      }
  if (x1 < 0.0)
    return FALSE;
  rect->x = (gint64) floor (x0 - 0.5) - 1;
  rect->y = (gint64) floor (y0 - 0.5) - 1;
  rect->width = (gint64) floor (x1 - 0.5) + 3 - rect->x;
  rect->height = (gint64) floor (y1 - 0.5) + 3 - rect->y;
  return TRUE;
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
               const Places *places,
               gsize n,
               float *values,
               GError **error)
{
  g_autofree float *found = g_new (float, places->n);
  g_autofree float *pixels = NULL;
  Region region = { 0 };
  gboolean any = find_region (work, places->points, places->n, &region.rect);
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
        values[(gsize) s * n + places->index[i]] =
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
places_of (const SaffronMovPoint *points,
           const guint8 *labels,
           gsize n,
           int label,
           Places *places)
{
  places->n = 0;
  for (gsize i = 0; i < n; i++)
    if (labels[i] == label)
      {
        places->points[places->n] = points[i];
        places->index[places->n++] = (guint32) i;
      }
}

/* A block with a border between pieces, which may lie far apart on the moving
 * slide: each is read by itself, so that what lies between them is not. FALSE
 * in @fits, and nothing done, when a piece alone needs too much. */
static gboolean
do_pieces (const Work *work,
           const SaffronRect *block,
           const SaffronMovPoint *points,
           const guint8 *labels,
           gsize n,
           gboolean *fits,
           GError **error)
{
  g_autofree float *values = g_new (float, n *(gsize) work->n_samples);
  g_autofree SaffronMovPoint *own = g_new (SaffronMovPoint, n);
  g_autofree guint32 *index = g_new (guint32, n);
  Places places = { 0, own, index };
  gboolean seen[SAFFRON_MAX_PIECES] = { FALSE };

  *fits = TRUE;
  for (gsize i = 0; i < n; i++)
    {
      SaffronRect rect;

      if (seen[labels[i]])
        continue;
      seen[labels[i]] = TRUE;
      places_of (points, labels, n, labels[i], &places);
      if (find_region (work, own, places.n, &rect) && is_too_large (&rect))
        {
          *fits = FALSE;
          return TRUE;
        }
      if (!look_up_piece (work, &places, n, values, error))
        return FALSE;
    }
  store_means (work, block, values);
  return TRUE;
}

/* The labels of a block's places; %NULL when all are of one piece. */
static guint8 *
find_labels (const Work *work, const SaffronRect *block, int n, gint64 n_rows)
{
  const SaffronWarper *warper = work->warper;
  double step = warper->downsample_x / work->n_places;
  gsize size = (gsize) n * (gsize) n_rows;
  g_autofree guint8 *labels = NULL;

  if (warper->transform == NULL
      || saffron_transform_get_map (warper->transform) == NULL)
    return NULL;
  labels = g_new (guint8, size);
  for (gint64 r = 0; r < n_rows; r++)
    {
      double y = block->y + (r + 0.5) / work->n_places;
      SaffronRefPoint start = row_start (warper, step, block->x, y);

      saffron_transform_label_row (warper->transform, start, step, n,
                                   labels + (gsize) r * (gsize) n);
    }
  for (gsize i = 1; i < size; i++)
    if (labels[i] != labels[0])
      return g_steal_pointer (&labels);
  return NULL;
}

/* A block all of whose places are of one piece. */
static gboolean
do_whole (const Work *work,
          const SaffronRect *block,
          const SaffronMovPoint *points,
          gsize n,
          gboolean *fits,
          GError **error)
{
  g_autofree float *pixels = NULL;
  Region region = { 0 };

  *fits = TRUE;
  if (!find_region (work, points, n, &region.rect))
    {
      fill_outside (work, block);
      return TRUE;
    }
  if (is_too_large (&region.rect) && n > 1)
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
  fill_block (work, block, &region, points);
  return TRUE;
}

static gboolean
do_block (const Work *work, const SaffronRect *block, GError **error)
{
  int places = work->n_places;
  int n = (int) block->width * places;
  gint64 n_rows = block->height * places;
  g_autofree SaffronMovPoint *points = NULL;
  g_autofree guint8 *labels = NULL;
  gboolean fits = TRUE;
  Work single = *work;

  if (n * n_rows > BLOCK_POINTS && block->width * block->height > 1)
    return split_block (work, block, error);

  points = g_new (SaffronMovPoint, n * n_rows);
  for (gint64 r = 0; r < n_rows; r++)
    pull_row (work, block->x, block->y + (r + 0.5) / places, n, points + r * n);
  labels = find_labels (work, block, n, n_rows);
  if (!(labels != NULL ? do_pieces (work, block, points, labels,
                                    (gsize) (n * n_rows), &fits, error)
                       : do_whole (work, block, points, (gsize) (n * n_rows),
                                   &fits, error)))
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

  work_init (&work, warper, channel);
  return do_block (&work, rect, error);
}
