/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "transform/json-private.h"

#include <glib/gi18n.h>
#include <math.h>
#include <string.h>

#include "base/error.h"

/* A file that exceeds these limits is damaged or malicious. */
#define MAX_NODES 65536
#define MAX_LATTICE (1 << 26)

static char *
encode (const float *values, gsize n)
{
  g_autofree guint32 *little = g_new (guint32, n);

  memcpy (little, values, n * sizeof *little);
  for (gsize i = 0; i < n; i++)
    little[i] = GUINT32_TO_LE (little[i]);
  return g_base64_encode ((const guchar *) little, n * sizeof *little);
}

static void
set_base64 (JsonObject *object, const char *name, const float *c, gsize n)
{
  g_autofree char *text = encode (c, n);

  json_object_set_string_member (object, name, text);
}

JsonObject *
saffron_lattice_to_json (const SaffronLattice *lattice)
{
  JsonObject *object = json_object_new ();
  gsize n = (gsize) lattice->n_x * (gsize) lattice->n_y;

  json_object_set_int_member (object, "n_x", lattice->n_x);
  json_object_set_int_member (object, "n_y", lattice->n_y);
  json_object_set_double_member (object, "spacing", lattice->spacing);
  json_object_set_double_member (object, "x0", lattice->x0);
  json_object_set_double_member (object, "y0", lattice->y0);
  set_base64 (object, "u", lattice->u, n);
  set_base64 (object, "v", lattice->v, n);
  return object;
}

gboolean
saffron_json_fail (GError **error, const char *format, ...)
{
  g_autofree char *text = NULL;
  va_list list;

  va_start (list, format);
  text = g_strdup_vprintf (format, list);
  va_end (list);
  g_set_error (error, SAFFRON_ERROR, SAFFRON_ERROR_FORMAT, _ ("transform: %s"),
               text);
  return FALSE;
}

gboolean
saffron_json_to_double (JsonNode *node, double *value)
{
  GType type;

  if (node == NULL || !JSON_NODE_HOLDS_VALUE (node))
    return FALSE;
  type = json_node_get_value_type (node);
  if (type != G_TYPE_DOUBLE && type != G_TYPE_INT64)
    return FALSE;
  *value = json_node_get_double (node);
  return isfinite (*value) && fabs (*value) <= SAFFRON_JSON_MAX_COORDINATE;
}

gboolean
saffron_json_get_double (JsonObject *object,
                         const char *name,
                         double min,
                         double *value,
                         GError **error)
{
  if (!saffron_json_to_double (json_object_get_member (object, name), value)
      || *value < min)
    return saffron_json_fail (error, _ ("“%s” is not a number from %g to %g"),
                              name, min, SAFFRON_JSON_MAX_COORDINATE);
  return TRUE;
}

static gboolean
get_count (JsonObject *object, const char *name, int *value, GError **error)
{
  JsonNode *node = json_object_get_member (object, name);
  gint64 count = -1;

  if (node != NULL && JSON_NODE_HOLDS_VALUE (node)
      && json_node_get_value_type (node) == G_TYPE_INT64)
    count = json_node_get_int (node);
  if (count < 4 || count > MAX_NODES)
    return saffron_json_fail (
        error, _ ("“%s” is not a whole number from 4 to %d"), name, MAX_NODES);
  *value = (int) count;
  return TRUE;
}

static float *
get_coefficients (JsonObject *object, const char *name, gsize n, GError **error)
{
  JsonNode *node = json_object_get_member (object, name);
  gsize size = n * sizeof (guint32), decoded = 0;
  g_autofree guchar *bytes = NULL;
  g_autofree float *values = NULL;
  const char *text = NULL;

  if (node != NULL && JSON_NODE_HOLDS_VALUE (node)
      && json_node_get_value_type (node) == G_TYPE_STRING)
    text = json_node_get_string (node);
  /* Checked before anything is allocated. */
  if (text == NULL || strlen (text) != (size + 2) / 3 * 4)
    {
      saffron_json_fail (error,
                         ngettext ("“%s” does not hold %zu coefficient",
                                   "“%s” does not hold %zu coefficients", n),
                         name, n);
      return NULL;
    }
  bytes = g_base64_decode (text, &decoded);
  if (decoded != size)
    {
      saffron_json_fail (error,
                         ngettext ("“%s” is not %zu coefficient in base64",
                                   "“%s” is not %zu coefficients in base64", n),
                         name, n);
      return NULL;
    }
  values = g_new (float, n);
  for (gsize i = 0; i < n; i++)
    {
      guint32 bits;

      memcpy (&bits, bytes + i * sizeof bits, sizeof bits);
      bits = GUINT32_FROM_LE (bits);
      memcpy (&values[i], &bits, sizeof bits);
      if (!isfinite (values[i])
          || fabsf (values[i]) > (float) SAFFRON_JSON_MAX_COORDINATE)
        {
          saffron_json_fail (error,
                             _ ("“%s” holds a coefficient that is not a "
                                "possible displacement"),
                             name);
          return NULL;
        }
    }
  return g_steal_pointer (&values);
}

SaffronLattice *
saffron_lattice_from_json (JsonNode *node, GError **error)
{
  g_autoptr (SaffronLattice) lattice = g_new0 (SaffronLattice, 1);
  JsonObject *object = NULL;
  gsize n;

  if (!JSON_NODE_HOLDS_OBJECT (node))
    {
      saffron_json_fail (error, _ ("“lattice” is neither an object nor null"));
      return NULL;
    }
  object = json_node_get_object (node);
  if (!get_count (object, "n_x", &lattice->n_x, error)
      || !get_count (object, "n_y", &lattice->n_y, error)
      || !saffron_json_get_double (object, "spacing", SAFFRON_JSON_MIN_SPACING,
                                   &lattice->spacing, error)
      || !saffron_json_get_double (object, "x0", -SAFFRON_JSON_MAX_COORDINATE,
                                   &lattice->x0, error)
      || !saffron_json_get_double (object, "y0", -SAFFRON_JSON_MAX_COORDINATE,
                                   &lattice->y0, error))
    return NULL;
  n = (gsize) lattice->n_x * (gsize) lattice->n_y;
  if (n > MAX_LATTICE)
    {
      saffron_json_fail (error, _ ("a lattice of %d × %d nodes is too large"),
                         lattice->n_x, lattice->n_y);
      return NULL;
    }
  lattice->u = get_coefficients (object, "u", n, error);
  if (lattice->u == NULL)
    return NULL;
  lattice->v = get_coefficients (object, "v", n, error);
  if (lattice->v == NULL)
    return NULL;
  return g_steal_pointer (&lattice);
}
