/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "register/filters.h"
#include "register/match-level.h"
#include "register/sample.h"

#define N_PARAMS 4
#define N_COLUMNS (N_PARAMS + 2)

/* The map m = (a −b; b a) · flip · (p − centre) + t, in pixels of the
 * planes. */
typedef struct {
  double a, b, tx, ty;
} Similarity;

typedef struct {
  const SaffronPlane *reference, *ref_weight;
  const SaffronPlane *moving, *mov_weight;
  const SaffronPlane *dx, *dy;
  double cx, cy;
  double flip;
} Problem;

/* Weighted sums of the columns and of their products. The columns are the four
 * derivatives, the moving value and the reference value. */
typedef struct {
  double weight;
  double sum[N_COLUMNS];
  double product[N_COLUMNS][N_COLUMNS];
} Moments;

static void
gradient (const SaffronPlane *in, SaffronPlane *dx, SaffronPlane *dy)
{
  for (int y = 0; y < in->height; y++)
    {
      const float *up = saffron_plane_row (in, MAX (y - 1, 0));
      const float *row = saffron_plane_row (in, y);
      const float *down = saffron_plane_row (in, MIN (y + 1, in->height - 1));

      for (int x = 0; x < in->width; x++)
        {
          saffron_plane_row (dx, y)[x] =
              0.5f * (row[MIN (x + 1, in->width - 1)] - row[MAX (x - 1, 0)]);
          saffron_plane_row (dy, y)[x] = 0.5f * (down[x] - up[x]);
        }
    }
}

static void
moments_add (Moments *m, double w, const double *column, int first)
{
  m->weight += w;
  for (int i = first; i < N_COLUMNS; i++)
    {
      double wc = w * column[i];

      m->sum[i] += wc;
      for (int j = i; j < N_COLUMNS; j++)
        m->product[i][j] += wc * column[j];
    }
}

static void
measure (const Problem *p,
         const Similarity *s,
         gboolean derivatives,
         Moments *m)
{
  int first = derivatives ? 0 : N_PARAMS;

  memset (m, 0, sizeof *m);
  for (int y = 0; y < p->reference->height; y++)
    {
      const float *ref = saffron_plane_row (p->reference, y);
      const float *weight = saffron_plane_row (p->ref_weight, y);
      double qy = y + 0.5 - p->cy;

      for (int x = 0; x < p->reference->width; x++)
        {
          double qx = p->flip * (x + 0.5 - p->cx);
          double column[N_COLUMNS] = { 0 };
          SaffronSpot spot;
          double w;

          if (weight[x] <= 0.0f
              || !saffron_spot_find (p->moving, s->a * qx - s->b * qy + s->tx,
                                     s->b * qx + s->a * qy + s->ty, &spot))
            continue;
          w = (double) weight[x] * saffron_spot_read (p->mov_weight, &spot);
          column[N_PARAMS] = saffron_spot_read (p->moving, &spot);
          column[N_PARAMS + 1] = ref[x];
          if (derivatives)
            {
              double gx = saffron_spot_read (p->dx, &spot);
              double gy = saffron_spot_read (p->dy, &spot);

              column[0] = gx * qx + gy * qy;
              column[1] = gy * qx - gx * qy;
              column[2] = gx;
              column[3] = gy;
            }
          moments_add (m, w, column, first);
        }
    }
}

/* Subtracts the means, so that products become covariances. */
static void
centre (Moments *m)
{
  if (m->weight <= 0.0)
    return;
  for (int i = 0; i < N_COLUMNS; i++)
    for (int j = i; j < N_COLUMNS; j++)
      {
        m->product[i][j] -= m->sum[i] * m->sum[j] / m->weight;
        m->product[j][i] = m->product[i][j];
      }
}

static double
correlation (const Moments *m)
{
  double t = m->product[N_PARAMS][N_PARAMS];
  double r = m->product[N_PARAMS + 1][N_PARAMS + 1];

  if (m->weight < 16.0 || t <= 1e-6 * m->weight || r <= 1e-6 * m->weight)
    return 0.0;
  return m->product[N_PARAMS][N_PARAMS + 1] / sqrt (t * r);
}

/* Solves the 4 × 4 normal equations by Cholesky with a little damping. */
static gboolean
solve (const Moments *m, const double *right, double *x)
{
  double l[N_PARAMS][N_PARAMS] = { { 0 } };

  for (int i = 0; i < N_PARAMS; i++)
    for (int j = 0; j <= i; j++)
      {
        double v = m->product[i][j] * (i == j ? 1.0 + 1e-6 : 1.0);

        for (int k = 0; k < j; k++)
          v -= l[i][k] * l[j][k];
        if (i == j)
          {
            if (!(v > 1e-12))
              return FALSE;
            l[i][i] = sqrt (v);
          }
        else
          l[i][j] = v / l[j][j];
      }
  for (int i = 0; i < N_PARAMS; i++)
    {
      x[i] = right[i];
      for (int k = 0; k < i; k++)
        x[i] -= l[i][k] * x[k];
      x[i] /= l[i][i];
    }
  for (int i = N_PARAMS - 1; i >= 0; i--)
    {
      for (int k = i + 1; k < N_PARAMS; k++)
        x[i] -= l[k][i] * x[k];
      x[i] /= l[i][i];
    }
  return TRUE;
}

