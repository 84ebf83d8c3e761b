/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "common.h"
#include "fuzz-slide.h"

/* OME-Zarr whose metadata was changed, the same in each run, cause no crash and
 * no hang, and errors have one line. */

/* The number of mutations; SAFFRON_MUTATIONS sets another. */
#define MUTATIONS 1500

/* A file of an image, and what stands in it. */
typedef struct {
  const char *name, *text;
} File;

static const char multiscales[] =
    "{\"multiscales\":[{\"version\":\"0.4\",\"name\":\"a\",\"axes\":["
    "{\"name\":\"c\",\"type\":\"channel\"},{\"name\":\"z\",\"type\":\"space\"},"
    "{\"name\":\"y\",\"type\":\"space\",\"unit\":\"micrometer\"},"
    "{\"name\":\"x\",\"type\":\"space\",\"unit\":\"micrometer\"}],"
    "\"datasets\":[{\"path\":\"0\",\"coordinateTransformations\":["
    "{\"type\":\"scale\",\"scale\":[1,1,0.5,0.5]}]},{\"path\":\"1\","
    "\"coordinateTransformations\":[{\"type\":\"scale\","
    "\"scale\":[1,1,1.0,1.0]}]}]}],\"omero\":{\"channels\":["
    "{\"label\":\"DAPI\",\"color\":\"0000FF\"}]}}";

static const File v2[] = {
  { ".zattrs", multiscales },
  { "0/.zarray",
    "{\"zarr_format\":2,\"shape\":[2,2,12,20],\"chunks\":[1,1,8,8],\"dtype\":"
    "\"<u2\",\"compressor\":null,\"filters\":null,\"fill_value\":3,\"order\":"
    "\"C\",\"dimension_separator\":\"/\"}" },
  { "1/.zarray",
    "{\"zarr_format\":2,\"shape\":[2,2,6,10],\"chunks\":[2,1,6,8],\"dtype\":"
    "\">u2\",\"compressor\":{\"id\":\"zlib\",\"level\":1},\"filters\":[],"
    "\"fill_value\":null,\"order\":\"F\",\"dimension_separator\":\".\"}" },
};

static const File v3[] = {
  { "zarr.json", NULL }, /* filled in from the other */
  { "0/zarr.json",
    "{\"zarr_format\":3,\"node_type\":\"array\",\"shape\":[2,2,12,20],"
    "\"data_type\":\"uint16\",\"fill_value\":0,\"chunk_grid\":{\"name\":"
    "\"regular\",\"configuration\":{\"chunk_shape\":[1,1,8,16]}},"
    "\"chunk_key_encoding\":{\"name\":\"default\",\"configuration\":{"
    "\"separator\":\"/\"}},\"codecs\":[{\"name\":\"sharding_indexed\","
    "\"configuration\":{\"chunk_shape\":[1,1,4,8],\"codecs\":[{\"name\":"
    "\"bytes\",\"configuration\":{\"endian\":\"little\"}},{\"name\":"
    "\"crc32c\"}],\"index_codecs\":[{\"name\":\"bytes\",\"configuration\":{"
    "\"endian\":\"little\"}},{\"name\":\"crc32c\"}],\"index_location\":"
    "\"end\"}}]}" },
  { "1/zarr.json",
    "{\"zarr_format\":3,\"node_type\":\"array\",\"shape\":[2,2,6,10],"
    "\"data_type\":\"uint16\",\"fill_value\":\"NaN\",\"chunk_grid\":{\"name\":"
    "\"regular\",\"configuration\":{\"chunk_shape\":[1,2,6,8]}},"
    "\"chunk_key_encoding\":{\"name\":\"v2\"},\"codecs\":[{\"name\":"
    "\"transpose\",\"configuration\":{\"order\":[1,0,3,2]}},{\"name\":"
    "\"bytes\",\"configuration\":{\"endian\":\"big\"}},{\"name\":\"zstd\"}]}" },
};

