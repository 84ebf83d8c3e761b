/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "register/crops-search.h"

#include <math.h>

#include "base/parallel.h"
#include "register/coarse-search.h"
#include "register/match-level.h"

/* How much coarser than the crops it searches, degrees from one rotation to
 * the next, least overlap, and how many of its finds are refined. */
#define COARSER 2.0
#define ANGLE_STEP 6.0
#define MIN_OVERLAP 0.12
#define REFINED 10
/* Pixels of the crop that two finds lie apart, before and after refining. */
#define APART_BEFORE 16.0
#define APART_AFTER 8.0
/* The scale may be refined by this factor at most. */
#define SCALE_TOLERANCE 1.2

static void
mirror (SaffronPlane *plane)
{
  for (int y = 0; y < plane->height; y++)
    {
      float *row = saffron_plane_row (plane, y);

      for (int x = 0; x < plane->width / 2; x++)
        {
          float swap = row[x];

          row[x] = row[plane->width - 1 - x];
          row[plane->width - 1 - x] = swap;
        }
    }
}

static SaffronRegPlane *
mirrored_copy (const SaffronRegPlane *plane)
{
  SaffronRegPlane *out = g_new0 (SaffronRegPlane, 1);

  out->downsample = plane->downsample;
  out->intensity = saffron_plane_copy (plane->intensity);
  out->weight = saffron_plane_copy (plane->weight);
  out->tissue = saffron_plane_copy (plane->tissue);
  mirror (out->intensity);
  mirror (out->weight);
  mirror (out->tissue);
  return out;
}

static void
refine (const SaffronMatchLevel *reference,
        const SaffronMatchLevel *moving,
        double scale,
        SaffronCandidate *one)
{
  double balance = 0.0;

  saffron_match_refine (reference, moving, 2.0, 8, &one->affine);
  one->correlation =
      saffron_match_refine (reference, moving, 0.7, 8, &one->affine);
  one->overlap =
      saffron_match_overlap (reference, moving, &one->affine, &balance);
  saffron_candidate_describe (one);
  one->score = one->correlation * sqrt (one->overlap * balance);
  if (fabs (log (one->scale / scale)) > log (SCALE_TOLERANCE))
    one->score = -1.0;
}

typedef struct {
  const SaffronMatchLevel *reference, *moving;
  double scale;
  GArray *found;
} Refine;

static void
refine_one (gint64 index, gpointer data)
{
  const Refine *r = data;

  refine (r->reference, r->moving, r->scale,
          &g_array_index (r->found, SaffronCandidate, index));
}

GArray *
saffron_crops_search (const SaffronRegPlane *reference,
                      const SaffronRegPlane *moving,
                      double scale,
                      gboolean mirrored,
                      SaffronJob *job)
{
  return saffron_crops_search_near (reference, moving, scale, 180.0,
                                    MIN_OVERLAP, mirrored, job);
}

GArray *
saffron_crops_search_near (const SaffronRegPlane *reference,
                           const SaffronRegPlane *moving,
                           double scale,
                           double range,
                           double min_overlap,
                           gboolean mirrored,
                           SaffronJob *job)
{
  double pixel = reference->downsample;
  double width = reference->intensity->width * pixel;
  double height = reference->intensity->height * pixel;
  g_autoptr (SaffronRegPlane) copy = mirrored ? mirrored_copy (moving) : NULL;
  const SaffronRegPlane *seen = mirrored ? copy : moving;
  const SaffronAffine back = { -1, 0, seen->intensity->width * seen->downsample,
                               0,  1, 0 };
  GArray *found = g_array_new (FALSE, TRUE, sizeof (SaffronCandidate));
  g_autoptr (SaffronMatchLevel) small =
      saffron_match_level_new (reference, COARSER * pixel);
  g_autoptr (SaffronMatchLevel) level =
      saffron_match_level_new (seen, COARSER * pixel * scale);
  const SaffronSearch all = { small, seen,  &scale,     1,
                              FALSE, range, ANGLE_STEP, min_overlap };

  saffron_search_run (&all, job, found);
  saffron_candidates_thin (found, width, height, APART_BEFORE * pixel, REFINED);
  saffron_parallel_for (job, found->len, refine_one,
                        &(Refine){ small, level, scale, found });
  saffron_candidates_thin (found, width, height, APART_AFTER * pixel, REFINED);
  for (guint i = 0; mirrored && i < found->len; i++)
    {
      SaffronCandidate *one = &g_array_index (found, SaffronCandidate, i);

      one->affine = saffron_affine_compose (&back, &one->affine);
      saffron_candidate_describe (one);
    }
  return found;
}
