/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "register/coarse-features.h"

#include "base/parallel.h"
#include "register/coarse-search.h"
#include "register/features.h"

/* The most guesses for each orientation, mirrored and not. */
#define MOST_GUESSES 4

/* The most by which a match may be off, pixels of the first octave. */
#define TOLERANCE 8.0

typedef struct {
  const SaffronCoarseFeatures *options;
  SaffronJob *job;
  SaffronFeatures *found[2];
} Both;

static void
find_one (gint64 index, gpointer data)
{
  Both *both = data;
  const SaffronCoarseFeatures *o = both->options;

  both->found[index] = saffron_features_new (
      index == 0 ? o->reference : o->moving,
      index == 0 ? o->reference_downsample : o->moving_downsample, o->max,
      both->job);
}

static void
fit (const Both *both, gboolean flip, GArray *found)
{
  const SaffronCoarseFeatures *o = both->options;
  const SaffronPlane *ref = o->reference->intensity;
  const SaffronPlane *mov = o->moving->intensity;
  double down = o->reference->downsample;
  double area = (double) saffron_plane_n_pixels (mov) * o->moving->downsample
                * o->moving->downsample;
  SaffronConsensusOptions options = { { flip, o->least_scale, o->most_scale },
                                      o->rotation_range,
                                      TOLERANCE
                                          * MAX (o->reference_downsample, down),
                                      o->apart,
                                      ref->width * down,
                                      ref->height * down,
                                      area };
  g_autoptr (GArray) matches = saffron_features_match (
      both->found[0], both->found[1], &options.match, both->job);
  g_autoptr (GArray) answers =
      saffron_features_fit (matches, &options, MOST_GUESSES, both->job);

  for (guint i = 0; i < answers->len; i++)
    {
      const SaffronConsensus *answer =
          &g_array_index (answers, SaffronConsensus, i);
      SaffronCandidate one = { answer->affine };

      one.score = answer->n_inliers;
      one.source = "features";
      saffron_candidate_describe (&one);
      g_array_append_val (found, one);
    }
}

void
saffron_coarse_features (const SaffronCoarseFeatures *features,
                         SaffronJob *job,
                         GArray *found)
{
  Both both = { features, job };

  saffron_parallel_for (job, 2, find_one, &both);
  if (!saffron_job_is_cancelled (job))
    for (int flip = 0; flip <= features->flips; flip++)
      fit (&both, flip == 1, found);
  for (int i = 0; i < 2; i++)
    saffron_features_free (both.found[i]);
}
