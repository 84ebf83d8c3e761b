/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "transform/lattice-private.h"

#include <math.h>
#include <string.h>

SaffronLattice *
saffron_lattice_alloc (int n_x, int n_y)
{
  SaffronLattice *lattice = g_new0 (SaffronLattice, 1);
  gsize n = (gsize) n_x * (gsize) n_y;

  lattice->n_x = n_x;
  lattice->n_y = n_y;
  lattice->u = g_new0 (float, n);
  lattice->v = g_new0 (float, n);
  return lattice;
}

SaffronLattice *
saffron_lattice_new (double width, double height, double spacing)
{
  SaffronLattice *lattice = NULL;

  g_return_val_if_fail (width > 0.0 && height > 0.0 && spacing > 0.0, NULL);
  g_return_val_if_fail (width / spacing < 1e6 && height / spacing < 1e6, NULL);

  lattice = saffron_lattice_alloc ((int) ceil (width / spacing) + 3,
                                   (int) ceil (height / spacing) + 3);
  lattice->spacing = spacing;
  lattice->x0 = -spacing;
  lattice->y0 = -spacing;
  return lattice;
}

SaffronLattice *
saffron_lattice_copy (const SaffronLattice *lattice)
{
  SaffronLattice *copy = saffron_lattice_alloc (lattice->n_x, lattice->n_y);
  gsize size = sizeof (float) * (gsize) lattice->n_x * (gsize) lattice->n_y;

  copy->spacing = lattice->spacing;
  copy->x0 = lattice->x0;
  copy->y0 = lattice->y0;
  memcpy (copy->u, lattice->u, size);
  memcpy (copy->v, lattice->v, size);
  return copy;
}

void
saffron_lattice_free (SaffronLattice *lattice)
{
  if (lattice == NULL)
    return;
  g_free (lattice->u);
  g_free (lattice->v);
  g_free (lattice);
}

gboolean
saffron_lattice_equal (const SaffronLattice *a, const SaffronLattice *b)
{
  gsize size;

  if (a == NULL || b == NULL)
    return a == b;
  if (a->n_x != b->n_x || a->n_y != b->n_y
      || memcmp (&a->spacing, &b->spacing, sizeof a->spacing) != 0
      || memcmp (&a->x0, &b->x0, sizeof a->x0) != 0
      || memcmp (&a->y0, &b->y0, sizeof a->y0) != 0)
    return FALSE;
  size = sizeof (float) * (gsize) a->n_x * (gsize) a->n_y;
  return memcmp (a->u, b->u, size) == 0 && memcmp (a->v, b->v, size) == 0;
}

/* Σ wy[j] wx[i] c[j][i] over the 4 × 4 coefficients around a cell. */
static inline double
weigh (const float *c, int n_x, const double wx[4], const double wy[4])
{
  double sum = 0.0;

  for (int j = 0; j < 4; j++, c += n_x)
    sum += wy[j] * (wx[0] * c[0] + wx[1] * c[1] + wx[2] * c[2] + wx[3] * c[3]);
  return sum;
}

static inline gsize
first_of_cell (const SaffronLattice *lattice, int cell_x, int cell_y)
{
  return (gsize) (cell_y - 1) * (gsize) lattice->n_x + (gsize) (cell_x - 1);
}

void
saffron_lattice_eval (const SaffronLattice *lattice,
                      SaffronRefPoint p,
                      double *u,
                      double *v,
                      double du[4])
{
  SaffronLatticePlace px = saffron_lattice_place (
      (p.x - lattice->x0) / lattice->spacing, lattice->n_x);
  SaffronLatticePlace py = saffron_lattice_place (
      (p.y - lattice->y0) / lattice->spacing, lattice->n_y);
  gsize first = first_of_cell (lattice, px.cell, py.cell);
  const float *cu = lattice->u + first;
  const float *cv = lattice->v + first;
  double wx[4], wy[4], sx[4], sy[4];

  saffron_lattice_weights (px.t, wx);
  saffron_lattice_weights (py.t, wy);
  *u = weigh (cu, lattice->n_x, wx, wy);
  *v = weigh (cv, lattice->n_x, wx, wy);
  if (du == NULL)
    return;

  saffron_lattice_slopes (px.t, sx);
  saffron_lattice_slopes (py.t, sy);
  du[0] =
      px.outside ? 0.0 : weigh (cu, lattice->n_x, sx, wy) / lattice->spacing;
  du[1] =
      py.outside ? 0.0 : weigh (cu, lattice->n_x, wx, sy) / lattice->spacing;
  du[2] =
      px.outside ? 0.0 : weigh (cv, lattice->n_x, sx, wy) / lattice->spacing;
  du[3] =
      py.outside ? 0.0 : weigh (cv, lattice->n_x, wx, sy) / lattice->spacing;
}

