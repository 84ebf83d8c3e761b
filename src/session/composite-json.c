/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "session/composite-json.h"

#include "base/json.h"

/* More channels than any slide has. */
#define MAX_CHANNELS 65536

JsonArray *
saffron_composite_to_json (const GArray *composite)
{
  JsonArray *array = json_array_sized_new (composite->len);

  for (guint i = 0; i < composite->len; i++)
    {
      const SaffronCompositeChannel *c =
          &g_array_index (composite, SaffronCompositeChannel, i);
      g_autofree char *color = g_strdup_printf ("#%06x", c->color & 0xffffff);
      JsonObject *object = json_object_new ();

      json_object_set_int_member (object, "channel", c->channel);
      json_object_set_boolean_member (object, "shown", c->shown != FALSE);
      json_object_set_string_member (object, "color", color);
      json_array_add_object_element (array, object);
    }
  return array;
}

static gboolean
read_color (const char *text, guint32 *color)
{
  guint64 value = 0;

  if (text == NULL || text[0] != '#' || strlen (text) != 7
      || !g_ascii_string_to_unsigned (text + 1, 16, 0, 0xffffff, &value, NULL))
    return FALSE;
  *color = (guint32) value;
  return TRUE;
}

static gboolean
read_channel (JsonNode *node, SaffronCompositeChannel *out)
{
  JsonObject *object = NULL;
  JsonNode *shown = NULL;
  const char *color = NULL;
  double channel = -1.0;

  if (!JSON_NODE_HOLDS_OBJECT (node))
    return FALSE;
  object = json_node_get_object (node);
  shown = json_object_get_member (object, "shown");
  if (!saffron_json_get_number (object, "channel", -1.0, &channel, NULL)
      || !saffron_json_get_string (object, "color", &color, NULL)
      || !(channel >= 0.0 && channel < MAX_CHANNELS) || shown == NULL
      || !JSON_NODE_HOLDS_VALUE (shown)
      || json_node_get_value_type (shown) != G_TYPE_BOOLEAN)
    return FALSE;
  out->channel = (int) channel;
  out->shown = json_node_get_boolean (shown);
  return read_color (color, &out->color);
}

GArray *
saffron_composite_from_json (JsonNode *node)
{
  g_autoptr (GArray) composite =
      g_array_new (FALSE, TRUE, sizeof (SaffronCompositeChannel));
  JsonArray *array = NULL;

  if (node == NULL || !JSON_NODE_HOLDS_ARRAY (node))
    return NULL;
  array = json_node_get_array (node);
  for (guint i = 0; i < json_array_get_length (array); i++)
    {
      SaffronCompositeChannel c;

      if (read_channel (json_array_get_element (array, i), &c))
        g_array_append_val (composite, c);
    }
  return composite->len > 0 ? g_steal_pointer (&composite) : NULL;
}
