/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "register/features.h"

#include <complex.h>
#include <math.h>

#include "base/parallel.h"

/* The most by which a match's own scale (a ratio) and angle (degrees) may
 * differ from the similarity's. */
#define SCALE_OFF 1.6
#define ANGLE_OFF 30.0

/* The part of random matches whose scale and angle agree by chance. */
#define FRAME_CHANCE 0.08

/* Only this many of the clearest matches are used, because the work grows with
 * their square. */
#define MOST_MATCHES 1500

/* How often a similarity is fitted to its inliers, and how many times the last
 * fit's tolerance the first one has. */
#define FITS 5
#define FIRST_TOLERANCE 2.0

/* Two matches determine a similarity; fewer than two further ones prove
 * nothing. */
#define LEAST_INLIERS 4

/* Points are complex numbers; a similarity is z → turn · z + shift. */
typedef struct {
  double complex turn, shift;
} Similarity;

typedef struct {
  double complex from, to, frame;
  double reach;
} Pair;

typedef struct {
  Similarity map;
  int n;
  double surprise;
} Proposal;

typedef struct {
  const SaffronConsensusOptions *options;
  SaffronJob *job;
  Pair *pairs;
  int n;
  double discs; /* sum of the areas within which the matches may lie */
  Proposal *best;
} Fit;

static double
square (double complex z)
{
  return creal (z) * creal (z) + cimag (z) * cimag (z);
}

/* Whether a similarity's @turn agrees with a match's own scale and angle,
 * @frame. */
static gboolean
frames_agree (double complex turn, double complex frame)
{
  double complex off = turn * conj (frame);
  double size = square (frame);
  double ratio = square (turn);

  return ratio < SCALE_OFF * SCALE_OFF * size
         && ratio * SCALE_OFF * SCALE_OFF > size && creal (off) > 0.0
         && fabs (cimag (off)) < tan (ANGLE_OFF * G_PI / 180.0) * creal (off);
}

static gboolean
fits (const Pair *pair, const Similarity *map, double slack)
{
  double off = square (map->turn * pair->from + map->shift - pair->to);
  double most = slack * pair->reach;

  return off < most * most * square (map->turn)
         && frames_agree (map->turn, pair->frame);
}

static int
count (const Fit *fit, const Similarity *map)
{
  int n = 0;

  for (int i = 0; i < fit->n; i++)
    n += fits (&fit->pairs[i], map, 1.0);
  return n;
}

/* Fits the similarity by least squares to the matches that agree with it; FALSE
 * when there are too few. */
static gboolean
fit_again (const Fit *fit, Similarity *map, double slack)
{
  double complex from = 0.0, to = 0.0, product = 0.0;
  double squares = 0.0, weight = 0.0;

  for (int i = 0; i < fit->n; i++)
    if (fits (&fit->pairs[i], map, slack))
      {
        const Pair *p = &fit->pairs[i];
        double w = 1.0 / (p->reach * p->reach);

        weight += w;
        from += w * p->from;
        to += w * p->to;
        product += w * conj (p->from) * p->to;
        squares += w * square (p->from);
      }
  if (weight <= 0.0)
    return FALSE;
  product -= conj (from) * to / weight;
  squares -= square (from) / weight;
  if (squares <= 1e-9 || square (product) <= 0.0)
    return FALSE;
  map->turn = product / squares;
  map->shift = (to - map->turn * from) / weight;
  return TRUE;
}

static gboolean
is_allowed (const Fit *fit, double complex turn)
{
  const SaffronConsensusOptions *o = fit->options;
  double scale = cabs (turn);

  return scale > o->match.least_scale && scale < o->match.most_scale
         && fabs (carg (turn)) * 180.0 / G_PI <= o->rotation_range;
}

/* −log10 of the number of similarities, among all that pairs of matches
 * propose, with which @n matches are expected to agree by chance: the tail of a
 * Poisson distribution. */
static double
surprise (const Fit *fit, const Similarity *map, int n)
{
  double chance = CLAMP (FRAME_CHANCE * fit->discs * square (map->turn)
                             / fit->options->area,
                         1e-12, 1e6);
  double term = -chance, sum = 0.0;

  for (int k = 1; k <= n - 2; k++)
    term += log (chance / k);
  /* If @n is above what chance gives, the rest of the tail falls at least like
   * a geometric series; otherwise there is no surprise. */
  if (chance >= n - 1)
    return -INFINITY;
  sum = term - log (1.0 - chance / (n - 1));
  return -(sum + log (0.5 * fit->n * (fit->n - 1.0))) / G_LN10;
}

static Proposal
improve (const Fit *fit, const Similarity *start)
{
  Proposal best = { *start, count (fit, start), 0.0 };
  Similarity map = *start;

  for (int i = 0; i < FITS; i++)
    {
      double slack =
          1.0 + (FIRST_TOLERANCE - 1.0) * (FITS - 1 - i) / (FITS - 1);
      int n;

      if (!fit_again (fit, &map, slack) || !is_allowed (fit, map.turn))
        break;
      n = count (fit, &map);
      if (n >= best.n)
        best = (Proposal){ map, n, 0.0 };
    }
  best.surprise = surprise (fit, &best.map, best.n);
  return best;
}

