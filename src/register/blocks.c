/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "register/blocks.h"

#include <math.h>

#include "base/parallel.h"
#include "base/vector.h"

/* This many blocks suffice for any median. A larger grid is thinned to every
 * other block in both directions, or every third … */
#define ENOUGH 1000
/* The distance at which the null is measured, in blocks. */
#define NULL_DISTANCE 3

typedef struct {
  const SaffronRegPlane *reference;
  SaffronPlane *moving; /* resampled onto the reference plane */
  SaffronPlane *tissue;
  int size, search;
  SaffronPlane *weight; /* of each reference pixel */
  gboolean with_null;
  int n_x, n_y;
  int stride; /* distance between matched blocks, in blocks */
  SaffronBlock *blocks;
  gboolean *used;
} Match;

static float
read_bilinear (const SaffronPlane *plane, double x, double y)
{
  double cx = CLAMP (x, 0.0, plane->width - 1.0);
  double cy = CLAMP (y, 0.0, plane->height - 1.0);
  int ix = MIN ((int) cx, MAX (plane->width - 2, 0));
  int iy = MIN ((int) cy, MAX (plane->height - 2, 0));
  int jx = MIN (ix + 1, plane->width - 1), jy = MIN (iy + 1, plane->height - 1);
  double fx = cx - ix, fy = cy - iy;
  const float *a = saffron_plane_row (plane, iy);
  const float *b = saffron_plane_row (plane, jy);

  return (float) ((1.0 - fy) * ((1.0 - fx) * a[ix] + fx * a[jx])
                  + fy * ((1.0 - fx) * b[ix] + fx * b[jx]));
}

typedef struct {
  const Match *match;
  const SaffronRegPlane *moving;
  const SaffronTransform *transform;
} Resample;

static void
resample_row (gint64 y, gpointer data)
{
  Resample *r = data;
  double in = r->match->reference->downsample;
  double out = 1.0 / r->moving->downsample;
  int n = r->match->moving->width;
  g_autofree SaffronMovPoint *points = g_new (SaffronMovPoint, n);
  float *intensity = saffron_plane_row (r->match->moving, (int) y);
  float *tissue = saffron_plane_row (r->match->tissue, (int) y);

  saffron_transform_pull_row (
      r->transform, (SaffronRefPoint){ 0.5 * in, ((double) y + 0.5) * in }, in,
      n, points);
  for (int x = 0; x < n; x++)
    {
      double px = points[x].x * out - 0.5, py = points[x].y * out - 0.5;
      gboolean inside = px > -0.5 && py > -0.5
                        && px < r->moving->intensity->width - 0.5
                        && py < r->moving->intensity->height - 0.5;

      intensity[x] = read_bilinear (r->moving->intensity, px, py);
      tissue[x] = inside ? read_bilinear (r->moving->tissue, px, py) : 0.0f;
    }
}

/* The block's own side of the correlation, which is the same for every
 * shift. */
typedef struct {
  const Match *match;
  int x0, y0;
  float *weighted;            /* w a of each pixel */
  double count, sum, squares; /* Σ w, Σ w a, Σ w a² */
} Template;

/* Independent sums, so that eight additions can be done at once with the same
 * bits on every processor. */
#define LANES 8

static void
template_init (Template *t, const Match *m, int x0, int y0)
{
  int n = m->size;

  *t = (Template){ .match = m, .x0 = x0, .y0 = y0 };
  t->weighted = g_new (float, (gsize) n *(gsize) n);
  for (int y = 0; y < n; y++)
    {
      const float *a = saffron_plane_row (m->reference->intensity, y0 + y) + x0;
      const float *w = saffron_plane_row (m->weight, y0 + y) + x0;

      for (int x = 0; x < n; x++)
        {
          float wa = w[x] * a[x];

          t->weighted[y * n + x] = wa;
          t->count += w[x];
          t->sum += wa;
          t->squares += wa * a[x];
        }
    }
}

/* Adds Σ w b, Σ w b² and Σ w a b of one row. */
VECTOR static void
add_products (const float *wa,
              const float *w,
              const float *b,
              int n,
              double *sums)
{
  float sb[LANES] = { 0 }, sbb[LANES] = { 0 }, sab[LANES] = { 0 };
  int x = 0;

  for (; x + LANES <= n; x += LANES)
    for (int i = 0; i < LANES; i++)
      {
        float wb = w[x + i] * b[x + i];

        sb[i] += wb;
        sbb[i] += wb * b[x + i];
        sab[i] += wa[x + i] * b[x + i];
      }
  for (int i = 0; x < n; x++, i++)
    {
      float wb = w[x] * b[x];

      sb[i] += wb;
      sbb[i] += wb * b[x];
      sab[i] += wa[x] * b[x];
    }
  for (int i = 0; i < LANES; i++)
    {
      sums[0] += sb[i];
      sums[1] += sbb[i];
      sums[2] += sab[i];
    }
}

/* The NCC with the moving plane shifted by (@dx, @dy); −1 where the shifted
 * block leaves the plane. */
static double
correlate (const Template *t, int dx, int dy)
{
  const Match *m = t->match;
  const SaffronPlane *moving = m->moving;
  int n = m->size, x0 = t->x0, y0 = t->y0;
  double sums[3] = { 0, 0, 0 }, count = MAX (t->count, 1.0);
  double va, vb;

  if (x0 + dx < 0 || y0 + dy < 0 || x0 + dx + n > moving->width
      || y0 + dy + n > moving->height || t->count < 1.0)
    return -1.0;
  for (int y = 0; y < n; y++)
    add_products (t->weighted + y * n,
                  saffron_plane_row (m->weight, y0 + y) + x0,
                  saffron_plane_row (moving, y0 + dy + y) + x0 + dx, n, sums);
  va = t->squares - t->sum * t->sum / count;
  vb = sums[1] - sums[0] * sums[0] / count;
  if (va < 1e-4 * count || vb < 1e-4 * count)
    return -1.0;
  return (sums[2] - t->sum * sums[0] / count) / sqrt (va * vb);
}

