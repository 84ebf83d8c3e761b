/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/job.h"
#include "base/plane.h"

G_BEGIN_DECLS

/* What is done to each pixel of a plane by itself, in parallel. Each call of
 * saffron_pixels_… changes @plane, or counts in it; without a job in the
 * caller's thread alone. */

/* 1 where the value is larger than @value, else 0. */
void saffron_pixels_mark (SaffronPlane *plane, float value, SaffronJob *job);

void
saffron_pixels_subtract (SaffronPlane *plane, double value, SaffronJob *job);

/* The value times @factor, between 0 and @most. */
void saffron_pixels_scale (SaffronPlane *plane,
                           double factor,
                           double most,
                           SaffronJob *job);

/* 1 less the value. */
void saffron_pixels_invert (SaffronPlane *plane, SaffronJob *job);

/* The product with @other's, the larger and the smaller of both. */
void saffron_pixels_multiply (SaffronPlane *plane,
                              const SaffronPlane *other,
                              SaffronJob *job);
void saffron_pixels_raise (SaffronPlane *plane,
                           const SaffronPlane *other,
                           SaffronJob *job);
void saffron_pixels_lower (SaffronPlane *plane,
                           const SaffronPlane *other,
                           SaffronJob *job);

/* 0 where @mask is above 0.5. */
void saffron_pixels_clear (SaffronPlane *plane,
                           const SaffronPlane *mask,
                           SaffronJob *job);

/* How many are larger than @value. */
gsize
saffron_pixels_above (const SaffronPlane *plane, double value, SaffronJob *job);
/* And of these, those where @mask is above 0.5. */
gsize saffron_pixels_above_in (const SaffronPlane *plane,
                               const SaffronPlane *mask,
                               double value,
                               SaffronJob *job);

/* The largest value. */
float saffron_pixels_largest (const SaffronPlane *plane, SaffronJob *job);

G_END_DECLS
