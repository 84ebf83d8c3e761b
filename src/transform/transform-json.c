/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "transform/transform.h"

#include <math.h>
#include <string.h>

#include "base/error.h"
#include "transform/transform-private.h"

/* A file that exceeds these limits is damaged or malicious. */
#define MAX_NODES 65536
#define MAX_LATTICE (1 << 26)
#define MAX_COORDINATE 1e9
#define MIN_SPACING 1e-3

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

static JsonObject *
lattice_to_json (const SaffronLattice *lattice)
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

JsonNode *
saffron_transform_to_json (const SaffronTransform *transform)
{
  const SaffronAffine *a = &transform->affine;
  const double numbers[6] = { a->xx, a->xy, a->x0, a->yx, a->yy, a->y0 };
  JsonObject *object = json_object_new ();
  JsonArray *affine = json_array_sized_new (6);
  JsonNode *node = json_node_new (JSON_NODE_OBJECT);

  for (int i = 0; i < 6; i++)
    json_array_add_double_element (affine, numbers[i]);
  json_object_set_array_member (object, "affine", affine);
  json_object_set_double_member (object, "width", transform->width);
  json_object_set_double_member (object, "height", transform->height);
  if (transform->lattice != NULL)
    json_object_set_object_member (object, "lattice",
                                   lattice_to_json (transform->lattice));
  else
    json_object_set_null_member (object, "lattice");
  json_node_take_object (node, object);
  return node;
}

static gboolean fail (GError **error, const char *format, ...)
    G_GNUC_PRINTF (2, 3);

static gboolean
fail (GError **error, const char *format, ...)
{
  g_autofree char *text = NULL;
  va_list list;

  va_start (list, format);
  text = g_strdup_vprintf (format, list);
  va_end (list);
  g_set_error (error, SAFFRON_ERROR, SAFFRON_ERROR_FORMAT, "transform: %s",
               text);
  return FALSE;
}

static gboolean
node_to_double (JsonNode *node, double *value)
{
  GType type;

  if (node == NULL || !JSON_NODE_HOLDS_VALUE (node))
    return FALSE;
  type = json_node_get_value_type (node);
  if (type != G_TYPE_DOUBLE && type != G_TYPE_INT64)
    return FALSE;
  *value = json_node_get_double (node);
  return isfinite (*value) && fabs (*value) <= MAX_COORDINATE;
}

static gboolean
get_double (JsonObject *object,
            const char *name,
            double min,
            double *value,
            GError **error)
{
  if (!node_to_double (json_object_get_member (object, name), value)
      || *value < min)
    return fail (error, "“%s” is not a number from %g to %g", name, min,
                 MAX_COORDINATE);
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
    return fail (error, "“%s” is not a whole number from 4 to %d", name,
                 MAX_NODES);
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
      fail (error, "“%s” does not hold %" G_GSIZE_FORMAT " coefficients", name,
            n);
      return NULL;
    }
  bytes = g_base64_decode (text, &decoded);
  if (decoded != size)
    {
      fail (error, "“%s” is not %" G_GSIZE_FORMAT " coefficients in base64",
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
      if (!isfinite (values[i]) || fabsf (values[i]) > (float) MAX_COORDINATE)
        {
          fail (error,
                "“%s” holds a coefficient that is not a "
                "possible displacement",
                name);
          return NULL;
        }
    }
  return g_steal_pointer (&values);
}

static SaffronLattice *
lattice_from_json (JsonNode *node, GError **error)
{
  g_autoptr (SaffronLattice) lattice = g_new0 (SaffronLattice, 1);
  JsonObject *object = NULL;
  gsize n;

  if (!JSON_NODE_HOLDS_OBJECT (node))
    {
      fail (error, "“lattice” is neither an object nor null");
      return NULL;
    }
  object = json_node_get_object (node);
  if (!get_count (object, "n_x", &lattice->n_x, error)
      || !get_count (object, "n_y", &lattice->n_y, error)
      || !get_double (object, "spacing", MIN_SPACING, &lattice->spacing, error)
      || !get_double (object, "x0", -MAX_COORDINATE, &lattice->x0, error)
      || !get_double (object, "y0", -MAX_COORDINATE, &lattice->y0, error))
    return NULL;
  n = (gsize) lattice->n_x * (gsize) lattice->n_y;
  if (n > MAX_LATTICE)
    {
      fail (error, "a lattice of %d × %d nodes is too large", lattice->n_x,
            lattice->n_y);
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

static gboolean
affine_from_json (JsonNode *node, SaffronAffine *affine, GError **error)
{
  double numbers[6];
  SaffronAffine inverse;
  JsonArray *array = NULL;

  if (node != NULL && JSON_NODE_HOLDS_ARRAY (node))
    array = json_node_get_array (node);
  if (array == NULL || json_array_get_length (array) != 6)
    return fail (error, "“affine” is not a list of six numbers");
  for (guint i = 0; i < 6; i++)
    if (!node_to_double (json_array_get_element (array, i), &numbers[i]))
      return fail (error, "“affine” is not a list of six finite numbers");
  *affine = (SaffronAffine){ numbers[0], numbers[1], numbers[2],
                             numbers[3], numbers[4], numbers[5] };
  if (!saffron_affine_invert (affine, &inverse))
    return fail (error, "“affine” maps everything onto a line");
  return TRUE;
}

SaffronTransform *
saffron_transform_from_json (JsonNode *node, GError **error)
{
  g_autoptr (SaffronLattice) lattice = NULL;
  SaffronAffine affine;
  JsonObject *object = NULL;
  JsonNode *member = NULL;
  double width, height;

  if (node == NULL || !JSON_NODE_HOLDS_OBJECT (node))
    {
      fail (error, "not an object");
      return NULL;
    }
  object = json_node_get_object (node);
  if (!affine_from_json (json_object_get_member (object, "affine"), &affine,
                         error)
      || !get_double (object, "width", MIN_SPACING, &width, error)
      || !get_double (object, "height", MIN_SPACING, &height, error))
    return NULL;
  member = json_object_get_member (object, "lattice");
  if (member == NULL)
    {
      fail (error, "“lattice” is missing; write null if there is none");
      return NULL;
    }
  if (!JSON_NODE_HOLDS_NULL (member))
    {
      lattice = lattice_from_json (member, error);
      if (lattice == NULL)
        return NULL;
    }
  return saffron_transform_new (width, height, &affine,
                                g_steal_pointer (&lattice));
}
