/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "session/session-private.h"

gpointer
saffron_copy_object (gconstpointer object, gpointer user_data)
{
  return g_object_ref ((gpointer) object);
}

void
saffron_emit_items_changed (GListModel *model,
                            const GPtrArray *before,
                            const GPtrArray *after)
{
  guint first = 0, last = 0;
  guint shorter = MIN (before->len, after->len);

  while (first < shorter && before->pdata[first] == after->pdata[first])
    first++;
  while (last < shorter - first
         && before->pdata[before->len - 1 - last]
                == after->pdata[after->len - 1 - last])
    last++;
  if (before->len > first + last || after->len > first + last)
    g_list_model_items_changed (model, first, before->len - first - last,
                                after->len - first - last);
}
