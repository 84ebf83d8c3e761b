/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "session/session-private.h"

#include "base/error.h"

static const SaffronRunEntry *
get_entry (SaffronSession *session, guint moving, guint run)
{
  return saffron_session_moving (session, moving)->runs->pdata[run];
}

/* The run of the whole slide on which @run stands; -1 when there is none. */
static int
find_whole (SaffronSession *session, guint moving, guint run)
{
  const SaffronRunEntry *entry = get_entry (session, moving, run);
  int found = (int) run;

  if (entry->run->region.width == 0)
    return found;
  if (entry->from >= 0)
    found = entry->from > 0 ? saffron_session_find_run (session, moving,
                                                        (guint) entry->from)
                            : -1;
  else
    /* Written before that was recorded: most likely the last one before. */
    while (found >= 0
           && get_entry (session, moving, (guint) found)->run->region.width > 0)
      found--;
  return found >= 0
                 && get_entry (session, moving, (guint) found)
                            ->run->region.width
                        == 0
             ? found
             : -1;
}

SaffronRun *
saffron_session_get_whole_run_of (SaffronSession *session,
                                  guint moving,
                                  guint run)
{
  SaffronMoving *slide = saffron_session_moving (session, moving);
  int whole;

  g_return_val_if_fail (slide != NULL && run < slide->runs->len, NULL);

  whole = find_whole (session, moving, run);
  return whole >= 0 ? saffron_session_get_run (session, moving, (guint) whole)
                    : NULL;
}

SaffronRun *
saffron_session_get_whole_run (SaffronSession *session, guint moving)
{
  int current = saffron_session_get_current_run_index (session, moving);

  return current >= 0 ? saffron_session_get_whole_run_of (session, moving,
                                                          (guint) current)
                      : NULL;
}

SaffronRun *
saffron_session_get_export_run (SaffronSession *session,
                                guint moving,
                                char **note,
                                GError **error)
{
  int current = saffron_session_get_current_run_index (session, moving);
  const char *name = saffron_session_get_moving_name (session, moving);
  const SaffronRunEntry *entry = NULL;
  int whole;

  *note = NULL;
  if (current < 0)
    {
      g_set_error (error, SAFFRON_ERROR, SAFFRON_ERROR_ARGUMENT,
                   "“%s” is not registered yet; saffron-cli register does it",
                   name);
      return NULL;
    }
  entry = get_entry (session, moving, (guint) current);
  whole = find_whole (session, moving, (guint) current);
  if (whole >= 0 && whole != current)
    *note =
        g_strdup_printf ("“%s”: run %u is of a region alone; run %u, "
                         "which it started from, is taken",
                         name, entry->number,
                         get_entry (session, moving, (guint) whole)->number);
  if (whole >= 0)
    return saffron_session_get_run (session, moving, (guint) whole);
  if (entry->from > 0)
    g_set_error (error, SAFFRON_ERROR, SAFFRON_ERROR_ARGUMENT,
                 "“%s”: run %u is of a region alone, and run %d, that it "
                 "started from, was deleted; register the whole slide first",
                 name, entry->number, entry->from);
  else
    g_set_error (error, SAFFRON_ERROR, SAFFRON_ERROR_ARGUMENT,
                 "“%s”: run %u is of a region alone; register the whole slide "
                 "first",
                 name, entry->number);
  return NULL;
}
