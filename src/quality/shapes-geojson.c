/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "quality/shapes-geojson.h"

#include <math.h>
#include <string.h>

#include "base/error.h"
#include "base/json.h"
#include "base/save-file.h"
#include "quality/geojson-features.h"

/* A ring has three corners, and the first of them again. */
#define MIN_RING 4

typedef struct {
  const char *name;
  guint feature;
  guint n_written;
  SaffronMapPlace map;
  gpointer data;
  SaffronShapesFound *found;
} Mapper;

static gboolean
fail (const Mapper *mapper, const char *what, GError **error)
{
  g_set_error (error, SAFFRON_ERROR, SAFFRON_ERROR_FORMAT, "%s, feature %u: %s",
               mapper->name, mapper->feature, what);
  return FALSE;
}

/* (nullable) */
static JsonArray *
as_list (const Mapper *mapper, JsonNode *node, GError **error)
{
  if (node != NULL && JSON_NODE_HOLDS_ARRAY (node))
    return json_node_get_array (node);
  fail (mapper, "its coordinates should be a list", error);
  return NULL;
}

static gboolean
read_place (const Mapper *mapper, JsonNode *node, double at[2], GError **error)
{
  JsonArray *place = NULL;

  if (node != NULL && JSON_NODE_HOLDS_ARRAY (node))
    place = json_node_get_array (node);
  if (place == NULL || json_array_get_length (place) < 2)
    return fail (mapper, "a place should be [x, y]", error);
  for (guint i = 0; i < 2; i++)
    {
      JsonNode *value = json_array_get_element (place, i);
      GType type = JSON_NODE_HOLDS_VALUE (value)
                       ? json_node_get_value_type (value)
                       : G_TYPE_INVALID;

      if (type != G_TYPE_INT64 && type != G_TYPE_DOUBLE)
        return fail (mapper, "a place should be [x, y], two numbers", error);
      at[i] = json_node_get_double (value);
      if (!isfinite (at[i]))
        return fail (mapper, "a coordinate is too large for a place", error);
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
typedef gboolean (*MapNode) (Mapper *mapper,
                             JsonNode *node,
                             JsonNode **out,
                             GError **error);

static gboolean
map_point (Mapper *mapper, JsonNode *node, JsonNode **out, GError **error)
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
map_each (Mapper *mapper,
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
map_multipoint (Mapper *mapper, JsonNode *node, JsonNode **out, GError **error)
{
  return map_each (mapper, node, map_point, out, error);
}

/* Maps a line or ring; *out is NULL when fewer than @least vertices are left.
 */
static gboolean
map_vertices (Mapper *mapper,
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
count_shape (Mapper *mapper, gboolean left, SaffronMapped worst)
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
map_line (Mapper *mapper, JsonNode *node, JsonNode **out, GError **error)
{
  SaffronMapped worst;

  if (!map_vertices (mapper, node, 2, out, &worst, error))
    return FALSE;
  count_shape (mapper, *out != NULL, worst);
  return TRUE;
}

static gboolean
map_multiline (Mapper *mapper, JsonNode *node, JsonNode **out, GError **error)
{
  return map_each (mapper, node, map_line, out, error);
}

/* The first ring is the polygon's outline, the others are its holes. */
static gboolean
map_polygon (Mapper *mapper, JsonNode *node, JsonNode **out, GError **error)
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
map_multipolygon (Mapper *mapper,
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
map_geometry (Mapper *mapper, JsonNode *node, JsonNode **out, GError **error);

static gboolean
map_collection (Mapper *mapper, JsonNode *node, JsonNode **out, GError **error)
{
  return map_each (mapper, node, map_geometry, out, error);
}

/* Sets the member of a geometry that holds its places, and how to map it. */
static gboolean
find_places (const Mapper *mapper,
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
         || fail (mapper, "its geometry has no type that GeoJSON knows", error);
}

static gboolean
map_geometry (Mapper *mapper, JsonNode *node, JsonNode **out, GError **error)
{
  JsonObject *geometry = NULL;
  const char *member = NULL;
  JsonNode *moved = NULL;
  MapNode map = NULL;

  *out = NULL;
  if (!JSON_NODE_HOLDS_OBJECT (node))
    return fail (mapper, "its geometry should be a group of values", error);
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

/* QuPath's cells have a second geometry. */
static const char *const members[] = { "geometry", "nucleusGeometry" };

/* Whether it is a geometry that is no feature's, which GeoJSON allows for a
 * whole file. */
static gboolean
is_bare (JsonObject *object)
{
  return json_object_has_member (object, "coordinates")
         || json_object_has_member (object, "geometries");
}

/* Sets @left to FALSE when the feature has lost its geometry. */
static gboolean
map_feature (Mapper *mapper, JsonNode *node, gboolean *left, GError **error)
{
  JsonObject *feature = json_node_get_object (node);

  *left = TRUE;
  if (is_bare (feature))
    {
      g_autoptr (JsonNode) moved = NULL;

      if (!map_geometry (mapper, node, &moved, error))
        return FALSE;
      *left = moved != NULL;
      return TRUE;
    }
  for (guint i = 0; i < G_N_ELEMENTS (members) && *left; i++)
    {
      JsonNode *geometry = json_object_get_member (feature, members[i]);
      g_autoptr (JsonNode) moved = NULL;

      if (geometry == NULL || JSON_NODE_HOLDS_NULL (geometry))
        continue;
      if (!map_geometry (mapper, geometry, &moved, error))
        return FALSE;
      if (moved == NULL && i > 0)
        json_object_remove_member (feature, members[i]);
      *left = moved != NULL || i > 0;
    }
  json_object_remove_member (feature, "bbox");
  return TRUE;
}

static gboolean
write_text (SaffronSaveFile *file, const char *text, GError **error)
{
  return saffron_save_file_append (file, text, strlen (text), error);
}

/* Writes "name": of a member. */
static gboolean
write_name (SaffronSaveFile *file, const char *name, GError **error)
{
  g_autoptr (JsonNode) node = json_node_init_string (json_node_alloc (), name);
  g_autofree char *text = saffron_json_print (node);

  return write_text (file, g_strchomp (text), error)
         && write_text (file, ": ", error);
}

static gboolean
write_features (SaffronSaveFile *file,
                Mapper *mapper,
                SaffronFeatures *features,
                GError **error)
{
  for (;;)
    {
      g_autoptr (JsonNode) feature = NULL;
      g_autofree char *text = NULL;
      gboolean left;

      if (!saffron_features_next (features, &feature, error))
        return FALSE;
      if (feature == NULL)
        return TRUE;
      mapper->feature = features->n;
      if (!map_feature (mapper, feature, &left, error))
        return FALSE;
      if (!left)
        continue;
      text = saffron_json_print (feature);
      if ((mapper->n_written > 0 && !write_text (file, ",\n", error))
          || !write_text (file, g_strchomp (text), error))
        return FALSE;
      mapper->n_written++;
    }
}

static gboolean
write_list (SaffronSaveFile *file,
            Mapper *mapper,
            SaffronFeatures *features,
            GError **error)
{
  return write_text (file, "[\n", error)
         && write_features (file, mapper, features, error)
         && write_text (file, "\n]", error);
}

/* Writes a file that is one feature. If nothing is left of it, it becomes a
 * collection of none, since GeoJSON has no other way to say so. */
static gboolean
write_one (SaffronSaveFile *file,
           Mapper *mapper,
           SaffronFeatures *features,
           GError **error)
{
  if (!write_features (file, mapper, features, error))
    return FALSE;
  if (mapper->n_written > 0)
    return TRUE;
  return write_text (file,
                     "{\"type\": \"FeatureCollection\", "
                     "\"features\": []}",
                     error);
}

/* Writes the collection's members in their order, its list in its place. */
static gboolean
write_collection (SaffronSaveFile *file,
                  Mapper *mapper,
                  SaffronFeatures *features,
                  GError **error)
{
  JsonObjectIter iter;
  const char *name = NULL;
  JsonNode *node = NULL;
  gboolean first = TRUE;

  if (!write_text (file, "{\n", error))
    return FALSE;
  json_object_iter_init_ordered (&iter, json_node_get_object (features->rest));
  while (json_object_iter_next_ordered (&iter, &name, &node))
    {
      g_autofree char *text = saffron_json_print (node);

      if (g_str_equal (name, "bbox"))
        continue;
      if ((!first && !write_text (file, ",\n", error))
          || !write_name (file, name, error))
        return FALSE;
      first = FALSE;
      if (g_str_equal (name, "features")
              ? !write_list (file, mapper, features, error)
              : !write_text (file, g_strchomp (text), error))
        return FALSE;
    }
  return write_text (file, "\n}", error);
}

gboolean
saffron_shapes_rewrite (const char *path,
                        const char *text,
                        gsize length,
                        const char *name,
                        SaffronMapPlace map,
                        gpointer data,
                        SaffronShapesFound *found,
                        GError **error)
{
  g_auto (SaffronFeatures) features = { 0 };
  g_autoptr (SaffronSaveFile) file = NULL;
  Mapper mapper = { name, 0, 0, map, data, found };
  gboolean written;

  *found = (SaffronShapesFound){ 0 };
  if (!saffron_features_init (&features, text, length, name, error))
    return FALSE;
  file = saffron_save_file_new (path, TRUE, error);
  if (file == NULL)
    return FALSE;
  if (features.rest != NULL)
    written = write_collection (file, &mapper, &features, error);
  else if (features.is_list)
    written = write_list (file, &mapper, &features, error);
  else
    written = write_one (file, &mapper, &features, error);
  return written && write_text (file, "\n", error)
         && saffron_save_file_commit (file, error);
}
