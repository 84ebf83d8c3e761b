/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "register/planes.h"

#include <glib/gi18n.h>
#include <math.h>

#include "base/error.h"
#include "register/filters.h"
#include "register/glare.h"
#include "register/ink.h"
#include "register/masks.h"
#include "register/percentile.h"
#include "register/pixels.h"
#include "register/stain.h"
#include "slide/scaled.h"

/* The least optical density of tissue, summed over the channels. */
#define LEAST_DENSITY 0.05

/* Holes in fluorescence cover at most this share of a slide, and at least that
 * share of all zeros lies in them. */
#define MOST_HOLES 0.1
#define IN_HOLES 0.9

/* What is brighter than so many times the noise of a fluorescence slide may be
 * tissue. Taken off the 5th percentile, noise reaches 6 times in one of ten
 * thousand pixels. */
#define ABOVE_NOISE 8.0

/* Sigma of the surroundings by which ink and glare are replaced, pixels. */
#define FILL_SIGMA 8.0

/* Parts of the time for a plane that have gone by when the stored values are
 * read, when the weight is made, and when the tissue is made. */
#define READ_SHARE 0.4
#define WEIGHT_SHARE 0.6
#define TISSUE_SHARE 0.85

/* On a scale of 255, what JPEG makes of black that was never scanned. */
#define BLACK 3.0

typedef struct {
  SaffronPlane *channels[3];
  int n;
  SaffronSampleType type;
  double max; /* white of a brightfield slide */
} Stored;

static void
stored_clear (Stored *stored)
{
  for (int i = 0; i < 3; i++)
    g_clear_pointer (&stored->channels[i], saffron_plane_free);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Stored, stored_clear)

static gboolean
stored_read (Stored *stored,
             SaffronSlide *slide,
             const SaffronLook *look,
             double downsample,
             int max_image_dim,
             SaffronJob *job,
             GError **error)
{
  int first = MAX (look->channel, 0);

  stored->n = look->channel < 0 ? 3 : 1;
  if (first + stored->n > saffron_slide_get_n_channels (slide))
    {
      g_set_error (error, SAFFRON_ERROR, SAFFRON_ERROR_ARGUMENT,
                   _ ("%s: has no %s; choose another channel"),
                   saffron_slide_get_path (slide), look->name);
      return FALSE;
    }
  stored->type = saffron_slide_get_channel (slide, first)->type;
  if (stored->n == 3
      && saffron_slide_get_kind (slide) == SAFFRON_SLIDE_BRIGHTFIELD)
    {
      if (!saffron_slide_read_scaled_rgb (slide, downsample, max_image_dim,
                                          stored->channels, job, error))
        return FALSE;
    }
  else
    for (int i = 0; i < stored->n; i++)
      {
        stored->channels[i] = saffron_slide_read_scaled (
            slide, first + i, downsample, max_image_dim, job, error);
        if (stored->channels[i] == NULL)
          return FALSE;
      }
  stored->max =
      saffron_white_level (stored->channels, stored->n, stored->type, job);
  return TRUE;
}

/* Four times the noise of the background. The values below zero of a signed
 * density are half of that noise. */
static double
noise_threshold (const SaffronPlane *density, const SaffronPlane *weight)
{
  gsize n = saffron_plane_n_pixels (density);
  double sum = 0.0, count = 0.0;

  for (gsize i = 0; i < n; i++)
    if (density->data[i] < 0.0f && weight->data[i] > 0.5f)
      {
        double d = MAX (density->data[i], -0.3f);

        sum += d * d;
        count += 1.0;
      }
  return count > 0.0 ? 4.0 * sqrt (sum / count) : 0.0;
}

/* The value that becomes 1: a high percentile of the whole plane, or of the
 * tissue alone if there is so little tissue that the whole plane does not show
 * it. */
static double
bright_value (const SaffronPlane *signal,
              const SaffronPlane *weight,
              double percent,
              double threshold,
              SaffronJob *job)
{
  return MAX (
      saffron_plane_percentile (signal, weight, percent, job),
      saffron_plane_percentile_above (signal, weight, threshold, 90.0, job));
}

/* Sets the plane to 0 in blank areas, which hold no tissue, whatever they are
 * filled with. */
