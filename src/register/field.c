/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "register/field.h"

#include <math.h>
#include <string.h>

#include "base/parallel.h"
#include "base/vector.h"
#include "transform/pieces.h"

#define MAX_STEP 64

SaffronField *
saffron_field_new (int width, int height, int step, gboolean with_lattice)
{
  SaffronField *field = g_new0 (SaffronField, 1);

  g_assert (step >= 1 && step <= MAX_STEP);
  field->width = width;
  field->height = height;
  field->step = step;
  if (with_lattice)
    {
      gsize n = 0;

      field->n_x = (width + step - 1) / step + 3;
      field->n_y = (height + step - 1) / step + 3;
      n = (gsize) field->n_x * (gsize) field->n_y;
      field->u = g_new0 (float, n);
      field->v = g_new0 (float, n);
    }
  return field;
}

void
saffron_field_free (SaffronField *field)
{
  if (field == NULL)
    return;
  g_free (field->u);
  g_free (field->v);
  g_free (field);
}

static void
spline_weights (double t, float w[4])
{
  double s = 1.0 - t;

  w[0] = (float) (s * s * s / 6.0);
  w[1] = (float) ((3.0 * t * t * t - 6.0 * t * t + 4.0) / 6.0);
  w[2] = (float) ((3.0 * s * s * s - 6.0 * s * s + 4.0) / 6.0);
  w[3] = (float) (t * t * t / 6.0);
}

/* The weights of the pixels of one cell: [node][pixel]. */
static void
cell_weights (int step, float w[4][MAX_STEP])
{
  for (int p = 0; p < step; p++)
    {
      float one[4];

      spline_weights ((p + 0.5) / step, one);
      for (int j = 0; j < 4; j++)
        w[j][p] = one[j];
    }
}

static inline __attribute__ ((always_inline)) void
expand_cells (const float *nodes,
              int n,
              int step,
              float w[4][MAX_STEP],
              float *out)
{
  int i = 0;

  for (; (i + 1) * step <= n; i++)
    {
      float a = nodes[i], b = nodes[i + 1];
      float c = nodes[i + 2], d = nodes[i + 3];

      for (int p = 0; p < step; p++)
        out[i * step + p] +=
            a * w[0][p] + b * w[1][p] + c * w[2][p] + d * w[3][p];
    }
  for (int x = i * step; x < n; x++)
    out[x] += nodes[i] * w[0][x - i * step] + nodes[i + 1] * w[1][x - i * step]
              + nodes[i + 2] * w[2][x - i * step]
              + nodes[i + 3] * w[3][x - i * step];
}

/* A constant step lets the compiler unroll the loops; the sums are the same. */
VECTOR static void
expand_row (const float *nodes,
            int n,
            int step,
            float w[4][MAX_STEP],
            float *out)
{
  if (step == 4)
    expand_cells (nodes, n, 4, w, out);
  else if (step == 8)
    expand_cells (nodes, n, 8, w, out);
  else
    expand_cells (nodes, n, step, w, out);
}

static void
combine_rows (const float *coefficients,
              int n_x,
              int first,
              const float w[4],
              float *out)
{
  const float *a = coefficients + (gsize) first * (gsize) n_x;
  const float *b = a + n_x, *c = b + n_x, *d = c + n_x;

  for (int i = 0; i < n_x; i++)
    out[i] = a[i] * w[0] + b[i] * w[1] + c[i] * w[2] + d[i] * w[3];
}

void
saffron_field_row (const SaffronField *field,
                   int y,
                   float *u,
                   float *v,
                   float *scratch)
{
  double half = MAX (field->width, field->height) / 2.0;
  double py = (y + 0.5 - field->height / 2.0) / half;
  double x0 = (0.5 - field->width / 2.0) / half;
  const double *a = field->affine;
  float u0 = (float) (a[0] + a[1] * x0 + a[2] * py);
  float v0 = (float) (a[3] + a[4] * x0 + a[5] * py);
  float du = (float) (a[1] / half), dv = (float) (a[4] / half);

  for (int x = 0; x < field->width; x++)
    {
      u[x] = u0 + du * (float) x;
      v[x] = v0 + dv * (float) x;
    }
  if (field->n_x > 0)
    {
      float w[4][MAX_STEP], wy[4];
      int first = y / field->step;

      cell_weights (field->step, w);
      spline_weights ((y % field->step + 0.5) / field->step, wy);
      combine_rows (field->u, field->n_x, first, wy, scratch);
      expand_row (scratch, field->width, field->step, w, u);
      combine_rows (field->v, field->n_x, first, wy, scratch);
      expand_row (scratch, field->width, field->step, w, v);
    }
}

/* The four nodes around a pixel, which are summed side by side. */
typedef float Four __attribute__ ((vector_size (16)));

