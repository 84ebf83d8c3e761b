/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/document/opening.h"

#include <glib/gi18n.h>

#include "app/document/slide-names.h"
#include "slide/slide-folder.h"

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
  const char *const *endings = saffron_slide_names_get_endings ();

  for (guint i = 0; endings[i] != NULL; i++)
    if (g_str_has_suffix (lower, endings[i]))
      return TRUE;
  return FALSE;
}

static int
compare_paths (gconstpointer a, gconstpointer b)
{
  return saffron_slide_names_compare (*(const char *const *) a,
                                      *(const char *const *) b);
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

      g_autofree char *child = g_build_filename (path, name, NULL);

      if (!looks_like_slide (lower) && !saffron_slide_is_folder (child))
        continue;
      if (is_own_output (lower))
        opening->n_left_out++;
      else
        g_ptr_array_add (found, g_steal_pointer (&child));
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
  for (guint i = 0; i <= n; i++)
    {
      SaffronSlideChoice choice;

      saffron_session_find_choice (session, opening->paths->pdata[i], &choice);
      g_array_append_val (opening->choices, choice);
    }
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
  else if (saffron_slide_is_folder (path))
    g_ptr_array_add (opening->paths, g_steal_pointer (&path));
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
