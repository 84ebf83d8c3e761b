/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tiff-maker.h"

#include "fuzz-slide.h"

/* Small files in which bytes are changed, removed or cut off, the same in each
 * run, cause no crash and no hang, and errors have one line. */

/* The number of mutations; SAFFRON_MUTATIONS sets another. */
#define MUTATIONS 1500

static guint32
next (guint32 *state)
{
  *state ^= *state << 13;
  *state ^= *state >> 17;
  *state ^= *state << 5;
  return *state;
}

static void
mutate (GByteArray *bytes, guint32 *state)
{
  static const guint8 values[] = { 0, 1, 2, 127, 128, 255 };
  guint n = 1 + next (state) % 6;

  for (guint i = 0; i < n && bytes->len > 16; i++)
    {
      guint at = next (state) % bytes->len;

      /* Changes near the header and the directory have the most effect. */
      if (next (state) % 2 == 0)
        at = bytes->len - 1 - next (state) % MIN (bytes->len, 300);
      switch (next (state) % 5)
        {
        case 0:
          bytes->data[at] ^= 1 << next (state) % 8;
          break;
        case 1:
          bytes->data[at] = values[next (state) % G_N_ELEMENTS (values)];
          break;
        case 2:
          memset (bytes->data + at, 255, MIN (4, bytes->len - at));
          break;
        case 3:
          memset (bytes->data + at, 0, MIN (4, bytes->len - at));
          break;
        default:
          if (next (state) % 8 == 0)
            g_byte_array_set_size (bytes, MAX (at, 9));
          else
            bytes->data[at] = next (state);
          break;
        }
    }
}

static const char *ome =
    "<?xml version=\"1.0\"?><OME UUID=\"urn:uuid:1\"><Image ID=\"Image:0\">"
    "<Pixels DimensionOrder=\"XYCZT\" Type=\"uint16\" SizeX=\"64\" "
    "SizeY=\"48\" "
    "SizeC=\"2\" SizeZ=\"1\" SizeT=\"1\" PhysicalSizeX=\"0.5\" "
    "PhysicalSizeY=\"0.5\"><Channel Name=\"DAPI\" Color=\"-16776961\"/>"
    "<Channel Name=\"CD3\"/><TiffData IFD=\"0\" PlaneCount=\"2\"/></Pixels>"
    "</Image></OME>";

static GPtrArray *
make_corpus (const char *folder)
{
  g_autoptr (GPtrArray) files = NULL;
  const TiffSpec specs[] = {
    { .width = 64,
      .height = 48,
      .samples = 1,
      .bits = 16,
      .photometric = PHOTOMETRIC_MINISBLACK,
      .description = ome },
    { .width = 64,
      .height = 48,
      .samples = 3,
      .bits = 8,
      .tile = 32,
      .photometric = PHOTOMETRIC_YCBCR,
      .compression = COMPRESSION_JPEG },
    { .width = 64,
      .height = 48,
      .samples = 3,
      .bits = 8,
      .photometric = PHOTOMETRIC_RGB,
      .planar = PLANARCONFIG_SEPARATE,
      .compression = COMPRESSION_LZW,
      .predictor = 2 },
    { .width = 64,
      .height = 48,
      .samples = 1,
      .bits = 32,
      .format = SAMPLEFORMAT_IEEEFP,
      .tile = 16,
      .photometric = PHOTOMETRIC_MINISBLACK,
      .compression = COMPRESSION_ADOBE_DEFLATE },
  };

  files = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);
  for (guint i = 0; i < G_N_ELEMENTS (specs); i++)
    for (int big = 0; big < 2; big++)
      {
        g_autofree char *path = g_build_filename (folder, "seed.tif", NULL);
        TiffSpec pages[2] = { specs[i], specs[i] };
        char *data = NULL;
        gsize length = 0;

        pages[1].description = NULL;
        if (i != 0)
          {
            pages[1].width /= 2;
            pages[1].height /= 2;
            pages[1].subfile = FILETYPE_REDUCEDIMAGE;
          }
        tiff_write (path, big ? "wb8" : "wl", pages, 2);
        g_assert_true (g_file_get_contents (path, &data, &length, NULL));
        g_ptr_array_add (files, g_bytes_new_take (data, length));
      }
  return g_steal_pointer (&files);
}

static void
test_mutations (void)
{
  char *folder = test_folder_new ();
  g_autofree char *path = g_build_filename (folder, "f.tif", NULL);
  g_autoptr (GPtrArray) corpus = make_corpus (folder);
  const char *asked = g_getenv ("SAFFRON_MUTATIONS");
  guint64 n = MUTATIONS;
  guint32 state = 20240917;

  if (asked != NULL)
    g_assert_true (
        g_ascii_string_to_unsigned (asked, 10, 1, G_MAXINT, &n, NULL));
  for (guint64 i = 0; i < n; i++)
    {
      GBytes *seed = g_ptr_array_index (corpus, i % corpus->len);
      g_autoptr (GByteArray) bytes = g_byte_array_new ();
      gsize size = 0;
      const guint8 *data = g_bytes_get_data (seed, &size);

      g_byte_array_append (bytes, data, size);
      mutate (bytes, &state);
      g_assert_true (
          g_file_set_contents (path, (char *) bytes->data, bytes->len, NULL));
      saffron_fuzz_slide (path);
    }
  g_test_message ("%" G_GUINT64_FORMAT " mutations", n);
  test_folder_remove (folder);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/slide/fuzz/mutations", test_mutations);
  return g_test_run ();
}