/* Writes what each cell adds to the four nodes around it. Node i is complete
 * after cell i, so the next three are held until then. */
static inline __attribute__ ((always_inline)) void
reduce_cells (const float *values, int n, int step, const Four *w, float *nodes)
{
  float held[3] = { 0, 0, 0 };
  int i = 0;

  for (; i * step < n; i++)
    {
      int m = MIN (step, n - i * step);
      Four sums = { 0, 0, 0, 0 };

      for (int p = 0; p < m; p++)
        sums += values[i * step + p] * w[p];
      nodes[i] = held[0] + sums[0];
      held[0] = held[1] + sums[1];
      held[1] = held[2] + sums[2];
      held[2] = 0.0f + sums[3];
    }
  for (int k = 0; k < 3; k++)
    nodes[i + k] = held[k];
}

VECTOR static void
reduce_row (const float *values, int n, int step, const Four *w, float *nodes)
{
  if (step == 4)
    reduce_cells (values, n, 4, w, nodes);
  else if (step == 8)
    reduce_cells (values, n, 8, w, nodes);
  else
    reduce_cells (values, n, step, w, nodes);
}

/* Adds the nodes of one row of pixels to four rows of the lattice. */
VECTOR static void
spread_row (const float *nodes, int n, const float wy[4], float *to)
{
  for (int j = 0; j < 4; j++)
    for (int i = 0; i < n; i++)
      to[j * n + i] += nodes[i] * wy[j];
}

static void
scatter_affine (const SaffronField *field,
                int y,
                const float *du,
                const float *dv,
                double *affine)
{
  double half = MAX (field->width, field->height) / 2.0;
  double py = (y + 0.5 - field->height / 2.0) / half;
  double sums[4] = { 0, 0, 0, 0 };

  for (int x = 0; x < field->width; x++)
    {
      double px = x + 0.5 - field->width / 2.0;

      sums[0] += du[x];
      sums[1] += du[x] * px;
      sums[2] += dv[x];
      sums[3] += dv[x] * px;
    }
  affine[0] += sums[0];
  affine[1] += sums[1] / half;
  affine[2] += sums[0] * py;
  affine[3] += sums[2];
  affine[4] += sums[3] / half;
  affine[5] += sums[2] * py;
}

void
saffron_field_scatter (const SaffronField *field,
                       int y,
                       const float *du,
                       const float *dv,
                       int first_row,
                       float *gu,
                       float *gv,
                       double *affine,
                       float *scratch)
{
  if (affine != NULL)
    scatter_affine (field, y, du, dv, affine);
  if (field->n_x > 0)
    {
      Four w[MAX_STEP];
      float wy[4], one[4];
      int n = field->n_x;
      gsize row = (gsize) (y / field->step - first_row) * (gsize) n;

      for (int p = 0; p < field->step; p++)
        {
          spline_weights ((p + 0.5) / field->step, one);
          w[p] = (Four){ one[0], one[1], one[2], one[3] };
        }
      spline_weights ((y % field->step + 0.5) / field->step, wy);
      reduce_row (du, field->width, field->step, w, scratch);
      spread_row (scratch, n, wy, gu + row);
      reduce_row (dv, field->width, field->step, w, scratch);
      spread_row (scratch, n, wy, gv + row);
    }
}

/* One coefficient of the lattice of half the spacing, along one axis: fine node
 * j lies at the coarse position (j + 1) / 2. */
static double
subdivide (const double *c, int stride, int n, int j)
{
  int i = (j + 1) / 2;

  if (j % 2 == 0)
    return 0.5
           * (c[MIN (j / 2, n - 1) * stride]
              + c[MIN (j / 2 + 1, n - 1) * stride]);
  return 0.125 * c[MAX (i - 1, 0) * stride] + 0.75 * c[MIN (i, n - 1) * stride]
         + 0.125 * c[MIN (i + 1, n - 1) * stride];
}

static void
refine_component (const SaffronField *from,
                  const float *in,
                  const SaffronField *to,
                  float *out)
{
  gsize n = (gsize) from->n_x * (gsize) from->n_y;
  g_autofree double *c = g_new (double, n);
  g_autofree double *rows = g_new (double, (gsize) to->n_x *(gsize) from->n_y);

  for (gsize i = 0; i < n; i++)
    c[i] = in[i];
  for (int y = 0; y < from->n_y; y++)
    for (int x = 0; x < to->n_x; x++)
      rows[y * to->n_x + x] = subdivide (c + y * from->n_x, 1, from->n_x, x);
  for (int y = 0; y < to->n_y; y++)
    for (int x = 0; x < to->n_x; x++)
      out[y * to->n_x + x] =
          (float) (2.0 * subdivide (rows + x, to->n_x, from->n_y, y));
}

