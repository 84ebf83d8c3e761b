/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "register/coarse.h"

#include <math.h>
#include <string.h>

#include "base/parallel.h"
#include "register/coarse-features.h"
#include "register/coarse-scales.h"
#include "register/coarse-search.h"
#include "register/likeness.h"
#include "register/match-level.h"

/* Longest sides of the planes in which all rotations are tried, and in which
 * guesses are compared. */
#define SEARCH_DIM 128.0
#define COMPARE_DIM 256.0

/* The least overlap of a guess. It can be small, because the score includes the
 * overlap: a small one must fit so much better. */
#define MIN_OVERLAP 0.12
#define ANGLE_STEP 6.0

/* The score of a guess that is ruled out. */
#define IMPOSSIBLE -1.0

/* The least overlap after a guess is refined. */
#define LEAST_OVERLAP 0.08

/* The largest ratio of scales to which features and the amount of tissue may
 * lead. */
#define WIDE_SCALE 4.2

/* Longest side of the planes in which features are searched. */
#define FEATURE_DIM 640.0

/* How many guesses are refined at the two sizes. */
#define REFINE_SMALL 16
#define REFINE_LARGE 6

/* Radius of the local correlation's window where guesses are compared,
 * pixels. */
#define LNCC_RADIUS 8

/* The first guess is clear when its score is at least this, and this many times
 * the second's. */
#define CLEAR_SCORE 0.1
#define CLEAR_RATIO 2.0

/* The share of the job in which the likely scales are searched: what most pairs
 * need. */
#define LIKELY 0.8

typedef struct {
  const SaffronRegPlane *ref, *mov;
  const SaffronParams *params;
  SaffronJob *job;
  SaffronMatchLevel *small, *large; /* of the reference */
  SaffronRegPlane *fit_ref, *fit_mov;
  double width, height; /* of the reference, level-0 pixels */
  double middle;
  SaffronScaleRange range;
  GArray *candidates;
} Coarse;

static double
tissue_area (const SaffronRegPlane *plane)
{
  double sum = 0.0;

  for (gsize i = 0; i < saffron_plane_n_pixels (plane->tissue); i++)
    sum += plane->tissue->data[i];
  return sum * plane->downsample * plane->downsample;
}

static double
longest (const SaffronRegPlane *plane)
{
  return plane->downsample
         * MAX (plane->intensity->width, plane->intensity->height);
}

/* The downsample of the reference at which the larger slide's longest side is
 * @dim pixels, or more if the smaller slide would become too small. */
static double
working_downsample (const Coarse *c, double scale, double dim)
{
  double a = longest (c->ref);
  double b = longest (c->mov) / scale;
  double down = MAX (a, b) / dim;

  return MAX (MIN (down, MIN (a, b) / (0.6 * dim)), MAX (a, b) / (2.0 * dim));
}

typedef struct {
  Coarse *coarse;
  SaffronCandidate *items;
  guint n_items;
  gboolean large;
  SaffronJob *job;
} Refine;

static gboolean
is_from_features (const SaffronCandidate *candidate)
{
  return strcmp (candidate->source, "features") == 0;
}

static gboolean
is_possible (const Coarse *c, const SaffronCandidate *one)
{
  return one->scale > c->range.least_wide / 1.2
         && one->scale < c->range.most_wide * 1.2
         && one->overlap >= LEAST_OVERLAP;
}

static void
refine_candidate (Refine *r, SaffronCandidate *it)
{
  Coarse *c = r->coarse;
  const SaffronMatchLevel *ref = r->large ? c->large : c->small;
  g_autoptr (SaffronMatchLevel) mov =
      saffron_match_level_new (c->mov, ref->plane->downsample * it->scale);
  SaffronAffine affine = it->affine;

  if (!r->large)
    saffron_match_refine (ref, mov, 2.0, 8, &affine);
  if (saffron_job_is_cancelled (c->job))
    return;
  it->correlation =
      saffron_match_refine (ref, mov, r->large ? 1.0 : 0.7, 8, &affine);
  it->affine = affine;
  it->likeness = NAN;
  saffron_candidate_describe (it);
  it->overlap = saffron_match_overlap (ref, mov, &affine, &it->balance);
  if (!is_possible (c, it))
    it->score = IMPOSSIBLE;
  else if (r->large)
    {
      double chance = 0.0;
      double lncc =
          saffron_match_lncc (ref, mov, &affine, LNCC_RADIUS, &chance);

      it->score = (lncc - chance) * sqrt (it->overlap * it->balance);
    }
  else
    it->score = it->correlation * sqrt (it->overlap * it->balance);
}

