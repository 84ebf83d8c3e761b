/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "transform/json-private.h"
#include "transform/pieces.h"

#include <glib/gi18n.h>
#include <math.h>
#include <string.h>

#include "transform/lattice-private.h"
#include "transform/transform-private.h"

/* A run of equal labels: the label, and its length less one in two bytes. */
#define RUN_BYTES 3
#define RUN_CHARS 4 /* of base64 */
#define MAX_RUN 65536

/* Nodes over the whole reference: what one piece may be continued to. */
#define MAX_NODES (1 << 26)

static char *
encode_labels (const SaffronPieceMap *map)
{
  gsize n = (gsize) map->n_x * (gsize) map->n_y;
  g_autoptr (GByteArray) bytes = g_byte_array_new ();

  for (gsize i = 0, end; i < n; i = end)
    {
      guint8 run[RUN_BYTES];

      end = i + 1;
      while (end < n && end - i < MAX_RUN && map->labels[end] == map->labels[i])
        end++;
      run[0] = map->labels[i];
      run[1] = (guint8) ((end - i - 1) & 0xff);
      run[2] = (guint8) ((end - i - 1) >> 8);
      g_byte_array_append (bytes, run, RUN_BYTES);
    }
  return g_base64_encode (bytes->data, bytes->len);
}

JsonObject *
saffron_pieces_to_json (const SaffronTransform *transform)
{
  const SaffronPieceMap *map = transform->map;
  g_autofree char *labels = encode_labels (map);
  JsonObject *object = json_object_new ();
  JsonArray *lattices = json_array_sized_new ((guint) map->n_pieces);

  json_object_set_double_member (object, "x0", map->area.x0);
  json_object_set_double_member (object, "y0", map->area.y0);
  json_object_set_double_member (object, "x1", map->area.x1);
  json_object_set_double_member (object, "y1", map->area.y1);
  json_object_set_double_member (object, "cell", map->cell);
  json_object_set_string_member (object, "labels", labels);
  for (int k = 0; k < map->n_pieces; k++)
    if (transform->lattices[k] != NULL)
      json_array_add_object_element (
          lattices, saffron_lattice_to_json (transform->lattices[k]));
    else
      json_array_add_null_element (lattices);
  json_object_set_array_member (object, "lattices", lattices);
  return object;
}

/* What is to be a map, before its labels are read. */
typedef struct {
  SaffronRefBox area;
  double cell;
  int n_x, n_y, n_pieces;
} Shape;

static gboolean
get_shape (JsonObject *object, Shape *shape, GError **error)
{
  const double min = -SAFFRON_JSON_MAX_COORDINATE;
  SaffronRefBox *area = &shape->area;

  if (!saffron_json_get_double (object, "x0", min, &area->x0, error)
      || !saffron_json_get_double (object, "y0", min, &area->y0, error)
      || !saffron_json_get_double (object, "x1", min, &area->x1, error)
      || !saffron_json_get_double (object, "y1", min, &area->y1, error)
      || !saffron_json_get_double (object, "cell", SAFFRON_JSON_MIN_SPACING,
                                   &shape->cell, error))
    return FALSE;
  shape->n_x = saffron_piece_map_count (area->x1 - area->x0, shape->cell);
  shape->n_y = saffron_piece_map_count (area->y1 - area->y0, shape->cell);
  if (shape->n_x == 0 || shape->n_y == 0)
    return saffron_json_fail (
        error,
        ngettext (
            "the map of pieces is empty or has more than %d cell along a side",
            "the map of pieces is empty or has more than %d cells along a side",
            SAFFRON_PIECE_MAP_MAX_SIDE),
        SAFFRON_PIECE_MAP_MAX_SIDE);
  return TRUE;
}

/* Whether @bytes are runs that fill the map. */
static gboolean
fill_labels (const Shape *shape,
             const guchar *bytes,
             gsize n_runs,
             guint8 *labels)
{
  gsize n = (gsize) shape->n_x * (gsize) shape->n_y, filled = 0;

  for (gsize i = 0; i < n_runs; i++, bytes += RUN_BYTES)
    {
      gsize length = (gsize) bytes[1] + ((gsize) bytes[2] << 8) + 1;

      if (bytes[0] >= shape->n_pieces || length > n - filled)
        return FALSE;
      memset (labels + filled, bytes[0], length);
      filled += length;
    }
  return filled == n;
}

