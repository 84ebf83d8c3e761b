/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "quality/landmark-folds.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "quality/landmark-errors.h"
#include "transform/folds.h"
#include "transform/pieces.h"

/* Squares along the longer side: a millisecond's work, and as fine as a
 * correction bends. */
#define SQUARES 64

typedef struct {
  SaffronRefPoint at;
  double u, v; /* the pull */
  guint index;
  int piece;
} Pull;

static GArray *
collect_pulls (const SaffronTransform *before, GArray *landmarks)
{
  GArray *pulls = g_array_new (FALSE, FALSE, sizeof (Pull));

  for (guint i = 0; i < landmarks->len; i++)
    {
      const SaffronLandmark *l = &g_array_index (landmarks, SaffronLandmark, i);
      Pull pull = { .at = l->reference, .index = i };
      SaffronRefPoint landing;

      if (!l->active)
        continue;
      saffron_transform_push (before, l->moving, &landing);
      pull.piece = saffron_transform_get_piece_at (before, l->reference);
      pull.u = landing.x - l->reference.x;
      pull.v = landing.y - l->reference.y;
      g_array_append_val (pulls, pull);
    }
  return pulls;
}

/* What is left of the way from @a to @b once both are pulled, as a share of it:
 * at 0 and below they have changed sides. */
static double
left_between (const Pull *a, const Pull *b)
{
  double x = b->at.x - a->at.x, y = b->at.y - a->at.y;
  double square = x * x + y * y;

  if (square <= 0.0)
    return a->u == b->u && a->v == b->v ? 1.0 : 0.0;
  return 1.0 + ((b->u - a->u) * x + (b->v - a->v) * y) / square;
}

/* The two of one piece that leave least between them; a hand's error does not
 * count. */
static double
find_pair (const GArray *pulls, const Pull *pair[2])
{
  double least = 1.0;

  for (guint i = 0; i < pulls->len; i++)
    for (guint k = 0; k < i; k++)
      {
        const Pull *a = &g_array_index (pulls, Pull, k);
        const Pull *b = &g_array_index (pulls, Pull, i);
        double left = left_between (a, b);

        if (left >= least || a->piece != b->piece
            || hypot (a->u - b->u, a->v - b->v) < SAFFRON_LANDMARK_OUTLIER_PX)
          continue;
        least = left;
        pair[0] = a;
        pair[1] = b;
      }
  return least;
}

static double
distance_to (const GArray *boxes, const Pull *pull)
{
  double nearest = INFINITY;

  for (guint i = 0; i < boxes->len; i++)
    {
      const SaffronRefBox *box = &g_array_index (boxes, SaffronRefBox, i);

      nearest = MIN (nearest, hypot (0.5 * (box->x0 + box->x1) - pull->at.x,
                                     0.5 * (box->y0 + box->y1) - pull->at.y));
    }
  return nearest;
}

static const Pull *
find_nearest (const GArray *boxes, const GArray *pulls)
{
  const Pull *nearest = NULL;

  for (guint i = 0; i < pulls->len; i++)
    {
      const Pull *pull = &g_array_index (pulls, Pull, i);

      if (nearest == NULL
          || distance_to (boxes, pull) < distance_to (boxes, nearest))
        nearest = pull;
    }
  return nearest;
}

/* The square between two landmarks. */
static SaffronRefBox
box_between (const Pull *a, const Pull *b)
{
  double x = 0.5 * (a->at.x + b->at.x), y = 0.5 * (a->at.y + b->at.y);
  double half = 0.5 * hypot (a->at.x - b->at.x, a->at.y - b->at.y);

  return (SaffronRefBox){ x - half, y - half, x + half, y + half };
}

SaffronLandmarkFolds *
saffron_landmark_folds_new (const SaffronTransform *shown,
                            const SaffronTransform *before,
                            GArray *landmarks)
{
  SaffronLandmarkFolds *folds = g_new0 (SaffronLandmarkFolds, 1);
  g_autoptr (GArray) pulls = collect_pulls (before, landmarks);
  const Pull *pair[2] = { NULL, NULL }, *one = NULL;

  folds->boxes = saffron_transform_find_folds (shown, SQUARES);
  if (find_pair (pulls, pair) <= 0.0)
    {
      folds->culprits[0] = pair[0]->index;
      folds->culprits[1] = pair[1]->index;
      folds->n_culprits = 2;
      if (folds->boxes->len == 0)
        {
          SaffronRefBox box = box_between (pair[0], pair[1]);

          g_array_append_val (folds->boxes, box);
        }
    }
  else if (folds->boxes->len > 0
           && (one = find_nearest (folds->boxes, pulls)) != NULL)
    {
      folds->culprits[0] = one->index;
      folds->n_culprits = 1;
    }
  return folds;
}

void
saffron_landmark_folds_free (SaffronLandmarkFolds *folds)
{
  g_array_unref (folds->boxes);
  g_free (folds);
}

char *
saffron_landmark_folds_to_words (const SaffronLandmarkFolds *folds)
{
  if (folds->boxes->len == 0)
    return g_strdup ("");
  if (folds->n_culprits == 2)
    return g_strdup_printf (_ ("Landmarks %u and %u contradict each other: the "
                               "slide would fold between them"),
                            folds->culprits[0] + 1, folds->culprits[1] + 1);
  if (folds->n_culprits == 1)
    return g_strdup_printf (_ ("Landmark %u folds the slide"),
                            folds->culprits[0] + 1);
  return g_strdup (_ ("The slide is folded"));
}
