/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "session/memory.h"

#include <string.h>

/* The file names that a version of control groups uses. */
typedef struct {
  const char *mount, *limit, *used, *cache;
} Version;

static const Version version_2 = { "sys/fs/cgroup", "memory.max",
                                   "memory.current", "inactive_file" };
static const Version version_1 = { "sys/fs/cgroup/memory",
                                   "memory.limit_in_bytes",
                                   "memory.usage_in_bytes",
                                   "total_inactive_file" };

/* (nullable) */
static char *
read_text (const char *root, const char *folder, const char *name)
{
  g_autofree char *path =
      g_build_filename (root != NULL ? root : "/", folder, name, NULL);
  char *text = NULL;

  return g_file_get_contents (path, &text, NULL, NULL) ? text : NULL;
}

/* Returns the number after @key at the start of a line, or -1 when there is
 * none. */
static gint64
find_number (const char *text, const char *key)
{
  gsize length = strlen (key);

  while (text != NULL && *text != '\0')
    {
      if (strncmp (text, key, length) == 0
          && strchr (": \t", text[length]) != NULL)
        return g_ascii_strtoll (text + length + 1, NULL, 10);
      text = strchr (text, '\n');
      text = text != NULL ? text + 1 : NULL;
    }
  return -1;
}

/* Reads a file that holds one number. Returns -1 for "max" and when it cannot
 * be read. */
static gint64
read_number (const char *root, const char *folder, const char *name)
{
  g_autofree char *text = read_text (root, folder, name);

  if (text == NULL || !g_ascii_isdigit (*text))
    return -1;
  return g_ascii_strtoll (text, NULL, 10);
}

/* Returns the bytes that one group leaves free; G_MAXINT64 when it has no
 * limit. */
static gint64
free_in_group (const char *root, const Version *version, const char *path)
{
  g_autofree char *folder = g_build_filename (version->mount, path, NULL);
  g_autofree char *stat = read_text (root, folder, "memory.stat");
  gint64 limit = read_number (root, folder, version->limit);
  gint64 used = read_number (root, folder, version->used);
  gint64 cache = find_number (stat, version->cache);

  if (limit < 0 || used < 0)
    return G_MAXINT64;
  return MAX (limit - used + MAX (cache, 0), 1);
}

/* Returns the least of the group and all its parents up to the root. Inside a
 * container that hides the path only the root is there. */
static gint64
free_in_groups (const char *root, const Version *version, const char *path)
{
  g_autofree char *group = g_strdup (path);
  gint64 least = free_in_group (root, version, group);

  while (strlen (group) > 1)
    {
      g_autofree char *below = g_steal_pointer (&group);

      group = g_path_get_dirname (below);
      least = MIN (least, free_in_group (root, version, group));
    }
  return least;
}

/* Lines are "0::/path" of version 2, "4:memory:/path" of version 1. */
static gint64
free_in_all_groups (const char *root)
{
  g_autofree char *text = read_text (root, "proc/self", "cgroup");
  g_auto (GStrv) lines = g_strsplit (text != NULL ? text : "", "\n", -1);
  gint64 least = G_MAXINT64;

  for (guint i = 0; lines[i] != NULL; i++)
    {
      g_auto (GStrv) parts = g_strsplit (lines[i], ":", 3);
      g_auto (GStrv) names = NULL;

      if (g_strv_length (parts) < 3 || *parts[2] != '/')
        continue;
      names = g_strsplit (parts[1], ",", -1);
      if (g_strv_contains ((const char *const *) names, "memory"))
        least = MIN (least, free_in_groups (root, &version_1, parts[2]));
      else if (*parts[1] == '\0')
        least = MIN (least, free_in_groups (root, &version_2, parts[2]));
    }
  return least;
}

gint64
saffron_memory_free (const char *root)
{
  g_autofree char *text = read_text (root, "proc", "meminfo");
  gint64 available = find_number (text, "MemAvailable");
  gint64 groups = free_in_all_groups (root);

  if (available < 0)
    available = find_number (text, "MemTotal");
  if (available < 0)
    return groups < G_MAXINT64 ? groups : 0;
  return MIN (available * 1024, groups);
}

gint64
saffron_memory_held (const char *root)
{
  g_autofree char *text = read_text (root, "proc/self", "status");
  gint64 held = find_number (text, "VmRSS");

  return MAX (held, 0) * 1024;
}
