/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "base/json.h"

#include <glib/gi18n.h>
#include <math.h>
#include <string.h>

#include "base/error.h"
#include "base/file.h"

/* json-glib's parser recurses once per level, so a deep file would exhaust the
 * stack. */
#define MAX_DEPTH 64

/* Each value takes some 85 bytes in memory, however short it is in the file. A
 * session of a thousand slides with ten runs each has three million. */
#define MAX_VALUES (4 * 1000 * 1000)

/* The length of the whole number at @text if it does not fit in 64 bits, where
 * json-glib's parser would silently read another number; else 0. */
static gsize
too_large_at (const char *text, gsize length)
{
  gsize n = text[0] == '-' ? 1 : 0;
  g_autofree char *number = NULL;

  while (n < length && g_ascii_isdigit (text[n]))
    n++;
  if (n < 19 || (n < length && strchr (".eE", text[n]) != NULL))
    return 0;
  number = g_strndup (text, n);
  return g_ascii_string_to_signed (number, 10, G_MININT64, G_MAXINT64, NULL,
                                   NULL)
             ? 0
             : n;
}

/* The text with ".0" behind such numbers, so that they are read as doubles,
 * which the caller can then find out of range; NULL where it has none. */
static GString *
widen_numbers (const char *text, gsize length)
{
  GString *wide = NULL;
  gsize done = 0;

  for (gsize i = 0; i < length; i++)
    {
      gsize n = 0;

      if (text[i] == '"')
        {
          for (i++; i < length && text[i] != '"'; i++)
            i += text[i] == '\\';
          continue;
        }
      if (text[i] != '-' && !g_ascii_isdigit (text[i]))
        continue;
      n = too_large_at (text + i, length - i);
      if (n > 0)
        {
          if (wide == NULL)
            wide = g_string_new (NULL);
          g_string_append_len (wide, text + done, (gssize) (i + n - done));
          g_string_append (wide, ".0");
          done = i + n;
        }
      while (i + 1 < length
             && (g_ascii_isalnum (text[i + 1])
                 || strchr ("+-.", text[i + 1]) != NULL))
        i++;
    }
  if (wide != NULL)
    g_string_append_len (wide, text + done, (gssize) (length - done));
  return wide;
}

static const char *const more = N_ ("there is more than one document in it");

/* Says why the text must not reach the parser, or returns NULL. Of two
 * documents in one text, "x" and [1] too, the parser would return only one and
 * lose the memory of the other. */
static const char *
find_fault (const char *text, gsize length)
{
  gboolean quoted = FALSE, whole = FALSE;
  int depth = 0, n_values = 1;

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
        {
          if (depth == 0 && whole)
            return more;
          whole = whole || depth == 0;
          quoted = TRUE;
        }
      else if (c == ',')
        {
          if (++n_values > MAX_VALUES)
            return N_ ("it has more values than a file of Saffron can have");
        }
      else if (c == '[' || c == '{')
        {
          if (whole)
            return more;
          if (++depth > MAX_DEPTH)
            return N_ ("its JSON is nested too deeply to be a file of Saffron");
        }
      else if ((c == ']' || c == '}') && --depth == 0)
        whole = TRUE;
    }
  return NULL;
}

/* Whether a number anywhere in it is too large to be one; @member is then the
 * name of the innermost member that holds it, if there is one. It would be read
 * as infinite, which JSON cannot say, so the file could not be written again.
 */
static gboolean
has_infinite (JsonNode *node, const char **member)
{
  if (JSON_NODE_HOLDS_ARRAY (node))
    {
      JsonArray *array = json_node_get_array (node);

      for (guint i = 0; i < json_array_get_length (array); i++)
        if (has_infinite (json_array_get_element (array, i), member))
          return TRUE;
    }
  else if (JSON_NODE_HOLDS_OBJECT (node))
    {
      JsonObjectIter iter;
      const char *name = NULL;
      JsonNode *value = NULL;

      json_object_iter_init (&iter, json_node_get_object (node));
      while (json_object_iter_next (&iter, &name, &value))
        if (has_infinite (value, member))
          {
            if (*member == NULL)
              *member = name;
            return TRUE;
          }
    }
  else if (JSON_NODE_HOLDS_VALUE (node)
           && json_node_get_value_type (node) == G_TYPE_DOUBLE)
    return !isfinite (json_node_get_double (node));
  return FALSE;
}