/* Finds the best similarity that one match proposes together with each match
 * after it. A match that agrees with the best so far would propose the same
 * again, so it is skipped. */
static void
propose (gint64 index, gpointer data)
{
  Fit *fit = data;
  const Pair *a = &fit->pairs[index];
  Proposal *best = &fit->best[index];

  best->surprise = -INFINITY;
  for (int j = (int) index + 1; j < fit->n; j++)
    {
      const Pair *b = &fit->pairs[j];
      double complex from = b->from - a->from, to = b->to - a->to;
      double least = 2.0 * (a->reach + b->reach);
      Similarity map;

      if ((j & 63) == 0 && saffron_job_is_cancelled (fit->job))
        return;
      if (square (from) < least * least)
        continue;
      map.turn = to / from;
      if (!frames_agree (map.turn, a->frame)
          || !frames_agree (map.turn, b->frame) || !is_allowed (fit, map.turn)
          || (best->n >= LEAST_INLIERS && fits (b, &best->map, 1.0)))
        continue;
      map.shift = a->to - map.turn * a->from;
      if (count (fit, &map) >= MAX (LEAST_INLIERS, best->n))
        {
          Proposal better = improve (fit, &map);

          if (better.surprise > best->surprise)
            *best = better;
        }
    }
}

static SaffronConsensus
consensus (const Fit *fit, const Proposal *proposal)
{
  double f = fit->options->match.flip ? -1.0 : 1.0;
  double c = creal (proposal->map.turn), s = cimag (proposal->map.turn);

  return (SaffronConsensus){ { c * f, -s, creal (proposal->map.shift), s * f, c,
                               cimag (proposal->map.shift) },
                             proposal->n,
                             proposal->surprise };
}

/* How far apart two similarities put the reference's corners: the mean
 * distance, reference level-0 pixels. */
static double
distance (const Fit *fit, const Similarity *a, const Similarity *b)
{
  double w =
      fit->options->match.flip ? -fit->options->width : fit->options->width;
  double sum = 0.0;

  for (int i = 0; i < 4; i++)
    {
      double complex z = (i & 1) * w + I * (i >> 1) * fit->options->height;

      sum += cabs ((a->turn - b->turn) * z + a->shift - b->shift);
    }
  return 0.25 * sum / cabs (a->turn);
}

static int
by_surprise (gconstpointer a, gconstpointer b)
{
  const Proposal *p = a, *q = b;

  return p->surprise != q->surprise ? (p->surprise > q->surprise ? -1 : 1)
                                    : q->n - p->n;
}

/* Chooses those similarities that differ from all better ones. */
static GArray *
choose (Fit *fit, guint max)
{
  GArray *out = g_array_new (FALSE, FALSE, sizeof (SaffronConsensus));
  g_autoptr (GArray) kept = g_array_new (FALSE, FALSE, sizeof (Proposal));
  g_autoptr (GArray) all = g_array_new (FALSE, FALSE, sizeof (Proposal));

  g_array_append_vals (all, fit->best, fit->n);
  g_array_sort (all, by_surprise);
  for (guint i = 0; i < all->len && kept->len < max; i++)
    {
      const Proposal *one = &g_array_index (all, Proposal, i);
      gboolean is_new = one->surprise > 0.0;

      for (guint k = 0; k < kept->len && is_new; k++)
        is_new =
            distance (fit, &g_array_index (kept, Proposal, k).map, &one->map)
            >= fit->options->apart;
      if (is_new)
        {
          SaffronConsensus answer = consensus (fit, one);

          g_array_append_vals (kept, one, 1);
          g_array_append_val (out, answer);
        }
    }
  return out;
}

GArray *
saffron_features_fit (const GArray *matches,
                      const SaffronConsensusOptions *options,
                      guint max,
                      SaffronJob *job)
{
  int n = (int) MIN (matches->len, MOST_MATCHES);
  g_autofree Pair *pairs = g_new (Pair, n);
  g_autofree Proposal *best = g_new0 (Proposal, n);
  Fit fit = { options, job, pairs, n, 0.0, best };

  for (int i = 0; i < n; i++)
    {
      const SaffronMatch *m = &g_array_index (matches, SaffronMatch, i);

      pairs[i].from = m->reference.x + I * m->reference.y;
      pairs[i].to = m->moving.x + I * m->moving.y;
      pairs[i].frame = m->moving.sigma / m->reference.sigma
                       * cexp (I * (m->moving.angle - m->reference.angle));
      pairs[i].reach = options->tolerance + m->reference.sigma;
      fit.discs += G_PI * pairs[i].reach * pairs[i].reach;
    }
  saffron_parallel_for (job, n, propose, &fit);
  return choose (&fit, max);
}
