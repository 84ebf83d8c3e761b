/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/raster.h"
#include "slide/tiff-pool.h"

G_BEGIN_DECLS

/**
 * SaffronTiffDir:
 * @offset: the directory's place in the file, bytes
 * @tile_width: width of a tile; of a strip, the image's width
 * @tile_height: height of a tile; rows of a strip
 * @n_across: tiles from left to right
 * @n_per_sample: tiles of one sample if @planar, else of all samples
 * @n_samples: samples per pixel in the file
 * @bits: bits per sample
 * @planar: whether each sample is stored apart, in tiles of its own
 * @through_rgba: whether only libtiff's conversion to RGB can read it
 * @rgb: whether the first three samples are red, green and blue
 * @alpha: whether samples beyond those three are transparency
 * @type: the type in which samples are given out
 * @exact: whether @type holds every value that the stored type has
 * @subifds: (element-type guint64): offsets of its SubIFDs, the reduced images
 *
 * What one directory (page) of a TIFF says about how its pixels are kept.
 */
typedef struct {
  guint64 offset;
  guint32 width, height;
  guint32 tile_width, tile_height;
  guint32 n_across, n_per_sample;
  guint16 n_samples, bits, format, photometric, compression, orientation;
  guint32 subfile;
  gboolean tiled, planar, through_rgba, rgb, alpha, exact;
  SaffronSampleType type;
  GArray *subifds;
} SaffronTiffDir;

/**
 * saffron_tiff_dir_read:
 *
 * Describes the directory at which @handle stands and checks that it can be
 * read in bounded memory.
 *
 * Returns: (transfer full): the description, or %NULL with an error
 */
SaffronTiffDir *saffron_tiff_dir_read (SaffronTiffPool *pool,
                                       SaffronTiffHandle *handle,
                                       GError **error);
void saffron_tiff_dir_free (SaffronTiffDir *dir);

/* Whether both store pixels of the same kind, so that they may be levels or
 * channels of one slide. */
gboolean saffron_tiff_dir_same_kind (const SaffronTiffDir *a,
                                     const SaffronTiffDir *b);

/* Samples per pixel of a decoded tile: one if the directory is planar. */
int saffron_tiff_dir_tile_samples (const SaffronTiffDir *dir);

/**
 * saffron_tiff_dir_decode:
 * @handle: a handle that stands at @dir
 * @index: the number of the tile or strip in the file
 *
 * Returns: (transfer full): the whole tile (of the last strip, only the rows
 *   inside the image), or %NULL with an error
 */
SaffronRaster *saffron_tiff_dir_decode (const SaffronTiffDir *dir,
                                        SaffronTiffPool *pool,
                                        SaffronTiffHandle *handle,
                                        guint32 index,
                                        GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SaffronTiffDir, saffron_tiff_dir_free)

G_END_DECLS
