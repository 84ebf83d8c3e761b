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
 * @description: (nullable): what --help says after the options
 *
 * One command, one file: cmd-NAME.c.
 */
typedef struct {
  const char *name;
  const char *arguments;
  const char *summary;
  SaffronExit (*run) (int argc, char **argv, GError **error);
  const char *description;
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

/* An error of the caller's, for which main() exits with %SAFFRON_EXIT_USAGE. */
void saffron_cli_usage_error (GError **error, const char *format, ...)
    G_GNUC_PRINTF (2, 3);

/* In one line on stderr; @where is the command, or "". */
void saffron_cli_print_error (const char *where, const GError *error);

/* Results that did not reach standard output are a failure, unless it is a pipe
 * that nobody reads any more; @error, if given and not set, then says so.
 * Returns @status otherwise. */
SaffronExit saffron_cli_flush (SaffronExit status, GError **error);

/* A job that draws progress on stderr (a bar on a terminal, else plain lines)
 * and that Ctrl-C or SIGTERM cancels. @threads 0: all processors. */
SaffronJob *saffron_cli_job_new (int threads);

/* The same for one of @n_parts jobs in a row, from 0; @name, if not NULL, goes
 * before the stage. */
SaffronJob *saffron_cli_job_new_part (int threads,
                                      const char *name,
                                      guint part,
                                      guint n_parts);

/* @line on stderr, above the bar. */
void saffron_cli_job_say (SaffronJob *job, const char *line);

/* Clears the bar, so that results can be printed; the job stays what Ctrl-C
 * cancels for as long as it lives. */
void saffron_cli_job_finish (SaffronJob *job);

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
