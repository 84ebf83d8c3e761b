/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "view/frame.h"

G_BEGIN_DECLS

/**
 * SaffronSampleRow:
 * @n: number of pixels
 * @color: 3 × @n, the slide in its own colours, 0 to 1
 * @intensity: @n, the slide as one intensity, 0 to 1: the sum of its channels,
 *   or the darkness of an RGB slide
 * @covered: @n, whether the slide has anything there
 *
 * What a slide shows in one row of the canvas.
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
 * @row: the result; the caller owns its arrays
 *
 * Interpolates linearly in the finest decoded tile; next to a missing tile it
 * repeats the border of the decoded one. Then applies contrast, gamma and
 * colour to the stored values.
 */
void saffron_sample_row (const SaffronFrame *frame,
                         SaffronViewSide side,
                         const SaffronMovPoint *points,
                         SaffronSampleRow *row);

G_END_DECLS
