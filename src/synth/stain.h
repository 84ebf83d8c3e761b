/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "synth/block.h"
#include "synth/markers.h"

G_BEGIN_DECLS

/**
 * SaffronStain:
 * @SAFFRON_STAIN_CHROMATIN: nuclei with their texture
 * @SAFFRON_STAIN_MASK: nuclei, flat: 1 inside
 * @SAFFRON_STAIN_RING: the cell's membrane
 * @SAFFRON_STAIN_BLOB: the cell's body
 */
typedef enum {
  SAFFRON_STAIN_CHROMATIN,
  SAFFRON_STAIN_MASK,
  SAFFRON_STAIN_RING,
  SAFFRON_STAIN_BLOB,
} SaffronStain;

/**
 * saffron_stain_cells:
 * @marker: (nullable): only cells that carry it
 * @plane: as large as the block
 *
 * Adds the block's cells to @plane, about 1 where one is bright.
 */
void saffron_stain_cells (const SaffronBlock *block,
                          SaffronStain stain,
                          const SaffronMarker *marker,
                          float *plane);

G_END_DECLS
