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
 * @SAFFRON_OME_SUBIFD: the pyramid's levels are SubIFDs of each page, as in
 *   OME-TIFF 6
 * @SAFFRON_OME_FLAT: full resolution only
 * @SAFFRON_OME_PAGES: the levels are further main pages, marked as reduced
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
 * @n_channels: number of channels, a page each; 3 when @rgb
 * @type: of all channels
 * @rgb: whether to write one page of three interleaved samples
 * @channel_names: (nullable): @n_channels names, or one when @rgb
 * @channel_colors: (nullable): @n_channels times 0xRRGGBB
 * @um_x: µm per pixel, 0 when unknown
 * @um_y: the same in y
 * @tile_size: side of a tile, a multiple of 16; 0 for 512
 * @compression: how tiles are compressed
 * @quality: see #SaffronTileCodec; 0 for the default
 * @predictor: whether to use a predictor before lossless compression
 * @labels: whether the pyramid takes one of 2 × 2 pixels, for labels, instead
 *   of their average
 * @layout: where to put the pyramid
 * @group: how many channels go through the pyramid together; 0 for 8. A channel
 *   is asked for only when all of the groups before are written
 * @big: write a BigTIFF even where a classic TIFF would do
 * @name: (nullable): name of the image
 * @overwrite: whether an existing file may be replaced
 *
 * How to write an OME-TIFF. Each level of the pyramid has half the size of the
 * one before, rounded up, until a level fits into one tile. Its pixels are
 * averages of 2 × 2 stored pixels of the level before, rounded; of labels, the
 * upper left of them.
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
  gboolean labels;
  SaffronOmeLayout layout;
  int group;
  gboolean big;
  const char *name;
  gboolean overwrite;
} SaffronOmeSpec;

/* Zeros, except tiles of 512 pixels and deflate. */
#define SAFFRON_OME_SPEC_INIT                                                  \
  {                                                                            \
    .tile_size = 512, .compression = SAFFRON_COMPRESSION_DEFLATE               \
  }

/**
 * SaffronRegionFunc:
 * @channel: 0 … n_channels - 1, or -1 for the interleaved samples of RGB
 * @rect: level-0 pixels, inside the image, at most one tile
 * @out: a raster of @rect's size. The function fills all its pixels, with
 *   regard to the stride, and keeps no reference
 *
 * Gives the pixels of one region. It is called from several threads at once,
 * once for each region of each channel. A thread asks for the channels of a
 * group of one region one after the other.
 *
 * Returns: %FALSE with an error to stop
 */
typedef gboolean (*SaffronRegionFunc) (int channel,
                                       const SaffronRect *rect,
                                       SaffronRaster *out,
                                       gpointer data,
                                       GError **error);

/* The number of levels of an image's pyramid, including level 0. */
int saffron_ome_n_levels (gint64 width, gint64 height, int tile_size);

/**
 * saffron_ome_write:
 * @job: (nullable): its current stage moves from 0 to 1
 *
 * Writes a tiled, pyramidal OME-TIFF. It asks @func for tiles in an order that
 * keeps neighbours together. Memory does not grow with the image, and the file
 * is the same, byte for byte, on any number of threads. It appears under @path
 * when it is complete and on disk; an error, a cancel or a crash leaves nothing
 * behind and does not change an existing file of that name.
 *
 * Returns: %FALSE with an error that names @path, or @func's own
 */
gboolean saffron_ome_write (const char *path,
                            const SaffronOmeSpec *spec,
                            SaffronRegionFunc func,
                            gpointer data,
                            SaffronJob *job,
                            GError **error);

/* Writes the same into a new @file, which the caller then commits. Whether a
 * file may be replaced was decided when @file was made, so @spec's overwrite is
 * ignored. */
gboolean saffron_ome_write_file (SaffronSaveFile *file,
                                 const SaffronOmeSpec *spec,
                                 SaffronRegionFunc func,
                                 gpointer data,
                                 SaffronJob *job,
                                 GError **error);

G_END_DECLS
