/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "register/field.h"
#include "register/micro-source.h"
#include "transform/transform.h"

G_BEGIN_DECLS

/* Side of a block, pixels. It is so small that the displacement is the same all
 * over it. */
#define SAFFRON_MICRO_BLOCK 8

/**
 * SaffronMicroBlock:
 * @xx: @xy: @yy: Σ ω g gᵀ, what the block says about how much it costs to move
 * @x: @y: Σ ω g (r − t), which way it wants to be moved
 * @weight: its tissue by the small planes, pixels
 * @share: how far it tells whether something helped, 0 … 1: the share of
 * @weight in Σ W
 *
 * What a block of pixels says about its displacement d: − Σ W log (1 − c²) / 2
 * falls by (x, y) · d − dᵀ (xx xy; xy yy) d / 2 when it is moved by d. Here r
 * and t are reference and moving intensities of mean 0 and variance 1 in the
 * window around each pixel, g is the mean of their gradients, c their
 * correlation in that window, and ω = W c / (1 − c²) where c is positive.
 *
 * W is what lies there by the small planes, or what a window by itself shows: a
 * single cell in empty surroundings, of which small planes see next to nothing,
 * may say where it lies as any other. But what is found without it says little
 * of it, since nothing lies around it. So it has hardly a share in the
 * evidence.
 */
typedef struct {
  float xx, xy, yy;
  float x, y;
  float weight, share;
} SaffronMicroBlock;

/**
 * SaffronMicroBlocks:
 * @n_x: blocks per row; block (i, j) covers the reference's pixels from (8 i, 8
 *   j) on
 * @n_y: rows
 * @at: @n_x * @n_y blocks, row after row; zeros where there is no tissue
 */
typedef struct {
  int n_x, n_y;
  SaffronMicroBlock *at;
} SaffronMicroBlocks;

void saffron_micro_blocks_free (SaffronMicroBlocks *blocks);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SaffronMicroBlocks, saffron_micro_blocks_free)

/**
 * SaffronMicroPair:
 * @sources: reference and moving slide
 * @planes: both at a small size: their tissue and their weight say where the
 *   slides are compared
 * @mask: (nullable): further weights over the reference, a plane of any size
 * @radius: radius of the windows, pixels
 */
typedef struct {
  SaffronMicroSource sources[2];
  const SaffronRegPlane *planes[2];
  const SaffronPlane *mask;
  int radius;
} SaffronMicroPair;

/**
 * saffron_micro_blocks_new:
 * @transform: without pieces
 * @job: (nullable): its fraction goes from 0 to 1
 *
 * Compares the slides under @transform, tile by tile. The tiles are independent
 * of each other, and so is their result of the number of threads.
 *
 * The likelihood of a window whose pixels are a linear function of the other
 * slide's plus noise is (1 − c²)^(−n / 2), so that windows count by how well
 * they are determined: one of correlation 0.95 counts ten times as much as one
 * of 0.6. That gets the position of a nucleus to a hundredth of a pixel, and
 * leaves alone what has no counterpart.
 *
 * Source: Evangelidis & Psarakis 2008 (linearised correlation); Benhimane &
 * Malis 2004 (the mean of both gradients, for second-order convergence).
 *
 * Returns: (transfer full): the blocks, or %NULL with an error
 */
SaffronMicroBlocks *saffron_micro_blocks_new (const SaffronMicroPair *pair,
                                              const SaffronTransform *transform,
                                              SaffronJob *job,
                                              GError **error);

/**
 * saffron_micro_blocks_move:
 * @change: by how much the transform is moved; its lattice has a distance of
 * two blocks
 * @still: pixels
 *
 * Changes what the blocks say as they themselves foresee it, for a transform
 * that @change is added to.
 *
 * Returns: (transfer full) (nullable): for each tile, row after row, whether a
 *   block that knows its place to within a pixel moves by more than @still in
 *   it, so that this is not good enough; %NULL when there is none
 */
guint8 *saffron_micro_blocks_move (SaffronMicroBlocks *blocks,
                                   const SaffronField *change,
                                   double still);

/* Compares the slides again, in the tiles for which @tiles is not 0. %FALSE
 * with an error. */
gboolean saffron_micro_blocks_again (SaffronMicroBlocks *blocks,
                                     const SaffronMicroPair *pair,
                                     const SaffronTransform *transform,
                                     const guint8 *tiles,
                                     SaffronJob *job,
                                     GError **error);

G_END_DECLS
