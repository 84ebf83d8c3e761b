/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "synth/tissue.h"

G_BEGIN_DECLS

#define SAFFRON_GLAND_PITCH 255.0
/* No gland reaches farther than this from its centre. */
#define SAFFRON_GLAND_REACH 150.0

/**
 * SaffronGland:
 * @x: centre, content pixels
 * @y: the same
 * @key: for what else is drawn of it
 * @solid: whether it is a nest of cells without a lumen
 * @height: of the epithelium, from the basement to the lumen
 *
 * A rounded polygon that keeps clear of its neighbours, made of a ring of
 * epithelium around a lumen, or a solid nest.
 */
typedef struct {
  double x, y;
  guint64 key;
  gboolean solid;
  float height;
  /*< private >*/
  float limit;
  float nx[8], ny[8];
  /* Waves of the outline, two and three to a turn, and what undoes their
   * largest sum. */
  float wave[4];
  float shrink;
} SaffronGland;

/**
 * saffron_glands_within:
 * @section: 0 for the tissue itself; another number for a neighbouring
 *   section, where the same glands are cut a little differently
 * @out: (element-type SaffronGland): gets every gland that touches the box
 *   from (@x0, @y0) to (@x1, @y1), row after row
 */
void saffron_glands_within (const SaffronTissue *tissue,
                            guint64 section,
                            double x0,
                            double y0,
                            double x1,
                            double y1,
                            GArray *out);

/* How far outward (@dx, @dy) lies from the centre, as a fraction of the way to
 * the basement: below 1 inside. */
float saffron_gland_fraction (const SaffronGland *gland, float dx, float dy);

/* Pixels from (@dx, @dy) outward to the basement, negative outside. */
float saffron_gland_depth (const SaffronGland *gland, float dx, float dy);

G_END_DECLS
