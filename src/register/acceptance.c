/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "register/acceptance.h"

#include <math.h>

#include "base/median.h"
#include "base/parallel.h"
#include "register/blocks.h"
#include "register/levels.h"
#include "register/lncc.h"

/* Cells along the longest side; each gives one observation. They are larger
 * than a window, so that their gains vary independently, as the standard error
 * assumes. */
#define N_CELLS 12
/* Radius of the window in which similarity is measured, pixels. */
#define RADIUS 8
/* Fewer cells than this are no evidence. */
#define MIN_WINDOWS 6
/* A cell counts if at least this share of it is held-out tissue. */
#define MIN_TISSUE 0.05
/* Block matching: size of a block and reach of the search in pixels, least
 * NCC. */
#define BLOCK_SIZE 32
#define BLOCK_SEARCH 6
#define BLOCK_NCC 0.4

void
saffron_evidence_clear (SaffronEvidence *evidence)
{
  g_clear_pointer (&evidence->gains, saffron_plane_free);
  g_clear_pointer (&evidence->weights, saffron_plane_free);
}

SaffronReason *
saffron_evidence_reason (const SaffronEvidence *e)
{
  const double numbers[] = { e->n_windows, e->gain, e->error };
  SaffronReasonCode code = SAFFRON_REASON_NOT_IMPROVED;

  if (e->n_windows < MIN_WINDOWS)
    code = SAFFRON_REASON_FEW_WINDOWS;
  else if (e->better)
    code = SAFFRON_REASON_IMPROVED;
  return saffron_reason_new (code, numbers, NULL);
}

/* A mask that is 1 in the squares of one colour. */
static SaffronPlane *
checkerboard (int n_x, int n_y, int colour)
{
  SaffronPlane *mask = saffron_plane_new (n_x, n_y);

  for (int y = 0; y < n_y; y++)
    for (int x = 0; x < n_x; x++)
      saffron_plane_row (mask, y)[x] = (x + y) % 2 == colour ? 1.0f : 0.0f;
  return mask;
}

typedef struct {
  const SaffronPlane *map, *weight;
  SaffronPlane *scores, *weights;
} Score;

/* Adds up the pixels of one row of cells. */
static void
score_row (gint64 sy, gpointer data)
{
  const Score *s = data;
  int w = s->map->width, h = s->map->height;
  float *scores = saffron_plane_row (s->scores, (int) sy);
  float *weights = saffron_plane_row (s->weights, (int) sy);

  for (int y = 0; y < h; y++)
    {
      const float *one = saffron_plane_row (s->weight, y);
      const float *map = saffron_plane_row (s->map, y);

      if (((gint64) y * 2 + 1) * s->scores->height / (2 * h) != sy)
        continue;
      for (int x = 0; x < w; x++)
        {
          int sx = (int) (((gint64) x * 2 + 1) * s->scores->width / (2 * w));

          scores[sx] += one[x] * map[x];
          weights[sx] += one[x];
        }
    }
}

/* Sums W c|c| / (v v) and W over each cell, from the pixels in the squares of
 * @mask only. */
static void
score_cells (const SaffronRegPlane *reference,
             const SaffronRegPlane *moving,
             const SaffronTransform *transform,
             const SaffronPlane *mask,
             SaffronPlane *scores,
             SaffronPlane *weights,
             SaffronJob *job)
{
  g_autoptr (SaffronPlane) weight = NULL;
  g_autoptr (SaffronPlane) map = saffron_lncc_map_under (
      reference, moving, transform, mask, RADIUS, &weight, job);

  saffron_parallel_for (job, scores->height, score_row,
                        &(Score){ map, weight, scores, weights });
}

/* Appends the distances to the best match of the blocks in the squares of
 * @mask. */
static void
add_residuals (const SaffronRegPlane *reference,
               const SaffronRegPlane *moving,
               const SaffronTransform *transform,
               const SaffronPlane *mask,
               GArray *residuals,
               SaffronJob *job)
{
  g_autoptr (GArray) blocks = saffron_blocks_match (
      reference, moving, transform, BLOCK_SIZE, BLOCK_SEARCH, mask, FALSE, job);

  for (guint i = 0; i < blocks->len; i++)
    {
      const SaffronBlock *b = &g_array_index (blocks, SaffronBlock, i);
      double length = hypot (b->dx, b->dy);

      if (b->ncc >= BLOCK_NCC)
        g_array_append_val (residuals, length);
    }
}

typedef struct {
  SaffronPlane *scores[2], *weights[2]; /* under the start and under the fit */
  GArray *residuals[2];
} Tally;

