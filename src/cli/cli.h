/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "base/job.h"

G_BEGIN_DECLS

/* What a command exits with. */
typedef enum {
  SAFFRON_EXIT_OK = 0,
  SAFFRON_EXIT_FAILED = 1,
  SAFFRON_EXIT_USAGE = 2,
  SAFFRON_EXIT_UNVERIFIED = 3,
} SaffronExit;

/**
 * SaffronCommand:
 * @name: the word after saffron-cli
 * @arguments: for the usage line
 * @summary: one line for the list of commands
 * @run: gets the arguments behind the command's name, argv[0] being the
 *   name; reports its own results on stdout; on failure sets the error, which
 *   main() prints, and returns %SAFFRON_EXIT_FAILED or %SAFFRON_EXIT_USAGE
 *
 * One command, one file: cmd-NAME.c.
 */
typedef struct {
  const char *name;
  const char *arguments;
  const char *summary;
  SaffronExit (*run) (int argc, char **argv, GError **error);
} SaffronCommand;

/* Parses with GOption: removes what it knows from @argv, then checks that
 * between @min and @max positional arguments are left (argv[0] not counted).
 * FALSE with a usage error, or after --help with no error and *@helped set. */
gboolean saffron_cli_parse (const SaffronCommand *command,
                            const GOptionEntry *entries,
                            int min,
                            int max,
                            int *argc,
                            char ***argv,
                            gboolean *helped,
                            GError **error);

/* A job that draws progress on stderr (a bar on a terminal, else plain lines)
 * and that Ctrl-C or SIGTERM cancels. @threads 0: all processors. */
SaffronJob *saffron_cli_job_new (int threads);

extern const SaffronCommand saffron_command_info;
extern const SaffronCommand saffron_command_synth;
extern const SaffronCommand saffron_command_register;
extern const SaffronCommand saffron_command_points;
extern const SaffronCommand saffron_command_evaluate;
extern const SaffronCommand saffron_command_warp;
extern const SaffronCommand saffron_command_qc;
extern const SaffronCommand saffron_command_params;
extern const SaffronCommand saffron_command_estimate;

G_END_DECLS
