/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cli/cli.h"

#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/error.h"
#include "cli/cli-memory.h"

/* GOption knows the program's name only, so the command's name is added to the
 * usage line. */
static void
print_help (const SaffronCommand *command, GOptionContext *context)
{
  g_autofree char *text = g_option_context_get_help (context, TRUE, NULL);
  g_autofree char *old = g_strdup_printf ("%s [", g_get_prgname ());
  g_autofree char *now =
      g_strdup_printf ("%s %s [", g_get_prgname (), command->name);
  g_autoptr (GString) fixed = g_string_new (text);

  g_string_replace (fixed, old, now, 1);
  /* GOption ends its help with an empty line. */
  if (g_str_has_suffix (fixed->str, "\n\n"))
    g_string_truncate (fixed, fixed->len - 1);
  g_print ("%s", fixed->str);
}

gboolean
saffron_cli_parse (const SaffronCommand *command,
                   const GOptionEntry *entries,
                   int min,
                   int max,
                   int *argc,
                   char ***argv,
                   gboolean *helped,
                   GError **error)
{
  g_autoptr (GOptionContext) context = NULL;
  gboolean help = FALSE;
  const GOptionEntry help_entry[] = { { "help", 'h', 0, G_OPTION_ARG_NONE,
                                        &help, "Say what this takes", NULL },
                                      G_OPTION_ENTRY_NULL };

  context = g_option_context_new (command->arguments);
  g_option_context_set_help_enabled (context, FALSE);
  g_option_context_set_summary (context, command->summary);
  if (command->description != NULL)
    g_option_context_set_description (context, command->description);
  g_option_context_add_main_entries (context, help_entry, NULL);
  if (entries != NULL)
    g_option_context_add_main_entries (context, entries, NULL);

  *helped = FALSE;
  if (!g_option_context_parse (context, argc, argv, error))
    return FALSE;
  /* GOption leaves a lone "--", the end of the options, in @argv. */
  if (*argc > 1 && g_str_equal ((*argv)[1], "--"))
    {
      for (int i = 1; i + 1 < *argc; i++)
        (*argv)[i] = (*argv)[i + 1];
      (*argc)--;
    }
  if (help)
    {
      print_help (command, context);
      *helped = TRUE;
      return FALSE;
    }
  if (*argc - 1 < min || *argc - 1 > max)
    {
      g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_FAILED,
                   "usage: saffron-cli %s %s; --help says more", command->name,
                   command->arguments);
      return FALSE;
    }
  return TRUE;
}

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
    message = "cancelled";
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
                 "standard output: the results cannot be written there; is "
                 "the disk full?");
  return SAFFRON_EXIT_FAILED;
}
