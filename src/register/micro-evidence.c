/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "register/micro-evidence.h"

#include <math.h>
#include <string.h>

#include "base/median.h"

/* Cells along the longest side. */
#define CELLS 12
/* The least share of tissue in a square that tells a residual. */
#define LEAST_SQUARE 0.5

static inline double
rise (const SaffronMicroBlock *b, double u, double v)
{
  return (double) b->share
         * ((double) b->x * u + (double) b->y * v
            - 0.5
                  * ((double) b->xx * u * u + 2.0 * (double) b->xy * u * v
                     + (double) b->yy * v * v));
}

double
saffron_micro_gain (const SaffronMicroBlocks *blocks,
                    const SaffronField *change,
                    int colour)
{
  g_autofree float *u = g_new (float, 2 * (gsize) blocks->n_x + 1);
  float *v = u + blocks->n_x;
  double sum = 0.0;

  for (int j = 0; j < blocks->n_y; j++)
    {
      const SaffronMicroBlock *row =
          blocks->at + (gsize) j * (gsize) blocks->n_x;

      saffron_micro_at_blocks (change, blocks, j, u, v);
      for (int i = 0; i < blocks->n_x; i++)
        if (saffron_micro_colour (i, j) == colour)
          sum += rise (&row[i], (double) u[i], (double) v[i]);
    }
  return sum;
}

/* Side of a cell, blocks. */
static int
cell_side (const SaffronMicroBlocks *blocks)
{
  return MAX ((MAX (blocks->n_x, blocks->n_y) + CELLS - 1) / CELLS, 1);
}

/* What the blocks of a square say together, what the others say of it, and what
 * it gains by that. */
typedef struct {
  double xx, xy, yy, x, y, weight;
  double u, v;
  double gain;
} Square;

static void
add_to_square (Square *s,
               const SaffronMicroBlock *b,
               double u,
               double v,
               double gain)
{
  s->gain += gain;
  s->xx += (double) (b->share * b->xx);
  s->xy += (double) (b->share * b->xy);
  s->yy += (double) (b->share * b->yy);
  s->x += (double) (b->share * b->x);
  s->y += (double) (b->share * b->y);
  s->weight += (double) b->weight;
  s->u += (double) b->weight * u;
  s->v += (double) b->weight * v;
}

static void
add_residuals (const Square *s, GArray *before, GArray *after)
{
  double side = SAFFRON_MICRO_SQUARE * SAFFRON_MICRO_BLOCK;
  double det = s->xx * s->yy - s->xy * s->xy;
  double d[2], one, other;

  if (s->weight < LEAST_SQUARE * side * side
      || !(det > 1e-3 * (s->xx + s->yy) * (s->xx + s->yy)))
    return;
  d[0] = (s->yy * s->x - s->xy * s->y) / det;
  d[1] = (s->xx * s->y - s->xy * s->x) / det;
  one = hypot (d[0], d[1]);
  other = hypot (d[0] - s->u / s->weight, d[1] - s->v / s->weight);
  g_array_append_val (before, one);
  g_array_append_val (after, other);
}

/* The sums of one row of squares and the gains of one row of blocks. */
typedef struct {
  const SaffronMicroBlocks *blocks;
  SaffronField *const *changes;
  SaffronEvidence *evidence;
  SaffronPlane *spread; /* of each cell: Σ of its squares' gains, squared */
  int side;
  Square *squares;
  int n_squares;
  float *u[2], *v[2];
  GArray *before, *after;
} Tally;

static void
tally_row (Tally *t, int j)
{
  const SaffronMicroBlock *row =
      t->blocks->at + (gsize) j * (gsize) t->blocks->n_x;
  float *gains = saffron_plane_row (t->evidence->gains, j / t->side);
  float *weights = saffron_plane_row (t->evidence->weights, j / t->side);

  for (int c = 0; c < 2; c++)
    saffron_micro_at_blocks (t->changes[c], t->blocks, j, t->u[c], t->v[c]);
  for (int i = 0; i < t->blocks->n_x; i++)
    {
      const SaffronMicroBlock *b = &row[i];
      int colour = saffron_micro_colour (i, j);
      double u = (double) t->u[colour][i], v = (double) t->v[colour][i];
      double gain;

      if (b->weight <= 0.0f)
        continue;
      gain = rise (b, u, v);
      gains[i / t->side] += (float) gain;
      weights[i / t->side] += b->weight;
      add_to_square (&t->squares[i / SAFFRON_MICRO_SQUARE], b, u, v, gain);
    }
}

/* Ends a row of squares, the last of whose rows of blocks is @j. */
static void
close_squares (Tally *t, int j)
{
  float *spread = saffron_plane_row (t->spread, j / t->side);

  for (int k = 0; k < t->n_squares; k++)
    {
      const Square *s = &t->squares[k];
      int i = MIN (k * SAFFRON_MICRO_SQUARE, t->blocks->n_x - 1) / t->side;

      spread[i] += (float) (s->gain * s->gain);
      add_residuals (s, t->before, t->after);
    }
  memset (t->squares, 0, sizeof (Square) * (gsize) t->n_squares);
}

