/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cli/cli.h"

#include <glib/gi18n.h>
#include <signal.h>
#include <string.h>

#include "base/error.h"
#include "base/locale.h"
#include "cli/cli-memory.h"
#include "cli/cli-print.h"
#include "cli/interrupt.h"

static void
print_help (GString *out)
{
  const SaffronCommand *const *commands = saffron_cli_commands ();

  g_string_append (out,
                   _ ("Usage: saffron-cli COMMAND [OPTION…] [ARGUMENT…]\n\n"
                      "Registers whole-slide images, and shows how well.\n\n"
                      "Commands:\n"));
  for (guint i = 0; commands[i] != NULL; i++)
    g_string_append_printf (out, "  %-10s %s\n", commands[i]->name,
                            _ (commands[i]->summary));
  g_string_append (
      out, _ ("\nsaffron-cli COMMAND --help says what one takes.\n"
              "Exit status: 0 done and verified, 1 failed, 2 wrong usage, "
              "3 done but unverified or verified in part.\n"));
}

/* Drops the warnings of libraries: the error that the command reports says the
 * same in one line. */
static void
ignore_log (const char *domain,
            GLogLevelFlags level,
            const char *message,
            gpointer data)
{
}

static SaffronExit
run_command (const SaffronCommand *command, int argc, char **argv)
{
  g_autoptr (GError) error = NULL;
  SaffronExit status = command->run (argc, argv, &error);

  status = saffron_cli_flush (status, &error);
  if (error == NULL)
    return status;
  saffron_cli_print_error (command->name, error);
  if (error->domain == G_OPTION_ERROR)
    return SAFFRON_EXIT_USAGE;
  return status != SAFFRON_EXIT_OK ? status : SAFFRON_EXIT_FAILED;
}

int
main (int argc, char **argv)
{
  const SaffronCommand *command = NULL;
  g_autoptr (GString) help = g_string_new (NULL);
  gboolean asked;

  saffron_cli_bound_memory ();
  saffron_cli_guard_output ();
  saffron_interrupt_start ();
  /* With these signals ignored, a file that grows too large gives an error of
   * write() and a closed pipe does not stop the work. */
  signal (SIGXFSZ, SIG_IGN);
  signal (SIGPIPE, SIG_IGN);
  saffron_locale_set_up ();
  g_log_set_handler ("VIPS", G_LOG_LEVEL_WARNING | G_LOG_LEVEL_INFO, ignore_log,
                     NULL);
  g_set_prgname ("saffron-cli");

  print_help (help);
  if (argc < 2)
    {
      saffron_cli_print_raw (help->str);
      return SAFFRON_EXIT_USAGE;
    }
  if (g_str_equal (argv[1], "--version"))
    {
      g_print ("saffron-cli %s\n", SAFFRON_VERSION);
      return saffron_cli_flush (SAFFRON_EXIT_OK, NULL);
    }
  asked = g_str_equal (argv[1], "--help") || g_str_equal (argv[1], "-h")
          || g_str_equal (argv[1], "help");
  if (asked && argc > 2 && saffron_cli_find_command (argv[2]) != NULL)
    {
      char *help_argv[] = { argv[2], (char *) "--help", NULL };

      return run_command (saffron_cli_find_command (argv[2]), 2, help_argv);
    }
  if (asked)
    {
      g_print ("%s", help->str);
      return saffron_cli_flush (SAFFRON_EXIT_OK, NULL);
    }

  command = saffron_cli_find_command (argv[1]);
  if (command == NULL)
    {
      g_printerr (_ ("saffron-cli: no command “%s”; saffron-cli --help lists "
                     "them\n"),
                  argv[1]);
      return SAFFRON_EXIT_USAGE;
    }
  return run_command (command, argc - 1, argv + 1);
}
