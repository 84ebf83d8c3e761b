/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "register/part.h"

#include <math.h>

#include "base/json.h"

/* Stand in session files: they never change. */
static const char *const nicks[SAFFRON_N_PART_CLASSES] = {
  [SAFFRON_PART_OFF] = "off",
  [SAFFRON_PART_MISSING] = "missing",
  [SAFFRON_PART_OUTSIDE] = "outside",
};

double
saffron_parts_share (const GArray *parts, SaffronPartClass class)
{
  double share = 0.0;

  for (guint i = 0; i < parts->len; i++)
    if (g_array_index (parts, SaffronPart, i).class == class)
      share += g_array_index (parts, SaffronPart, i).share;
  return share;
}

JsonNode *
saffron_parts_to_json (const GArray *parts)
{
  g_autoptr (JsonArray) array = json_array_new ();

  for (guint i = 0; i < parts->len; i++)
    {
      const SaffronPart *part = &g_array_index (parts, SaffronPart, i);
      JsonObject *object = json_object_new ();

      json_object_set_string_member (object, "class", nicks[part->class]);
      json_object_set_member (object, "share",
                              saffron_json_number (part->share));
      json_object_set_member (object, "x",
                              saffron_json_number (part->centre.x));
      json_object_set_member (object, "y",
                              saffron_json_number (part->centre.y));
      json_object_set_member (object, "across",
                              saffron_json_number (part->across));
      json_object_set_member (object, "down", saffron_json_number (part->down));
      json_array_add_object_element (array, object);
    }
  return json_node_init_array (json_node_alloc (), array);
}

/* Whether @node is a part, which @part then has. */
static gboolean
read_part (JsonNode *node, SaffronPart *part)
{
  JsonObject *object = NULL;
  const char *nick = NULL;

  if (!JSON_NODE_HOLDS_OBJECT (node))
    return FALSE;
  object = json_node_get_object (node);
  if (!saffron_json_get_string (object, "class", &nick, NULL) || nick == NULL
      || !saffron_json_get_number (object, "share", 0.0, &part->share, NULL)
      || !saffron_json_get_number (object, "x", 0.0, &part->centre.x, NULL)
      || !saffron_json_get_number (object, "y", 0.0, &part->centre.y, NULL)
      || !saffron_json_get_number (object, "across", 0.5, &part->across, NULL)
      || !saffron_json_get_number (object, "down", 0.5, &part->down, NULL))
    return FALSE;
  for (int i = 0; i < SAFFRON_N_PART_CLASSES; i++)
    if (g_str_equal (nick, nicks[i]))
      {
        part->class = (SaffronPartClass) i;
        return part->share > 0.0 && part->share <= 1.0;
      }
  return FALSE;
}

GArray *
saffron_parts_from_json (JsonArray *array)
{
  GArray *parts = g_array_new (FALSE, FALSE, sizeof (SaffronPart));
  guint n = array != NULL ? json_array_get_length (array) : 0;

  for (guint i = 0; i < n; i++)
    {
      SaffronPart part = { 0 };

      if (read_part (json_array_get_element (array, i), &part))
        g_array_append_val (parts, part);
    }
  return parts;
}
