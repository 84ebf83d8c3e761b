/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "quality/quality.h"

#include <math.h>

#include "quality/bending.h"
#include "quality/landmark-errors.h"
#include "quality/worst.h"

/* Longest side of the planes that say where tissue is, pixels. */
#define TISSUE_DIM 512

/* Shares of the time: the planes, then the windows, then the nuclei. */
#define PLANES_SHARE 0.1
#define WINDOWS_SHARE 0.85

void
saffron_quality_free (SaffronQuality *quality)
{
  g_clear_pointer (&quality->windows, saffron_windows_free);
  g_clear_pointer (&quality->worst, g_array_unref);
  g_clear_pointer (&quality->bending, g_array_unref);
  for (int i = 0; i < SAFFRON_QUALITY_LOOPS; i++)
    g_free (quality->loops[i].with);
  g_free (quality);
}

/* Both slides, small. */
typedef struct {
  SaffronRegPlane *two[2];
} Planes;

static void
planes_clear (Planes *planes)
{
  g_clear_pointer (&planes->two[0], saffron_reg_plane_free);
  g_clear_pointer (&planes->two[1], saffron_reg_plane_free);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Planes, planes_clear)

static gboolean
read_planes (SaffronSlide *const slides[2],
             const SaffronLook looks[2],
             SaffronRun *run,
             SaffronJob *job,
             Planes *planes,
             GError **error)
{
  for (int i = 0; i < 2; i++)
    {
      g_autoptr (SaffronJob) part = saffron_job_new_part (
          job, PLANES_SHARE * 0.5 * i, PLANES_SHARE * 0.5 * (i + 1));

      planes->two[i] =
          saffron_reg_plane_new (slides[i], &looks[i], TISSUE_DIM,
                                 run->params->max_image_dim, part, error);
      if (planes->two[i] == NULL)
        return FALSE;
    }
  return TRUE;
}

/* As `saffron-cli evaluate` counts it. */
static double
robustness_of (const SaffronQuality *quality,
               SaffronRun *run,
               const GArray *landmarks)
{
  g_autofree SaffronRefPoint *reference =
      g_new (SaffronRefPoint, landmarks->len);
  g_autofree SaffronMovPoint *moving = g_new (SaffronMovPoint, landmarks->len);
  gsize n = 0;
  SaffronTre tre;

  for (guint i = 0; i < landmarks->len; i++)
    {
      const SaffronLandmark *landmark =
          &g_array_index (landmarks, SaffronLandmark, i);

      if (!landmark->active)
        continue;
      reference[n] = landmark->reference;
      moving[n++] = landmark->moving;
    }
  saffron_tre_measure (run->transform, reference, moving, n,
                       quality->moving_width, quality->moving_height, &tre,
                       NULL);
  return tre.robustness;
}

void
saffron_quality_set_loop (SaffronQuality *quality,
                          const char *with,
                          const SaffronLoop *loop)
{
  SaffronQualityLoop *loops = quality->loops;
  int at = 0;

  while (at < SAFFRON_QUALITY_LOOPS && loops[at].with != NULL
         && !g_str_equal (loops[at].with, with))
    at++;
  if (at == SAFFRON_QUALITY_LOOPS)
    {
      g_free (loops[0].with);
      for (at = 0; at + 1 < SAFFRON_QUALITY_LOOPS; at++)
        loops[at] = loops[at + 1];
      loops[at].with = NULL;
    }
  g_free (loops[at].with);
  loops[at] = (SaffronQualityLoop){ g_strdup (with), *loop };
}

void
saffron_quality_set_landmarks (SaffronQuality *quality,
                               SaffronRun *run,
                               GArray *landmarks)
{
  g_autofree SaffronLandmarkError *errors = NULL;
  const SaffronLandmarkPixels pixels = { quality->um_x, quality->um_y };

  quality->landmarks = (SaffronTreStats){ NAN, NAN, NAN, NAN };
  quality->landmarks_um = quality->landmarks;
  quality->robustness = NAN;
  quality->n_landmarks = 0;
  if (landmarks == NULL)
    return;
  errors = g_new0 (SaffronLandmarkError, landmarks->len);
  for (guint i = 0; i < landmarks->len; i++)
    {
      const SaffronLandmark *landmark =
          &g_array_index (landmarks, SaffronLandmark, i);
      SaffronRefPoint landing;

      saffron_transform_push (run->transform, landmark->moving, &landing);
      saffron_landmark_error_set_residual (&errors[i], landmark, landing,
                                           &pixels);
      quality->n_landmarks += landmark->active;
    }
  if (quality->n_landmarks == 0)
    return;
  quality->landmarks = saffron_landmark_errors_sum_up (landmarks, errors);
  quality->landmarks_um = saffron_landmark_errors_sum_up_um (landmarks, errors);
  quality->robustness = robustness_of (quality, run, landmarks);
}

SaffronQuality *
saffron_quality_measure (SaffronSlide *const slides[2],
                         const SaffronLook looks[2],
                         SaffronRun *run,
                         GArray *landmarks,
                         double tolerance,
                         SaffronJob *job,
                         GError **error)
{
  g_autoptr (SaffronQuality) quality = g_new0 (SaffronQuality, 1);
  g_autoptr (SaffronJob) in_windows =
      saffron_job_new_part (job, PLANES_SHARE, WINDOWS_SHARE);
  g_autoptr (SaffronJob) in_nuclei =
      saffron_job_new_part (job, WINDOWS_SHARE, 1.0);
  g_auto (Planes) planes = { 0 };
  const SaffronRegPlane *both[2];

  saffron_slide_get_pixel_size (slides[0], &quality->um_x, &quality->um_y);
  quality->diagonal = hypot ((double) saffron_slide_get_width (slides[0]),
                             (double) saffron_slide_get_height (slides[0]));
  quality->moving_width = (double) saffron_slide_get_width (slides[1]);
  quality->moving_height = (double) saffron_slide_get_height (slides[1]);
  if (!read_planes (slides, looks, run, job, &planes, error))
    return NULL;
  both[0] = planes.two[0];
  both[1] = planes.two[1];
  quality->windows = saffron_windows_measure (slides, looks, both, run,
                                              tolerance, in_windows, error);
  if (quality->windows == NULL
      || !saffron_nuclei_measure (slides, looks, run->transform, both,
                                  in_nuclei, &quality->nuclei, error))
    return NULL;
  quality->worst = saffron_worst_find (quality->windows);
  quality->bending = saffron_bending_measure (run->transform, quality->windows);
  saffron_quality_set_landmarks (quality, run, landmarks);
  return g_steal_pointer (&quality);
}