static void
summarise (const Tally *tally, double cell_area, SaffronEvidence *e)
{
  int n = (int) saffron_plane_n_pixels (tally->scores[0]);
  double sum = 0.0, squares = 0.0, total = 0.0;

  for (int i = 0; i < n; i++)
    {
      float w0 = tally->weights[0]->data[i], w1 = tally->weights[1]->data[i];
      double share = MIN (w0, w1) / cell_area, gain;

      if (share < MIN_TISSUE)
        continue;
      gain = tally->scores[1]->data[i] / w1 - tally->scores[0]->data[i] / w0;
      e->gains->data[i] = (float) gain;
      e->weights->data[i] = (float) MIN (share, 1.0);
      e->n_windows++;
      sum += e->weights->data[i] * gain;
      total += e->weights->data[i];
    }
  if (e->n_windows < MIN_WINDOWS)
    return;
  e->gain = sum / total;
  /* The variance of a weighted mean: Σ w² (g − mean)² / (Σ w)². */
  for (int i = 0; i < n; i++)
    {
      double d = e->gains->data[i] - e->gain;

      squares += (double) e->weights->data[i] * e->weights->data[i] * d * d;
    }
  e->error = sqrt (squares) / total;
  e->better = e->gain > e->error;
}

static gboolean
try_colour (int colour,
            const SaffronLevels *levels,
            const SaffronTransform *start,
            SaffronFitFunc fit,
            gpointer data,
            const SaffronEvidenceOptions *options,
            Tally *tally,
            SaffronJob *job,
            GError **error)
{
  double known = options->before != NULL ? 0.4 : 0.0;
  g_autoptr (SaffronJob) before = saffron_job_new_part (job, 0.0, known);
  g_autoptr (SaffronJob) fitting = saffron_job_new_part (job, known, 0.85);
  int fine = levels->n - 1;
  const SaffronRegPlane *reference = levels->reference[0];
  const SaffronRegPlane *moving = levels->moving[0];
  const SaffronPlane *plane = reference->intensity;
  int n_x = MAX ((int) round (plane->width / options->square), 1);
  int n_y = MAX ((int) round (plane->height / options->square), 1);
  g_autoptr (SaffronPlane) seen = checkerboard (n_x, n_y, colour);
  g_autoptr (SaffronPlane) held_out = checkerboard (n_x, n_y, 1 - colour);
  g_autoptr (SaffronTransform) again = NULL;
  g_autoptr (SaffronTransform) fitted = NULL;
  const SaffronTransform *both[2] = { start, NULL };

  if (options->before != NULL)
    {
      again =
          options->before (reference, moving, start, seen, data, before, error);
      if (again == NULL)
        return FALSE;
      both[0] = again;
    }
  fitted = fit (reference, moving, both[0], seen, data, fitting, error);
  if (fitted == NULL)
    return FALSE;
  both[1] = fitted;
  for (int k = 0; k < 2; k++)
    {
      score_cells (reference, moving, both[k], held_out, tally->scores[k],
                   tally->weights[k], job);
      add_residuals (levels->reference[fine], levels->moving[fine], both[k],
                     held_out, tally->residuals[k], job);
      saffron_job_set_fraction (job, k == 0 ? 0.92 : 1.0);
    }
  return saffron_job_check (job, error);
}

gboolean
saffron_evidence_collect (const SaffronRegPlane *reference,
                          const SaffronRegPlane *moving,
                          const SaffronTransform *start,
                          SaffronFitFunc fit,
                          gpointer data,
                          const SaffronEvidenceOptions *options,
                          SaffronJob *job,
                          SaffronEvidence *evidence,
                          GError **error)
{
  g_autoptr (SaffronLevels) levels = saffron_levels_new (
      reference, moving, saffron_transform_get_affine (start), options->level,
      options->block_level, job);
  const SaffronPlane *top = levels->reference[0]->intensity;
  double cell = MAX (MAX (top->width, top->height) / (double) N_CELLS, 1.0);
  int n_x = MAX ((int) round (top->width / cell), 1);
  int n_y = MAX ((int) round (top->height / cell), 1);
  Tally tally;
  gboolean done = TRUE;

  *evidence = (SaffronEvidence){ .before = NAN,
                                 .after = NAN,
                                 .gains = saffron_plane_new (n_x, n_y),
                                 .weights = saffron_plane_new (n_x, n_y) };
  for (int k = 0; k < 2; k++)
    {
      tally.scores[k] = saffron_plane_new (n_x, n_y);
      tally.weights[k] = saffron_plane_new (n_x, n_y);
      tally.residuals[k] = g_array_new (FALSE, FALSE, sizeof (double));
    }
  for (int colour = 0; colour < options->n_colours && done; colour++)
    {
      double n = options->n_colours;
      g_autoptr (SaffronJob) part =
          saffron_job_new_part (job, colour / n, (colour + 1) / n);

      done = try_colour (colour, levels, start, fit, data, options, &tally,
                         part, error);
    }
  if (done)
    {
      summarise (&tally, cell * cell, evidence);
      evidence->before = saffron_median (tally.residuals[0]);
      evidence->after = saffron_median (tally.residuals[1]);
    }
  for (int k = 0; k < 2; k++)
    {
      saffron_plane_free (tally.scores[k]);
      saffron_plane_free (tally.weights[k]);
      g_array_unref (tally.residuals[k]);
    }
  return done;
}
