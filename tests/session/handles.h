/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "session/session.h"

/* Short names for access to a session's moving slides and runs by index. */

static inline SaffronMoving *
moving_at (SaffronSession *session, guint moving)
{
  return saffron_session_get_moving (session, moving);
}

static inline SaffronRunEntry *
entry_at (SaffronSession *session, guint moving, guint run)
{
  return saffron_moving_get_entry (moving_at (session, moving), run);
}

static inline SaffronRun *
run_at (SaffronSession *session, guint moving, guint run)
{
  return saffron_run_entry_get_run (entry_at (session, moving, run));
}

/* Returns NULL if @entry is NULL. */
static inline SaffronRun *
run_of (SaffronRunEntry *entry)
{
  return entry != NULL ? saffron_run_entry_get_run (entry) : NULL;
}

static inline SaffronRun *
current_run (SaffronSession *session, guint moving)
{
  return run_of (saffron_moving_get_current (moving_at (session, moving)));
}

/* Returns -1 if the moving slide does not have the entry. */
static inline int
index_of (SaffronSession *session, guint moving, SaffronRunEntry *entry)
{
  for (guint i = 0; i < saffron_moving_get_n_runs (moving_at (session, moving));
       i++)
    if (entry_at (session, moving, i) == entry)
      return (int) i;
  return -1;
}

static inline int
current_index (SaffronSession *session, guint moving)
{
  return index_of (session, moving,
                   saffron_moving_get_current (moving_at (session, moving)));
}

/* Returns -1 if the session does not have the moving slide. */
static inline int
index_of_moving (SaffronSession *session, SaffronMoving *moving)
{
  for (guint i = 0; i < saffron_session_get_n_moving (session); i++)
    if (moving_at (session, i) == moving)
      return (int) i;
  return -1;
}
