/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cli/cli.h"

#include <glib/gi18n.h>

#include "base/error.h"
#include "base/file.h"
#include "cli/cli-run.h"
#include "session/session-merge.h"

/* Adds the slides, landmarks and runs of the session in the file. */
static gboolean
join (SaffronSession *session, const char *path, GError **error)
{
  g_autoptr (SaffronSession) other = saffron_session_load (path, error);
  const char *reference = saffron_session_get_reference_path (session);

  if (other == NULL)
    return FALSE;
  if (!saffron_file_same (reference,
                          saffron_session_get_reference_path (other)))
    {
      g_set_error (error, SAFFRON_ERROR, SAFFRON_ERROR_ARGUMENT,
                   _ ("%s: a session of another reference, %s"), path,
                   saffron_session_get_reference_path (other));
      return FALSE;
    }
  saffron_session_merge (session, other);
  return TRUE;
}

static SaffronExit
run (int argc, char **argv, GError **error)
{
  g_autofree char *output = NULL;
  gboolean helped = FALSE, force = FALSE;
  const GOptionEntry entries[] = {
    { "output", 'o', 0, G_OPTION_ARG_FILENAME, &output,
      N_ ("The session to write"), "FILE.saffron" },
    { "force", 'f', 0, G_OPTION_ARG_NONE, &force,
      N_ ("Replace the output if it is there"), NULL },
    G_OPTION_ENTRY_NULL
  };
  g_autoptr (SaffronSession) session = NULL;

  if (!saffron_cli_parse (&saffron_command_join, entries, 1, G_MAXINT - 1,
                          &argc, &argv, &helped, error))
    return helped ? SAFFRON_EXIT_OK : SAFFRON_EXIT_USAGE;
  if (output == NULL)
    {
      saffron_cli_usage_error (error, _ ("the output is missing: give -o "
                                         "FILE.saffron"));
      return SAFFRON_EXIT_USAGE;
    }
  session = saffron_session_load (argv[1], error);
  if (session == NULL
      || !saffron_cli_check_target (output, force, session, error))
    return SAFFRON_EXIT_FAILED;
  for (int i = 2; i < argc; i++)
    if (!join (session, argv[i], error))
      return SAFFRON_EXIT_FAILED;
  if (!(force ? saffron_session_save_over (session, output, error)
              : saffron_session_save (session, output, error)))
    return SAFFRON_EXIT_FAILED;
  g_print (ngettext ("%s: %u moving slide\n", "%s: %u moving slides\n",
                     saffron_session_get_n_moving (session)),
           output, saffron_session_get_n_moving (session));
  return SAFFRON_EXIT_OK;
}

const SaffronCommand saffron_command_join = {
  .name = "join",
  .arguments = "FILE.saffron… -o FILE.saffron",
  .summary = N_ ("Put the slides and runs of several sessions into one"),
  .run = run,
  .description =
      N_ ("The sessions have the same reference. Slides, landmarks and "
          "runs are those of all; a slide\nthat several have gets the "
          "runs of each, and its landmarks from the first.\n"),
};
