/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "register/pipeline.h"

#include <math.h>
#include <sys/resource.h>

#include "register/acceptance.h"
#include "register/affine.h"
#include "register/blocks.h"
#include "register/coarse.h"
#include "register/deformable.h"
#include "register/planes.h"
#include "register/symmetric.h"
#include "register/verdict.h"

/* Blocks that tell whether the section is the same: their size and reach at
 * the processed size, how many are enough, and by how much they must match
 * better than chance. */
#define SECTION_BLOCK 32
#define SECTION_SEARCH 6
#define SECTION_MIN_BLOCKS 12
#define SECTION_MARGIN 0.25
/* How often a folding transform is made stiffer before it is dropped. */
#define MAX_UNFOLDING 3

static int
compare_doubles (gconstpointer a, gconstpointer b)
{
  double d = *(const double *) a - *(const double *) b;

  return (d > 0) - (d < 0);
}

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
  gboolean same_section;
  double section_margin;
  char *section_reason;
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
  g_clear_pointer (&work->section_reason, g_free);
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

/* The stages in a form that may look at a part of the reference only. */
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

static SaffronTransform *
fit_deformable (const SaffronRegPlane *reference,
                const SaffronRegPlane *moving,
                const SaffronTransform *start,
                const SaffronPlane *mask,
                gpointer data,
                SaffronJob *job,
                GError **error)
{
  SaffronDeformableOptions options = *(SaffronDeformableOptions *) data;

  options.mask = mask;
  return saffron_deformable (reference, moving, start, &options, job, error);
}

/* Takes @better over, or says why not. */
static gboolean
accept (Work *work,
        const char *name,
        SaffronTransform *better,
        SaffronFitFunc fit,
        gpointer data,
        gint64 started,
        GError **error)
{
  g_auto (SaffronEvidence) evidence = { 0 };
  g_autofree char *note = NULL;

  if (!saffron_evidence_collect (work->planes[0], work->planes[1],
                                 work->transform, fit, data, work->job,
                                 &evidence, error))
    {
      saffron_transform_unref (better);
      return FALSE;
    }
  note = saffron_evidence_describe (&evidence);
  add_record (work, name, evidence.better, evidence.before, evidence.after,
              started, note);
  if (evidence.better)
    {
      saffron_transform_unref (work->transform);
      work->transform = better;
    }
  else
    saffron_transform_unref (better);
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
  return accept (work, "affine", better, fit_affine, NULL, started, error);
}

/* Whether both slides are the same section imaged twice, so that single nuclei
 * have a counterpart and bending can be followed below their size. */
static gboolean
is_same_section (Work *work, const SaffronTransform *transform)
{
  g_autoptr (GArray) blocks = NULL;
  g_autoptr (GArray) margins = NULL;
  const char *section = work->params->section;

  if (!g_str_equal (section, "auto"))
    {
      work->same_section = g_str_equal (section, "same");
      work->section_reason = g_strdup ("as asked for");
      return work->same_section;
    }
  blocks = saffron_blocks_match (work->planes[0], work->planes[1], transform,
                                 SECTION_BLOCK, SECTION_SEARCH, NULL, TRUE,
                                 work->job);
  margins = g_array_new (FALSE, FALSE, sizeof (double));
  for (guint i = 0; i < blocks->len; i++)
    {
      const SaffronBlock *block = &g_array_index (blocks, SaffronBlock, i);
      double margin = block->ncc - block->null;

      g_array_append_val (margins, margin);
    }
  if (margins->len >= SECTION_MIN_BLOCKS)
    {
      g_array_sort (margins, compare_doubles);
      work->section_margin
          = g_array_index (margins, double, margins->len / 2);
      work->same_section = work->section_margin > SECTION_MARGIN;
    }
  work->section_reason = g_strdup_printf (
      "fine structure correlates by %.2f more than chance, %.2f is needed",
      work->section_margin, SECTION_MARGIN);
  return work->same_section;
}

static SaffronDeformableOptions
deformable_options (const Work *work, gboolean same)
{
  const SaffronParams *params = work->params;
  SaffronDeformableOptions options
      = same ? SAFFRON_DEFORMABLE_SAME : SAFFRON_DEFORMABLE_SERIAL;

  if (same)
    options.finest = params->max_non_rigid_dim;
  else
    options.finest = MIN (options.finest, params->max_non_rigid_dim);
  if (params->regularisation > 0.0)
    options.alpha = params->regularisation;
  options.radius = (int) lround (params->window_radius);
  return options;
}

