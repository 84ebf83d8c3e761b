/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <math.h>

#include "base/plane.h"
#include "transform/transform.h"

G_BEGIN_DECLS

/* A place for bilinear interpolation. saffron_spot_find() finds it for (@x,
 * @y), where pixel (i, j) has its centre at (i + 0.5, j + 0.5); FALSE outside
 * the outermost centres. */
typedef struct {
  gsize at;
  float wx, wy;
} SaffronSpot;

static inline gboolean
saffron_spot_find (const SaffronPlane *plane,
                   double x,
                   double y,
                   SaffronSpot *spot)
{
  double fx = x - 0.5, fy = y - 0.5;
  int ix, iy;

  if (!(fx >= 0.0 && fy >= 0.0 && fx < plane->width - 1
        && fy < plane->height - 1))
    return FALSE;
  ix = (int) fx;
  iy = (int) fy;
  spot->at = (gsize) iy * (gsize) plane->width + (gsize) ix;
  spot->wx = (float) (fx - ix);
  spot->wy = (float) (fy - iy);
  return TRUE;
}

static inline float
saffron_spot_read (const SaffronPlane *plane, const SaffronSpot *spot)
{
  const float *a = plane->data + spot->at;
  const float *b = a + plane->width;
  float top = a[0] + spot->wx * (a[1] - a[0]);
  float bottom = b[0] + spot->wx * (b[1] - b[0]);

  return top + spot->wy * (bottom - top);
}

/* Converts a map between level-0 pixels to one between the pixels of two
 * planes. */
static inline SaffronAffine
saffron_affine_to_planes (const SaffronAffine *affine,
                          double from_downsample,
                          double to_downsample)
{
  double s = from_downsample / to_downsample;
  SaffronAffine out = {
    affine->xx * s, affine->xy * s, affine->x0 / to_downsample,
    affine->yx * s, affine->yy * s, affine->y0 / to_downsample
  };

  return out;
}

G_END_DECLS
