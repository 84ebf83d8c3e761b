/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "quality/points-geojson.h"

#include <glib/gi18n.h>
#include <json-glib/json-glib.h>
#include <math.h>
#include <string.h>

#include "base/error.h"
#include "base/extra.h"
#include "base/file.h"
#include "base/json.h"
#include "base/save-file.h"
#include "quality/points-file.h"

/* Bytes for the outlines of a million cells; the text is in memory as a
 * whole. */
#define MAX_BYTES (512 * 1024 * 1024)

/* Bytes of GeoJSON that may be in memory as a whole, where it takes some forty
 * times as much. */
#define MAX_WHOLE_BYTES (64 * 1024 * 1024)

gsize
saffron_points_mark_length (const char *text, gsize length)
{
  return length >= 3 && memcmp (text, "\xef\xbb\xbf", 3) == 0 ? 3 : 0;
}

gboolean
saffron_points_is_geojson (const char *text, gsize length)
{
  gsize i = saffron_points_mark_length (text, length);

  while (i < length && g_ascii_isspace (text[i]))
    i++;
  return i < length && (text[i] == '{' || text[i] == '[');
}

typedef struct {
  const char *file;
  guint feature;  /* from 1; 0 before the first */
  guint n_others; /* features that are no points */
  gboolean all;   /* whether to keep the properties */
  GArray *points;
} Reader;

static gboolean
fail (const Reader *reader, const char *what, GError **error)
{
  if (reader->feature > 0)
    g_set_error (error, SAFFRON_ERROR, SAFFRON_ERROR_FORMAT,
                 _ ("%s, feature %u: %s"), reader->file, reader->feature, what);
  else
    g_set_error (error, SAFFRON_ERROR, SAFFRON_ERROR_FORMAT, "%s: %s",
                 reader->file, what);
  return FALSE;
}

/* Returns NULL when there is no such member or when it has another type. */
static JsonObject *
get_object (JsonObject *object, const char *member)
{
  JsonNode *node = json_object_get_member (object, member);

  return node != NULL && JSON_NODE_HOLDS_OBJECT (node)
             ? json_node_get_object (node)
             : NULL;
}

static const char *
get_text (JsonObject *object, const char *member)
{
  const char *text = NULL;

  return saffron_json_get_string (object, member, &text, NULL) ? text : NULL;
}

/* QuPath up to 0.1 wrote a class as a string, later versions as an object. */
static const char *
find_label (JsonObject *properties)
{
  JsonObject *class = NULL;
  const char *label = NULL;

  if (properties == NULL)
    return "";
  label = get_text (properties, "name");
  class = get_object (properties, "classification");
  if (label == NULL && class != NULL)
    label = get_text (class, "name");
  else if (label == NULL)
    label = get_text (properties, "classification");
  return label != NULL ? label : "";
}

/* @properties: (nullable) */
static gboolean
read_point (Reader *reader,
            JsonObject *properties,
            JsonNode *node,
            GError **error)
{
  JsonArray *array = NULL;
  double at[2];

  if (JSON_NODE_HOLDS_ARRAY (node))
    array = json_node_get_array (node);
  if (array == NULL || json_array_get_length (array) < 2)
    return fail (reader, _ ("a point should be [x, y]"), error);
  for (guint i = 0; i < 2; i++)
    {
      JsonNode *value = json_array_get_element (array, i);
      GType type = JSON_NODE_HOLDS_VALUE (value)
                       ? json_node_get_value_type (value)
                       : G_TYPE_INVALID;

      if (type != G_TYPE_INT64 && type != G_TYPE_DOUBLE)
        return fail (reader, _ ("a point should be [x, y], two numbers"),
                     error);
      at[i] = json_node_get_double (value);
      if (!(fabs (at[i]) <= SAFFRON_POINTS_MAX))
        return fail (reader, _ ("a coordinate is too large for a place"),
                     error);
    }
  saffron_file_points_add (reader->points, find_label (properties), at[0],
                           at[1]);
  if (reader->all && properties != NULL)
    saffron_file_points_take_extra (reader->points,
                                    saffron_extra_print (properties));
  return TRUE;
}

static gboolean
read_feature (Reader *reader, JsonNode *node, GError **error)
{
  JsonObject *feature = NULL, *geometry = NULL, *properties = NULL;
  JsonNode *places = NULL;
  const char *type = NULL;

  if (!JSON_NODE_HOLDS_OBJECT (node))
    return fail (reader, _ ("a feature should be a group of values"), error);
  feature = json_node_get_object (node);
  geometry = get_object (feature, "geometry");
  if (geometry != NULL)
    type = get_text (geometry, "type");
  if (g_strcmp0 (type, "Point") != 0 && g_strcmp0 (type, "MultiPoint") != 0)
    {
      reader->n_others++;
      return TRUE;
    }
  properties = get_object (feature, "properties");
  places = json_object_get_member (geometry, "coordinates");
  if (places == NULL || !JSON_NODE_HOLDS_ARRAY (places))
    return fail (reader, _ ("its point has no coordinates"), error);
  if (g_str_equal (type, "Point"))
    return read_point (reader, properties, places, error);
  for (guint i = 0; i < json_array_get_length (json_node_get_array (places));
       i++)
    if (!read_point (reader, properties,
                     json_array_get_element (json_node_get_array (places), i),
                     error))
      return FALSE;
  return TRUE;
}

