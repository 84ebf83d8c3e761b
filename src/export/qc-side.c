/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "export/qc-side.h"

#include <math.h>
#include <string.h>

#include "base/parallel.h"
#include "base/vector.h"
#include "register/masks.h"
#include "register/run-look.h"
#include "register/stain.h"
#include "slide/scaled.h"

/* About the longest side of the planes from which the background and the
 * percentiles are taken. */
#define PLANE_DIM 1024.0
#define MAX_IMAGE_DIM 4000

/* How far off a place may be, pixels: nothing that can be seen. */
#define TOLERANCE 0.05

/* Rows of the small picture that a thread reads at once. */
#define PART_ROWS 64

/* How many pixels of a side of @longest pixels are one of such a plane: a power
 * of two, since most pyramids have a level of that, which is read as it is. */
static double
plane_ratio (double longest)
{
  return exp2 (MAX (rint (log2 (longest / PLANE_DIM)), 0.0));
}

static int
n_samples (const SaffronQcSide *side)
{
  return side->channel == SAFFRON_CHANNEL_RGB ? 3 : 1;
}

/* As in registration, white counts as blank only if empty glass is darker than
 * white. */
static void
find_glass (SaffronQcSide *side, SaffronPlane **channels, SaffronJob *job)
{
  int n = n_samples (side);
  g_autoptr (SaffronPlane) white =
      saffron_blank_mask (channels, n, side->max, side->max,
                          saffron_blank_radius (channels[0]), job);

  for (int c = 0; c < n; c++)
    {
      side->background[c] =
          saffron_background_level (channels[c], white, side->max, job);
      if (white != NULL && side->background[c] < 0.988 * side->max)
        side->white_blank = TRUE;
    }
}

/* Finds the values of empty glass, and whether the scanner left areas blank. */
static gboolean
find_background (SaffronQcSide *side, SaffronJob *job, GError **error)
{
  SaffronSlide *slide = side->warper.slide;
  double downsample = plane_ratio ((double) MAX (
      saffron_slide_get_width (slide), saffron_slide_get_height (slide)));
  int n = n_samples (side);
  SaffronPlane *channels[3] = { NULL };
  g_autoptr (SaffronPlane) black = NULL;
  gboolean done;

  if (n == 3)
    done = saffron_slide_read_scaled_rgb (slide, downsample, MAX_IMAGE_DIM,
                                          channels, job, error);
  else
    {
      channels[0] = saffron_slide_read_scaled (slide, side->channel, downsample,
                                               MAX_IMAGE_DIM, job, error);
      done = channels[0] != NULL;
    }
  if (!done)
    return FALSE;
  if (side->kind != SAFFRON_LOOK_INTENSITY)
    side->max = saffron_white_level (channels, n, side->type, job);
  black = saffron_blank_mask (channels, n, 0.0, 0.0,
                              saffron_blank_radius (channels[0]), job);
  side->black_blank = black != NULL;
  if (side->kind != SAFFRON_LOOK_INTENSITY)
    find_glass (side, channels, job);
  for (int c = 0; c < n; c++)
    g_clear_pointer (&channels[c], saffron_plane_free);
  return saffron_job_check (job, error);
}

/* Replaces the stored samples of each place by the one value that is shown; NaN
 * where there is nothing to show. */
static void
make_values (const SaffronQcSide *side,
             float *stored,
             int width,
             int height,
             float *values)
{
  gsize n = (gsize) width * height;
  int samples = n_samples (side);
  float white = (float) (samples * side->max);
  SaffronPlane planes[3];
  SaffronPlane *channels[3];
  g_autoptr (SaffronPlane) density = NULL;

  for (int c = 0; c < samples; c++)
    {
      planes[c] = (SaffronPlane){ width, height, stored + n * c };
      channels[c] = &planes[c];
    }
  if (side->kind == SAFFRON_LOOK_HEMATOXYLIN)
    density = saffron_hematoxylin_density (channels, side->background,
                                           side->max, NULL);
  else if (side->kind == SAFFRON_LOOK_OPTICAL_DENSITY)
    density = saffron_optical_density (channels, side->background, samples,
                                       side->max, NULL);
  for (gsize i = 0; i < n; i++)
    {
      float sum = stored[i];

      for (int c = 1; c < samples; c++)
        sum += stored[n * c + i];
      if ((side->black_blank && sum == 0.0f)
          || (side->white_blank && sum == white))
        values[i] = NAN;
      else
        values[i] = density == NULL || isnan (sum) ? sum : density->data[i];
    }
}

