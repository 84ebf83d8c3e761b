/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cli/cli-join.h"

#include <glib/gi18n.h>

#include "base/error.h"
#include "base/file.h"
#include "cli/cli-run.h"

/* An addition and the session that it goes to. */
typedef struct {
  const SaffronCliJoin *join;
  const SaffronCliAddition *addition;
} Joining;

SaffronSession *
saffron_cli_open_session (const SaffronCliJoin *join, GError **error)
{
  g_autoptr (SaffronSession) session = NULL;
  g_autoptr (GError) local = NULL;
  const char *known = NULL;

  if (!saffron_file_check_target (join->output, error))
    return NULL;
  if (join->force || !g_file_test (join->output, G_FILE_TEST_EXISTS))
    {
      session = saffron_session_new (join->reference);
      saffron_session_set_choice (session, join->reference, &join->choice);
      return g_steal_pointer (&session);
    }

  session = saffron_session_load (join->output, &local);
  if (session == NULL)
    {
      g_set_error (error, local->domain, local->code,
                   _ ("%s; the file was not changed. Choose another name, or "
                      "replace it with --force"),
                   local->message);
      return NULL;
    }
  known = saffron_session_get_reference_path (session);
  if (!saffron_file_same (known, join->reference))
    {
      g_set_error (error, SAFFRON_ERROR, SAFFRON_ERROR_ARGUMENT,
                   _ ("%s: a session of another reference, %s; choose another "
                      "name, or --force replaces it"),
                   join->output, known);
      return NULL;
    }
  return g_steal_pointer (&session);
}

GArray *
saffron_cli_gather_landmarks (SaffronSession *session,
                              const char *path,
                              GArray *given)
{
  SaffronMoving *moving = saffron_session_find_path (session, path);
  GArray *all =
      moving != NULL
          ? saffron_landmarks_copy (saffron_moving_get_landmarks (moving))
          : saffron_landmarks_new ();

  if (given != NULL)
    saffron_landmarks_join (all, given);
  return all;
}

/* Returns the slide's entry of the same run as @run, which came from another
 * reading of the file; NULL when the run was deleted. */
static SaffronRunEntry *
find_again (SaffronMoving *moving, const SaffronRun *run)
{
  for (guint i = 0; i < saffron_moving_get_n_runs (moving); i++)
    {
      SaffronRunEntry *entry = saffron_moving_get_entry (moving, i);

      if (saffron_run_same (saffron_run_entry_get_run (entry), run))
        return entry;
    }
  return NULL;
}

static SaffronSession *
add (const char *path, gpointer user_data, GError **error)
{
  const Joining *joining = user_data;
  const SaffronCliAddition *addition = joining->addition;
  g_autoptr (SaffronSession) session =
      saffron_cli_open_session (joining->join, error);
  SaffronMoving *moving = NULL;

  if (session == NULL)
    return NULL;
  saffron_session_set_params (session, joining->join->params);
  moving = saffron_session_add_moving (session, addition->path);
  saffron_session_set_choice (session, addition->path, &addition->choice);
  if (addition->given != NULL)
    {
      g_autoptr (GArray) landmarks = saffron_cli_gather_landmarks (
          session, addition->path, addition->given);

      saffron_session_set_landmarks (session, moving, landmarks);
    }
  if (addition->lays)
    saffron_session_set_start (session, moving, addition->run->by_hand);
  if (addition->run->region.width > 0)
    saffron_session_add_region_run (
        session, moving, addition->run,
        addition->start != NULL ? find_again (moving, addition->start) : NULL,
        FALSE);
  else
    saffron_session_add_run (session, moving, addition->run);
  return g_steal_pointer (&session);
}

SaffronSession *
saffron_cli_join_run (const SaffronCliJoin *join,
                      const SaffronCliAddition *addition,
                      SaffronJob *job,
                      GError **error)
{
  Joining joining = { join, addition };

  saffron_cli_say_owner (join->output);
  return saffron_session_edit_file (join->output, add, &joining, job, error);
}
