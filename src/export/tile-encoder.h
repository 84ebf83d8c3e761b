/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "base/raster.h"

G_BEGIN_DECLS

typedef enum {
  SAFFRON_COMPRESSION_NONE,
  SAFFRON_COMPRESSION_LZW,
  SAFFRON_COMPRESSION_DEFLATE,
  SAFFRON_COMPRESSION_ZSTD,
  SAFFRON_COMPRESSION_JPEG,
  SAFFRON_COMPRESSION_WEBP,
} SaffronCompression;

/* "none", "lzw", "deflate", "zstd", "jpeg", "webp". */
const char *saffron_compression_name (SaffronCompression compression);
/* %FALSE with %SAFFRON_ERROR_ARGUMENT, which lists the names, for an unknown
 * one. */
gboolean saffron_compression_from_name (const char *name,
                                        SaffronCompression *compression,
                                        GError **error);

/**
 * SaffronPredictor:
 * @SAFFRON_PREDICTOR_AUTO: on for whole numbers, off for floats, whose
 *   predictor few readers know
 *
 * Whether lossless compression stores differences of neighbouring pixels.
 */
typedef enum {
  SAFFRON_PREDICTOR_AUTO,
  SAFFRON_PREDICTOR_ON,
  SAFFRON_PREDICTOR_OFF,
} SaffronPredictor;

/**
 * SaffronTileCodec:
 * @type: type of the samples
 * @n_samples: 1, or 3 for interleaved RGB
 * @tile_size: side of a tile, pixels
 * @compression: how tiles are compressed
 * @quality: 1 to 100 for JPEG and WebP, 1 to 9 for deflate, 1 to 19 for zstd; 0
 *   for the default
 * @predictor: whether to use a predictor before lossless compression
 * @labels: whether samples are labels, of which there is no average
 *
 * How the tiles of one TIFF file are stored.
 */
typedef struct {
  SaffronSampleType type;
  int n_samples;
  int tile_size;
  SaffronCompression compression;
  int quality;
  SaffronPredictor predictor;
  gboolean labels;
} SaffronTileCodec;

/* The largest quality; 0 for a compression without one. */
int saffron_compression_max_quality (SaffronCompression compression);

/* Whether it can store differences of neighbouring pixels. */
gboolean saffron_compression_has_predictor (SaffronCompression compression);

/**
 * saffron_tile_codec_check:
 *
 * Returns: %FALSE with %SAFFRON_ERROR_ARGUMENT when the compression cannot
 *   store such samples (JPEG and WebP store 8 bits, WebP only RGB), the quality
 *   is out of range, or the installed libtiff lacks the compression
 */
gboolean saffron_tile_codec_check (const SaffronTileCodec *codec,
                                   GError **error);

/* The values of the tags Compression, Predictor and
 * PhotometricInterpretation. */
guint16 saffron_tile_codec_scheme (const SaffronTileCodec *codec);
guint16 saffron_tile_codec_predictor (const SaffronTileCodec *codec);
guint16 saffron_tile_codec_photometric (const SaffronTileCodec *codec);

/**
 * saffron_tile_encode:
 * @tile: @tile_size rows of @tile_size pixels, no padding
 *
 * Compresses one tile as libtiff stores it. May be called from several threads
 * at once.
 *
 * Returns: (transfer full): the bytes, or %NULL with an error
 */
GByteArray *saffron_tile_encode (const SaffronTileCodec *codec,
                                 const guint8 *tile,
                                 GError **error);

G_END_DECLS
