/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "export/warper.h"

G_BEGIN_DECLS

/**
 * SaffronSource:
 * @width: of the level that is read, its pixels
 * @height: of the level
 * @interpolation: between its pixels
 * @outside: what stands where it has nothing
 *
 * How the places of a grid are looked up in a level of a slide. A place is
 * given in pixels of the level, a whole number being a pixel's left or upper
 * edge.
 */
typedef struct {
  gint64 width, height;
  SaffronInterpolation interpolation;
  float outside;
} SaffronSource;

static inline gboolean
saffron_source_has (const SaffronSource *source, SaffronMovPoint p)
{
  /* This is FALSE for NaN, too. */
  return p.x >= 0.0 && p.y >= 0.0 && p.x < source->width
         && p.y < source->height;
}

/**
 * saffron_source_look_up:
 * @rect: what of the level @plane holds: all that @points need, two pixels
 *   around those on the level
 * @out: (out caller-allocates): @n values
 */
void saffron_source_look_up (const SaffronSource *source,
                             const SaffronRect *rect,
                             const float *plane,
                             const SaffronMovPoint *points,
                             int n,
                             float *out);

G_END_DECLS
