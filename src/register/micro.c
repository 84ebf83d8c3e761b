/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "register/micro.h"

#include <math.h>
#include <string.h>

#include "register/percentile.h"
#include "register/micro-evidence.h"

/* The weight of smoothness that is tried first, from one to the next, and how
 * many steps either way. Which is right depends on how long the waves are in
 * which the slide is bent. */
#define FIRST_ALPHA 16.0
#define RUNG 4.0
#define MOST_RUNGS 6
/* Passes over the slides: until hardly a place moves by more than this, pixels;
 * each pass takes what is left of the linearisation's error, which is small
 * from the second one on. */
#define MOST_PASSES 4
#define STILL 0.1
/* How often a result that folds is made stiffer. */
#define MOST_TRIES 3
/* Parts of the job: the first pass, and the choice of the weight. */
#define FIRST_SHARE 0.3
#define CHOICE_SHARE 0.5

/* What one transform is corrected with. */
typedef struct {
  SaffronMicro *micro;
  SaffronMicroPair pair;
  const SaffronTransform *start;
} Correction;

static SaffronTransform *
to_transform (const Correction *c, const SaffronField *field)
{
  double width = saffron_transform_get_width (c->start);
  double height = saffron_transform_get_height (c->start);

  return saffron_transform_new (
      width, height, saffron_transform_get_affine (c->start),
      saffron_field_to_lattice (field, width, height,
                                c->pair.sources[0].downsample));
}

static SaffronField *
copy_field (const SaffronField *field)
{
  SaffronField *copy =
      saffron_field_new (field->width, field->height, field->step, TRUE);
  gsize n = (gsize) field->n_x * (gsize) field->n_y;

  memcpy (copy->u, field->u, sizeof (float) * n);
  memcpy (copy->v, field->v, sizeof (float) * n);
  return copy;
}

static void
add_field (SaffronField *field, const SaffronField *change)
{
  gsize n = (gsize) field->n_x * (gsize) field->n_y;

  for (gsize i = 0; i < n; i++)
    {
      field->u[i] += change->u[i];
      field->v[i] += change->v[i];
    }
}

static SaffronMicroBlocks *
compare (const Correction *c,
         const SaffronField *field,
         SaffronJob *job,
         GError **error)
{
  g_autoptr (SaffronTransform) transform = to_transform (c, field);

  return saffron_micro_blocks_new (&c->pair, transform, job, error);
}

/* Tries @alpha without the squares of colour 0, and takes it if they gain more
 * by it. */
static gboolean
try_alpha (const SaffronMicroBlocks *blocks,
           const SaffronField *field,
           double alpha,
           SaffronJob *job,
           double *best,
           double *gain,
           SaffronField **change)
{
  g_autoptr (SaffronField) found =
      saffron_micro_solve (blocks, field, alpha, 0, job);
  double rise = saffron_micro_gain (blocks, found, 0);

  if (*change != NULL && !(rise > *gain))
    return FALSE;
  *best = alpha;
  *gain = rise;
  g_clear_pointer (change, saffron_field_free);
  *change = g_steal_pointer (&found);
  return TRUE;
}

/* Chooses the weight of smoothness: goes towards softer or stiffer as long as
 * that gains. Then collects the evidence for it. */
static double
choose (const SaffronMicroBlocks *blocks,
        const SaffronField *field,
        double downsample,
        SaffronEvidence *evidence,
        SaffronPlane **keep,
        SaffronJob *job)
{
  SaffronField *changes[2] = { NULL, NULL };
  double best = FIRST_ALPHA, gain = 0.0;
  gboolean moved = FALSE;

  try_alpha (blocks, field, best, job, &best, &gain, &changes[0]);
  for (int way = 0; way < 2 && !moved; way++)
    for (int k = 0; k < MOST_RUNGS; k++)
      {
        if (!try_alpha (blocks, field, way == 0 ? best / RUNG : best * RUNG,
                        job, &best, &gain, &changes[0]))
          break;
        moved = TRUE;
      }
  changes[1] = saffron_micro_solve (blocks, field, best, 1, job);
  saffron_micro_evidence (blocks, changes, downsample, evidence, keep);
  for (int i = 0; i < 2; i++)
    saffron_field_free (changes[i]);
  return best;
}

/* By how much nearly all blocks with tissue are moved at most. */
static double
largest_move (const SaffronMicroBlocks *blocks, const SaffronField *change)
{
  g_autoptr (SaffronPlane) moves =
      saffron_plane_new (MAX (blocks->n_x, 1), MAX (blocks->n_y, 1));
  g_autoptr (SaffronPlane) tissue =
      saffron_plane_new (moves->width, moves->height);
  g_autofree float *v = g_new (float, (gsize) blocks->n_x + 1);

  for (int j = 0; j < blocks->n_y; j++)
    {
      float *u = saffron_plane_row (moves, j);

      saffron_micro_at_blocks (change, blocks, j, u, v);
      for (int i = 0; i < blocks->n_x; i++)
        {
          gsize k = (gsize) j * (gsize) blocks->n_x + (gsize) i;

          u[i] = hypotf (u[i], v[i]);
          tissue->data[k] = blocks->at[k].weight > 0.0f ? 1.0f : 0.0f;
        }
    }
  return saffron_plane_percentile (moves, tissue, 99.0, NULL);
}

