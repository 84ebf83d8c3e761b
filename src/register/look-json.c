/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "register/look.h"

#include <math.h>

#include "base/json.h"

/* Their names in files, which never change. */
static const char *const kinds[] = {
  [SAFFRON_LOOK_INTENSITY] = "intensity",
  [SAFFRON_LOOK_OPTICAL_DENSITY] = "optical-density",
  [SAFFRON_LOOK_HEMATOXYLIN] = "hematoxylin",
};

JsonNode *
saffron_look_to_json (const SaffronLook *look)
{
  g_autoptr (JsonObject) object = json_object_new ();

  json_object_set_string_member (object, "kind", kinds[look->kind]);
  json_object_set_int_member (object, "channel", look->channel);
  json_object_set_string_member (object, "name", look->name);
  /* 0 is the brightest value of all planes, as in a session's slides. */
  if (look->z != 0)
    json_object_set_int_member (object, "z", MAX (look->z, 0));
  if (look->reason != NULL)
    json_object_set_member (object, "reason",
                            saffron_reason_to_json (look->reason));
  return json_node_init_object (json_node_alloc (), object);
}

static gboolean
find_kind (const char *name, SaffronLookKind *kind)
{
  for (guint i = 0; name != NULL && i < G_N_ELEMENTS (kinds); i++)
    if (g_str_equal (kinds[i], name))
      {
        *kind = (SaffronLookKind) i;
        return TRUE;
      }
  return FALSE;
}

gboolean
saffron_look_from_json (JsonNode *node, SaffronLook *look)
{
  JsonObject *object = NULL;
  JsonNode *reason = NULL;
  const char *kind = NULL, *name = NULL;
  double channel = NAN, z = NAN;

  *look = (SaffronLook){ 0 };
  if (node == NULL || !JSON_NODE_HOLDS_OBJECT (node))
    return FALSE;
  object = json_node_get_object (node);
  if (!saffron_json_get_string (object, "kind", &kind, NULL)
      || !saffron_json_get_string (object, "name", &name, NULL)
      || !saffron_json_get_number (object, "channel", NAN, &channel, NULL)
      || !saffron_json_get_number (object, "z", NAN, &z, NULL))
    return FALSE;
  if (name == NULL || !find_kind (kind, &look->kind)
      || !(channel >= -1.0 && channel <= G_MAXINT)
      || floor (channel) != channel)
    return FALSE;
  look->channel = (int) channel;
  look->name = g_strdup (name);
  if (z >= 0.0 && z <= G_MAXINT)
    look->z = z < 1.0 ? SAFFRON_Z_MAX : (int) z;
  reason = json_object_get_member (object, "reason");
  if (reason != NULL)
    look->reason = saffron_reason_from_json (reason);
  return TRUE;
}
