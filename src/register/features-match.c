/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "register/features.h"

#include <math.h>
#include <string.h>

#include "base/parallel.h"

/* Keypoints of the reference that one index of the parallel loop compares. */
#define BLOCK 32

/* How many nearest ones are remembered, because the second may be the same
 * place as the first. */
#define NEAREST 4

/* Keypoints closer than this many sigmas are the same place. */
#define SAME_PLACE 3.0

/* The largest ratio of the distances to the nearest and to the next. */
#define MOST_RATIO 0.95

/* By which factor the ratio of the sigmas may lie outside the possible
 * scales. */
#define SCALE_SLACK 1.5

/* The square of a descriptor's length, 1024. */
#define SQUARE_LENGTH (1 << 20)

#define CELLS 4
#define DIRECTIONS 8

typedef struct {
  int product; /* of the descriptors: the larger, the nearer */
  int index;
} Near;

typedef struct {
  const SaffronFeatures *ref, *mov;
  const SaffronMatchOptions *options;
  SaffronJob *job;
  const gint16 *descriptors; /* the reference's, mirrored if asked for */
  Near *forward;             /* NEAREST for each keypoint of the reference */
  Near *backward; /* for each block, the best for each moving keypoint */
} Work;

/* The descriptors of the mirrored slide. */
static gint16 *
mirrored (const SaffronFeatures *features)
{
  gsize n = features->keypoints->len;
  gint16 *out = g_new (gint16, n * SAFFRON_DESCRIPTOR);

  for (gsize k = 0; k < n; k++)
    for (int cell = 0; cell < CELLS * CELLS; cell++)
      {
        int from = (CELLS - 1 - cell / CELLS) * CELLS + cell % CELLS;
        const gint16 *in =
            features->descriptors + k * SAFFRON_DESCRIPTOR + from * DIRECTIONS;
        gint16 *to = out + k * SAFFRON_DESCRIPTOR + cell * DIRECTIONS;

        for (int d = 0; d < DIRECTIONS; d++)
          to[d] = in[(DIRECTIONS - d) % DIRECTIONS];
      }
  return out;
}

static const SaffronKeypoint *
keypoint (const SaffronFeatures *features, int i)
{
  return &g_array_index (features->keypoints, SaffronKeypoint, i);
}

static int
product (const gint16 *a, const gint16 *b)
{
  int sum = 0;

  for (int i = 0; i < SAFFRON_DESCRIPTOR; i++)
    sum += a[i] * b[i];
  return sum;
}

static void
remember (Near *near, int value, int index)
{
  int at = NEAREST - 1;

  if (value <= near[at].product)
    return;
  for (; at > 0 && near[at - 1].product < value; at--)
    near[at] = near[at - 1];
  near[at] = (Near){ value, index };
}

static void
compare_block (gint64 index, gpointer data)
{
  Work *work = data;
  int n_ref = (int) work->ref->keypoints->len;
  int n_mov = (int) work->mov->keypoints->len;
  double least = work->options->least_scale / SCALE_SLACK;
  double most = work->options->most_scale * SCALE_SLACK;
  Near *backward = NULL;

  if (n_mov == 0)
    return;
  backward = work->backward + index * n_mov;
  for (int i = (int) index * BLOCK; i < MIN ((index + 1) * BLOCK, n_ref); i++)
    {
      const gint16 *mine = work->descriptors + (gsize) i * SAFFRON_DESCRIPTOR;
      double sigma = keypoint (work->ref, i)->sigma;
      Near *near = work->forward + (gsize) i * NEAREST;

      if (saffron_job_is_cancelled (work->job))
        return;
      for (int j = 0; j < n_mov; j++)
        {
          double other = keypoint (work->mov, j)->sigma;
          int value;

          if (other < least * sigma || other > most * sigma)
            continue;
          value = product (mine, work->mov->descriptors
                                     + (gsize) j * SAFFRON_DESCRIPTOR);
          remember (near, value, j);
          if (value > backward[j].product)
            backward[j] = (Near){ value, i };
        }
    }
}

/* Merges the best of all blocks, in the blocks' order. */
static Near *
merge_backward (const Work *work, int n_blocks)
{
  int n_mov = (int) work->mov->keypoints->len;
  Near *out = g_new0 (Near, n_mov);

  for (int b = 0; b < n_blocks; b++)
    for (int j = 0; j < n_mov; j++)
      if (work->backward[(gsize) b * n_mov + j].product > out[j].product)
        out[j] = work->backward[(gsize) b * n_mov + j];
  return out;
}

static double
distance (int value)
{
  return sqrt (MAX (2.0 * (SQUARE_LENGTH - value), 1.0));
}

/* The ratio of the distances to the nearest and to the next keypoint that lies
 * elsewhere; 0 if there is no next. */
static double
ratio_of (const Work *work, const Near *near)
{
  const SaffronKeypoint *best = keypoint (work->mov, near[0].index);

  for (int k = 1; k < NEAREST && near[k].product > 0; k++)
    {
      const SaffronKeypoint *next = keypoint (work->mov, near[k].index);

      if (hypot (next->x - best->x, next->y - best->y)
          > SAME_PLACE * MAX (best->sigma, next->sigma))
        return distance (near[0].product) / distance (near[k].product);
    }
  return near[NEAREST - 1].product > 0
             ? distance (near[0].product) / distance (near[NEAREST - 1].product)
             : 0.0;
}

static int
by_ratio (gconstpointer a, gconstpointer b)
{
  const SaffronMatch *p = a, *q = b;

  if (p->ratio != q->ratio)
    return p->ratio < q->ratio ? -1 : 1;
  if (p->reference.y != q->reference.y)
    return p->reference.y < q->reference.y ? -1 : 1;
  return (p->reference.x > q->reference.x) - (p->reference.x < q->reference.x);
}

static GArray *
mutual (const Work *work, const Near *backward)
{
  GArray *matches = g_array_new (FALSE, FALSE, sizeof (SaffronMatch));

  for (int i = 0; i < (int) work->ref->keypoints->len; i++)
    {
      const Near *near = work->forward + (gsize) i * NEAREST;
      SaffronMatch match;

      if (near[0].product <= 0 || backward[near[0].index].index != i)
        continue;
      match.ratio = ratio_of (work, near);
      if (match.ratio > MOST_RATIO)
        continue;
      match.reference = *keypoint (work->ref, i);
      match.moving = *keypoint (work->mov, near[0].index);
      if (work->options->flip)
        {
          match.reference.x = -match.reference.x;
          match.reference.angle = G_PI - match.reference.angle;
        }
      g_array_append_val (matches, match);
    }
  g_array_sort (matches, by_ratio);
  return matches;
}

GArray *
saffron_features_match (const SaffronFeatures *reference,
                        const SaffronFeatures *moving,
                        const SaffronMatchOptions *options,
                        SaffronJob *job)
{
  gsize n_ref = reference->keypoints->len, n_mov = moving->keypoints->len;
  int n_blocks = (int) ((n_ref + BLOCK - 1) / BLOCK);
  g_autofree gint16 *turned = options->flip ? mirrored (reference) : NULL;
  g_autofree Near *forward = g_new0 (Near, n_ref * NEAREST);
  g_autofree Near *backward = g_new0 (Near, n_blocks * n_mov);
  g_autofree Near *merged = NULL;
  Work work = { reference,
                moving,
                options,
                job,
                turned != NULL ? turned : reference->descriptors,
                forward,
                backward };

  saffron_parallel_for (job, n_blocks, compare_block, &work);
  merged = merge_backward (&work, n_blocks);
  return mutual (&work, merged);
}