static void
clear_blank (SaffronPlane *plane, const SaffronPlane *blank, SaffronJob *job)
{
  if (blank != NULL)
    saffron_pixels_clear (plane, blank, job);
}

/* Finds blank areas. White counts as blank only if the background is darker,
 * because a background may be saturated itself. */
static SaffronPlane *
brightfield_blank (const Stored *stored, double *background, SaffronJob *job)
{
  int radius = saffron_blank_radius (stored->channels[0]);
  g_autoptr (SaffronPlane) white =
      stored->type == SAFFRON_SAMPLE_U8
          ? saffron_blank_mask (stored->channels, stored->n, stored->max,
                                stored->max, radius, job)
          : saffron_white_fill (stored->channels, stored->n, job);
  SaffronPlane *blank =
      saffron_blank_mask (stored->channels, stored->n, 0.0,
                          BLACK / 255.0 * stored->max, radius, job);
  gboolean darker = FALSE;

  for (int i = 0; i < stored->n; i++)
    {
      background[i] = saffron_background_level (stored->channels[i], white,
                                                stored->max, job);
      darker = darker || background[i] < 0.988 * stored->max;
    }
  if (white != NULL && darker)
    saffron_mask_add (&blank, g_steal_pointer (&white), job);
  return blank;
}

/* Replaces ink and glare by their surroundings and adds them to the blank
 * areas, so that they have no weight. */
static void
leave_out (SaffronRegPlane *plane,
           SaffronPlane *signal,
           SaffronPlane **blank,
           SaffronPlane *foreign,
           SaffronJob *job)
{
  if (foreign == NULL)
    return;
  plane->foreign = (double) saffron_pixels_above (foreign, 0.5, job)
                   / saffron_plane_n_pixels (signal);
  saffron_mask_fill (signal, foreign, FILL_SIGMA, job);
  saffron_mask_add (blank, foreign, job);
}

/* Stops early when the job is cancelled, which the caller checks. */
static void
prepare_brightfield (SaffronRegPlane *plane,
                     Stored *stored,
                     const SaffronLook *look,
                     SaffronJob *job)
{
  int width = stored->channels[0]->width;
  int height = stored->channels[0]->height;
  double background[3] = { 0 };
  g_autoptr (SaffronPlane) blank = brightfield_blank (stored, background, job);
  g_autoptr (SaffronPlane) density = saffron_optical_density (
      stored->channels, background, stored->n, stored->max, job);
  g_autoptr (SaffronPlane) stain = NULL;
  g_autoptr (SaffronPlane) ink = NULL;
  double threshold, top;

  if (look->kind == SAFFRON_LOOK_HEMATOXYLIN)
    stain = saffron_hematoxylin_density (stored->channels, background,
                                         stored->max, job);
  clear_blank (density, blank, job);
  if (stain != NULL)
    clear_blank (stain, blank, job);
  ink = saffron_ink_mask (stored->channels, background, stored->n, density,
                          blank, job);
  stored_clear (stored);
  if (saffron_job_is_cancelled (job))
    return;
  if (stain != NULL && ink != NULL)
    saffron_mask_fill (stain, ink, FILL_SIGMA, job);
  leave_out (plane, density, &blank, g_steal_pointer (&ink), job);
  plane->weight = saffron_validity (width, height, blank, job);
  saffron_job_set_fraction (job, WEIGHT_SHARE);
  threshold = CLAMP (noise_threshold (density, plane->weight),
                     LEAST_DENSITY * stored->n / 3.0, 0.3);
  plane->tissue = saffron_tissue (density, plane->weight, threshold, job);
  saffron_job_set_fraction (job, TISSUE_SHARE);

  if (stain != NULL)
    {
      saffron_plane_free (density);
      density = g_steal_pointer (&stain);
    }
  if (saffron_job_is_cancelled (job))
    return;
  top = bright_value (density, plane->weight, 99.0, threshold, job);
  plane->values = (SaffronPlaneValues){
    .look = look->kind,
    .background = { background[0], background[1], background[2] },
    .white = stored->max,
    .factor = top > 1e-3 ? 1.0 / top : 0.0,
  };
  saffron_pixels_scale (density, plane->values.factor, SAFFRON_PLANE_CEILING,
                        job);
  plane->intensity = saffron_plane_gaussian (density, 1.0, job);
}

