/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "register/pipeline.h"

#include <glib/gi18n.h>

#include "base/error.h"
#include "base/peak-memory.h"
#include "register/region.h"
#include "register/pipeline-private.h"
#include "register/squares.h"
#include "register/start.h"

/* One registration: what the stages work on, and the region that it is of. */
typedef struct {
  const SaffronRegisterOptions *options;
  SaffronPipeline pipeline;
  SaffronSquares squares;
  SaffronRegion region; /* no crops where the whole slide is registered */
  gboolean is_on[SAFFRON_N_STAGES];
} Registration;

static void
registration_clear (Registration *p)
{
  saffron_pipeline_clear (&p->pipeline);
  saffron_region_clear (&p->region);
  saffron_squares_clear (&p->squares);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Registration, registration_clear)

static gboolean
registration_init (Registration *p,
                   SaffronSlide *reference,
                   SaffronSlide *moving,
                   const SaffronRegisterOptions *options,
                   GError **error)
{
  SaffronPipeline *pipeline = &p->pipeline;

  p->options = options;
  pipeline->params = options->params;
  pipeline->run = saffron_run_draft_new ();
  pipeline->slides[0] = reference;
  pipeline->slides[1] = moving;
  if (options->region.width == 0)
    {
      pipeline->landmarks = options->landmarks;
      if (options->start != NULL)
        pipeline->transform = saffron_transform_ref (options->start);
      pipeline->over = options->over;
      pipeline->by_hand = options->by_hand;
      if (options->by_hand != NULL)
        pipeline->run->by_hand =
            g_memdup2 (options->by_hand, sizeof *options->by_hand);
      pipeline->run->landmarks = saffron_landmarks_digest (options->landmarks);
      return TRUE;
    }
  if (!saffron_region_init (&p->region, reference, moving, &options->region,
                            options->start, error))
    return FALSE;
  pipeline->slides[0] = p->region.crops[0];
  pipeline->slides[1] = p->region.crops[1];
  pipeline->transform = g_steal_pointer (&p->region.start);
  pipeline->run->region = p->region.parts[0];
  return TRUE;
}

/* Gives each stage a share of the progress by its cost. */
static void
plan (Registration *p, SaffronJob *job)
{
  const SaffronPipeline *pipeline = &p->pipeline;
  const SaffronStageInput input = {
    { pipeline->slides[0], pipeline->slides[1] },
    pipeline->params,
    pipeline->transform != NULL,
    saffron_landmarks_count (pipeline->landmarks),
    pipeline->by_hand != NULL,
  };
  const SaffronStage *stages = saffron_stages ();
  gboolean only =
      saffron_pipeline_landmark_use (pipeline) == SAFFRON_LANDMARKS_ONLY;
  SaffronJobStage planned[SAFFRON_N_STAGES];

  for (guint i = 0; i < SAFFRON_N_STAGES; i++)
    {
      SaffronStageCost cost = { 0 };

      if (!only || !stages[i].automatic)
        stages[i].cost (&input, &cost);
      planned[i] = (SaffronJobStage){ stages[i].name, cost.seconds };
      p->is_on[i] = cost.seconds > 0.0;
    }
  saffron_job_set_plan (job, planned, SAFFRON_N_STAGES);
}

/* Flags of what there is for a stage to work on. */
static guint
things_of (const SaffronPipeline *pipeline)
{
  return (pipeline->planes[1] != NULL ? SAFFRON_STAGE_PLANES : 0)
         | (pipeline->transform != NULL ? SAFFRON_STAGE_TRANSFORM : 0)
         | (saffron_landmarks_count (pipeline->landmarks) > 0
                ? SAFFRON_STAGE_LANDMARKS
                : 0);
}

/* (transfer full): the transform so far, between the whole slides. */
static SaffronTransform *
registered_transform (const Registration *p)
{
  if (p->region.crops[0] == NULL)
    return saffron_transform_ref (p->pipeline.transform);
  return saffron_region_to_slides (&p->region, p->pipeline.transform);
}

/* (transfer full): the same between the slides themselves, whose pixels may not
 * be square. */
static SaffronTransform *
whole_transform (const Registration *p)
{
  g_autoptr (SaffronTransform) transform = registered_transform (p);

  return p->squares.on ? saffron_squares_to_slides (&p->squares, transform)
                       : g_steal_pointer (&transform);
}

static void
tell (const Registration *p)
{
  g_autoptr (SaffronTransform) transform = NULL;

  if (p->options->stage_done == NULL || p->pipeline.transform == NULL)
    return;
  transform = registered_transform (p);
  p->options->stage_done (transform, p->options->user_data);
}

