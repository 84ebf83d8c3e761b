/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/job.h"
#include "base/points.h"
#include "base/raster.h"
#include "base/save-file.h"
#include "export/tile-encoder.h"

G_BEGIN_DECLS

/**
 * SaffronOmeLayout:
 * @SAFFRON_OME_SUBIFD: the pyramid's levels as SubIFDs of each page, as
 *   OME-TIFF 6 has them
 * @SAFFRON_OME_FLAT: full resolution only
 * @SAFFRON_OME_PAGES: the levels as further main pages, marked as reduced
 */
typedef enum {
  SAFFRON_OME_SUBIFD,
  SAFFRON_OME_FLAT,
  SAFFRON_OME_PAGES,
} SaffronOmeLayout;

/**
 * SaffronOmeSpec:
 * @width: columns of level 0
 * @height: rows of level 0
 * @n_channels: pages of one sample each; 3 when @rgb
 * @type: of all channels
 * @rgb: one page of three interleaved samples
 * @channel_names: (nullable): @n_channels names, or one when @rgb
 * @channel_colors: (nullable): @n_channels times 0xRRGGBB
 * @um_x: µm per pixel, 0 when unknown
 * @um_y: the same in y
 * @tile_size: a multiple of 16; 0 for 512
 * @compression: how tiles are compressed
 * @quality: see #SaffronTileCodec; 0 for the usual
 * @predictor: before lossless compression
 * @layout: where the pyramid goes
 * @big: BigTIFF even where a classic TIFF would do
 * @name: (nullable): of the image
 * @overwrite: whether a file that is there may be replaced
 *
 * What an OME-TIFF is to be. The pyramid halves, rounding sizes up, until a
 * level fits one tile; each level averages 2 × 2 stored pixels of the one
 * below, rounded.
 */
typedef struct {
  gint64 width, height;
  int n_channels;
  SaffronSampleType type;
  gboolean rgb;
  const char *const *channel_names;
  const guint32 *channel_colors;
  double um_x, um_y;
  int tile_size;
  SaffronCompression compression;
  int quality;
  SaffronPredictor predictor;
  SaffronOmeLayout layout;
  gboolean big;
  const char *name;
  gboolean overwrite;
} SaffronOmeSpec;

/* Zeros, but for tiles of 512 and deflate. */
#define SAFFRON_OME_SPEC_INIT                                                  \
  {                                                                            \
    .tile_size = 512, .compression = SAFFRON_COMPRESSION_DEFLATE               \
  }

/**
 * SaffronRegionFunc:
 * @channel: 0 … n_channels - 1, or -1 for the interleaved samples of RGB
 * @rect: level-0 pixels, inside the image, at most one tile
 * @out: has @rect's size; the function fills all its pixels, minding the
 *   stride, and keeps no reference
 *
 * Gives the pixels of one region. Called from several threads at once, each
 * region of each channel once; a thread asks for the channels of one region
 * one after the other, up to eight.
 */
typedef gboolean (*SaffronRegionFunc) (int channel,
                                       const SaffronRect *rect,
                                       SaffronRaster *out,
                                       gpointer data,
                                       GError **error);

/* How many levels the pyramid of an image has, level 0 included. */
int saffron_ome_n_levels (gint64 width, gint64 height, int tile_size);

/**
 * saffron_ome_write:
 * @job: (nullable): its current stage moves from 0 to 1
 *
 * Writes a tiled, pyramidal OME-TIFF, asking @func for each tile in an order
 * that keeps neighbours together. Memory does not grow with the image. The file
 * is the same, byte for byte, on any number of threads. It appears under @path
 * when it is complete and on disk; an error, a cancel or a crash leaves nothing
 * and does not touch a file of that name.
 *
 * Returns: %FALSE with an error that names @path, or @func's own
 */
gboolean saffron_ome_write (const char *path,
                            const SaffronOmeSpec *spec,
                            SaffronRegionFunc func,
                            gpointer data,
                            SaffronJob *job,
                            GError **error);

/* The same into a new @file, which is left to the caller to commit; the
 * specification's overwrite is the file's. */
gboolean saffron_ome_write_file (SaffronSaveFile *file,
                                 const SaffronOmeSpec *spec,
                                 SaffronRegionFunc func,
                                 gpointer data,
                                 SaffronJob *job,
                                 GError **error);

G_END_DECLS
