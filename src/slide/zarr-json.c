/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "slide/zarr-json.h"

#include <math.h>

JsonNode *
saffron_zarr_get (JsonObject *object, const char *member)
{
  return object != NULL ? json_object_get_member (object, member) : NULL;
}

JsonObject *
saffron_zarr_node_object (JsonNode *node)
{
  return node != NULL && JSON_NODE_HOLDS_OBJECT (node)
             ? json_node_get_object (node)
             : NULL;
}

const char *
saffron_zarr_node_string (JsonNode *node)
{
  return node != NULL && JSON_NODE_HOLDS_VALUE (node)
                 && json_node_get_value_type (node) == G_TYPE_STRING
             ? json_node_get_string (node)
             : NULL;
}

gboolean
saffron_zarr_node_number (JsonNode *node, double *value)
{
  GType type = node != NULL && JSON_NODE_HOLDS_VALUE (node)
                   ? json_node_get_value_type (node)
                   : G_TYPE_INVALID;

  if (type != G_TYPE_INT64 && type != G_TYPE_DOUBLE)
    return FALSE;
  *value = json_node_get_double (node);
  return isfinite (*value);
}

JsonObject *
saffron_zarr_get_object (JsonObject *object, const char *member)
{
  return saffron_zarr_node_object (saffron_zarr_get (object, member));
}

JsonArray *
saffron_zarr_get_array (JsonObject *object, const char *member)
{
  JsonNode *node = saffron_zarr_get (object, member);

  return node != NULL && JSON_NODE_HOLDS_ARRAY (node)
             ? json_node_get_array (node)
             : NULL;
}

const char *
saffron_zarr_get_string (JsonObject *object, const char *member)
{
  return saffron_zarr_node_string (saffron_zarr_get (object, member));
}

JsonNode *
saffron_zarr_nth (JsonArray *array, guint index)
{
  return array != NULL && index < json_array_get_length (array)
             ? json_array_get_element (array, index)
             : NULL;
}

guint
saffron_zarr_length (JsonArray *array)
{
  return array != NULL ? json_array_get_length (array) : 0;
}