/* A stage that is off is still called, so that the run's record says why, but
 * it does not show in the progress. */
static gboolean
run_stages (Registration *p, SaffronJob *job, GError **error)
{
  SaffronPipeline *pipeline = &p->pipeline;
  gboolean only =
      saffron_pipeline_landmark_use (pipeline) == SAFFRON_LANDMARKS_ONLY;

  plan (p, job);
  for (guint i = 0; i < SAFFRON_N_STAGES; i++)
    {
      const SaffronStage *stage = &saffron_stages ()[i];

      if (!saffron_job_check (job, error))
        return FALSE;
      if ((stage->needs & ~things_of (pipeline)) != 0
          || (only && stage->automatic))
        continue;
      if (p->is_on[i])
        saffron_job_begin_planned (job, i);
      pipeline->stage = stage;
      pipeline->started = g_get_monotonic_time ();
      pipeline->was_needed = TRUE;
      if (!stage->run (pipeline, job, error))
        return FALSE;
      if (p->is_on[i] && !pipeline->was_needed)
        saffron_job_skip_stage (job);
      else if (p->is_on[i])
        saffron_job_set_fraction (job, 1.0);
      tell (p);
    }
  return TRUE;
}

/* Moves the parts from the region's pixels to those of the whole slide. */
static void
move_parts (GArray *parts, const SaffronRect *region)
{
  for (guint i = 0; i < parts->len; i++)
    {
      SaffronPart *part = &g_array_index (parts, SaffronPart, i);

      part->centre.x += region->x;
      part->centre.y += region->y;
    }
}

static SaffronRun *
finish (Registration *p, gint64 started, gint64 peak_memory)
{
  SaffronPipeline *pipeline = &p->pipeline;
  SaffronRunDraft *run = g_steal_pointer (&pipeline->run);

  move_parts (run->parts, &run->region);
  run->params = saffron_params_copy (pipeline->params);
  run->transform = whole_transform (p);
  if (p->squares.on)
    saffron_squares_finish (&p->squares, run);
  for (int i = 0; i < 2; i++)
    run->looks[i] = saffron_look_copy (&pipeline->looks[i]);
  run->seconds = (double) (g_get_monotonic_time () - started) / G_USEC_PER_SEC;
  run->peak_memory = peak_memory;
  return saffron_run_draft_finish (run);
}

static gboolean
check_landmarks (SaffronSlide *reference,
                 SaffronSlide *moving,
                 const SaffronRegisterOptions *options,
                 GError **error)
{
  if (options->region.width == 0
      && g_ascii_strcasecmp (options->params->landmark_use, "only") == 0
      && saffron_landmarks_count (options->landmarks) == 0)
    {
      g_set_error (
          error, SAFFRON_ERROR, SAFFRON_ERROR_ARGUMENT,
          _ ("%s: there are no landmarks, and landmark_use=only asks for "
             "a registration by them alone; place some, or set it to "
             "correct"),
          saffron_slide_get_path (moving));
      return FALSE;
    }
  return options->landmarks == NULL
         || saffron_landmarks_check (options->landmarks, reference, moving,
                                     error);
}

static gboolean
check_by_hand (SaffronSlide *reference,
               SaffronSlide *moving,
               const SaffronRegisterOptions *options,
               GError **error)
{
  return options->by_hand == NULL || options->region.width > 0
         || saffron_start_check (options->by_hand, reference, moving, error);
}

SaffronRun *
saffron_register (SaffronSlide *reference,
                  SaffronSlide *moving,
                  const SaffronRegisterOptions *options,
                  SaffronJob *job,
                  GError **error)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_utc ();
  gint64 started = g_get_monotonic_time (), peak;
  g_auto (Registration) p = { 0 };
  SaffronMemoryMeter meter;
  gboolean done;

  /* Checked first: wrong landmarks would make all the work worthless. */
  if (!check_landmarks (reference, moving, options, error))
    return NULL;
  saffron_squares_init (&p.squares, reference, moving, options);
  if (p.squares.on)
    {
      reference = p.squares.slides[0];
      moving = p.squares.slides[1];
      options = &p.squares.options;
    }
  if (!check_by_hand (reference, moving, options, error)
      || !registration_init (&p, reference, moving, options, error))
    return NULL;
  p.pipeline.run->started = g_date_time_format_iso8601 (now);
  saffron_memory_meter_start (&meter);
  done = run_stages (&p, job, error);
  peak = saffron_memory_meter_stop (&meter);
  return done ? finish (&p, started, peak) : NULL;
}
