/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "session/session.h"

G_BEGIN_DECLS

/**
 * saffron_session_count_news:
 * @theirs: what the session's file holds now, see saffron_snapshot_write()
 * @n_slides: (out): how many of the moving slides are new
 *
 * Counts the runs and moving slides that other programs have added to the file
 * since the session last read or wrote it. A run or slide that was in the file
 * at that time and is missing from the session was removed here, so it does not
 * count. When the file has another reference, nothing counts.
 *
 * Returns: how many of the runs are new
 */
guint saffron_session_count_news (SaffronSession *session,
                                  SaffronSession *theirs,
                                  guint *n_slides);

/* How many runs of the session were signed by another program since, and not
 * here. */
guint saffron_session_count_new_signs (SaffronSession *session,
                                       SaffronSession *theirs);

/**
 * saffron_session_merge:
 *
 * Adds the new runs and slides to the session, with one edit for each slide. A
 * run keeps its note, its star, its sign and its group, and gets the next
 * number. A new slide brings its landmarks. A new sign of a run that the
 * session has is taken over, with one edit each; a run that was signed here,
 * too, keeps the session's. Everything else keeps the session's values:
 * parameters, landmarks, notes and current runs. Finally does what
 * saffron_session_acknowledge() does.
 */
void saffron_session_merge (SaffronSession *session, SaffronSession *theirs);

/* Lets the next save replace the file that @theirs was read from, provided that
 * the file has not changed since. */
void saffron_session_acknowledge (SaffronSession *session,
                                  SaffronSession *theirs);

G_END_DECLS
