/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "synth/synth-private.h"

G_BEGIN_DECLS

/* Slides are drawn in squares with this side, in pixels, counted from the
 * origin. */
#define SAFFRON_BLOCK_SIZE 512
/* Slow fields are computed at every 8th pixel. */
#define SAFFRON_BLOCK_STEP 8
#define SAFFRON_BLOCK_NODES (SAFFRON_BLOCK_SIZE / SAFFRON_BLOCK_STEP + 3)

/**
 * SaffronBlockField:
 * @SAFFRON_FIELD_DEPTH: saffron_tissue_depth()
 * @SAFFRON_FIELD_ALONG: saffron_tissue_fibre()
 * @SAFFRON_FIELD_ACROSS: saffron_tissue_fibre(), its second coordinate
 * @SAFFRON_FIELD_GLOW: saffron_tissue_glow()
 * @SAFFRON_FIELD_DENSITY: density of cells, as a blurred background
 * @SAFFRON_FIELD_BLEACH: the part of the signal that bleaching left, below 1
 * @SAFFRON_FIELD_LIGHT: the illumination, about 1
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
 * @x0: its first column on the slide
 * @y0: the same
 * @width: columns; fewer than %SAFFRON_BLOCK_SIZE at the slide's border
 * @height: rows
 * @anchor_x: a place in the tissue near the block, content pixels
 * @anchor_y: the same
 * @x: for each pixel, the place of its centre in the tissue, content pixels
 *   from the anchor
 * @y: the same
 * @empty: whether the block shows only glass
 * @gland: for each pixel, the depth inside a gland's basement, content pixels;
 *   -1000 where there is no gland. %NULL when @empty
 * @lumen: for each pixel, 1 in a lumen, 0 outside. %NULL when @empty
 * @cells: (element-type SaffronCell): all cells that may show in the block
 *
 * One square of one slide: what all its channels share. Immutable once made.
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

/* (transfer full): the block in column @i and row @j of the squares. */
SaffronBlock *
saffron_block_new (const SaffronSynth *synth, int slide, gint64 i, gint64 j);
SaffronBlock *saffron_block_ref (SaffronBlock *block);
void saffron_block_unref (SaffronBlock *block);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SaffronBlock, saffron_block_unref)

/* Interpolates one row of a field: writes @width values to @out. */
void saffron_block_field_row (const SaffronBlock *block,
                              SaffronBlockField field,
                              int row,
                              float *out);

/**
 * saffron_block_box:
 * @x: content pixels
 * @y: the same
 * @reach: the disc's radius, content pixels
 * @box: (out): the columns and rows of the block that the disc may touch
 *
 * Finds where a disc in the tissue shows in the block.
 *
 * Returns: %FALSE when it does not show
 */
gboolean saffron_block_box (const SaffronBlock *block,
                            double x,
                            double y,
                            double reach,
                            SaffronRect *box);

G_END_DECLS
