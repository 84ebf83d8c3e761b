/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "register/micro.h"

#include <string.h>

#include "register/micro-evidence.h"

/* The weight of smoothness that is tried first, from one to the next, and how
 * many steps either way. Which is right depends on how long the waves are in
 * which the slide is bent. */
#define FIRST_ALPHA 16.0
#define RUNG 4.0
#define MOST_RUNGS 6
/* Passes over the slides: until no place moves by more than this, pixels. Each
 * takes what is left of the linearisation's error, which is small from the
 * second one on but where little is sure, such as at a single cell. So only
 * tiles in which something moves are compared again. */
#define MOST_PASSES 8
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

/* What the squares of colour 0 gain by what is found without them. */
static double
gain_of (const SaffronMicroBlocks *blocks,
         const SaffronField *field,
         double alpha,
         SaffronJob *job)
{
  g_autoptr (SaffronField) change =
      saffron_micro_solve (blocks, field, alpha, 0, job);

  return saffron_micro_gain (blocks, change, 0);
}

/* Chooses the weight of smoothness: goes towards softer or stiffer as long as
 * that gains. */
static double
choose (const SaffronMicroBlocks *blocks,
        const SaffronField *field,
        SaffronJob *job)
{
  double best = FIRST_ALPHA, gain = gain_of (blocks, field, best, job);
  gboolean moved = FALSE;

  for (int way = 0; way < 2 && !moved; way++)
    for (int k = 0; k < MOST_RUNGS; k++)
      {
        double alpha = way == 0 ? best / RUNG : best * RUNG;
        double rise = gain_of (blocks, field, alpha, job);

        if (!(rise > gain))
          break;
        best = alpha;
        gain = rise;
        moved = TRUE;
      }
  return best;
}

/* Collects the evidence. @field was fitted to all squares, those too that are
 * held out here: only what bends it further costs, or it would spring back
 * where a square is left out that has no others around it. */
static void
collect (const SaffronMicroBlocks *blocks,
         const SaffronField *field,
         double alpha,
         double downsample,
         SaffronEvidence *evidence,
         SaffronPlane **keep,
         SaffronJob *job)
{
  g_autoptr (SaffronField) rest =
      saffron_field_new (field->width, field->height, field->step, TRUE);
  SaffronField *changes[2];

  for (int i = 0; i < 2; i++)
    changes[i] = saffron_micro_solve (blocks, rest, alpha, i, job);
  saffron_micro_evidence (blocks, changes, downsample, evidence, keep);
  for (int i = 0; i < 2; i++)
    saffron_field_free (changes[i]);
}

/* The passes, the first of which has been made. @blocks: (inout): what the last
 * pass found; @field: (inout) */
static gboolean
go_on (const Correction *c,
       SaffronMicroBlocks *blocks,
       SaffronField *field,
       double alpha,
       SaffronJob *job,
       GError **error)
{
  for (int pass = 0; pass < MOST_PASSES; pass++)
    {
      g_autoptr (SaffronJob) part = saffron_job_new_part (
          job, pass / (double) MOST_PASSES, (pass + 1) / (double) MOST_PASSES);
      g_autoptr (SaffronField) change =
          saffron_micro_solve (blocks, field, alpha, -1, job);
      g_autofree guint8 *tiles = NULL;
      g_autoptr (SaffronTransform) transform = NULL;

      if (!saffron_job_check (job, error))
        return FALSE;
      add_field (field, change);
      tiles = saffron_micro_blocks_move (blocks, change, STILL);
      if (tiles == NULL || pass + 1 == MOST_PASSES)
        break;
      transform = to_transform (c, field);
      if (!saffron_micro_blocks_again (blocks, &c->pair, transform, tiles, part,
                                       error))
        return FALSE;
    }
  return TRUE;
}

/* Corrects by the passes, the first of which found @blocks; they are used up.
 * @better: (out) (nullable): %NULL when it folds, however stiff. %FALSE with an
 * error. */
static gboolean
correct (const Correction *c,
         SaffronMicroBlocks *blocks,
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
      g_autoptr (SaffronTransform) transform = to_transform (c, before);
      double bound = 0.0;

      if (k > 0
          && !saffron_micro_blocks_again (blocks, &c->pair, transform, NULL,
                                          part, error))
        return FALSE;
      if (!go_on (c, blocks, field, alpha, part, error))
        return FALSE;
      saffron_micro_damp (field, before, blocks, keep);
      g_clear_pointer (&transform, saffron_transform_unref);
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
  g_autoptr (SaffronTransform) straight = NULL;
  g_autoptr (SaffronTransform) better = NULL;
  g_autoptr (SaffronPlane) keep = NULL;
  SaffronEvidence evidence = { 0 };
  double alpha;

  if (saffron_transform_bends (start))
    saffron_field_from_transform (before, start, source->downsample, job);
  straight = to_transform (&c, before);
  first = saffron_micro_blocks_new (&c.pair, straight, one, error);
  if (first == NULL)
    return NULL;
  alpha = choose (first, before, job);
  collect (first, before, alpha, source->downsample, &evidence, &keep, job);
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
