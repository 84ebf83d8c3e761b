/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "export/qc-side.h"

G_BEGIN_DECLS

/**
 * SaffronPlacePainter:
 *
 * Draws places of a run at full resolution, each a square with the place in
 * its middle: the moving slide in red over the reference in green, as in the
 * QC picture. The reference has a pixel there for each of its own along the
 * shorter side, in the true shape of the tissue. Each slide has one scale for
 * all places: that of the QC picture, see saffron_qc_sides_init(), or a wider
 * one if the places are brighter than it allows for. Beyond the reference's
 * border the moving slide is shown alone.
 */
typedef struct {
  /*< private >*/
  SaffronQcSide sides[2]; /* red, green */
  SaffronWarpFrame frame; /* of level 0 */
  int side;
} SaffronPlacePainter;

/**
 * saffron_place_painter_init:
 * @run: must outlive the painter, as must the slides
 * @side: of a square, pixels
 * @job: (nullable): only asked whether it is cancelled
 *
 * Reads small pictures of both slides.
 *
 * Returns: %FALSE with an error that names a slide
 */
gboolean saffron_place_painter_init (SaffronPlacePainter *painter,
                                     SaffronSlide *reference,
                                     SaffronSlide *moving,
                                     const SaffronRun *run,
                                     int side,
                                     SaffronJob *job,
                                     GError **error);

/* Makes the scale of each slide fit these places, before they are drawn. */
gboolean saffron_place_painter_fit (SaffronPlacePainter *painter,
                                    const SaffronRefPoint *places,
                                    guint n,
                                    GError **error);

/* Reference level-0 pixels per pixel of a square. */
double
saffron_place_painter_get_downsample (const SaffronPlacePainter *painter);

/* @rgb: (out caller-allocates): side × side × 3 bytes; blue is 0 */
gboolean saffron_place_painter_draw (const SaffronPlacePainter *painter,
                                     SaffronRefPoint at,
                                     guint8 *rgb,
                                     GError **error);

G_END_DECLS
