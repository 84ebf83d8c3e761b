/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "session/landmark-run.h"

#include <math.h>
#include <string.h>

#include "base/error.h"
#include "quality/tre.h"
#include "register/planes.h"
#include "register/verdict.h"
#include "transform/landmark-fit.h"

/* Shares of the reference's diagonal: what a landmark may lie beyond the slide;
 * what held-out landmarks may be missed by to verify; what a landmark corrects,
 * see saffron_landmark_fit(), and so what contradicts. */
#define BEYOND 0.01
#define AGREES (1.0 / 100.0)
#define CONTRADICTS (1.0 / 30.0)

/* Fewer do not verify: they could be met by chance. */
#define MIN_WITNESSES 4

/* Fewer have no standard error. */
#define MIN_SCATTER 3

typedef struct {
  double diagonal;
  guint n;
  SaffronPointPair *pairs;
  const SaffronLandmark **from; /* the landmark of each pair */
  double *before, *after;       /* after: held out; NaN when unknown */
  SaffronTreStats was, is;
  gboolean alone; /* through the landmarks, not from the automatic run */
  gboolean kept;
  SaffronTransform *fit;
  GPtrArray *reasons; /* why they are kept or dropped */
} Work;

static void
work_clear (Work *work)
{
  g_clear_pointer (&work->pairs, g_free);
  g_clear_pointer (&work->from, g_free);
  g_clear_pointer (&work->before, g_free);
  g_clear_pointer (&work->after, g_free);
  g_clear_pointer (&work->fit, saffron_transform_unref);
  g_clear_pointer (&work->reasons, g_ptr_array_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Work, work_clear)

static gboolean
check_place (const SaffronLandmark *landmark,
             guint i,
             SaffronSlide *slide,
             double x,
             double y,
             GError **error)
{
  double width = (double) saffron_slide_get_width (slide);
  double height = (double) saffron_slide_get_height (slide);
  double margin = BEYOND * hypot (width, height);

  if (x >= -margin && y >= -margin && x <= width + margin
      && y <= height + margin)
    return TRUE;
  g_set_error (error, SAFFRON_ERROR, SAFFRON_ERROR_ARGUMENT,
               "%s: landmark %u (“%s”) at (%.1f, %.1f) lies beyond the slide, "
               "which is %.0f × %.0f; give level-0 pixels, the reference's "
               "first",
               saffron_slide_get_path (slide), i + 1, landmark->name, x, y,
               width, height);
  return FALSE;
}

gboolean
saffron_landmarks_check (GArray *landmarks,
                         SaffronSlide *reference,
                         SaffronSlide *moving,
                         GError **error)
{
  for (guint i = 0; i < landmarks->len; i++)
    {
      const SaffronLandmark *l = &g_array_index (landmarks, SaffronLandmark, i);

      if (l->active
          && (!check_place (l, i, reference, l->reference.x, l->reference.y,
                            error)
              || !check_place (l, i, moving, l->moving.x, l->moving.y, error)))
        return FALSE;
    }
  return TRUE;
}

static void
work_init (Work *work, SaffronRun *automatic, GArray *landmarks)
{
  const SaffronTransform *transform = automatic->transform;

  work->diagonal = hypot (saffron_transform_get_width (transform),
                          saffron_transform_get_height (transform));
  work->pairs = g_new (SaffronPointPair, landmarks->len);
  work->from = g_new (const SaffronLandmark *, landmarks->len);
  work->before = g_new (double, landmarks->len);
  work->after = g_new (double, landmarks->len);
  for (guint i = 0; i < landmarks->len; i++)
    {
      const SaffronLandmark *l = &g_array_index (landmarks, SaffronLandmark, i);
      SaffronRefPoint back;
      guint k = work->n;

      if (!l->active)
        continue;
      work->pairs[k] = (SaffronPointPair){ l->reference, l->moving, l->weight };
      work->from[k] = l;
      /* Where push() finds no certain place it gives the nearest. */
      saffron_transform_push (transform, l->moving, &back);
      work->before[k] =
          hypot (back.x - l->reference.x, back.y - l->reference.y);
      work->n++;
    }
  work->was = saffron_tre_stats (work->before, work->n);
}

/* By how much held-out landmarks are missed by more than before: the mean, and
 * its standard error. FALSE when too few say anything. */
static gboolean
mean_change (const Work *work, double *mean, double *error)
{
  double sum = 0.0, squares = 0.0, n = 0.0;

  for (guint i = 0; i < work->n; i++)
    if (isfinite (work->after[i]))
      {
        double change = work->after[i] - work->before[i];

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

/* Who contradicts both the automatic result and the other landmarks. A wrong
 * landmark makes its neighbours miss, too, but those lie where the automatic
 * result has them. */
static double
suspicion (const Work *work, guint i)
{
  if (!isfinite (work->after[i]))
    return work->before[i];
  return work->alone ? work->after[i] : MIN (work->before[i], work->after[i]);
}

static void
add_worst (Work *work)
{
  guint worst = 0;

  for (guint i = 1; i < work->n; i++)
    if (suspicion (work, i) > suspicion (work, worst))
      worst = i;
  saffron_reasons_add (
      work->reasons, SAFFRON_REASON_WORST_LANDMARK,
      (const double[]){ worst + 1.0, suspicion (work, worst) },
      work->from[worst]->name[0] != '\0' ? work->from[worst]->name : NULL);
}

/* Whether the landmarks are taken, and why. */
static void
decide (Work *work)
{
  double n = work->n, mean = 0.0, error = 0.0, bound = 0.0;
  gboolean known = mean_change (work, &mean, &error);
  gboolean worse = known && mean > error;

  saffron_transform_min_jacobian (work->fit, &bound);
  work->kept = bound > 0.0 && !worse;
  work->reasons = saffron_reasons_new ();
  if (bound <= 0.0)
    saffron_reasons_add (work->reasons, SAFFRON_REASON_LANDMARKS_FOLD, &n,
                         NULL);
  else if (known)
    saffron_reasons_add (work->reasons,
                         worse ? SAFFRON_REASON_LANDMARKS_NOT_IMPROVED
                               : SAFFRON_REASON_LANDMARKS_IMPROVED,
                         (const double[]){ n, mean, error }, NULL);
  else
    saffron_reasons_add (work->reasons, SAFFRON_REASON_LANDMARKS_TRUSTED, &n,
                         NULL);
  if (!work->kept)
    add_worst (work);
  else if (work->alone)
    saffron_reasons_add (work->reasons, SAFFRON_REASON_AUTOMATIC_LEFT_OUT, NULL,
                         NULL);
}

static gboolean
fit (Work *work, SaffronRun *automatic, SaffronJob *job, GError **error)
{
  const SaffronTransform *start = automatic->transform;
  double width = saffron_transform_get_width (start);
  double height = saffron_transform_get_height (start);

  work->alone = work->n >= 2 && work->was.median > CONTRADICTS * work->diagonal;
  if (work->alone)
    start = NULL;
  work->fit =
      saffron_landmark_fit (width, height, start, work->pairs, work->n, error);
  if (work->fit == NULL
      || !saffron_landmark_leave_one_out (width, height, start, work->pairs,
                                          work->n, work->after, job, error))
    return FALSE;
  /* Two landmarks alone give a similarity, but one of them only a shift. */
  if (work->alone && work->n == 2)
    work->after[0] = work->after[1] = NAN;
  work->is = saffron_tre_stats (work->after, work->n);
  decide (work);
  return TRUE;
}

static gboolean
judge (SaffronSlide *const slides[2],
       const SaffronRun *automatic,
       const SaffronTransform *transform,
       SaffronJob *job,
       SaffronVerdict *verdict,
       GError **error)
{
  const SaffronParams *params = automatic->params;
  g_autoptr (SaffronRegPlane) reference = NULL;
  g_autoptr (SaffronRegPlane) moving = NULL;
  SaffronLook looks[2];
  gboolean done;

  if (!saffron_look_choose (slides[0], slides[1], params, &looks[0], &looks[1],
                            error))
    return FALSE;
  reference =
      saffron_reg_plane_new (slides[0], &looks[0], params->max_processed_dim,
                             params->max_image_dim, job, error);
  if (reference != NULL)
    moving =
        saffron_reg_plane_new (slides[1], &looks[1], params->max_processed_dim,
                               params->max_image_dim, job, error);
  done = moving != NULL
         && saffron_verdict (reference, moving, transform, params,
                             saffron_prior_scale (slides[0], slides[1], params),
                             job, verdict, error);
  saffron_look_clear (&looks[0]);
  saffron_look_clear (&looks[1]);
  return done;
}

/* Adds what the landmarks say of the transform that goes on, after what became
 * of them. Dropped, they were not met, but they still tell how good the
 * automatic result is. */
static void
add_witnesses (SaffronRun *run, const Work *work)
{
  double missed = work->kept ? work->is.median : work->was.median;
  double share = missed / work->diagonal;
  gboolean agree =
      work->n >= MIN_WITNESSES && share <= AGREES && run->min_jacobian > 0.0;
  gboolean contradict = work->n >= MIN_WITNESSES && share > CONTRADICTS;
  SaffronReasonCode code;

  if (!work->kept)
    saffron_reasons_add (run->reasons, SAFFRON_REASON_LANDMARKS_DROPPED, NULL,
                         NULL);
  if (!agree && !contradict)
    return;
  run->verified = agree;
  if (work->kept)
    code = agree ? SAFFRON_REASON_LANDMARKS_AGREE
                 : SAFFRON_REASON_LANDMARKS_CONTRADICT;
  else
    code = agree ? SAFFRON_REASON_AUTOMATIC_NEAR : SAFFRON_REASON_AUTOMATIC_FAR;
  saffron_reasons_add (run->reasons, code, (const double[]){ work->n, missed },
                       NULL);
}

static SaffronRun *
copy_run (const SaffronRun *run)
{
  SaffronRun *copy = saffron_run_new ();

  copy->params = saffron_params_copy (run->params);
  copy->reference_channel = g_strdup (run->reference_channel);
  copy->moving_channel = g_strdup (run->moving_channel);
  copy->seconds = run->seconds;
  copy->peak_memory = run->peak_memory;
  copy->region = run->region;
  copy->verified = run->verified;
  copy->quality = run->quality;
  copy->overlap = run->overlap;
  copy->min_jacobian = run->min_jacobian;
  copy->started = g_strdup (run->started);
  for (guint i = 0; i < run->stages->len; i++)
    {
      const SaffronStageRecord *stage =
          &g_array_index (run->stages, SaffronStageRecord, i);

      saffron_run_add_stage (copy, stage->name, stage->kept, stage->before,
                             stage->after, stage->seconds,
                             g_ptr_array_ref (stage->reasons));
    }
  return copy;
}

static void
add_record (SaffronRun *run, const Work *work, gint64 started)
{
  double seconds =
      (double) (g_get_monotonic_time () - started) / G_USEC_PER_SEC;

  run->seconds += seconds;
  saffron_run_add_stage (run, "landmarks", work->kept, work->was.median,
                         work->is.median, seconds,
                         g_ptr_array_ref (work->reasons));
}

SaffronRun *
saffron_landmark_run (SaffronSlide *reference,
                      SaffronSlide *moving,
                      SaffronRun *automatic,
                      GArray *landmarks,
                      SaffronJob *job,
                      GError **error)
{
  SaffronSlide *const slides[2] = { reference, moving };
  gint64 started = g_get_monotonic_time ();
  g_auto (SaffronVerdict) verdict = { 0 };
  g_auto (Work) work = { 0 };
  g_autoptr (SaffronRun) run = NULL;

  if (!saffron_landmarks_check (landmarks, reference, moving, error))
    return NULL;
  work_init (&work, automatic, landmarks);
  if (work.n == 0)
    return saffron_run_ref (automatic);
  saffron_job_begin_stage (job, "landmarks", 0.97, 1.0);
  if (!fit (&work, automatic, job, error))
    return NULL;
  run = copy_run (automatic);
  run->transform = work.kept ? g_steal_pointer (&work.fit)
                             : saffron_transform_ref (automatic->transform);
  /* What stays as it was has been judged, by all that is known of it. */
  if (work.kept)
    {
      if (!judge (slides, automatic, run->transform, job, &verdict, error))
        return NULL;
      run->verified = verdict.verified;
      run->quality = verdict.quality;
      run->overlap = verdict.overlap;
      run->min_jacobian = verdict.min_jacobian;
    }
  add_witnesses (run, &work);
  /* What the slides themselves say comes after the landmarks. */
  saffron_reasons_add_all (run->reasons,
                           work.kept ? verdict.reasons : automatic->reasons);
  add_record (run, &work, started);
  return g_steal_pointer (&run);
}
