/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/document/slide-names.h"

#include <string.h>

static const char *const endings[] = {
  ".tif", ".tiff", ".btf", ".tf2",     ".tf8", ".svs", ".ndpi", ".mrxs", ".scn",
  ".bif", ".vms",  ".vmu", ".svslide", ".png", ".jpg", ".jpeg", NULL,
};

const char *const *
saffron_slide_names_get_endings (void)
{
  return endings;
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
