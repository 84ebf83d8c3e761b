/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "register/lncc.h"

#include <math.h>
#include <string.h>

#include "base/parallel.h"
#include "register/box.h"

#define VECTOR __attribute__ ((target_clones ("avx2", "default")))
/* Rows a block. */
#define BLOCK 64

struct _SaffronLncc {
  int width, height, radius;
  const SaffronPlane *moving;
  /* Level pixel (centre coordinates) to moving pixel index. */
  double a[6];
  float moving_mean;

  SaffronPlane *r;       /* reference intensity less its mean */
  SaffronPlane *w;       /* weights of the moments */
  SaffronPlane *centre;  /* W: weights of the windows */
  SaffronPlane *inverse; /* 1 / Σ w of a window */
  SaffronPlane *r_mean, *r_var;
  double area;
  float r_floor, t_floor;

  /* The moving plane as seen through the current displacement, and its
   * derivatives by that displacement. */
  SaffronPlane *t, *tx, *ty;
};

void
saffron_lncc_free (SaffronLncc *lncc)
{
  if (lncc == NULL)
    return;
  saffron_plane_free (lncc->r);
  saffron_plane_free (lncc->w);
  saffron_plane_free (lncc->centre);
  saffron_plane_free (lncc->inverse);
  saffron_plane_free (lncc->r_mean);
  saffron_plane_free (lncc->r_var);
  saffron_plane_free (lncc->t);
  saffron_plane_free (lncc->tx);
  saffron_plane_free (lncc->ty);
  g_free (lncc);
}

double
saffron_lncc_get_area (const SaffronLncc *lncc)
{
  return lncc->area;
}

static int
n_blocks (const SaffronLncc *lncc)
{
  return (lncc->height + BLOCK - 1) / BLOCK;
}

/* Bilinear reading of one row; beyond the border the plane goes on with its
 * last pixels, where its derivative is zero. */
VECTOR static void
sample_row (const float *data,
            int width,
            int height,
            const float *px,
            const float *py,
            int n,
            float *value,
            float *dx,
            float *dy)
{
  float max_x = (float) (width - 1), max_y = (float) (height - 1);

  for (int i = 0; i < n; i++)
    {
      float x = px[i], y = py[i];
      float inside_x = (x > 0.0f && x < max_x) ? 1.0f : 0.0f;
      float inside_y = (y > 0.0f && y < max_y) ? 1.0f : 0.0f;
      float cx = x < 0.0f ? 0.0f : (x > max_x ? max_x : x);
      float cy = y < 0.0f ? 0.0f : (y > max_y ? max_y : y);
      int ix = (int) cx, iy = (int) cy;
      float fx, fy;
      const float *p;
      float v00, v10, v01, v11, top, low;

      ix = ix > width - 2 ? width - 2 : ix;
      iy = iy > height - 2 ? height - 2 : iy;
      fx = cx - (float) ix;
      fy = cy - (float) iy;
      p = data + (iy * width + ix);
      v00 = p[0];
      v10 = p[1];
      v01 = p[width];
      v11 = p[width + 1];
      top = v00 + fx * (v10 - v00);
      low = v01 + fx * (v11 - v01);
      value[i] = top + fy * (low - top);
      dx[i] = inside_x * ((v10 - v00) + fy * ((v11 - v01) - (v10 - v00)));
      dy[i] = inside_y * (low - top);
    }
}

typedef struct {
  const SaffronLncc *lncc;
  const SaffronField *field;
  const SaffronPlane *from;
  SaffronPlane *value, *dx, *dy;
  float offset;
} Warp;

VECTOR static void
place_row (const double *a,
           int y,
           int n,
           const float *u,
           const float *v,
           float *px,
           float *py)
{
  float x0 = (float) (a[0] * 0.5 + a[1] * (y + 0.5) + a[2]);
  float y0 = (float) (a[3] * 0.5 + a[4] * (y + 0.5) + a[5]);
  float xx = (float) a[0], xy = (float) a[1];
  float yx = (float) a[3], yy = (float) a[4];

  for (int x = 0; x < n; x++)
    {
      float px0 = (float) x + u[x];

      px[x] = x0 + (xx * px0 + xy * v[x]);
      py[x] = y0 + (yx * px0 + yy * v[x]);
    }
}

