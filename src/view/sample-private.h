/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "view/frame.h"

G_BEGIN_DECLS

/**
 * SaffronSampleRow:
 * @n: pixels
 * @color: 3 × @n, the slide in its own colours, 0 to 1
 * @intensity: @n, the slide as one intensity, 0 to 1: the sum of its channels,
 *   or the darkness of an RGB slide
 * @covered: @n, whether there is anything
 *
 * What a slide gives to one row of the canvas.
 */
typedef struct {
  int n;
  float *color;
  float *intensity;
  guint8 *covered;
} SaffronSampleRow;

/**
 * saffron_sample_row:
 * @points: row->n places on the slide, level-0 pixels
 * @row: filled; its arrays are the caller's
 *
 * Linear interpolation in the finest tile that is there; beside a missing
 * tile the border of the present one is repeated. Stored value → contrast,
 * gamma → colour.
 */
void saffron_sample_row (const SaffronFrame *frame,
                         SaffronViewSide side,
                         const SaffronMovPoint *points,
                         SaffronSampleRow *row);

G_END_DECLS
