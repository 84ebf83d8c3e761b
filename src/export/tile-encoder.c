/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "export/tile-encoder.h"

#include <glib/gi18n.h>
#include <string.h>
#include <tiffio.h>

#include "base/error.h"

static const struct {
  const char *name;
  guint16 scheme;
  int max_quality;
} schemes[] = {
  [SAFFRON_COMPRESSION_NONE] = { "none", COMPRESSION_NONE, 0 },
  [SAFFRON_COMPRESSION_LZW] = { "lzw", COMPRESSION_LZW, 0 },
  [SAFFRON_COMPRESSION_DEFLATE] = { "deflate", COMPRESSION_ADOBE_DEFLATE, 9 },
  [SAFFRON_COMPRESSION_ZSTD] = { "zstd", COMPRESSION_ZSTD, 19 },
  [SAFFRON_COMPRESSION_JPEG] = { "jpeg", COMPRESSION_JPEG, 100 },
  [SAFFRON_COMPRESSION_WEBP] = { "webp", COMPRESSION_WEBP, 100 },
};

const char *
saffron_compression_name (SaffronCompression compression)
{
  return schemes[compression].name;
}

gboolean
saffron_compression_from_name (const char *name,
                               SaffronCompression *compression,
                               GError **error)
{
  for (guint i = 0; i < G_N_ELEMENTS (schemes); i++)
    if (g_ascii_strcasecmp (name, schemes[i].name) == 0)
      {
        *compression = i;
        return TRUE;
      }
  g_set_error (
      error, SAFFRON_ERROR, SAFFRON_ERROR_ARGUMENT,
      _ ("no compression “%s”; there are none, lzw, deflate, zstd, jpeg "
         "and webp"),
      name);
  return FALSE;
}

int
saffron_compression_max_quality (SaffronCompression compression)
{
  return schemes[compression].max_quality;
}

gboolean
saffron_compression_has_predictor (SaffronCompression compression)
{
  return compression == SAFFRON_COMPRESSION_LZW
         || compression == SAFFRON_COMPRESSION_DEFLATE
         || compression == SAFFRON_COMPRESSION_ZSTD;
}

guint16
saffron_tile_codec_scheme (const SaffronTileCodec *codec)
{
  return schemes[codec->compression].scheme;
}

guint16
saffron_tile_codec_predictor (const SaffronTileCodec *codec)
{
  gboolean is_float = codec->type == SAFFRON_SAMPLE_F32;

  if (codec->predictor == SAFFRON_PREDICTOR_OFF
      || (codec->predictor == SAFFRON_PREDICTOR_AUTO && is_float)
      || !saffron_compression_has_predictor (codec->compression))
    return PREDICTOR_NONE;
  return is_float ? PREDICTOR_FLOATINGPOINT : PREDICTOR_HORIZONTAL;
}

guint16
saffron_tile_codec_photometric (const SaffronTileCodec *codec)
{
  if (codec->n_samples == 1)
    return PHOTOMETRIC_MINISBLACK;
  return codec->compression == SAFFRON_COMPRESSION_JPEG ? PHOTOMETRIC_YCBCR
                                                        : PHOTOMETRIC_RGB;
}

gboolean
saffron_tile_codec_check (const SaffronTileCodec *codec, GError **error)
{
  const char *name = saffron_compression_name (codec->compression);
  gboolean lossy = codec->compression == SAFFRON_COMPRESSION_JPEG
                   || codec->compression == SAFFRON_COMPRESSION_WEBP;

  if (lossy && codec->type != SAFFRON_SAMPLE_U8)
    g_set_error (error, SAFFRON_ERROR, SAFFRON_ERROR_ARGUMENT,
                 _ ("%s keeps 8 bits, not %s; choose deflate, zstd or lzw"),
                 name, saffron_sample_type_name (codec->type));
  else if (codec->compression == SAFFRON_COMPRESSION_WEBP
           && codec->n_samples != 3)
    g_set_error (
        error, SAFFRON_ERROR, SAFFRON_ERROR_ARGUMENT,
        _ ("webp keeps RGB, not separate channels; choose deflate, zstd, "
           "lzw or jpeg"));
  else if (codec->quality < 0
           || codec->quality > schemes[codec->compression].max_quality)
    g_set_error (error, SAFFRON_ERROR, SAFFRON_ERROR_ARGUMENT,
                 _ ("quality %d is out of range; %s takes 1 to %d"),
                 codec->quality, name, schemes[codec->compression].max_quality);
  else if (!TIFFIsCODECConfigured (schemes[codec->compression].scheme))
    g_set_error (
        error, SAFFRON_ERROR, SAFFRON_ERROR_ARGUMENT,
        _ ("the TIFF library here was built without %s; choose another "
           "compression"),
        name);
  else
    return TRUE;
  return FALSE;
}

