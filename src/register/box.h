/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/plane.h"

G_BEGIN_DECLS

/**
 * saffron_box_row:
 * @in: @n + 2 * @radius floats: the row with @radius floats of padding on
 *   either side
 * @scratch: as many floats
 * @out: @n floats: out[i] = in[i] + … + in[i + 2 * radius]
 *
 * Computes sums by doubling: the cost grows with the logarithm of the radius,
 * no error accumulates along the row, and each step is a loop over independent
 * values.
 */
void saffron_box_row (const float *in,
                      int n,
                      int radius,
                      float *scratch,
                      float *out);

/**
 * SaffronBoxStream:
 *
 * Computes box sums of rows that arrive one after the other, and holds no more
 * rows than a box is high.
 */
typedef struct {
  int width, radius;
  gint64 n_rows;
  float *rows;    /* of one more than a box is high */
  float *column;  /* the sums of the box's rows, with padding */
  float *scratch; /* as long */
} SaffronBoxStream;

void saffron_box_stream_init (SaffronBoxStream *stream, int width, int radius);
void saffron_box_stream_clear (SaffronBoxStream *stream);

/* (transfer none): where to write the next row's @width floats, before
 * saffron_box_stream_push(). */
float *saffron_box_stream_next (SaffronBoxStream *stream);

/**
 * saffron_box_stream_push:
 * @out: @width floats
 *
 * Adds the row that was written. From the (2 * radius + 1)th row on, fills @out
 * with the box sums around the row @radius rows before. Values beyond the left
 * and right border count as zero.
 *
 * Returns: whether @out was filled
 */
gboolean saffron_box_stream_push (SaffronBoxStream *stream, float *out);

G_END_DECLS
