/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "register/landmark-reading.h"

#include <math.h>

#include "register/landmark-lay.h"
#include "transform/affine-fit.h"
#include "transform/tre.h"

/* Shares of the reference's diagonal: within which a reading agrees, beyond
 * which the plain one is in doubt, and which is too little to prefer one of two
 * readings. */
#define AGREES 0.01
#define DOUBTFUL 0.004
#define EQUAL 0.001

/* By how much the plain reading must be worse. */
#define CLEARLY 3.0

/* By what the scale of landmarks may differ from that of the pixel sizes. */
#define SAME_SCALE 1.15
#define OTHER_SCALE 1.5

/* Fewer pairs meet a wrong reading by chance; with a shift, which is many
 * readings more, and without a transform to compare with. */
#define MIN_PAIRS 2
#define MIN_SHIFTED 4
#define MIN_AMONG_EACH_OTHER 6

/* Pairs through which similarities are laid. */
#define MAX_TRIALS 150

#define N_SHIFTS 3
#define N_READINGS (SAFFRON_N_LANDMARK_UNITS * 2 * N_SHIFTS)

/* A reading and how well it agrees. */
typedef struct {
  SaffronLandmarkReading reading;
  gboolean possible; /* units known, on the slides, enough pairs */
  double missed;     /* median, reference pixels; NaN when unknown */
  double scale;      /* moving pixels per reference pixel; NaN when unknown */
} Candidate;

static gboolean
is_on (double x, double y, const SaffronLandmarkSide *side)
{
  double margin = SAFFRON_LANDMARKS_BEYOND * hypot (side->width, side->height);

  return x >= -margin && y >= -margin && x <= side->width + margin
         && y <= side->height + margin;
}

gboolean
saffron_landmarks_are_on (GArray *landmarks, const SaffronLandmarkSide sides[2])
{
  for (guint i = 0; i < landmarks->len; i++)
    {
      const SaffronLandmark *l = &g_array_index (landmarks, SaffronLandmark, i);

      if (l->active
          && (!is_on (l->reference.x, l->reference.y, &sides[0])
              || !is_on (l->moving.x, l->moving.y, &sides[1])))
        return FALSE;
    }
  return TRUE;
}

/* The median distance by which @transform misses the pairs. */
static double
missed_by (const SaffronTransform *transform,
           const SaffronPointPair *pairs,
           gsize n)
{
  g_autofree double *errors = g_new (double, n);

  for (gsize i = 0; i < n; i++)
    {
      SaffronRefPoint back;

      /* Where push() finds no certain place it gives the nearest. */
      saffron_transform_push (transform, pairs[i].moving, &back);
      errors[i] =
          hypot (back.x - pairs[i].reference.x, back.y - pairs[i].reference.y);
    }
  return saffron_tre_stats (errors, n).median;
}

/* The median distance by which the map misses the pairs, in reference pixels.
 */
static double
missed_by_affine (const SaffronAffine *affine,
                  const SaffronPointPair *pairs,
                  gsize n)
{
  g_autofree double *errors = g_new (double, n);
  double scale = sqrt (fabs (saffron_affine_determinant (affine)));

  for (gsize i = 0; i < n; i++)
    {
      SaffronRefPoint p = pairs[i].reference;

      errors[i] = hypot (affine->xx * p.x + affine->xy * p.y + affine->x0
                             - pairs[i].moving.x,
                         affine->yx * p.x + affine->yy * p.y + affine->y0
                             - pairs[i].moving.y)
                  / scale;
    }
  return saffron_tre_stats (errors, n).median;
}

/* Tries the similarities through two pairs each, and takes the one with the
 * least median (least median of squares, Rousseeuw 1984). @mirrored pairs have
 * the sign of the reference's x changed. */
static void
agree_by_similarity (const SaffronPointPair *pairs,
                     gsize n,
                     double *missed,
                     double *scale)
{
  gsize trials = MIN (n * (n - 1) / 2, MAX_TRIALS), tried = 0;

  for (gsize apart = n / 2; apart >= 1 && tried < trials; apart--)
    for (gsize i = 0; i + apart < n && tried < trials; i++, tried++)
      {
        const SaffronPointPair two[2] = { pairs[i], pairs[i + apart] };
        SaffronAffine affine = SAFFRON_AFFINE_IDENTITY;
        double far;

        if (!saffron_affine_fit (two, 2, SAFFRON_AFFINE_SIMILARITY, &affine))
          continue;
        far = missed_by_affine (&affine, pairs, n);
        if (!(far >= *missed))
          {
            *missed = far;
            *scale = sqrt (fabs (saffron_affine_determinant (&affine)));
          }
      }
}

