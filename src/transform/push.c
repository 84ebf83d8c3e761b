/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "transform/transform.h"

#include <math.h>

#include "transform/transform-private.h"

/* With r = A⁻¹ p the equation is x + u (x) = r. Since u is bounded and
 * continuous, a solution always exists, even with folds; only the search for it
 * can fail. */
typedef struct {
  const SaffronTransform *transform;
  double x, y;         /* r */
  double bx, by, best; /* the nearest so far and its residual, px */
} Search;

#define TOLERANCE 1e-7
#define ACCEPTED 1e-4 /* residual in px; well below the promised 1e-3 */
#define NEWTON_STEPS 40
#define SCAN 24 /* places per axis that scan() looks at */
#define STARTS 6

static double
residual (Search *search,
          double x,
          double y,
          double *fx,
          double *fy,
          double du[4])
{
  double u, v, norm;

  saffron_lattice_eval (search->transform->lattice, (SaffronRefPoint){ x, y },
                        &u, &v, du);
  *fx = x + u - search->x;
  *fy = y + v - search->y;
  norm = hypot (*fx, *fy);
  if (norm < search->best)
    {
      search->best = norm;
      search->bx = x;
      search->by = y;
    }
  return norm;
}

/* The step of Newton's method. Where the derivative is nearly singular, it
 * turns towards the steepest descent (Levenberg–Marquardt). */
static void
newton_step (const double du[4], double fx, double fy, double *dx, double *dy)
{
  double a = 1.0 + du[0], b = du[1], c = du[2], d = 1.0 + du[3];
  double det = a * d - b * c;
  double size = a * a + b * b + c * c + d * d;

  if (fabs (det) > 1e-3 * size)
    {
      *dx = -(d * fx - b * fy) / det;
      *dy = -(a * fy - c * fx) / det;
    }
  else
    {
      double mu = 1e-3 * size + 1e-12;
      double h00 = a * a + c * c + mu, h01 = a * b + c * d;
      double h11 = b * b + d * d + mu;
      double gx = a * fx + c * fy, gy = b * fx + d * fy;
      double h = h00 * h11 - h01 * h01;

      *dx = -(h11 * gx - h01 * gy) / h;
      *dy = -(h00 * gy - h01 * gx) / h;
    }
}

static gboolean
newton (Search *search, double x, double y)
{
  double limit = 2.0 * search->transform->lattice->spacing;
  double fx, fy, du[4];
  double norm = residual (search, x, y, &fx, &fy, du);

  for (int k = 0; k < NEWTON_STEPS && norm > TOLERANCE; k++)
    {
      double dx, dy, length, damp = 1.0, next = norm;

      newton_step (du, fx, fy, &dx, &dy);
      /* A step is at most two cells long, because the derivative says nothing
       * beyond them, or as long as the residual if that is more. */
      length = hypot (dx, dy);
      if (length > MAX (limit, norm))
        damp = MAX (limit, norm) / length;
      for (int halvings = 0; halvings < 12; halvings++, damp *= 0.5)
        {
          double gx, gy, gu[4];

          next = residual (search, x + damp * dx, y + damp * dy, &gx, &gy, gu);
          if (next < norm * (1.0 - 1e-4 * damp))
            {
              x += damp * dx;
              y += damp * dy;
              fx = gx;
              fy = gy;
              for (int i = 0; i < 4; i++)
                du[i] = gu[i];
              break;
            }
        }
      if (!(next < norm))
        break;
      norm = next;
    }
  return search->best <= ACCEPTED;
}

static gboolean
fixed_point (Search *search)
{
  double x = search->bx, y = search->by;

  for (int k = 0; k < 20; k++)
    {
      double fx, fy;

      residual (search, x, y, &fx, &fy, NULL);
      x -= fx;
      y -= fy;
    }
  return newton (search, search->bx, search->by);
}

/* The last resort. The coefficients bound the displacement, so the solution
 * lies within a known rectangle: evaluates a grid of places in it and starts
 * from the best ones. */
static gboolean
scan (Search *search)
{
  const SaffronLattice *lattice = search->transform->lattice;
  gsize n = (gsize) lattice->n_x * (gsize) lattice->n_y;
  double u0 = lattice->u[0], u1 = u0, v0 = lattice->v[0], v1 = v0;
  double at[STARTS][3];
  int n_at = 0;

  for (gsize i = 1; i < n; i++)
    {
      u0 = MIN (u0, lattice->u[i]);
      u1 = MAX (u1, lattice->u[i]);
      v0 = MIN (v0, lattice->v[i]);
      v1 = MAX (v1, lattice->v[i]);
    }
  for (int j = 0; j <= SCAN; j++)
    for (int i = 0; i <= SCAN; i++)
      {
        double x = search->x - u1 + (u1 - u0) * i / SCAN;
        double y = search->y - v1 + (v1 - v0) * j / SCAN;
        double fx, fy;
        double norm = residual (search, x, y, &fx, &fy, NULL);
        int place = n_at;

        while (place > 0 && at[place - 1][2] > norm)
          place--;
        if (place == STARTS)
          continue;
        n_at = MIN (n_at + 1, STARTS);
        for (int k = n_at - 1; k > place; k--)
          for (int m = 0; m < 3; m++)
            at[k][m] = at[k - 1][m];
        at[place][0] = x;
        at[place][1] = y;
        at[place][2] = norm;
      }
  for (int k = 0; k < n_at; k++)
    if (newton (search, at[k][0], at[k][1]))
      return TRUE;
  return FALSE;
}

gboolean
saffron_transform_push (const SaffronTransform *transform,
                        SaffronMovPoint p,
                        SaffronRefPoint *out)
{
  const SaffronAffine *inverse = &transform->inverse;
  Search search = { .transform = transform, .best = INFINITY };
  double u, v;
  gboolean found;

  if (!transform->invertible || !isfinite (p.x) || !isfinite (p.y))
    {
      *out = (SaffronRefPoint){ NAN, NAN };
      return FALSE;
    }
  search.x = inverse->xx * p.x + inverse->xy * p.y + inverse->x0;
  search.y = inverse->yx * p.x + inverse->yy * p.y + inverse->y0;
  search.bx = search.x;
  search.by = search.y;
  *out = (SaffronRefPoint){ search.x, search.y };
  if (transform->lattice == NULL)
    return TRUE;

  saffron_lattice_eval (transform->lattice, *out, &u, &v, NULL);
  found = newton (&search, search.x - u, search.y - v)
          || newton (&search, search.x, search.y) || fixed_point (&search)
          || scan (&search);
  *out = (SaffronRefPoint){ search.bx, search.by };
  if (found)
    {
      SaffronMovPoint back = saffron_transform_pull (transform, *out);

      /* A strongly magnifying affine part magnifies the residual, too. */
      found = hypot (back.x - p.x, back.y - p.y) <= 1e-3;
    }
  return found;
}
