/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "quality/geojson-geometry.h"

#include <glib/gi18n.h>
#include <math.h>

#include "base/error.h"
#include "base/json.h"
#include "quality/points-file.h"

/* A ring has three corners, and the first of them again. */
#define MIN_RING 4

static gboolean
fail (const SaffronGeometryMapper *mapper, const char *what, GError **error)
{
  g_set_error (error, SAFFRON_ERROR, SAFFRON_ERROR_FORMAT,
               _ ("%s, feature %u: %s"), mapper->name, mapper->feature, what);
  return FALSE;
}

/* (nullable) */
static JsonArray *
as_list (const SaffronGeometryMapper *mapper, JsonNode *node, GError **error)
{
  if (node != NULL && JSON_NODE_HOLDS_ARRAY (node))
    return json_node_get_array (node);
  fail (mapper, _ ("its coordinates should be a list"), error);
  return NULL;
}

static gboolean
read_place (const SaffronGeometryMapper *mapper,
            JsonNode *node,
            double at[2],
            GError **error)
{
  JsonArray *place = NULL;

  if (node != NULL && JSON_NODE_HOLDS_ARRAY (node))
    place = json_node_get_array (node);
  if (place == NULL || json_array_get_length (place) < 2)
    return fail (mapper, _ ("a place should be [x, y]"), error);
  for (guint i = 0; i < 2; i++)
    {
      JsonNode *value = json_array_get_element (place, i);
      GType type = JSON_NODE_HOLDS_VALUE (value)
                       ? json_node_get_value_type (value)
                       : G_TYPE_INVALID;

      if (type != G_TYPE_INT64 && type != G_TYPE_DOUBLE)
        return fail (mapper, _ ("a place should be [x, y], two numbers"),
                     error);
      at[i] = json_node_get_double (value);
      if (!(fabs (at[i]) <= SAFFRON_POINTS_MAX))
        return fail (mapper, _ ("a coordinate is too large for a place"),
                     error);
    }
  return TRUE;
}

/* (transfer full): the new place, with what the old one has behind y. */
static JsonNode *
new_place (JsonNode *old, double x, double y)
{
  JsonArray *place = json_node_get_array (old);
  g_autoptr (JsonArray) new = json_array_new ();

  json_array_add_double_element (new, rint (x * 1e4) / 1e4);
  json_array_add_double_element (new, rint (y * 1e4) / 1e4);
  for (guint k = 2; k < json_array_get_length (place); k++)
    json_array_add_element (new, json_array_dup_element (place, k));
  return json_node_init_array (json_node_alloc (), new);
}

/* Every one of these sets @out to what is left of the node, NULL when nothing
 * is. */
typedef gboolean (*MapNode) (SaffronGeometryMapper *mapper,
                             JsonNode *node,
                             JsonNode **out,
                             GError **error);

static gboolean
map_point (SaffronGeometryMapper *mapper,
           JsonNode *node,
           JsonNode **out,
           GError **error)
{
  SaffronMapped mapped;
  double at[2];

  if (!read_place (mapper, node, at, error))
    return FALSE;
  mapped = mapper->map (mapper->data, &at[0], &at[1]);
  mapper->found->n_points++;
  mapper->found->n_points_lost += mapped == SAFFRON_MAPPED_LOST;
  mapper->found->n_points_outside += mapped == SAFFRON_MAPPED_OUTSIDE;
  *out = mapped == SAFFRON_MAPPED_LOST ? NULL : new_place (node, at[0], at[1]);
  return TRUE;
}

/* Maps each node of a list. */
static gboolean
map_each (SaffronGeometryMapper *mapper,
          JsonNode *node,
          MapNode map,
          JsonNode **out,
          GError **error)
{
  JsonArray *list = as_list (mapper, node, error);
  g_autoptr (JsonArray) new = json_array_new ();

  *out = NULL;
  if (list == NULL)
    return FALSE;
  for (guint i = 0; i < json_array_get_length (list); i++)
    {
      JsonNode *moved = NULL;

      if (!map (mapper, json_array_get_element (list, i), &moved, error))
        return FALSE;
      if (moved != NULL)
        json_array_add_element (new, moved);
    }
  if (json_array_get_length (new) > 0)
    *out = json_node_init_array (json_node_alloc (), new);
  return TRUE;
}

static gboolean
map_multipoint (SaffronGeometryMapper *mapper,
                JsonNode *node,
                JsonNode **out,
                GError **error)
{
  return map_each (mapper, node, map_point, out, error);
}

/* Maps a line or ring; *out is NULL when fewer than @least vertices are left.
 */
static gboolean
map_vertices (SaffronGeometryMapper *mapper,
              JsonNode *node,
              guint least,
              JsonNode **out,
              SaffronMapped *worst,
              GError **error)
{
  JsonArray *list = as_list (mapper, node, error);
  g_autoptr (GArray) vertices =
      g_array_new (FALSE, FALSE, sizeof (SaffronVertex));
  g_autoptr (GArray) mapped = NULL;
  g_autoptr (JsonArray) new = json_array_new ();

  *out = NULL;
  if (list == NULL)
    return FALSE;
  for (guint i = 0; i < json_array_get_length (list); i++)
    {
      double at[2];
      SaffronVertex vertex;

      if (!read_place (mapper, json_array_get_element (list, i), at, error))
        return FALSE;
      vertex = (SaffronVertex){ at[0], at[1], i };
      g_array_append_val (vertices, vertex);
    }
  mapped = saffron_shape_map_line (vertices, mapper->map, mapper->data, worst);
  if (mapped->len < MIN (least, vertices->len))
    return TRUE;
  for (guint i = 0; i < mapped->len; i++)
    {
      const SaffronVertex *v = &g_array_index (mapped, SaffronVertex, i);

      json_array_add_element (
          new,
          new_place (json_array_get_element (list, v->source), v->x, v->y));
    }
  if (mapped->len > 0)
    *out = json_node_init_array (json_node_alloc (), new);
  return TRUE;
}

