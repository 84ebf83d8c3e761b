/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * SaffronTileNode:
 * @level: level of the pyramid
 * @tx: column of the tile
 * @ty: row of the tile
 * @n_children: number of tiles of the level before from which it is made; 0 at
 *   level 0
 * @parent: index of the tile of the next level that is made from it, or -1
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
 * @tile_size: side of the tiles of all levels
 * @n_levels: number of levels; each has half the size of the one before,
 *   rounded up
 *
 * Lists all tiles of a pyramid in the order in which to make them. Neighbours
 * stay together (the curve of Morton, 1966), so that few tiles at a time wait
 * for their parent, however large the image. A parent comes some places after
 * its last child, so that a thread that makes it seldom has to wait for its
 * children.
 *
 * Returns: (transfer full): an array of #SaffronTileNode
 */
GArray *
saffron_tile_order (gint64 width, gint64 height, int tile_size, int n_levels);

/* The number of tiles along one axis of a level; @size is that of level 0. */
gint64 saffron_tile_count (gint64 size, int tile_size, int level);
/* The number of pixels along one axis of a level; @size is that of level 0. */
gint64 saffron_level_size (gint64 size, int level);

G_END_DECLS
