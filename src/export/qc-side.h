/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "export/warper.h"

G_BEGIN_DECLS

/**
 * SaffronQcSide:
 * @warper: the slide on the picture's grid
 * @channel: what is shown, or %SAFFRON_CHANNEL_RGB for how dark it is
 * @white: the largest stored value, which is no darkness
 * @low: shown as black
 * @high: shown as full colour
 *
 * One of the two slides of a QC picture.
 */
typedef struct {
  SaffronWarper warper;
  int channel;
  double white;
  double low, high;
} SaffronQcSide;

/* Finds what is shown and its percentiles, from a small plane of the slide. */
gboolean saffron_qc_side_init (SaffronQcSide *side,
                               SaffronSlide *slide,
                               int look_channel,
                               SaffronJob *job,
                               GError **error);

/* @rect of the picture as 0 … 255, into every third byte of @out, whose rows
 * are @stride bytes apart. */
gboolean saffron_qc_side_draw (const SaffronQcSide *side,
                               const SaffronRect *rect,
                               guint8 *out,
                               gsize stride,
                               GError **error);

G_END_DECLS