static void
count_shape (SaffronGeometryMapper *mapper, gboolean left, SaffronMapped worst)
{
  SaffronShapesFound *found = mapper->found;

  found->n_shapes++;
  if (!left)
    found->n_shapes_lost++;
  else if (worst == SAFFRON_MAPPED_LOST)
    found->n_shapes_cut++;
  else if (worst == SAFFRON_MAPPED_OUTSIDE)
    found->n_shapes_outside++;
}

static gboolean
map_line (SaffronGeometryMapper *mapper,
          JsonNode *node,
          JsonNode **out,
          GError **error)
{
  SaffronMapped worst;

  if (!map_vertices (mapper, node, 2, out, &worst, error))
    return FALSE;
  count_shape (mapper, *out != NULL, worst);
  return TRUE;
}

static gboolean
map_multiline (SaffronGeometryMapper *mapper,
               JsonNode *node,
               JsonNode **out,
               GError **error)
{
  return map_each (mapper, node, map_line, out, error);
}

/* The first ring is the polygon's outline, the others are its holes. */
static gboolean
map_polygon (SaffronGeometryMapper *mapper,
             JsonNode *node,
             JsonNode **out,
             GError **error)
{
  JsonArray *list = as_list (mapper, node, error);
  g_autoptr (JsonArray) new = json_array_new ();
  SaffronMapped worst = SAFFRON_MAPPED_INSIDE;
  gboolean left = TRUE;

  *out = NULL;
  if (list == NULL)
    return FALSE;
  for (guint i = 0; i < json_array_get_length (list) && left; i++)
    {
      JsonNode *ring = NULL;
      SaffronMapped mapped;

      if (!map_vertices (mapper, json_array_get_element (list, i), MIN_RING,
                         &ring, &mapped, error))
        return FALSE;
      worst = MIN (worst, mapped);
      if (ring != NULL)
        json_array_add_element (new, ring);
      left = ring != NULL || i > 0;
    }
  count_shape (mapper, left, worst);
  if (left)
    *out = json_node_init_array (json_node_alloc (), new);
  return TRUE;
}

static gboolean
map_multipolygon (SaffronGeometryMapper *mapper,
                  JsonNode *node,
                  JsonNode **out,
                  GError **error)
{
  return map_each (mapper, node, map_polygon, out, error);
}

static const struct {
  const char *type;
  MapNode map;
} geometries[] = {
  { "Point", map_point },     { "MultiPoint", map_multipoint },
  { "LineString", map_line }, { "MultiLineString", map_multiline },
  { "Polygon", map_polygon }, { "MultiPolygon", map_multipolygon },
};

static gboolean
map_collection (SaffronGeometryMapper *mapper,
                JsonNode *node,
                JsonNode **out,
                GError **error)
{
  return map_each (mapper, node, saffron_geometry_map, out, error);
}

/* Sets the member of a geometry that holds its places, and how to map it. */
static gboolean
find_places (const SaffronGeometryMapper *mapper,
             JsonObject *geometry,
             const char **member,
             MapNode *map,
             GError **error)
{
  const char *type = NULL;

  saffron_json_get_string (geometry, "type", &type, NULL);
  *member = "coordinates";
  for (guint i = 0; i < G_N_ELEMENTS (geometries); i++)
    if (g_strcmp0 (type, geometries[i].type) == 0)
      {
        *map = geometries[i].map;
        return TRUE;
      }
  *member = "geometries";
  *map = map_collection;
  return g_strcmp0 (type, "GeometryCollection") == 0
         || fail (mapper, _ ("its geometry has no type that GeoJSON knows"),
                  error);
}

gboolean
saffron_geometry_map (SaffronGeometryMapper *mapper,
                      JsonNode *node,
                      JsonNode **out,
                      GError **error)
{
  JsonObject *geometry = NULL;
  const char *member = NULL;
  JsonNode *moved = NULL;
  MapNode map = NULL;

  *out = NULL;
  if (!JSON_NODE_HOLDS_OBJECT (node))
    return fail (mapper, _ ("its geometry should be a group of values"), error);
  geometry = json_node_get_object (node);
  if (!find_places (mapper, geometry, &member, &map, error)
      || !map (mapper, json_object_get_member (geometry, member), &moved,
               error))
    return FALSE;
  if (moved == NULL)
    return TRUE;
  json_object_set_member (geometry, member, moved);
  json_object_remove_member (geometry, "bbox");
  if (json_object_has_member (geometry, "isEllipse"))
    json_object_set_boolean_member (geometry, "isEllipse", FALSE);
  *out = json_node_ref (node);
  return TRUE;
}
