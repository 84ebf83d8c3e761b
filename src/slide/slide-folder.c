/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "slide/slide-folder.h"

#include <string.h>
#include <sys/stat.h>

/* Of Zarr 3 and 2: those of a group and of an array. */
static const char *const metadata[] = { "zarr.json", ".zattrs", ".zgroup",
                                        ".zarray" };

static gboolean
stat_metadata (const char *folder, GStatBuf *status)
{
  for (guint i = 0; i < G_N_ELEMENTS (metadata); i++)
    {
      g_autofree char *path = g_build_filename (folder, metadata[i], NULL);

      if (g_stat (path, status) == 0 && S_ISREG (status->st_mode))
        return TRUE;
    }
  return FALSE;
}

gboolean
saffron_slide_is_folder (const char *path)
{
  g_autofree char *name = g_path_get_basename (path);
  g_autofree char *lower = g_ascii_strdown (name, -1);
  GStatBuf status;

  return g_file_test (path, G_FILE_TEST_IS_DIR)
         && (g_str_has_suffix (lower, ".zarr")
             || stat_metadata (path, &status));
}

gboolean
saffron_slide_is_folder_metadata (const char *path)
{
  g_autofree char *name = g_path_get_basename (path);

  for (guint i = 0; i < G_N_ELEMENTS (metadata); i++)
    if (g_str_equal (name, metadata[i]))
      return TRUE;
  return FALSE;
}

int
saffron_slide_stat (const char *path, GStatBuf *status)
{
  GStatBuf inner;

  if (g_stat (path, status) != 0)
    return -1;
  if (S_ISDIR (status->st_mode) && stat_metadata (path, &inner))
    {
      status->st_size = inner.st_size;
      status->st_mtim = inner.st_mtim;
    }
  return 0;
}
