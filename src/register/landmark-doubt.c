/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "register/landmark-doubt.h"

#include <math.h>

#include "register/landmark-lay.h"
#include "transform/landmark-fit.h"
#include "transform/pieces.h"
#include "transform/tre.h"

/* Fewer landmarks fit some other reading by chance. */
#define MIN_READ 4

typedef struct {
  SaffronPipeline *pipeline;
  SaffronLandmarkSide sides[2];
  double diagonal;
  SaffronJob *job;
} Doubter;

static gboolean
is_good (const SaffronVerdict *verdict)
{
  return verdict->verified || verdict->partial > 0.0;
}

/* Whether the slides support @transform. */
static gboolean
judge (const Doubter *d,
       const SaffronTransform *transform,
       gboolean *good,
       GError **error)
{
  SaffronPipeline *p = d->pipeline;
  const SaffronHeldOutGain *held_out =
      transform == p->witnesses.automatic ? &p->held_out : NULL;
  g_auto (SaffronVerdict) verdict = { 0 };

  if (!saffron_verdict (p->planes[0], p->planes[1], transform, p->params,
                        saffron_pipeline_prior_scale (p), held_out, d->job,
                        &verdict, error))
    return FALSE;
  *good = is_good (&verdict);
  return TRUE;
}

static gboolean
judge_automatic (const Doubter *d, gboolean *good, GError **error)
{
  const SaffronWitnesses *w = &d->pipeline->witnesses;

  *good = FALSE;
  if (w->automatic == NULL
      || !(w->automatic_missed > SAFFRON_LANDMARKS_NEAR * d->diagonal))
    return TRUE;
  if (!judge (d, w->automatic, good, error))
    return FALSE;
  /* As for a run without landmarks: another way of laying the slides may be as
   * good. */
  *good = *good
          && (w->automatic_stands_out
              || saffron_transform_get_n_pieces (w->automatic) > 1);
  return TRUE;
}

/* By how much the landmarks miss each other's transform, median. */
static gboolean
measure (const Doubter *d,
         const SaffronPointPair *pairs,
         gsize n,
         double *missed,
         GError **error)
{
  g_autofree double *errors = g_new (double, n);

  if (!saffron_landmark_leave_one_out (d->sides[0].width, d->sides[0].height,
                                       NULL, pairs, n, errors, d->job, error))
    return FALSE;
  *missed = saffron_tre_stats (errors, n).median;
  return TRUE;
}

/* Whether the slides are alike by the landmarks read in this way. */
static gboolean
try_reading (const Doubter *d,
             const SaffronLandmarkReading *reading,
             SaffronLandmarkDoubt *doubt,
             GError **error)
{
  g_autoptr (GArray) read = saffron_landmarks_read_as (d->pipeline->landmarks,
                                                       reading, d->sides, NULL);
  g_autofree SaffronPointPair *pairs = NULL;
  g_autoptr (SaffronTransform) transform = NULL;
  gsize n = 0;

  if (read == NULL || !saffron_landmarks_are_on (read, d->sides))
    return TRUE;
  pairs = saffron_landmarks_to_pairs (read, &n);
  if (n < MIN_READ)
    return TRUE;
  transform = saffron_landmark_fit (d->sides[0].width, d->sides[0].height, NULL,
                                    pairs, n, error);
  if (transform == NULL || !judge (d, transform, &doubt->misread, error))
    return FALSE;
  if (!doubt->misread)
    return TRUE;
  doubt->finding = (SaffronLandmarkFinding){ *reading, 0.0, INFINITY };
  return measure (d, pairs, n, &doubt->finding.missed, error);
}

/* Goes from the readings that suppose one thing to those that suppose two. */
static gboolean
try_readings (const Doubter *d, SaffronLandmarkDoubt *doubt, GError **error)
{
  static const SaffronLandmarkReading readings[] = {
    { SAFFRON_LANDMARKS_PX, TRUE, 0 },
    { SAFFRON_LANDMARKS_UM, FALSE, 0 },
    { SAFFRON_LANDMARKS_HALF, FALSE, 0 },
    { SAFFRON_LANDMARKS_QUARTER, FALSE, 0 },
    { SAFFRON_LANDMARKS_UM, TRUE, 0 },
    { SAFFRON_LANDMARKS_HALF, TRUE, 0 },
    { SAFFRON_LANDMARKS_QUARTER, TRUE, 0 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (readings) && !doubt->misread; i++)
    if (!try_reading (d, &readings[i], doubt, error))
      return FALSE;
  return TRUE;
}

gboolean
saffron_landmarks_doubt (SaffronPipeline *pipeline,
                         const SaffronVerdict *verdict,
                         SaffronJob *job,
                         SaffronLandmarkDoubt *doubt,
                         GError **error)
{
  const SaffronWitnesses *w = &pipeline->witnesses;
  g_autoptr (SaffronJob) quiet = saffron_job_new_part (job, 1.0, 1.0);
  Doubter d = { .pipeline = pipeline, .job = quiet };

  *doubt = (SaffronLandmarkDoubt){ 0 };
  if (w->n == 0 || pipeline->landmarks == NULL || w->kept == is_good (verdict))
    return TRUE;
  for (int i = 0; i < 2; i++)
    d.sides[i] = saffron_landmark_side (pipeline->slides[i]);
  d.diagonal = hypot (d.sides[0].width, d.sides[0].height);
  if (w->kept && !judge_automatic (&d, &doubt->unlike, error))
    return FALSE;
  if (!w->kept || doubt->unlike)
    {
      doubt->misread = saffron_landmarks_find_reading (
          pipeline->landmarks, d.sides, w->automatic, &doubt->finding);
      return TRUE;
    }
  return try_readings (&d, doubt, error);
}
