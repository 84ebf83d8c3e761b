/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "session/session.h"

G_BEGIN_DECLS

/**
 * saffron_session_count_news:
 * @theirs: what the session's file holds now, see saffron_snapshot_write()
 * @n_slides: (out): how many moving slides come with them
 *
 * What others have put into the file since the session read or wrote it: runs,
 * and moving slides, that the session does not have. What was in the file then
 * was removed here and is no news. Of another reference there is none.
 *
 * Returns: how many runs
 */
guint saffron_session_count_news (SaffronSession *session,
                                  SaffronSession *theirs,
                                  guint *n_slides);

/**
 * saffron_session_merge:
 *
 * Takes the news over, an edit for each slide: a run keeps its note, its star
 * and its group, and gets the next number; a slide comes with its landmarks.
 * All else stays as it is here: parameters, landmarks, notes, what is shown.
 * Then as saffron_session_acknowledge().
 */
void saffron_session_merge (SaffronSession *session, SaffronSession *theirs);

/* Saving may replace what @theirs was read from, as long as that is as it
 * was. */
void saffron_session_acknowledge (SaffronSession *session,
                                  SaffronSession *theirs);

G_END_DECLS
