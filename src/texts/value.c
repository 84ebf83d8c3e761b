/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "texts/value.h"

#include <string.h>

/* Two words or more with bars between them, nothing optional among them. */
static gboolean
is_list_of_words (const char *placeholder)
{
  return strchr (placeholder, '|') != NULL
         && strpbrk (placeholder, "[]=,. ") == NULL;
}

SaffronValueKind
saffron_value_of_option (const GOptionEntry *entry)
{
  const char *placeholder = entry->arg_description;
  gboolean is_file = entry->arg == G_OPTION_ARG_FILENAME
                     || entry->arg == G_OPTION_ARG_FILENAME_ARRAY;

  if (entry->arg == G_OPTION_ARG_NONE)
    return SAFFRON_VALUE_NONE;
  if (placeholder == NULL)
    return is_file ? SAFFRON_VALUE_FILE : SAFFRON_VALUE_ANY;
  if (g_str_equal (placeholder, "NAME=VALUE"))
    return SAFFRON_VALUE_PARAMETER;
  if (g_str_equal (entry->long_name, "preset"))
    return SAFFRON_VALUE_PRESET;
  if (g_str_equal (placeholder, "DIR"))
    return SAFFRON_VALUE_FOLDER;
  if (is_list_of_words (placeholder))
    return SAFFRON_VALUE_WORDS;
  if (g_str_has_suffix (placeholder, ".saffron"))
    return SAFFRON_VALUE_SESSION;
  /* A "[NAME=]" before it: a value for one of several slides. */
  if (strstr (placeholder, "FILE") != NULL)
    return SAFFRON_VALUE_FILE;
  return is_file && placeholder[0] != '[' ? SAFFRON_VALUE_FILE
                                          : SAFFRON_VALUE_ANY;
}

GStrv
saffron_value_words (const GOptionEntry *entry)
{
  return g_strsplit (entry->arg_description, "|", -1);
}

/* A bar says that the first argument may be something else, too. */
SaffronValueKind
saffron_value_of_first (const SaffronCommand *command)
{
  if (strstr (command->arguments, " | ") != NULL)
    return SAFFRON_VALUE_FILE;
  if (g_str_has_prefix (command->arguments, "FILE.saffron"))
    return SAFFRON_VALUE_SESSION;
  if (g_str_has_prefix (command->arguments, "DIR"))
    return SAFFRON_VALUE_FOLDER;
  return SAFFRON_VALUE_FILE;
}

SaffronValueKind
saffron_value_of_rest (const SaffronCommand *command)
{
  if (g_str_has_prefix (command->arguments, "FILE.saffron…"))
    return SAFFRON_VALUE_SESSION;
  return SAFFRON_VALUE_FILE;
}

GStrv
saffron_value_of_parameter (const SaffronParamSpec *spec)
{
  if (spec->type == SAFFRON_PARAM_BOOLEAN)
    return g_strsplit ("true|false", "|", -1);
  if (spec->type == SAFFRON_PARAM_CHOICE)
    return g_strsplit (spec->choices, "|", -1);
  return NULL;
}

gboolean
saffron_value_repeats (const GOptionEntry *entry)
{
  return entry->arg == G_OPTION_ARG_STRING_ARRAY
         || entry->arg == G_OPTION_ARG_FILENAME_ARRAY;
}

gboolean
saffron_value_is_shown (const GOptionEntry *entry)
{
  return (entry->flags & G_OPTION_FLAG_HIDDEN) == 0;
}
