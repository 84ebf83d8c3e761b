/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "register/pipeline.h"

#include <math.h>

#include "base/peak-memory.h"
#include "register/acceptance.h"
#include "register/affine.h"
#include "register/coarse.h"
#include "register/deformable.h"
#include "register/fine.h"
#include "register/grow.h"
#include "register/planes.h"
#include "register/symmetric.h"
#include "register/unfolded.h"
#include "register/verdict.h"

/* Longest side of the planes that are kept for what follows the fine stage. */
#define EVIDENCE_DIM 512

/* The share of the deformable stage that comes before the evidence for it. */
#define DEFORMABLE_FIT_SHARE 0.7

/* What the stages hand on to each other. */
typedef struct {
  const SaffronParams *params;
  SaffronJob *job;
  SaffronSlide *slides[2]; /* reference, moving */
  SaffronLook looks[2];
  SaffronRegPlane *planes[2];
  SaffronTransform *transform; /* at first what to start from, or NULL */
  gboolean stands_out;         /* the coarse stage's best guess */
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
  g_clear_pointer (&work->run, saffron_run_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Work, work_clear)

/* Takes @reasons. */
static void
add_record (Work *work,
            const char *name,
            gboolean kept,
            double before,
            double after,
            gint64 started,
            GPtrArray *reasons)
{
  saffron_run_add_stage (
      work->run, name, kept, before, after,
      (double) (g_get_monotonic_time () - started) / G_USEC_PER_SEC, reasons);
}

/* Of a stage that was not measured. */
static void
add_unmeasured (Work *work,
                const char *name,
                gboolean kept,
                gint64 started,
                SaffronReasonCode code)
{
  GPtrArray *reasons = saffron_reasons_new ();

  saffron_reasons_add (reasons, code, NULL, NULL);
  add_record (work, name, kept, NAN, NAN, started, reasons);
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
      g_autoptr (SaffronJob) part =
          saffron_job_new_part (work->job, i / 2.0, (i + 1) / 2.0);

      work->planes[i] = saffron_reg_plane_new (
          work->slides[i], &work->looks[i], work->params->max_processed_dim,
          work->params->max_image_dim, part, error);
      if (work->planes[i] == NULL)
        return FALSE;
    }
  return TRUE;
}

static double
prior_scale (const Work *work)
{
  return saffron_prior_scale (work->slides[0], work->slides[1], work->params);
}

static gboolean
stage_coarse (Work *work, GError **error)
{
  gint64 started = g_get_monotonic_time ();
  g_auto (SaffronCoarse) coarse = { 0 };

  if (work->transform != NULL)
    {
      /* Nothing was guessed, so no other guess comes near. */
      work->stands_out = TRUE;
      add_unmeasured (work, "coarse", TRUE, started,
                      SAFFRON_REASON_START_GIVEN);
      return TRUE;
    }
  saffron_job_begin_stage (work->job, "coarse", 0.2, 0.45);
  if (!saffron_coarse (work->planes[0], work->planes[1], work->params,
                       prior_scale (work), work->job, &coarse, error))
    return FALSE;
  work->stands_out = coarse.stands_out;
  work->transform = saffron_transform_new (
      (double) saffron_slide_get_width (work->slides[0]),
      (double) saffron_slide_get_height (work->slides[0]),
      &coarse.candidates[0].affine, NULL);
  add_record (work, "coarse", TRUE, NAN, NAN, started,
              g_steal_pointer (&coarse.reasons));
  return TRUE;
}

/* The stage in a form that may look at a part of the reference only. */
static SaffronTransform *
fit_affine (const SaffronRegPlane *reference,
            const SaffronRegPlane *moving,
            const SaffronTransform *start,
            const SaffronPlane *mask,
            gpointer data,
            SaffronJob *job,
            GError **error)
{
  SaffronAffineOptions options = SAFFRON_AFFINE_STAGE;

  options.mask = mask;
  return saffron_affine_stage (reference, moving, start, &options, job, error);
}

/* Takes @better over, or says why not. */
static gboolean
accept (Work *work,
        const char *name,
        SaffronTransform *better,
        SaffronFitFunc fit,
        gpointer data,
        gint64 started,
        SaffronJob *job,
        GError **error)
{
  g_auto (SaffronEvidence) evidence = { 0 };
  GPtrArray *reasons = NULL;

  if (!saffron_evidence_collect (
          work->planes[0], work->planes[1], work->transform, fit, data,
          &SAFFRON_EVIDENCE_ROUGH, job, &evidence, error))
    {
      saffron_transform_unref (better);
      return FALSE;
    }
  reasons = saffron_reasons_new ();
  g_ptr_array_add (reasons, saffron_evidence_reason (&evidence));
  add_record (work, name, evidence.better, evidence.before, evidence.after,
              started, reasons);
  if (evidence.better)
    {
      saffron_transform_unref (work->transform);
      work->transform = better;
    }
  else
    saffron_transform_unref (better);
  return TRUE;
}

