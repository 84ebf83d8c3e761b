/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "base/json.h"

#include <math.h>
#include <string.h>

/* json-glib prints 0.1 as 0.10000000000000001 and one number a line; these
 * files are read and edited by people. */

static void print_node (GString *out, JsonNode *node, guint depth);

/* Makes the text valid UTF-8 first: half a surrogate pair, which "\\ud800" in a
 * file makes, is not. */
static void
print_string (GString *out, const char *text)
{
  g_autofree char *valid = g_utf8_make_valid (text, -1);

  g_string_append_c (out, '"');
  for (const char *p = valid; *p != '\0'; p++)
    {
      guchar c = (guchar) *p;

      if (c == '"' || c == '\\')
        g_string_append_printf (out, "\\%c", c);
      else if (c == '\n')
        g_string_append (out, "\\n");
      else if (c == '\t')
        g_string_append (out, "\\t");
      else if (c < 0x20 || c == 0x7f)
        g_string_append_printf (out, "\\u%04x", c);
      else
        g_string_append_c (out, (char) c);
    }
  g_string_append_c (out, '"');
}

void
saffron_json_format_double (double value, char *text, gsize size)
{
  /* The shortest that reads back as the same bits. */
  for (int digits = 15; digits <= 17; digits++)
    {
      char format[8];

      g_snprintf (format, sizeof (format), "%%.%dg", digits);
      g_ascii_formatd (text, (int) size, format, value);
      if (g_ascii_strtod (text, NULL) == value)
        return;
    }
}

static void
print_double (GString *out, double value)
{
  char text[G_ASCII_DTOSTR_BUF_SIZE];

  /* A number too large to be one is read as infinite, which JSON lacks. */
  if (!isfinite (value))
    {
      g_string_append (out, "null");
      return;
    }
  saffron_json_format_double (value, text, sizeof (text));
  g_string_append (out, text);
  if (strpbrk (text, ".e") == NULL)
    g_string_append (out, ".0");
}

static void
break_line (GString *out, guint depth)
{
  g_string_append_c (out, '\n');
  for (guint i = 0; i < depth; i++)
    g_string_append (out, "  ");
}

static void
print_object (GString *out, JsonObject *object, guint depth)
{
  JsonObjectIter iter;
  const char *name = NULL;
  JsonNode *node = NULL;
  gboolean first = TRUE;

  g_string_append_c (out, '{');
  json_object_iter_init_ordered (&iter, object);
  while (json_object_iter_next_ordered (&iter, &name, &node))
    {
      if (!first)
        g_string_append_c (out, ',');
      first = FALSE;
      break_line (out, depth + 1);
      print_string (out, name);
      g_string_append (out, ": ");
      print_node (out, node, depth + 1);
    }
  if (!first)
    break_line (out, depth);
  g_string_append_c (out, '}');
}

static void
print_array (GString *out, JsonArray *array, guint depth)
{
  guint n = json_array_get_length (array);
  gboolean flat = TRUE;

  for (guint i = 0; i < n && flat; i++)
    {
      JsonNode *node = json_array_get_element (array, i);

      flat = JSON_NODE_HOLDS_VALUE (node)
             && json_node_get_value_type (node) != G_TYPE_STRING;
    }
  g_string_append_c (out, '[');
  for (guint i = 0; i < n; i++)
    {
      if (i > 0)
        g_string_append (out, flat ? ", " : ",");
      if (!flat)
        break_line (out, depth + 1);
      print_node (out, json_array_get_element (array, i), depth + 1);
    }
  if (!flat)
    break_line (out, depth);
  g_string_append_c (out, ']');
}

static void
print_node (GString *out, JsonNode *node, guint depth)
{
  GType type = G_TYPE_INVALID;

  if (JSON_NODE_HOLDS_OBJECT (node))
    print_object (out, json_node_get_object (node), depth);
  else if (JSON_NODE_HOLDS_ARRAY (node))
    print_array (out, json_node_get_array (node), depth);
  else if (JSON_NODE_HOLDS_NULL (node))
    g_string_append (out, "null");
  else
    type = json_node_get_value_type (node);

  if (type == G_TYPE_STRING)
    print_string (out, json_node_get_string (node));
  else if (type == G_TYPE_DOUBLE)
    print_double (out, json_node_get_double (node));
  else if (type == G_TYPE_INT64)
    g_string_append_printf (out, "%" G_GINT64_FORMAT, json_node_get_int (node));
  else if (type == G_TYPE_BOOLEAN)
    g_string_append (out, json_node_get_boolean (node) ? "true" : "false");
}

char *
saffron_json_print (JsonNode *node)
{
  GString *out = g_string_new (NULL);

  print_node (out, node, 0);
  g_string_append_c (out, '\n');
  return g_string_free (out, FALSE);
}
