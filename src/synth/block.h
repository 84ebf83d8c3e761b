/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "synth/synth-private.h"

G_BEGIN_DECLS

/* Slides are drawn in squares of this many pixels from their origin. */
#define SAFFRON_BLOCK_SIZE 512
/* Slow fields are computed at every 8th pixel. */
#define SAFFRON_BLOCK_STEP 8
#define SAFFRON_BLOCK_NODES (SAFFRON_BLOCK_SIZE / SAFFRON_BLOCK_STEP + 3)

/**
 * SaffronBlockField:
 * @SAFFRON_FIELD_DEPTH: saffron_tissue_depth()
 * @SAFFRON_FIELD_ALONG: saffron_tissue_fibre()
 * @SAFFRON_FIELD_ACROSS: the same
 * @SAFFRON_FIELD_GLOW: saffron_tissue_glow()
 * @SAFFRON_FIELD_DENSITY: of cells, out of focus
 * @SAFFRON_FIELD_BLEACH: what bleaching left of the signal, below 1
 * @SAFFRON_FIELD_LIGHT: illumination, about 1
 */
typedef enum {
  SAFFRON_FIELD_DEPTH,
  SAFFRON_FIELD_ALONG,
  SAFFRON_FIELD_ACROSS,
  SAFFRON_FIELD_GLOW,
  SAFFRON_FIELD_DENSITY,
  SAFFRON_FIELD_BLEACH,
  SAFFRON_FIELD_LIGHT,
  SAFFRON_N_FIELDS,
} SaffronBlockField;

/**
 * SaffronBlock:
 * @x0: its first pixel on the slide
 * @y0: the same
 * @width: columns, fewer than the full size at the slide's border
 * @height: rows
 * @anchor_x: content pixels
 * @anchor_y: the same
 * @x: per pixel, where its centre lies in the tissue, content pixels from the
 *   anchor
 * @y: the same
 * @empty: whether there is glass only
 * @gland: per pixel, depth inside a gland's basement; -1000 where there is
 *   none. %NULL when @empty
 * @lumen: per pixel, 1 in a lumen, 0 outside. %NULL when @empty
 * @cells: (element-type SaffronCell): all that may show in the block
 *
 * What all channels of one square of one slide share. Immutable once made.
 */
typedef struct {
  const SaffronSynth *synth;
  int slide;
  gint64 x0, y0;
  int width, height;
  double anchor_x, anchor_y;
  float *x, *y;
  gboolean empty;
  float *gland, *lumen;
  GArray *cells;
  /*< private >*/
  gatomicrefcount ref_count;
  float nodes[SAFFRON_N_FIELDS][SAFFRON_BLOCK_NODES][SAFFRON_BLOCK_NODES];
} SaffronBlock;

/* The block at column @i and row @j of squares. */
SaffronBlock *
saffron_block_new (const SaffronSynth *synth, int slide, gint64 i, gint64 j);
SaffronBlock *saffron_block_ref (SaffronBlock *block);
void saffron_block_unref (SaffronBlock *block);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SaffronBlock, saffron_block_unref)

/* One row of a field, interpolated: @width values. */
void saffron_block_field_row (const SaffronBlock *block,
                              SaffronBlockField field,
                              int row,
                              float *out);

/**
 * saffron_block_box:
 * @x: content pixels
 * @y: the same
 * @reach: content pixels
 * @box: (out): columns and rows of the block
 *
 * Where a disc in the tissue shows in the block.
 *
 * Returns: %FALSE when it does not
 */
gboolean saffron_block_box (const SaffronBlock *block,
                            double x,
                            double y,
                            double reach,
                            SaffronRect *box);

G_END_DECLS
