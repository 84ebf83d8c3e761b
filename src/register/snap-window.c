/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "register/snap-window.h"

#include <math.h>

#include "base/error.h"
#include "register/filters.h"
#include "register/sample.h"
#include "register/stain.h"

/* Local contrast is taken over this sigma, pixels; this share of the window's
 * standard deviation counts as none. */
#define LCN_SIGMA 8.0
#define LCN_FLOOR 0.3

/* Sigma by which both slides are smoothed, pixels. */
#define SMOOTHING 1.0

/* Pixels between the places that are compared for the texture: noise of the
 * slide is independent there, also after interpolation. */
#define LAG 2

/* Pixels of a level that are read beyond the outermost places. */
#define MARGIN 2

/* A part of a level, with its values averaged over areas. */
typedef struct {
  SaffronPlane *plane;
  double x0, y0; /* level-0 pixels: where the plane begins */
  double pixel;  /* level-0 pixels per pixel */
} Part;

static void
part_clear (Part *part)
{
  g_clear_pointer (&part->plane, saffron_plane_free);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Part, part_clear)

void
saffron_snap_window_clear (SaffronSnapWindow *window)
{
  g_clear_pointer (&window->values, saffron_plane_free);
}

/* Level-0 pixels from one place to the next, in the middle of the window. */
static double
pitch_of (const SaffronSnapPlace *places, int side)
{
  const SaffronSnapPlace *at = places + (gsize) (side / 2) * side + side / 2;
  double x = hypot (at[1].x - at[0].x, at[1].y - at[0].y);
  double y = hypot (at[side].x - at[0].x, at[side].y - at[0].y);

  return sqrt (x * y);
}

/* The pixels of @level around all places, as far as they are on it; FALSE
 * where none is. */
static gboolean
rect_around (const SaffronLevel *level,
             const SaffronSnapPlace *places,
             int side,
             SaffronRect *rect)
{
  double x0 = INFINITY, y0 = INFINITY, x1 = -INFINITY, y1 = -INFINITY;

  for (int i = 0; i < side * side; i++)
    {
      x0 = fmin (x0, places[i].x / level->downsample);
      y0 = fmin (y0, places[i].y / level->downsample);
      x1 = fmax (x1, places[i].x / level->downsample);
      y1 = fmax (y1, places[i].y / level->downsample);
    }
  x0 = CLAMP (floor (x0) - MARGIN, 0.0, (double) level->width);
  y0 = CLAMP (floor (y0) - MARGIN, 0.0, (double) level->height);
  x1 = CLAMP (ceil (x1) + MARGIN, 0.0, (double) level->width);
  y1 = CLAMP (ceil (y1) + MARGIN, 0.0, (double) level->height);
  *rect = (SaffronRect){ (gint64) x0, (gint64) y0, (gint64) (x1 - x0),
                         (gint64) (y1 - y0) };
  return rect->width > 0 && rect->height > 0;
}

/* Values that are not finite count as 0. */
static SaffronPlane *
plane_of (const SaffronRaster *raster, int sample)
{
  SaffronPlane *plane = saffron_plane_new (raster->width, raster->height);

  for (int y = 0; y < plane->height; y++)
    for (int x = 0; x < plane->width; x++)
      {
        double value = saffron_raster_get (raster, x, y, sample);

        saffron_plane_row (plane, y)[x] =
            isfinite (value) ? (float) value : 0.0f;
      }
  return plane;
}

static gboolean
read_channels (SaffronSlide *slide,
               int level,
               const SaffronRect *rect,
               int first,
               int n,
               SaffronPlane *channels[3],
               GError **error)
{
  gboolean rgb =
      n == 3 && saffron_slide_get_kind (slide) == SAFFRON_SLIDE_BRIGHTFIELD;

  for (int i = 0; i < (rgb ? 1 : n); i++)
    {
      g_autoptr (SaffronRaster) raster = saffron_slide_read (
          slide, level, rect, rgb ? SAFFRON_CHANNEL_RGB : first + i, error);

      if (raster == NULL)
        return FALSE;
      for (int s = 0; s < raster->n_samples; s++)
        channels[i + s] = plane_of (raster, s);
    }
  return TRUE;
}

/* What is looked at, as the registration sees it but for a factor and a
 * constant, which make no difference to local contrast. */
static SaffronPlane *
look_at (SaffronPlane *const *channels,
         int n,
         const SaffronLook *look,
         SaffronSampleType type)
{
  double white = 0.0;
  double background[3];

  if (!saffron_look_is_brightfield (look))
    return saffron_plane_copy (channels[0]);
  white = saffron_white_level (channels, n, type);
  for (int i = 0; i < 3; i++)
    background[i] = white;
  return look->kind == SAFFRON_LOOK_HEMATOXYLIN
             ? saffron_hematoxylin_density (channels, background, white)
             : saffron_optical_density (channels, background, n, white);
}

