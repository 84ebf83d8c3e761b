/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "quality/chain-words.h"

#include <glib/gi18n.h>

char *
saffron_chain_words (const SaffronReason *reason)
{
  const char *slide = reason->text != NULL ? reason->text : "?";
  double certainty = reason->numbers[0];

  switch ((int) reason->code)
    {
    case SAFFRON_REASON_START_OVER:
      return g_strdup_printf (_ ("not run: laid over %s"), slide);
    case SAFFRON_REASON_CHAIN_VERDICT:
      return g_strdup_printf (
          _ ("laid over %s: its verdict is better so than directly on the "
             "reference (likeness place by place %+.1f standard errors)"),
          slide, certainty);
    case SAFFRON_REASON_CHAIN_LIKENESS:
      return g_strdup_printf (
          _ ("laid over %s: it is more like the reference so than when it is "
             "registered directly, by %.1f standard errors"),
          slide, certainty);
    case SAFFRON_REASON_CHAIN_LINKS:
      return g_strdup_printf (
          _ ("laid over %s: the slide and the reference alone do not tell "
             "where it belongs, but each registration from slide to slide is "
             "verified"),
          slide);
    case SAFFRON_REASON_CHAIN_DIRECT:
      return g_strdup_printf (
          _ ("registered directly: over %s it is not better (likeness place "
             "by place %+.1f standard errors for the direct way)"),
          slide, certainty);
    case SAFFRON_REASON_CHAIN_BROKEN:
      return g_strdup_printf (
          _ ("not laid over %s: that registration is not verified"), slide);
    default:
      return NULL;
    }
}
