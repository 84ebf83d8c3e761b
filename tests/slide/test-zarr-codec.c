/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "slide/zarr-codec.h"

#include <blosc.h>
#include <string.h>
#include <zstd.h>

#include "base/error.h"

/* Chunks that libblosc and libzstd have compressed come back as they were, and
 * bytes that nobody has compressed give an error. */

#define N 40000

static guint16 *
make_values (void)
{
  guint16 *values = g_new (guint16, N);

  for (guint i = 0; i < N; i++)
    values[i] = (guint16) (i * i / 97 + i % 7);
  return values;
}

static GArray *
make_codecs (SaffronZarrCodec codec)
{
  GArray *codecs = g_array_new (FALSE, FALSE, sizeof codec);

  g_array_append_val (codecs, codec);
  return codecs;
}

static GBytes *
pack_blosc (const char *name, int shuffle)
{
  g_autofree guint16 *values = make_values ();
  gsize most = N * 2 + BLOSC_MAX_OVERHEAD;
  guint8 *packed = g_malloc (most);
  int n = blosc_compress_ctx (5, shuffle, 2, N * 2, values, packed, most, name,
                              0, 1);

  g_assert_cmpint (n, >, 0);
  return g_bytes_new_take (packed, (gsize) n);
}

static GBytes *
pack_zstd (void)
{
  g_autofree guint16 *values = make_values ();
  gsize most = ZSTD_compressBound (N * 2);
  guint8 *packed = g_malloc (most);
  size_t n = ZSTD_compress (packed, most, values, N * 2, 3);

  g_assert_false (ZSTD_isError (n));
  return g_bytes_new_take (packed, n);
}

/* Takes @packed. */
static void
check_back (SaffronZarrCodec codec, GBytes *packed)
{
  g_autoptr (GArray) codecs = make_codecs (codec);
  g_autoptr (GError) error = NULL;
  g_autofree guint16 *values = make_values ();
  g_autoptr (GBytes) got = NULL;

  got = saffron_zarr_codecs_undo (codecs, packed, N * 2, &error);
  g_assert_no_error (error);
  g_assert_cmpmem (g_bytes_get_data (got, NULL), g_bytes_get_size (got), values,
                   N * 2);
}

static void
test_blosc (void)
{
  static const char *const names[] = { "blosclz", "lz4", "lz4hc", "zlib",
                                       "zstd" };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    for (int shuffle = 0; shuffle <= 2; shuffle++)
      check_back (SAFFRON_ZARR_BLOSC, pack_blosc (names[i], shuffle));
}

static void
test_zstd (void)
{
  check_back (SAFFRON_ZARR_ZSTD, pack_zstd ());
}

/* Takes @packed. */
static void
check_refused (SaffronZarrCodec codec, GBytes *packed, gsize size)
{
  g_autoptr (GArray) codecs = make_codecs (codec);
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) got = NULL;

  got = saffron_zarr_codecs_undo (codecs, packed, size, &error);
  g_assert_null (got);
  g_assert_error (error, SAFFRON_ERROR, SAFFRON_ERROR_DAMAGED);
}

/* Another size than the chunk must have, more or less. */
static void
test_size (void)
{
  for (gsize size = N * 2 - 2; size <= N * 2 + 2; size += 4)
    {
      check_refused (SAFFRON_ZARR_BLOSC, pack_blosc ("lz4", 1), size);
      check_refused (SAFFRON_ZARR_ZSTD, pack_zstd (), size);
    }
  check_refused (SAFFRON_ZARR_BLOSC, g_bytes_new (NULL, 0), N * 2);
  check_refused (SAFFRON_ZARR_CRC32C, g_bytes_new ("abc", 3), 0);
}

static guint32
next (guint32 *state)
{
  *state ^= *state << 13;
  *state ^= *state >> 17;
  *state ^= *state << 5;
  return *state;
}

/* Changed bytes give either an error or as many bytes as asked for. */
static void
test_damaged (void)
{
  guint32 state = 7;

  for (guint i = 0; i < 2000; i++)
    {
      gboolean zstd = i % 4 == 0;
      g_autoptr (GArray) codecs =
          make_codecs (zstd ? SAFFRON_ZARR_ZSTD : SAFFRON_ZARR_BLOSC);
      g_autoptr (GBytes) packed =
          zstd ? pack_zstd () : pack_blosc (i % 4 == 1 ? "lz4" : "blosclz", 1);
      gsize n = 0;
      guint8 *bytes = g_bytes_unref_to_data (g_steal_pointer (&packed), &n);
      g_autoptr (GBytes) got = NULL;
      g_autoptr (GError) error = NULL;

      for (guint change = 0; change < 3; change++)
        {
          guint32 place = next (&state);
          guint32 value = next (&state);

          bytes[place % (change == 0 ? MIN (n, 32) : n)] = (guint8) value;
        }
      if (i % 8 == 5)
        n = next (&state) % n;
      got = saffron_zarr_codecs_undo (codecs, g_bytes_new_take (bytes, n),
                                      N * 2, &error);
      if (got != NULL)
        g_assert_cmpuint (g_bytes_get_size (got), ==, N * 2);
      else
        g_assert_error (error, SAFFRON_ERROR, SAFFRON_ERROR_DAMAGED);
    }
}

static void
test_names (void)
{
  SaffronZarrCodec codec;

  g_assert_true (saffron_zarr_codec_find ("gzip", &codec));
  g_assert_cmpint (codec, ==, SAFFRON_ZARR_ZLIB);
  g_assert_true (saffron_zarr_codec_find ("numcodecs.zlib", &codec));
  g_assert_true (saffron_zarr_codec_find ("blosc", &codec));
  g_assert_false (saffron_zarr_codec_find ("numcodecs.", &codec));
  g_assert_false (saffron_zarr_codec_find ("lzma", &codec));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/zarr-codec/blosc", test_blosc);
  g_test_add_func ("/zarr-codec/zstd", test_zstd);
  g_test_add_func ("/zarr-codec/size", test_size);
  g_test_add_func ("/zarr-codec/damaged", test_damaged);
  g_test_add_func ("/zarr-codec/names", test_names);
  return g_test_run ();
}