static void
on_parser_error (JsonParser *parser, gpointer error, gpointer line)
{
  *(guint *) line = json_parser_get_current_line (parser);
}

JsonNode *
saffron_json_parse (const char *text,
                    gsize length,
                    const char *name,
                    GError **error)
{
  g_autoptr (JsonParser) parser = json_parser_new_immutable ();
  g_autoptr (GString) wide = NULL;
  guint line = 1;
  const char *fault = NULL, *member = NULL;
  JsonNode *root = NULL;

  if (length == 0)
    {
      g_set_error (error, SAFFRON_ERROR, SAFFRON_ERROR_FORMAT,
                   _ ("%s: the file is empty; it should hold JSON"), name);
      return NULL;
    }
  if (!g_utf8_validate (text, (gssize) length, NULL))
    {
      g_set_error (error, SAFFRON_ERROR, SAFFRON_ERROR_FORMAT,
                   _ ("%s: not a text file; it should hold JSON"), name);
      return NULL;
    }
  fault = find_fault (text, length);
  if (fault != NULL)
    {
      g_set_error (error, SAFFRON_ERROR, SAFFRON_ERROR_FORMAT, "%s: %s", name,
                   _ (fault));
      return NULL;
    }
  wide = widen_numbers (text, length);
  if (wide != NULL)
    {
      text = wide->str;
      length = wide->len;
    }
  g_signal_connect (parser, "error", G_CALLBACK (on_parser_error), &line);
  if (!json_parser_load_from_data (parser, text, (gssize) length, NULL))
    {
      g_set_error (
          error, SAFFRON_ERROR, SAFFRON_ERROR_FORMAT,
          _ ("%s: not valid JSON, or cut off, at line %u; correct it or "
             "create it again"),
          name, line);
      return NULL;
    }
  root = json_parser_get_root (parser);
  if (root == NULL)
    {
      g_set_error (error, SAFFRON_ERROR, SAFFRON_ERROR_FORMAT,
                   _ ("%s: there is no JSON in it"), name);
      return NULL;
    }
  if (has_infinite (root, &member))
    {
      g_set_error (error, SAFFRON_ERROR, SAFFRON_ERROR_FORMAT,
                   _ ("%s: a number in “%s” is too large; correct it or create "
                      "the file again"),
                   name, member != NULL ? member : "");
      return NULL;
    }
  return json_node_ref (root);
}

JsonNode *
saffron_json_load (const char *path, gsize max_bytes, GError **error)
{
  gsize length = 0;
  g_autofree char *text = saffron_file_read (path, max_bytes, &length, error);

  return text != NULL ? saffron_json_parse (text, length, path, error) : NULL;
}

JsonNode *
saffron_json_number (double value)
{
  if (!isfinite (value))
    return json_node_new (JSON_NODE_NULL);
  return json_node_init_double (json_node_alloc (), value);
}

/* The member if @is_right accepts it. NULL when it is absent or null, with
 * @fine set to TRUE, and when it is wrong, with @fine set to FALSE. */
static JsonNode *
find_member (JsonObject *object,
             const char *member,
             gboolean (*is_right) (JsonNode *),
             gboolean *fine)
{
  JsonNode *node = json_object_get_member (object, member);

  *fine = TRUE;
  if (node == NULL || JSON_NODE_HOLDS_NULL (node))
    return NULL;
  if (is_right (node))
    return node;
  *fine = FALSE;
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
  JsonNode *node = find_member (object, member, is_number, &fine);

  if (!fine)
    g_set_error (error, SAFFRON_ERROR, SAFFRON_ERROR_FORMAT,
                 _ ("“%s” should be a number"), member);

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
  JsonNode *node = find_member (object, member, is_string, &fine);

  if (!fine)
    g_set_error (error, SAFFRON_ERROR, SAFFRON_ERROR_FORMAT,
                 _ ("“%s” should be text"), member);

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
  JsonNode *node = find_member (object, member, is_boolean, &fine);

  if (!fine)
    g_set_error (error, SAFFRON_ERROR, SAFFRON_ERROR_FORMAT,
                 _ ("“%s” should be true or false"), member);

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
  JsonNode *node = find_member (object, member, is_array, &fine);

  if (!fine)
    g_set_error (error, SAFFRON_ERROR, SAFFRON_ERROR_FORMAT,
                 _ ("“%s” should be a list"), member);

  *value = node != NULL ? json_node_get_array (node) : NULL;
  return fine;
}
