/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "slide/tiff-dir.h"

#include <errno.h>
#include <glib/gi18n.h>
#include <math.h>
#include <string.h>

#include "base/error.h"
#include "slide/jp2k.h"

static void
set_decode_error (GError **error,
                  SaffronTiffPool *pool,
                  SaffronTiffHandle *handle,
                  const SaffronTiffDir *dir,
                  guint32 index)
{
  g_autofree char *what = g_strdup_printf (
      dir->tiled
          ? _ ("tile %u of the level of %u × %u pixels cannot be decoded")
          : _ ("strip %u of the level of %u × %u pixels cannot be decoded"),
      index, dir->width, dir->height);

  saffron_tiff_handle_set_error (handle, pool, what, error);
}

/* The value of sample @i of a row that is not packed. */
static float
sample_to_float (const guint8 *row, gsize i, guint16 bits, guint16 format)
{
  switch (bits)
    {
    case 8:
      return ((const gint8 *) row)[i];
    case 16:
      return format == SAMPLEFORMAT_INT
                 ? ((const gint16 *) row)[i]
                 : saffron_half_to_float (((const guint16 *) row)[i]);
    case 32:
      return format == SAMPLEFORMAT_INT ? (float) ((const gint32 *) row)[i]
                                        : (float) ((const guint32 *) row)[i];
    default:
      return format == SAMPLEFORMAT_INT ? (float) ((const gint64 *) row)[i]
             : format == SAMPLEFORMAT_IEEEFP
                 ? (float) ((const double *) row)[i]
                 : (float) ((const guint64 *) row)[i];
    }
}

/* Sample @i of a packed row of samples of 1 to 16 bits each, highest bit
 * first. */
static guint16
unpack_bits (const guint8 *row, gsize i, guint bits)
{
  gsize bit = i * bits;
  guint32 value = 0;

  for (guint b = 0; b < bits; b++, bit++)
    value = value << 1 | ((row[bit >> 3] >> (7 - (bit & 7))) & 1);
  return value;
}

/* Whether samples are stored exactly as a raster keeps them. */
static gboolean
is_direct (const SaffronTiffDir *dir)
{
  return dir->bits == 8 * saffron_sample_type_size (dir->type)
         && ((dir->type == SAFFRON_SAMPLE_F32)
             == (dir->format == SAMPLEFORMAT_IEEEFP));
}

static void
convert_rows (const SaffronTiffDir *dir,
              const guint8 *from,
              gsize from_stride,
              SaffronRaster *to)
{
  gsize n = (gsize) to->width * to->n_samples;

  for (int y = 0; y < to->height; y++)
    {
      const guint8 *row = from + from_stride * y;
      guint8 *out = to->data + to->stride * y;

      if (to->type == SAFFRON_SAMPLE_F32)
        for (gsize i = 0; i < n; i++)
          ((float *) out)[i] = sample_to_float (row, i, dir->bits, dir->format);
      else if (to->type == SAFFRON_SAMPLE_U16)
        for (gsize i = 0; i < n; i++)
          ((guint16 *) out)[i] = unpack_bits (row, i, dir->bits);
      else
        for (gsize i = 0; i < n; i++)
          out[i] = unpack_bits (row, i, dir->bits);
    }
}

/* Decodes by libtiff's own conversion, which gives packed pixels with the last
 * row first. */
static gboolean
decode_rgba (const SaffronTiffDir *dir,
             TIFF *tif,
             guint32 index,
             SaffronRaster *to)
{
  gsize n = (gsize) dir->tile_width * dir->tile_height;
  g_autofree guint32 *pixels = g_new (guint32, n);
  guint32 x = index % dir->n_across * dir->tile_width;
  guint32 y = index / dir->n_across * dir->tile_height;
  int rows = dir->tiled ? (int) dir->tile_height : to->height;

  if (!(dir->tiled ? TIFFReadRGBATileExt (tif, x, y, pixels, 1)
                   : TIFFReadRGBAStripExt (tif, y, pixels, 1)))
    return FALSE;
  for (int r = 0; r < to->height; r++)
    {
      const guint32 *row = pixels + (gsize) (rows - 1 - r) * dir->tile_width;
      guint8 *out = to->data + to->stride * r;

      for (int c = 0; c < to->width; c++)
        {
          out[3 * c] = TIFFGetR (row[c]);
          out[3 * c + 1] = TIFFGetG (row[c]);
          out[3 * c + 2] = TIFFGetB (row[c]);
        }
    }
  return TRUE;
}