/* A TIFF file in memory, of which only the tile's bytes are kept. */
typedef struct {
  GByteArray *bytes;
  toff_t position;
  gboolean taken; /* the tile has been taken; further writes are ignored */
  char *message;
} Memory;

static tmsize_t
memory_read (thandle_t handle, void *data, tmsize_t n)
{
  return 0;
}

static tmsize_t
memory_write (thandle_t handle, void *data, tmsize_t n)
{
  Memory *memory = handle;
  gsize end = memory->position + n;

  if (memory->taken)
    return n;
  if (end > memory->bytes->len)
    g_byte_array_set_size (memory->bytes, end);
  memcpy (memory->bytes->data + memory->position, data, n);
  memory->position = end;
  return n;
}

static toff_t
memory_seek (thandle_t handle, toff_t offset, int whence)
{
  Memory *memory = handle;

  if (whence == SEEK_CUR)
    offset += memory->position;
  else if (whence == SEEK_END)
    offset += memory->bytes->len;
  memory->position = offset;
  return offset;
}

static int
memory_close (thandle_t handle)
{
  return 0;
}

static toff_t
memory_size (thandle_t handle)
{
  Memory *memory = handle;

  return memory->bytes->len;
}

static int
note_error (TIFF *tiff,
            void *user_data,
            const char *module,
            const char *format,
            va_list args)
{
  Memory *memory = user_data;

  if (memory->message == NULL)
    memory->message = g_strdup_vprintf (format, args);
  return 1;
}

static int
drop_warning (TIFF *tiff,
              void *user_data,
              const char *module,
              const char *format,
              va_list args)
{
  return 1;
}

static TIFF *
open_memory (Memory *memory)
{
  TIFFOpenOptions *options = TIFFOpenOptionsAlloc ();
  TIFF *tiff = NULL;

  TIFFOpenOptionsSetErrorHandlerExtR (options, note_error, memory);
  TIFFOpenOptionsSetWarningHandlerExtR (options, drop_warning, memory);
  tiff = TIFFClientOpenExt ("tile", "w8m", memory, memory_read, memory_write,
                            memory_seek, memory_close, memory_size, NULL, NULL,
                            options);
  TIFFOpenOptionsFree (options);
  return tiff;
}

#define DIFFER_ROW(NAME, TYPE)                                                 \
  static void NAME (const TYPE *restrict in, TYPE *restrict out, int n,        \
                    int step)                                                  \
  {                                                                            \
    for (int i = 0; i < step; i++)                                             \
      out[i] = in[i];                                                          \
    for (int i = step; i < n; i++)                                             \
      out[i] = (TYPE) (in[i] - in[i - step]);                                  \
  }

DIFFER_ROW (differ_row_u8, guint8)
DIFFER_ROW (differ_row_u16, guint16)

/* Whether we take the differences ourselves: libtiff does so value by value. */
static gboolean
takes_differences (const SaffronTileCodec *codec)
{
  return saffron_tile_codec_predictor (codec) == PREDICTOR_HORIZONTAL;
}

/* (transfer full): the tile's @size bytes as libtiff is given them. They are a
 * copy in any case, as its predictor and JPEG code may change them. */
static guint8 *
copy_for_tiff (const SaffronTileCodec *codec, const guint8 *tile, gsize size)
{
  int n = codec->tile_size * codec->n_samples;
  gsize stride = (gsize) n * saffron_sample_type_size (codec->type);
  guint8 *copy = NULL;

  if (!takes_differences (codec))
    return g_memdup2 (tile, size);
  copy = g_malloc (size);
  for (gsize at = 0; at < size; at += stride)
    if (codec->type == SAFFRON_SAMPLE_U8)
      differ_row_u8 (tile + at, copy + at, n, codec->n_samples);
    else
      differ_row_u16 ((const guint16 *) (tile + at), (guint16 *) (copy + at), n,
                      codec->n_samples);
  return copy;
}

