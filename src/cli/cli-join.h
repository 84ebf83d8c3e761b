/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "session/session.h"

G_BEGIN_DECLS

/**
 * SaffronCliJoin:
 * @output: the session's file
 * @reference: the reference's path
 * @choice: what of that file is the reference
 * @force: whether an existing file is replaced
 *
 * The session that a command adds its runs to.
 */
typedef struct {
  const char *output;
  const char *reference;
  SaffronSlideChoice choice;
  const SaffronParams *params;
  gboolean force;
} SaffronCliJoin;

/**
 * saffron_cli_open_session:
 *
 * Opens the session that runs are added to: the one in the file, which must
 * have the same reference, or a new one if there is no file.
 *
 * Returns: (transfer full): the session, or %NULL with an error that says what
 *   to do
 */
SaffronSession *saffron_cli_open_session (const SaffronCliJoin *join,
                                          GError **error);

/* (transfer full): the landmarks that the session has of the slide, followed by
 * those in @given (nullable). */
GArray *saffron_cli_gather_landmarks (SaffronSession *session,
                                      const char *path,
                                      GArray *given);

/**
 * SaffronCliAddition:
 * @path: the moving slide
 * @choice: what of that file it is
 * @given: (nullable): the landmarks that were given with it
 * @lays: whether the start by hand that the run records, or none, is the
 * slide's from now on
 * @run: the new run
 * @start: (nullable): for a run of a region, the run that it started from
 *
 * A run to add to a session. The session keeps only the run; the caller may
 * free the rest.
 */
typedef struct {
  const char *path;
  SaffronSlideChoice choice;
  GArray *given;
  gboolean lays;
  SaffronRun *run;
  SaffronRun *start;
} SaffronCliAddition;

/**
 * saffron_cli_join_run:
 *
 * Adds the run to the session that is in the file now, which another process
 * may have written since saffron_cli_open_session(), and saves it. While
 * another process uses the file, @job says so.
 *
 * Returns: (transfer full): the session that the file then holds, or %NULL with
 *   an error; the file is then unchanged
 */
SaffronSession *saffron_cli_join_run (const SaffronCliJoin *join,
                                      const SaffronCliAddition *addition,
                                      SaffronJob *job,
                                      GError **error);

G_END_DECLS
