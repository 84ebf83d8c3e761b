/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "slide/zarr-array.h"

G_BEGIN_DECLS

/**
 * SaffronZarrAxes:
 *
 * Which dimension of an image's arrays is which axis; -1 for one that they
 * lack. There are always X and Y.
 */
typedef struct {
  int t, c, z, y, x;
} SaffronZarrAxes;

/* The size along @axis of @sizes, one of an array's members; 1 for an axis that
 * is not there. */
static inline gint64
saffron_zarr_along (const gint64 *sizes, int axis)
{
  return axis >= 0 ? sizes[axis] : 1;
}

/* Where a chunk is, counted in chunks along each axis. */
typedef struct {
  gint64 c, z, y, x;
} SaffronZarrPlace;

/**
 * saffron_zarr_chunk_read:
 *
 * Reads a chunk of the first time point. Where it spans several channels and Z
 * planes, they lie below each other: plane z of channel c of it begins at row
 * (c * planes in a chunk + z) * rows in a chunk. A chunk that has no file is
 * full of the array's fill value.
 *
 * Returns: (transfer full): rows and columns of one sample, or %NULL with an
 *   error
 */
SaffronRaster *saffron_zarr_chunk_read (SaffronZarrStore *store,
                                        const SaffronZarrArray *array,
                                        const SaffronZarrAxes *axes,
                                        const SaffronZarrPlace *place,
                                        GError **error);

G_END_DECLS
