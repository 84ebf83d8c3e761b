/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "register/run.h"

G_BEGIN_DECLS

/**
 * SaffronAdvice:
 * @text: what to try next, in English; see saffron_advice_get_text()
 * @parameter: (nullable): the parameter that it is about
 * @value: (nullable): what to set it to; %NULL when that is for the person to
 *   say
 *
 * Static.
 */
typedef struct {
  const char *text;
  const char *parameter;
  const char *value;
} SaffronAdvice;

/**
 * saffron_advice:
 *
 * What to try when a run is unverified, by what speaks against it: each reason
 * has its rows in a table. A step that the run has taken already, or that
 * cannot apply to its slides, is left out.
 *
 * Returns: (transfer container) (element-type SaffronAdvice): the most
 *   promising first; empty for a verified run, else never
 */
GPtrArray *saffron_advice (const SaffronRun *run);

/* In the language of the locale. */
const char *saffron_advice_get_text (const SaffronAdvice *advice);

G_END_DECLS
