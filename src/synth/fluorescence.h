/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "synth/block.h"
#include "synth/markers.h"

G_BEGIN_DECLS

/**
 * saffron_fluorescence_new:
 *
 * Returns: (transfer full): the block's pixels in the channel of @marker, in a
 *   camera's counts; free with g_free()
 */
guint16 *saffron_fluorescence_new (const SaffronBlock *block,
                                   const SaffronMarker *marker);

/* What there is at each place of the tissue, for one row of a block.
 * Fluorescence and brightfield slides are both drawn from it. */
typedef struct {
  /* 1 in the tissue, 0 on glass. */
  float tissue[SAFFRON_BLOCK_SIZE];
  /* 1 in epithelium. */
  float epithelium[SAFFRON_BLOCK_SIZE];
  /* 1 in a gland, including its lumen. */
  float gland[SAFFRON_BLOCK_SIZE];
  /* 1 on a fibre, 0 between two. */
  float fibre[SAFFRON_BLOCK_SIZE];
  /* 1 on the basement of a gland. */
  float rim[SAFFRON_BLOCK_SIZE];
  float glow[SAFFRON_BLOCK_SIZE];
  float density[SAFFRON_BLOCK_SIZE];
  float bleach[SAFFRON_BLOCK_SIZE];
  float light[SAFFRON_BLOCK_SIZE];
  /* Fine unevenness with a standard deviation of 1. */
  float grain[SAFFRON_BLOCK_SIZE];
} SaffronBlockRow;

/* Fills one row; only its @light when the block is empty. */
void saffron_block_row_fill (const SaffronBlock *block,
                             int row,
                             SaffronBlockRow *out);

G_END_DECLS
