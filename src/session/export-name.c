/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "session/export-name.h"

char *
saffron_session_export_name (SaffronSession *session, SaffronMoving *moving)
{
  guint n = saffron_session_get_n_moving (session);
  g_autoptr (GHashTable) bare = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GHashTable) taken =
      g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  const char *last = NULL;

  g_return_val_if_fail (saffron_session_has_moving (session, moving), NULL);

  for (guint i = 0; i < n; i++)
    g_hash_table_add (bare, (char *) saffron_moving_get_name (
                                saffron_session_get_moving (session, i)));
  for (guint i = 0; i < n; i++)
    {
      SaffronMoving *slide = saffron_session_get_moving (session, i);
      const char *base = saffron_moving_get_name (slide);
      char *name = g_strdup (base);

      for (guint k = 2; g_hash_table_contains (taken, name)
                        || (k > 2 && g_hash_table_contains (bare, name));
           k++)
        {
          g_free (name);
          name = g_strdup_printf ("%s_%u", base, k);
        }
      g_hash_table_add (taken, name);
      last = name;
      if (slide == moving)
        break;
    }
  return g_strdup (last);
}