/* What was found by one piece of the tissue may lie askew on the others. */
static gboolean
grow (Work *work, SaffronJob *job, GError **error)
{
  gint64 started = g_get_monotonic_time ();
  SaffronTransform *grown =
      saffron_grow (work->planes[0], work->planes[1], work->transform, job);

  if (!saffron_job_check (work->job, error))
    {
      g_clear_pointer (&grown, saffron_transform_unref);
      return FALSE;
    }
  if (grown == NULL)
    return TRUE;
  saffron_transform_unref (work->transform);
  work->transform = grown;
  add_unmeasured (work, "grow", TRUE, started, SAFFRON_REASON_GREW);
  return TRUE;
}

static gboolean
stage_affine (Work *work, GError **error)
{
  gint64 started = g_get_monotonic_time ();
  g_autoptr (SaffronJob) growing = NULL;
  g_autoptr (SaffronJob) fitting = NULL;
  g_autoptr (SaffronJob) judging = NULL;
  SaffronTransform *better = NULL;

  saffron_job_begin_stage (work->job, "affine", 0.45, 0.5);
  growing = saffron_job_new_part (work->job, 0.0, 0.4);
  fitting = saffron_job_new_part (work->job, 0.4, 0.7);
  judging = saffron_job_new_part (work->job, 0.7, 1.0);
  if (!grow (work, growing, error))
    return FALSE;
  better =
      saffron_affine_stage (work->planes[0], work->planes[1], work->transform,
                            &SAFFRON_AFFINE_STAGE, fitting, error);
  if (better == NULL)
    return FALSE;
  return accept (work, "affine", better, fit_affine, NULL, started, judging,
                 error);
}

static SaffronDeformableOptions
deformable_options (const Work *work, gboolean same)
{
  const SaffronParams *params = work->params;
  SaffronDeformableOptions options =
      same ? SAFFRON_DEFORMABLE_SAME : SAFFRON_DEFORMABLE_SERIAL;

  if (same)
    options.finest = params->max_non_rigid_dim;
  else
    options.finest = MIN (options.finest, params->max_non_rigid_dim);
  if (params->regularisation > 0.0)
    options.alpha = params->regularisation;
  options.radius = (int) lround (params->window_radius);
  return options;
}

/* Both ways, from where the stages have come. */
static SaffronTransform *
bend (const SaffronDeformableOptions *options,
      gpointer data,
      SaffronJob *job,
      GError **error)
{
  Work *work = data;

  return saffron_deformable_symmetric (work->planes[0], work->planes[1],
                                       work->transform, options, job, error);
}

static gboolean
stage_deformable (Work *work, GError **error)
{
  gint64 started = g_get_monotonic_time ();
  SaffronDeformableOptions options = deformable_options (work, FALSE);
  g_autoptr (SaffronJob) fitting = NULL;
  g_autoptr (SaffronJob) judging = NULL;
  SaffronTransform *better = NULL;

  if (!work->params->deformable)
    {
      add_unmeasured (work, "deformable", FALSE, started,
                      SAFFRON_REASON_NOT_ASKED);
      return TRUE;
    }
  saffron_job_begin_stage (work->job, "deformable", 0.5, 0.8);
  fitting = saffron_job_new_part (work->job, 0.0, DEFORMABLE_FIT_SHARE);
  judging = saffron_job_new_part (work->job, DEFORMABLE_FIT_SHARE, 1.0);
  if (!saffron_unfolded (bend, work, &options, fitting, &better, error))
    return FALSE;
  if (better == NULL)
    {
      add_unmeasured (work, "deformable", FALSE, started,
                      SAFFRON_REASON_STILL_FOLDS);
      return TRUE;
    }
  return accept (work, "deformable", better, saffron_deformable_masked,
                 &options, started, judging, error);
}

/* What comes after the fine stage looks at tissue, not at nuclei: the planes
 * that are kept beside the finer ones are small. */
static void
shrink_planes (Work *work)
{
  const SaffronAffine *affine = saffron_transform_get_affine (work->transform);
  const SaffronPlane *plane = work->planes[0]->intensity;
  double ratio = (double) MAX (plane->width, plane->height) / EVIDENCE_DIM;
  double downsample = work->planes[0]->downsample * MAX (ratio, 1.0);
  double scale = sqrt (fabs (saffron_affine_determinant (affine)));

  for (int i = 0; i < 2; i++)
    {
      SaffronRegPlane *small = saffron_reg_plane_scale (
          work->planes[i], i == 0 ? downsample : downsample * scale, work->job);

      saffron_reg_plane_free (work->planes[i]);
      work->planes[i] = small;
    }
}

