/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "base/json.h"

#include <gio/gio.h>
#include <math.h>

#include "base/error.h"

/* json-glib's parser calls itself for each level, so depth is stack. */
#define MAX_DEPTH 64

static gboolean
check_depth (const char *text, gsize length)
{
  gboolean quoted = FALSE;
  int depth = 0;

  for (gsize i = 0; i < length; i++)
    {
      char c = text[i];

      if (quoted)
        {
          if (c == '\\')
            i++;
          else if (c == '"')
            quoted = FALSE;
        }
      else if (c == '"')
        quoted = TRUE;
      else if (c == '[' || c == '{')
        {
          if (++depth > MAX_DEPTH)
            return FALSE;
        }
      else if (c == ']' || c == '}')
        depth--;
    }
  return TRUE;
}

JsonNode *
saffron_json_parse (const char *text,
                    gsize length,
                    const char *name,
                    GError **error)
{
  g_autoptr (JsonParser) parser = json_parser_new_immutable ();
  g_autoptr (GError) local = NULL;
  JsonNode *root = NULL;

  if (length == 0)
    {
      g_set_error (error, SAFFRON_ERROR, SAFFRON_ERROR_FORMAT,
                   "%s: the file is empty; it should hold JSON", name);
      return NULL;
    }
  if (!g_utf8_validate (text, (gssize) length, NULL))
    {
      g_set_error (error, SAFFRON_ERROR, SAFFRON_ERROR_FORMAT,
                   "%s: not a text file; it should hold JSON", name);
      return NULL;
    }
  if (!check_depth (text, length))
    {
      g_set_error (error, SAFFRON_ERROR, SAFFRON_ERROR_FORMAT,
                   "%s: the JSON in it is nested too deep to be one of ours",
                   name);
      return NULL;
    }
  if (!json_parser_load_from_data (parser, text, (gssize) length, &local))
    {
      g_set_error (error, SAFFRON_ERROR, SAFFRON_ERROR_FORMAT,
                   "%s: not valid JSON, or cut off, at line %u; mend it or "
                   "write it anew", name,
                   json_parser_get_current_line (parser));
      return NULL;
    }
  root = json_parser_get_root (parser);
  if (root == NULL)
    {
      g_set_error (error, SAFFRON_ERROR, SAFFRON_ERROR_FORMAT,
                   "%s: there is no JSON in it", name);
      return NULL;
    }
  return json_node_ref (root);
}

JsonNode *
saffron_json_load (const char *path, gsize max_bytes, GError **error)
{
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GFileInputStream) stream = NULL;
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  g_autoptr (GError) local = NULL;
  gssize n = 1;

  stream = g_file_read (file, NULL, &local);
  while (stream != NULL && n > 0 && bytes->len <= max_bytes)
    {
      guint8 block[1 << 14];

      n = g_input_stream_read (G_INPUT_STREAM (stream), block, sizeof (block),
                               NULL, &local);
      if (n > 0)
        g_byte_array_append (bytes, block, (guint) n);
    }
  if (g_error_matches (local, G_IO_ERROR, G_IO_ERROR_NOT_FOUND))
    g_set_error (error, SAFFRON_ERROR, SAFFRON_ERROR_NOT_FOUND,
                 "%s: no such file; check the path", path);
  else if (g_error_matches (local, G_IO_ERROR, G_IO_ERROR_IS_DIRECTORY))
    g_set_error (error, SAFFRON_ERROR, SAFFRON_ERROR_FORMAT,
                 "%s: this is a folder; give a file", path);
  else if (local != NULL)
    g_set_error (error, SAFFRON_ERROR, SAFFRON_ERROR_IO,
                 "%s: cannot be read: %s", path, local->message);
  if (local != NULL)
    return NULL;
  if (bytes->len > max_bytes)
    {
      g_set_error (error, SAFFRON_ERROR, SAFFRON_ERROR_TOO_LARGE,
                   "%s: larger than the %" G_GSIZE_FORMAT " MB such a file may "
                   "have; is it the right one?", path, max_bytes >> 20);
      return NULL;
    }
  return saffron_json_parse ((const char *) bytes->data, bytes->len, path,
                             error);
}

JsonNode *
saffron_json_number (double value)
{
  if (!isfinite (value))
    return json_node_new (JSON_NODE_NULL);
  return json_node_init_double (json_node_alloc (), value);
}

/* The member as a value of @type, or NULL: absent, null, or an error. */
static JsonNode *
find_member (JsonObject *object,
             const char *member,
             gboolean (*is_right) (JsonNode *),
             const char *expected,
             gboolean *fine,
             GError **error)
{
  JsonNode *node = json_object_get_member (object, member);

  *fine = TRUE;
  if (node == NULL || JSON_NODE_HOLDS_NULL (node))
    return NULL;
  if (is_right (node))
    return node;
  *fine = FALSE;
  g_set_error (error, SAFFRON_ERROR, SAFFRON_ERROR_FORMAT,
               "“%s” should be %s", member, expected);
  return NULL;
}

static gboolean
is_number (JsonNode *node)
{
  GType type = json_node_get_value_type (node);

  return JSON_NODE_HOLDS_VALUE (node)
         && (type == G_TYPE_INT64 || type == G_TYPE_DOUBLE);
}

static gboolean
is_string (JsonNode *node)
{
  return JSON_NODE_HOLDS_VALUE (node)
         && json_node_get_value_type (node) == G_TYPE_STRING;
}

static gboolean
is_boolean (JsonNode *node)
{
  return JSON_NODE_HOLDS_VALUE (node)
         && json_node_get_value_type (node) == G_TYPE_BOOLEAN;
}

static gboolean
is_array (JsonNode *node)
{
  return JSON_NODE_HOLDS_ARRAY (node);
}

gboolean
saffron_json_get_number (JsonObject *object,
                         const char *member,
                         double missing,
                         double *value,
                         GError **error)
{
  gboolean fine;
  JsonNode *node = find_member (object, member, is_number, "a number", &fine,
                                error);

  *value = node != NULL ? json_node_get_double (node) : missing;
  return fine;
}

gboolean
saffron_json_get_string (JsonObject *object,
                         const char *member,
                         const char **value,
                         GError **error)
{
  gboolean fine;
  JsonNode *node = find_member (object, member, is_string, "text", &fine,
                                error);

  *value = node != NULL ? json_node_get_string (node) : NULL;
  return fine;
}

gboolean
saffron_json_get_boolean (JsonObject *object,
                          const char *member,
                          gboolean missing,
                          gboolean *value,
                          GError **error)
{
  gboolean fine;
  JsonNode *node = find_member (object, member, is_boolean, "true or false",
                                &fine, error);

  *value = node != NULL ? json_node_get_boolean (node) : missing;
  return fine;
}

gboolean
saffron_json_get_array (JsonObject *object,
                        const char *member,
                        JsonArray **value,
                        GError **error)
{
  gboolean fine;
  JsonNode *node = find_member (object, member, is_array, "a list", &fine,
                                error);

  *value = node != NULL ? json_node_get_array (node) : NULL;
  return fine;
}
