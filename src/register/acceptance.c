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

/* What was measured in the held-out squares under one transform of each
 * colour. */
typedef struct {
  SaffronPlane *scores, *weights;
  GArray *residuals;
} Tally;

static void
tally_init (Tally *tally, int n_x, int n_y)
{
  tally->scores = saffron_plane_new (n_x, n_y);
  tally->weights = saffron_plane_new (n_x, n_y);
  tally->residuals = g_array_new (FALSE, FALSE, sizeof (double));
}

static void
tally_clear (Tally *tally)
{
  g_clear_pointer (&tally->scores, saffron_plane_free);
  g_clear_pointer (&tally->weights, saffron_plane_free);
  g_clear_pointer (&tally->residuals, g_array_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Tally, tally_clear)

#define MOST_COLOURS 2

struct _SaffronHeldOut {
  SaffronLevels *levels;
  SaffronEvidenceOptions options;
  SaffronTransform *starts[MOST_COLOURS];
  Tally before;
  int n_x, n_y; /* cells */
  double cell;
};

static void
summarise (const SaffronHeldOut *h, const Tally *after, SaffronEvidence *e)
{
  const Tally *before = &h->before;
  int n = h->n_x * h->n_y;
  double sum = 0.0, squares = 0.0, total = 0.0;

  for (int i = 0; i < n; i++)
    {
      float w0 = before->weights->data[i], w1 = after->weights->data[i];
      double share = MIN (w0, w1) / (h->cell * h->cell), gain;

      if (share < MIN_TISSUE)
        continue;
      gain = after->scores->data[i] / w1 - before->scores->data[i] / w0;
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

/* 1 in the squares of @colour: those that a fit sees, or the other ones. */
static SaffronPlane *
squares_of (const SaffronHeldOut *h, int colour, gboolean seen)
{
  const SaffronPlane *plane = h->levels->reference[0]->intensity;
  int n_x = MAX ((int) round (plane->width / h->options.square), 1);
  int n_y = MAX ((int) round (plane->height / h->options.square), 1);

  return checkerboard (n_x, n_y, seen ? colour : 1 - colour);
}

/* Measures @transform in the squares of @colour that its fit did not see. */
static void
measure (const SaffronHeldOut *h,
         int colour,
         const SaffronTransform *transform,
         Tally *tally,
         SaffronJob *job)
{
  const SaffronLevels *levels = h->levels;
  int fine = levels->n - 1;
  g_autoptr (SaffronPlane) held_out = squares_of (h, colour, FALSE);

  score_cells (levels->reference[0], levels->moving[0], transform, held_out,
               tally->scores, tally->weights, job);
  add_residuals (levels->reference[fine], levels->moving[fine], transform,
                 held_out, tally->residuals, job);
}

static gboolean
start_colour (SaffronHeldOut *h,
              int colour,
              const SaffronTransform *start,
              gpointer data,
              SaffronJob *job,
              GError **error)
{
  double n = h->options.n_colours;
  g_autoptr (SaffronJob) part =
      saffron_job_new_part (job, colour / n, (colour + 0.8) / n);
  g_autoptr (SaffronPlane) seen = squares_of (h, colour, TRUE);

  h->starts[colour] =
      h->options.before == NULL
          ? saffron_transform_ref ((SaffronTransform *) start)
          : h->options.before (h->levels->reference[0], h->levels->moving[0],
                               start, seen, data, part, error);
  if (h->starts[colour] == NULL)
    return FALSE;
  measure (h, colour, h->starts[colour], &h->before, job);
  saffron_job_set_fraction (job, (colour + 1) / n);
  return saffron_job_check (job, error);
}

SaffronHeldOut *
saffron_held_out_new (const SaffronRegPlane *reference,
                      const SaffronRegPlane *moving,
                      const SaffronTransform *start,
                      const SaffronEvidenceOptions *options,
                      gpointer data,
                      SaffronJob *job,
                      GError **error)
{
  g_autoptr (SaffronHeldOut) h = g_new0 (SaffronHeldOut, 1);
  const SaffronPlane *top = NULL;

  g_return_val_if_fail (options->n_colours <= MOST_COLOURS, NULL);
  h->options = *options;
  h->levels = saffron_levels_new (reference, moving,
                                  saffron_transform_get_affine (start),
                                  options->level, options->block_level, job);
  top = h->levels->reference[0]->intensity;
  h->cell = MAX (MAX (top->width, top->height) / (double) N_CELLS, 1.0);
  h->n_x = MAX ((int) round (top->width / h->cell), 1);
  h->n_y = MAX ((int) round (top->height / h->cell), 1);
  tally_init (&h->before, h->n_x, h->n_y);
  for (int colour = 0; colour < options->n_colours; colour++)
    if (!start_colour (h, colour, start, data, job, error))
      return NULL;
  return g_steal_pointer (&h);
}

void
saffron_held_out_free (SaffronHeldOut *h)
{
  if (h == NULL)
    return;
  g_clear_pointer (&h->levels, saffron_levels_free);
  for (int i = 0; i < MOST_COLOURS; i++)
    g_clear_pointer (&h->starts[i], saffron_transform_unref);
  tally_clear (&h->before);
  g_free (h);
}

static gboolean
judge_colour (const SaffronHeldOut *h,
              int colour,
              SaffronFitFunc fit,
              gpointer data,
              Tally *after,
              SaffronJob *job,
              GError **error)
{
  g_autoptr (SaffronJob) fitting = saffron_job_new_part (job, 0.0, 0.9);
  g_autoptr (SaffronPlane) seen = squares_of (h, colour, TRUE);
  g_autoptr (SaffronTransform) fitted =
      fit (h->levels->reference[0], h->levels->moving[0], h->starts[colour],
           seen, data, fitting, error);

  if (fitted == NULL)
    return FALSE;
  measure (h, colour, fitted, after, job);
  saffron_job_set_fraction (job, 1.0);
  return saffron_job_check (job, error);
}

gboolean
saffron_held_out_judge (const SaffronHeldOut *h,
                        SaffronFitFunc fit,
                        gpointer data,
                        SaffronJob *job,
                        SaffronEvidence *evidence,
                        GError **error)
{
  double n = h->options.n_colours;
  g_auto (Tally) after = { 0 };

  *evidence =
      (SaffronEvidence){ .before = NAN,
                         .after = NAN,
                         .gains = saffron_plane_new (h->n_x, h->n_y),
                         .weights = saffron_plane_new (h->n_x, h->n_y) };
  tally_init (&after, h->n_x, h->n_y);
  for (int colour = 0; colour < h->options.n_colours; colour++)
    {
      g_autoptr (SaffronJob) part =
          saffron_job_new_part (job, colour / n, (colour + 1) / n);

      if (!judge_colour (h, colour, fit, data, &after, part, error))
        return FALSE;
    }
  summarise (h, &after, evidence);
  evidence->before = saffron_median (h->before.residuals);
  evidence->after = saffron_median (after.residuals);
  return TRUE;
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
  double known = options->before != NULL ? 0.4 : 0.1;
  g_autoptr (SaffronJob) before = saffron_job_new_part (job, 0.0, known);
  g_autoptr (SaffronJob) judging = saffron_job_new_part (job, known, 1.0);
  g_autoptr (SaffronHeldOut) held_out = saffron_held_out_new (
      reference, moving, start, options, data, before, error);

  *evidence = (SaffronEvidence){ 0 };
  return held_out != NULL
         && saffron_held_out_judge (held_out, fit, data, judging, evidence,
                                    error);
}