static gboolean
read_values (const SaffronQcSide *side,
             const SaffronWarper *warper,
             const SaffronRect *rect,
             float *values,
             GError **error)
{
  gsize n = (gsize) rect->width * rect->height;
  g_autofree float *stored = NULL;

  /* Most often what is stored is shown. */
  if (side->kind == SAFFRON_LOOK_INTENSITY && !side->black_blank
      && n_samples (side) == 1)
    return saffron_warper_read (warper, side->channel, rect, values, error);
  stored = g_new (float, n *n_samples (side));
  if (!saffron_warper_read (warper, side->channel, rect, stored, error))
    return FALSE;
  make_values (side, stored, (int) rect->width, (int) rect->height, values);
  return TRUE;
}

/* A small picture while it is read. */
typedef struct {
  const SaffronQcSide *side;
  SaffronWarper warper;
  gint64 width, height;
  float *values;
  GMutex lock;
  GError *error; /* the first error */
} Small;

static void
read_part (gint64 index, gpointer data)
{
  Small *small = data;
  gint64 y = index * PART_ROWS;
  SaffronRect rect = { 0, y, small->width, MIN (PART_ROWS, small->height - y) };
  GError *error = NULL;

  if (read_values (small->side, &small->warper, &rect,
                   small->values + y * small->width, &error))
    return;
  g_mutex_lock (&small->lock);
  if (small->error == NULL)
    small->error = g_steal_pointer (&error);
  g_mutex_unlock (&small->lock);
  g_clear_error (&error);
}

/* Moves what is a number to the front. Returns how many there are. */
static gsize
keep_finite (float *values, gsize n)
{
  gsize m = 0;

  for (gsize i = 0; i < n; i++)
    if (isfinite (values[i]))
      values[m++] = values[i];
  return m;
}

/* Moves values about until the smaller ones of @first … @last are in front of
 * the larger ones. Returns where the latter begin, which is behind @first. */
static gsize
part_values (float *values, gsize first, gsize last)
{
  float a = values[first], b = values[first + (last - first) / 2];
  float c = values[last];
  float middle = MAX (MIN (a, b), MIN (MAX (a, b), c));
  gsize i = first, j = last;

  for (;;)
    {
      while (values[i] < middle)
        i++;
      while (values[j] > middle)
        j--;
      if (i >= j)
        return j + 1;
      a = values[i];
      values[i++] = values[j];
      values[j--] = a;
    }
}

/* The value that would stand at @share of the @n values if they were sorted.
 * Changes their order (Hoare 1961). */
static float
percentile (float *values, gsize n, double share)
{
  gsize k = (gsize) (share * (double) (n - 1));
  gsize first = 0, last = n - 1;

  while (first < last)
    {
      gsize second = part_values (values, first, last);

      if (k < second)
        last = second - 1;
      else
        first = second;
    }
  return values[k];
}

static void
set_percentiles (SaffronQcSide *side, float *values, gsize n)
{
  gsize m = keep_finite (values, n);

  side->low = side->high = 0.0;
  if (m > 0)
    {
      side->low = percentile (values, m, 0.01);
      side->high = percentile (values, m, 0.99);
    }
  if (!(side->high > side->low))
    side->high = side->low + 1.0;
}

static gboolean
find_range (SaffronQcSide *side,
            const SaffronWarpFrame *frame,
            SaffronJob *job,
            GError **error)
{
  double ratio = plane_ratio ((double) MAX (frame->width, frame->height));
  Small small = {
    .side = side,
    .warper = side->warper,
    .width = MAX ((gint64) floor (frame->width / ratio), 1),
    .height = MAX ((gint64) floor (frame->height / ratio), 1),
  };
  gsize n = (gsize) small.width * small.height;
  g_autofree float *values = g_new0 (float, n);

  small.warper.downsample_x *= ratio;
  small.warper.downsample_y *= ratio;
  small.values = values;
  g_mutex_init (&small.lock);
  saffron_parallel_for (job, (small.height + PART_ROWS - 1) / PART_ROWS,
                        read_part, &small);
  g_mutex_clear (&small.lock);
  if (small.error != NULL)
    {
      g_propagate_error (error, small.error);
      return FALSE;
    }
  if (!saffron_job_check (job, error))
    return FALSE;
  set_percentiles (side, values, n);
  return TRUE;
}

