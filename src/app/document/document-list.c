/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/document/document-private.h"

#include <glib/gi18n.h>
#include <string.h>

static const char *const endings[] = {
  ".tif", ".tiff", ".btf", ".tf2",     ".tf8", ".svs", ".ndpi", ".mrxs", ".scn",
  ".bif", ".vms",  ".vmu", ".svslide", ".png", ".jpg", ".jpeg", NULL,
};

const char *const *
saffron_document_slide_endings (void)
{
  return endings;
}

/* Files that Saffron makes from slides and writes beside them. */
static gboolean
is_own_output (const char *lower)
{
  return g_str_has_suffix (lower, "_qc_rgb.png")
         || g_str_has_suffix (lower, "_registered.ome.tiff")
         || g_str_has_suffix (lower, "_registered.ome.tif");
}

static gboolean
looks_like_slide (const char *lower)
{
  for (guint i = 0; endings[i] != NULL; i++)
    if (g_str_has_suffix (lower, endings[i]))
      return TRUE;
  return FALSE;
}

static int
compare_paths (gconstpointer a, gconstpointer b)
{
  return g_utf8_collate (*(const char *const *) a, *(const char *const *) b);
}

static void
add_folder (SaffronOpening *opening, const char *path)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GDir) folder = g_dir_open (path, 0, &error);
  g_autoptr (GPtrArray) found = g_ptr_array_new ();
  const char *name = NULL;

  if (folder == NULL)
    {
      g_ptr_array_add (opening->errors, g_strdup (error->message));
      return;
    }
  while ((name = g_dir_read_name (folder)) != NULL)
    {
      g_autofree char *lower = g_ascii_strdown (name, -1);

      if (!looks_like_slide (lower))
        continue;
      if (is_own_output (lower))
        opening->n_left_out++;
      else
        g_ptr_array_add (found, g_build_filename (path, name, NULL));
    }
  g_ptr_array_sort (found, compare_paths);
  if (found->len == 0)
    g_ptr_array_add (
        opening->errors,
        g_strdup_printf (_ ("%s: no slides in this folder"), path));
  for (guint i = 0; i < found->len; i++)
    g_ptr_array_add (opening->paths, found->pdata[i]);
}

/* A session comes before everything else that was named with it. */
static void
add_session_slides (SaffronOpening *opening)
{
  SaffronSession *session = opening->session;
  guint n = saffron_session_get_n_moving (session);

  g_ptr_array_insert (opening->paths, 0,
                      g_strdup (saffron_session_get_reference_path (session)));
  for (guint i = 0; i < n; i++)
    g_ptr_array_insert (opening->paths, (int) i + 1,
                        g_strdup (saffron_moving_get_path (
                            saffron_session_get_moving (session, i))));
  opening->n_session = n + 1;
}

static void
add_draft (SaffronOpening *opening)
{
  g_autoptr (GError) error = NULL;

  opening->session = saffron_draft_load (opening->draft, &error);
  if (opening->session == NULL)
    g_ptr_array_add (opening->errors, g_strdup (error->message));
}

static void
add_session (SaffronOpening *opening, const char *path)
{
  g_autoptr (GError) error = NULL;

  if (opening->session != NULL)
    {
      g_ptr_array_add (opening->errors,
                       g_strdup_printf (_ ("%s: one session at a time"), path));
      return;
    }
  opening->session = saffron_session_load (path, &error);
  if (opening->session == NULL)
    g_ptr_array_add (opening->errors, g_strdup (error->message));
}

static void
add_file (SaffronOpening *opening, GFile *file)
{
  g_autofree char *path = g_file_get_path (file);

  if (path == NULL)
    {
      g_autofree char *uri = g_file_get_uri (file);

      g_ptr_array_add (opening->errors,
                       g_strdup_printf (_ ("%s: not on this computer; copy it "
                                           "here first"),
                                        uri));
    }
  else if (g_file_test (path, G_FILE_TEST_IS_DIR))
    add_folder (opening, path);
  else if (g_str_has_suffix (path, ".saffron")
           || saffron_session_is_file (path))
    add_session (opening, path);
  else
    g_ptr_array_add (opening->paths, g_steal_pointer (&path));
}

void
saffron_opening_list (SaffronOpening *opening)
{
  if (opening->draft != NULL)
    add_draft (opening);
  for (guint i = 0; i < opening->files->len; i++)
    add_file (opening, opening->files->pdata[i]);
  if (opening->session != NULL)
    add_session_slides (opening);
}

char *
saffron_document_find_markers (const char *name, const char *markers)
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

/* 0 without any; else the number of commas between them plus one. */
static int
count_markers (const char *path, const char *markers)
{
  g_autofree char *name = g_path_get_basename (path);
  g_autofree char *found = saffron_document_find_markers (name, markers);
  int count = *found != '\0';

  for (const char *c = found; *c != '\0'; c++)
    count += *c == ',';
  return count;
}

guint
saffron_document_choose_reference (GPtrArray *paths, const char *markers)
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
