/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <stdio.h>

#include "texts/texts.h"

static const SaffronTextFormat *const formats[] = {
  &saffron_text_man,
  &saffron_text_bash,
  &saffron_text_zsh,
  &saffron_text_fish,
};

const SaffronTextFormat *
saffron_text_format_find (const char *name)
{
  for (guint i = 0; i < G_N_ELEMENTS (formats); i++)
    if (g_str_equal (formats[i]->name, name))
      return formats[i];
  return NULL;
}

/* Takes the place of the one that reads a command line. Each command gives its
 * options to this function alone, so this is where they are written down. Here
 * argv[1] is the format. */
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
  saffron_text_format_find ((*argv)[1])->command (command, entries);
  *helped = TRUE;
  return FALSE;
}

/* Run by the build: texts FORMAT DATE, where DATE is that of the release. */
int
main (int argc, char **argv)
{
  const SaffronCommand *const *commands = saffron_cli_commands ();
  const SaffronTextFormat *format =
      argc == 3 ? saffron_text_format_find (argv[1]) : NULL;

  if (format == NULL)
    {
      g_printerr ("Usage: texts man|bash|zsh|fish DATE\n");
      return 2;
    }
  format->begin (argv[2]);
  for (guint i = 0; commands[i] != NULL; i++)
    {
      char *given[] = { (char *) commands[i]->name, argv[1], NULL };
      g_autoptr (GError) error = NULL;

      if (commands[i]->run (2, given, &error) != SAFFRON_EXIT_OK)
        {
          g_printerr ("texts: %s does not read its options\n",
                      commands[i]->name);
          return 1;
        }
    }
  format->end ();
  return fflush (stdout) == 0 ? 0 : 1;
}
