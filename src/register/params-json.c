/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "register/params.h"

#include <glib/gi18n.h>

#include "base/error.h"
#include "base/json.h"

#define MAX_BYTES (1 << 20)

JsonNode *
saffron_params_to_json (const SaffronParams *params)
{
  g_autoptr (JsonObject) object = json_object_new ();
  guint n_specs;
  const SaffronParamSpec *specs = saffron_param_specs (&n_specs);

  for (guint i = 0; i < n_specs; i++)
    {
      const char *name = specs[i].name;
      g_autofree char *text = saffron_params_get (params, name);

      switch (specs[i].type)
        {
        case SAFFRON_PARAM_INT:
          json_object_set_int_member (object, name,
                                      g_ascii_strtoll (text, NULL, 10));
          break;
        case SAFFRON_PARAM_DOUBLE:
          json_object_set_double_member (object, name,
                                         g_ascii_strtod (text, NULL));
          break;
        case SAFFRON_PARAM_BOOLEAN:
          json_object_set_boolean_member (object, name,
                                          g_str_equal (text, "true"));
          break;
        case SAFFRON_PARAM_STRING:
        case SAFFRON_PARAM_CHOICE:
        default:
          json_object_set_string_member (object, name, text);
          break;
        }
    }
  return json_node_init_object (json_node_alloc (), object);
}

/* A JSON value as the text that saffron_params_set() takes; NULL for null, a
 * list or an object. */
static char *
value_to_text (JsonNode *node)
{
  GType type = json_node_get_value_type (node);

  if (!JSON_NODE_HOLDS_VALUE (node))
    return NULL;
  if (type == G_TYPE_INT64)
    return g_strdup_printf ("%" G_GINT64_FORMAT, json_node_get_int (node));
  if (type == G_TYPE_DOUBLE)
    return saffron_param_format_double (json_node_get_double (node));
  if (type == G_TYPE_BOOLEAN)
    return g_strdup (json_node_get_boolean (node) ? "true" : "false");
  return json_node_dup_string (node);
}

static SaffronParams *
from_json (JsonNode *node, gboolean skip_unknown, GError **error)
{
  g_autoptr (SaffronParams) params = saffron_params_new ();
  JsonObjectIter iter;
  const char *name = NULL;
  JsonNode *value = NULL;

  if (!JSON_NODE_HOLDS_OBJECT (node))
    {
      g_set_error (error, SAFFRON_ERROR, SAFFRON_ERROR_FORMAT,
                   _ ("not a table of parameters; saffron-cli params --json "
                      "prints one"));
      return NULL;
    }
  json_object_iter_init (&iter, json_node_get_object (node));
  while (json_object_iter_next (&iter, &name, &value))
    {
      g_autofree char *text = NULL;

      if (skip_unknown && saffron_param_spec_find (name) == NULL)
        continue;
      text = value_to_text (value);
      if (text == NULL)
        {
          g_set_error (
              error, SAFFRON_ERROR, SAFFRON_ERROR_FORMAT,
              _ ("“%s” should be one value, not null, a list or a group"),
              name);
          return NULL;
        }
      if (!saffron_params_set (params, name, text, error))
        return NULL;
    }
  return g_steal_pointer (&params);
}

SaffronParams *
saffron_params_from_json (JsonNode *node, GError **error)
{
  return from_json (node, FALSE, error);
}

SaffronParams *
saffron_params_from_json_known (JsonNode *node, GError **error)
{
  return from_json (node, TRUE, error);
}

SaffronParams *
saffron_params_load (const char *path, GError **error)
{
  g_autoptr (JsonNode) root = saffron_json_load (path, MAX_BYTES, error);
  SaffronParams *params = NULL;

  if (root == NULL)
    return NULL;
  params = saffron_params_from_json (root, error);
  if (params == NULL)
    g_prefix_error (error, "%s: ", path);
  return params;
}