static void
refine_one (gint64 index, gpointer data)
{
  Refine *r = data;

  refine_candidate (r, &r->items[index]);
  saffron_job_add_fraction (r->job, 1.0 / r->n_items);
}

static void
refine_all (Coarse *c, GArray *candidates, gboolean large, SaffronJob *job)
{
  Refine refine = { c, (SaffronCandidate *) candidates->data, candidates->len,
                    large, job };

  saffron_parallel_for (c->job, candidates->len, refine_one, &refine);
}

/* Refines the best of @found and adds them to the candidates. */
static void
take_over (Coarse *c, GArray *found, SaffronJob *job)
{
  g_autoptr (SaffronJob) small = saffron_job_new_part (job, 0.0, 0.5);
  g_autoptr (SaffronJob) large = saffron_job_new_part (job, 0.5, 1.0);
  double pixel = c->small->plane->downsample;

  saffron_candidates_thin (found, c->width, c->height, 8.0 * pixel,
                           REFINE_SMALL);
  refine_all (c, found, FALSE, small);
  saffron_candidates_thin (found, c->width, c->height, 4.0 * pixel,
                           REFINE_LARGE);
  refine_all (c, found, TRUE, large);
  saffron_candidates_thin (found, c->width, c->height, 4.0 * pixel,
                           SAFFRON_COARSE_MAX);
  for (guint i = 0; i < found->len; i++)
    {
      const SaffronCandidate *one = &g_array_index (found, SaffronCandidate, i);

      if (one->score > IMPOSSIBLE)
        g_array_append_vals (c->candidates, one, 1);
    }
}

/* Searches @scales and adds the best results to the candidates. */
static void
search_scales (Coarse *c, const double *scales, int n_scales, SaffronJob *job)
{
  SaffronSearch search = { c->small,
                           c->mov,
                           scales,
                           n_scales,
                           c->params->allow_flips,
                           c->params->rotation_range,
                           ANGLE_STEP,
                           MIN_OVERLAP };
  g_autoptr (GArray) found =
      g_array_new (FALSE, TRUE, sizeof (SaffronCandidate));
  g_autoptr (SaffronJob) searching = saffron_job_new_part (job, 0.0, 0.6);
  g_autoptr (SaffronJob) refining = saffron_job_new_part (job, 0.6, 1.0);

  saffron_search_run (&search, searching, found);
  take_over (c, found, refining);
}

/* The second opinion by features, which find what the correlation cannot: a
 * small overlap or an unexpected scale. */
static void
search_features (Coarse *c, double prior, SaffronJob *job)
{
  SaffronCoarseFeatures options = { c->ref,
                                    c->mov,
                                    longest (c->ref) / FEATURE_DIM,
                                    longest (c->mov) / FEATURE_DIM,
                                    c->params->num_features,
                                    c->params->allow_flips,
                                    c->params->rotation_range + ANGLE_STEP,
                                    c->range.least_wide,
                                    c->range.most_wide,
                                    4.0 * c->small->plane->downsample };
  g_autoptr (GArray) found =
      g_array_new (FALSE, TRUE, sizeof (SaffronCandidate));
  g_autoptr (SaffronJob) refining = saffron_job_new_part (job, 0.6, 1.0);

  if (prior > 0.0)
    {
      options.reference_downsample = working_downsample (c, prior, FEATURE_DIM);
      options.moving_downsample = prior * options.reference_downsample;
    }
  saffron_coarse_features (&options, c->job, found);
  saffron_job_set_fraction (job, 0.6);
  take_over (c, found, refining);
}

static void
add_centred (Coarse *c, double scale)
{
  SaffronCandidate one = { { scale, 0, 0, 0, scale, 0 } };

  one.affine.x0 =
      0.5 * (c->mov->intensity->width * c->mov->downsample - scale * c->width);
  one.affine.y0 =
      0.5
      * (c->mov->intensity->height * c->mov->downsample - scale * c->height);
  one.source = "correlation";
  one.likeness = NAN;
  saffron_candidate_describe (&one);
  g_array_append_val (c->candidates, one);
}