/* Folds are never accepted: bent less, or not at all. */
static gboolean
unfold (Work *work,
        SaffronTransform **transform,
        SaffronDeformableOptions *options,
        gboolean symmetric,
        GError **error)
{
  for (int tries = 0; tries < MAX_UNFOLDING; tries++)
    {
      double bound = 0.0;

      saffron_transform_min_jacobian (*transform, &bound);
      if (bound > 0.0)
        return TRUE;
      options->alpha *= 3.0;
      saffron_transform_unref (*transform);
      *transform
          = symmetric
                ? saffron_deformable_symmetric (work->planes[0],
                                                work->planes[1],
                                                work->transform, options,
                                                work->job, error)
                : saffron_deformable (work->planes[0], work->planes[1],
                                      work->transform, options, work->job,
                                      error);
      if (*transform == NULL)
        return FALSE;
    }
  return TRUE;
}

/* Planes at the size of the deformable stage, where that is larger. */
static gboolean
read_finer_planes (Work *work, GError **error)
{
  int dim = work->params->max_non_rigid_dim;

  if (dim <= work->params->max_processed_dim)
    return TRUE;
  for (int i = 0; i < 2; i++)
    {
      SaffronRegPlane *finer = saffron_reg_plane_new (
          work->slides[i], &work->looks[i], dim, work->params->max_image_dim,
          work->job, error);

      if (finer == NULL)
        return FALSE;
      saffron_reg_plane_free (work->planes[i]);
      work->planes[i] = finer;
    }
  return TRUE;
}

static gboolean
stage_deformable (Work *work, GError **error)
{
  gint64 started = g_get_monotonic_time ();
  SaffronDeformableOptions options = deformable_options (work, FALSE);
  SaffronTransform *better = NULL;
  double bound = 0.0;

  if (!work->params->deformable)
    {
      add_record (work, "deformable", FALSE, NAN, NAN, started,
                  "not asked for");
      return TRUE;
    }
  saffron_job_begin_stage (work->job, "deformable", 0.5, 0.8);
  better = saffron_deformable_symmetric (work->planes[0], work->planes[1],
                                         work->transform, &options, work->job,
                                         error);
  if (better == NULL || !unfold (work, &better, &options, TRUE, error))
    return FALSE;
  saffron_transform_min_jacobian (better, &bound);
  if (bound <= 0.0)
    {
      saffron_transform_unref (better);
      add_record (work, "deformable", FALSE, NAN, NAN, started,
                  "dropped: it folds, however stiff");
      return TRUE;
    }
  return accept (work, "deformable", better, fit_deformable, &options,
                 started, error);
}

/* The same section once more, down to single nuclei. */
static gboolean
stage_fine (Work *work, GError **error)
{
  gint64 started = g_get_monotonic_time ();
  SaffronDeformableOptions options = deformable_options (work, TRUE);
  SaffronTransform *better = NULL;
  g_autofree char *note = NULL;
  double bound = 0.0;

  if (!work->params->deformable || !is_same_section (work, work->transform))
    {
      note = g_strdup_printf ("not run: neighbouring sections (%s)",
                              work->section_reason != NULL
                                  ? work->section_reason
                                  : "no bending asked for");
      add_record (work, "fine", FALSE, NAN, NAN, started, note);
      return TRUE;
    }
  saffron_job_begin_stage (work->job, "fine", 0.8, 0.95);
  if (!read_finer_planes (work, error))
    return FALSE;
  better = saffron_deformable (work->planes[0], work->planes[1],
                               work->transform, &options, work->job, error);
  if (better == NULL || !unfold (work, &better, &options, FALSE, error))
    return FALSE;
  saffron_transform_min_jacobian (better, &bound);
  note = g_strdup_printf ("%s: the same section (%s)",
                          bound > 0.0 ? "kept" : "dropped, it folds",
                          work->section_reason);
  add_record (work, "fine", bound > 0.0, NAN, NAN, started, note);
  if (bound > 0.0)
    {
      saffron_transform_unref (work->transform);
      work->transform = better;
    }
  else
    saffron_transform_unref (better);
  return TRUE;
}

static gboolean
stage_evidence (Work *work, GError **error)
{
  g_auto (SaffronVerdict) verdict = { 0 };

  saffron_job_begin_stage (work->job, "evidence", 0.95, 1.0);
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
  stage_planes, stage_coarse, stage_affine, stage_deformable,
  stage_fine,   stage_evidence,
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
