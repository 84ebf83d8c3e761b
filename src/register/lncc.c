/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "register/lncc-private.h"

#include <math.h>
#include <string.h>

#include "base/parallel.h"
#include "register/box.h"
#include "transform/pieces.h"

/* Distance of the nodes, in pixels, of the field under which a map is made. */
#define MAP_STEP 4

typedef struct {
  const SaffronLncc *lncc;
  const SaffronField *field;
  SaffronField *gradient;
  /* What each block contributes to the gradient: its lattice rows of u, then v,
   * and the affine sums. */
  float **part;
  double *affine_part;
  SaffronPlane *map;
} Eval;

VECTOR static void
product_row (const float *restrict w,
             const float *restrict r,
             const float *restrict t,
             float r_mean,
             int n,
             float *restrict s,
             float *restrict ss,
             float *restrict rs)
{
  for (int i = 0; i < n; i++)
    {
      float wt = w[i] * t[i];

      s[i] = wt;
      ss[i] = wt * t[i];
      rs[i] = wt * (r[i] - r_mean);
    }
}

typedef struct {
  const float *inverse, *centre, *r_mean, *r_var;
  float t_floor, r_floor;
} WindowRow;

/* Computes, from the moments of a row of windows, W q and what the gradient
 * needs from each window. */
VECTOR static void
window_row (const WindowRow *in,
            int n,
            const float *restrict s,
            const float *restrict ss,
            const float *restrict rs,
            float *restrict q,
            float *restrict a,
            float *restrict b,
            float *restrict d)
{
  const float *restrict inverse = in->inverse, *restrict centre = in->centre;
  const float *restrict r_mean = in->r_mean, *restrict r_var = in->r_var;
  float t_floor = in->t_floor, r_floor = in->r_floor;

  for (int i = 0; i < n; i++)
    {
      float inv = inverse[i];
      float mean = s[i] * inv;
      float var = ss[i] * inv - mean * mean;
      float cov = rs[i] * inv - r_mean[i] * mean;
      float vt = (var > 0.0f ? var : 0.0f) + t_floor;
      float vr = r_var[i] + r_floor;
      float size = cov < 0.0f ? -cov : cov;
      float one = 1.0f / (vr * vt);
      float weight = centre[i] * inv;
      float ca = 2.0f * size * one * weight;
      float value = cov * size * one;
      float cb = 2.0f * value / vt * weight;

      q[i] = value;
      a[i] = ca;
      b[i] = cb;
      d[i] = cb * mean - ca * r_mean[i];
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
force_row (const float *restrict w,
           const float *restrict r,
           const float *restrict t,
           const float *restrict a,
           const float *restrict b,
           const float *restrict d,
           const float *restrict tx,
           const float *restrict ty,
           float r_mean,
           int n,
           float *restrict gx,
           float *restrict gy)
{
  for (int i = 0; i < n; i++)
    {
      float g = -w[i] * ((r[i] - r_mean) * a[i] - t[i] * b[i] + d[i]);

      gx[i] = g * tx[i];
      gy[i] = g * ty[i];
    }
}

/* A block's work, row by row. When row y of the moving slide has been read, the
 * windows centred on row y − radius are complete, and with them the gradient at
 * row y − 2 radius. No more rows are held than that requires. */
typedef struct {
  const Eval *eval;
  int y0, y1; /* the block's own rows */
  SaffronBoxStream moments[3], gathered[3];
  SaffronLnccScratch scratch;
  float *t, *tx, *ty; /* the last 2 radius + 1 rows */
  float *sums[3], *q, *line;
  float *unused[3]; /* what only a gradient needs */
  float *all;
} Flow;

static void
flow_init (Flow *flow, const Eval *eval, int y0, int y1)
{
  const SaffronLncc *l = eval->lncc;
  gsize n = (gsize) l->width, ring = n * (2 * (gsize) l->radius + 1);
  gsize nodes = eval->gradient != NULL ? (gsize) eval->gradient->n_x : 0;
  float *at = g_new (float, 3 * ring + 9 * n + nodes + 1);

  *flow = (Flow){ .eval = eval, .y0 = y0, .y1 = y1, .all = at };
  flow->t = at;
  flow->tx = at + ring;
  flow->ty = at + 2 * ring;
  at += 3 * ring;
  for (int k = 0; k < 3; k++, at += n)
    {
      flow->sums[k] = at;
      flow->unused[k] = at + 3 * n;
    }
  at += 3 * n;
  flow->q = at;
  flow->line = at + n;
  for (int k = 0; k < 3; k++)
    {
      saffron_box_stream_init (&flow->moments[k], l->width, l->radius);
      if (eval->gradient != NULL)
        saffron_box_stream_init (&flow->gathered[k], l->width, l->radius);
    }
  saffron_lncc_scratch_init (&flow->scratch, l, eval->field);
}

static void
flow_clear (Flow *flow)
{
  for (int k = 0; k < 3; k++)
    {
      saffron_box_stream_clear (&flow->moments[k]);
      saffron_box_stream_clear (&flow->gathered[k]);
    }
  saffron_lncc_scratch_clear (&flow->scratch);
  g_free (flow->all);
}

static gsize
flow_at (const Flow *flow, int y)
{
  const SaffronLncc *l = flow->eval->lncc;
  int rows = 2 * l->radius + 1;

  return (gsize) ((y + rows) % rows) * (gsize) l->width;
}

/* Reads row @y; TRUE once the windows of row @y − radius are complete. */
static gboolean
flow_read (Flow *flow, int y)
{
  const SaffronLncc *l = flow->eval->lncc;
  gboolean own = flow->eval->gradient != NULL && y >= flow->y0 && y < flow->y1;
  gboolean ready = FALSE;
  gsize at = y >= 0 ? flow_at (flow, y) : 0;
  float *out[3];

  for (int k = 0; k < 3; k++)
    out[k] = saffron_box_stream_next (&flow->moments[k]);
  if (y < 0 || y >= l->height)
    for (int k = 0; k < 3; k++)
      memset (out[k], 0, sizeof (float) * (gsize) l->width);
  else
    {
      saffron_lncc_place_row (l, flow->eval->field, y, &flow->scratch);
      if (flow->eval->map != NULL)
        saffron_lncc_read_row_smoothly (l, l->moving, l->moving_mean,
                                        &flow->scratch, flow->t + at);
      else
        saffron_lncc_read_row (l, l->moving, l->moving_mean, &flow->scratch,
                               flow->t + at, own ? flow->tx + at : NULL,
                               flow->ty + at);
      product_row (saffron_plane_row (l->w, y),
                   saffron_plane_row (l->reference, y), flow->t + at,
                   l->reference_mean, l->width, out[0], out[1], out[2]);
    }
  for (int k = 0; k < 3; k++)
    ready = saffron_box_stream_push (&flow->moments[k], flow->sums[k]);
  return ready;
}

/* Returns the loss of the windows centred on row @y. If a gradient is wanted,
 * passes on what it needs from them. */
static double
flow_windows (Flow *flow, int y, float *out[4])
{
  const SaffronLncc *l = flow->eval->lncc;
  int n = l->width;
  WindowRow in;

  if (y < 0 || y >= l->height)
    {
      for (int k = 1; k < 4; k++)
        memset (out[k], 0, sizeof (float) * (gsize) n);
      return 0.0;
    }
  in = (WindowRow){ saffron_plane_row (l->inverse, y),
                    saffron_plane_row (l->centre, y),
                    saffron_plane_row (l->r_mean, y),
                    saffron_plane_row (l->r_var, y),
                    l->t_floor,
                    l->r_floor };
  window_row (&in, n, flow->sums[0], flow->sums[1], flow->sums[2], out[0],
              out[1], out[2], out[3]);
  return y >= flow->y0 && y < flow->y1 ? weighted_loss (in.centre, out[0], n)
                                       : 0.0;
}

static void
flow_gather (Flow *flow, int y, int first_row, float *part, double *affine)
{
  const SaffronLncc *l = flow->eval->lncc;
  const SaffronField *f = flow->eval->gradient;
  gsize n = (gsize) l->width, at = flow_at (flow, y);
  int rows = saffron_field_first_row (f, flow->y1 - 1) + 4 - first_row;

  force_row (saffron_plane_row (l->w, y), saffron_plane_row (l->reference, y),
             flow->t + at, flow->sums[0], flow->sums[1], flow->sums[2],
             flow->tx + at, flow->ty + at, l->reference_mean, l->width,
             flow->line, flow->line + n);
  saffron_field_scatter (f, y, flow->line, flow->line + n, first_row, part,
                         part + (gsize) rows * (gsize) f->n_x,
                         f->n_x > 0 ? NULL : affine, flow->line + 2 * n);
}

static double
eval_block (gint64 block, gpointer data)
{
  Eval *eval = data;
  const SaffronLncc *l = eval->lncc;
  const SaffronField *g = eval->gradient;
  int block_rows = saffron_lncc_block_rows (l);
  int y0 = (int) block * block_rows, y1 = MIN (y0 + block_rows, l->height);
  int radius = l->radius, halo = g != NULL ? radius : 0;
  int first_row = g != NULL ? saffron_field_first_row (g, y0) : 0;
  double loss = 0.0;
  float *part = NULL;
  Flow flow;

  if (g != NULL)
    part = g_new0 (
        float, 2 * (gsize) (saffron_field_first_row (g, y1 - 1) + 4 - first_row)
                       * (gsize) g->n_x
                   + 1);
  flow_init (&flow, eval, y0, y1);
  for (int y = y0 - halo - radius; y < y1 + halo + radius; y++)
    {
      float *out[4] = { flow.q, flow.unused[0], flow.unused[1],
                        flow.unused[2] };
      gboolean ready = flow_read (&flow, y);

      if (!ready)
        continue;
      for (int k = 0; g != NULL && k < 3; k++)
        out[k + 1] = saffron_box_stream_next (&flow.gathered[k]);
      if (eval->map != NULL)
        out[0] = saffron_plane_row (eval->map, y - radius);
      loss += flow_windows (&flow, y - radius, out);
      for (int k = 0; g != NULL && k < 3; k++)
        ready = saffron_box_stream_push (&flow.gathered[k], flow.sums[k]);
      if (g != NULL && ready)
        flow_gather (&flow, y - 2 * radius, first_row, part,
                     eval->affine_part + 6 * block);
    }
  flow_clear (&flow);
  if (g != NULL)
    eval->part[block] = part;
  return loss;
}

/* Rows of the lattice that one index of a parallel loop adds up. */
#define GATHER_ROWS 16

/* Adds the blocks' contributions to some rows of the lattice, in the order of
 * the blocks, because blocks share rows. */
static void
gather_rows (gint64 index, gpointer data)
{
  const Eval *eval = data;
  const SaffronLncc *l = eval->lncc;
  SaffronField *g = eval->gradient;
  int from = (int) index * GATHER_ROWS, to = MIN (from + GATHER_ROWS, g->n_y);
  gsize n = (gsize) g->n_x, at = (gsize) from * n;
  int block_rows = saffron_lncc_block_rows (l);
  double scale = 1.0 / MAX (l->area, 1.0);

  memset (g->u + at, 0, sizeof (float) * (gsize) (to - from) * n);
  memset (g->v + at, 0, sizeof (float) * (gsize) (to - from) * n);
  for (int block = 0; block < saffron_lncc_n_blocks (l); block++)
    {
      int y0 = block * block_rows, y1 = MIN (y0 + block_rows, l->height);
      int first = saffron_field_first_row (g, y0);
      int rows = saffron_field_first_row (g, y1 - 1) + 4 - first;
      const float *part = eval->part[block];

      if (part == NULL)
        continue;
      for (int y = MAX (first, from); y < MIN (first + rows, to); y++)
        {
          const float *u = part + (gsize) (y - first) * n;
          const float *v = u + (gsize) rows * n;

          for (gsize i = 0; i < n; i++)
            {
              g->u[(gsize) y * n + i] += u[i] * (float) scale;
              g->v[(gsize) y * n + i] += v[i] * (float) scale;
            }
        }
    }
}

static void
gather_parts (Eval *eval, SaffronJob *job)
{
  const SaffronLncc *l = eval->lncc;
  SaffronField *g = eval->gradient;
  int n_blocks = saffron_lncc_n_blocks (l);
  double scale = 1.0 / MAX (l->area, 1.0);

  memset (g->affine, 0, sizeof (g->affine));
  for (int block = 0; block < n_blocks; block++)
    for (int k = 0; k < 6 && eval->part[block] != NULL; k++)
      g->affine[k] += eval->affine_part[6 * block + k] * scale;
  if (g->n_y > 0)
    saffron_parallel_for (job, (g->n_y + GATHER_ROWS - 1) / GATHER_ROWS,
                          gather_rows, eval);
  for (int block = 0; block < n_blocks; block++)
    g_free (eval->part[block]);
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

  saffron_lncc_prepare (lncc, job);
  loss = saffron_parallel_sum (job, (gint64) blocks, eval_block, &eval);
  if (gradient != NULL)
    gather_parts (&eval, job);
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

  saffron_lncc_prepare (lncc, job);
  saffron_parallel_sum (job, saffron_lncc_n_blocks (lncc), eval_block, &eval);
  if (weights != NULL)
    *weights = saffron_plane_copy (lncc->centre);
  return map;
}

/* @transform has no pieces. */
static SaffronPlane *
map_smooth (const SaffronRegPlane *reference,
            const SaffronRegPlane *moving,
            const SaffronTransform *transform,
            const SaffronPlane *mask,
            int radius,
            SaffronPlane **weights,
            SaffronJob *job)
{
  gboolean bends = saffron_transform_bends (transform);
  g_autoptr (SaffronField) field =
      saffron_field_new (reference->intensity->width,
                         reference->intensity->height, MAP_STEP, bends);
  g_autoptr (SaffronLncc) lncc = NULL;

  if (bends)
    saffron_field_from_transform (field, transform, reference->downsample, job);
  lncc = saffron_lncc_new (reference, moving,
                           saffron_transform_get_affine (transform), field,
                           mask, radius, job);
  return saffron_lncc_map (lncc, field, weights, job);
}

/* Copies what is piece @k's. */
static void
take_piece (const SaffronTransform *transform,
            int k,
            double downsample,
            const SaffronPlane *from,
            SaffronPlane *to)
{
  g_autofree guint8 *labels = g_new (guint8, to->width);

  for (int y = 0; y < to->height; y++)
    {
      SaffronRefPoint start = { 0.5 * downsample, (y + 0.5) * downsample };

      saffron_transform_label_row (transform, start, downsample, to->width,
                                   labels);
      for (int x = 0; x < to->width; x++)
        if (labels[x] == k)
          saffron_plane_row (to, y)[x] = saffron_plane_row (from, y)[x];
    }
}

SaffronPlane *
saffron_lncc_map_under (const SaffronRegPlane *reference,
                        const SaffronRegPlane *moving,
                        const SaffronTransform *transform,
                        const SaffronPlane *mask,
                        int radius,
                        SaffronPlane **weights,
                        SaffronJob *job)
{
  int w = reference->intensity->width, h = reference->intensity->height;
  SaffronPlane *map = NULL;

  if (saffron_transform_get_map (transform) == NULL)
    return map_smooth (reference, moving, transform, mask, radius, weights,
                       job);
  map = saffron_plane_new (w, h);
  if (weights != NULL)
    *weights = saffron_plane_new (w, h);
  for (int k = 0; k < saffron_transform_get_n_pieces (transform); k++)
    {
      g_autoptr (SaffronTransform) piece = NULL;
      g_autoptr (SaffronPlane) own = NULL;
      g_autoptr (SaffronPlane) weight = NULL;

      if (saffron_transform_get_piece_share (transform, k) <= 0.0)
        continue;
      piece = saffron_transform_get_piece (transform, k);
      own = map_smooth (reference, moving, piece, mask, radius, &weight, job);
      take_piece (transform, k, reference->downsample, own, map);
      if (weights != NULL)
        take_piece (transform, k, reference->downsample, weight, *weights);
    }
  return map;
}