static SaffronCandidate *
nth (const Coarse *c, guint i)
{
  return &g_array_index (c->candidates, SaffronCandidate, i);
}

static gboolean
is_clear (const Coarse *c)
{
  if (c->candidates->len == 0 || nth (c, 0)->score < CLEAR_SCORE)
    return FALSE;
  return c->candidates->len == 1
         || nth (c, 0)->score > CLEAR_RATIO * nth (c, 1)->score;
}

typedef struct {
  Coarse *coarse;
  SaffronJob *job;
} Fit;

static void
fit_one (gint64 index, gpointer data)
{
  const Fit *fit = data;
  Coarse *c = fit->coarse;
  SaffronCandidate *it = nth (c, (guint) index);
  g_autoptr (SaffronJob) job =
      saffron_job_new_share (fit->job, 1.0 / c->candidates->len);
  g_autoptr (SaffronTransform) fitted = NULL;
  double value;

  if (!isnan (it->likeness))
    return;
  value = saffron_likeness_fitted (c->fit_ref, c->fit_mov, &it->affine, job,
                                   &fitted);
  it->likeness = value * sqrt (it->overlap * it->balance);
  if (fitted == NULL)
    return;
  it->affine = *saffron_transform_get_affine (fitted);
  saffron_candidate_describe (it);
}

static int
by_likeness (gconstpointer a, gconstpointer b)
{
  double x = ((const SaffronCandidate *) a)->likeness;
  double y = ((const SaffronCandidate *) b)->likeness;

  return x > y ? -1 : x < y;
}

/* Compares all guesses after a short fit. Fits may bring two guesses to the
 * same place; the better one is kept. */
static void
fit_all (Coarse *c, SaffronJob *job)
{
  Fit fit = { c, job };
  double apart = 6.0 * c->small->plane->downsample;
  guint kept = 0;

  saffron_parallel_for (c->job, c->candidates->len, fit_one, &fit);
  g_array_sort (c->candidates, by_likeness);
  for (guint i = 0; i < c->candidates->len; i++)
    {
      gboolean is_new = TRUE;

      for (guint k = 0; k < kept && is_new; k++)
        is_new = saffron_candidate_distance (nth (c, k), nth (c, i), c->width,
                                             c->height)
                 >= apart;
      if (is_new)
        *nth (c, kept++) = *nth (c, i);
    }
  g_array_set_size (c->candidates, kept);
}

static gboolean
is_convincing (const Coarse *c)
{
  double second = 0.0;

  if (c->candidates->len == 0)
    return FALSE;
  if (c->candidates->len > 1)
    second = nth (c, 1)->likeness;
  return nth (c, 0)->likeness - second > SAFFRON_CLEAR_MARGIN;
}

static gboolean
is_at_edge (const Coarse *c)
{
  return !is_from_features (nth (c, 0))
         && fabs (log (nth (c, 0)->scale)) > log (1.22);
}

static GPtrArray *
describe (const SaffronCandidate *best)
{
  GPtrArray *reasons = saffron_reasons_new ();

  saffron_reasons_add (
      reasons,
      best->flipped ? SAFFRON_REASON_PLACED_MIRRORED : SAFFRON_REASON_PLACED,
      (const double[]){ best->rotation, best->scale, best->overlap }, NULL);
  if (is_from_features (best))
    saffron_reasons_add (reasons, SAFFRON_REASON_BY_FEATURES, NULL, NULL);
  return reasons;
}

/* Tries likely scales first and, if they give no clear answer, all the
 * others. */
