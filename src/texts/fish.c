/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <stdio.h>

#include "register/params.h"
#include "texts/shell.h"
#include "texts/texts.h"
#include "texts/value.h"

static void
put_parameters (void)
{
  guint n = 0;
  const SaffronParamSpec *specs = saffron_param_specs (&n);

  fputs ("function __saffron_cli_parameters\n", stdout);
  for (guint i = 0; i < n; i++)
    {
      g_auto (GStrv) values = saffron_value_of_parameter (&specs[i]);
      const char *const nothing[] = { "", NULL };
      const char *const *value =
          values != NULL ? (const char *const *) values : nothing;
      g_autofree char *help = saffron_fish_quote (specs[i].help);

      for (; *value != NULL; value++)
        printf ("    printf '%%s\\t%%s\\n' %s=%s %s\n", specs[i].name, *value,
                help);
    }
  fputs ("end\n\n", stdout);
}

static void
put_presets (void)
{
  const char *const *names = saffron_params_preset_names ();

  fputs ("function __saffron_cli_presets\n", stdout);
  for (guint i = 0; names[i] != NULL; i++)
    {
      g_autofree char *help =
          saffron_fish_quote (saffron_params_preset_help (names[i]));

      printf ("    printf '%%s\\t%%s\\n' %s %s\n", names[i], help);
    }
  fputs ("end\n\n", stdout);
}

static void
begin (const char *date)
{
  const SaffronCommand *const *commands = saffron_cli_commands ();

  fputs (
      "# fish completion of saffron-cli, made when Saffron is built, from its "
      "own\n# tables: src/texts.\n\n"
      "function __saffron_cli_is\n"
      "    set -l words (commandline -opc)\n"
      "    test (count $words) -gt 1; and test $words[2] = $argv[1]\n"
      "end\n\n"
      "function __saffron_cli_has_none\n"
      "    test (count (commandline -opc)) -eq 1\n"
      "end\n\n"
      "function __saffron_cli_has_session\n"
      "    string match -q -- '*.saffron' (commandline -opc)\n"
      "end\n\n",
      stdout);
  put_parameters ();
  put_presets ();
  fputs ("complete -c saffron-cli -f\n"
         "complete -c saffron-cli -n __saffron_cli_has_none -l help "
         "-d 'Say what there is'\n"
         "complete -c saffron-cli -n __saffron_cli_has_none -l version "
         "-d 'Print the version'\n"
         "complete -c saffron-cli -n __saffron_cli_has_none -a help "
         "-d 'What a command takes'\n",
         stdout);
  for (guint i = 0; commands[i] != NULL; i++)
    {
      g_autofree char *summary = saffron_fish_quote (commands[i]->summary);

      printf ("complete -c saffron-cli -n __saffron_cli_has_none -a %s -d %s\n"
              "complete -c saffron-cli -n '__saffron_cli_is help' -a %s\n",
              commands[i]->name, summary, commands[i]->name);
    }
}

/* (transfer full): the words of complete that offer such a value. */
static char *
offer (SaffronValueKind kind, const GOptionEntry *entry)
{
  switch (kind)
    {
    case SAFFRON_VALUE_FILE:
      return g_strdup (" -F");
    case SAFFRON_VALUE_FOLDER:
      return g_strdup (" -a '(__fish_complete_directories)'");
    case SAFFRON_VALUE_SESSION:
      return g_strdup (" -k -a '(__fish_complete_suffix .saffron)'");
    case SAFFRON_VALUE_WORDS:
      {
        g_auto (GStrv) words = saffron_value_words (entry);
        g_autofree char *joined = g_strjoinv (" ", words);

        return g_strdup_printf (" -a '%s'", joined);
      }
    case SAFFRON_VALUE_PRESET:
      return g_strdup (" -a '(__saffron_cli_presets)'");
    case SAFFRON_VALUE_PARAMETER:
      return g_strdup (" -a '(__saffron_cli_parameters)'");
    case SAFFRON_VALUE_NONE:
    case SAFFRON_VALUE_ANY:
      break;
    }
  return g_strdup ("");
}

static void
put_option (const SaffronCommand *command, const GOptionEntry *entry)
{
  SaffronValueKind kind = saffron_value_of_option (entry);
  g_autofree char *how = offer (kind, entry);
  g_autofree char *help = saffron_fish_quote (entry->description);

  printf ("complete -c saffron-cli -n '__saffron_cli_is %s' -l %s",
          command->name, entry->long_name);
  if (entry->short_name != 0)
    printf (" -s %c", entry->short_name);
  if (kind != SAFFRON_VALUE_NONE)
    printf (" %s%s", kind == SAFFRON_VALUE_FILE ? "-r" : "-x", how);
  printf (" -d %s\n", help);
}

static void
put_command (const SaffronCommand *command, const GOptionEntry *entries)
{
  SaffronValueKind rest = saffron_value_of_rest (command);
  SaffronValueKind first = saffron_value_of_first (command);
  g_autofree char *offer_first = offer (first, NULL);
  g_autofree char *offer_rest = offer (rest, NULL);
  const GOptionEntry help = {
    "help", 'h', 0, G_OPTION_ARG_NONE, NULL, "Say what this takes", NULL
  };

  fputc ('\n', stdout);
  put_option (command, &help);
  for (; entries != NULL && entries->long_name != NULL; entries++)
    if (saffron_value_is_shown (entries))
      put_option (command, entries);
  printf (
      "complete -c saffron-cli -n '__saffron_cli_is %s%s'%s\n", command->name,
      first != rest ? "; and not __saffron_cli_has_session" : "", offer_first);
  if (first != rest)
    printf ("complete -c saffron-cli -n '__saffron_cli_is %s; and "
            "__saffron_cli_has_session'%s\n",
            command->name, offer_rest);
}

static void
end (void)
{
}

const SaffronTextFormat saffron_text_fish = { "fish", begin, put_command, end };
