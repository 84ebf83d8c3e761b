/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "register/micro-evidence.h"

#include <math.h>

#include "base/median.h"

/* Cells along the longest side. */
#define CELLS 12
/* The least share of tissue in a square that tells a residual. */
#define LEAST_SQUARE 0.5

static inline double
rise (const SaffronMicroBlock *b, double u, double v)
{
  return (double) b->x * u + (double) b->y * v
         - 0.5
               * ((double) b->xx * u * u + 2.0 * (double) b->xy * u * v
                  + (double) b->yy * v * v);
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

/* What the blocks of a square say together, and what the others say of it. */
typedef struct {
  double xx, xy, yy, x, y, weight;
  double u, v;
} Square;

static void
add_to_square (Square *s, const SaffronMicroBlock *b, double u, double v)
{
  s->xx += (double) b->xx;
  s->xy += (double) b->xy;
  s->yy += (double) b->yy;
  s->x += (double) b->x;
  s->y += (double) b->y;
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
  int side;
  Square *squares;
  float *u[2], *v[2];
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

      if (b->weight <= 0.0f)
        continue;
      /* c² rises by 2 (1 − c²) times what − log (1 − c²) / 2 does. */
      gains[i / t->side] +=
          (float) (2.0 * (double) (b->rest / b->weight) * rise (b, u, v));
      weights[i / t->side] += b->weight;
      add_to_square (&t->squares[i / SAFFRON_MICRO_SQUARE], b, u, v);
    }
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

void
saffron_micro_evidence (const SaffronMicroBlocks *blocks,
                        SaffronField *const changes[2],
                        double downsample,
                        SaffronEvidence *evidence)
{
  int side = cell_side (blocks), square = SAFFRON_MICRO_SQUARE;
  int n_squares = (blocks->n_x + square - 1) / square;
  g_autofree Square *squares = g_new0 (Square, n_squares + 1);
  g_autofree float *rows = g_new (float, 4 * (gsize) blocks->n_x + 1);
  g_autoptr (GArray) before = g_array_new (FALSE, FALSE, sizeof (double));
  g_autoptr (GArray) after = g_array_new (FALSE, FALSE, sizeof (double));
  Tally tally = { blocks,
                  changes,
                  evidence,
                  side,
                  squares,
                  { rows, rows + blocks->n_x },
                  { rows + 2 * blocks->n_x, rows + 3 * blocks->n_x } };
  double area =
      (double) side * side * SAFFRON_MICRO_BLOCK * SAFFRON_MICRO_BLOCK;

  *evidence = (SaffronEvidence){
    .gains = saffron_plane_new (MAX ((blocks->n_x + side - 1) / side, 1),
                                MAX ((blocks->n_y + side - 1) / side, 1)),
  };
  evidence->weights =
      saffron_plane_new (evidence->gains->width, evidence->gains->height);
  for (int j = 0; j < blocks->n_y; j++)
    {
      tally_row (&tally, j);
      if ((j + 1) % square != 0 && j + 1 < blocks->n_y)
        continue;
      for (int k = 0; k < n_squares; k++)
        {
          add_residuals (&squares[k], before, after);
          squares[k] = (Square){ 0 };
        }
    }
  summarise (evidence, area);
  evidence->before = saffron_median (before) * downsample;
  evidence->after = saffron_median (after) * downsample;
}

/* How much of the change stays at a place, in cells: interpolated between the
 * cells' centres. */
static double
share_at (const SaffronEvidence *e, double x, double y)
{
  double px = CLAMP (x - 0.5, 0.0, e->gains->width - 1.0);
  double py = CLAMP (y - 0.5, 0.0, e->gains->height - 1.0);
  int ix = (int) px, iy = (int) py;
  double share = 0.0;

  for (int k = 0; k < 4; k++)
    {
      int cx = MIN (ix + (k & 1), e->gains->width - 1);
      int cy = MIN (iy + (k >> 1), e->gains->height - 1);
      double wx = (k & 1) != 0 ? px - ix : 1.0 - (px - ix);
      double wy = (k >> 1) != 0 ? py - iy : 1.0 - (py - iy);
      gboolean worse = saffron_plane_row (e->weights, cy)[cx] > 0.0f
                       && saffron_plane_row (e->gains, cy)[cx] <= 0.0f;

      share += worse ? 0.0 : wx * wy;
    }
  return share;
}

void
saffron_micro_damp (SaffronField *field,
                    const SaffronField *before,
                    const SaffronMicroBlocks *blocks,
                    const SaffronEvidence *evidence)
{
  double cell = cell_side (blocks) * SAFFRON_MICRO_BLOCK;

  for (int y = 0; y < field->n_y; y++)
    for (int x = 0; x < field->n_x; x++)
      {
        gsize i = (gsize) y * (gsize) field->n_x + (gsize) x;
        float share =
            (float) share_at (evidence, (x - 1) * (double) field->step / cell,
                              (y - 1) * (double) field->step / cell);

        field->u[i] = before->u[i] + share * (field->u[i] - before->u[i]);
        field->v[i] = before->v[i] + share * (field->v[i] - before->v[i]);
      }
}
