/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "base/job.h"

G_BEGIN_DECLS

/* The exit statuses of a command. */
typedef enum {
  SAFFRON_EXIT_OK = 0,
  SAFFRON_EXIT_FAILED = 1,
  SAFFRON_EXIT_USAGE = 2,
  SAFFRON_EXIT_UNVERIFIED = 3,
} SaffronExit;

/**
 * SaffronCommand:
 * @name: the word after saffron-cli
 * @arguments: the arguments as the usage line shows them
 * @summary: one line for the list of commands
 * @run: gets the arguments behind the command's name, argv[0] being the name;
 *   reports its own results on stdout; on failure sets the error, which main()
 *   prints, and returns %SAFFRON_EXIT_FAILED or %SAFFRON_EXIT_USAGE
 * @description: (nullable): the text that --help shows after the options
 *
 * A command. Each has its own file, cmd-NAME.c.
 */
typedef struct {
  const char *name;
  const char *arguments;
  const char *summary;
  SaffronExit (*run) (int argc, char **argv, GError **error);
  const char *description;
} SaffronCommand;

/* The table of all commands, %NULL-terminated; static. */
const SaffronCommand *const *saffron_cli_commands (void);
/* (nullable): the command of that name. */
const SaffronCommand *saffron_cli_find_command (const char *name);

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

/* Sets an error of usage, for which main() exits with %SAFFRON_EXIT_USAGE. */
void saffron_cli_usage_error (GError **error, const char *format, ...)
    G_GNUC_PRINTF (2, 3);

/* Prints the error in one line on stderr; @where is the command, or "". */
void saffron_cli_print_error (const char *where, const GError *error);

/* Writes the results out. If they cannot be written, the command has failed and
 * @error is set, if given and not yet set. A pipe that its reader has closed is
 * no failure. Returns @status when there is no failure. */
SaffronExit saffron_cli_flush (SaffronExit status, GError **error);

/* A job that draws progress on stderr (a bar on a terminal, else plain lines)
 * and that Ctrl-C or SIGTERM cancels. @threads 0: all processors. */
SaffronJob *saffron_cli_job_new (int threads);

/* The same for part @part, from 0, of @n_parts jobs in a row. @name, if not
 * NULL, is shown before the stage. */
SaffronJob *saffron_cli_job_new_part (int threads,
                                      const char *name,
                                      guint part,
                                      guint n_parts);

/* Prints @line on stderr, above the bar. */
void saffron_cli_job_say (SaffronJob *job, const char *line);

/* Clears the bar, so that results can be printed. Ctrl-C still cancels the job
 * until it is freed. */
void saffron_cli_job_finish (SaffronJob *job);

extern const SaffronCommand saffron_command_info;
extern const SaffronCommand saffron_command_synth;
extern const SaffronCommand saffron_command_register;
extern const SaffronCommand saffron_command_points;
extern const SaffronCommand saffron_command_landmarks;
extern const SaffronCommand saffron_command_evaluate;
extern const SaffronCommand saffron_command_warp;
extern const SaffronCommand saffron_command_transform;
extern const SaffronCommand saffron_command_qc;
extern const SaffronCommand saffron_command_quality;
extern const SaffronCommand saffron_command_params;
extern const SaffronCommand saffron_command_estimate;
extern const SaffronCommand saffron_command_batch;
extern const SaffronCommand saffron_command_merge;
extern const SaffronCommand saffron_command_join;

G_END_DECLS
