/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "transform/affine-fit.h"

#include <math.h>

/* Weighted means, and second moments about them: rr of the reference with
 * itself, rm of the reference (first index) with the moving slide. */
typedef struct {
  double weight;
  double rx, ry, mx, my;
  double rr_xx, rr_xy, rr_yy;
  double rm_xx, rm_xy, rm_yx, rm_yy;
} Moments;

static Moments
take_moments (const SaffronPointPair *pairs, gsize n)
{
  Moments m = { 0 };

  for (gsize i = 0; i < n; i++)
    {
      m.weight += pairs[i].weight;
      m.rx += pairs[i].weight * pairs[i].reference.x;
      m.ry += pairs[i].weight * pairs[i].reference.y;
      m.mx += pairs[i].weight * pairs[i].moving.x;
      m.my += pairs[i].weight * pairs[i].moving.y;
    }
  m.rx /= m.weight;
  m.ry /= m.weight;
  m.mx /= m.weight;
  m.my /= m.weight;
  for (gsize i = 0; i < n; i++)
    {
      double w = pairs[i].weight;
      double rx = pairs[i].reference.x - m.rx;
      double ry = pairs[i].reference.y - m.ry;
      double mx = pairs[i].moving.x - m.mx;
      double my = pairs[i].moving.y - m.my;

      m.rr_xx += w * rx * rx;
      m.rr_xy += w * rx * ry;
      m.rr_yy += w * ry * ry;
      m.rm_xx += w * rx * mx;
      m.rm_xy += w * rx * my;
      m.rm_yx += w * ry * mx;
      m.rm_yy += w * ry * my;
    }
  return m;
}

/* With points as complex numbers, moving = a · reference, so a is the sum of
 * conj (reference) · moving divided by the sum of |reference|². */
static gboolean
fit_similarity (const Moments *m, SaffronAffine *a)
{
  double size = m->rr_xx + m->rr_yy;
  double real = m->rm_xx + m->rm_yy, imaginary = m->rm_xy - m->rm_yx;

  if (!(size > 0.0) || !(hypot (real, imaginary) > 1e-9 * size))
    return FALSE;
  a->xx = a->yy = real / size;
  a->yx = imaginary / size;
  a->xy = -a->yx;
  return TRUE;
}

static gboolean
fit_full (const Moments *m, SaffronAffine *a)
{
  double det = m->rr_xx * m->rr_yy - m->rr_xy * m->rr_xy;
  double size = m->rr_xx + m->rr_yy;

  if (!(det > 1e-8 * size * size))
    return FALSE;
  a->xx = (m->rr_yy * m->rm_xx - m->rr_xy * m->rm_yx) / det;
  a->xy = (m->rr_xx * m->rm_yx - m->rr_xy * m->rm_xx) / det;
  a->yx = (m->rr_yy * m->rm_xy - m->rr_xy * m->rm_yy) / det;
  a->yy = (m->rr_xx * m->rm_yy - m->rr_xy * m->rm_xy) / det;
  return TRUE;
}

gboolean
saffron_affine_fit (const SaffronPointPair *pairs,
                    gsize n,
                    SaffronAffineKind kind,
                    SaffronAffine *affine)
{
  SaffronAffine a = SAFFRON_AFFINE_IDENTITY, inverse;
  gboolean determined = TRUE;
  Moments m;

  if (n < (gsize) kind + 1)
    return FALSE;
  m = take_moments (pairs, n);
  if (kind == SAFFRON_AFFINE_SIMILARITY)
    determined = fit_similarity (&m, &a);
  else if (kind == SAFFRON_AFFINE_FULL)
    determined = fit_full (&m, &a);
  if (!determined)
    return FALSE;
  a.x0 = m.mx - (a.xx * m.rx + a.xy * m.ry);
  a.y0 = m.my - (a.yx * m.rx + a.yy * m.ry);
  if (!saffron_affine_invert (&a, &inverse))
    return FALSE;
  *affine = a;
  return TRUE;
}
