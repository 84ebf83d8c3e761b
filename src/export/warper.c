/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "export/warper.h"

#include <math.h>

#include "base/error.h"
#include "export/float-region.h"

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
               "no interpolation “%s”; there are nearest, linear and cubic",
               name);
  return FALSE;
}

/* The source pixels around the places that are looked up, as floats. */
typedef struct {
  SaffronRect rect;
  float *pixels;
} Region;

/* A block of the grid while it is computed. */
typedef struct {
  const SaffronWarper *warper;
  int channel, n_samples;
  int level;
  double level_downsample;
  gint64 width, height; /* size of the level */
  int n_places;
  SaffronRect rect; /* the rectangle that the caller asked for */
  float *out;
} Work;

static double
grid_scale (const SaffronWarper *warper)
{
  double area = 1.0;

  if (warper->transform != NULL)
    area = fabs (saffron_affine_determinant (
        saffron_transform_get_affine (warper->transform)));
  return warper->downsample * sqrt (area);
}

static void
work_init (Work *work, const SaffronWarper *warper, int channel)
{
  SaffronSlide *slide = warper->slide;
  double scale = grid_scale (warper);
  const SaffronLevel *level = NULL;

  work->warper = warper;
  work->channel = channel;
  work->n_samples = channel == SAFFRON_CHANNEL_RGB ? 3 : 1;
  work->level = saffron_slide_best_level (slide, scale);
  level = saffron_slide_get_level (slide, work->level);
  work->level_downsample = level->downsample;
  work->width = level->width;
  work->height = level->height;
  work->n_places = 1;
  if (warper->interpolation != SAFFRON_INTERPOLATION_NEAREST)
    work->n_places =
        (int) CLAMP (rint (scale / level->downsample), 1.0, MAX_PLACES);
}

/* Pulls a row of places. The results are in pixels of the level, where whole
 * numbers are pixels' left or upper edges. */