static gboolean
decode_jp2k (const SaffronTiffDir *dir,
             SaffronTiffHandle *handle,
             guint32 index,
             SaffronRaster *to)
{
  guint64 size = TIFFGetStrileByteCount (handle->tif, index);
  g_autofree guint8 *data = NULL;
  g_autofree char *why = NULL;
  tmsize_t got = 0;

  if (size == 0 || size > SAFFRON_TIFF_MAX_TILE_BYTES)
    return FALSE;
  data = g_malloc (size);
  got = dir->tiled
            ? TIFFReadRawTile (handle->tif, index, data, (tmsize_t) size)
            : TIFFReadRawStrip (handle->tif, index, data, (tmsize_t) size);
  if (got <= 0)
    return FALSE;
  errno = 0;
  if (saffron_jp2k_decode (data, (gsize) got,
                           dir->photometric == PHOTOMETRIC_YCBCR, to, &why))
    return TRUE;
  if (errno == ENOMEM && handle->read_error == 0)
    handle->read_error = ENOMEM;
  if (handle->message == NULL)
    handle->message = g_steal_pointer (&why);
  return FALSE;
}

static gboolean
decode_samples (const SaffronTiffDir *dir,
                TIFF *tif,
                guint32 index,
                SaffronRaster *to)
{
  tmsize_t stride = dir->tiled ? TIFFTileRowSize (tif) : TIFFScanlineSize (tif);
  gboolean direct = is_direct (dir) && stride == (tmsize_t) to->stride;
  gsize size = (gsize) MAX (stride, 0) * to->height;
  gsize least = ((gsize) to->width * to->n_samples * dir->bits + 7) / 8;
  g_autofree guint8 *buffer = NULL;
  guint8 *target = to->data;
  tmsize_t got = 0;

  if (stride <= 0 || (gsize) stride < least
      || size > 2 * SAFFRON_TIFF_MAX_TILE_BYTES)
    return FALSE;
  if (!direct)
    target = buffer = g_malloc0 (size);
  got = dir->tiled ? TIFFReadEncodedTile (tif, index, target, size)
                   : TIFFReadEncodedStrip (tif, index, target, size);
  if (got != (tmsize_t) size)
    return FALSE;
  if (direct)
    return TRUE;
  if (is_direct (dir))
    for (int y = 0; y < to->height; y++)
      memcpy (to->data + to->stride * y, buffer + (gsize) stride * y,
              to->stride);
  else
    convert_rows (dir, buffer, stride, to);
  return TRUE;
}

SaffronRaster *
saffron_tiff_dir_decode (const SaffronTiffDir *dir,
                         SaffronTiffPool *pool,
                         SaffronTiffHandle *handle,
                         guint32 index,
                         GError **error)
{
  guint32 y = index % dir->n_per_sample / dir->n_across * dir->tile_height;
  int rows =
      dir->tiled ? dir->tile_height : MIN (dir->tile_height, dir->height - y);
  g_autoptr (SaffronRaster) raster = NULL;
  gboolean ok;

  raster = saffron_raster_new (dir->tile_width, rows,
                               saffron_tiff_dir_tile_samples (dir), dir->type);
  /* Sparse files leave out tiles that were never written; such a tile is all
   * zeros. */
  if (TIFFGetStrileByteCount (handle->tif, index) == 0
      && TIFFGetStrileOffset (handle->tif, index) == 0
      && handle->message == NULL && handle->read_error == 0)
    {
      if (dir->rgb && dir->type == SAFFRON_SAMPLE_U8)
        memset (raster->data, 255, saffron_raster_n_bytes (raster));
      return g_steal_pointer (&raster);
    }
  if (saffron_jp2k_is_compression (dir->compression))
    ok = decode_jp2k (dir, handle, index, raster);
  else if (dir->through_rgba)
    ok = decode_rgba (dir, handle->tif, index, raster);
  else
    ok = decode_samples (dir, handle->tif, index, raster);
  if (!ok)
    {
      set_decode_error (error, pool, handle, dir, index);
      return NULL;
    }
  return g_steal_pointer (&raster);
}