static void
coarse_run (Coarse *c, double prior)
{
  g_autoptr (SaffronJob) likely = saffron_job_new_part (c->job, 0.1, LIKELY);
  g_autoptr (SaffronJob) second = saffron_job_new_part (c->job, LIKELY, 0.85);
  g_autoptr (SaffronJob) fitting = saffron_job_new_part (c->job, 0.85, 0.9);
  g_autoptr (SaffronJob) others = saffron_job_new_part (c->job, 0.9, 0.96);
  g_autoptr (SaffronJob) last = saffron_job_new_part (c->job, 0.96, 1.0);
  double scales[SAFFRON_SCALES_MAX];
  int n = saffron_scales_likely (&c->range, prior, tissue_area (c->ref),
                                 tissue_area (c->mov), scales);
  gboolean clear = FALSE;

  search_scales (c, scales, n, likely);
  clear = is_clear (c);
  if (!clear && !saffron_job_is_cancelled (c->job))
    {
      search_features (c, prior, second);
      fit_all (c, fitting);
    }
  if (clear || (is_convincing (c) && (prior > 0.0 || !is_at_edge (c))))
    return;

  n = prior > 0.0 ? 0 : saffron_scales_other (&c->range, scales);
  if (n > 0 && !saffron_job_is_cancelled (c->job))
    search_scales (c, scales, n, others);
  fit_all (c, last);
}

/* The planes that all guesses share. Each is made by an index of its own, so
 * that cancelling can stop after any of them. */
enum { SMALL, LARGE, FIT_REFERENCE, FIT_MOVING, N_SHARED };

static void
make_shared (gint64 index, gpointer data)
{
  Coarse *c = data;
  double dim = index == SMALL ? SEARCH_DIM : COMPARE_DIM;

  if (index <= LARGE)
    *(index == SMALL ? &c->small : &c->large) = saffron_match_level_new (
        c->ref, working_downsample (c, c->middle, dim));
  else if (index == FIT_REFERENCE)
    c->fit_ref = saffron_reg_plane_scale (
        c->ref, longest (c->ref) / SAFFRON_LIKENESS_DIM, NULL);
  else
    c->fit_mov = saffron_reg_plane_scale (
        c->mov, longest (c->mov) / (2.0 * SAFFRON_LIKENESS_DIM), NULL);
}

gboolean
saffron_coarse (const SaffronRegPlane *reference,
                const SaffronRegPlane *moving,
                const SaffronParams *params,
                double prior_scale,
                SaffronJob *job,
                SaffronCoarse *coarse,
                GError **error)
{
  Coarse c = { reference, moving, params, job };
  double range = prior_scale > 0.0 ? 1.1 : MAX (params->scale_range, 1.0);

  memset (coarse, 0, sizeof *coarse);
  c.width = reference->intensity->width * reference->downsample;
  c.height = reference->intensity->height * reference->downsample;
  c.middle = prior_scale > 0.0 ? prior_scale : 1.0;
  c.range.least = c.middle / range;
  c.range.most = c.middle * range;
  range = prior_scale > 0.0 ? range : MAX (range, WIDE_SCALE);
  c.range.least_wide = c.middle / range;
  c.range.most_wide = c.middle * range;
  saffron_parallel_for (job, N_SHARED, make_shared, &c);
  saffron_job_set_fraction (job, 0.1);
  c.candidates = g_array_new (FALSE, TRUE, sizeof (SaffronCandidate));

  if (tissue_area (reference) > 0.0 && tissue_area (moving) > 0.0
      && !saffron_job_is_cancelled (job))
    coarse_run (&c, prior_scale);
  coarse->convincing = is_clear (&c) || is_convincing (&c);
  coarse->stands_out =
      saffron_candidates_stand_out (c.candidates, c.width, c.height);
  if (c.candidates->len == 0)
    add_centred (&c, c.middle);

  coarse->n = MIN ((int) c.candidates->len, SAFFRON_COARSE_MAX);
  for (int i = 0; i < coarse->n; i++)
    coarse->candidates[i] = g_array_index (c.candidates, SaffronCandidate, i);
  coarse->reasons = describe (&coarse->candidates[0]);
  g_array_unref (c.candidates);
  saffron_match_level_free (c.small);
  saffron_match_level_free (c.large);
  saffron_reg_plane_free (c.fit_ref);
  saffron_reg_plane_free (c.fit_mov);
  if (!saffron_job_check (job, error))
    {
      saffron_coarse_clear (coarse);
      return FALSE;
    }
  return TRUE;
}

void
saffron_coarse_clear (SaffronCoarse *coarse)
{
  g_clear_pointer (&coarse->reasons, g_ptr_array_unref);
  coarse->n = 0;
}
