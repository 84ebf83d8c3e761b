/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "slide/zarr-codec.h"

#include <blosc.h>
#include <glib/gi18n.h>
#include <string.h>
#include <zlib.h>
#include <zstd.h>

#include "base/error.h"

/* What an incompressible chunk may grow by in any of the codecs. */
#define MAX_GROWTH 65536

gboolean
saffron_zarr_codec_find (const char *name, SaffronZarrCodec *codec)
{
  static const struct {
    const char *name;
    SaffronZarrCodec codec;
  } names[] = {
    { "blosc", SAFFRON_ZARR_BLOSC },   { "zlib", SAFFRON_ZARR_ZLIB },
    { "gzip", SAFFRON_ZARR_ZLIB },     { "zstd", SAFFRON_ZARR_ZSTD },
    { "crc32c", SAFFRON_ZARR_CRC32C },
  };

  /* Zarr 3 has the codecs that are Zarr 2's alone under this prefix. */
  if (g_str_has_prefix (name, "numcodecs."))
    name += strlen ("numcodecs.");
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    if (g_str_equal (name, names[i].name))
      {
        *codec = names[i].codec;
        return TRUE;
      }
  return FALSE;
}

/* Each of these decodes @n bytes of @from into at most @max bytes of @to, and
 * returns how many they were, or -1 when they are not what they should be. */

static gssize
undo_blosc (const guint8 *from, gsize n, guint8 *to, gsize max)
{
  size_t size = 0;
  int got;

  if (blosc_cbuffer_validate (from, n, &size) != 0 || size > max)
    return -1;
  got = blosc_decompress_ctx (from, to, max, 1);
  return got >= 0 && (size_t) got == size ? got : -1;
}

/* Both zlib and gzip, which may have several members. */
static gssize
undo_zlib (const guint8 *from, gsize n, guint8 *to, gsize max)
{
  z_stream stream = { .next_in = (Bytef *) from, .avail_in = (uInt) n };
  int status = Z_OK;

  stream.next_out = to;
  stream.avail_out = (uInt) max;
  if (n > G_MAXUINT || max > G_MAXUINT
      || inflateInit2 (&stream, 15 + 32) != Z_OK)
    return -1;
  do
    {
      status = inflate (&stream, Z_FINISH);
      if (status == Z_STREAM_END && stream.avail_in > 0
          && inflateReset (&stream) != Z_OK)
        break;
    }
  while (status == Z_STREAM_END && stream.avail_in > 0);
  inflateEnd (&stream);
  return status == Z_STREAM_END ? (gssize) (max - stream.avail_out) : -1;
}

static gssize
undo_zstd (const guint8 *from, gsize n, guint8 *to, gsize max)
{
  size_t got = ZSTD_decompress (to, max, from, n);

  return ZSTD_isError (got) ? -1 : (gssize) got;
}

/* CRC-32C of Castagnoli, as in RFC 3720. */
static guint32
crc32c (const guint8 *data, gsize n)
{
  guint32 table[256], sum = G_MAXUINT32;

  for (guint32 i = 0; i < 256; i++)
    {
      table[i] = i;
      for (int bit = 0; bit < 8; bit++)
        table[i] = table[i] >> 1 ^ (table[i] & 1 ? 0x82f63b78u : 0);
    }
  for (gsize i = 0; i < n; i++)
    sum = sum >> 8 ^ table[(sum ^ data[i]) & 0xff];
  return ~sum;
}

static GBytes *
undo_crc32c (GBytes *data)
{
  gsize n = 0;
  const guint8 *bytes = g_bytes_get_data (data, &n);
  guint32 sum = 0;

  if (n < sizeof sum)
    return NULL;
  memcpy (&sum, bytes + n - sizeof sum, sizeof sum);
  if (GUINT32_FROM_LE (sum) != crc32c (bytes, n - sizeof sum))
    return NULL;
  return g_bytes_new_from_bytes (data, 0, n - sizeof sum);
}

/* NULL without an error when it is damaged. */
static GBytes *
undo (SaffronZarrCodec codec, GBytes *data, gsize max, GError **error)
{
  static gssize (*const undos[]) (const guint8 *, gsize, guint8 *, gsize) = {
    [SAFFRON_ZARR_BLOSC] = undo_blosc,
    [SAFFRON_ZARR_ZLIB] = undo_zlib,
    [SAFFRON_ZARR_ZSTD] = undo_zstd,
  };
  gsize n = 0;
  const guint8 *from = g_bytes_get_data (data, &n);
  guint8 *to = NULL;
  gssize got = -1;

  if (codec == SAFFRON_ZARR_CRC32C)
    return undo_crc32c (data);
  to = g_try_malloc (max);
  if (to == NULL)
    {
      g_set_error (error, SAFFRON_ERROR, SAFFRON_ERROR_NO_MEMORY,
                   _ ("there is no memory for it"));
      return NULL;
    }
  if (from != NULL)
    got = undos[codec](from, n, to, max);
  if (got >= 0)
    return g_bytes_new_take (to, (gsize) got);
  g_free (to);
  return NULL;
}

GBytes *
saffron_zarr_codecs_undo (const GArray *codecs,
                          GBytes *data,
                          gsize size,
                          GError **error)
{
  g_autoptr (GBytes) bytes = data;
  g_autoptr (GError) local = NULL;

  for (guint i = codecs->len; bytes != NULL && i-- > 0;)
    {
      GBytes *next = undo (g_array_index (codecs, SaffronZarrCodec, i), bytes,
                           size + (i > 0 ? MAX_GROWTH : 0), &local);

      g_bytes_unref (bytes);
      bytes = next;
    }
  if (bytes != NULL && g_bytes_get_size (bytes) == size)
    return g_steal_pointer (&bytes);
  if (local != NULL)
    g_propagate_error (error, g_steal_pointer (&local));
  else
    g_set_error (error, SAFFRON_ERROR, SAFFRON_ERROR_DAMAGED, "%s",
                 bytes != NULL ? _ ("it has another size")
                               : _ ("it cannot be decompressed"));
  return NULL;
}
