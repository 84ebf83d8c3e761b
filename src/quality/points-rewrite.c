/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "quality/points-rewrite.h"

#include <math.h>
#include <string.h>

#include <json-glib/json-glib.h>

#include "base/csv.h"
#include "base/json.h"
#include "base/save-file.h"
#include "quality/points-file.h"
#include "quality/points-geojson.h"

/* Room for the largest double, printed with "%.4f". */
#define NUMBER_SIZE 352

/* Replaces the row's coordinates, unless it has none. */
static void
set_places (SaffronCsvReader *reader,
            const SaffronPointsColumns *columns,
            const SaffronFilePoint *point)
{
  const int places[2] = { columns->x, columns->y };
  const double values[2] = { point->x, point->y };

  for (int k = 0; k < 2; k++)
    {
      char number[NUMBER_SIZE] = "";
      gpointer *field = &reader->fields->pdata[places[k]];

      if (saffron_file_point_is_set (point))
        g_ascii_formatd (number, sizeof number, "%.4f", values[k]);
      g_free (*field);
      *field = g_strdup (number);
    }
}

static void
append_row (GString *out, const SaffronCsvReader *reader)
{
  for (guint i = 0; i < reader->fields->len; i++)
    {
      if (i > 0)
        g_string_append_c (out, reader->separator);
      saffron_csv_append (out, reader->fields->pdata[i]);
    }
  g_string_append_c (out, '\n');
}

static char *
rewrite_table (const char *text, gsize length, GArray *points)
{
  g_auto (SaffronCsvReader) reader = { NULL };
  GString *out = g_string_new (NULL);
  SaffronPointsColumns columns;

  saffron_csv_init (&reader, text, length);
  saffron_csv_next (&reader);
  saffron_points_find_columns (&reader, &columns);
  append_row (out, &reader);
  for (guint i = 0; saffron_csv_next (&reader) && i < points->len; i++)
    {
      if (saffron_points_row_is_set (&reader, &columns))
        set_places (&reader, &columns,
                    &g_array_index (points, SaffronFilePoint, i));
      append_row (out, &reader);
    }
  return g_string_free (out, FALSE);
}

/* Takes the points one after the other. */
typedef struct {
  GArray *points;
  guint next;
} Source;

/* (transfer full) (nullable): the place with x and y of the next point; %NULL
 * when that has none. */
static JsonNode *
move_place (Source *source, JsonNode *place)
{
  const SaffronFilePoint *point =
      &g_array_index (source->points, SaffronFilePoint, source->next);
  const double at[2] = { point->x, point->y };
  g_autoptr (JsonArray) new = NULL;
  JsonArray *old = json_node_get_array (place);

  source->next++;
  if (!saffron_file_point_is_set (point))
    return NULL;
  new = json_array_new ();
  for (guint k = 0; k < json_array_get_length (old); k++)
    if (k < 2)
      json_array_add_double_element (new, rint (at[k] * 1e4) / 1e4);
    else
      json_array_add_element (new, json_array_dup_element (old, k));
  return json_node_init_array (json_node_alloc (), new);
}

static JsonNode *
move_places (Source *source, JsonNode *places)
{
  g_autoptr (JsonArray) new = json_array_new ();
  JsonArray *old = json_node_get_array (places);

  for (guint k = 0; k < json_array_get_length (old); k++)
    {
      JsonNode *moved = move_place (source, json_array_get_element (old, k));

      if (moved != NULL)
        json_array_add_element (new, moved);
    }
  if (json_array_get_length (new) == 0)
    return NULL;
  return json_node_init_array (json_node_alloc (), new);
}

/* FALSE when the feature is to be left out. */
static gboolean
move_feature (Source *source, JsonNode *node)
{
  JsonObject *feature = json_node_get_object (node), *geometry = NULL;
  JsonNode *member = json_object_get_member (feature, "geometry");
  JsonNode *moved = NULL;
  const char *type = NULL;

  if (member == NULL || !JSON_NODE_HOLDS_OBJECT (member))
    return FALSE;
  geometry = json_node_get_object (member);
  if (!saffron_json_get_string (geometry, "type", &type, NULL))
    return FALSE;
  member = json_object_get_member (geometry, "coordinates");
  if (g_strcmp0 (type, "Point") == 0)
    moved = move_place (source, member);
  else if (g_strcmp0 (type, "MultiPoint") == 0)
    moved = move_places (source, member);
  if (moved == NULL)
    return FALSE;
  json_object_set_member (geometry, "coordinates", moved);
  return TRUE;
}

static JsonArray *
move_features (Source *source, JsonArray *features)
{
  JsonArray *out = json_array_new ();

  for (guint i = 0; i < json_array_get_length (features); i++)
    {
      JsonNode *node = json_array_get_element (features, i);

      if (move_feature (source, node))
        json_array_add_element (out, json_node_ref (node));
    }
  return out;
}

/* (transfer full) (nullable): %NULL when no feature is left of a file that is
 * one feature, which has no way to say so. */
static char *
rewrite_geojson (const char *text, gsize length, GArray *points)
{
  gsize mark = saffron_points_mark_length (text, length);
  g_autoptr (JsonNode) root =
      saffron_json_parse (text + mark, length - mark, "", NULL);
  Source source = { points, 0 };
  JsonObject *object = NULL;
  JsonNode *features = NULL;

  if (JSON_NODE_HOLDS_ARRAY (root))
    {
      /* The root itself is sealed. */
      g_autoptr (JsonArray) moved =
          move_features (&source, json_node_get_array (root));
      g_autoptr (JsonNode) list =
          json_node_init_array (json_node_alloc (), moved);

      return saffron_json_print (list);
    }
  object = json_node_get_object (root);
  features = json_object_get_member (object, "features");
  if (features != NULL)
    json_object_set_array_member (
        object, "features",
        move_features (&source, json_node_get_array (features)));
  else if (!move_feature (&source, root))
    return NULL;
  return saffron_json_print (root);
}

gboolean
saffron_points_write_like (const char *path,
                           const char *text,
                           gsize length,
                           GArray *points,
                           GError **error)
{
  gboolean json = saffron_points_is_geojson (text, length);
  g_autofree char *out = NULL;

  if (json == saffron_points_names_geojson (path))
    out = json ? rewrite_geojson (text, length, points)
               : rewrite_table (text, length, points);
  if (out == NULL)
    return saffron_points_write_any (path, points, error);
  return saffron_save_file_replace (path, out, strlen (out), error);
}
