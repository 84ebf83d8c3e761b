/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/save-file.h"
#include "export/tile-encoder.h"

G_BEGIN_DECLS

/* The bytes of a file's head; tiles are appended after it. */
#define SAFFRON_OME_HEAD_SIZE 16

/**
 * SaffronOmeDir:
 * @width: columns of this level
 * @height: rows of this level
 * @reduced: whether it is a pyramid's reduced level
 * @description: (nullable): its ImageDescription
 * @um_x: µm per pixel of this level, 0 when unknown
 * @um_y: the same in y
 * @n_tiles: number of tiles
 * @offsets: each tile's place in the file, bytes
 * @counts: each tile's size, bytes
 * @n_subs: how many of the directories that follow in the list are its SubIFDs
 *
 * One page of a TIFF file, whose tiles have been written.
 */
typedef struct {
  gint64 width, height;
  gboolean reduced;
  const char *description;
  double um_x, um_y;
  gint64 n_tiles;
  guint64 *offsets;
  guint32 *counts;
  int n_subs;
} SaffronOmeDir;

/**
 * saffron_ome_write_dirs:
 * @file: a file with %SAFFRON_OME_HEAD_SIZE bytes of any content, then the
 *   tiles
 * @dirs: main pages in order, each followed by its SubIFDs
 * @end: the number of bytes appended so far
 * @big: write a BigTIFF even if all offsets fit 32 bits
 *
 * Appends the directories and writes the head, which makes the file a TIFF.
 * libtiff cannot do this: it writes one directory at a time together with its
 * tiles, while a pyramid made in one pass has tiles of all its pages mixed.
 *
 * Returns: %FALSE with an error of @file
 */
gboolean saffron_ome_write_dirs (SaffronSaveFile *file,
                                 const SaffronOmeDir *dirs,
                                 int n_dirs,
                                 const SaffronTileCodec *codec,
                                 guint64 end,
                                 gboolean big,
                                 GError **error);

G_END_DECLS
