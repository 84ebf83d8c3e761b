/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "session/session.h"

G_BEGIN_DECLS

/**
 * SaffronCliJoin:
 * @output: the session's file
 * @reference: the reference's path
 * @force: whether what is there is replaced
 *
 * Where the runs go that a command makes.
 */
typedef struct {
  const char *output;
  const char *reference;
  const SaffronParams *params;
  gboolean force;
} SaffronCliJoin;

/**
 * saffron_cli_open_session:
 *
 * The session that runs join: the one in the file if there is one, of the same
 * reference, or a new one.
 *
 * Returns: (transfer full): the session, or %NULL with an error that says what
 *   to do
 */
SaffronSession *saffron_cli_open_session (const SaffronCliJoin *join,
                                          GError **error);

/* (transfer full): the landmarks that the session has of the slide, and those
 * @given (nullable). */
GArray *saffron_cli_gather_landmarks (SaffronSession *session,
                                      const char *path,
                                      GArray *given);

/**
 * SaffronCliAddition:
 * @path: the moving slide
 * @given: (nullable): the landmarks that were given with it
 * @run: what was made
 * @start: (nullable): of a run of a region, what it started from
 *
 * What is to be added to a session. Nothing of it is kept but the run.
 */
typedef struct {
  const char *path;
  GArray *given;
  SaffronRun *run;
  SaffronRun *start;
} SaffronCliAddition;

/**
 * saffron_cli_join_run:
 *
 * Adds the run to the session that is in the file now, which another process
 * may have written since saffron_cli_open_session(), and saves it.
 *
 * Returns: (transfer full): what is in the file then, or %NULL with an error
 *   and nothing changed
 */
SaffronSession *saffron_cli_join_run (const SaffronCliJoin *join,
                                      const SaffronCliAddition *addition,
                                      GError **error);

G_END_DECLS
