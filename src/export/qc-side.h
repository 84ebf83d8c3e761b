/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "export/warp-frame.h"
#include "export/warper.h"
#include "register/look.h"
#include "register/run.h"

G_BEGIN_DECLS

/**
 * SaffronQcSide:
 * @warper: the slide on the picture's grid
 * @kind: how a shown value is computed from the stored ones
 * @channel: the slide's channel that is read, or %SAFFRON_CHANNEL_RGB
 * @type: the type of the stored values
 * @max: the largest stored value, see saffron_white_level(); 0 where
 * intensities are shown, which need none
 * @background: value of each channel where a brightfield slide is empty
 * @black_blank: whether the scanner left areas blank as zeros
 * @white_blank: whether it left areas blank as @max, which empty glass does not
 *   reach
 * @low: value shown as black
 * @high: value shown as full colour
 *
 * One of the two slides of a QC picture.
 */
typedef struct {
  SaffronWarper warper;
  SaffronLookKind kind;
  int channel;
  SaffronSampleType type;
  double max;
  double background[3];
  gboolean black_blank, white_blank;
  double low, high;
} SaffronQcSide;

/**
 * saffron_qc_side_init:
 * @look: what registration looked at on @slide. The picture shows the same,
 *   bright where there is tissue or nuclei
 * @transform: (nullable): the transform, for the moving slide
 * @frame: the picture's grid
 *
 * Sets @low and @high to the 1st and the 99th percentile of what the slide
 * shows in @frame, measured in a smaller picture. Places outside the slide and
 * blank ones do not count.
 *
 * Returns: %FALSE with an error when the slide cannot be read or @job was
 *   cancelled
 */
gboolean saffron_qc_side_init (SaffronQcSide *side,
                               SaffronSlide *slide,
                               const SaffronLook *look,
                               const SaffronTransform *transform,
                               const SaffronWarpFrame *frame,
                               SaffronJob *job,
                               GError **error);

/* The same for both slides of a run, in the order of the picture's colours: red
 * for the moving slide, green for the reference. */
gboolean saffron_qc_sides_init (SaffronQcSide sides[2],
                                SaffronSlide *reference,
                                SaffronSlide *moving,
                                const SaffronRun *run,
                                const SaffronWarpFrame *frame,
                                SaffronJob *job,
                                GError **error);

/**
 * saffron_qc_side_raise:
 * @rects: in pixels of the grid, all of the same size
 *
 * Raises @high to the 99th percentile of what the slide shows in all @rects
 * together, if that is more. The small picture that @high was measured in is
 * the mean of many pixels, and at full resolution nuclei are brighter.
 *
 * Returns: %FALSE with an error when the slide cannot be read
 */
gboolean saffron_qc_side_raise (SaffronQcSide *side,
                                const SaffronRect *rects,
                                guint n,
                                GError **error);

/**
 * saffron_qc_sides_draw:
 * @sides: red, green
 * @rect: not empty
 * @rgb: (out caller-allocates): rows of three bytes per pixel, @stride bytes
 *   apart
 *
 * Draws @rect of the picture, 0 … 255, 0 where a slide has nothing.
 *
 * Returns: %FALSE with an error when a slide cannot be read
 */
gboolean saffron_qc_sides_draw (const SaffronQcSide sides[2],
                                const SaffronRect *rect,
                                guint8 *rgb,
                                gsize stride,
                                GError **error);

G_END_DECLS