/* What numbers and words are replaced by. */
static const char *const values[] = {
  "0",        "1",      "-1",          "2147483647", "2147483648", "1e300",
  "0.5",      "null",   "true",        "\"x\"",      "[]",         "{}",
  "[1,2]",    "\"..\"", "\"<f8\"",     "\"|u1\"",    "\"blosc\"",  "\"gzip\"",
  "\"zstd\"", "\"\"",   "\"float32\"", "\"int64\"",  "16",         "9e18",
};

static guint32
next (guint32 *state)
{
  *state ^= *state << 13;
  *state ^= *state >> 17;
  *state ^= *state << 5;
  return *state;
}

/* Replaces the value, or a part of it, that begins near a random place. */
static void
mutate (GString *text, guint32 *state)
{
  gsize at = next (state) % text->len;
  gsize n = strcspn (text->str + at, ",:[]{}");
  const char *value = values[next (state) % G_N_ELEMENTS (values)];

  if (next (state) % 8 == 0)
    {
      text->str[at] = (char) (' ' + next (state) % 95);
      return;
    }
  /* Go on to the next value. */
  at += n + 1;
  if (at >= text->len)
    return;
  n = strcspn (text->str + at, ",]}");
  g_string_erase (text, (gssize) at, (gssize) n);
  g_string_insert (text, (gssize) at, value);
}

static void
write_file (const char *folder, const char *name, const char *data, gssize n)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);
  g_autofree char *parent = g_path_get_dirname (path);
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (g_mkdir_with_parents (parent, 0700), ==, 0);
  /* Not synchronised with the disk, which takes most of the time. */
  g_file_set_contents_full (path, data, n, G_FILE_SET_CONTENTS_NONE, 0600,
                            &error);
  g_assert_no_error (error);
}

/* Chunks that some of the images have: of noise. */
static void
write_chunks (const char *folder)
{
  static const char *const names[] = { "0/0/0/0/0", "0/1/1/1/2", "1/0.0.0.0",
                                       "0/c/0/0/0/0", "0/c/1/1/1/1" };
  guint8 noise[400];

  for (guint i = 0; i < sizeof noise; i++)
    noise[i] = (guint8) (i * 37);
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    write_file (folder, names[i], (const char *) noise,
                i % 2 == 0 ? 128 : (gssize) sizeof noise);
}

static void
check_kind (const File *files, guint n, guint32 seed)
{
  const char *wanted = g_getenv ("SAFFRON_MUTATIONS");
  guint64 count = MUTATIONS;
  char *folder = test_folder_new ();
  g_autofree char *slide = g_build_filename (folder, "image.zarr", NULL);
  guint32 state = seed;

  if (wanted != NULL)
    g_ascii_string_to_unsigned (wanted, 10, 1, G_MAXUINT32, &count, NULL);
  write_chunks (slide);
  for (guint64 i = 0; i < count; i++)
    for (guint f = 0; f < n; f++)
      {
        g_autoptr (GString) text = g_string_new (files[f].text);
        guint changes = 0;

        if (files[f].text == NULL)
          g_string_printf (text,
                           "{\"zarr_format\":3,\"attributes\":{\"ome\":%s}}",
                           multiscales);
        /* The first is unchanged, and then one file alone in most. */
        if (i > 0 && (i % n == f || next (&state) % 4 == 0))
          changes = 1 + next (&state) % 3;
        for (guint c = 0; c < changes; c++)
          mutate (text, &state);
        write_file (slide, files[f].name, text->str, (gssize) text->len);
        if (f + 1 == n)
          saffron_fuzz_slide (slide);
      }
  test_folder_remove (folder);
}

static void
test_v2 (void)
{
  check_kind (v2, G_N_ELEMENTS (v2), 1);
}

static void
test_v3 (void)
{
  check_kind (v3, G_N_ELEMENTS (v3), 2);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/zarr-fuzz/v2", test_v2);
  g_test_add_func ("/zarr-fuzz/v3", test_v3);
  return g_test_run ();
}
