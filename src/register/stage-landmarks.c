/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "register/landmark.h"

#include <math.h>

#include "register/fine.h"
#include "register/pipeline-private.h"
#include "transform/landmark-fit.h"
#include "transform/tre.h"

/* The least number of landmarks that give a standard error. */
#define MIN_SCATTER 3

/* By how many median absolute deviations the worst landmark is missed by more
 * than the median, to be named although they are kept; beyond a share of the
 * diagonal that a person's hand may err. Fewer have no median worth the name.
 */
#define OUTLIER 3.0
#define LEAST_OUTLIER 0.005
#define MIN_OUTLIER 5

/* Two people's landmarks on serial sections differ by 0.2 to 0.7 % of the
 * diagonal (docs/method.md), which is as much as the automatic result is off
 * there. Met exactly, every 8th landmark of four real pairs made the others'
 * median error grow in 16 of 24 cases by more than 3 %, by 9 % on average. So
 * where there are this many, and held out they do not clearly help, by @CLEAR
 * standard errors, a landmark is taken for a pick like the others and pulls
 * only by what it stands out: not at all up to @STANDS_OUT times their median,
 * and by 1 − (that / distance)² of its distance beyond (the positive-part rule
 * of James & Stein 1961, on one landmark). The error then grew by 1.5 % at
 * most; with 3 times it was 5 %. Landmarks that most are missed by more than
 * @PICKED of the diagonal are no such picks, and where no bending was asked for
 * nothing tells what kind of sections these are. */
#define MANY 8
#define CLEAR 2.0
#define STANDS_OUT 4.0
#define PICKED 0.01

/* For the fit, and for the factorisation that tells the held-out errors. */
#define SECONDS 0.3
#define BYTES 30e6

typedef struct {
  const SaffronTransform *automatic;
  double diagonal;
  guint n;
  SaffronPointPair *pairs;
  const SaffronLandmark **from; /* the landmark of each pair */
  double *before, *after;       /* after: held out; NaN when unknown */
  SaffronTreStats was, is;
  gboolean only;  /* there is no automatic result */
  gboolean alone; /* fitted to the landmarks alone */
  gboolean kept;
  gboolean weighed; /* they pull by what they stand out */
  SaffronTransform *fit;
  GPtrArray *reasons; /* why they are kept or dropped */
} Fit;