static void
warp_block (gint64 block, gpointer data)
{
  Warp *warp = data;
  const SaffronLncc *l = warp->lncc;
  int n = l->width;
  int end = MIN (((int) block + 1) * BLOCK, l->height);
  g_autofree float *rows = g_new0 (float, (gsize) n * 6);
  float *u = rows, *v = rows + n, *px = rows + 2 * n, *py = rows + 3 * n;
  float *gx = rows + 4 * n, *gy = rows + 5 * n;
  g_autofree float *scratch
      = g_new (float, warp->field ? (gsize) warp->field->n_x + 1 : 1);
  const double *a = l->a;

  for (int y = (int) block * BLOCK; y < end; y++)
    {
      float *value = saffron_plane_row (warp->value, y);

      if (warp->field != NULL)
        saffron_field_row (warp->field, y, u, v, scratch);
      place_row (a, y, n, u, v, px, py);
      sample_row (warp->from->data, warp->from->width, warp->from->height, px,
                  py, n, value, gx, gy);
      for (int x = 0; x < n; x++)
        value[x] -= warp->offset;
      if (warp->dx != NULL)
        {
          float *dx = saffron_plane_row (warp->dx, y);
          float *dy = saffron_plane_row (warp->dy, y);

          for (int x = 0; x < n; x++)
            {
              dx[x] = (float) a[0] * gx[x] + (float) a[3] * gy[x];
              dy[x] = (float) a[1] * gx[x] + (float) a[4] * gy[x];
            }
        }
    }
}

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
  for (int block = 0; block < n_blocks (l); block++)
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
  Warp warp = { lncc,     field,    lncc->moving,     lncc->t,
                lncc->tx, lncc->ty, lncc->moving_mean };

  saffron_parallel_for (job, n_blocks (lncc), warp_block, &warp);
}

double
saffron_lncc_eval (SaffronLncc *lncc,
                   const SaffronField *field,
                   SaffronField *gradient,
                   SaffronJob *job)
{
  gsize blocks = (gsize) n_blocks (lncc);
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
  saffron_parallel_sum (job, n_blocks (lncc), eval_block, &eval);
  if (weights != NULL)
    *weights = saffron_plane_copy (lncc->centre);
  return map;
}

/* The plane's values averaged over the weight, to be taken off: moments lose
 * less to rounding around zero. */
static double
weighted_mean (const SaffronPlane *plane, const SaffronPlane *weight)
{
  double sum = 0.0, total = 1e-6;
  gsize n = saffron_plane_n_pixels (plane);

  for (gsize i = 0; i < n; i++)
    {
      sum += (double) plane->data[i] * weight->data[i];
      total += weight->data[i];
    }
  return sum / total;
}

static double
weighted_variance (const SaffronPlane *plane, const SaffronPlane *weight)
{
  double mean = weighted_mean (plane, weight), sum = 0.0, total = 1e-6;
  gsize n = saffron_plane_n_pixels (plane);

  for (gsize i = 0; i < n; i++)
    {
      double v = plane->data[i] - mean;

      sum += v * v * weight->data[i];
      total += weight->data[i];
    }
  return sum / total;
}

static void
set_geometry (SaffronLncc *l,
              const SaffronRegPlane *reference,
              const SaffronRegPlane *moving,
              const SaffronAffine *affine)
{
  double in = reference->downsample, out = 1.0 / moving->downsample;

  l->a[0] = affine->xx * in * out;
  l->a[1] = affine->xy * in * out;
  l->a[2] = affine->x0 * out - 0.5;
  l->a[3] = affine->yx * in * out;
  l->a[4] = affine->yy * in * out;
  l->a[5] = affine->y0 * out - 0.5;
}

/* What of the moving slide lies under each reference pixel. */
static SaffronPlane *
warp_plane (const SaffronLncc *l,
            const SaffronPlane *from,
            const SaffronField *at,
            SaffronJob *job)
{
  SaffronPlane *to = saffron_plane_new (l->width, l->height);
  Warp warp = { l, at, from, to, NULL, NULL, 0.0f };

  saffron_parallel_for (job, n_blocks (l), warp_block, &warp);
  return to;
}

