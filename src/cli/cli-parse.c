/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cli/cli.h"

#include <glib/gi18n.h>

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
                                        &help, N_ ("Say what this takes"),
                                        NULL },
                                      G_OPTION_ENTRY_NULL };

  context = g_option_context_new (command->arguments);
  g_option_context_set_translation_domain (context, GETTEXT_PACKAGE);
  g_option_context_set_help_enabled (context, FALSE);
  g_option_context_set_summary (context, command->summary);
  if (command->description != NULL)
    g_option_context_set_description (context, command->description);
  g_option_context_add_main_entries (context, help_entry, GETTEXT_PACKAGE);
  if (entries != NULL)
    g_option_context_add_main_entries (context, entries, GETTEXT_PACKAGE);

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
                   _ ("usage: saffron-cli %s %s; --help says more"),
                   command->name, command->arguments);
      return FALSE;
    }
  return TRUE;
}