/* @part stays empty where no place lies on the slide. */
static gboolean
read_part (SaffronSlide *slide,
           const SaffronLook *look,
           const SaffronSnapPlace *places,
           int side,
           Part *part,
           GError **error)
{
  double pitch = MAX (pitch_of (places, side), 1.0);
  int index = saffron_slide_best_level (slide, pitch);
  const SaffronLevel *level = saffron_slide_get_level (slide, index);
  double ratio = MAX (pitch / level->downsample, 1.0);
  int first = MAX (look->channel, 0), n = look->channel < 0 ? 3 : 1;
  SaffronPlane *channels[3] = { NULL };
  g_autoptr (SaffronPlane) plane = NULL;
  SaffronRect rect;

  if (first + n > saffron_slide_get_n_channels (slide))
    {
      g_set_error (error, SAFFRON_ERROR, SAFFRON_ERROR_ARGUMENT,
                   "%s: has no %s; choose another channel",
                   saffron_slide_get_path (slide), look->name);
      return FALSE;
    }
  if (!rect_around (level, places, side, &rect))
    return TRUE;
  if (read_channels (slide, index, &rect, first, n, channels, error))
    plane = look_at (channels, n, look,
                     saffron_slide_get_channel (slide, first)->type);
  for (int i = 0; i < 3; i++)
    g_clear_pointer (&channels[i], saffron_plane_free);
  if (plane == NULL)
    return FALSE;
  part->x0 = (double) rect.x * level->downsample;
  part->y0 = (double) rect.y * level->downsample;
  part->pixel = level->downsample * ratio;
  part->plane =
      saffron_plane_reduce (plane, ratio, (int) ceil (plane->width / ratio),
                            (int) ceil (plane->height / ratio), NULL);
  return TRUE;
}

/* The values at the places, and 1 in @weight where they lie on the slide.
 * Returns the share that does. */
static double
sample (const Part *part,
        const SaffronSnapPlace *places,
        SaffronPlane *values,
        SaffronPlane *weight)
{
  gsize n = saffron_plane_n_pixels (values), count = 0;
  SaffronSpot spot;

  for (gsize i = 0; part->plane != NULL && i < n; i++)
    if (saffron_spot_find (part->plane, (places[i].x - part->x0) / part->pixel,
                           (places[i].y - part->y0) / part->pixel, &spot))
      {
        values->data[i] = saffron_spot_read (part->plane, &spot);
        weight->data[i] = 1.0f;
        count++;
      }
  return (double) count / (double) n;
}

/* To a mean of 0 and a variance of 1; 0 where there is no weight, and
 * everywhere if all are the same. */
static void
normalise (SaffronPlane *values, const SaffronPlane *weight)
{
  gsize n = saffron_plane_n_pixels (values);
  double count = 0.0, mean = 0.0, squares = 0.0, factor = 0.0;

  for (gsize i = 0; i < n; i++)
    {
      mean += (double) weight->data[i] * values->data[i];
      count += weight->data[i];
    }
  mean /= MAX (count, 1.0);
  for (gsize i = 0; i < n; i++)
    squares +=
        weight->data[i] * (values->data[i] - mean) * (values->data[i] - mean);
  if (squares > 1e-12 * mean * mean * count && squares > 0.0)
    factor = sqrt (count / squares);
  for (gsize i = 0; i < n; i++)
    values->data[i] =
        (float) (weight->data[i] * factor * (values->data[i] - mean));
}

/* The correlation of @values, less their surroundings, with themselves. */
static double
measure_texture (const SaffronPlane *values)
{
  g_autoptr (SaffronPlane) around =
      saffron_plane_gaussian (values, LCN_SIGMA, NULL);
  double alike = 0.0, squares = 0.0;
  int width = values->width;

  for (gsize i = 0; i < saffron_plane_n_pixels (values); i++)
    around->data[i] = values->data[i] - around->data[i];
  for (int y = 0; y < values->height - LAG; y++)
    for (int x = 0; x < width - LAG; x++)
      {
        const float *at = saffron_plane_row (around, y) + x;

        squares += 2.0 * at[0] * at[0];
        alike += at[0] * (at[LAG] + at[(gsize) LAG * width]);
      }
  return squares > 0.0 ? alike / squares : 0.0;
}

gboolean
saffron_snap_window_read (SaffronSlide *slide,
                          const SaffronLook *look,
                          const SaffronSnapPlace *places,
                          int side,
                          SaffronSnapWindow *window,
                          GError **error)
{
  g_auto (Part) part = { 0 };
  g_autoptr (SaffronPlane) values = saffron_plane_new (side, side);
  g_autoptr (SaffronPlane) weight = saffron_plane_new (side, side);
  g_autoptr (SaffronPlane) smooth = NULL;

  *window = (SaffronSnapWindow){ 0 };
  if (!read_part (slide, look, places, side, &part, error))
    return FALSE;
  window->covered = sample (&part, places, values, weight);
  normalise (values, weight);
  window->texture = measure_texture (values);
  smooth = saffron_plane_gaussian (values, SMOOTHING, NULL);
  window->values =
      saffron_plane_lcn (smooth, weight, LCN_SIGMA, LCN_FLOOR, NULL);
  return TRUE;
}
