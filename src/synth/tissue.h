/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * SaffronTissue:
 *
 * The tissue's extent and properties, as a pure function of the seed and the
 * place. Places are in content pixels, which are 0.325 µm wide at any pixel
 * size of the slides, so that nuclei have the right size.
 */
typedef struct {
  guint64 seed;
  /* The reference's size, content pixels. */
  double width, height;
  /* 0: all of it; 1 and −1: one side of the tear, see saffron_tissue_tear(). */
  int side;
  /*< private >*/
  double size;
  double cx, cy, ax, ay;
  double fibre_cos, fibre_sin;
  double tear_cos, tear_sin, tear_at;
} SaffronTissue;

void saffron_tissue_init (SaffronTissue *tissue,
                          guint64 seed,
                          double width,
                          double height);

/* About how far inside the tissue's edge (@x, @y) lies, content pixels;
 * negative outside. Holes and tears count as outside. */
double saffron_tissue_depth (const SaffronTissue *tissue, double x, double y);

/* How far (@x, @y) lies on the first side of a rough line across the tissue,
 * content pixels; negative on the other side, which has a third of the tissue
 * or somewhat more. Here the tissue of a torn slide comes apart. */
double saffron_tissue_tear (const SaffronTissue *tissue, double x, double y);
/* The direction of that line's normal, towards the first side. */
void
saffron_tissue_tear_normal (const SaffronTissue *tissue, double *x, double *y);

/* The density of cells in the stroma, 0 to 1. */
double saffron_tissue_density (const SaffronTissue *tissue, double x, double y);

/* How far the place belongs to a lymphoid aggregate, 0 to 1. */
double
saffron_tissue_lymphoid (const SaffronTissue *tissue, double x, double y);

/* The probability of a gland at the place, 0 to 1. */
double
saffron_tissue_glandular (const SaffronTissue *tissue, double x, double y);

/* Wavy coordinates in content pixels that fibres follow: a fibre is a line on
 * which @across is constant. */
void saffron_tissue_fibre (const SaffronTissue *tissue,
                           double x,
                           double y,
                           double *along,
                           double *across);

/* Autofluorescence, about 1. */
double saffron_tissue_glow (const SaffronTissue *tissue, double x, double y);

G_END_DECLS