static SaffronPieceMap *
get_map (JsonObject *object, const Shape *shape, GError **error)
{
  JsonNode *node = json_object_get_member (object, "labels");
  gsize n = (gsize) shape->n_x * (gsize) shape->n_y, size = 0, length = 0;
  g_autofree guint8 *labels = NULL;
  g_autofree guchar *bytes = NULL;
  const char *text = NULL;

  if (node != NULL && JSON_NODE_HOLDS_VALUE (node)
      && json_node_get_value_type (node) == G_TYPE_STRING)
    text = json_node_get_string (node);
  if (text != NULL)
    length = strlen (text);
  /* Before anything is allocated: no map has more runs than cells. */
  if (length == 0 || length % RUN_CHARS != 0 || length / RUN_CHARS > n)
    {
      saffron_json_fail (error,
                         _ ("“labels” does not hold a map of %d × %d cells"),
                         shape->n_x, shape->n_y);
      return NULL;
    }
  bytes = g_base64_decode (text, &size);
  labels = g_new (guint8, n);
  if (size != length / RUN_CHARS * RUN_BYTES
      || !fill_labels (shape, bytes, size / RUN_BYTES, labels))
    {
      saffron_json_fail (
          error,
          ngettext ("“labels” is not %d × %d labels of %d piece in base64",
                    "“labels” is not %d × %d labels of %d pieces in base64",
                    shape->n_pieces),
          shape->n_x, shape->n_y, shape->n_pieces);
      return NULL;
    }
  return saffron_piece_map_new (&shape->area, shape->cell, shape->n_pieces,
                                labels);
}

static gboolean
check_lattice (const SaffronLattice *lattice,
               const SaffronPieceMap *map,
               int k,
               double width,
               double height,
               GError **error)
{
  double n_x = width / lattice->spacing, n_y = height / lattice->spacing;

  if ((n_x + 4.0) * (n_y + 4.0) > MAX_NODES)
    return saffron_json_fail (
        error, _ ("a lattice with a node every %g pixels is too fine"),
        lattice->spacing);
  if (map->n_cells[k] > 0 && !saffron_lattice_covers (lattice, &map->boxes[k]))
    return saffron_json_fail (error,
                              _ ("a lattice does not cover its piece, %d"), k);
  return TRUE;
}

SaffronTransform *
saffron_pieces_from_json (JsonNode *node,
                          double width,
                          double height,
                          const SaffronAffine *affine,
                          GError **error)
{
  g_autoptr (GPtrArray) lattices =
      g_ptr_array_new_with_free_func ((GDestroyNotify) saffron_lattice_free);
  g_autoptr (SaffronPieceMap) map = NULL;
  JsonObject *object = NULL;
  JsonNode *member = NULL;
  JsonArray *list = NULL;
  Shape shape = { 0 };

  if (JSON_NODE_HOLDS_OBJECT (node))
    object = json_node_get_object (node);
  if (object != NULL)
    member = json_object_get_member (object, "lattices");
  if (member != NULL && JSON_NODE_HOLDS_ARRAY (member))
    list = json_node_get_array (member);
  if (list == NULL || json_array_get_length (list) < 1
      || json_array_get_length (list) > SAFFRON_MAX_PIECES)
    {
      saffron_json_fail (error,
                         ngettext ("“pieces” does not hold 1 to %d lattice",
                                   "“pieces” does not hold 1 to %d lattices",
                                   SAFFRON_MAX_PIECES),
                         SAFFRON_MAX_PIECES);
      return NULL;
    }
  shape.n_pieces = (int) json_array_get_length (list);
  if (!get_shape (object, &shape, error))
    return NULL;
  map = get_map (object, &shape, error);
  if (map == NULL)
    return NULL;
  if (!saffron_piece_map_lies_on (map, width, height))
    {
      saffron_json_fail (error, _ ("the map of pieces lies off the reference"));
      return NULL;
    }
  for (int k = 0; k < shape.n_pieces; k++)
    {
      JsonNode *element = json_array_get_element (list, (guint) k);
      SaffronLattice *lattice = NULL;

      if (!JSON_NODE_HOLDS_NULL (element))
        {
          lattice = saffron_lattice_from_json (element, error);
          if (lattice == NULL)
            return NULL;
        }
      g_ptr_array_add (lattices, lattice);
      if (lattice != NULL
          && !check_lattice (lattice, map, k, width, height, error))
        return NULL;
    }
  g_ptr_array_set_free_func (lattices, NULL);
  return saffron_transform_new_pieces (
      width, height, affine, g_steal_pointer (&map),
      (SaffronLattice *const *) lattices->pdata);
}
