/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <stdio.h>

#include "register/params.h"
#include "texts/texts.h"
#include "texts/value.h"

/* Bash breaks the line at "=", too; _saffron_cli puts it together again. The
 * functions of the package bash-completion are not needed. */

static void
begin (const char *date)
{
  fputs (
      "# bash completion of saffron-cli, made when Saffron is built, from its "
      "own\n# tables: src/texts.\n\n"
      "# _saffron_cli_table COMMAND: sets options, the first argument and "
      "the rest.\n"
      "_saffron_cli_table ()\n{\n  case $1 in\n",
      stdout);
}

static const char *
kind_word (SaffronValueKind kind)
{
  switch (kind)
    {
    case SAFFRON_VALUE_FILE:
      return "file";
    case SAFFRON_VALUE_FOLDER:
      return "folder";
    case SAFFRON_VALUE_SESSION:
      return "session";
    case SAFFRON_VALUE_PRESET:
      return "preset";
    case SAFFRON_VALUE_PARAMETER:
      return "parameter";
    case SAFFRON_VALUE_NONE:
    case SAFFRON_VALUE_ANY:
    case SAFFRON_VALUE_WORDS:
      break;
    }
  return "any";
}

/* One option as --NAME:VALUE:-S, where VALUE is a kind, or words with commas
 * after a "=". */
static void
put_option (const GOptionEntry *entry)
{
  SaffronValueKind kind = saffron_value_of_option (entry);

  printf ("\n        --%s:", entry->long_name);
  if (kind == SAFFRON_VALUE_WORDS)
    {
      g_auto (GStrv) words = saffron_value_words (entry);
      g_autofree char *joined = g_strjoinv (",", words);

      printf ("=%s", joined);
    }
  else if (kind != SAFFRON_VALUE_NONE)
    fputs (kind_word (kind), stdout);
  fputc (':', stdout);
  if (entry->short_name != 0)
    printf ("-%c", entry->short_name);
}

static void
put_command (const SaffronCommand *command, const GOptionEntry *entries)
{
  printf ("    %s)\n      first=%s rest=%s options='--help::-h", command->name,
          kind_word (saffron_value_of_first (command)),
          kind_word (saffron_value_of_rest (command)));
  for (; entries != NULL && entries->long_name != NULL; entries++)
    if (saffron_value_is_shown (entries))
      put_option (entries);
  fputs ("' ;;\n", stdout);
}

static void
put_parameters (void)
{
  guint n = 0;
  const SaffronParamSpec *specs = saffron_param_specs (&n);

  fputs ("# _saffron_cli_values NAME: the values of a parameter.\n"
         "_saffron_cli_values ()\n{\n  case $1 in\n",
         stdout);
  for (guint i = 0; i < n; i++)
    {
      g_auto (GStrv) values = saffron_value_of_parameter (&specs[i]);
      g_autofree char *joined =
          values != NULL ? g_strjoinv (" ", values) : NULL;

      if (joined != NULL)
        printf ("    %s) echo '%s' ;;\n", specs[i].name, joined);
    }
  fputs ("  esac\n}\n\n_saffron_cli_parameters='", stdout);
  for (guint i = 0; i < n; i++)
    printf ("%s%s=", i > 0 ? " " : "", specs[i].name);
  fputs ("'\n_saffron_cli_presets='", stdout);
  for (guint i = 0; saffron_params_preset_names ()[i] != NULL; i++)
    printf ("%s%s", i > 0 ? " " : "", saffron_params_preset_names ()[i]);
  fputs ("'\n", stdout);
}

static const char offer[] =
    "\n# _saffron_cli_offer KIND CUR: fills COMPREPLY.\n"
    "_saffron_cli_offer ()\n{\n"
    "  case $1 in\n"
    "    =*) mapfile -t COMPREPLY < <(compgen -W \"${1#=}\" -- \"$2\") ;;\n"
    "    preset) _saffron_cli_offer \"=$_saffron_cli_presets\" \"$2\" ;;\n"
    "    parameter)\n"
    "      compopt -o nospace\n"
    "      _saffron_cli_offer \"=$_saffron_cli_parameters\" \"$2\" ;;\n"
    "    file)\n"
    "      compopt -o filenames\n"
    "      mapfile -t COMPREPLY < <(compgen -f -- \"$2\") ;;\n"
    "    folder)\n"
    "      compopt -o filenames\n"
    "      mapfile -t COMPREPLY < <(compgen -d -- \"$2\") ;;\n"
    "    session)\n"
    "      compopt -o filenames\n"
    "      mapfile -t COMPREPLY < <(compgen -d -- \"$2\"\n"
    "        compgen -f -X '!*.saffron' -- \"$2\") ;;\n"
    "  esac\n}\n";

