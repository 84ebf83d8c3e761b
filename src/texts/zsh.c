/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <stdio.h>
#include <string.h>

#include "register/params.h"
#include "texts/shell.h"
#include "texts/texts.h"
#include "texts/value.h"

static void
begin (const char *date)
{
  const SaffronCommand *const *commands = saffron_cli_commands ();

  fputs (
      "#compdef saffron-cli\n"
      "# zsh completion of saffron-cli, made when Saffron is built, from its "
      "own\n# tables: src/texts.\n\n"
      "_saffron-cli ()\n{\n"
      "  local curcontext=$curcontext state line\n"
      "  typeset -A opt_args\n"
      "  local -a commands=(\n",
      stdout);
  for (guint i = 0; commands[i] != NULL; i++)
    {
      g_autofree char *text =
          g_strdup_printf ("%s:%s", commands[i]->name, commands[i]->summary);
      g_autofree char *quoted = saffron_shell_quote (text);

      printf ("    %s\n", quoted);
    }
  fputs ("    'help:What a command takes'\n  )\n"
         "  _arguments -C '--help[Say what there is]' "
         "'--version[Print the version]' \\\n"
         "    '1:command:->command' '*::argument:->argument'\n"
         "  case $state in\n"
         "    command) _describe -t commands command commands; return ;;\n"
         "    argument) ;;\n"
         "    *) return ;;\n"
         "  esac\n"
         "  case $words[1] in\n"
         "    help) _describe -t commands command commands ;;\n",
         stdout);
}

/* (transfer full): @text as it may stand between the brackets of a spec. */
static char *
escape (const char *text)
{
  GString *out = g_string_new (NULL);

  for (const char *p = text; *p != '\0'; p++)
    {
      if (strchr ("[]:\\", *p) != NULL)
        g_string_append_c (out, '\\');
      g_string_append_c (out, *p);
    }
  return g_string_free (out, FALSE);
}

/* (transfer full): what completes a value. */
static char *
action (SaffronValueKind kind, const GOptionEntry *entry)
{
  switch (kind)
    {
    case SAFFRON_VALUE_FILE:
      return g_strdup ("_files");
    case SAFFRON_VALUE_FOLDER:
      return g_strdup ("_files -/");
    case SAFFRON_VALUE_SESSION:
      return g_strdup ("_files -g \"*.saffron(-.)\"");
    case SAFFRON_VALUE_WORDS:
      {
        g_auto (GStrv) words = saffron_value_words (entry);
        g_autofree char *joined = g_strjoinv (" ", words);

        return g_strdup_printf ("(%s)", joined);
      }
    case SAFFRON_VALUE_PRESET:
      return g_strdup ("_saffron-cli-presets");
    case SAFFRON_VALUE_PARAMETER:
      return g_strdup ("_saffron-cli-parameters");
    case SAFFRON_VALUE_NONE:
    case SAFFRON_VALUE_ANY:
      break;
    }
  return g_strdup (" ");
}

static void
put_spec (const GOptionEntry *entry, const char *name, const char *other)
{
  g_autofree char *help = escape (entry->description);
  g_autofree char *what =
      escape (entry->arg_description != NULL ? entry->arg_description : "");
  SaffronValueKind kind = saffron_value_of_option (entry);
  g_autofree char *how = action (kind, entry);
  g_autoptr (GString) spec = g_string_new (NULL);
  g_autofree char *quoted = NULL;

  if (saffron_value_repeats (entry))
    g_string_append (spec, "*");
  else if (other != NULL)
    g_string_append_printf (spec, "(%s)", other);
  g_string_append (spec, name);
  /* A value follows in the same word or in the next one. */
  if (kind != SAFFRON_VALUE_NONE)
    g_string_append (spec, name[1] == '-' ? "=" : "+");
  g_string_append_printf (spec, "[%s]", help);
  if (kind != SAFFRON_VALUE_NONE)
    g_string_append_printf (spec, ":%s:%s", what, how);
  quoted = saffron_shell_quote (spec->str);
  printf (" \\\n        %s", quoted);
}

static void
put_option (const GOptionEntry *entry)
{
  g_autofree char *name = g_strdup_printf ("--%s", entry->long_name);
  char letter[] = { '-', entry->short_name, '\0' };
  gboolean has_letter = entry->short_name != 0;

  if (has_letter)
    put_spec (entry, letter, name);
  put_spec (entry, name, has_letter ? letter : NULL);
}

static void
put_command (const SaffronCommand *command, const GOptionEntry *entries)
{
  g_autofree char *first = action (saffron_value_of_first (command), NULL);
  g_autofree char *rest = action (saffron_value_of_rest (command), NULL);
  const GOptionEntry help = {
    "help", 'h', 0, G_OPTION_ARG_NONE, NULL, "Say what this takes", NULL
  };

  printf ("    %s)\n      _arguments -s -S", command->name);
  put_option (&help);
  for (; entries != NULL && entries->long_name != NULL; entries++)
    if (saffron_value_is_shown (entries))
      put_option (entries);
  printf (" \\\n        '1:argument:%s' '*:argument:%s' ;;\n", first, rest);
}

static void
put_parameters (void)
{
  guint n = 0;
  const SaffronParamSpec *specs = saffron_param_specs (&n);

  fputs ("\n_saffron-cli-parameters ()\n{\n  _values -S = parameter", stdout);
  for (guint i = 0; i < n; i++)
    {
      g_auto (GStrv) values = saffron_value_of_parameter (&specs[i]);
      g_autofree char *joined =
          values != NULL ? g_strjoinv (" ", values) : NULL;
      g_autofree char *help = escape (specs[i].help);
      g_autofree char *text =
          joined != NULL
              ? g_strdup_printf ("%s[%s]:value:(%s)", specs[i].name, help,
                                 joined)
              : g_strdup_printf ("%s[%s]:value: ", specs[i].name, help);
      g_autofree char *quoted = saffron_shell_quote (text);

      printf (" \\\n    %s", quoted);
    }
  fputs ("\n}\n", stdout);
}

static void
put_presets (void)
{
  const char *const *names = saffron_params_preset_names ();

  fputs ("\n_saffron-cli-presets ()\n{\n  local -a presets=(\n", stdout);
  for (guint i = 0; names[i] != NULL; i++)
    {
      g_autofree char *text = g_strdup_printf (
          "%s:%s", names[i], saffron_params_preset_help (names[i]));
      g_autofree char *quoted = saffron_shell_quote (text);

      printf ("    %s\n", quoted);
    }
  fputs ("  )\n  _describe preset presets\n}\n", stdout);
}

static void
end (void)
{
  fputs ("  esac\n}\n", stdout);
  put_parameters ();
  put_presets ();
  fputs ("\n_saffron-cli \"$@\"\n", stdout);
}

const SaffronTextFormat saffron_text_zsh = { "zsh", begin, put_command, end };
