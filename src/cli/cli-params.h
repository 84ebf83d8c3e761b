/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib/gi18n.h>

#include "cli/cli.h"
#include "register/params.h"

G_BEGIN_DECLS

/**
 * SaffronCliParams:
 *
 * The options that choose parameters, the same in every command that has them.
 * SAFFRON_CLI_PARAMS_ENTRIES fills them, and saffron_cli_params_clear() frees
 * them.
 */
typedef struct {
  char *file;
  char *preset;
  char **settings;
} SaffronCliParams;

#define SAFFRON_CLI_PARAMS_ENTRIES(options)                                    \
  { "params",                                                                  \
    'p',                                                                       \
    0,                                                                         \
    G_OPTION_ARG_FILENAME,                                                     \
    &(options)->file,                                                          \
    N_ ("Take the parameters from this JSON file"),                            \
    "FILE" },                                                                  \
      { "preset",                                                              \
        0,                                                                     \
        0,                                                                     \
        G_OPTION_ARG_STRING,                                                   \
        &(options)->preset,                                                    \
        N_ ("Start from a preset: pipeline, optimised, low-memory"),           \
        "NAME" },                                                              \
  {                                                                            \
    "set", 's', 0, G_OPTION_ARG_STRING_ARRAY, &(options)->settings,            \
        N_ ("Set one parameter; may be given again"), "NAME=VALUE"             \
  }

/**
 * saffron_cli_params_make:
 *
 * Starts from the file or the preset, then applies each --set in the order
 * given.
 *
 * Returns: (transfer full): the parameters; %NULL with an error, which is a
 *   usage error unless the file is the cause
 */
SaffronParams *saffron_cli_params_make (const SaffronCliParams *options,
                                        GError **error);
/* (transfer full): the same options again, for another command. */
GStrv saffron_cli_params_to_args (const SaffronCliParams *options);
/* Whether any of the options was given. */
gboolean saffron_cli_params_given (const SaffronCliParams *options);
void saffron_cli_params_clear (SaffronCliParams *options);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (SaffronCliParams, saffron_cli_params_clear)

G_END_DECLS
