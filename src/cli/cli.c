/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cli/cli.h"

#include <glib/gi18n.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/error.h"
#include "cli/cli-memory.h"

void
saffron_cli_usage_error (GError **error, const char *format, ...)
{
  g_autofree char *message = NULL;
  va_list args;

  va_start (args, format);
  message = g_strdup_vprintf (format, args);
  va_end (args);
  g_set_error_literal (error, G_OPTION_ERROR, G_OPTION_ERROR_FAILED, message);
}

static char *
with_advice (const char *message)
{
  char advice[SAFFRON_CLI_ADVICE_BYTES];

  saffron_cli_memory_advice (advice);
  return g_strdup_printf ("%s; %s", message, advice);
}

void
saffron_cli_print_error (const char *where, const GError *error)
{
  const char *message = error->message;
  g_autofree char *line = NULL;

  /* Libraries word a cancellation differently; print the same word for all. */
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    message = C_ ("command", "cancelled");
  line = g_error_matches (error, SAFFRON_ERROR, SAFFRON_ERROR_NO_MEMORY)
             ? with_advice (message)
             : g_strdup (message);
  g_strdelimit (g_strchomp (line), "\r\n", ' ');
  g_printerr ("saffron-cli%s%s: %s\n", where[0] != '\0' ? " " : "", where,
              line);
}

/* Whether the reader has closed the pipe, as head does when it has read
 * enough. */
static gboolean
is_closed_pipe (void)
{
  struct pollfd out = { .fd = STDOUT_FILENO, .events = POLLOUT };

  return poll (&out, 1, 0) > 0 && (out.revents & POLLERR) != 0;
}

SaffronExit
saffron_cli_flush (SaffronExit status, GError **error)
{
  if ((fflush (stdout) == 0 && !ferror (stdout)) || is_closed_pipe ())
    return status;
  if (error != NULL && *error == NULL)
    g_set_error (error, SAFFRON_ERROR, SAFFRON_ERROR_IO,
                 _ ("standard output: the results cannot be written there; is "
                    "the disk full?"));
  return SAFFRON_EXIT_FAILED;
}
