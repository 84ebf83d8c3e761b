/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "register/smoothness.h"

#include <math.h>
#include <string.h>

#include "base/parallel.h"
#include "register/cosine.h"

/* For fewer nodes than this, a second thread takes longer to wake than it
 * saves. */
#define SMALL 8192

struct _SaffronSmoothness {
  int n_x, n_y;
  /* The size of the cosine transform: that of the lattice, extended until it
   * has small prime factors only. Nothing pulls on the added nodes. */
  int m_x, m_y;
  SaffronSmoothnessKind kind;
  double weight, shift;
  float *data; /* of as many vectors as were solved at once */
  int n_data;
  float *factor;
  SaffronCosine *cosine;
};

static int
quick_size (int n)
{
  for (;; n++)
    {
      int rest = n;

      for (int factor = 2; factor <= 7; factor++)
        while (rest % factor == 0)
          rest /= factor;
      if (rest == 1)
        return n;
    }
}

SaffronSmoothness *
saffron_smoothness_new (int n_x,
                        int n_y,
                        SaffronSmoothnessKind kind,
                        double weight,
                        double shift)
{
  SaffronSmoothness *d = g_new0 (SaffronSmoothness, 1);
  int m_x = quick_size (n_x), m_y = quick_size (n_y);
  gsize n = (gsize) m_x * (gsize) m_y;

  d->n_x = n_x;
  d->n_y = n_y;
  d->m_x = m_x;
  d->m_y = m_y;
  d->weight = weight;
  d->shift = shift;
  d->kind = kind;
  d->factor = g_new (float, n);
  d->cosine = saffron_cosine_new (m_x, m_y);
  for (int y = 0; y < m_y; y++)
    for (int x = 0; x < m_x; x++)
      {
        double lambda =
            4.0 - 2.0 * cos (G_PI * x / m_x) - 2.0 * cos (G_PI * y / m_y);

        if (kind == SAFFRON_SMOOTHNESS_BENDING)
          lambda *= lambda;
        /* The transform is not normalised, which leaves a factor 2 n per
         * axis. */
        d->factor[y * m_x + x] =
            (float) (1.0 / ((weight * lambda + shift) * 4.0 * m_x * m_y));
      }
  return d;
}

void
saffron_smoothness_free (SaffronSmoothness *d)
{
  if (d == NULL)
    return;
  saffron_cosine_free (d->cosine);
  g_free (d->data);
  g_free (d->factor);
  g_free (d);
}

/* Returns e², and adds the derivatives of weight / 2 · e², where e is the sum
 * of
 * @n coefficients at @at, each times its @factor. */
static inline double
add_square (double weight,
            const double *c,
            double *gradient,
            const gsize *at,
            const double *factors,
            int n)
{
  double e = 0.0;

  for (int k = 0; k < n; k++)
    e += factors[k] * c[at[k]];
  for (int k = 0; k < n; k++)
    gradient[at[k]] += weight * factors[k] * e;
  return e * e;
}

static double
stretch (const SaffronSmoothness *d, const double *c, double *gradient)
{
  static const double edge[2] = { -1.0, 1.0 };
  gsize row = (gsize) d->n_x;
  double sum = 0.0;

  for (int y = 0; y < d->n_y; y++)
    for (int x = 0; x < d->n_x; x++)
      {
        gsize i = (gsize) y * row + (gsize) x;

        if (x + 1 < d->n_x)
          sum += add_square (d->weight, c, gradient, (gsize[]){ i, i + 1 },
                             edge, 2);
        if (y + 1 < d->n_y)
          sum += add_square (d->weight, c, gradient, (gsize[]){ i, i + row },
                             edge, 2);
      }
  return sum;
}

static double
bend (const SaffronSmoothness *d, const double *c, double *gradient)
{
  static const double straight[3] = { 1.0, -2.0, 1.0 };
  /* √2, since c_xy counts twice. */
  static const double mixed[4] = { G_SQRT2, -G_SQRT2, -G_SQRT2, G_SQRT2 };
  gsize row = (gsize) d->n_x;
  double sum = 0.0;

  for (int y = 0; y < d->n_y; y++)
    for (int x = 0; x < d->n_x; x++)
      {
        gsize i = (gsize) y * row + (gsize) x;

        if (x > 0 && x + 1 < d->n_x)
          sum += add_square (d->weight, c, gradient,
                             (gsize[]){ i - 1, i, i + 1 }, straight, 3);
        if (y > 0 && y + 1 < d->n_y)
          sum += add_square (d->weight, c, gradient,
                             (gsize[]){ i - row, i, i + row }, straight, 3);
        if (x + 1 < d->n_x && y + 1 < d->n_y)
          sum += add_square (d->weight, c, gradient,
                             (gsize[]){ i, i + 1, i + row, i + row + 1 }, mixed,
                             4);
      }
  return sum;
}

double
saffron_smoothness_energy (const SaffronSmoothness *d,
                           const double *c,
                           double *gradient)
{
  double sum = d->kind == SAFFRON_SMOOTHNESS_BENDING ? bend (d, c, gradient)
                                                     : stretch (d, c, gradient);

  return 0.5 * d->weight * sum;
}

