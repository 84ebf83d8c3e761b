/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cli/cli-run.h"

#include <glib/gi18n.h>

#include "base/error.h"
#include "base/file.h"
#include "quality/words.h"

/* A session of thousands of slides may have as many notes. */
#define MAX_NOTES 8

void
saffron_cli_say_notes (SaffronSession *session)
{
  const char *const *notes = saffron_session_get_notes (session);
  const char *path = saffron_session_get_path (session);
  guint n = g_strv_length ((GStrv) notes);

  for (guint i = 0; i < MIN (n, MAX_NOTES); i++)
    g_printerr ("%s: %s\n", path, notes[i]);
  if (n > MAX_NOTES)
    g_printerr (ngettext ("%s: and %u more note like these\n",
                          "%s: and %u more notes like these\n", n - MAX_NOTES),
                path, n - MAX_NOTES);
}

gboolean
saffron_cli_check_accept (double share, GError **error)
{
  if (share >= 0.0 && share <= 1.0)
    return TRUE;
  saffron_cli_usage_error (
      error, _ ("--accept-partial %g: give a share, 0 to 1"), share);
  return FALSE;
}

SaffronExit
saffron_cli_exit_of (SaffronRun *run, double accept)
{
  if (run->verified
      || (accept > 0.0 && run->partial > 0.0 && run->partial >= accept))
    return SAFFRON_EXIT_OK;
  return SAFFRON_EXIT_UNVERIFIED;
}

void
saffron_cli_say_unverified (SaffronSession *session,
                            SaffronMoving *moving,
                            SaffronRun *run)
{
  g_autofree char *why = NULL;

  if (run->verified)
    return;
  why = saffron_reason_to_words (saffron_reasons_get_main (run->reasons));
  g_printerr (
      run->partial > 0.0
          ? _ ("%s: the registration of “%s” is verified only in part: %s\n")
          : _ ("%s: the registration of “%s” is unverified: %s\n"),
      saffron_session_get_path (session), saffron_moving_get_name (moving),
      why);
}

SaffronRun *
saffron_cli_load_run (const char *path,
                      const char *name,
                      SaffronSession **session,
                      SaffronMoving **moving,
                      GError **error)
{
  g_autoptr (SaffronSession) loaded = saffron_session_load (path, error);
  g_autofree char *taken = NULL;
  SaffronMoving *slide = NULL;
  SaffronRunEntry *entry = NULL;

  if (loaded == NULL)
    return NULL;
  slide = saffron_session_find_moving (loaded, name, error);
  if (slide != NULL)
    entry = saffron_moving_get_export (slide, &taken, error);
  if (entry == NULL)
    {
      g_prefix_error (error, "%s: ", path);
      return NULL;
    }
  if (taken != NULL)
    g_printerr ("%s: %s\n", path, taken);
  saffron_cli_say_notes (loaded);
  saffron_cli_say_unverified (loaded, slide, saffron_run_entry_get_run (entry));
  *moving = slide;
  *session = g_steal_pointer (&loaded);
  return saffron_run_entry_get_run (entry);
}

/* (transfer none): the identities of the files that the session is of. They are
 * gathered once, since there is a target for each of its slides. */
static GHashTable *
get_inputs (SaffronSession *session)
{
  GHashTable *inputs = g_object_get_data (G_OBJECT (session), "inputs");
  guint n = saffron_session_get_n_moving (session);

  if (inputs != NULL)
    return inputs;
  inputs = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  for (guint i = 0; i < n + 2; i++)
    {
      const char *path = saffron_session_get_path (session);

      if (i < n)
        path =
            saffron_moving_get_path (saffron_session_get_moving (session, i));
      else if (i == n)
        path = saffron_session_get_reference_path (session);
      if (path != NULL)
        g_hash_table_add (inputs, saffron_file_identity (path));
    }
  g_object_set_data_full (G_OBJECT (session), "inputs", inputs,
                          (GDestroyNotify) g_hash_table_unref);
  return inputs;
}

void
saffron_cli_say_owner (const char *target)
{
  if (!saffron_file_keeps_owner (target))
    g_printerr (_ ("%s: belongs to another user or group; what replaces it "
                   "will be yours\n"),
                target);
}

gboolean
saffron_cli_check_target (const char *target,
                          gboolean force,
                          SaffronSession *session,
                          GError **error)
{
  g_autofree char *identity = saffron_file_identity (target);

  if (g_hash_table_contains (get_inputs (session), identity))
    {
      g_set_error (
          error, SAFFRON_ERROR, SAFFRON_ERROR_ARGUMENT,
          _ ("%s: is an input and would be overwritten; choose another "
             "name for the result"),
          target);
      return FALSE;
    }
  if (!saffron_file_check_target (target, error))
    return FALSE;
  if (!g_file_test (target, G_FILE_TEST_EXISTS))
    return TRUE;
  if (force)
    {
      saffron_cli_say_owner (target);
      return TRUE;
    }
  g_set_error (error, SAFFRON_ERROR, SAFFRON_ERROR_ARGUMENT,
               _ ("%s: already exists; choose another name, or replace it with "
                  "--force"),
               target);
  return FALSE;
}