static void
set_fields (TIFF *tiff, const SaffronTileCodec *codec)
{
  guint16 predictor = saffron_tile_codec_predictor (codec);

  TIFFSetField (tiff, TIFFTAG_IMAGEWIDTH, codec->tile_size);
  TIFFSetField (tiff, TIFFTAG_IMAGELENGTH, codec->tile_size);
  TIFFSetField (tiff, TIFFTAG_TILEWIDTH, codec->tile_size);
  TIFFSetField (tiff, TIFFTAG_TILELENGTH, codec->tile_size);
  TIFFSetField (tiff, TIFFTAG_SAMPLESPERPIXEL, codec->n_samples);
  TIFFSetField (tiff, TIFFTAG_BITSPERSAMPLE,
                (int) saffron_sample_type_size (codec->type) * 8);
  TIFFSetField (tiff, TIFFTAG_SAMPLEFORMAT,
                codec->type == SAFFRON_SAMPLE_F32 ? SAMPLEFORMAT_IEEEFP
                                                  : SAMPLEFORMAT_UINT);
  TIFFSetField (tiff, TIFFTAG_PLANARCONFIG, PLANARCONFIG_CONTIG);
  TIFFSetField (tiff, TIFFTAG_COMPRESSION, saffron_tile_codec_scheme (codec));
  TIFFSetField (tiff, TIFFTAG_PHOTOMETRIC,
                saffron_tile_codec_photometric (codec));
  if (predictor != PREDICTOR_NONE && !takes_differences (codec))
    TIFFSetField (tiff, TIFFTAG_PREDICTOR, predictor);

  switch (codec->compression)
    {
    case SAFFRON_COMPRESSION_DEFLATE:
      TIFFSetField (tiff, TIFFTAG_ZIPQUALITY,
                    codec->quality > 0 ? codec->quality : 3);
      break;
    case SAFFRON_COMPRESSION_ZSTD:
      TIFFSetField (tiff, TIFFTAG_ZSTD_LEVEL,
                    codec->quality > 0 ? codec->quality : 3);
      break;
    case SAFFRON_COMPRESSION_JPEG:
      /* Tables are stored in each tile, because tiles of several threads cannot
       * share them. */
      TIFFSetField (tiff, TIFFTAG_JPEGTABLESMODE, 0);
      TIFFSetField (tiff, TIFFTAG_JPEGQUALITY,
                    codec->quality > 0 ? codec->quality : 85);
      if (codec->n_samples == 3)
        {
          TIFFSetField (tiff, TIFFTAG_YCBCRSUBSAMPLING, 2, 2);
          TIFFSetField (tiff, TIFFTAG_JPEGCOLORMODE, JPEGCOLORMODE_RGB);
        }
      break;
    case SAFFRON_COMPRESSION_WEBP:
      TIFFSetField (tiff, TIFFTAG_WEBP_LEVEL,
                    codec->quality > 0 ? codec->quality : 85);
      break;
    case SAFFRON_COMPRESSION_NONE:
    case SAFFRON_COMPRESSION_LZW:
      break;
    }
}

/* Takes the tile's bytes out of the file in memory. */
static gboolean
take_tile (TIFF *tiff, Memory *memory)
{
  guint64 offset = TIFFGetStrileOffset (tiff, 0);
  guint64 count = TIFFGetStrileByteCount (tiff, 0);

  if (count == 0 || offset + count > memory->bytes->len)
    return FALSE;
  memmove (memory->bytes->data, memory->bytes->data + offset, count);
  g_byte_array_set_size (memory->bytes, count);
  memory->taken = TRUE;
  return TRUE;
}

GByteArray *
saffron_tile_encode (const SaffronTileCodec *codec,
                     const guint8 *tile,
                     GError **error)
{
  gsize size = (gsize) codec->tile_size * codec->tile_size * codec->n_samples
               * saffron_sample_type_size (codec->type);
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  g_autofree guint8 *copy = NULL;
  Memory memory = { .bytes = bytes };
  TIFF *tiff = NULL;
  gboolean done = FALSE;

  if (codec->compression == SAFFRON_COMPRESSION_NONE)
    {
      g_byte_array_append (bytes, tile, size);
      return g_steal_pointer (&bytes);
    }

  tiff = open_memory (&memory);
  if (tiff != NULL)
    {
      set_fields (tiff, codec);
      copy = copy_for_tiff (codec, tile, size);
      done = TIFFWriteEncodedTile (tiff, 0, copy, size) >= 0
             && take_tile (tiff, &memory);
      TIFFCleanup (tiff);
    }
  if (!done)
    g_set_error (error, SAFFRON_ERROR, SAFFRON_ERROR_FAILED,
                 _ ("a tile could not be compressed with %s: %s"),
                 saffron_compression_name (codec->compression),
                 memory.message != NULL ? memory.message
                                        : _ ("no reason given"));
  g_free (memory.message);
  return done ? g_steal_pointer (&bytes) : NULL;
}
