/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "fuzz/fuzz.h"

#include <glib/gstdio.h>
#include <string.h>

static char *folder;
static char *path;

static void
remove_folder (void)
{
  if (path != NULL)
    g_remove (path);
  g_rmdir (folder);
}

const char *
fuzz_file (const char *name, const guint8 *data, gsize size)
{
  g_autoptr (GError) error = NULL;

  if (folder == NULL)
    {
      folder = g_dir_make_tmp ("saffron-fuzz-XXXXXX", &error);
      g_assert_no_error (error);
      g_assert_cmpint (atexit (remove_folder), ==, 0);
    }
  g_free (path);
  path = g_build_filename (folder, name, NULL);
  g_file_set_contents (path, (const char *) data, (gssize) size, &error);
  g_assert_no_error (error);
  return path;
}

void
fuzz_check_error (const GError *error, const char *named)
{
  g_assert_nonnull (error);
  g_assert_nonnull (strstr (error->message, named));
  g_assert_null (strchr (error->message, '\n'));
  g_assert_true (g_utf8_validate (error->message, -1, NULL));
}
