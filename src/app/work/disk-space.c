/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/work/disk-space.h"

gint64
saffron_disk_space (const char *path)
{
  g_autofree char *folder = g_path_get_dirname (path);
  g_autoptr (GFile) file = g_file_new_for_path (folder);
  g_autoptr (GFileInfo) info = g_file_query_filesystem_info (
      file, G_FILE_ATTRIBUTE_FILESYSTEM_FREE, NULL, NULL);

  if (info == NULL
      || !g_file_info_has_attribute (info, G_FILE_ATTRIBUTE_FILESYSTEM_FREE))
    return -1;
  return (gint64) g_file_info_get_attribute_uint64 (
      info, G_FILE_ATTRIBUTE_FILESYSTEM_FREE);
}
