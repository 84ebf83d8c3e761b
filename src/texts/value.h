/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cli/cli.h"
#include "register/params.h"

G_BEGIN_DECLS

/**
 * SaffronValueKind:
 * @SAFFRON_VALUE_NONE: there is no value
 * @SAFFRON_VALUE_ANY: a value that a shell cannot guess
 * @SAFFRON_VALUE_FILE: a file
 * @SAFFRON_VALUE_FOLDER: a folder
 * @SAFFRON_VALUE_SESSION: a .saffron file
 * @SAFFRON_VALUE_WORDS: one of the words that the placeholder lists
 * @SAFFRON_VALUE_PRESET: the name of a preset
 * @SAFFRON_VALUE_PARAMETER: NAME=VALUE of a parameter
 *
 * What a shell may offer after an option or as an argument. Told from the
 * placeholder that --help shows, such as DIR or px|um|mm.
 */
typedef enum {
  SAFFRON_VALUE_NONE,
  SAFFRON_VALUE_ANY,
  SAFFRON_VALUE_FILE,
  SAFFRON_VALUE_FOLDER,
  SAFFRON_VALUE_SESSION,
  SAFFRON_VALUE_WORDS,
  SAFFRON_VALUE_PRESET,
  SAFFRON_VALUE_PARAMETER,
} SaffronValueKind;

/* The value of an option. */
SaffronValueKind saffron_value_of_option (const GOptionEntry *entry);
/* (transfer full): the words of %SAFFRON_VALUE_WORDS. */
GStrv saffron_value_words (const GOptionEntry *entry);
/* The first argument of a command, and those that follow it. */
SaffronValueKind saffron_value_of_first (const SaffronCommand *command);
SaffronValueKind saffron_value_of_rest (const SaffronCommand *command);
/* (transfer full) (nullable): the values of a parameter that can be listed. */
GStrv saffron_value_of_parameter (const SaffronParamSpec *spec);
/* Whether the option may be given again. */
gboolean saffron_value_repeats (const GOptionEntry *entry);
/* Whether --help shows the option. */
gboolean saffron_value_is_shown (const GOptionEntry *entry);

G_END_DECLS
