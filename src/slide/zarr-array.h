/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/raster.h"
#include "slide/zarr-codec.h"
#include "slide/zarr-store.h"

G_BEGIN_DECLS

/* An OME-Zarr image has at most five axes. */
#define SAFFRON_ZARR_MAX_DIMS 5
/* The most bytes that one chunk may take when it is decoded. */
#define SAFFRON_ZARR_MAX_CHUNK_BYTES ((gsize) 256 << 20)

/**
 * SaffronZarrType:
 *
 * How a value is stored in a chunk.
 */
typedef enum {
  SAFFRON_ZARR_BOOL,
  SAFFRON_ZARR_UINT,
  SAFFRON_ZARR_INT,
  SAFFRON_ZARR_FLOAT,
} SaffronZarrType;

/**
 * SaffronZarrArray:
 * @name: its folder in the store
 * @version: 2 or 3
 * @n_dims: 2 to %SAFFRON_ZARR_MAX_DIMS
 * @shape: values along each dimension
 * @chunk: the same of what is compressed as one
 * @shard: the same of what is in one file; a multiple of @chunk
 * @order: the dimensions from the slowest to the fastest in a chunk
 * @kind: how values are stored
 * @bytes: bytes of a stored value
 * @big: whether the most significant byte comes first
 * @type: the type in which they are given out
 * @exact: whether that holds every stored value
 * @fill: what a chunk that is not there has everywhere
 * @separator: between the numbers in a chunk's name
 * @prefix: what stands before them
 * @codecs: (element-type SaffronZarrCodec): what a chunk's bytes have gone
 *   through, in the order of writing
 * @sharded: whether a file holds several chunks and an index of them
 * @index_first: whether the index stands at the file's beginning
 * @index_bytes: bytes of the index with its check sum
 * @index_big: whether its numbers are big endian
 *
 * One array of a Zarr, of version 2 or 3: https://zarr-specs.readthedocs.io
 */
typedef struct {
  char *name;
  int version;
  int n_dims;
  gint64 shape[SAFFRON_ZARR_MAX_DIMS];
  gint64 chunk[SAFFRON_ZARR_MAX_DIMS];
  gint64 shard[SAFFRON_ZARR_MAX_DIMS];
  int order[SAFFRON_ZARR_MAX_DIMS];
  SaffronZarrType kind;
  int bytes;
  gboolean big;
  SaffronSampleType type;
  gboolean exact;
  double fill;
  char separator;
  const char *prefix;
  GArray *codecs;
  gboolean sharded, index_first, index_big;
  gsize index_bytes;
} SaffronZarrArray;

/**
 * saffron_zarr_array_load:
 * @name: as from saffron_zarr_store_join()
 *
 * Returns: (transfer full): the array, or %NULL with an error
 */
SaffronZarrArray *saffron_zarr_array_load (SaffronZarrStore *store,
                                           const char *name,
                                           GError **error);
void saffron_zarr_array_free (SaffronZarrArray *array);

/* The name of the file with its metadata. */
const char *saffron_zarr_array_get_file (const SaffronZarrArray *array);

/* Bytes of a decoded chunk. */
gsize saffron_zarr_array_chunk_bytes (const SaffronZarrArray *array);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SaffronZarrArray, saffron_zarr_array_free)

G_END_DECLS
