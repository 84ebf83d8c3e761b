/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "session/export-name.h"

GStrv
saffron_session_export_names (SaffronSession *session)
{
  guint n = saffron_session_get_n_moving (session);
  g_autoptr (GHashTable) bare = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GHashTable) taken = g_hash_table_new (g_str_hash, g_str_equal);
  /* For each name the number to try next. */
  g_autoptr (GHashTable) next = g_hash_table_new (g_str_hash, g_str_equal);
  GStrv names = g_new0 (char *, n + 1);

  for (guint i = 0; i < n; i++)
    g_hash_table_add (bare, (char *) saffron_moving_get_name (
                                saffron_session_get_moving (session, i)));
  for (guint i = 0; i < n; i++)
    {
      const char *base =
          saffron_moving_get_name (saffron_session_get_moving (session, i));
      guint k = GPOINTER_TO_UINT (g_hash_table_lookup (next, base));

      names[i] = g_strdup (base);
      for (k = MAX (k, 2); g_hash_table_contains (taken, names[i])
                           || (k > 2 && g_hash_table_contains (bare, names[i]));
           k++)
        {
          g_free (names[i]);
          names[i] = g_strdup_printf ("%s_%u", base, k);
        }
      g_hash_table_insert (next, (char *) base, GUINT_TO_POINTER (k));
      g_hash_table_add (taken, names[i]);
    }
  return names;
}

char *
saffron_session_export_name (SaffronSession *session, SaffronMoving *moving)
{
  g_auto (GStrv) names = NULL;

  g_return_val_if_fail (saffron_session_has_moving (session, moving), NULL);

  names = saffron_session_export_names (session);
  for (guint i = 0; names[i] != NULL; i++)
    if (saffron_session_get_moving (session, i) == moving)
      return g_strdup (names[i]);
  return NULL;
}
