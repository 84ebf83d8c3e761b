/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <math.h>

#include "view/frame.h"

G_BEGIN_DECLS

/**
 * SaffronPaint:
 *
 * How stored values become colours: contrast, colour and opacity of a channel.
 * For an RGB slide the colour is the background's.
 */
typedef struct {
  float low, scale, exponent;
  float color[3];
  float opacity;
  /* of an RGB slide */
  float balance[3], glass[3], per_darkness[3];
} SaffronPaint;

SaffronPaint saffron_paint_make (const SaffronFrame *frame,
                                 const SaffronFrameSlide *slide,
                                 const SaffronChannelDisplay *display);

static inline float
saffron_paint_apply_gamma (const SaffronPaint *paint, float t)
{
  /* This also catches NaN. */
  if (!(t > 0.0f))
    return 0.0f;
  return paint->exponent == 1.0f ? t : powf (t, paint->exponent);
}

static inline float
saffron_paint_apply (const SaffronPaint *paint, float value)
{
  float t = (value - paint->low) * paint->scale;

  return saffron_paint_apply_gamma (paint, CLAMP (t, 0.0f, 1.0f));
}

/* 1 where sample @k is as bright as glass, 0 where it is dark. */
static inline float
saffron_paint_apply_glass (const SaffronPaint *paint, int k, float value)
{
  float darkness = (paint->glass[k] - value) * paint->per_darkness[k];

  return saffron_paint_apply_gamma (paint, 1.0f - CLAMP (darkness, 0.0f, 1.0f));
}

/**
 * saffron_sample_values:
 * @channel: index into slide->channels
 * @points: @n places on the slide, level-0 pixels
 * @values: (out caller-allocates): stored values, one or three for each point
 * @found: (inout): set to 1 where there is a value; elsewhere neither it nor
 *   the value changes
 *
 * Interpolates linearly in the finest decoded tile; next to a missing tile it
 * repeats the border of the decoded one.
 */
void saffron_sample_values (const SaffronFrameSlide *slide,
                            int channel,
                            const SaffronMovPoint *points,
                            int n,
                            float *values,
                            guint8 *found);

/**
 * SaffronSampleRow:
 * @n: number of pixels
 * @color: 3 × @n, the slide in its own colours, 0 to 1
 * @intensity: @n, the slide as one intensity, 0 to 1: the sum of its channels,
 *   or the darkness of an RGB slide
 * @covered: @n, whether the slide has anything there
 * @found: @n, for the caller to have no use of
 *
 * What a slide shows in one row of the canvas.
 */
typedef struct {
  int n;
  float *color;
  float *intensity;
  guint8 *covered;
  guint8 *found;
} SaffronSampleRow;

/**
 * saffron_sample_row:
 * @index: the frame's slide
 * @points: row->n places on the slide, level-0 pixels
 * @values: room for 3 × row->n values
 * @row: the result; the caller owns its arrays
 *
 * Takes the values of all channels and applies contrast, gamma and colour to
 * them.
 */
void saffron_sample_row (const SaffronFrame *frame,
                         int index,
                         const SaffronMovPoint *points,
                         float *values,
                         SaffronSampleRow *row);

G_END_DECLS