static void
fit_clear (Fit *fit)
{
  g_clear_pointer (&fit->pairs, g_free);
  g_clear_pointer (&fit->from, g_free);
  g_clear_pointer (&fit->before, g_free);
  g_clear_pointer (&fit->after, g_free);
  g_clear_pointer (&fit->fit, saffron_transform_unref);
  g_clear_pointer (&fit->reasons, g_ptr_array_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Fit, fit_clear)

static void
fit_init (Fit *fit,
          const SaffronTransform *automatic,
          GArray *landmarks,
          gboolean only)
{
  fit->only = only;
  fit->automatic = automatic;
  fit->diagonal = hypot (saffron_transform_get_width (automatic),
                         saffron_transform_get_height (automatic));
  fit->pairs = g_new (SaffronPointPair, landmarks->len);
  fit->from = g_new (const SaffronLandmark *, landmarks->len);
  fit->before = g_new (double, landmarks->len);
  fit->after = g_new (double, landmarks->len);
  fit->reasons = saffron_reasons_new ();
  for (guint i = 0; i < landmarks->len; i++)
    {
      const SaffronLandmark *l = &g_array_index (landmarks, SaffronLandmark, i);
      SaffronRefPoint back;
      guint k = fit->n;

      if (!l->active)
        continue;
      fit->pairs[k] = (SaffronPointPair){ l->reference, l->moving, l->weight };
      fit->from[k] = l;
      fit->n++;
      fit->before[k] = NAN;
      if (only)
        continue;
      /* Where push() does not converge, it gives the nearest place. */
      saffron_transform_push (automatic, l->moving, &back);
      fit->before[k] = hypot (back.x - l->reference.x, back.y - l->reference.y);
    }
  fit->was = saffron_tre_stats (fit->before, fit->n);
}

/* The mean by which the error of held-out landmarks has grown, and its standard
 * error. FALSE when too few landmarks have an error. */
static gboolean
mean_change (const Fit *fit, double *mean, double *error)
{
  double sum = 0.0, squares = 0.0, n = 0.0;

  for (guint i = 0; i < fit->n; i++)
    if (isfinite (fit->after[i]) && isfinite (fit->before[i]))
      {
        double change = fit->after[i] - fit->before[i];

        sum += change;
        squares += change * change;
        n += 1.0;
      }
  if (n < MIN_SCATTER)
    return FALSE;
  *mean = sum / n;
  *error = sqrt (MAX (squares / n - *mean * *mean, 0.0) / (n - 1.0));
  return TRUE;
}

/* How far landmark @i is from both the automatic result and the other
 * landmarks. A wrong landmark spoils the fit to its neighbours, too, but these
 * agree with the automatic result. */
static double
suspicion (const Fit *fit, guint i)
{
  if (!isfinite (fit->after[i]))
    return fit->before[i];
  return fit->alone ? fit->after[i] : MIN (fit->before[i], fit->after[i]);
}

static guint
find_worst (const Fit *fit)
{
  guint worst = 0;

  for (guint i = 1; i < fit->n; i++)
    if (suspicion (fit, i) > suspicion (fit, worst))
      worst = i;
  return worst;
}

/* Whether the worst one stands out from the others. */
static gboolean
has_outlier (const Fit *fit)
{
  g_autofree double *values = g_new (double, fit->n);
  double middle;

  if (fit->n < MIN_OUTLIER)
    return FALSE;
  for (guint i = 0; i < fit->n; i++)
    values[i] = suspicion (fit, i);
  middle = saffron_tre_stats (values, fit->n).median;
  for (guint i = 0; i < fit->n; i++)
    values[i] = fabs (values[i] - middle);
  return suspicion (fit, find_worst (fit)) - middle
         > OUTLIER * saffron_tre_stats (values, fit->n).median
               + LEAST_OUTLIER * fit->diagonal;
}

static void
add_worst (Fit *fit)
{
  guint worst = find_worst (fit);

  saffron_reasons_add (
      fit->reasons, SAFFRON_REASON_WORST_LANDMARK,
      (const double[]){ worst + 1.0, suspicion (fit, worst) },
      fit->from[worst]->name[0] != '\0' ? fit->from[worst]->name : NULL);
}

/* Decides whether the landmarks are kept, and adds the reasons. */
static void
decide (Fit *fit)
{
  double n = fit->n, mean = 0.0, error = 0.0, bound = 0.0;
  gboolean known = mean_change (fit, &mean, &error);
  gboolean worse = known && mean > error;

  saffron_transform_min_jacobian (fit->fit, &bound);
  fit->kept = bound > 0.0 && !worse;
  if (bound <= 0.0)
    saffron_reasons_add (fit->reasons, SAFFRON_REASON_LANDMARKS_FOLD, &n, NULL);
  else if (known && !fit->weighed)
    saffron_reasons_add (fit->reasons,
                         worse ? SAFFRON_REASON_LANDMARKS_NOT_IMPROVED
                               : SAFFRON_REASON_LANDMARKS_IMPROVED,
                         (const double[]){ n, mean, error }, NULL);
  else if (!fit->weighed)
    saffron_reasons_add (fit->reasons, SAFFRON_REASON_LANDMARKS_TRUSTED, &n,
                         NULL);
  if (!fit->kept || has_outlier (fit))
    add_worst (fit);
  if (fit->kept && fit->alone && !fit->only)
    saffron_reasons_add (fit->reasons, SAFFRON_REASON_AUTOMATIC_LEFT_OUT, NULL,
                         NULL);
}

static gboolean
fit_run (Fit *fit, SaffronJob *job, GError **error)
{
  const SaffronTransform *start = fit->automatic;
  double width = saffron_transform_get_width (start);
  double height = saffron_transform_get_height (start);

  fit->alone = fit->only
               || (fit->n >= 2
                   && fit->was.median > SAFFRON_LANDMARKS_FAR * fit->diagonal);
  if (fit->alone)
    start = NULL;
  fit->fit =
      saffron_landmark_fit (width, height, start, fit->pairs, fit->n, error);
  if (fit->fit == NULL
      || !saffron_landmark_leave_one_out (width, height, start, fit->pairs,
                                          fit->n, fit->after, job, error))
    return FALSE;
  /* Two landmarks determine a similarity, but with one held out the other gives
   * only a shift, so these errors say nothing. */
  if (fit->alone && fit->n == 2)
    fit->after[0] = fit->after[1] = NAN;
  fit->is = saffron_tre_stats (fit->after, fit->n);
  return TRUE;
}

/* Whether the landmarks are to be weighed. */
static gboolean
are_like_picks (const Fit *fit,
                const SaffronPipeline *pipeline,
                SaffronJob *job)
{
  g_autoptr (SaffronReason) reason = NULL;
  double mean = 0.0, error = 0.0;

  return !fit->alone && fit->n >= MANY && pipeline->params->deformable
         && fit->was.median <= PICKED * fit->diagonal
         && saffron_pipeline_landmark_use (pipeline) != SAFFRON_LANDMARKS_MEET
         && mean_change (fit, &mean, &error) && mean <= error
         && mean > -CLEAR * error
         && !saffron_same_section (pipeline->planes[0], pipeline->planes[1],
                                   pipeline->transform,
                                   pipeline->params->section, job, &reason);
}

/* Fits again to what the landmarks stand out. */
static gboolean
weigh (Fit *fit, GError **error)
{
  double like_others = STANDS_OUT * fit->was.median, n_out = 0.0;
  g_autofree SaffronPointPair *pairs =
      g_memdup2 (fit->pairs, fit->n * sizeof *fit->pairs);

  for (guint i = 0; i < fit->n; i++)
    {
      SaffronMovPoint from =
          saffron_transform_pull (fit->automatic, pairs[i].reference);
      double part = like_others / MAX (fit->before[i], 1e-9);
      double share = MAX (1.0 - part * part, 0.0);

      n_out += share > 0.0 ? 1.0 : 0.0;
      pairs[i].moving.x = from.x + share * (pairs[i].moving.x - from.x);
      pairs[i].moving.y = from.y + share * (pairs[i].moving.y - from.y);
      fit->after[i] = fit->before[i];
    }
  fit->is = fit->was;
  fit->weighed = TRUE;
  saffron_reasons_add (fit->reasons, SAFFRON_REASON_LANDMARKS_WEIGHED,
                       (const double[]){ fit->n, fit->was.median, n_out },
                       NULL);
  saffron_transform_unref (fit->fit);
  fit->fit =
      n_out > 0.0
          ? saffron_landmark_fit (saffron_transform_get_width (fit->automatic),
                                  saffron_transform_get_height (fit->automatic),
                                  fit->automatic, pairs, fit->n, error)
          : saffron_transform_ref ((SaffronTransform *) fit->automatic);
  return fit->fit != NULL;
}

/* Corrects the transform by a person's landmarks. They are kept without
 * evidence, because a single one, or some that are far apart, cannot be tested
 * by holding others out. They are dropped when they fold the slide, or when the
 * error of held-out landmarks grows by more than its standard error. */
gboolean
saffron_run_landmarks (SaffronPipeline *pipeline,
                       SaffronJob *job,
                       GError **error)
{
  g_auto (Fit) fit = { 0 };
  gboolean only =
      saffron_pipeline_landmark_use (pipeline) == SAFFRON_LANDMARKS_ONLY;

  fit_init (&fit, pipeline->transform, pipeline->landmarks, only);
  if (!fit_run (&fit, job, error)
      || (are_like_picks (&fit, pipeline, job) && !weigh (&fit, error)))
    return FALSE;
  decide (&fit);
  saffron_pipeline_record (pipeline, fit.kept, fit.was.median, fit.is.median,
                           g_steal_pointer (&fit.reasons));
  g_clear_pointer (&pipeline->witnesses.automatic, saffron_transform_unref);
  if (!only)
    pipeline->witnesses.automatic = saffron_transform_ref (pipeline->transform);
  pipeline->witnesses.automatic_missed = fit.was.median;
  pipeline->witnesses.automatic_stands_out = pipeline->stands_out;
  pipeline->witnesses.n = fit.n;
  pipeline->witnesses.kept = fit.kept;
  pipeline->witnesses.missed = fit.kept ? fit.is.median : fit.was.median;
  if (!fit.kept)
    return TRUE;
  saffron_pipeline_set_transform (pipeline, g_steal_pointer (&fit.fit));
  /* The person has shown how the slides lie, so a second guess of the coarse
   * stage no longer makes the result ambiguous. */
  pipeline->stands_out = TRUE;
  return TRUE;
}

void
saffron_cost_landmarks (const SaffronStageInput *input, SaffronStageCost *cost)
{
  *cost = (SaffronStageCost){ 0 };
  if (input->n_landmarks == 0)
    return;
  cost->bytes = BYTES;
  cost->seconds = SECONDS;
}