/* The place of the top of the parabola through three values, of which the
 * middle one is the highest. */
static double
parabola (double left, double top, double right)
{
  double bend = left - 2.0 * top + right;

  return bend < -1e-9 ? CLAMP (0.5 * (left - right) / bend, -0.5, 0.5) : 0.0;
}

static double
best_shift (const Template *t, int ox, int oy, double *dx, double *dy)
{
  int s = t->match->search, side = 2 * s + 1, best = 0;
  g_autofree double *ncc = g_new (double, (gsize) side *(gsize) side);

  for (int i = 0; i < side * side; i++)
    {
      ncc[i] = correlate (t, ox + i % side - s, oy + i / side - s);
      if (ncc[i] > ncc[best])
        best = i;
    }
  *dx = best % side - s;
  *dy = best / side - s;
  if (best % side > 0 && best % side < side - 1 && best >= side
      && best < side * (side - 1))
    {
      *dx += parabola (ncc[best - 1], ncc[best], ncc[best + 1]);
      *dy += parabola (ncc[best - side], ncc[best], ncc[best + side]);
    }
  return ncc[best];
}

static double
mean_over (const SaffronPlane *plane, int x0, int y0, int n)
{
  double sum = 0.0;

  for (int y = y0; y < y0 + n; y++)
    for (int x = x0; x < x0 + n; x++)
      sum += saffron_plane_row (plane, y)[x];
  return sum / ((double) n * n);
}

typedef struct {
  const SaffronPlane *mask;
  SaffronPlane *weight;
} Weights;

/* @mask at the nearest pixel for each pixel of a row; 1 without a mask. */
static void
weigh_row (gint64 y, gpointer data)
{
  const Weights *weights = data;
  const SaffronPlane *mask = weights->mask;
  int w = weights->weight->width, h = weights->weight->height;
  float *row = saffron_plane_row (weights->weight, (int) y);
  const float *from = NULL;

  if (mask != NULL)
    from =
        saffron_plane_row (mask, (int) ((y * 2 + 1) * mask->height / (2 * h)));
  for (int x = 0; x < w; x++)
    row[x] = from != NULL ? from[((gint64) x * 2 + 1) * mask->width / (2 * w)]
                          : 1.0f;
}

static void
match_block (gint64 index, gpointer data)
{
  Match *m = data;
  int n = m->size;
  int bx = (int) (index % m->n_x), by = (int) (index / m->n_x);
  int x0 = bx * n, y0 = by * n;
  /* The null lies towards the middle, so that it stays on the slide. */
  int ox = (bx < m->n_x / 2 ? 1 : -1) * NULL_DISTANCE * n;
  int oy = (by < m->n_y / 2 ? 1 : -1) * NULL_DISTANCE * n;
  SaffronBlock *block = &m->blocks[index];
  double scale = m->reference->downsample, dx, dy;
  Template template;

  if (bx % m->stride != m->stride / 2 || by % m->stride != m->stride / 2)
    return;
  if (mean_over (m->reference->tissue, x0, y0, n) < 0.5
      || mean_over (m->tissue, x0, y0, n) < 0.5)
    return;
  template_init (&template, m, x0, y0);
  if (m->with_null)
    block->null = best_shift (&template, ox, oy, &dx, &dy);
  block->ncc = best_shift (&template, 0, 0, &dx, &dy);
  g_free (template.weighted);
  block->x = (x0 + n / 2.0) * scale;
  block->y = (y0 + n / 2.0) * scale;
  block->dx = dx * scale;
  block->dy = dy * scale;
  m->used[index] = TRUE;
}

GArray *
saffron_blocks_match (const SaffronRegPlane *reference,
                      const SaffronRegPlane *moving,
                      const SaffronTransform *transform,
                      int size,
                      int search,
                      const SaffronPlane *mask,
                      gboolean with_null,
                      SaffronJob *job)
{
  int w = reference->intensity->width, h = reference->intensity->height;
  GArray *found = g_array_new (FALSE, FALSE, sizeof (SaffronBlock));
  g_autoptr (SaffronPlane) seen = saffron_plane_new (w, h);
  g_autoptr (SaffronPlane) tissue = saffron_plane_new (w, h);
  g_autoptr (SaffronPlane) weight = saffron_plane_new (w, h);
  gsize n = (gsize) (w / size) * (gsize) (h / size);
  g_autofree SaffronBlock *blocks = g_new0 (SaffronBlock, n + 1);
  g_autofree gboolean *used = g_new0 (gboolean, n + 1);
  Match match = { reference, seen,
                  tissue,    size,
                  search,    weight,
                  with_null, w / size,
                  h / size,  (int) ceil (sqrt ((double) n / ENOUGH)),
                  blocks,    used };
  Resample resample = { &match, moving, transform };

  saffron_parallel_for (job, h, weigh_row, &(Weights){ mask, weight });
  saffron_parallel_for (job, h, resample_row, &resample);
  saffron_parallel_for (job, (gint64) n, match_block, &match);
  for (gsize i = 0; i < n; i++)
    if (used[i])
      g_array_append_val (found, blocks[i]);
  return found;
}
