/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "register/grow.h"

#include <math.h>

#include "base/parallel.h"
#include "register/likeness.h"
#include "register/lncc.h"
#include "transform/affine-fit.h"

/* The most rounds of growing. */
#define MAX_ROUNDS 4
/* The share of the job for the first guess, which nearly always leads nowhere;
 * the rounds divide the rest. */
#define FIRST_SHARE 0.8
/* Radius of the local correlation's window, as in likeness.c. */
#define RADIUS 8
/* The least signed squared correlation at which a place agrees. Any two tissues
 * that are bent to fit reach 0.1. */
#define AGREES 0.25
/* Only a step that moves tissue by more than this share of the diagonal counts;
 * smaller ones are left to the next stage. */
#define FAR_SHARE 0.01
/* By how much the likeness must grow: more than it varies among guesses at
 * slides that have nothing in common. */
#define GAIN 0.03
/* Distance of the places in pixels, and the fewest places for a similarity. */
#define STEP 3
#define LEAST_PLACES 12
/* The radius of a neighbourhood and the distance within which a place agrees
 * with its similarity, pixels; how often a similarity is fitted again; every
 * how many places one is proposed. */
#define NEIGHBOURHOOD 20.0
#define TOLERANCE 1.5
#define REFITS 3
#define NEXT_PROPOSAL 4

/* One guess: its affine map, a short deformable fit from it, and the likeness
 * under that. */
typedef struct {
  SaffronAffine affine;
  SaffronTransform *bent;
  double likeness;
} Guess;

