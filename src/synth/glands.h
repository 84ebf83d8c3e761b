/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "synth/tissue.h"

G_BEGIN_DECLS

#define SAFFRON_GLAND_PITCH 255.0
/* No part of a gland lies farther than this from its centre, content pixels. */
#define SAFFRON_GLAND_REACH 150.0

/**
 * SaffronGland:
 * @x: centre, content pixels
 * @y: the same
 * @key: the key for its further random numbers
 * @solid: whether it is a nest of cells without lumen
 * @height: height of the epithelium, from the basement to the lumen, content
 *   pixels
 *
 * A gland: a rounded polygon that does not touch its neighbours, with a ring of
 * epithelium around a lumen, or a solid nest of cells.
 */
typedef struct {
  double x, y;
  guint64 key;
  gboolean solid;
  float height;
  /*< private >*/
  float limit;
  float nx[8], ny[8];
  /* Amplitudes of the waves of the outline, two and three per turn, and the
   * factor that compensates for their largest sum. */
  float wave[4];
  float shrink;
} SaffronGland;

/**
 * saffron_glands_within:
 * @section: 0 for the tissue itself; any other number for a neighbouring
 *   section, where the glands have slightly different outlines
 * @out: (element-type SaffronGland): receives every gland that touches the box
 *   from (@x0, @y0) to (@x1, @y1), content pixels, row after row
 */
void saffron_glands_within (const SaffronTissue *tissue,
                            guint64 section,
                            double x0,
                            double y0,
                            double x1,
                            double y1,
                            GArray *out);

/* The distance of (@dx, @dy) from the gland's centre as a fraction of the
 * distance to the basement: below 1 inside. */
float saffron_gland_fraction (const SaffronGland *gland, float dx, float dy);

/* The distance from (@dx, @dy) outward to the basement, content pixels;
 * negative outside. */
float saffron_gland_depth (const SaffronGland *gland, float dx, float dy);

G_END_DECLS