static const char complete[] =
    "\n_saffron_cli ()\n{\n"
    "  local cur=${COMP_WORDS[COMP_CWORD]} first= rest= options= option i\n"
    "  local last= before= session= value=\n"
    "  local -a words=()\n"
    "  COMPREPLY=()\n"
    "  for ((i = 1; i < COMP_CWORD; i++)); do\n"
    "    [[ ${COMP_WORDS[i]} == = ]] || words+=(\"${COMP_WORDS[i]}\")\n"
    "    [[ ${COMP_WORDS[i]} == *.saffron ]] && session=yes\n"
    "  done\n"
    "  # Whether a \"=\" stands before what is typed.\n"
    "  [[ $cur == = || ${COMP_WORDS[COMP_CWORD - 1]} == = ]] && value=yes\n"
    "  [[ $cur == = ]] && cur=\n"
    "  if ((${#words[@]} == 0)); then\n"
    "    _saffron_cli_offer \"=$_saffron_cli_commands --help --version\" "
    "\"$cur\"\n"
    "    return\n"
    "  fi\n"
    "  if [[ ${words[0]} == help ]]; then\n"
    "    _saffron_cli_offer \"=$_saffron_cli_commands\" \"$cur\"\n"
    "    return\n"
    "  fi\n"
    "  _saffron_cli_table \"${words[0]}\" || return\n"
    "  ((${#words[@]} > 1)) && last=${words[-1]}\n"
    "  ((${#words[@]} > 2)) && before=${words[-2]}\n"
    "  # The value of --set NAME=VALUE.\n"
    "  if [[ $value && ( $before == --set || $before == -s ) ]]; then\n"
    "    _saffron_cli_offer \"=$(_saffron_cli_values \"$last\")\" \"$cur\"\n"
    "    return\n"
    "  fi\n"
    "  for option in $options; do\n"
    "    i=${option#*:}\n"
    "    [[ $last == \"${option%%:*}\" || $last == \"${i#*:}\" ]] || continue\n"
    "    i=${i%%:*}\n"
    "    [[ $i && $last ]] || continue\n"
    "    _saffron_cli_offer \"${i//,/ }\" \"$cur\"\n"
    "    return\n"
    "  done\n"
    "  if [[ $cur == -* ]]; then\n"
    "    for option in $options; do\n"
    "      i=${option#*:}\n"
    "      [[ ${i%%:*} ]] && i='=' || i=\n"
    "      last=\"$last ${option%%:*}$i\"\n"
    "    done\n"
    "    compopt -o nospace\n"
    "    mapfile -t COMPREPLY < <(compgen -W \"$last\" -- \"$cur\")\n"
    "    [[ ${#COMPREPLY[@]} -eq 1 && ${COMPREPLY[0]} != *= ]] "
    "&& compopt +o nospace\n"
    "    return\n"
    "  fi\n"
    "  [[ $session ]] && first=$rest\n"
    "  _saffron_cli_offer \"$first\" \"$cur\"\n"
    "}\n\n"
    "complete -F _saffron_cli saffron-cli\n";

static void
end (void)
{
  const SaffronCommand *const *commands = saffron_cli_commands ();

  fputs ("    *) return 1 ;;\n  esac\n}\n\n", stdout);
  put_parameters ();
  fputs ("_saffron_cli_commands='", stdout);
  for (guint i = 0; commands[i] != NULL; i++)
    printf ("%s ", commands[i]->name);
  fputs ("help'\n", stdout);
  fputs (offer, stdout);
  fputs (complete, stdout);
}

const SaffronTextFormat saffron_text_bash = { "bash", begin, put_command, end };