void
saffron_lattice_eval_extended (const SaffronLattice *lattice,
                               SaffronRefPoint p,
                               double *u,
                               double *v)
{
  double x = (p.x - lattice->x0) / lattice->spacing;
  double y = (p.y - lattice->y0) / lattice->spacing;
  SaffronLatticePlace px = saffron_lattice_place (x, lattice->n_x);
  SaffronLatticePlace py = saffron_lattice_place (y, lattice->n_y);
  gsize first = first_of_cell (lattice, px.cell, py.cell);
  double wx[4], wy[4];

  saffron_lattice_weights (x - px.cell, wx);
  saffron_lattice_weights (y - py.cell, wy);
  *u = weigh (lattice->u + first, lattice->n_x, wx, wy);
  *v = weigh (lattice->v + first, lattice->n_x, wx, wy);
}

/* How far beyond the border the polynomial of its cell can be trusted, cells.
 */
#define TRUSTED 0.5

/* A coordinate of the continued lattice: @w are the weights of the border
 * cell's polynomial, and then of a straight line; @beyond is how long that is,
 * in cells. */
typedef struct {
  int cell;
  double w[4], slopes[4];
  double beyond;
} Continued;

static Continued
continued (double x, int n)
{
  Continued c;
  double t;

  c.cell = saffron_lattice_place (x, n).cell;
  t = CLAMP (x - c.cell, -TRUSTED, 1.0 + TRUSTED);
  c.beyond = x - c.cell - t;
  saffron_lattice_weights (t, c.w);
  saffron_lattice_slopes (t, c.slopes);
  for (int i = 0; i < 4; i++)
    c.w[i] += c.beyond * c.slopes[i];
  return c;
}

void
saffron_lattice_eval_continued (const SaffronLattice *lattice,
                                SaffronRefPoint p,
                                double *u,
                                double *v,
                                double du[4])
{
  int n = lattice->n_x;
  Continued x = continued ((p.x - lattice->x0) / lattice->spacing, n);
  Continued y =
      continued ((p.y - lattice->y0) / lattice->spacing, lattice->n_y);
  const float *cu = lattice->u + first_of_cell (lattice, x.cell, y.cell);
  const float *cv = lattice->v + first_of_cell (lattice, x.cell, y.cell);
  double twist_u = 0.0, twist_v = 0.0;

  /* Beyond a corner both straight lines start there: their product, which grows
   * with the square of the distance, is taken out. */
  if (x.beyond != 0.0 && y.beyond != 0.0)
    {
      twist_u = weigh (cu, n, x.slopes, y.slopes);
      twist_v = weigh (cv, n, x.slopes, y.slopes);
    }
  *u = weigh (cu, n, x.w, y.w) - x.beyond * y.beyond * twist_u;
  *v = weigh (cv, n, x.w, y.w) - x.beyond * y.beyond * twist_v;
  if (du == NULL)
    return;
  du[0] = weigh (cu, n, x.slopes, y.w) - y.beyond * twist_u;
  du[1] = weigh (cu, n, x.w, y.slopes) - x.beyond * twist_u;
  du[2] = weigh (cv, n, x.slopes, y.w) - y.beyond * twist_v;
  du[3] = weigh (cv, n, x.w, y.slopes) - x.beyond * twist_v;
  for (int i = 0; i < 4; i++)
    du[i] /= lattice->spacing;
}

/* Lines of values along one axis, solved together: value i of line l is
 * f[i * step + l * line_step]. */
typedef struct {
  double *f;
  int n;
  gsize step;
  int n_lines;
  gsize line_step;
} Lines;

static inline double *
value_at (const Lines *lines, int line, int i)
{
  return lines->f + (gsize) line * lines->line_step + (gsize) i * lines->step;
}

/* Forward elimination from the first row to the last but one. Writes to @up
 * what remains above the diagonal. Of the last row it only removes coefficient
 * 3, as in row 0; substitute() solves it. */
static void
eliminate (const Lines *lines,
           const double w[4],
           const double first[3],
           double *up)
{
  int n = lines->n;
  gsize step = lines->step;

  for (int l = 0; l < lines->n_lines; l++)
    {
      double *a = value_at (lines, l, 0), *z = value_at (lines, l, n - 1);

      a[0] = (a[0] - w[3] * 6.0 * a[2 * step]) * first[0];
      z[0] = (z[0] - w[3] * 6.0 * *(z - 2 * step)) * first[0];
    }

  /* Row 1 follows row 0, which has three coefficients; the rows after it are
   * regular. */
  up[0] = first[1];
  up[1] = (1.0 - first[2]) / (4.0 - first[1]);
  for (int l = 0; l < lines->n_lines; l++)
    {
      double *a = value_at (lines, l, 0);

      a[step] = (6.0 * a[step] - a[0]) / (4.0 - first[1]);
    }
  for (int i = 2; i < n - 1; i++)
    {
      double pivot = 1.0 / (4.0 - up[i - 1]);

      up[i] = pivot;
      for (int l = 0; l < lines->n_lines; l++)
        {
          double *a = value_at (lines, l, i);

          a[0] = (6.0 * a[0] - *(a - step)) * pivot;
        }
    }
}

