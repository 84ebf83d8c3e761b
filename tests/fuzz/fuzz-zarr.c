/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "fuzz/fuzz.h"

#include <glib/gstdio.h>
#include <string.h>

#include "slide/fuzz-slide.h"

/* An OME-Zarr of one array with one chunk. The input is the metadata of the
 * image, of the array, and the chunk, with a line of SEPARATOR between them. If
 * the first part is Zarr 3's, all are named as there. */
#define SEPARATOR "\n----\n"

static void
write_part (const char *folder,
            const char *name,
            const guint8 *data,
            gsize size)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);
  g_autoptr (GError) error = NULL;

  g_file_set_contents (path, (const char *) data, (gssize) size, &error);
  g_assert_no_error (error);
}

/* Returns the next part of @rest and steps over it. */
static const guint8 *
next_part (const guint8 **rest, const guint8 *end, gsize *size)
{
  const guint8 *part = *rest;
  const guint8 *stop =
      memmem (part, (gsize) (end - part), SEPARATOR, strlen (SEPARATOR));

  *size = (gsize) ((stop != NULL ? stop : end) - part);
  *rest = stop != NULL ? stop + strlen (SEPARATOR) : end;
  return part;
}

void
fuzz_one (const guint8 *data, gsize size)
{
  static const char *const names[2][3] = {
    { ".zattrs", "0/.zarray", "0/0.0" },
    { "zarr.json", "0/zarr.json", "0/c/0/0" },
  };
  static const char *const folders[] = { "", "0", "0/c", "0/c/0" };
  g_autofree char *root = g_dir_make_tmp ("saffron-XXXXXX.zarr", NULL);
  const guint8 *rest = data;
  int v3 = memmem (data, size, "node_type", 9) != NULL;

  g_assert_nonnull (root);
  for (int i = 1; i < (int) G_N_ELEMENTS (folders); i++)
    {
      g_autofree char *folder = g_build_filename (root, folders[i], NULL);

      g_assert_cmpint (g_mkdir (folder, 0700), ==, 0);
    }
  for (int i = 0; i < 3; i++)
    {
      gsize length = 0;
      const guint8 *part = next_part (&rest, data + size, &length);

      write_part (root, names[v3][i], part, length);
    }
  saffron_fuzz_slide (root);
  for (int i = 0; i < 3; i++)
    {
      g_autofree char *path = g_build_filename (root, names[v3][i], NULL);

      g_remove (path);
    }
  for (int i = (int) G_N_ELEMENTS (folders) - 1; i >= 0; i--)
    {
      g_autofree char *folder = g_build_filename (root, folders[i], NULL);

      g_assert_cmpint (g_rmdir (folder), ==, 0);
    }
}
