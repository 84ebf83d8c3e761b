/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib/gi18n.h>

#include "cli/cli.h"
#include "session/session.h"

G_BEGIN_DECLS

/* Prints the notes from reading the session on stderr. */
void saffron_cli_say_notes (SaffronSession *session);

/* The option --accept-partial of commands whose exit status tells the verdict;
 * @share: where its double goes, 0 without it. */
#define SAFFRON_CLI_ACCEPT_ENTRY(share)                                        \
  {                                                                            \
    "accept-partial", 0, 0, G_OPTION_ARG_DOUBLE, (share),                      \
        N_ ("Exit with 0 also when it is verified for this share of the "      \
            "tissue, "                                                         \
            "0 to 1"),                                                         \
        "SHARE"                                                                \
  }

/* %FALSE with a usage error when @share is no share. */
gboolean saffron_cli_check_accept (double share, GError **error);

/* What a command that used @run ends with. @accept: of --accept-partial. */
SaffronExit saffron_cli_exit_of (SaffronRun *run, double accept);

/* Warns on stderr when the run that will be used is unverified, or verified
 * only in part. */
void saffron_cli_say_unverified (SaffronSession *session,
                                 SaffronMoving *moving,
                                 SaffronRun *run);

/**
 * saffron_cli_load_run:
 * @path: a *.saffron file
 * @name: (nullable): the moving slide; may be %NULL when there is only one
 * @session: (out) (transfer full): holds the run
 * @moving: (out) (transfer none): the slide
 *
 * Loads the run for a command that uses a finished registration. Prints the
 * notes from reading the session on stderr, and a warning when the run is
 * unverified or is not the current one.
 *
 * Returns: (transfer none): the run that saffron_moving_get_export() returns,
 *   or %NULL with an error that names the file and says what to do
 */
SaffronRun *saffron_cli_load_run (const char *path,
                                  const char *name,
                                  SaffronSession **session,
                                  SaffronMoving **moving,
                                  GError **error);

/* Says so where @target is a file whose owner or group one that replaces it
 * cannot be given. Call it before a session is replaced; it says nothing of a
 * file that this process has replaced before. */
void saffron_cli_say_owner (const char *target);

/**
 * saffron_cli_check_target:
 * @target: a file that a command is going to write
 * @force: whether the person allows it to replace an existing file
 * @session: the session that the command reads
 *
 * Call it before long work starts. The session's own files are never
 * overwritten, whatever path leads to them. Another existing file is
 * overwritten only with @force.
 *
 * Returns: %FALSE with an error that names @target and says what to do
 */
gboolean saffron_cli_check_target (const char *target,
                                   gboolean force,
                                   SaffronSession *session,
                                   GError **error);

G_END_DECLS