static void
agree_among_each_other (SaffronPointPair *pairs, gsize n, Candidate *c)
{
  c->missed = c->scale = NAN;
  for (int mirrored = 0; mirrored < 2; mirrored++)
    {
      agree_by_similarity (pairs, n, &c->missed, &c->scale);
      for (gsize i = 0; i < n; i++)
        pairs[i].reference.x = -pairs[i].reference.x;
    }
}

static void
measure (GArray *landmarks,
         const SaffronLandmarkSide sides[2],
         const SaffronTransform *automatic,
         Candidate *c)
{
  g_autoptr (GArray) read =
      saffron_landmarks_read_as (landmarks, &c->reading, sides, NULL);
  g_autofree SaffronPointPair *pairs = NULL;
  gsize n = 0, needed = c->reading.shift == 0 ? MIN_PAIRS : MIN_SHIFTED;

  c->missed = c->scale = NAN;
  c->possible = FALSE;
  if (read == NULL)
    return;
  pairs = saffron_landmarks_to_pairs (read, &n);
  if (automatic == NULL && c->reading.shift != 0)
    needed = MIN_AMONG_EACH_OTHER;
  if (n < needed)
    return;
  c->possible = saffron_landmarks_are_on (read, sides);
  if (automatic != NULL)
    c->missed = missed_by (automatic, pairs, n);
  else
    agree_among_each_other (pairs, n, c);
}

/* How much one supposes beyond the landmarks as they are. */
static int
effort (const SaffronLandmarkReading *r)
{
  return (r->units != SAFFRON_LANDMARKS_PX) + (r->swapped ? 1 : 0)
         + abs (r->shift);
}

/* By how much the scale is another than the pixel sizes', as a factor of 1 and
 * more; 1 where they do not tell. */
static double
off_scale (const Candidate *c, const SaffronLandmarkSide sides[2])
{
  double expected = sides[0].um_x / sides[1].um_x;

  if (!(sides[0].um_x > 0.0) || !(sides[1].um_x > 0.0) || !isfinite (c->scale))
    return 1.0;
  return MAX (c->scale / expected, expected / c->scale);
}

/* Whether @c is to be taken rather than @best: it supposes less, or as much and
 * agrees better. */
static gboolean
is_simpler (const Candidate *c, const Candidate *best)
{
  int a = effort (&c->reading), b = effort (&best->reading);

  return a < b || (a == b && c->missed < best->missed);
}

/* Of the readings that agree about as well as the best one, the simplest. */
static const Candidate *
choose (const Candidate *candidates,
        const SaffronLandmarkSide sides[2],
        double diagonal)
{
  const Candidate *chosen = NULL;
  double least = INFINITY;

  for (guint i = 0; i < N_READINGS; i++)
    if (candidates[i].possible
        && off_scale (&candidates[i], sides) < SAME_SCALE)
      least = fmin (least, candidates[i].missed);
  for (guint i = 0; i < N_READINGS; i++)
    {
      const Candidate *c = &candidates[i];

      if (c->possible && off_scale (c, sides) < SAME_SCALE
          && c->missed <= 2.0 * least + EQUAL * diagonal
          && (chosen == NULL || is_simpler (c, chosen)))
        chosen = c;
    }
  return chosen;
}

static void
list_readings (Candidate *candidates)
{
  for (guint i = 0; i < N_READINGS; i++)
    candidates[i].reading = (SaffronLandmarkReading){
      .units = i % SAFFRON_N_LANDMARK_UNITS,
      .swapped = i / SAFFRON_N_LANDMARK_UNITS % 2 != 0,
      .shift = (int) (i / SAFFRON_N_LANDMARK_UNITS / 2 + 1) % N_SHIFTS - 1,
    };
}

gboolean
saffron_landmarks_find_reading (GArray *landmarks,
                                const SaffronLandmarkSide sides[2],
                                const SaffronTransform *automatic,
                                SaffronLandmarkFinding *finding)
{
  double diagonal = hypot (sides[0].width, sides[0].height);
  Candidate candidates[N_READINGS];
  const Candidate *chosen = NULL, *plain = NULL;
  double missed;

  list_readings (candidates);
  for (guint i = 0; i < N_READINGS; i++)
    {
      measure (landmarks, sides, automatic, &candidates[i]);
      if (saffron_landmark_reading_is_plain (&candidates[i].reading))
        plain = &candidates[i];
    }
  if (plain->possible && off_scale (plain, sides) < OTHER_SCALE)
    missed = plain->missed;
  else
    missed = INFINITY;
  chosen = choose (candidates, sides, diagonal);
  if (chosen == NULL || chosen == plain || chosen->missed > AGREES * diagonal
      || missed < CLEARLY * chosen->missed || missed < DOUBTFUL * diagonal)
    return FALSE;
  *finding =
      (SaffronLandmarkFinding){ chosen->reading, chosen->missed, missed };
  return TRUE;
}