/* The passes, the first of which has been made. @field: (inout) */
static gboolean
go_on (const Correction *c,
       const SaffronMicroBlocks *first,
       SaffronField *field,
       double alpha,
       SaffronJob *job,
       GError **error)
{
  for (int pass = 0; pass < MOST_PASSES; pass++)
    {
      g_autoptr (SaffronJob) part =
          saffron_job_new_part (job, MAX (pass - 1, 0) / (MOST_PASSES - 1.0),
                                pass / (MOST_PASSES - 1.0));
      g_autoptr (SaffronMicroBlocks) blocks = NULL;
      g_autoptr (SaffronField) change = NULL;

      if (pass > 0)
        {
          blocks = compare (c, field, part, error);
          if (blocks == NULL)
            return FALSE;
        }
      change = saffron_micro_solve (pass > 0 ? blocks : first, field, alpha, -1,
                                    job);
      if (!saffron_job_check (job, error))
        return FALSE;
      add_field (field, change);
      if (largest_move (pass > 0 ? blocks : first, change) < STILL)
        break;
    }
  return TRUE;
}

/* Corrects by the passes. @better: (out) (nullable): %NULL when it folds,
 * however stiff. %FALSE with an error. */
static gboolean
correct (const Correction *c,
         const SaffronMicroBlocks *first,
         const SaffronField *before,
         const SaffronPlane *keep,
         double alpha,
         SaffronJob *job,
         SaffronTransform **better,
         GError **error)
{
  *better = NULL;
  for (int k = 0; k < MOST_TRIES; k++, alpha *= RUNG)
    {
      g_autoptr (SaffronJob) part = saffron_job_new_part (job, 0.0, 1.0);
      g_autoptr (SaffronField) field = copy_field (before);
      g_autoptr (SaffronTransform) transform = NULL;
      double bound = 0.0;

      if (!go_on (c, first, field, alpha, part, error))
        return FALSE;
      saffron_micro_damp (field, before, first, keep);
      transform = to_transform (c, field);
      saffron_transform_min_jacobian (transform, &bound);
      if (bound > 0.0)
        {
          *better = g_steal_pointer (&transform);
          return TRUE;
        }
    }
  c->micro->folds = TRUE;
  return TRUE;
}

/* Keeps the evidence of the piece with most tissue; it is taken. */
static void
keep_evidence (SaffronMicro *micro, SaffronEvidence *evidence, double alpha)
{
  if (micro->alpha > 0.0 && evidence->n_windows <= micro->evidence.n_windows)
    {
      saffron_evidence_clear (evidence);
      return;
    }
  saffron_evidence_clear (&micro->evidence);
  micro->evidence = *evidence;
  micro->alpha = alpha;
}

SaffronTransform *
saffron_micro (const SaffronRegPlane *reference,
               const SaffronRegPlane *moving,
               const SaffronTransform *start,
               const SaffronPlane *mask,
               gpointer data,
               SaffronJob *job,
               GError **error)
{
  SaffronMicro *micro = data;
  Correction c = { micro,
                   { { micro->sources[0], micro->sources[1] },
                     { reference, moving },
                     mask,
                     micro->radius },
                   start };
  const SaffronMicroSource *source = &micro->sources[0];
  g_autoptr (SaffronJob) one = saffron_job_new_part (job, 0.0, FIRST_SHARE);
  g_autoptr (SaffronJob) rest = saffron_job_new_part (job, CHOICE_SHARE, 1.0);
  g_autoptr (SaffronField) before = saffron_field_new (
      source->width, source->height, SAFFRON_MICRO_STEP, TRUE);
  g_autoptr (SaffronMicroBlocks) first = NULL;
  g_autoptr (SaffronTransform) better = NULL;
  g_autoptr (SaffronPlane) keep = NULL;
  SaffronEvidence evidence = { 0 };
  double alpha;

  if (saffron_transform_bends (start))
    saffron_field_from_transform (before, start, source->downsample, job);
  first = compare (&c, before, one, error);
  if (first == NULL)
    return NULL;
  alpha = choose (first, before, source->downsample, &evidence, &keep, job);
  if (evidence.better
      && !correct (&c, first, before, keep, alpha, rest, &better, error))
    {
      saffron_evidence_clear (&evidence);
      return NULL;
    }
  keep_evidence (micro, &evidence, alpha);
  if (!saffron_job_check (job, error))
    return NULL;
  micro->kept = micro->kept || better != NULL;
  return better != NULL ? g_steal_pointer (&better)
                        : saffron_transform_ref ((SaffronTransform *) start);
}
