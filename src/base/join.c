/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "base/join.h"

#include <glib/gi18n.h>

char *
saffron_join_facts (GPtrArray *facts)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < facts->len; i++)
    {
      if (i > 0)
        /* Translators: stands between facts beside each other, as in
         * "2000 × 3000 px, 3 levels" */
        g_string_append (text, C_ ("between facts", ", "));
      g_string_append (text, facts->pdata[i]);
    }
  return g_string_free (text, FALSE);
}
