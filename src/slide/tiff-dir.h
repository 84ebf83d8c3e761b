/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/raster.h"
#include "slide/tiff-pool.h"

G_BEGIN_DECLS

/**
 * SaffronTiffDir:
 * @offset: where it is in the file
 * @tile_width: of a tile; of a strip, the image's width
 * @tile_height: of a tile; rows of a strip
 * @n_across: tiles from left to right
 * @n_per_sample: tiles of one sample where samples lie apart, else of all
 * @n_samples: samples of a pixel in the file
 * @bits: of a sample
 * @planar: whether samples lie apart, each in tiles of its own
 * @through_rgba: stored in a way that only libtiff's conversion to RGB reads
 * @rgb: the first three samples are red, green, blue
 * @alpha: samples beyond those three are transparency
 * @type: what a sample is given out as
 * @exact: whether @type holds every value that the stored type has
 * @subifds: (element-type guint64): offsets of its reduced images
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

/* Whether both keep pixels of the same kind, so may be levels or channels of
 * one slide. */
gboolean saffron_tiff_dir_same_kind (const SaffronTiffDir *a,
                                     const SaffronTiffDir *b);

/* Samples that a decoded tile holds: one where they lie apart. */
int saffron_tiff_dir_tile_samples (const SaffronTiffDir *dir);

/**
 * saffron_tiff_dir_decode:
 * @handle: standing at @dir
 * @index: of the tile or strip in the file
 *
 * Returns: (transfer full): the whole tile (of the last strip, the rows that
 *   there are), or %NULL with an error
 */
SaffronRaster *saffron_tiff_dir_decode (const SaffronTiffDir *dir,
                                        SaffronTiffPool *pool,
                                        SaffronTiffHandle *handle,
                                        guint32 index,
                                        GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SaffronTiffDir, saffron_tiff_dir_free)

G_END_DECLS
