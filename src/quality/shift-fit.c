/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "quality/shift-fit.h"

#include <math.h>
#include <string.h>

#include "register/sample.h"

#define SIDE (2 * SAFFRON_SHIFT_FIT_HALF + 1)
/* Blocks along each side, for the variance. */
#define BLOCKS 3
/* Steps at most; the fit ends when one is shorter than this, pixels. */
#define MOST_STEPS 12
#define SHORTEST 0.003
/* The longest step, pixels: the pictures are not straight any farther. */
#define LONGEST 2.0

/* Both pictures less their weighted mean, divided by their deviation. */
typedef struct {
  double template[SIDE][SIDE];
  double search[SIDE][SIDE];
  double weight[SIDE];
} Pair;

/* Sums of the linearised least squares. */
typedef struct {
  double xx, xy, yy; /* products of the gradients */
  double x, y;       /* of the gradients with the difference */
} Sums;

static double
mean_of (const Pair *pair, double (*values)[SIDE], double *deviation)
{
  double weights = 0.0, sum = 0.0, squares = 0.0;

  for (int y = 0; y < SIDE; y++)
    for (int x = 0; x < SIDE; x++)
      {
        double w = pair->weight[x] * pair->weight[y];

        weights += w;
        sum += w * values[y][x];
        squares += w * values[y][x] * values[y][x];
      }
  sum /= weights;
  *deviation = sqrt (MAX (squares / weights - sum * sum, 0.0));
  return sum;
}

static gboolean
normalise (const Pair *pair, double (*values)[SIDE])
{
  double deviation;
  double mean = mean_of (pair, values, &deviation);

  if (!(deviation > 1e-6))
    return FALSE;
  for (int y = 0; y < SIDE; y++)
    for (int x = 0; x < SIDE; x++)
      values[y][x] = (values[y][x] - mean) / deviation;
  return TRUE;
}

static gboolean
set_template (Pair *pair, const SaffronPlane *template)
{
  for (int i = 0; i < SIDE; i++)
    {
      double u = (i - SAFFRON_SHIFT_FIT_HALF) / SAFFRON_SHIFT_FIT_SIGMA;

      pair->weight[i] = exp (-0.5 * u * u);
    }
  for (int y = 0; y < SIDE; y++)
    for (int x = 0; x < SIDE; x++)
      pair->template[y][x] = saffron_plane_row (template, y)[x];
  return normalise (pair, pair->template);
}

/* What of the search area lies under the template when it is shifted. */
static gboolean
set_search (Pair *pair, const SaffronPlane *search, double x0, double y0)
{
  double corner_x = 0.5 * (search->width - SIDE) + x0;
  double corner_y = 0.5 * (search->height - SIDE) + y0;

  for (int y = 0; y < SIDE; y++)
    for (int x = 0; x < SIDE; x++)
      {
        SaffronSpot spot;

        if (!saffron_spot_find (search, corner_x + x + 0.5, corner_y + y + 0.5,
                                &spot))
          return FALSE;
        pair->search[y][x] = saffron_spot_read (search, &spot);
      }
  return normalise (pair, pair->search);
}

/* The sums of each block of the pictures. */
static void
sum_up (const Pair *pair, Sums blocks[BLOCKS][BLOCKS])
{
  memset (blocks, 0, BLOCKS * sizeof *blocks);
  for (int y = 1; y < SIDE - 1; y++)
    for (int x = 1; x < SIDE - 1; x++)
      {
        const double (*t)[SIDE] = pair->template;
        const double (*s)[SIDE] = pair->search;
        Sums *sums = &blocks[y * BLOCKS / SIDE][x * BLOCKS / SIDE];
        double w = pair->weight[x] * pair->weight[y];
        double gx =
            0.25 * (t[y][x + 1] - t[y][x - 1] + s[y][x + 1] - s[y][x - 1]);
        double gy =
            0.25 * (t[y + 1][x] - t[y - 1][x] + s[y + 1][x] - s[y - 1][x]);
        double difference = t[y][x] - s[y][x];

        sums->xx += w * gx * gx;
        sums->xy += w * gx * gy;
        sums->yy += w * gy * gy;
        sums->x += w * gx * difference;
        sums->y += w * gy * difference;
      }
}

/* The step from the sums of all blocks; FALSE where nothing stands out. */
static gboolean
solve (Sums blocks[BLOCKS][BLOCKS], Sums *inverse, double *x, double *y)
{
  Sums all = { 0 };
  double det;

  for (int j = 0; j < BLOCKS; j++)
    for (int i = 0; i < BLOCKS; i++)
      {
        all.xx += blocks[j][i].xx;
        all.xy += blocks[j][i].xy;
        all.yy += blocks[j][i].yy;
        all.x += blocks[j][i].x;
        all.y += blocks[j][i].y;
      }
  det = all.xx * all.yy - all.xy * all.xy;
  if (!(det > 1e-9))
    return FALSE;
  *inverse = (Sums){ all.yy / det, -all.xy / det, all.xx / det, 0.0, 0.0 };
  *x = inverse->xx * all.x + inverse->xy * all.y;
  *y = inverse->xy * all.x + inverse->yy * all.y;
  return TRUE;
}

/* Of the shift: by what each block, without the others, would move it. */
static double
variance_of (Sums blocks[BLOCKS][BLOCKS],
             const Sums *inverse,
             double step_x,
             double step_y)
{
  double sum = 0.0;

  for (int j = 0; j < BLOCKS; j++)
    for (int i = 0; i < BLOCKS; i++)
      {
        const Sums *b = &blocks[j][i];
        double x = b->x - b->xx * step_x - b->xy * step_y;
        double y = b->y - b->xy * step_x - b->yy * step_y;
        double u = inverse->xx * x + inverse->xy * y;
        double v = inverse->xy * x + inverse->yy * y;

        sum += 0.5 * (u * u + v * v);
      }
  return sum;
}

static double
correlation_of (const Pair *pair)
{
  double sum = 0.0, weights = 0.0;

  for (int y = 0; y < SIDE; y++)
    for (int x = 0; x < SIDE; x++)
      {
        double w = pair->weight[x] * pair->weight[y];

        sum += w * pair->template[y][x] * pair -> search[y][x];
        weights += w;
      }
  return sum / weights;
}

gboolean
saffron_shift_fit (const SaffronPlane *template,
                   const SaffronPlane *search,
                   SaffronShiftFit *fit)
{
  Pair pair;
  Sums blocks[BLOCKS][BLOCKS], inverse;

  g_return_val_if_fail (template->width == SIDE, FALSE);
  g_return_val_if_fail (template->height == SIDE, FALSE);
  if (!set_template (&pair, template))
    return FALSE;
  for (int i = 0; i < MOST_STEPS; i++)
    {
      double x, y, length;

      if (!set_search (&pair, search, fit->x, fit->y))
        return FALSE;
      sum_up (&pair, blocks);
      if (!solve (blocks, &inverse, &x, &y))
        return FALSE;
      length = hypot (x, y);
      fit->variance = variance_of (blocks, &inverse, x, y);
      fit->correlation = correlation_of (&pair);
      if (length < SHORTEST)
        return TRUE;
      fit->x += x * MIN (1.0, LONGEST / length);
      fit->y += y * MIN (1.0, LONGEST / length);
    }
  return TRUE;
}
