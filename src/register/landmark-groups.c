/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "register/landmark-groups.h"

#include <math.h>

#include "transform/affine-fit.h"

/* A landmark is far from the transform beyond this share of the diagonal, and
 * close to a similarity up to this share: a piece is bent a little, too. */
#define FAR 0.015
#define CLOSE 0.01

/* A group has at least so many. Two always agree with a similarity. */
#define LEAST 3

/* All pairs of the first so many are tried: some 2000 similarities. */
#define MOST 64

/* Two landmarks that are nearer to each other, a share of the diagonal, do not
 * say how a piece is turned. */
#define APART 0.02

#define MOST_SCALE 1.2

typedef struct {
  GArray *pairs; /* SaffronPointPair: the far ones */
  const SaffronTransform *transform;
  double diagonal;
  double scale; /* moving px a reference px */
} Groups;

static double
distance (const SaffronAffine *affine, const SaffronPointPair *pair)
{
  SaffronRefPoint p = pair->reference;

  return hypot (
      affine->xx * p.x + affine->xy * p.y + affine->x0 - pair->moving.x,
      affine->yx * p.x + affine->yy * p.y + affine->y0 - pair->moving.y);
}

static void
take_far_ones (Groups *g, GArray *landmarks)
{
  for (guint i = 0; i < landmarks->len && g->pairs->len < MOST; i++)
    {
      const SaffronLandmark *l = &g_array_index (landmarks, SaffronLandmark, i);
      SaffronPointPair pair = { l->reference, l->moving, l->weight };
      SaffronMovPoint q = saffron_transform_pull (g->transform, pair.reference);

      if (l->active
          && hypot (q.x - pair.moving.x, q.y - pair.moving.y)
                 > FAR * g->diagonal * g->scale)
        g_array_append_val (g->pairs, pair);
    }
}

/* The similarity through two of the pairs; FALSE when they do not tell it, or
 * when it is none that tissue could have. */
static gboolean
through (const Groups *g, guint i, guint k, SaffronAffine *affine)
{
  const SaffronPointPair *all = (const SaffronPointPair *) g->pairs->data;
  const SaffronPointPair two[2] = { all[i], all[k] };
  double det;

  if (hypot (two[0].reference.x - two[1].reference.x,
             two[0].reference.y - two[1].reference.y)
          < APART * g->diagonal
      || !saffron_affine_fit (two, 2, SAFFRON_AFFINE_SIMILARITY, affine))
    return FALSE;
  det = saffron_affine_determinant (affine);
  return fabs (log (sqrt (fabs (det)) / g->scale)) < log (MOST_SCALE);
}

/* Moves the pairs near @affine to @near. Returns how many there are. */
static guint
count_near (const Groups *g, const SaffronAffine *affine, GArray *near)
{
  guint n = 0;

  for (guint i = 0; i < g->pairs->len; i++)
    {
      const SaffronPointPair *pair =
          &g_array_index (g->pairs, SaffronPointPair, i);

      if (distance (affine, pair) > CLOSE * g->diagonal * g->scale)
        continue;
      n++;
      if (near != NULL)
        g_array_append_val (near, *pair);
    }
  return n;
}

/* Takes the largest group out of the pairs. */
static gboolean
take_group (Groups *g, SaffronAffine *group)
{
  g_autoptr (GArray) near = NULL;
  SaffronAffine best;
  guint most = 0;

  for (guint i = 0; i < g->pairs->len; i++)
    for (guint k = i + 1; k < g->pairs->len; k++)
      {
        SaffronAffine one;
        guint n = through (g, i, k, &one) ? count_near (g, &one, NULL) : 0;

        if (n > most)
          {
            most = n;
            best = one;
          }
      }
  if (most < LEAST)
    return FALSE;
  near = g_array_new (FALSE, FALSE, sizeof (SaffronPointPair));
  count_near (g, &best, near);
  *group = best;
  saffron_affine_fit ((const SaffronPointPair *) near->data, near->len,
                      SAFFRON_AFFINE_SIMILARITY, group);
  for (guint i = g->pairs->len; i > 0; i--)
    if (distance (&best, &g_array_index (g->pairs, SaffronPointPair, i - 1))
        <= CLOSE * g->diagonal * g->scale)
      g_array_remove_index (g->pairs, i - 1);
  return TRUE;
}

GArray *
saffron_landmark_groups (GArray *landmarks, const SaffronTransform *transform)
{
  const SaffronAffine *affine = saffron_transform_get_affine (transform);
  g_autoptr (GArray) pairs =
      g_array_new (FALSE, FALSE, sizeof (SaffronPointPair));
  GArray *groups = g_array_new (FALSE, FALSE, sizeof (SaffronAffine));
  Groups g = { pairs, transform,
               hypot (saffron_transform_get_width (transform),
                      saffron_transform_get_height (transform)),
               sqrt (fabs (saffron_affine_determinant (affine))) };
  SaffronAffine group;

  /* How the fit sees a slide that lies face down is not known here. */
  if (landmarks == NULL || saffron_affine_determinant (affine) <= 0.0)
    return groups;
  take_far_ones (&g, landmarks);
  while (take_group (&g, &group))
    g_array_append_val (groups, group);
  return groups;
}
