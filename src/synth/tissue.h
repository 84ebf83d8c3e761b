/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * SaffronTissue:
 *
 * Where the tissue is and what it is like, as a pure function of the seed and
 * the place. Places are in content pixels: reference level-0 pixels brought to
 * 0.325 µm, so that nuclei have the right size at any pixel size.
 */
typedef struct {
  guint64 seed;
  /* The reference's size. */
  double width, height;
  /*< private >*/
  double size;
  double cx, cy, ax, ay;
  double fibre_cos, fibre_sin;
} SaffronTissue;

void saffron_tissue_init (SaffronTissue *tissue,
                          guint64 seed,
                          double width,
                          double height);

/* About how many pixels (@x, @y) lies inside the tissue's edge, its holes and
 * tears counted as outside; negative outside. */
double saffron_tissue_depth (const SaffronTissue *tissue, double x, double y);

/* How densely cells lie in the stroma, 0 to 1. */
double saffron_tissue_density (const SaffronTissue *tissue, double x, double y);

/* How much of a lymphoid aggregate it is, 0 to 1. */
double
saffron_tissue_lymphoid (const SaffronTissue *tissue, double x, double y);

/* How likely a gland is here, 0 to 1. */
double
saffron_tissue_glandular (const SaffronTissue *tissue, double x, double y);

/* Wavy coordinates that fibres follow, content pixels: fibres run along the
 * lines where @across is constant. */
void saffron_tissue_fibre (const SaffronTissue *tissue,
                           double x,
                           double y,
                           double *along,
                           double *across);

/* Autofluorescence, about 1. */
double saffron_tissue_glow (const SaffronTissue *tissue, double x, double y);

G_END_DECLS
