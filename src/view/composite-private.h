/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "view/sample-private.h"

G_BEGIN_DECLS

/**
 * SaffronComposite:
 *
 * What a composite's rows have in common.
 */
typedef struct _SaffronComposite SaffronComposite;

SaffronComposite *saffron_composite_new (const SaffronFrame *frame);
void saffron_composite_free (SaffronComposite *composite);

/* What one thread needs to draw rows. */
typedef struct _SaffronCompositeRow SaffronCompositeRow;

SaffronCompositeRow *
saffron_composite_row_new (const SaffronComposite *composite);
void saffron_composite_row_free (SaffronCompositeRow *row);
/* @out: (out caller-allocates): the pixels of row @y of the canvas, in cairo's
 * ARGB32, opaque */
void saffron_composite_row_draw (SaffronCompositeRow *row, int y, guint32 *out);

/**
 * saffron_composite_sample:
 * @middle: the slide's point at the middle of the canvas
 * @x: @n places from there, level-0 pixels: on the canvas, single precision is
 *   exact to a thousandth of a device pixel; @y likewise
 *
 * Does what saffron_sample_values() does, quicker where the finest tiles are
 * there: with ten slides it is what a frame's time goes to.
 */
void saffron_composite_sample (const SaffronFrameSlide *slide,
                               int channel,
                               SaffronMovPoint middle,
                               const float *x,
                               const float *y,
                               int n,
                               float *values,
                               guint8 *found);

G_END_DECLS
