/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "register/stages.h"

G_BEGIN_DECLS

/**
 * SaffronPlaneCost:
 * @pixels: of the plane
 * @bytes: of the plane once it is made
 * @making_bytes: held at once while it is made
 * @making_seconds: what making it takes
 *
 * What one slide's plane costs at a working size.
 */
typedef struct {
  double pixels;
  double bytes;
  double making_bytes;
  double making_seconds;
} SaffronPlaneCost;

/* @max_dim: the plane's longest side */
SaffronPlaneCost saffron_plane_cost (SaffronSlide *slide, int max_dim);

/* Bytes of both slides' planes at the processed size. */
double saffron_planes_held (const SaffronStageInput *input);

G_END_DECLS