/* The vectors that are solved at once, and what is done to a block of rows, or
 * of columns, of each. */
typedef struct {
  const SaffronSmoothness *d;
  double *const *c;
  double *scales;
  int n_blocks; /* of each vector */
} Solve;

static void
block_of (const Solve *s,
          gint64 index,
          int size,
          int *vector,
          int *first,
          float **data)
{
  *vector = (int) index / s->n_blocks;
  *first = (int) index % s->n_blocks * size;
  *data = s->d->data + (gsize) *vector * (gsize) s->d->m_x * s->d->m_y;
}

/* Takes the rows over, scaled so that the largest value is 1, because single
 * precision might overflow or underflow otherwise. */
static void
forward_rows (gint64 index, gpointer p)
{
  const Solve *s = p;
  const SaffronSmoothness *d = s->d;
  int size = saffron_cosine_row_block (d->cosine), k, first;
  float *data;

  block_of (s, index, size, &k, &first, &data);
  for (int y = first; y < MIN (first + size, d->m_y); y++)
    {
      float *row = data + (gsize) y * d->m_x;
      int n = y < d->n_y && s->scales[k] > 0.0 ? d->n_x : 0;

      for (int x = 0; x < n; x++)
        row[x] = (float) (s->c[k][(gsize) y * d->n_x + x] / s->scales[k]);
      memset (row + n, 0, sizeof (float) * (gsize) (d->m_x - n));
    }
  saffron_cosine_rows (d->cosine, data, first, FALSE);
}

static void
forward_columns (gint64 index, gpointer p)
{
  const Solve *s = p;
  const SaffronSmoothness *d = s->d;
  int size = saffron_cosine_column_block (d->cosine), k, first;
  float *data;

  block_of (s, index, size, &k, &first, &data);
  saffron_cosine_columns (d->cosine, data, first, FALSE);
  for (int y = 0; y < d->m_y; y++)
    {
      gsize row = (gsize) y * d->m_x;

      for (int x = first; x < MIN (first + size, d->m_x); x++)
        data[row + x] *= d->factor[row + x];
    }
}

static void
inverse_rows (gint64 index, gpointer p)
{
  const Solve *s = p;
  int size = saffron_cosine_row_block (s->d->cosine), k, first;
  float *data;

  block_of (s, index, size, &k, &first, &data);
  saffron_cosine_rows (s->d->cosine, data, first, TRUE);
}

static void
inverse_columns (gint64 index, gpointer p)
{
  const Solve *s = p;
  const SaffronSmoothness *d = s->d;
  int size = saffron_cosine_column_block (d->cosine), k, first;
  float *data;

  block_of (s, index, size, &k, &first, &data);
  saffron_cosine_columns (d->cosine, data, first, TRUE);
  for (int y = 0; y < d->n_y && s->scales[k] > 0.0; y++)
    for (int x = first; x < MIN (first + size, d->n_x); x++)
      s->c[k][(gsize) y * d->n_x + x] =
          data[(gsize) y * d->m_x + x] * s->scales[k];
}

static double
largest (const double *c, gsize n)
{
  double lanes[8] = { 0 }, most = 0.0;

  for (gsize i = 0; i + 8 <= n; i += 8)
    for (int k = 0; k < 8; k++)
      lanes[k] = fabs (c[i + k]) > lanes[k] ? fabs (c[i + k]) : lanes[k];
  for (gsize i = n - n % 8; i < n; i++)
    most = MAX (most, fabs (c[i]));
  for (int k = 0; k < 8; k++)
    most = MAX (most, lanes[k]);
  return most;
}

static void
each_block (Solve *s,
            int n_vectors,
            int n_lines,
            int size,
            SaffronParallelFunc func,
            SaffronJob *job)
{
  gint64 n;

  s->n_blocks = (n_lines + size - 1) / size;
  n = (gint64) n_vectors * s->n_blocks;
  if ((gsize) s->d->m_x * s->d->m_y >= SMALL && job != NULL)
    saffron_parallel_for (job, n, func, s);
  else
    for (gint64 i = 0; i < n; i++)
      func (i, s);
}

void
saffron_smoothness_solve (SaffronSmoothness *d,
                          double *const *c,
                          int n,
                          SaffronJob *job)
{
  g_autofree double *scales = g_new (double, n);
  Solve s = { d, c, scales };
  int rows = saffron_cosine_row_block (d->cosine);
  int columns = saffron_cosine_column_block (d->cosine);

  for (int k = 0; k < n; k++)
    scales[k] = largest (c[k], (gsize) d->n_x * (gsize) d->n_y);
  if (n > d->n_data)
    {
      g_free (d->data);
      d->data = g_new (float, (gsize) n *(gsize) d->m_x *(gsize) d->m_y);
      d->n_data = n;
    }
  each_block (&s, n, d->m_y, rows, forward_rows, job);
  each_block (&s, n, d->m_x, columns, forward_columns, job);
  each_block (&s, n, d->m_y, rows, inverse_rows, job);
  each_block (&s, n, d->m_x, columns, inverse_columns, job);
}
