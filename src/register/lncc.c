/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "register/lncc-private.h"

#include <math.h>
#include <string.h>

#include "base/parallel.h"
#include "register/box.h"

/* Rows of a block with those around it that its windows reach. */
typedef struct {
  const SaffronLncc *lncc;
  const SaffronField *field;
  SaffronField *gradient;
  /* The part of each block: lattice rows of u then v, and the affine sums. */
  float **part;
  double *affine_part;
  SaffronPlane *map;
} Eval;

/* Products over [first, first + rows), zero outside the image. */
VECTOR static void
product_row (const float *w,
             const float *r,
             const float *t,
             int n,
             float *s,
             float *ss,
             float *rs)
{
  for (int i = 0; i < n; i++)
    {
      float wt = w[i] * t[i];

      s[i] = wt;
      ss[i] = wt * t[i];
      rs[i] = wt * r[i];
    }
}

typedef struct {
  const float *inverse, *centre, *r_mean, *r_var;
  float t_floor, r_floor;
} WindowRow;

/* From moments to W q, and to what the gradient gathers from each window. */
VECTOR static void
window_row (const WindowRow *in,
            int n,
            const float *s,
            const float *ss,
            const float *rs,
            float *q,
            float *a,
            float *b,
            float *d)
{
  for (int i = 0; i < n; i++)
    {
      float inv = in->inverse[i];
      float mean = s[i] * inv;
      float var = ss[i] * inv - mean * mean;
      float cov = rs[i] * inv - in->r_mean[i] * mean;
      float vt = (var > 0.0f ? var : 0.0f) + in->t_floor;
      float vr = in->r_var[i] + in->r_floor;
      float size = cov < 0.0f ? -cov : cov;
      float one = 1.0f / (vr * vt);
      float weight = in->centre[i] * inv;
      float ca = 2.0f * size * one * weight;
      float value = cov * size * one;
      float cb = 2.0f * value / vt * weight;

      q[i] = value;
      a[i] = ca;
      b[i] = cb;
      d[i] = cb * mean - ca * in->r_mean[i];
    }
}

static double
weighted_loss (const float *centre, const float *q, int n)
{
  double sum = 0.0;

  for (int i = 0; i < n; i++)
    sum += centre[i] * (1.0f - q[i]);
  return sum;
}

VECTOR static void
force_row (const float *w,
           const float *r,
           const float *t,
           const float *a,
           const float *b,
           const float *d,
           const float *tx,
           const float *ty,
           int n,
           float *gx,
           float *gy)
{
  for (int i = 0; i < n; i++)
    {
      float g = -w[i] * (r[i] * a[i] - t[i] * b[i] + d[i]);

      gx[i] = g * tx[i];
      gy[i] = g * ty[i];
    }
}

/* The loss of the windows centred on the block's rows; the strips then hold,
 * for these rows and @radius more on either side, what the gradient gathers. */
static double
block_windows (const Eval *eval, int y0, int y1, int halo, float *strips[7])
{
  const SaffronLncc *l = eval->lncc;
  int n = l->width, radius = l->radius;
  int first = y0 - halo - radius, last = y1 + halo + radius;
  double loss = 0.0;

  for (int y = first; y < last; y++)
    {
      gsize at = (gsize) (y - first) * (gsize) n;

      if (y < 0 || y >= l->height)
        for (int k = 0; k < 3; k++)
          memset (strips[k] + at, 0, sizeof (float) * (gsize) n);
      else
        product_row (saffron_plane_row (l->w, y), saffron_plane_row (l->r, y),
                     saffron_plane_row (l->t, y), n, strips[0] + at,
                     strips[1] + at, strips[2] + at);
    }
  for (int k = 0; k < 3; k++)
    saffron_box_strip (strips[k], last - first, n, radius, strips[k + 3]);
  for (int y = y0 - halo; y < y1 + halo; y++)
    {
      gsize at = (gsize) (y - y0 + halo) * (gsize) n;
      float *out[4] = { strips[6], strips[0] + at, strips[1] + at,
                        strips[2] + at };
      WindowRow in;

      if (y < 0 || y >= l->height)
        {
          for (int k = 1; k < 4; k++)
            memset (out[k], 0, sizeof (float) * (gsize) n);
          continue;
        }
      if (eval->map != NULL)
        out[0] = saffron_plane_row (eval->map, y);
      in = (WindowRow){ saffron_plane_row (l->inverse, y),
                        saffron_plane_row (l->centre, y),
                        saffron_plane_row (l->r_mean, y),
                        saffron_plane_row (l->r_var, y), l->t_floor,
                        l->r_floor };
      window_row (&in, n, strips[3] + at, strips[4] + at, strips[5] + at,
                  out[0], out[1], out[2], out[3]);
      if (y >= y0 && y < y1)
        loss += weighted_loss (in.centre, out[0], n);
    }
  return loss;
}

