/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "register/micro-blocks.h"

G_BEGIN_DECLS

/* Side of a tile, pixels; what is held for it stays in a processor's cache. */
#define SAFFRON_MICRO_TILE 256

/**
 * SaffronMicroTile:
 * @pair: the slides
 * @transform: without pieces
 * @x: @y: its first pixel on the reference, of the working size
 * @n_x: @n_y: its blocks
 * @blocks: (out): where they go; the next row is @stride further on
 */
typedef struct {
  const SaffronMicroPair *pair;
  const SaffronTransform *transform;
  int x, y;
  int n_x, n_y;
  SaffronMicroBlock *blocks;
  gsize stride;
} SaffronMicroTile;

/* Compares the slides in one tile. %FALSE with an error when a slide cannot be
 * read. */
gboolean saffron_micro_tile (const SaffronMicroTile *tile, GError **error);

G_END_DECLS