static gboolean
read_features (Reader *reader, JsonNode *root, GError **error)
{
  JsonNode *features = root;
  JsonArray *array = NULL;

  if (JSON_NODE_HOLDS_OBJECT (root))
    {
      JsonObject *object = json_node_get_object (root);

      features = json_object_get_member (object, "features");
      if (features == NULL)
        {
          reader->feature = 1;
          return read_feature (reader, root, error);
        }
    }
  if (!JSON_NODE_HOLDS_ARRAY (features))
    return fail (reader, _ ("expected GeoJSON with a list of features"), error);
  array = json_node_get_array (features);
  for (guint i = 0; i < json_array_get_length (array); i++)
    {
      reader->feature = i + 1;
      if (!read_feature (reader, json_array_get_element (array, i), error))
        return FALSE;
    }
  return TRUE;
}

static GArray *
parse (const char *text,
       gsize length,
       const char *name,
       gboolean all,
       guint *n_others,
       GError **error)
{
  gsize mark = saffron_points_mark_length (text, length);
  g_autoptr (JsonNode) root = NULL;
  g_autoptr (GArray) points = saffron_file_points_new ();
  Reader reader = { .file = name, .all = all, .points = points };

  if (length > MAX_WHOLE_BYTES)
    {
      g_set_error (error, SAFFRON_ERROR, SAFFRON_ERROR_TOO_LARGE,
                   _ ("%s: more than %d MB of GeoJSON; only from GeoJSON to "
                      "GeoJSON can that much be mapped"),
                   name, MAX_WHOLE_BYTES / (1024 * 1024));
      return NULL;
    }
  root = saffron_json_parse (text + mark, length - mark, name, error);
  if (root == NULL || !read_features (&reader, root, error))
    return NULL;
  reader.feature = 0;
  if (points->len == 0)
    {
      fail (&reader, _ ("no points in it; export point annotations as GeoJSON"),
            error);
      return NULL;
    }
  *n_others = reader.n_others;
  return g_steal_pointer (&points);
}

GArray *
saffron_points_geojson_parse (const char *text,
                              gsize length,
                              const char *name,
                              GError **error)
{
  guint n_others = 0;

  return parse (text, length, name, TRUE, &n_others, error);
}

static JsonObject *
print_point (const SaffronFilePoint *point)
{
  g_autofree char *label = g_utf8_make_valid (point->label, -1);
  JsonObject *feature = json_object_new ();
  JsonObject *geometry = json_object_new ();
  JsonObject *properties = saffron_extra_parse (point->extra);
  JsonArray *at = json_array_new ();

  json_array_add_double_element (at, rint (point->x * 1e4) / 1e4);
  json_array_add_double_element (at, rint (point->y * 1e4) / 1e4);
  json_object_set_string_member (geometry, "type", "Point");
  json_object_set_array_member (geometry, "coordinates", at);
  if (!json_object_has_member (properties, "objectType"))
    json_object_set_string_member (properties, "objectType", "annotation");
  /* The label may be that of the class. */
  if (!g_str_equal (find_label (properties), label))
    json_object_set_string_member (properties, "name", label);
  json_object_set_string_member (feature, "type", "Feature");
  json_object_set_object_member (feature, "geometry", geometry);
  json_object_set_object_member (feature, "properties", properties);
  return feature;
}

char *
saffron_points_geojson_print (GArray *points)
{
  JsonObject *root = json_object_new ();
  JsonArray *features = json_array_new ();
  g_autoptr (JsonNode) node = json_node_new (JSON_NODE_OBJECT);

  for (guint i = 0; i < points->len; i++)
    {
      const SaffronFilePoint *point =
          &g_array_index (points, SaffronFilePoint, i);

      if (saffron_file_point_is_set (point))
        json_array_add_object_element (features, print_point (point));
    }
  json_object_set_string_member (root, "type", "FeatureCollection");
  json_object_set_array_member (root, "features", features);
  json_node_take_object (node, root);
  return saffron_json_print (node);
}

gboolean
saffron_points_names_geojson (const char *path)
{
  return g_str_has_suffix (path, ".geojson")
         || g_str_has_suffix (path, ".json");
}

GArray *
saffron_points_parse_any (const char *text,
                          gsize length,
                          const char *name,
                          guint *n_others,
                          GError **error)
{
  *n_others = 0;
  return saffron_points_is_geojson (text, length)
             ? parse (text, length, name, FALSE, n_others, error)
             : saffron_points_parse (text, length, name, error);
}

char *
saffron_points_read_text (const char *path, gsize *length, GError **error)
{
  return saffron_file_read (path, MAX_BYTES, length, error);
}

gboolean
saffron_points_write_any (const char *path, GArray *points, GError **error)
{
  g_autofree char *text = NULL;

  if (!saffron_points_names_geojson (path))
    return saffron_points_file_write (path, points, error);
  text = saffron_points_geojson_print (points);
  return saffron_save_file_replace (path, text, strlen (text), error);
}