static void
guess_clear (Guess *guess)
{
  g_clear_pointer (&guess->bent, saffron_transform_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Guess, guess_clear)

static gboolean
guess_fit (Guess *guess,
           const SaffronRegPlane *ref,
           const SaffronRegPlane *mov,
           const SaffronAffine *affine,
           SaffronJob *job)
{
  g_clear_pointer (&guess->bent, saffron_transform_unref);
  guess->affine = *affine;
  guess->likeness =
      saffron_likeness_fitted (ref, mov, affine, job, &guess->bent);
  return guess->bent != NULL && !saffron_job_is_cancelled (job);
}

/* Brings the moving slide to the reference's scale and orientation, so that the
 * step between can be a similarity, which neither mirrors nor shears; sections
 * do not shear. */
static SaffronAffine
frame_of (const SaffronAffine *affine)
{
  double det = saffron_affine_determinant (affine);
  double scale = sqrt (fabs (det));

  return (SaffronAffine){ det < 0.0 ? -scale : scale, 0, 0, 0, scale, 0 };
}

/* Pairs of places that agree: on the reference, and where the deformable fit
 * puts them, in @frame. */
static GArray *
agreeing_places (const Guess *guess,
                 const SaffronRegPlane *ref,
                 const SaffronRegPlane *mov,
                 const SaffronAffine *frame,
                 SaffronJob *job)
{
  GArray *pairs = g_array_new (FALSE, FALSE, sizeof (SaffronPointPair));
  g_autoptr (SaffronPlane) weight = NULL;
  g_autoptr (SaffronPlane) map = saffron_lncc_map_under (
      ref, mov, guess->bent, NULL, RADIUS, &weight, job);

  for (int y = STEP / 2; y < map->height; y += STEP)
    for (int x = STEP / 2; x < map->width; x += STEP)
      {
        double c = saffron_plane_row (map, y)[x];
        double w = saffron_plane_row (weight, y)[x];
        SaffronPointPair pair = { { (x + 0.5) * ref->downsample,
                                    (y + 0.5) * ref->downsample },
                                  { 0 },
                                  w * c * c };
        SaffronMovPoint q;

        if (c < AGREES || w < 0.1)
          continue;
        q = saffron_transform_pull (guess->bent, pair.reference);
        pair.moving = (SaffronMovPoint){ q.x / frame->xx, q.y / frame->yy };
        g_array_append_val (pairs, pair);
      }
  return pairs;
}

/* By how much @step moves the reference's tissue: the root mean square, as a
 * share of its diagonal. */
static double
moves_by (const SaffronAffine *step, const SaffronRegPlane *ref)
{
  const SaffronPlane *tissue = ref->tissue;
  double down = ref->downsample, sum = 0.0, area = 0.0;

  for (int y = STEP / 2; y < tissue->height; y += STEP)
    for (int x = STEP / 2; x < tissue->width; x += STEP)
      {
        double t = saffron_plane_row (tissue, y)[x];
        double px = (x + 0.5) * down, py = (y + 0.5) * down;
        double dx = step->xx * px + step->xy * py + step->x0 - px;
        double dy = step->yx * px + step->yy * py + step->y0 - py;

        sum += t * (dx * dx + dy * dy);
        area += t;
      }
  if (area <= 0.0)
    return 0.0;
  return sqrt (sum / area) / (down * hypot (tissue->width, tissue->height));
}

/* Whether the vector is no longer than @reach. hypot() is exact but slow, so it
 * is asked only where rounding could decide. */
static gboolean
is_within (double dx, double dy, double reach)
{
  double square = dx * dx + dy * dy, most = reach * reach;

  if (square > most * (1.0 + 1e-9))
    return FALSE;
  if (square < most * (1.0 - 1e-9))
    return TRUE;
  return hypot (dx, dy) <= reach;
}

static gboolean
is_met (const SaffronPointPair *pair, const SaffronAffine *step, double reach)
{
  const SaffronRefPoint *p = &pair->reference;

  return is_within (
      step->xx * p->x + step->xy * p->y + step->x0 - pair->moving.x,
      step->yx * p->x + step->yy * p->y + step->y0 - pair->moving.y, reach);
}

/* Chooses the pairs whose place on the reference is within @reach of @centre's
 * or, with a @step, those whose moving place @step meets to within @reach. */
static GArray *
choose (const GArray *pairs,
        const SaffronPointPair *centre,
        const SaffronAffine *step,
        double reach)
{
  GArray *chosen = g_array_new (FALSE, FALSE, sizeof (SaffronPointPair));

  for (guint i = 0; i < pairs->len; i++)
    {
      const SaffronPointPair *one = &g_array_index (pairs, SaffronPointPair, i);

      if (step != NULL
              ? is_met (one, step, reach)
              : is_within (one->reference.x - centre->reference.x,
                           one->reference.y - centre->reference.y, reach))
        g_array_append_vals (chosen, one, 1);
    }
  return chosen;
}

static gboolean
fit_step (const GArray *pairs, SaffronAffine *step)
{
  return pairs->len >= LEAST_PLACES
         && saffron_affine_fit ((const SaffronPointPair *) pairs->data,
                                pairs->len, SAFFRON_AFFINE_SIMILARITY, step);
}

/* A similarity that a neighbourhood proposes, and the weight of the places that
 * agree with it; 0 for none. */
typedef struct {
  SaffronAffine step;
  double weight;
} Proposal;

typedef struct {
  const GArray *pairs;
  double pixel;
  Proposal *proposals; /* one for every NEXT_PROPOSAL places */
} Consensus;

static void
propose (gint64 index, gpointer data)
{
  const Consensus *c = data;
  Proposal *proposal = &c->proposals[index];
  g_autoptr (GArray) near =
      choose (c->pairs,
              &g_array_index (c->pairs, SaffronPointPair,
                              (guint) index * NEXT_PROPOSAL),
              NULL, NEIGHBOURHOOD * c->pixel);

  if (!fit_step (near, &proposal->step))
    return;
  for (int k = 0; k < REFITS; k++)
    {
      g_autoptr (GArray) agreeing =
          choose (c->pairs, NULL, &proposal->step, TOLERANCE * c->pixel);

      if (!fit_step (agreeing, &proposal->step))
        return;
      proposal->weight = 0.0;
      for (guint j = 0; j < agreeing->len; j++)
        proposal->weight +=
            g_array_index (agreeing, SaffronPointPair, j).weight;
    }
}

/* Finds the similarity with which the most places agree, among those that
 * neighbourhoods propose, and fits it again to the places that agree. The right
 * one is the same everywhere; places that were only bent to fit propose
 * different ones. */
static gboolean
find_consensus (const GArray *pairs,
                double pixel,
                SaffronAffine *step,
                SaffronJob *job)
{
  guint n = (pairs->len + NEXT_PROPOSAL - 1) / NEXT_PROPOSAL;
  g_autofree Proposal *proposals = g_new0 (Proposal, n + 1);
  Consensus consensus = { pairs, pixel, proposals };
  double most = 0.0;

  saffron_parallel_for (job, n, propose, &consensus);
  for (guint i = 0; i < n; i++)
    if (proposals[i].weight > most)
      {
        most = proposals[i].weight;
        *step = proposals[i].step;
      }
  return most > 0.0;
}

/* Takes one round from @guess; FALSE when it leads nowhere new. */
static gboolean
follow (const Guess *guess,
        const SaffronRegPlane *ref,
        const SaffronRegPlane *mov,
        SaffronAffine *next,
        SaffronJob *job)
{
  SaffronAffine frame = frame_of (&guess->affine);
  g_autoptr (GArray) pairs = agreeing_places (guess, ref, mov, &frame, job);
  SaffronAffine found, back, step;

  if (!find_consensus (pairs, ref->downsample, &found, job)
      || saffron_job_is_cancelled (job)
      || !saffron_affine_invert (&guess->affine, &back))
    return FALSE;
  *next = saffron_affine_compose (&frame, &found);
  step = saffron_affine_compose (&back, next);
  return moves_by (&step, ref) >= FAR_SHARE;
}

SaffronTransform *
saffron_grow (const SaffronRegPlane *reference,
              const SaffronRegPlane *moving,
              const SaffronTransform *start,
              SaffronJob *job)
{
  const SaffronAffine *affine = saffron_transform_get_affine (start);
  double scale = sqrt (fabs (saffron_affine_determinant (affine)));
  double longest =
      reference->downsample
      * MAX (reference->intensity->width, reference->intensity->height);
  g_autoptr (SaffronRegPlane) ref =
      saffron_reg_plane_scale (reference, longest / SAFFRON_LIKENESS_DIM, job);
  g_autoptr (SaffronRegPlane) mov =
      saffron_reg_plane_scale (moving, ref->downsample * scale, job);
  g_auto (Guess) best = { 0 };
  g_auto (Guess) next = { 0 };
  g_autoptr (SaffronJob) first = saffron_job_new_part (job, 0.0, FIRST_SHARE);
  gboolean grown = FALSE;
  SaffronAffine to;

  if (!guess_fit (&best, ref, mov, affine, first))
    return NULL;
  for (int round = 0; round < MAX_ROUNDS; round++)
    {
      double from = FIRST_SHARE + (1.0 - FIRST_SHARE) * round / MAX_ROUNDS;
      g_autoptr (SaffronJob) part = saffron_job_new_part (
          job, from, from + (1.0 - FIRST_SHARE) / MAX_ROUNDS);
      Guess swap;

      if (!follow (&best, ref, mov, &to, job)
          || !guess_fit (&next, ref, mov, &to, part)
          || next.likeness < best.likeness + GAIN)
        break;
      swap = best;
      best = next;
      next = swap;
      grown = TRUE;
    }
  if (!grown || saffron_job_is_cancelled (job))
    return NULL;
  return saffron_transform_new (saffron_transform_get_width (start),
                                saffron_transform_get_height (start),
                                &best.affine, NULL);
}
