/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "register/pipeline.h"

#include <math.h>
#include <sys/resource.h>

#include "register/affine.h"
#include "register/coarse.h"
#include "register/deformable.h"
#include "register/planes.h"
#include "register/verdict.h"

/* What the stages hand on to each other. */
typedef struct {
  const SaffronParams *params;
  SaffronJob *job;
  SaffronSlide *slides[2];  /* reference, moving */
  SaffronLook looks[2];
  SaffronRegPlane *planes[2];
  SaffronTransform *transform;
  GPtrArray *reasons;
  SaffronRun *run;
} Work;

static void
work_clear (Work *work)
{
  for (int i = 0; i < 2; i++)
    {
      saffron_look_clear (&work->looks[i]);
      g_clear_pointer (&work->planes[i], saffron_reg_plane_free);
    }
  g_clear_pointer (&work->transform, saffron_transform_unref);
  g_clear_pointer (&work->reasons, g_ptr_array_unref);
  g_clear_pointer (&work->run, saffron_run_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Work, work_clear)

static void
add_record (Work *work,
            const char *name,
            gboolean kept,
            double before,
            double after,
            gint64 started,
            const char *note)
{
  SaffronStageRecord record = { g_strdup (name),
                                kept,
                                before,
                                after,
                                (double) (g_get_monotonic_time () - started)
                                    / G_USEC_PER_SEC,
                                g_strdup (note) };

  g_array_append_val (work->run->stages, record);
}

static gboolean
stage_planes (Work *work, GError **error)
{
  saffron_job_begin_stage (work->job, "planes", 0.0, 0.2);
  if (!saffron_look_choose (work->slides[0], work->slides[1], work->params,
                            &work->looks[0], &work->looks[1], error))
    return FALSE;
  for (int i = 0; i < 2; i++)
    {
      work->planes[i] = saffron_reg_plane_new (
          work->slides[i], &work->looks[i], work->params->max_processed_dim,
          work->params->max_image_dim, work->job, error);
      if (work->planes[i] == NULL)
        return FALSE;
      saffron_job_set_fraction (work->job, (i + 1) / 2.0);
    }
  return TRUE;
}

/* Moving level-0 pixels per reference level-0 pixel as the files have it, 0
 * when they do not say. */
static double
scale_from_pixel_sizes (const Work *work)
{
  double x[2], y[2];

  if (!work->params->use_pixel_size)
    return 0.0;
  for (int i = 0; i < 2; i++)
    if (!saffron_slide_get_pixel_size (work->slides[i], &x[i], &y[i]))
      return 0.0;
  return sqrt (x[0] * y[0] / (x[1] * y[1]));
}

static gboolean
stage_coarse (Work *work, GError **error)
{
  gint64 started = g_get_monotonic_time ();
  g_auto (SaffronCoarse) coarse = { 0 };

  saffron_job_begin_stage (work->job, "coarse", 0.2, 0.45);
  if (!saffron_coarse (work->planes[0], work->planes[1], work->params,
                       scale_from_pixel_sizes (work), work->job, &coarse,
                       error))
    return FALSE;
  work->transform = saffron_transform_new (
      (double) saffron_slide_get_width (work->slides[0]),
      (double) saffron_slide_get_height (work->slides[0]),
      &coarse.candidates[0].affine, NULL);
  add_record (work, "coarse", TRUE, NAN, NAN, started, coarse.note);
  return TRUE;
}

static gboolean
stage_affine (Work *work, GError **error)
{
  gint64 started = g_get_monotonic_time ();
  SaffronTransform *better = NULL;

  saffron_job_begin_stage (work->job, "affine", 0.45, 0.5);
  better = saffron_affine_stage (work->planes[0], work->planes[1],
                                 work->transform, &SAFFRON_AFFINE_STAGE,
                                 work->job, error);
  if (better == NULL)
    return FALSE;
  saffron_transform_unref (work->transform);
  work->transform = better;
  add_record (work, "affine", TRUE, NAN, NAN, started, "kept");
  return TRUE;
}

static gboolean
stage_deformable (Work *work, GError **error)
{
  gint64 started = g_get_monotonic_time ();
  SaffronTransform *better = NULL;

  if (!work->params->deformable)
    return TRUE;
  saffron_job_begin_stage (work->job, "deformable", 0.5, 0.9);
  better = saffron_deformable (work->planes[0], work->planes[1],
                               work->transform, &SAFFRON_DEFORMABLE_SERIAL,
                               work->job, error);
  if (better == NULL)
    return FALSE;
  saffron_transform_unref (work->transform);
  work->transform = better;
  add_record (work, "deformable", TRUE, NAN, NAN, started, "kept");
  return TRUE;
}

static gboolean
stage_evidence (Work *work, GError **error)
{
  g_auto (SaffronVerdict) verdict = { 0 };

  saffron_job_begin_stage (work->job, "evidence", 0.9, 1.0);
  if (!saffron_verdict (work->planes[0], work->planes[1], work->transform,
                        work->params, scale_from_pixel_sizes (work), work->job,
                        &verdict, error))
    return FALSE;
  work->run->verified = verdict.verified;
  work->run->quality = verdict.quality;
  work->run->overlap = verdict.overlap;
  work->run->min_jacobian = verdict.min_jacobian;
  for (char **reason = verdict.reasons; *reason != NULL; reason++)
    g_ptr_array_add (work->reasons, g_strdup (*reason));
  return TRUE;
}

typedef gboolean (*StageFunc) (Work *work, GError **error);

static const StageFunc stages[] = {
  stage_planes, stage_coarse, stage_affine, stage_deformable, stage_evidence,
};

static char *
describe_look (const SaffronLook *look)
{
  return g_strdup_printf ("%s: %s", look->name, look->reason);
}

static SaffronRun *
finish (Work *work, gint64 started)
{
  SaffronRun *run = g_steal_pointer (&work->run);
  struct rusage usage;

  g_ptr_array_add (work->reasons, NULL);
  run->reasons = (char **) g_ptr_array_free (work->reasons, FALSE);
  work->reasons = NULL;
  run->params = saffron_params_copy (work->params);
  run->transform = g_steal_pointer (&work->transform);
  run->reference_channel = describe_look (&work->looks[0]);
  run->moving_channel = describe_look (&work->looks[1]);
  run->seconds
      = (double) (g_get_monotonic_time () - started) / G_USEC_PER_SEC;
  if (getrusage (RUSAGE_SELF, &usage) == 0)
    run->peak_memory = (gint64) usage.ru_maxrss * 1024;
  return run;
}

SaffronRun *
saffron_register_watched (SaffronSlide *reference,
                          SaffronSlide *moving,
                          const SaffronParams *params,
                          SaffronJob *job,
                          SaffronStageDoneFunc done,
                          gpointer user_data,
                          GError **error)
{
  g_auto (Work) work = { .params = params,
                         .job = job,
                         .slides = { reference, moving },
                         .reasons = g_ptr_array_new_with_free_func (g_free),
                         .run = saffron_run_new () };
  g_autoptr (GDateTime) now = g_date_time_new_now_utc ();
  gint64 started = g_get_monotonic_time ();

  work.run->started = g_date_time_format_iso8601 (now);
  for (gsize i = 0; i < G_N_ELEMENTS (stages); i++)
    {
      if (!saffron_job_check (job, error) || !stages[i](&work, error))
        return NULL;
      if (done != NULL && work.transform != NULL)
        done (work.transform, user_data);
    }
  return finish (&work, started);
}

SaffronRun *
saffron_register (SaffronSlide *reference,
                  SaffronSlide *moving,
                  const SaffronParams *params,
                  SaffronJob *job,
                  GError **error)
{
  return saffron_register_watched (reference, moving, params, job, NULL, NULL,
                                   error);
}
