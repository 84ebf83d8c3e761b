/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/document/opening.h"

#include <glib/gi18n.h>

#include "session/slide-names.h"
#include "slide/slide-folder.h"

static void
add_folder (SaffronOpening *opening, const char *path)
{
  g_autoptr (GError) error = NULL;
  guint n_left_out = 0;
  g_autoptr (GPtrArray) found =
      saffron_slide_names_in_folder (path, &n_left_out, &error);

  if (found == NULL)
    {
      g_ptr_array_add (opening->errors, g_strdup (error->message));
      return;
    }
  opening->n_left_out += n_left_out;
  if (found->len == 0)
    g_ptr_array_add (
        opening->errors,
        g_strdup_printf (_ ("%s: no slides in this folder"), path));
  for (guint i = 0; i < found->len; i++)
    g_ptr_array_add (opening->paths, g_strdup (found->pdata[i]));
}

/* A session comes before everything else that was named with it. */
static void
add_session_slides (SaffronOpening *opening)
{
  SaffronSession *session = opening->session;
  guint n = saffron_session_get_n_moving (session);
  SaffronSlideChoice choice;

  saffron_session_find_choice (
      session, saffron_session_get_reference_path (session), &choice);
  g_array_append_val (opening->choices, choice);
  g_ptr_array_insert (opening->paths, 0,
                      g_strdup (saffron_session_get_reference_path (session)));
  for (guint i = 0; i < n; i++)
    {
      SaffronMoving *moving = saffron_session_get_moving (session, i);

      g_ptr_array_insert (opening->paths, (int) i + 1,
                          g_strdup (saffron_moving_get_path (moving)));
      g_array_append_val (opening->choices,
                          saffron_moving_get_file (moving)->choice);
    }
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
