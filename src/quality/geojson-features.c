/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "quality/geojson-features.h"

#include <glib/gi18n.h>
#include <string.h>

#include "base/error.h"
#include "base/json.h"
#include "quality/points-geojson.h"

static gsize
skip_space (const SaffronFeatures *features, gsize at)
{
  while (at < features->length && g_ascii_isspace (features->text[at]))
    at++;
  return at;
}

/* The place behind the string that begins at @at. */
static gsize
skip_string (const SaffronFeatures *features, gsize at)
{
  for (at++; at < features->length && features->text[at] != '"'; at++)
    at += features->text[at] == '\\';
  return MIN (at + 1, features->length);
}

/* The place behind the value that begins at @at: of the comma or bracket that
 * ends it, or the end of the text. */
static gsize
skip_value (const SaffronFeatures *features, gsize at)
{
  guint depth = 0;

  while (at < features->length)
    {
      char c = features->text[at];

      if (c == '"')
        {
          at = skip_string (features, at);
          continue;
        }
      if (depth == 0 && (c == ',' || c == ']' || c == '}'))
        break;
      if (c == '[' || c == '{')
        depth++;
      else if (c == ']' || c == '}')
        depth--;
      at++;
    }
  return at;
}

/* Finds the list of features in the object that begins at @at. */
static gboolean
find_list (const SaffronFeatures *features, gsize at, gsize *list)
{
  static const char member[] = "\"features\"";

  for (at++; at < features->length; at++)
    {
      gsize key = skip_space (features, at), value;

      if (key >= features->length || features->text[key] != '"')
        return FALSE;
      value = skip_space (features, skip_string (features, key));
      if (value >= features->length || features->text[value] != ':')
        return FALSE;
      value = skip_space (features, value + 1);
      if (features->length - key > strlen (member)
          && memcmp (features->text + key, member, strlen (member)) == 0)
        {
          *list = value;
          return value < features->length && features->text[value] == '[';
        }
      at = skip_value (features, value);
    }
  return FALSE;
}

/* Parses the file without the features in its list, so that all of it is
 * checked. */
static gboolean
read_rest (SaffronFeatures *features, gsize list, GError **error)
{
  g_autoptr (GString) text = NULL;
  gsize end = list + 1;

  do
    end = skip_value (features, end);
  while (end < features->length && features->text[end] == ',' && end++ > 0);
  text = g_string_new_len (features->text, (gssize) list + 1);
  if (end < features->length)
    g_string_append_len (text, features->text + end,
                         (gssize) (features->length - end));
  features->rest =
      saffron_json_parse (text->str, text->len, features->name, error);
  return features->rest != NULL;
}

gboolean
saffron_features_init (SaffronFeatures *features,
                       const char *text,
                       gsize length,
                       const char *name,
                       GError **error)
{
  gsize mark = saffron_points_mark_length (text, length), list;

  *features = (SaffronFeatures){
    .name = name,
    .text = text + mark,
    .length = length - mark,
  };
  list = features->at = skip_space (features, 0);
  if (list < features->length && features->text[list] == '[')
    features->is_list = TRUE;
  else
    features->is_list = find_list (features, features->at, &list);
  if (!features->is_list)
    return TRUE;
  if (!read_rest (features, list, error))
    return FALSE;
  features->at = list + 1;
  if (!JSON_NODE_HOLDS_OBJECT (features->rest))
    g_clear_pointer (&features->rest, json_node_unref);
  return TRUE;
}

void
saffron_features_clear (SaffronFeatures *features)
{
  g_clear_pointer (&features->rest, json_node_unref);
}

static gboolean
parse_feature (SaffronFeatures *features,
               gsize length,
               JsonNode **feature,
               GError **error)
{
  g_autofree char *name =
      features->is_list
          ? g_strdup_printf (_ ("%s, feature %u"), features->name, features->n)
          : g_strdup (features->name);

  *feature =
      saffron_json_parse (features->text + features->at, length, name, error);
  if (*feature == NULL)
    return FALSE;
  if (JSON_NODE_HOLDS_OBJECT (*feature))
    return TRUE;
  g_clear_pointer (feature, json_node_unref);
  g_set_error (error, SAFFRON_ERROR, SAFFRON_ERROR_FORMAT,
               _ ("%s: a feature should be a group of values"), name);
  return FALSE;
}

gboolean
saffron_features_next (SaffronFeatures *features,
                       JsonNode **feature,
                       GError **error)
{
  gsize end;

  *feature = NULL;
  features->at = skip_space (features, features->at);
  if (features->ended
      || (features->n == 0 && features->is_list
          && features->at < features->length
          && features->text[features->at] == ']'))
    return TRUE;
  features->n++;
  end = features->is_list ? skip_value (features, features->at)
                          : features->length;
  if (!parse_feature (features, end - features->at, feature, error))
    return FALSE;
  features->ended = end >= features->length || features->text[end] != ',';
  features->at = end + 1;
  return TRUE;
}
