/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib/gi18n.h>

#include "session/session.h"
#include "session/stack.h"

G_BEGIN_DECLS

#define SAFFRON_CLI_OVER_ENTRY(names)                                          \
  {                                                                            \
    "over", 0, 0, G_OPTION_ARG_FILENAME_ARRAY, names,                          \
        N_ ("Also try to lay the slide over this registered slide of the "     \
            "session, and keep what the evidence likes better; may be given "  \
            "again, the best first"),                                          \
        "NAME"                                                                 \
  }

/**
 * saffron_cli_over_find:
 * @names: (nullable): the values of --over
 *
 * Returns: (transfer full) (element-type SaffronStackSlide): the slides of the
 *   session that have a run, in that order; %NULL with a usage error when the
 *   session has no such slide
 */
GPtrArray *saffron_cli_over_find (SaffronSession *session,
                                  char *const *names,
                                  GError **error);

/* (transfer full) (element-type SaffronStackSlide): over which slides that one
 * is tried: @given, unless it is empty; else those of its turn in @stack that
 * have a run in the session by now. */
GPtrArray *saffron_cli_over_turn (SaffronSession *session,
                                  const SaffronStack *stack,
                                  guint turn,
                                  GPtrArray *given);

/**
 * saffron_cli_stack_order:
 * @paths: the reference's, then those of the moving slides
 * @choices: (element-type SaffronSlideChoice): one for each
 *
 * Returns: (transfer full): the slides in their order, see
 *   saffron_stack_order(); %NULL with an error when @job is cancelled
 */
SaffronStack *saffron_cli_stack_order (char **paths,
                                       GArray *choices,
                                       const SaffronParams *params,
                                       SaffronJob *job,
                                       GError **error);

G_END_DECLS
