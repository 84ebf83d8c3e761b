/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cli/cli-run.h"

#include "base/error.h"

SaffronRun *
saffron_cli_load_run (const char *path,
                      const char *name,
                      SaffronSession **session,
                      guint *moving,
                      GError **error)
{
  g_autoptr (SaffronSession) loaded = saffron_session_load (path, error);
  const char *const *notes = NULL;
  SaffronRun *run = NULL;
  int index;

  if (loaded == NULL)
    return NULL;
  index = saffron_session_find_moving (loaded, name, error);
  if (index < 0)
    {
      g_prefix_error (error, "%s: ", path);
      return NULL;
    }
  run = saffron_session_get_current_run (loaded, (guint) index);
  if (run == NULL)
    {
      g_set_error (error, SAFFRON_ERROR, SAFFRON_ERROR_ARGUMENT,
                   "%s: “%s” is not registered yet; saffron-cli register does "
                   "it",
                   path,
                   saffron_session_get_moving_name (loaded, (guint) index));
      return NULL;
    }
  notes = saffron_session_get_notes (loaded);
  for (guint i = 0; notes[i] != NULL; i++)
    g_printerr ("%s: %s\n", path, notes[i]);
  if (!run->verified)
    g_printerr ("%s: the registration of “%s” is unverified: %s\n", path,
                saffron_session_get_moving_name (loaded, (guint) index),
                run->reasons != NULL && run->reasons[0] != NULL
                    ? run->reasons[0]
                    : "no reason is given");
  *moving = (guint) index;
  *session = g_steal_pointer (&loaded);
  return run;
}
