/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * SaffronTileNode:
 * @level: of the pyramid
 * @tx: column of the tile
 * @ty: row of the tile
 * @n_children: tiles of the level below that it is made from; 0 at level 0
 * @parent: index of the tile that is made from it, or -1
 *
 * One tile of a pyramid, in the order in which it is made.
 */
typedef struct {
  int level;
  gint32 tx, ty;
  int n_children;
  gint64 parent;
} SaffronTileNode;

/**
 * saffron_tile_order:
 * @width: columns of level 0
 * @height: rows of level 0
 * @tile_size: of all levels
 * @n_levels: each has half the size of the one below, rounded up
 *
 * All tiles of a pyramid in an order in which neighbours stay together (the
 * curve of Morton, 1966) and each tile comes some way behind the last one that
 * it is made from: so few tiles wait for their parent at any time, however
 * large the image, and those that work on a parent seldom wait for its
 * children.
 *
 * Returns: (transfer full): an array of #SaffronTileNode
 */
GArray *
saffron_tile_order (gint64 width, gint64 height, int tile_size, int n_levels);

/* Tiles in one direction of a level. */
gint64 saffron_tile_count (gint64 size, int tile_size, int level);
/* Pixels in one direction of a level. */
gint64 saffron_level_size (gint64 size, int level);

G_END_DECLS
