/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/**
 * SaffronZarrCodec:
 *
 * What a chunk's bytes may have gone through.
 */
typedef enum {
  SAFFRON_ZARR_BLOSC,
  SAFFRON_ZARR_ZLIB,
  SAFFRON_ZARR_ZSTD,
  SAFFRON_ZARR_CRC32C,
} SaffronZarrCodec;

/* Finds a codec by the name that Zarr 2 or 3 gives it; gzip is
 * %SAFFRON_ZARR_ZLIB, too. FALSE when it is not read. */
gboolean saffron_zarr_codec_find (const char *name, SaffronZarrCodec *codec);

/**
 * saffron_zarr_codecs_undo:
 * @codecs: (element-type SaffronZarrCodec): in the order of writing
 * @data: (transfer full): what the file has
 * @size: exactly how many bytes it must come to
 *
 * Decodes bytes that cannot be trusted. Memory stays near @size, however much
 * they claim to hold.
 *
 * Returns: (transfer full): @size bytes, or %NULL with %SAFFRON_ERROR_DAMAGED
 *   or %SAFFRON_ERROR_NO_MEMORY and a few words that do not name the file
 */
GBytes *saffron_zarr_codecs_undo (const GArray *codecs,
                                  GBytes *data,
                                  gsize size,
                                  GError **error);

G_END_DECLS
