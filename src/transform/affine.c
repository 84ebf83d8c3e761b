/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "transform/transform.h"

#include <math.h>

SaffronAffine
saffron_affine_compose (const SaffronAffine *outer, const SaffronAffine *inner)
{
  return (SaffronAffine){
    .xx = outer->xx * inner->xx + outer->xy * inner->yx,
    .xy = outer->xx * inner->xy + outer->xy * inner->yy,
    .x0 = outer->xx * inner->x0 + outer->xy * inner->y0 + outer->x0,
    .yx = outer->yx * inner->xx + outer->yy * inner->yx,
    .yy = outer->yx * inner->xy + outer->yy * inner->yy,
    .y0 = outer->yx * inner->x0 + outer->yy * inner->y0 + outer->y0,
  };
}

double
saffron_affine_determinant (const SaffronAffine *affine)
{
  return affine->xx * affine->yy - affine->xy * affine->yx;
}

gboolean
saffron_affine_invert (const SaffronAffine *affine, SaffronAffine *inverse)
{
  double det = saffron_affine_determinant (affine);
  double scale =
      fabs (affine->xx * affine->yy) + fabs (affine->xy * affine->yx);
  SaffronAffine r;

  /* Compared with the size of its terms, not with zero: a determinant that is
   * only rounding error would invert to noise. */
  if (!isfinite (det) || !(fabs (det) > 1e-14 * scale))
    return FALSE;
  r.xx = affine->yy / det;
  r.xy = -affine->xy / det;
  r.yx = -affine->yx / det;
  r.yy = affine->xx / det;
  r.x0 = -(r.xx * affine->x0 + r.xy * affine->y0);
  r.y0 = -(r.yx * affine->x0 + r.yy * affine->y0);
  if (!isfinite (r.xx) || !isfinite (r.xy) || !isfinite (r.x0)
      || !isfinite (r.yx) || !isfinite (r.yy) || !isfinite (r.y0))
    return FALSE;
  *inverse = r;
  return TRUE;
}
