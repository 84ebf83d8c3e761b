/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "quality/verdict-words.h"

#include <glib/gi18n.h>

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