/* Solves the last row, then the others from the last to the first. */
static void
substitute (const Lines *lines, const double first[3], const double *up)
{
  int n = lines->n;
  gsize step = lines->step;

  /* The last row: first[2] c[n-3] + first[1] c[n-2] + c[n-1] = f[n-1], with
   * c[n-3] and c[n-2] put in as functions of c[n-1]. */
  for (int l = 0; l < lines->n_lines; l++)
    {
      double *z = value_at (lines, l, n - 1);
      double f1 = *(z - step), f2 = *(z - 2 * step);
      double b = up[n - 2], c = up[n - 3];
      /* c[n-2] = f1 - b z; c[n-3] = f2 - c f1 + b c z */
      double left = 1.0 - first[1] * b + first[2] * b * c;

      z[0] = (z[0] - first[1] * f1 - first[2] * (f2 - c * f1)) / left;
    }
  for (int i = n - 2; i >= 1; i--)
    for (int l = 0; l < lines->n_lines; l++)
      {
        double *a = value_at (lines, l, i);

        a[0] -= up[i] * a[step];
      }
  for (int l = 0; l < lines->n_lines; l++)
    {
      double *a = value_at (lines, l, 0);

      a[0] -= first[1] * a[step] + first[2] * a[2 * step];
    }
}

/* One axis of the interpolation. The rows of the system are (1 4 1)/6 inside;
 * at both ends they are @w, the weights of the four outermost coefficients from
 * the end inwards. Forward elimination and back substitution need no pivoting,
 * because the rows inside dominate their diagonal. */
static void
solve_axis (const Lines *lines, const double w[4])
{
  g_autofree double *up = g_new (double, lines->n);
  double first[3];

  /* Row 0 as c0 + first[1] c1 + first[2] c2 = f0 * first[0]: coefficient 3 is
   * removed with the help of row 2, which is c1 + 4 c2 + c3 = 6 f2. */
  first[0] = 1.0 / w[0];
  first[1] = (w[1] - w[3]) / w[0];
  first[2] = (w[2] - 4.0 * w[3]) / w[0];
  eliminate (lines, w, first, up);
  substitute (lines, first, up);
}

void
saffron_lattice_solve_extended (double *f, int n_x, int n_y, double delta)
{
  Lines columns = { f, n_y, (gsize) n_x, n_x, 1 };
  double w[4];

  saffron_lattice_weights (-delta, w);
  solve_axis (&columns, w);
  for (int j = 0; j < n_y; j++)
    {
      Lines row = { f + (gsize) j * (gsize) n_x, n_x, 1, 1, 0 };

      solve_axis (&row, w);
    }
}

void
saffron_lattice_fit (SaffronLattice *lattice, const double *u, const double *v)
{
  gsize n = (gsize) lattice->n_x * (gsize) lattice->n_y;
  g_autofree double *f = g_new (double, n);
  const double *from[2] = { u, v };
  float *to[2] = { lattice->u, lattice->v };

  for (int k = 0; k < 2; k++)
    {
      memcpy (f, from[k], sizeof (double) * n);
      saffron_lattice_solve_extended (f, lattice->n_x, lattice->n_y, 1.0);
      for (gsize i = 0; i < n; i++)
        to[k][i] = (float) f[i];
    }
}

void
saffron_lattice_add (SaffronLattice *lattice, const SaffronLattice *other)
{
  gsize n = (gsize) lattice->n_x * (gsize) lattice->n_y;
  g_autofree double *u = g_new (double, n);
  g_autofree double *v = g_new (double, n);
  double spacing = lattice->spacing;
  double delta = MAX (0.5 * MIN (1.0, other->spacing / spacing), 1e-3);
  gsize k = 0;

  for (int j = 0; j < lattice->n_y; j++)
    for (int i = 0; i < lattice->n_x; i++, k++)
      {
        SaffronRefPoint p = { saffron_lattice_sample_place (
                                  lattice->x0, spacing, i, lattice->n_x, delta),
                              saffron_lattice_sample_place (
                                  lattice->y0, spacing, j, lattice->n_y,
                                  delta) };

        saffron_lattice_eval_extended (other, p, &u[k], &v[k]);
      }
  saffron_lattice_solve_extended (u, lattice->n_x, lattice->n_y, delta);
  saffron_lattice_solve_extended (v, lattice->n_x, lattice->n_y, delta);
  for (k = 0; k < n; k++)
    {
      lattice->u[k] += (float) u[k];
      lattice->v[k] += (float) v[k];
    }
}
