/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "register/features.h"

#include <string.h>

#include "base/parallel.h"
#include "register/features-octave.h"

/* An octave whose shorter side is less is not used. */
#define LEAST_SIDE 32
#define MAX_OCTAVES 8

/* Keypoints that one index of the parallel loop describes. */
#define BLOCK 64

typedef struct {
  SaffronOctave *octaves[MAX_OCTAVES];
  int n_octaves;
  GArray *spots; /* the spots of all octaves that are kept */
  SaffronKeypoint *keypoints;
  gint16 *descriptors;
  int *n_angles;
} Work;

static void
make_octaves (Work *work,
              const SaffronRegPlane *plane,
              double downsample,
              SaffronJob *job)
{
  const SaffronRegPlane *finer = plane;

  for (int i = 0; i < MAX_OCTAVES; i++)
    {
      SaffronMatchLevel *level = NULL;

      if (saffron_job_is_cancelled (job))
        return;
      level = saffron_match_level_new (finer, i > 0 ? 2.0 * finer->downsample
                                                    : downsample);
      if (i > 0
          && MIN (level->values->width, level->values->height) < LEAST_SIDE)
        {
          saffron_match_level_free (level);
          return;
        }
      finer = level->plane;
      work->octaves[work->n_octaves++] = saffron_octave_new (level, i, job);
    }
}

/* Shares @max among the octaves, from the coarsest on. Each gets half as many
 * as the next finer one, and what it does not use is left to the finer ones. */
static void
choose_spots (Work *work, int max)
{
  int left = max;

  work->spots = g_array_new (FALSE, FALSE, sizeof (SaffronKeySpot));
  for (int i = work->n_octaves - 1; i >= 0; i--)
    {
      GArray *spots = work->octaves[i]->spots;
      int share = left / ((1 << (i + 1)) - 1);
      int n = MIN ((int) spots->len, share);

      g_array_append_vals (work->spots, spots->data, n);
      left -= n;
    }
}

static void
describe_block (gint64 index, gpointer data)
{
  Work *work = data;
  guint end = MIN ((guint) (index + 1) * BLOCK, work->spots->len);

  for (guint i = (guint) index * BLOCK; i < end; i++)
    {
      const SaffronKeySpot *spot =
          &g_array_index (work->spots, SaffronKeySpot, i);
      const SaffronOctave *octave = work->octaves[spot->octave];
      double down = octave->level->plane->downsample;
      double angles[2];

      work->n_angles[i] = saffron_octave_angles (octave, spot, angles);
      for (int k = 0; k < work->n_angles[i]; k++)
        {
          gsize at = 2 * (gsize) i + k;

          work->keypoints[at] =
              (SaffronKeypoint){ spot->x * down, spot->y * down,
                                 saffron_octave_sigma (spot->layer) * down,
                                 angles[k] };
          saffron_octave_describe (octave, spot, angles[k],
                                   work->descriptors + at * SAFFRON_DESCRIPTOR);
        }
    }
}

static void
describe_all (Work *work, SaffronFeatures *features, SaffronJob *job)
{
  guint n = work->spots->len;
  g_autofree SaffronKeypoint *keypoints = g_new (SaffronKeypoint, 2 * n);
  g_autofree gint16 *descriptors =
      g_new (gint16, 2 * (gsize) n * SAFFRON_DESCRIPTOR);
  g_autofree int *n_angles = g_new0 (int, n);

  work->keypoints = keypoints;
  work->descriptors = descriptors;
  work->n_angles = n_angles;
  saffron_parallel_for (job, (n + BLOCK - 1) / BLOCK, describe_block, work);

  features->descriptors = g_new (gint16, 2 * (gsize) n * SAFFRON_DESCRIPTOR);
  for (guint i = 0; i < n; i++)
    for (int k = 0; k < n_angles[i]; k++)
      {
        gsize from = 2 * (gsize) i + k;

        memcpy (features->descriptors
                    + (gsize) features->keypoints->len * SAFFRON_DESCRIPTOR,
                descriptors + from * SAFFRON_DESCRIPTOR,
                SAFFRON_DESCRIPTOR * sizeof (gint16));
        g_array_append_val (features->keypoints, keypoints[from]);
      }
}

SaffronFeatures *
saffron_features_new (const SaffronRegPlane *plane,
                      double downsample,
                      int max,
                      SaffronJob *job)
{
  SaffronFeatures *features = g_new0 (SaffronFeatures, 1);
  Work work = { { NULL } };

  features->keypoints = g_array_new (FALSE, FALSE, sizeof (SaffronKeypoint));
  make_octaves (&work, plane, downsample, job);
  choose_spots (&work, max);
  describe_all (&work, features, job);
  for (int i = 0; i < work.n_octaves; i++)
    saffron_octave_free (work.octaves[i]);
  g_array_unref (work.spots);
  return features;
}

void
saffron_features_free (SaffronFeatures *features)
{
  if (features == NULL)
    return;
  g_array_unref (features->keypoints);
  g_free (features->descriptors);
  g_free (features);
}