SaffronField *
saffron_field_refine (const SaffronField *field, int width, int height)
{
  SaffronField *fine =
      saffron_field_new (width, height, field->step, field->n_x > 0);
  /* If a side was rounded up, the centre moves by up to half a pixel. */
  double half = MAX (field->width, field->height) / 2.0;
  double fine_half = MAX (width, height) / 2.0;
  double cx = (width / 2.0 / 2.0 - field->width / 2.0) / half;
  double cy = (height / 2.0 / 2.0 - field->height / 2.0) / half;

  for (int k = 0; k < 6; k += 3)
    {
      const double *a = field->affine + k;
      double scale = fine_half / 2.0 / half;

      fine->affine[k] = 2.0 * (a[0] + a[1] * cx + a[2] * cy);
      fine->affine[k + 1] = 2.0 * a[1] * scale;
      fine->affine[k + 2] = 2.0 * a[2] * scale;
    }
  if (field->n_x > 0)
    {
      refine_component (field, field->u, fine, fine->u);
      refine_component (field, field->v, fine, fine->v);
    }
  return fine;
}

SaffronLattice *
saffron_field_to_lattice (const SaffronField *field,
                          double width,
                          double height,
                          double downsample)
{
  SaffronLattice *lattice =
      saffron_lattice_new (width, height, field->step * downsample);

  for (int y = 0; y < lattice->n_y; y++)
    for (int x = 0; x < lattice->n_x; x++)
      {
        gsize from = (gsize) MIN (y, field->n_y - 1) * (gsize) field->n_x
                     + (gsize) MIN (x, field->n_x - 1);
        gsize to = (gsize) y * (gsize) lattice->n_x + (gsize) x;

        lattice->u[to] = (float) (field->u[from] * downsample);
        lattice->v[to] = (float) (field->v[from] * downsample);
      }
  return lattice;
}

typedef struct {
  const SaffronField *field;
  const SaffronTransform *transform;
  double spacing;
  double *u, *v;
} Displacement;

static void
displace_row (gint64 y, gpointer data)
{
  const Displacement *d = data;
  int n = d->field->n_x;

  for (int x = 0; x < n; x++)
    saffron_transform_displace (
        d->transform,
        (SaffronRefPoint){ (x - 1) * d->spacing, (y - 1) * d->spacing },
        &d->u[y * n + x], &d->v[y * n + x]);
}

/* The field's lattice in level-0 pixels, made to take @transform's displacement
 * at its nodes. */
static SaffronLattice *
fit_lattice (const SaffronField *field,
             const SaffronTransform *transform,
             double spacing,
             SaffronJob *job)
{
  gsize n = (gsize) field->n_x * (gsize) field->n_y;
  g_autofree double *u = g_new (double, n);
  g_autofree double *v = g_new (double, n);
  SaffronLattice *fitted = g_new0 (SaffronLattice, 1);

  *fitted = (SaffronLattice){ .n_x = field->n_x,
                              .n_y = field->n_y,
                              .spacing = spacing,
                              .x0 = -spacing,
                              .y0 = -spacing,
                              .u = g_new0 (float, n),
                              .v = g_new0 (float, n) };
  saffron_parallel_for (job, field->n_y, displace_row,
                        &(Displacement){ field, transform, spacing, u, v });
  saffron_lattice_fit (fitted, u, v);
  return fitted;
}

static gboolean
has_nodes_of (const SaffronLattice *lattice,
              const SaffronField *field,
              double spacing)
{
  return fabs (lattice->spacing - spacing) < 1e-9 * spacing
         && fabs (lattice->x0 + spacing) < 1e-6 * spacing
         && fabs (lattice->y0 + spacing) < 1e-6 * spacing
         && lattice->n_x >= field->n_x && lattice->n_y >= field->n_y;
}

void
saffron_field_from_transform (SaffronField *field,
                              const SaffronTransform *transform,
                              double downsample,
                              SaffronJob *job)
{
  double spacing = field->step * downsample;
  const SaffronLattice *lattice = NULL;
  g_autoptr (SaffronLattice) fitted = NULL;

  if (saffron_transform_get_map (transform) == NULL)
    lattice = saffron_transform_get_lattice (transform);
  if (lattice == NULL || !has_nodes_of (lattice, field, spacing))
    {
      fitted = fit_lattice (field, transform, spacing, job);
      lattice = fitted;
    }
  for (int y = 0; y < field->n_y; y++)
    for (int x = 0; x < field->n_x; x++)
      {
        gsize from = (gsize) y * (gsize) lattice->n_x + (gsize) x;
        gsize to = (gsize) y * (gsize) field->n_x + (gsize) x;

        field->u[to] = (float) (lattice->u[from] / downsample);
        field->v[to] = (float) (lattice->v[from] / downsample);
      }
}
