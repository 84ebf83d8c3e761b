/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "base/extra.h"

#include <string.h>

#include "base/json.h"

char *
saffron_extra_print (JsonObject *object)
{
  g_autoptr (JsonNode) node = NULL;

  if (json_object_get_size (object) == 0)
    return NULL;
  node = json_node_init_object (json_node_alloc (), object);
  return json_to_string (node, FALSE);
}

JsonObject *
saffron_extra_parse (const char *extra)
{
  g_autoptr (JsonNode) node =
      extra != NULL ? saffron_json_parse (extra, strlen (extra), "", NULL)
                    : NULL;

  return node != NULL && JSON_NODE_HOLDS_OBJECT (node)
             ? json_object_ref (json_node_get_object (node))
             : json_object_new ();
}

static gboolean
is_known (const int *known, guint n_known, guint column)
{
  for (guint i = 0; i < n_known; i++)
    if (known[i] == (int) column)
      return TRUE;
  return FALSE;
}

static gboolean
has_name (const GPtrArray *names, const char *name)
{
  for (guint i = 0; i < names->len; i++)
    if (g_strcmp0 (names->pdata[i], name) == 0)
      return TRUE;
  return FALSE;
}

GPtrArray *
saffron_extra_columns (const SaffronCsvReader *reader,
                       const int *known,
                       guint n_known)
{
  GPtrArray *names = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < reader->fields->len; i++)
    {
      char *name = NULL;

      if (!is_known (known, n_known, i))
        name = g_utf8_make_valid (reader->fields->pdata[i], -1);
      if (name != NULL && (*name == '\0' || has_name (names, name)))
        {
          char *other = g_strdup_printf ("%s%u", name, i + 1);

          g_free (name);
          name = other;
        }
      g_ptr_array_add (names, name);
    }
  return names;
}

char *
saffron_extra_from_row (const GPtrArray *columns,
                        const SaffronCsvReader *reader)
{
  g_autoptr (JsonObject) object = json_object_new ();

  for (guint i = 0; i < columns->len; i++)
    if (columns->pdata[i] != NULL)
      {
        g_autofree char *value =
            g_utf8_make_valid (reader->fields->pdata[i], -1);

        json_object_set_string_member (object, columns->pdata[i], value);
      }
  return saffron_extra_print (object);
}

void
saffron_extra_add_names (GPtrArray *names, const char *extra)
{
  g_autoptr (JsonObject) object = NULL;
  JsonObjectIter iter;
  const char *name = NULL;
  JsonNode *value = NULL;

  /* Tables of millions of points have none. */
  if (extra == NULL)
    return;
  object = saffron_extra_parse (extra);
  json_object_iter_init_ordered (&iter, object);
  while (json_object_iter_next_ordered (&iter, &name, &value))
    if (JSON_NODE_HOLDS_VALUE (value) && !has_name (names, name))
      g_ptr_array_add (names, g_strdup (name));
}

void
saffron_extra_append_header (GString *text, const GPtrArray *names)
{
  for (guint i = 0; i < names->len; i++)
    {
      g_string_append_c (text, ',');
      saffron_csv_append (text, names->pdata[i]);
    }
}

/* (transfer full): "" where there is no such member, or none for a table */
static char *
get_text (JsonObject *object, const char *name)
{
  JsonNode *node = json_object_get_member (object, name);

  if (node == NULL || !JSON_NODE_HOLDS_VALUE (node))
    return g_strdup ("");
  if (json_node_get_value_type (node) == G_TYPE_STRING)
    return g_strdup (json_node_get_string (node));
  return json_to_string (node, FALSE);
}

void
saffron_extra_append_row (GString *text,
                          const GPtrArray *names,
                          const char *extra)
{
  g_autoptr (JsonObject) object = NULL;

  if (names->len == 0)
    return;
  object = saffron_extra_parse (extra);
  for (guint i = 0; i < names->len; i++)
    {
      g_autofree char *value = get_text (object, names->pdata[i]);

      g_string_append_c (text, ',');
      saffron_csv_append (text, value);
    }
}