gboolean
saffron_qc_side_init (SaffronQcSide *side,
                      SaffronSlide *slide,
                      const SaffronLook *look,
                      const SaffronTransform *transform,
                      const SaffronWarpFrame *frame,
                      SaffronJob *job,
                      GError **error)
{
  *side = (SaffronQcSide){
    .warper = { .slide = slide,
                .transform = transform,
                .origin = frame->origin,
                .downsample_x = frame->downsample_x,
                .downsample_y = frame->downsample_y,
                .interpolation = SAFFRON_INTERPOLATION_LINEAR,
                .tolerance = TOLERANCE,
                .outside = NAN },
    .kind = look->kind,
    .channel = look->channel < 0 ? SAFFRON_CHANNEL_RGB : look->channel,
    .type = saffron_slide_get_channel (slide, MAX (look->channel, 0))->type,
  };
  return find_background (side, job, error)
         && find_range (side, frame, job, error);
}

gboolean
saffron_qc_sides_init (SaffronQcSide sides[2],
                       SaffronSlide *reference,
                       SaffronSlide *moving,
                       const SaffronRun *run,
                       const SaffronWarpFrame *frame,
                       SaffronJob *job,
                       GError **error)
{
  SaffronLook looks[2] = { 0 };
  gboolean done = saffron_run_find_looks (run, reference, moving, looks, error)
                  && saffron_qc_side_init (&sides[0], moving, &looks[1],
                                           run->transform, frame, job, error)
                  && saffron_qc_side_init (&sides[1], reference, &looks[0],
                                           NULL, frame, job, error);

  saffron_look_clear (&looks[0]);
  saffron_look_clear (&looks[1]);
  return done;
}

gboolean
saffron_qc_side_raise (SaffronQcSide *side,
                       const SaffronRect *rects,
                       guint n,
                       GError **error)
{
  gsize size = n > 0 ? (gsize) rects[0].width * rects[0].height : 0;
  g_autofree float *values = g_new (float, size *n);
  gsize m;

  for (guint i = 0; i < n; i++)
    if (!read_values (side, &side->warper, &rects[i], values + i * size, error))
      return FALSE;
  m = keep_finite (values, size * n);
  if (m > 0)
    side->high = MAX (side->high, percentile (values, m, 0.99));
  return TRUE;
}

/* What values are shown as; 0 for what is no number. */
VECTOR static void
shade_values (const float *restrict values,
              gsize n,
              double low,
              double scale,
              guint8 *restrict shades)
{
  for (gsize i = 0; i < n; i++)
    {
      double shade = (values[i] - low) * scale + 0.5;
      double least = shade > 0.0 ? shade : 0.0;

      shades[i] = (guint8) (int) (least < 255.0 ? least : 255.0);
    }
}

/* Puts both slides' shades side by side, red and green, with no blue. */
static void
mix_row (const guint8 *red, const guint8 *green, gsize n, guint8 *out)
{
  /* Four bytes at once, of which the next pixel replaces the last. */
  for (gsize x = 0; x + 1 < n; x++)
    {
      guint32 pixel = GUINT32_TO_LE (red[x] | (guint32) green[x] << 8);

      memcpy (out + 3 * x, &pixel, sizeof pixel);
    }
  out[3 * n - 3] = red[n - 1];
  out[3 * n - 2] = green[n - 1];
  out[3 * n - 1] = 0;
}

gboolean
saffron_qc_sides_draw (const SaffronQcSide sides[2],
                       const SaffronRect *rect,
                       guint8 *rgb,
                       gsize stride,
                       GError **error)
{
  gsize width = (gsize) rect->width, n = width * (gsize) rect->height;
  g_autofree float *values = g_new (float, n);
  g_autofree guint8 *shades = g_new (guint8, 2 * n);

  for (int i = 0; i < 2; i++)
    {
      double scale = 255.0 / (sides[i].high - sides[i].low);

      if (!read_values (&sides[i], &sides[i].warper, rect, values, error))
        return FALSE;
      shade_values (values, n, sides[i].low, scale, shades + (gsize) i * n);
    }
  for (gsize y = 0; y < (gsize) rect->height; y++)
    mix_row (shades + y * width, shades + n + y * width, width,
             rgb + y * stride);
  return TRUE;
}
