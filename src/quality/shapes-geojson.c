/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "quality/shapes-geojson.h"

#include <string.h>

#include "base/json.h"
#include "base/save-file.h"
#include "quality/geojson-features.h"

typedef struct {
  SaffronGeometryMapper geometry;
  guint n_written; /* features */
} Mapper;

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

      if (!saffron_geometry_map (&mapper->geometry, node, &moved, error))
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
      if (!saffron_geometry_map (&mapper->geometry, geometry, &moved, error))
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
      mapper->geometry.feature = features->n;
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
  Mapper mapper = { { name, 0, map, data, found }, 0 };
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