/* @mask read at the nearest pixel: its windows keep their edges. */
static void
apply_mask (SaffronPlane *plane, const SaffronPlane *mask)
{
  for (int y = 0; y < plane->height; y++)
    {
      float *row = saffron_plane_row (plane, y);
      gint64 my = ((gint64) y * 2 + 1) * mask->height / (2 * plane->height);
      const float *from = saffron_plane_row (mask, (int) my);

      for (int x = 0; x < plane->width; x++)
        row[x] *= from[((gint64) x * 2 + 1) * mask->width
                       / (2 * plane->width)];
    }
}

static void
set_weights (SaffronLncc *l,
             const SaffronRegPlane *reference,
             const SaffronRegPlane *moving,
             const SaffronField *at,
             const SaffronPlane *mask,
             SaffronJob *job)
{
  g_autoptr (SaffronPlane) seen = warp_plane (l, moving->weight, at, job);
  g_autoptr (SaffronPlane) tissue = warp_plane (l, moving->tissue, at, job);
  gsize n = saffron_plane_n_pixels (l->r);

  l->w = saffron_plane_copy (reference->weight);
  l->centre = saffron_plane_new (l->width, l->height);
  for (gsize i = 0; i < n; i++)
    {
      l->w->data[i] *= seen->data[i];
      /* Where only one side has tissue something is out of place: at an
       * outline that is the best evidence there is. */
      l->centre->data[i] = l->w->data[i]
                           * MAX (reference->tissue->data[i],
                                  tissue->data[i]);
    }
  if (mask != NULL)
    {
      apply_mask (l->w, mask);
      apply_mask (l->centre, mask);
    }
  l->area = 0.0;
  for (gsize i = 0; i < n; i++)
    l->area += l->centre->data[i];
}

/* The reference's side of every window, which never changes. */
static void
set_reference_moments (SaffronLncc *l)
{
  gsize n = saffron_plane_n_pixels (l->r);
  g_autoptr (SaffronPlane) product = saffron_plane_new (l->width, l->height);

  l->inverse = saffron_plane_new (l->width, l->height);
  l->r_mean = saffron_plane_new (l->width, l->height);
  l->r_var = saffron_plane_new (l->width, l->height);
  saffron_box_plane (l->w, l->radius, l->inverse);
  for (gsize i = 0; i < n; i++)
    l->inverse->data[i] = 1.0f / MAX (l->inverse->data[i], 1.0f);
  for (gsize i = 0; i < n; i++)
    product->data[i] = l->w->data[i] * l->r->data[i];
  saffron_box_plane (product, l->radius, l->r_mean);
  for (gsize i = 0; i < n; i++)
    product->data[i] *= l->r->data[i];
  saffron_box_plane (product, l->radius, l->r_var);
  for (gsize i = 0; i < n; i++)
    {
      float mean = l->r_mean->data[i] * l->inverse->data[i];
      float var = l->r_var->data[i] * l->inverse->data[i] - mean * mean;

      l->r_mean->data[i] = mean;
      l->r_var->data[i] = MAX (var, 0.0f);
    }
}

SaffronLncc *
saffron_lncc_new (const SaffronRegPlane *reference,
                  const SaffronRegPlane *moving,
                  const SaffronAffine *affine,
                  const SaffronField *at,
                  const SaffronPlane *mask,
                  int radius,
                  SaffronJob *job)
{
  SaffronLncc *l = g_new0 (SaffronLncc, 1);
  double mean = 0.0;
  gsize n = 0;

  l->width = reference->intensity->width;
  l->height = reference->intensity->height;
  l->radius = radius;
  l->moving = moving->intensity;
  set_geometry (l, reference, moving, affine);

  l->r = saffron_plane_copy (reference->intensity);
  n = saffron_plane_n_pixels (l->r);
  mean = weighted_mean (l->r, reference->tissue);
  l->r_floor
      = (float) (0.01 * weighted_variance (l->r, reference->tissue) + 1e-6);
  for (gsize i = 0; i < n; i++)
    l->r->data[i] -= (float) mean;
  l->moving_mean = (float) weighted_mean (moving->intensity, moving->tissue);
  l->t_floor
      = (float) (0.01 * weighted_variance (moving->intensity, moving->tissue)
                 + 1e-6);

  set_weights (l, reference, moving, at, mask, job);
  set_reference_moments (l);
  l->t = saffron_plane_new (l->width, l->height);
  l->tx = saffron_plane_new (l->width, l->height);
  l->ty = saffron_plane_new (l->width, l->height);
  return l;
}
