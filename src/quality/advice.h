/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "register/run.h"

G_BEGIN_DECLS

/**
 * SaffronAdvice:
 * @text: what to try next, in English; see saffron_advice_get_text()
 * @parameter: (nullable): the parameter that it is about
 * @value: (nullable): what to set it to; %NULL when the person has to choose it
 * @cli_text: (nullable): what to try, for a person at the command line; %NULL
 *   when that is @text
 * @by_hand: whether it is to lay the moving slide by hand
 *
 * One step to try. All of them are static data.
 */
typedef struct {
  const char *text;
  const char *parameter;
  const char *value;
  const char *cli_text;
  gboolean by_hand;
} SaffronAdvice;

/**
 * saffron_advice:
 *
 * Lists what to try when a run is unverified. A table gives the steps for each
 * reason against the run. A step that the run has already taken, or that cannot
 * apply to its slides, is left out.
 *
 * Returns: (transfer container) (element-type SaffronAdvice): the steps, the
 *   most promising first; empty only for a verified run
 */
GPtrArray *saffron_advice (const SaffronRun *run);

/* The text in the language of the locale, for the window. */
const char *saffron_advice_get_text (const SaffronAdvice *advice);
/* The same for the command line. */
const char *saffron_advice_get_cli_text (const SaffronAdvice *advice);

G_END_DECLS
