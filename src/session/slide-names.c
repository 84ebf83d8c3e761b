/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "session/slide-names.h"

#include <string.h>

#include "slide/slide-folder.h"

static const char *const endings[] = {
  ".tif", ".tiff", ".btf", ".tf2",     ".tf8", ".svs", ".ndpi", ".mrxs", ".scn",
  ".bif", ".vms",  ".vmu", ".svslide", ".png", ".jpg", ".jpeg", NULL,
};

const char *const *
saffron_slide_names_get_endings (void)
{
  return endings;
}

static gboolean
looks_like_slide (const char *lower)
{
  for (guint i = 0; endings[i] != NULL; i++)
    if (g_str_has_suffix (lower, endings[i]))
      return TRUE;
  return FALSE;
}

/* Files that Saffron makes from slides and writes beside them. */
static gboolean
is_own_output (const char *lower)
{
  return g_str_has_suffix (lower, "_qc_rgb.png")
         || g_str_has_suffix (lower, "_registered.ome.tiff")
         || g_str_has_suffix (lower, "_registered.ome.tif");
}

static int
compare_paths (gconstpointer a, gconstpointer b)
{
  return saffron_slide_names_compare (*(const char *const *) a,
                                      *(const char *const *) b);
}

GPtrArray *
saffron_slide_names_in_folder (const char *folder,
                               guint *n_left_out,
                               GError **error)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, error);
  g_autoptr (GPtrArray) found = g_ptr_array_new_with_free_func (g_free);
  const char *name = NULL;

  *n_left_out = 0;
  if (dir == NULL)
    return NULL;
  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *lower = g_ascii_strdown (name, -1);
      g_autofree char *child = g_build_filename (folder, name, NULL);

      if (!looks_like_slide (lower) && !saffron_slide_is_folder (child))
        continue;
      if (is_own_output (lower))
        (*n_left_out)++;
      else
        g_ptr_array_add (found, g_steal_pointer (&child));
    }
  g_ptr_array_sort (found, compare_paths);
  return g_steal_pointer (&found);
}

char *
saffron_slide_names_find_markers (const char *name, const char *markers)
{
  g_auto (GStrv) words = g_strsplit (markers, ",", -1);
  g_autofree char *folded = g_utf8_casefold (name, -1);
  g_autoptr (GString) found = g_string_new (NULL);

  for (guint w = 0; words[w] != NULL; w++)
    {
      g_autofree char *marker = g_utf8_casefold (g_strstrip (words[w]), -1);

      if (*marker != '\0' && strstr (folded, marker) != NULL)
        g_string_append_printf (found, "%s%s", found->len > 0 ? ", " : "",
                                words[w]);
    }
  return g_string_free (g_steal_pointer (&found), FALSE);
}

/* How many markers the file name of @path contains. */
static int
count_markers (const char *path, const char *markers)
{
  g_autofree char *name = g_path_get_basename (path);
  g_autofree char *found = saffron_slide_names_find_markers (name, markers);
  int count = *found != '\0';

  for (const char *c = found; *c != '\0'; c++)
    count += *c == ',';
  return count;
}

guint
saffron_slide_names_choose_reference (GPtrArray *paths, const char *markers)
{
  guint best = 0;
  int best_count = -1;

  for (guint i = 0; i < paths->len; i++)
    {
      int count = count_markers (paths->pdata[i], markers);

      if (count > best_count)
        {
          best = i;
          best_count = count;
        }
    }
  return best;
}

int
saffron_slide_names_compare (const char *a, const char *b)
{
  g_autofree char *shown_a = g_filename_display_name (a);
  g_autofree char *shown_b = g_filename_display_name (b);
  g_autofree char *key_a = g_utf8_collate_key_for_filename (shown_a, -1);
  g_autofree char *key_b = g_utf8_collate_key_for_filename (shown_b, -1);
  int order = strcmp (key_a, key_b);

  return order != 0 ? order : strcmp (a, b);
}

/* (transfer full): the last @depth parts of the folder of @path. */
static char *
folder_end (const char *path, guint depth)
{
  g_autofree char *folder = g_path_get_dirname (path);
  const char *start = folder + strlen (folder);

  while (start > folder && depth > 0)
    {
      start--;
      if (start == folder || start[-1] == G_DIR_SEPARATOR)
        depth--;
    }
  return g_strdup (start);
}

/* How many of the paths have each end of the folder. */
static GHashTable *
count_ends (GPtrArray *paths, GArray *same, guint depth)
{
  GHashTable *counts =
      g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (guint i = 0; i < same->len; i++)
    {
      char *end =
          folder_end (paths->pdata[g_array_index (same, guint, i)], depth);
      guint n = GPOINTER_TO_UINT (g_hash_table_lookup (counts, end));

      g_hash_table_insert (counts, end, GUINT_TO_POINTER (n + 1));
    }
  return counts;
}

/* @same: the indices of paths with one file name */
static void
add_folders (GPtrArray *paths, GArray *same, char **names)
{
  for (guint depth = 1; same->len > 1; depth++)
    {
      g_autoptr (GHashTable) counts = count_ends (paths, same, depth);

      for (guint i = same->len; i-- > 0;)
        {
          guint which = g_array_index (same, guint, i);
          const char *path = paths->pdata[which];
          g_autofree char *end = folder_end (path, depth);
          g_autofree char *folder = g_path_get_dirname (path);
          g_autofree char *shown = g_filename_display_name (end);
          g_autofree char *name = NULL;

          /* A path that is there twice has nothing that tells it apart. */
          if (GPOINTER_TO_UINT (g_hash_table_lookup (counts, end)) > 1
              && !g_str_equal (end, folder))
            continue;
          name = g_steal_pointer (&names[which]);
          names[which] = g_strdup_printf ("%s (%s)", name, shown);
          g_array_remove_index (same, i);
        }
    }
}

char **
saffron_slide_names_tell_apart (GPtrArray *paths)
{
  char **names = g_new0 (char *, paths->len + 1);
  g_autoptr (GHashTable) groups = g_hash_table_new_full (
      g_str_hash, g_str_equal, g_free, (GDestroyNotify) g_array_unref);
  GHashTableIter iter;
  gpointer same = NULL;

  for (guint i = 0; i < paths->len; i++)
    {
      names[i] = g_filename_display_basename (paths->pdata[i]);
      same = g_hash_table_lookup (groups, names[i]);
      if (same == NULL)
        {
          same = g_array_new (FALSE, FALSE, sizeof (guint));
          g_hash_table_insert (groups, g_strdup (names[i]), same);
        }
      g_array_append_val ((GArray *) same, i);
    }
  g_hash_table_iter_init (&iter, groups);
  while (g_hash_table_iter_next (&iter, NULL, &same))
    add_folders (paths, same, names);
  return names;
}
