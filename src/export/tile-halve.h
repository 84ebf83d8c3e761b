/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "export/tile-encoder.h"

G_BEGIN_DECLS

/**
 * saffron_tile_pad:
 * @width: columns of @tile that are part of the image
 * @height: rows of @tile that are part of the image
 *
 * Fills the rest of a tile by repeating the image's last column and row.
 */
void saffron_tile_pad (const SaffronTileCodec *codec,
                       guint8 *tile,
                       int width,
                       int height);

/**
 * saffron_tile_halve:
 * @tile: a whole tile, padded
 * @parent: the tile of the next level
 * @right: 1 if @tile is the right half of @parent
 * @below: 1 if @tile is the lower half of @parent
 *
 * Averages 2 × 2 pixels each into a quarter of @parent. Whole numbers are
 * rounded to the nearest, halves up. Of labels the upper left one is taken.
 */
void saffron_tile_halve (const SaffronTileCodec *codec,
                         const guint8 *tile,
                         guint8 *parent,
                         int right,
                         int below);

G_END_DECLS