/* Finds the gain λ of the reference that maximises the linearised correlation
 * (equation 21 of the paper), then the least-squares step towards λ r − t. */
static gboolean
ecc_step (const Moments *m, double *step)
{
  double from_t[N_PARAMS], from_r[N_PARAMS], right[N_PARAMS];
  double t_p_t = 0.0, r_p_t = 0.0, lambda, down;

  for (int i = 0; i < N_PARAMS; i++)
    right[i] = m->product[i][N_PARAMS];
  if (!solve (m, right, from_t))
    return FALSE;
  for (int i = 0; i < N_PARAMS; i++)
    right[i] = m->product[i][N_PARAMS + 1];
  if (!solve (m, right, from_r))
    return FALSE;
  for (int i = 0; i < N_PARAMS; i++)
    {
      t_p_t += m->product[i][N_PARAMS] * from_t[i];
      r_p_t += m->product[i][N_PARAMS + 1] * from_t[i];
    }
  down = m->product[N_PARAMS][N_PARAMS + 1] - r_p_t;
  if (down > 0.0)
    lambda = (m->product[N_PARAMS][N_PARAMS] - t_p_t) / down;
  else
    lambda = sqrt (m->product[N_PARAMS][N_PARAMS]
                   / m->product[N_PARAMS + 1][N_PARAMS + 1]);
  for (int i = 0; i < N_PARAMS; i++)
    step[i] = lambda * from_r[i] - from_t[i];
  return TRUE;
}

/* The largest distance that a corner of the reference moves, pixels. */
static double
reach (const Problem *p, const double *step)
{
  double radius = hypot (p->cx, p->cy);

  return hypot (step[2], step[3]) + radius * hypot (step[0], step[1]);
}

static double
climb (const Problem *p, Similarity *s, int max_iterations)
{
  double best;
  Moments m;

  measure (p, s, max_iterations > 0, &m);
  centre (&m);
  best = correlation (&m);
  for (int i = 0; i < max_iterations; i++)
    {
      double step[N_PARAMS], far, factor = 1.0;
      gboolean better = FALSE;

      if (!ecc_step (&m, step))
        break;
      far = reach (p, step);
      if (far > 6.0)
        factor = 6.0 / far;
      for (int half = 0; half < 4 && !better; half++, factor *= 0.5)
        {
          Similarity next = { s->a + factor * step[0], s->b + factor * step[1],
                              s->tx + factor * step[2],
                              s->ty + factor * step[3] };
          Moments there;
          double value;

          measure (p, &next, TRUE, &there);
          centre (&there);
          value = correlation (&there);
          better = value > best;
          if (better)
            {
              *s = next;
              m = there;
              best = value;
            }
        }
      if (!better || far * factor < 0.02)
        break;
    }
  return best;
}

double
saffron_match_refine (const SaffronMatchLevel *reference,
                      const SaffronMatchLevel *moving,
                      double sigma,
                      int max_iterations,
                      SaffronAffine *affine)
{
  const SaffronRegPlane *ref = reference->plane;
  const SaffronRegPlane *mov = moving->plane;
  SaffronAffine m =
      saffron_affine_to_planes (affine, ref->downsample, mov->downsample);
  g_autoptr (SaffronPlane) r =
      saffron_plane_gaussian (reference->values, sigma, NULL);
  g_autoptr (SaffronPlane) t =
      saffron_plane_gaussian (moving->values, sigma, NULL);
  g_autoptr (SaffronPlane) dx = saffron_plane_new (t->width, t->height);
  g_autoptr (SaffronPlane) dy = saffron_plane_new (t->width, t->height);
  Problem p = { r,
                ref->weight,
                t,
                mov->weight,
                dx,
                dy,
                r->width / 2.0,
                r->height / 2.0,
                saffron_affine_determinant (affine) < 0.0 ? -1.0 : 1.0 };
  Similarity s = { 0.5 * (p.flip * m.xx + m.yy), 0.5 * (p.flip * m.yx - m.xy),
                   m.xx * p.cx + m.xy * p.cy + m.x0,
                   m.yx * p.cx + m.yy * p.cy + m.y0 };
  double back = mov->downsample / ref->downsample;
  double value;

  gradient (t, dx, dy);
  value = climb (&p, &s, max_iterations);
  if (max_iterations > 0)
    {
      affine->xx = back * s.a * p.flip;
      affine->xy = back * -s.b;
      affine->yx = back * s.b * p.flip;
      affine->yy = back * s.a;
      affine->x0 = mov->downsample * s.tx
                   - ref->downsample * (affine->xx * p.cx + affine->xy * p.cy);
      affine->y0 = mov->downsample * s.ty
                   - ref->downsample * (affine->yx * p.cx + affine->yy * p.cy);
    }
  return value;
}
