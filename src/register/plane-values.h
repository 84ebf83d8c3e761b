/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/plane.h"
#include "register/look.h"

G_BEGIN_DECLS

/* The largest value of a plane, in which a bright nucleus is 1. */
#define SAFFRON_PLANE_CEILING 1.5

/**
 * SaffronPlaneValues:
 * @look: what the plane is made of
 * @background: the values of empty glass, of a brightfield slide
 * @white: the value of white, of a brightfield slide
 * @low: the value that becomes 0, of a fluorescence slide
 * @factor: what the density, or the value above @low, is multiplied by
 *
 * How stored values become a plane's intensities. Found once for a slide, it
 * serves for parts of it at other sizes, too.
 */
typedef struct {
  SaffronLookKind look;
  double background[3];
  double white;
  double low;
  double factor;
} SaffronPlaneValues;

/**
 * saffron_plane_values_apply:
 * @channels: (inout): @n planes of stored values, of one size; they are used up
 *
 * Returns: (transfer full): the intensities, 0 to %SAFFRON_PLANE_CEILING, not
 *   smoothed
 */
SaffronPlane *saffron_plane_values_apply (const SaffronPlaneValues *values,
                                          SaffronPlane *channels[3],
                                          int n);

G_END_DECLS