/* Holes in a camera's offset: (nullable): 1 in spots of zeros, if they are few
 * and hardly a zero lies elsewhere, as it would where photons are counted. */
static SaffronPlane *
find_holes (const Stored *stored, gsize zeros, SaffronJob *job)
{
  gsize n = saffron_plane_n_pixels (stored->channels[0]);
  g_autoptr (SaffronPlane) holes = NULL;

  if (zeros > MOST_HOLES * n)
    return NULL;
  holes = saffron_blank_mask (stored->channels, 1, 0.0, 0.0, 1, job);
  return holes != NULL
                 && saffron_pixels_above (holes, 0.5, job) >= IN_HOLES * zeros
             ? g_steal_pointer (&holes)
             : NULL;
}

/* Finds areas of zeros that hold nothing. Zeros count only if the darkest other
 * pixels are clearly brighter, as they are with a camera's offset. */
static SaffronPlane *
black_blank (const Stored *stored, SaffronJob *job)
{
  const SaffronPlane *channel = stored->channels[0];
  g_autoptr (SaffronPlane) blank = NULL;
  g_autoptr (SaffronPlane) rest = NULL;
  gsize zeros = saffron_plane_n_pixels (channel)
                - saffron_pixels_above (channel, 0.0, job);

  if (zeros == 0)
    return NULL;
  blank = find_holes (stored, zeros, job);
  if (blank == NULL)
    blank = saffron_blank_mask (stored->channels, 1, 0.0, 0.0,
                                saffron_blank_radius (channel), job);
  if (blank == NULL)
    return NULL;
  rest = saffron_mask_invert (blank, job);
  return saffron_plane_percentile (channel, rest, 2.0, job)
                 > 0.01 * saffron_plane_percentile (channel, rest, 99.5, job)
             ? g_steal_pointer (&blank)
             : NULL;
}

static SaffronPlane *
fluorescence_blank (const Stored *stored, SaffronJob *job)
{
  SaffronPlane *blank = black_blank (stored, job);

  saffron_mask_add (&blank, saffron_white_fill (stored->channels, 1, job), job);
  return blank;
}

/* Stops early when the job is cancelled, which the caller checks. */
static void
prepare_fluorescence (SaffronRegPlane *plane, Stored *stored, SaffronJob *job)
{
  g_autoptr (SaffronPlane) blank = fluorescence_blank (stored, job);
  g_autoptr (SaffronPlane) signal = g_steal_pointer (&stored->channels[0]);
  g_autoptr (SaffronPlane) glare = NULL;
  double low, range, least, top;

  plane->weight = saffron_validity (signal->width, signal->height, blank, job);
  saffron_job_set_fraction (job, WEIGHT_SHARE);
  if (saffron_job_is_cancelled (job))
    return;
  low = saffron_plane_percentile (signal, plane->weight, 5.0, job);
  saffron_pixels_subtract (signal, low, job);
  clear_blank (signal, blank, job);
  glare =
      saffron_glare_mask (signal, plane->weight,
                          stored->type == SAFFRON_SAMPLE_F32 ? 0.0 : 1.0, job);
  if (saffron_job_is_cancelled (job))
    return;
  if (glare != NULL)
    {
      leave_out (plane, signal, &blank, g_steal_pointer (&glare), job);
      saffron_plane_free (plane->weight);
      plane->weight =
          saffron_validity (signal->width, signal->height, blank, job);
    }
  range = saffron_plane_percentile (signal, plane->weight, 99.5, job);
  /* Where the tissue is less than half a percent of the slide, the range is
   * that of the noise, which is no tissue. */
  least = MAX (0.05 * range,
               ABOVE_NOISE * saffron_signal_noise (signal, plane->weight, job));
  top = bright_value (signal, plane->weight, 99.5, least, job);
  plane->values = (SaffronPlaneValues){
    .look = SAFFRON_LOOK_INTENSITY,
    .low = low,
    .factor = top > 1e-6 * (fabs (low) + 1e-30) ? 1.0 / top : 0.0,
  };
  saffron_pixels_scale (signal, plane->values.factor, SAFFRON_PLANE_CEILING,
                        job);
  if (saffron_job_is_cancelled (job))
    return;
  plane->tissue = saffron_tissue (signal, plane->weight, 0.08, job);
  saffron_job_set_fraction (job, TISSUE_SHARE);
  plane->intensity = saffron_plane_gaussian (signal, 1.0, job);
}

