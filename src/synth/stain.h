/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "synth/block.h"
#include "synth/markers.h"

G_BEGIN_DECLS

/**
 * SaffronStain:
 * @SAFFRON_STAIN_CHROMATIN: nuclei with their texture
 * @SAFFRON_STAIN_MASK: nuclei without texture: 1 inside
 * @SAFFRON_STAIN_RING: the membranes of cells
 * @SAFFRON_STAIN_BLOB: the bodies of cells
 */
typedef enum {
  SAFFRON_STAIN_CHROMATIN,
  SAFFRON_STAIN_MASK,
  SAFFRON_STAIN_RING,
  SAFFRON_STAIN_BLOB,
} SaffronStain;

/**
 * saffron_stain_cells:
 * @marker: (nullable): draw only cells that carry it
 * @plane: values of the block's size, row after row
 *
 * Adds the block's cells to @plane; a bright cell adds about 1.
 */
void saffron_stain_cells (const SaffronBlock *block,
                          SaffronStain stain,
                          const SaffronMarker *marker,
                          float *plane);

G_END_DECLS
