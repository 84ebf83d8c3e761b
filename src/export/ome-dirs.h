/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/save-file.h"
#include "export/tile-encoder.h"

G_BEGIN_DECLS

/* What a file's head takes; tiles are appended behind it. */
#define SAFFRON_OME_HEAD_SIZE 16

/**
 * SaffronOmeDir:
 * @width: columns of this level
 * @height: rows of this level
 * @reduced: whether it is a level of a pyramid
 * @description: (nullable): its ImageDescription
 * @um_x: µm per pixel of this level, 0 when unknown
 * @um_y: the same in y
 * @n_tiles: how many
 * @offsets: where each lies in the file
 * @counts: how many bytes each takes
 * @n_subs: how many of the directories that follow in the list are SubIFDs
 *   of this one
 *
 * One page of a TIFF file whose tiles are written already.
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
 * @file: with %SAFFRON_OME_HEAD_SIZE bytes of anything and the tiles
 *   appended
 * @dirs: main pages in order, each followed by its SubIFDs
 * @end: how many bytes were appended so far
 * @big: BigTIFF even if all offsets fit 32 bits
 *
 * Appends the directories and writes the head: the file is then a TIFF. libtiff
 * writes one directory at a time, with its tiles, where a pyramid that is made
 * in one pass has tiles of all its pages at once; hence this.
 */
gboolean saffron_ome_write_dirs (SaffronSaveFile *file,
                                 const SaffronOmeDir *dirs,
                                 int n_dirs,
                                 const SaffronTileCodec *codec,
                                 guint64 end,
                                 gboolean big,
                                 GError **error);

G_END_DECLS