/* Makes means of the cells' sums, and the mean and its standard error of
 * these. */
static void
summarise (SaffronEvidence *e, double cell_area)
{
  gsize n = saffron_plane_n_pixels (e->gains);
  double sum = 0.0, total = 0.0, squares = 0.0;

  for (gsize i = 0; i < n; i++)
    if (e->weights->data[i] > 0.0f)
      {
        e->gains->data[i] /= e->weights->data[i];
        e->weights->data[i] /= (float) cell_area;
        sum += (double) e->weights->data[i] * (double) e->gains->data[i];
        total += (double) e->weights->data[i];
        e->n_windows++;
      }
  e->gain = total > 0.0 ? sum / total : 0.0;
  for (gsize i = 0; i < n; i++)
    {
      double d =
          (double) e->weights->data[i] * ((double) e->gains->data[i] - e->gain);

      squares += d * d;
    }
  e->error = total > 0.0 ? sqrt (squares) / total : 0.0;
  e->better = e->n_windows > 1 && e->gain > e->error;
}

/* (transfer full): see saffron_micro_evidence(); before the sums of the cells
 * become means. */
static SaffronPlane *
keep_what_helps (const SaffronEvidence *e, const SaffronPlane *spread)
{
  SaffronPlane *keep = saffron_plane_new (spread->width, spread->height);

  for (gsize i = 0; i < saffron_plane_n_pixels (keep); i++)
    keep->data[i] = e->gains->data[i] < -sqrtf (spread->data[i]) ? 0.0f : 1.0f;
  return keep;
}

void
saffron_micro_evidence (const SaffronMicroBlocks *blocks,
                        SaffronField *const changes[2],
                        double downsample,
                        SaffronEvidence *evidence,
                        SaffronPlane **keep)
{
  int side = cell_side (blocks), square = SAFFRON_MICRO_SQUARE;
  int n_squares = (blocks->n_x + square - 1) / square;
  int cells_x = MAX ((blocks->n_x + side - 1) / side, 1);
  int cells_y = MAX ((blocks->n_y + side - 1) / side, 1);
  g_autofree Square *squares = g_new0 (Square, n_squares + 1);
  g_autofree float *rows = g_new (float, 4 * (gsize) blocks->n_x + 1);
  g_autoptr (GArray) before = g_array_new (FALSE, FALSE, sizeof (double));
  g_autoptr (GArray) after = g_array_new (FALSE, FALSE, sizeof (double));
  g_autoptr (SaffronPlane) spread = saffron_plane_new (cells_x, cells_y);
  Tally tally = { blocks,
                  changes,
                  evidence,
                  spread,
                  side,
                  squares,
                  n_squares,
                  { rows, rows + blocks->n_x },
                  { rows + 2 * blocks->n_x, rows + 3 * blocks->n_x },
                  before,
                  after };

  *evidence = (SaffronEvidence){
    .gains = saffron_plane_new (cells_x, cells_y),
    .weights = saffron_plane_new (cells_x, cells_y),
  };
  for (int j = 0; j < blocks->n_y; j++)
    {
      tally_row (&tally, j);
      if ((j + 1) % square == 0 || j + 1 == blocks->n_y)
        close_squares (&tally, j);
    }
  *keep = keep_what_helps (evidence, spread);
  summarise (evidence, pow (side * SAFFRON_MICRO_BLOCK, 2.0));
  evidence->before = saffron_median (before) * downsample;
  evidence->after = saffron_median (after) * downsample;
}

/* How much of the change stays at a place, in cells: interpolated between the
 * cells' centres. */
static double
share_at (const SaffronPlane *keep, double x, double y)
{
  double px = CLAMP (x - 0.5, 0.0, keep->width - 1.0);
  double py = CLAMP (y - 0.5, 0.0, keep->height - 1.0);
  int ix = (int) px, iy = (int) py;
  const float *top = saffron_plane_row (keep, iy);
  const float *low = saffron_plane_row (keep, MIN (iy + 1, keep->height - 1));
  int right = MIN (ix + 1, keep->width - 1);
  double fx = px - ix, fy = py - iy;

  return (1.0 - fy) * ((1.0 - fx) * top[ix] + fx * top[right])
         + fy * ((1.0 - fx) * low[ix] + fx * low[right]);
}

void
saffron_micro_damp (SaffronField *field,
                    const SaffronField *before,
                    const SaffronMicroBlocks *blocks,
                    const SaffronPlane *keep)
{
  double cell = cell_side (blocks) * SAFFRON_MICRO_BLOCK;

  for (int y = 0; y < field->n_y; y++)
    for (int x = 0; x < field->n_x; x++)
      {
        gsize i = (gsize) y * (gsize) field->n_x + (gsize) x;
        float share =
            (float) share_at (keep, (x - 1) * (double) field->step / cell,
                              (y - 1) * (double) field->step / cell);

        field->u[i] = before->u[i] + share * (field->u[i] - before->u[i]);
        field->v[i] = before->v[i] + share * (field->v[i] - before->v[i]);
      }
}
