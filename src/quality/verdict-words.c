/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "quality/verdict-words.h"

#include <glib/gi18n.h>

#include "quality/words.h"

char *
saffron_verdict_to_words (SaffronRun *run)
{
  switch (saffron_run_get_state (run))
    {
    case SAFFRON_RUN_VERIFIED:
      return g_strdup (_ ("Verified"));
    case SAFFRON_RUN_PARTLY:
      return g_strdup_printf (_ ("Verified in part (%.0f %%)"),
                              100.0 * run->partial);
    default:
      return g_strdup (_ ("Unverified"));
    }
}

char *
saffron_verdict_to_warning (SaffronRun *run)
{
  const SaffronReason *reason = saffron_reasons_get_main (run->reasons);
  g_autofree char *verdict = NULL;
  g_autofree char *why = NULL;

  if (saffron_run_get_state (run) == SAFFRON_RUN_VERIFIED)
    return NULL;
  verdict = saffron_verdict_to_words (run);
  if (reason == NULL)
    return g_steal_pointer (&verdict);
  why = saffron_reason_to_words (reason);
  return g_strdup_printf ("%s: %s", verdict, why);
}