static void
block_gradient (Eval *eval, int block, int y0, int y1, float *strips[7])
{
  const SaffronLncc *l = eval->lncc;
  const SaffronField *f = eval->gradient;
  int n = l->width, radius = l->radius;
  int first_row = saffron_field_first_row (f, y0);
  int rows = saffron_field_first_row (f, y1 - 1) + 4 - first_row;
  gsize size = (gsize) rows * (gsize) f->n_x;
  g_autofree float *line = g_new (float, (gsize) n * 2 + (gsize) f->n_x + 1);
  float *part = g_new0 (float, 2 * size + 1);

  for (int k = 0; k < 3; k++)
    saffron_box_strip (strips[k], y1 - y0 + 2 * radius, n, radius,
                       strips[k + 3]);
  for (int y = y0; y < y1; y++)
    {
      gsize at = (gsize) (y - y0) * (gsize) n;

      force_row (saffron_plane_row (l->w, y), saffron_plane_row (l->r, y),
                 saffron_plane_row (l->t, y), strips[3] + at, strips[4] + at,
                 strips[5] + at, saffron_plane_row (l->tx, y),
                 saffron_plane_row (l->ty, y), n, line, line + n);
      saffron_field_scatter (f, y, line, line + n, first_row, part,
                             part + size, eval->affine_part + 6 * block,
                             line + 2 * n);
    }
  eval->part[block] = part;
}

static double
eval_block (gint64 block, gpointer data)
{
  Eval *eval = data;
  const SaffronLncc *l = eval->lncc;
  int y0 = (int) block * BLOCK;
  int y1 = MIN (y0 + BLOCK, l->height);
  int halo = eval->gradient != NULL ? l->radius : 0;
  gsize strip = (gsize) (y1 - y0 + 2 * halo + 2 * l->radius)
                * (gsize) l->width;
  g_autofree float *all = g_new (float, 6 * strip + (gsize) l->width);
  float *strips[7];
  double loss = 0.0;

  for (int k = 0; k < 7; k++)
    strips[k] = all + (gsize) k * strip;
  loss = block_windows (eval, y0, y1, halo, strips);
  if (eval->gradient != NULL)
    block_gradient (eval, (int) block, y0, y1, strips);
  return loss;
}

/* Blocks share lattice rows: added in their order. */
static void
gather_parts (Eval *eval)
{
  const SaffronLncc *l = eval->lncc;
  SaffronField *g = eval->gradient;
  gsize n = (gsize) g->n_x * (gsize) g->n_y;
  double scale = 1.0 / MAX (l->area, 1.0);

  memset (g->affine, 0, sizeof (g->affine));
  if (n > 0)
    {
      memset (g->u, 0, sizeof (float) * n);
      memset (g->v, 0, sizeof (float) * n);
    }
  for (int block = 0; block < saffron_lncc_n_blocks (l); block++)
    {
      int y0 = block * BLOCK, y1 = MIN (y0 + BLOCK, l->height);
      int first = saffron_field_first_row (g, y0);
      int rows = saffron_field_first_row (g, y1 - 1) + 4 - first;
      gsize size = (gsize) rows * (gsize) g->n_x;
      gsize at = (gsize) first * (gsize) g->n_x;
      const float *part = eval->part[block];

      if (part == NULL)
        continue;
      for (int k = 0; k < 6; k++)
        g->affine[k] += eval->affine_part[6 * block + k] * scale;
      for (gsize i = 0; i < size; i++)
        {
          g->u[at + i] += part[i] * (float) scale;
          g->v[at + i] += part[size + i] * (float) scale;
        }
      g_free (eval->part[block]);
    }
}

static void
warp_moving (SaffronLncc *lncc, const SaffronField *field, SaffronJob *job)
{
  SaffronLnccWarp warp = { lncc,     field,    lncc->moving,     lncc->t,
                lncc->tx, lncc->ty, lncc->moving_mean };

  saffron_parallel_for (job, saffron_lncc_n_blocks (lncc),
      saffron_lncc_warp_block, &warp);
}

double
saffron_lncc_eval (SaffronLncc *lncc,
                   const SaffronField *field,
                   SaffronField *gradient,
                   SaffronJob *job)
{
  gsize blocks = (gsize) saffron_lncc_n_blocks (lncc);
  g_autofree float **part = g_new0 (float *, blocks);
  g_autofree double *affine_part = g_new0 (double, 6 * blocks);
  Eval eval = { lncc, field, gradient, part, affine_part, NULL };
  double loss = 0.0;

  warp_moving (lncc, field, job);
  loss = saffron_parallel_sum (job, (gint64) blocks, eval_block, &eval);
  if (gradient != NULL)
    gather_parts (&eval);
  return loss / MAX (lncc->area, 1.0);
}

SaffronPlane *
saffron_lncc_map (SaffronLncc *lncc,
                  const SaffronField *field,
                  SaffronPlane **weights,
                  SaffronJob *job)
{
  SaffronPlane *map = saffron_plane_new (lncc->width, lncc->height);
  Eval eval = { lncc, field, NULL, NULL, NULL, map };

  warp_moving (lncc, field, job);
  saffron_parallel_sum (job, saffron_lncc_n_blocks (lncc), eval_block, &eval);
  if (weights != NULL)
    *weights = saffron_plane_copy (lncc->centre);
  return map;
}
