/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "synth/block.h"
#include "synth/markers.h"

G_BEGIN_DECLS

/**
 * saffron_fluorescence_new:
 *
 * Returns: (transfer full): the block's pixels in the channel of @marker, as
 *   a camera counts them; free with g_free()
 */
guint16 *saffron_fluorescence_new (const SaffronBlock *block,
                                   const SaffronMarker *marker);

/* How much lies at a place of the tissue, for one row of a block: what both
 * kinds of microscope see. */
typedef struct {
  /* 1 in the tissue, 0 on glass. */
  float tissue[SAFFRON_BLOCK_SIZE];
  /* 1 in epithelium. */
  float epithelium[SAFFRON_BLOCK_SIZE];
  /* 1 in a gland, its lumen counted. */
  float gland[SAFFRON_BLOCK_SIZE];
  /* 1 on a fibre, 0 between two. */
  float fibre[SAFFRON_BLOCK_SIZE];
  /* 1 on the basement of a gland. */
  float rim[SAFFRON_BLOCK_SIZE];
  float glow[SAFFRON_BLOCK_SIZE];
  float density[SAFFRON_BLOCK_SIZE];
  float bleach[SAFFRON_BLOCK_SIZE];
  float light[SAFFRON_BLOCK_SIZE];
  /* Unevenness of deviation 1. */
  float grain[SAFFRON_BLOCK_SIZE];
} SaffronBlockRow;

/* Only light is filled when the block is empty. */
void saffron_block_row_fill (const SaffronBlock *block,
                             int row,
                             SaffronBlockRow *out);

G_END_DECLS
