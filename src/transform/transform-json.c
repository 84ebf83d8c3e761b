/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "transform/json-private.h"

#include <glib/gi18n.h>
#include "transform/transform-private.h"

JsonNode *
saffron_transform_to_json (const SaffronTransform *transform)
{
  const SaffronAffine *a = &transform->affine;
  const double numbers[6] = { a->xx, a->xy, a->x0, a->yx, a->yy, a->y0 };
  JsonObject *object = json_object_new ();
  JsonArray *affine = json_array_sized_new (6);
  JsonNode *node = json_node_new (JSON_NODE_OBJECT);

  for (int i = 0; i < 6; i++)
    json_array_add_double_element (affine, numbers[i]);
  json_object_set_array_member (object, "affine", affine);
  json_object_set_double_member (object, "width", transform->width);
  json_object_set_double_member (object, "height", transform->height);
  if (transform->map != NULL)
    json_object_set_object_member (object, "pieces",
                                   saffron_pieces_to_json (transform));
  else if (transform->lattice != NULL)
    json_object_set_object_member (
        object, "lattice", saffron_lattice_to_json (transform->lattice));
  else
    json_object_set_null_member (object, "lattice");
  json_node_take_object (node, object);
  return node;
}

static gboolean
affine_from_json (JsonNode *node, SaffronAffine *affine, GError **error)
{
  double numbers[6];
  SaffronAffine inverse;
  JsonArray *array = NULL;

  if (node != NULL && JSON_NODE_HOLDS_ARRAY (node))
    array = json_node_get_array (node);
  if (array == NULL || json_array_get_length (array) != 6)
    return saffron_json_fail (error,
                              _ ("“affine” is not a list of six numbers"));
  for (guint i = 0; i < 6; i++)
    if (!saffron_json_to_double (json_array_get_element (array, i),
                                 &numbers[i]))
      return saffron_json_fail (
          error, _ ("“affine” is not a list of six finite numbers"));
  *affine = (SaffronAffine){ numbers[0], numbers[1], numbers[2],
                             numbers[3], numbers[4], numbers[5] };
  if (!saffron_affine_invert (affine, &inverse))
    return saffron_json_fail (error,
                              _ ("“affine” maps everything onto a line"));
  return TRUE;
}

SaffronTransform *
saffron_transform_from_json (JsonNode *node, GError **error)
{
  g_autoptr (SaffronLattice) lattice = NULL;
  SaffronAffine affine;
  JsonObject *object = NULL;
  JsonNode *member = NULL;
  double width, height;

  if (node == NULL || !JSON_NODE_HOLDS_OBJECT (node))
    {
      saffron_json_fail (error, _ ("not an object"));
      return NULL;
    }
  object = json_node_get_object (node);
  if (!affine_from_json (json_object_get_member (object, "affine"), &affine,
                         error)
      || !saffron_json_get_double (object, "width", SAFFRON_JSON_MIN_SPACING,
                                   &width, error)
      || !saffron_json_get_double (object, "height", SAFFRON_JSON_MIN_SPACING,
                                   &height, error))
    return NULL;
  if (json_object_has_member (object, "pieces"))
    {
      if (json_object_has_member (object, "lattice"))
        {
          saffron_json_fail (error, _ ("there is “lattice” beside “pieces”"));
          return NULL;
        }
      return saffron_pieces_from_json (
          json_object_get_member (object, "pieces"), width, height, &affine,
          error);
    }
  member = json_object_get_member (object, "lattice");
  if (member == NULL)
    {
      saffron_json_fail (
          error, _ ("“lattice” is missing; write null if there is none"));
      return NULL;
    }
  if (!JSON_NODE_HOLDS_NULL (member))
    {
      lattice = saffron_lattice_from_json (member, error);
      if (lattice == NULL)
        return NULL;
    }
  return saffron_transform_new (width, height, &affine,
                                g_steal_pointer (&lattice));
}
