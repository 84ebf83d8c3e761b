/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cli/cli-slides.h"

#include <glib/gi18n.h>

#include "cli/cli.h"
#include "session/session.h"

static const SaffronParams *
find_params (SaffronSession *session, gboolean of_run)
{
  for (guint i = 0; of_run && i < saffron_session_get_n_moving (session); i++)
    {
      SaffronRunEntry *entry =
          saffron_moving_get_current (saffron_session_get_moving (session, i));

      if (entry != NULL)
        return saffron_run_entry_get_run (entry)->params;
    }
  return saffron_session_get_params (session);
}

SaffronSlide *
saffron_cli_open_session_slide (SaffronSession *session,
                                const char *path,
                                SaffronJob *job,
                                GError **error)
{
  SaffronSlideChoice choice;

  saffron_session_find_choice (session, path, &choice);
  return saffron_cli_open_slide (path, &choice, job, error);
}

SaffronSlide *
saffron_cli_open_slide (const char *path,
                        const SaffronSlideChoice *choice,
                        SaffronJob *job,
                        GError **error)
{
  SaffronSlide *slide = saffron_slide_open_lazily (path, choice, job, error);
  const char *const *notes = NULL;

  if (slide == NULL)
    return NULL;
  notes = saffron_slide_get_notes (slide);
  for (guint i = 0; notes[i] != NULL; i++)
    {
      g_autofree char *line = g_strdup_printf ("%s: %s", path, notes[i]);

      saffron_cli_job_say (job, line);
    }
  return slide;
}

/* What is asked for of each slide, else what the session, which may be %NULL,
 * has of it; @paths are then all of its slides, the reference first. */
static GArray *
find_choices (GPtrArray *paths,
              SaffronSession *session,
              const SaffronCliChoice *choice,
              GError **error)
{
  GArray *choices = saffron_cli_choices_read (choice, (char **) paths->pdata,
                                              paths->len, NULL, error);

  for (guint i = 0; session != NULL && choices != NULL && i < paths->len; i++)
    {
      SaffronSlideChoice *asked =
          &g_array_index (choices, SaffronSlideChoice, i);
      SaffronSlideChoice known = { 0 };

      if (i == 0)
        saffron_session_find_choice (session, paths->pdata[i], &known);
      else
        known = saffron_moving_get_file (
                    saffron_session_get_moving (session, i - 1))
                    ->choice;
      if (asked->scene == 0)
        asked->scene = known.scene;
      if (asked->z == SAFFRON_Z_SHARPEST)
        asked->z = known.z;
    }
  return choices;
}

GPtrArray *
saffron_cli_find_slides (int argc,
                         char **argv,
                         const SaffronCliParams *options,
                         gboolean of_run,
                         SaffronParams **params,
                         const SaffronCliChoice *choice,
                         GArray **choices,
                         GError **error)
{
  g_autoptr (GPtrArray) paths = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (SaffronSession) session = NULL;

  for (int i = 1; argc > 2 && i < argc; i++)
    g_ptr_array_add (paths, g_strdup (argv[i]));
  if (argc <= 2)
    {
      session = saffron_session_load (argv[1], error);
      if (session == NULL)
        return NULL;
      g_ptr_array_add (paths,
                       g_strdup (saffron_session_get_reference_path (session)));
      for (guint i = 0; i < saffron_session_get_n_moving (session); i++)
        g_ptr_array_add (paths, g_strdup (saffron_moving_get_path (
                                    saffron_session_get_moving (session, i))));
    }
  *choices = find_choices (paths, session, choice, error);
  if (*choices == NULL)
    return NULL;
  if (session != NULL && !saffron_cli_params_given (options))
    {
      saffron_params_free (*params);
      *params = saffron_params_copy (find_params (session, of_run));
    }
  return g_steal_pointer (&paths);
}

int
saffron_cli_find_slide (const char *option,
                        const char *name,
                        char **paths,
                        guint n,
                        GError **error)
{
  g_autoptr (SaffronSession) session = saffron_session_new ("");
  g_autoptr (GError) local = NULL;
  SaffronMoving *found = NULL;

  for (guint i = 0; i < n; i++)
    saffron_session_add_moving (session, paths[i]);
  found = saffron_session_find_moving (session, name, &local);
  for (guint i = 0; found != NULL && i < n; i++)
    if (saffron_session_get_moving (session, i) == found)
      return (int) i;
  saffron_cli_usage_error (error, "%s: %s", option, local->message);
  return -1;
}

gboolean
saffron_cli_parse_region (const char *text, SaffronRect *region, GError **error)
{
  g_auto (GStrv) parts = g_strsplit (text, ",", -1);
  gint64 numbers[4] = { 0 };
  gboolean good = g_strv_length (parts) == 4;

  for (guint i = 0; i < 4 && good; i++)
    good = g_ascii_string_to_signed (parts[i], 10, i < 2 ? -G_MAXINT : 1,
                                     G_MAXINT, &numbers[i], NULL);
  if (!good)
    {
      saffron_cli_usage_error (error,
                               _ ("--region %s: give X,Y,WIDTH,HEIGHT in "
                                  "whole pixels of the reference"),
                               text);
      return FALSE;
    }
  *region = (SaffronRect){ numbers[0], numbers[1], numbers[2], numbers[3] };
  return TRUE;
}

guint
saffron_cli_find_path (char *const *paths, const char *path)
{
  guint i = 0;

  while (!g_str_equal (paths[i], path))
    i++;
  return i;
}