static void
pull_row (const Work *work, gint64 x, double y, int n, SaffronMovPoint *out)
{
  const SaffronWarper *warper = work->warper;
  double step = warper->downsample / work->n_places;
  SaffronRefPoint start = { warper->origin.x + x * warper->downsample
                                + 0.5 * step,
                            warper->origin.y + y * warper->downsample };
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

static inline gboolean
is_inside (const Work *work, SaffronMovPoint p)
{
  /* This is FALSE for NaN, too. */
  return p.x >= 0.0 && p.y >= 0.0 && p.x < work->width && p.y < work->height;
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
    if (is_inside (work, points[i]))
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

static inline float
nearest (const float *plane, const SaffronRect *rect, SaffronMovPoint p)
{
  gint64 x = (gint64) p.x - rect->x;
  gint64 y = (gint64) p.y - rect->y;

  return plane[y * rect->width + x];
}

static inline float
linear (const float *plane, const SaffronRect *rect, SaffronMovPoint p)
{
  /* Both are positive, so the cast rounds down. */
  double x = p.x - 0.5 - rect->x;
  double y = p.y - 0.5 - rect->y;
  gint64 ix = (gint64) x, iy = (gint64) y;
  float fx = (float) (x - ix), fy = (float) (y - iy);
  const float *a = plane + iy * rect->width + ix;
  const float *b = a + rect->width;
  float above = a[0] + fx * (a[1] - a[0]);
  float below = b[0] + fx * (b[1] - b[0]);

  return above + fy * (below - above);
}

static inline void
keys_weights (float t, float w[4])
{
  float t2 = t * t, t3 = t2 * t;

  w[0] = -0.5f * t + t2 - 0.5f * t3;
  w[1] = 1.0f - 2.5f * t2 + 1.5f * t3;
  w[2] = 0.5f * t + 2.0f * t2 - 1.5f * t3;
  w[3] = -0.5f * t2 + 0.5f * t3;
}

static inline float
cubic (const float *plane, const SaffronRect *rect, SaffronMovPoint p)
{
  double x = p.x - 0.5 - rect->x;
  double y = p.y - 0.5 - rect->y;
  gint64 ix = (gint64) x, iy = (gint64) y;
  const float *r0 = plane + (iy - 1) * rect->width + ix - 1;
  const float *r1 = r0 + rect->width;
  const float *r2 = r1 + rect->width;
  const float *r3 = r2 + rect->width;
  float wx[4], wy[4], column[4], low[4], high[4];
  float sum, least, most;

  keys_weights ((float) (x - ix), wx);
  keys_weights ((float) (y - iy), wy);
  for (int i = 0; i < 4; i++)
    {
      float a = MIN (r0[i], r1[i]), b = MIN (r2[i], r3[i]);
      float c = MAX (r0[i], r1[i]), d = MAX (r2[i], r3[i]);

      column[i] =
          wx[i]
          * (wy[0] * r0[i] + wy[1] * r1[i] + wy[2] * r2[i] + wy[3] * r3[i]);
      low[i] = MIN (a, b);
      high[i] = MAX (c, d);
    }
  sum = (column[0] + column[1]) + (column[2] + column[3]);
  least = MIN (MIN (low[0], low[1]), MIN (low[2], low[3]));
  most = MAX (MAX (high[0], high[1]), MAX (high[2], high[3]));
  return CLAMP (sum, least, most);
}

#define LOOK_UP(FUNC)                                                          \
  for (int i = 0; i < n; i++)                                                  \
    out[i] = is_inside (work, points[i])                                       \
                 ? FUNC (plane, &region->rect, points[i])                      \
                 : work->warper->outside;                                      \
  break

static void
look_up_row (const Work *work,
             const Region *region,
             const float *plane,
             const SaffronMovPoint *points,
             int n,
             float *out)
{
  switch (work->warper->interpolation)
    {
    case SAFFRON_INTERPOLATION_NEAREST:
      LOOK_UP (nearest);
    case SAFFRON_INTERPOLATION_LINEAR:
      LOOK_UP (linear);
    case SAFFRON_INTERPOLATION_CUBIC:
      LOOK_UP (cubic);
    }
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
            look_up_row (work, region, plane, points + y * n, n, out);
            continue;
          }
        for (gint64 x = 0; x < block->width; x++)
          out[x] = 0.0f;
        for (int k = 0; k < places; k++)
          {
            look_up_row (work, region, plane, points + (y * places + k) * n, n,
                         row);
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

static gboolean
do_block (const Work *work, const SaffronRect *block, GError **error)
{
  int places = work->n_places;
  int n = (int) block->width * places;
  gint64 n_rows = block->height * places;
  g_autofree SaffronMovPoint *points = NULL;
  g_autofree float *pixels = NULL;
  Region region = { 0 };

  if (n * n_rows > BLOCK_POINTS && block->width * block->height > 1)
    return split_block (work, block, error);

  points = g_new (SaffronMovPoint, n * n_rows);
  for (gint64 r = 0; r < n_rows; r++)
    pull_row (work, block->x, block->y + (r + 0.5) / places, n, points + r * n);
  if (!find_region (work, points, n * n_rows, &region.rect))
    {
      fill_outside (work, block);
      return TRUE;
    }
  /* The transform may move neighbouring places far apart. Then a smaller block
   * needs fewer source pixels. */
  if (region.rect.width * region.rect.height > REGION_PIXELS && n * n_rows > 1)
    {
      Work single = *work;

      g_clear_pointer (&points, g_free);
      if (block->width * block->height > 1)
        return split_block (work, block, error);
      single.n_places = 1;
      return do_block (&single, block, error);
    }
  pixels =
      g_new (float, region.rect.width *region.rect.height * work->n_samples);
  region.pixels = pixels;
  if (!saffron_read_floats (work->warper->slide, work->level, work->channel,
                            &region.rect, pixels, error))
    return FALSE;
  fill_block (work, block, &region, points);
  return TRUE;
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