SaffronRegPlane *
saffron_reg_plane_new (SaffronSlide *slide,
                       const SaffronLook *look,
                       int max_dim,
                       int max_image_dim,
                       SaffronJob *job,
                       GError **error)
{
  double longest =
      MAX (saffron_slide_get_width (slide), saffron_slide_get_height (slide));
  double downsample = MAX (longest / MAX (max_dim, 1), 1.0);
  g_auto (Stored) stored = { 0 };
  g_autoptr (SaffronRegPlane) plane = NULL;
  g_autoptr (SaffronJob) reading = saffron_job_new_part (job, 0.0, READ_SHARE);

  if (!stored_read (&stored, slide, look, downsample, max_image_dim, reading,
                    error))
    return NULL;

  plane = g_new0 (SaffronRegPlane, 1);
  plane->downsample = downsample;
  if (saffron_look_is_brightfield (look))
    prepare_brightfield (plane, &stored, look, job);
  else
    prepare_fluorescence (plane, &stored, job);
  saffron_job_set_fraction (job, 1.0);
  if (!saffron_job_check (job, error))
    return NULL;
  return g_steal_pointer (&plane);
}

/* Brings bright pixels back to 1, because averaging dims small bright things;
 * so every working size has the same contrast. */
static void
renormalise (SaffronRegPlane *plane, SaffronJob *job)
{
  double top = bright_value (plane->intensity, plane->weight, 99.0, 0.05, job);

  if (top > 0.01)
    saffron_pixels_scale (plane->intensity, 1.0 / top, SAFFRON_PLANE_CEILING,
                          job);
}

SaffronRegPlane *
saffron_reg_plane_scale (const SaffronRegPlane *plane,
                         double downsample,
                         SaffronJob *job)
{
  double ratio = MAX (downsample / plane->downsample, 1.0);
  int width = MAX ((int) ceil (plane->intensity->width / ratio - 1e-6), 1);
  int height = MAX ((int) ceil (plane->intensity->height / ratio - 1e-6), 1);
  SaffronRegPlane *out = g_new0 (SaffronRegPlane, 1);
  g_autoptr (SaffronPlane) sharp = NULL;
  g_autoptr (SaffronPlane) border = NULL;

  out->downsample = plane->downsample * ratio;
  out->foreign = plane->foreign;
  out->values = plane->values;
  sharp = saffron_plane_reduce (plane->intensity, ratio, width, height, job);
  out->weight = saffron_plane_reduce (plane->weight, ratio, width, height, job);
  out->tissue = saffron_plane_reduce (plane->tissue, ratio, width, height, job);
  /* The plane is already smoothed by one of its own pixels, so only the rest is
   * needed. */
  out->intensity = saffron_plane_gaussian (
      sharp, sqrt (MAX (1.0 - 1.0 / (ratio * ratio), 0.0)), job);
  if (saffron_job_is_cancelled (job))
    return out;

  border = saffron_validity (width, height, NULL, job);
  saffron_pixels_lower (out->weight, border, job);
  saffron_pixels_lower (out->tissue, out->weight, job);
  if (ratio > 1.01)
    renormalise (out, job);
  return out;
}

void
saffron_reg_plane_free (SaffronRegPlane *plane)
{
  if (plane == NULL)
    return;
  g_clear_pointer (&plane->intensity, saffron_plane_free);
  g_clear_pointer (&plane->weight, saffron_plane_free);
  g_clear_pointer (&plane->tissue, saffron_plane_free);
  g_free (plane);
}

double
saffron_prior_scale (SaffronSlide *reference,
                     SaffronSlide *moving,
                     const SaffronParams *params)
{
  double x[2], y[2];

  if (!params->use_pixel_size
      || !saffron_slide_get_pixel_size (reference, &x[0], &y[0])
      || !saffron_slide_get_pixel_size (moving, &x[1], &y[1]))
    return 0.0;
  return sqrt (x[0] * y[0] / (x[1] * y[1]));
}
