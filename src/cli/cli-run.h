/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "session/session.h"

G_BEGIN_DECLS

/* What reading the session found worth saying, on stderr. */
void saffron_cli_say_notes (SaffronSession *session);

/* That a run which is going to be used is unverified, on stderr; nothing when
 * it is verified. */
void saffron_cli_say_unverified (SaffronSession *session,
                                 SaffronMoving *moving,
                                 SaffronRun *run);

/**
 * saffron_cli_load_run:
 * @path: a *.saffron file
 * @name: (nullable): which moving slide; may be %NULL when there is but one
 * @session: (out) (transfer full): keeps the run
 * @moving: (out) (transfer none): the slide
 *
 * What the commands that use a finished registration start with. What
 * reading the session found worth saying goes to stderr, and that the run is
 * unverified or another than the current one.
 *
 * Returns: (transfer none): what saffron_moving_get_export() says, or
 *   %NULL with an error that names the file and says what to do
 */
SaffronRun *saffron_cli_load_run (const char *path,
                                  const char *name,
                                  SaffronSession **session,
                                  SaffronMoving **moving,
                                  GError **error);

/**
 * saffron_cli_check_target:
 * @target: a file that a command is going to write
 * @force: whether the person lets it replace a file that is there
 * @session: what the command reads from
 *
 * Asked before long work starts. No file of the session's is ever written
 * over, whatever it is called here; another only when @force says so.
 *
 * Returns: %FALSE with an error that names @target and says what to do
 */
gboolean saffron_cli_check_target (const char *target,
                                   gboolean force,
                                   SaffronSession *session,
                                   GError **error);

G_END_DECLS