/* Takes @section, why the slides are the same section. */
static GPtrArray *
explain_fine (const SaffronFine *fine, SaffronReason *section)
{
  GPtrArray *reasons = saffron_reasons_new ();

  if (fine->folds)
    saffron_reasons_add (reasons, SAFFRON_REASON_STILL_FOLDS, NULL, NULL);
  else
    g_ptr_array_add (reasons, saffron_evidence_reason (&fine->evidence));
  saffron_reasons_add (reasons, SAFFRON_REASON_SMOOTHNESS, &fine->alpha, NULL);
  g_ptr_array_add (reasons, section);
  return reasons;
}

/* Whether there is anything to follow down to single nuclei; else records why
 * not. @section: (out) (transfer full): why, when there is */
static gboolean
wants_fine (Work *work, gint64 started, SaffronReason **section)
{
  GPtrArray *reasons = NULL;

  if (!work->params->deformable)
    {
      add_unmeasured (work, "fine", FALSE, started, SAFFRON_REASON_NOT_ASKED);
      return FALSE;
    }
  if (saffron_same_section (work->planes[0], work->planes[1], work->transform,
                            work->params->section, work->job, section))
    return TRUE;
  reasons = saffron_reasons_new ();
  g_ptr_array_add (reasons, g_steal_pointer (section));
  add_record (work, "fine", FALSE, NAN, NAN, started, reasons);
  return FALSE;
}

/* The same section once more, down to single nuclei. */
static gboolean
stage_fine (Work *work, GError **error)
{
  gint64 started = g_get_monotonic_time ();
  SaffronDeformableOptions before = deformable_options (work, FALSE);
  SaffronDeformableOptions options = deformable_options (work, TRUE);
  g_auto (SaffronFine) fine = { 0 };
  g_autoptr (SaffronReason) section = NULL;

  saffron_job_begin_stage (work->job, "fine", 0.8, 0.95);
  if (!wants_fine (work, started, &section))
    return TRUE;
  shrink_planes (work);
  if (!saffron_fine (
          work->slides, work->looks, work->transform, &before, &options,
          work->params->regularisation > 0.0 ? 0.0 : SAFFRON_FINE_SOFTER,
          work->params->max_image_dim, work->job, &fine, error))
    return FALSE;
  add_record (work, "fine", fine.transform != NULL, fine.evidence.before,
              fine.evidence.after, started,
              explain_fine (&fine, g_steal_pointer (&section)));
  if (fine.transform != NULL)
    {
      saffron_transform_unref (work->transform);
      work->transform = g_steal_pointer (&fine.transform);
    }
  return TRUE;
}

static gboolean
stage_evidence (Work *work, GError **error)
{
  g_auto (SaffronVerdict) verdict = { 0 };

  saffron_job_begin_stage (work->job, "evidence", 0.95, 1.0);
  if (!saffron_verdict (work->planes[0], work->planes[1], work->transform,
                        work->params, prior_scale (work), work->job, &verdict,
                        error))
    return FALSE;
  work->run->verified = verdict.verified;
  work->run->quality = verdict.quality;
  work->run->overlap = verdict.overlap;
  work->run->min_jacobian = verdict.min_jacobian;
  if (verdict.verified && !work->stands_out)
    {
      work->run->verified = FALSE;
      saffron_reasons_add (work->run->reasons, SAFFRON_REASON_AMBIGUOUS, NULL,
                           NULL);
    }
  saffron_reasons_add_all (work->run->reasons, verdict.reasons);
  return TRUE;
}

typedef gboolean (*StageFunc) (Work *work, GError **error);

/* Micro, which goes by tiles of full resolution, belongs between fine and
 * evidence. */
static const StageFunc stages[] = {
  stage_planes,     stage_coarse, stage_affine,
  stage_deformable, stage_fine,   stage_evidence,
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

  run->params = saffron_params_copy (work->params);
  run->transform = g_steal_pointer (&work->transform);
  run->reference_channel = describe_look (&work->looks[0]);
  run->moving_channel = describe_look (&work->looks[1]);
  run->seconds = (double) (g_get_monotonic_time () - started) / G_USEC_PER_SEC;
  run->peak_memory = saffron_peak_memory ();
  return run;
}

SaffronRun *
saffron_register_from (SaffronSlide *reference,
                       SaffronSlide *moving,
                       const SaffronParams *params,
                       SaffronTransform *start,
                       SaffronJob *job,
                       SaffronStageDoneFunc done,
                       gpointer user_data,
                       GError **error)
{
  g_auto (Work) work = { .params = params,
                         .job = job,
                         .slides = { reference, moving },
                         .run = saffron_run_new () };
  g_autoptr (GDateTime) now = g_date_time_new_now_utc ();
  gint64 started = g_get_monotonic_time ();

  if (start != NULL)
    work.transform = saffron_transform_ref (start);
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
saffron_register_watched (SaffronSlide *reference,
                          SaffronSlide *moving,
                          const SaffronParams *params,
                          SaffronJob *job,
                          SaffronStageDoneFunc done,
                          gpointer user_data,
                          GError **error)
{
  return saffron_register_from (reference, moving, params, NULL, job, done,
                                user_data, error);
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
