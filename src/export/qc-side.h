/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "export/warp-frame.h"
#include "export/warper.h"
#include "register/planes.h"

G_BEGIN_DECLS

/**
 * SaffronQcSide:
 * @warper: the slide on the picture's grid
 * @kind: how a shown value is made of the stored ones
 * @channel: which are read: of the slide, or %SAFFRON_CHANNEL_RGB
 * @type: of what is stored
 * @max: see saffron_white_level()
 * @background: what each channel holds where a brightfield slide is empty
 * @black_blank: whether the scanner left areas of zeros unwritten
 * @white_blank: the same of @max, which empty glass does not reach
 * @low: shown as black
 * @high: shown as full colour
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
 * @look: what registration looked at on @slide; shown is the same, bright
 *   where there is tissue or nuclei
 * @transform: (nullable): of the moving slide
 * @frame: the picture
 *
 * @low and @high become the 1st and the 99th percentile of what the slide
 * shows in @frame, taken from a smaller picture; places that are not on the
 * slide and blank ones do not count.
 */
gboolean saffron_qc_side_init (SaffronQcSide *side,
                               SaffronSlide *slide,
                               const SaffronLook *look,
                               const SaffronTransform *transform,
                               const SaffronWarpFrame *frame,
                               SaffronJob *job,
                               GError **error);

/* @rect of the picture as 0 … 255, into every third byte of @out, whose rows
 * are @stride bytes apart; 0 where the slide has nothing. */
gboolean saffron_qc_side_draw (const SaffronQcSide *side,
                               const SaffronRect *rect,
                               guint8 *out,
                               gsize stride,
                               GError **error);

G_END_DECLS
