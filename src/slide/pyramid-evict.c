/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "slide/pyramid.h"

#include <glib/gstdio.h>

typedef struct {
  char *path;
  gint64 used;
  guint64 size;
} File;

static void
file_clear (gpointer data)
{
  File *file = data;

  g_free (file->path);
}

static int
compare_use (gconstpointer a, gconstpointer b)
{
  const File *fa = a, *fb = b;

  return fa->used < fb->used ? -1 : fa->used > fb->used;
}

void
saffron_pyramid_evict (const char *folder, const char *keep, guint64 max_bytes)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  g_autoptr (GArray) files = g_array_new (FALSE, FALSE, sizeof (File));
  const char *name = NULL;
  guint64 total = 0;

  g_array_set_clear_func (files, file_clear);
  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);
      GStatBuf status;
      File file = { 0 };

      if (!g_str_has_suffix (name, ".pyramid") || g_stat (path, &status) != 0)
        continue;
      total += status.st_size;
      if (g_strcmp0 (path, keep) == 0)
        continue;
      file.path = g_steal_pointer (&path);
      file.used = status.st_mtime;
      file.size = status.st_size;
      g_array_append_val (files, file);
    }
  g_array_sort (files, compare_use);
  for (guint i = 0; i < files->len && total > max_bytes; i++)
    {
      const File *file = &g_array_index (files, File, i);

      /* Readers that have the file open can go on reading it. */
      if (g_unlink (file->path) == 0)
        total -= file->size;
    }
}
