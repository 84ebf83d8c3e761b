/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "slide/zarr-array-private.h"

#include <glib/gi18n.h>
#include <string.h>

#include "slide/zarr-json.h"

/* A type as NumPy writes it: byte order, kind and bytes, as in "<u2". */
static gboolean
read_type (SaffronZarrArray *array, const char *text, GError **error)
{
  static const struct {
    char kind;
    SaffronZarrType type;
    const char *sizes;
  } kinds[] = {
    { 'b', SAFFRON_ZARR_BOOL, "1" },
    { 'u', SAFFRON_ZARR_UINT, "1248" },
    { 'i', SAFFRON_ZARR_INT, "1248" },
    { 'f', SAFFRON_ZARR_FLOAT, "248" },
  };

  if (text == NULL || strlen (text) != 3 || strchr ("<>|", text[0]) == NULL)
    return saffron_zarr_fail_unsupported (
        error, C_ ("way of storing", "type of values"), text);
  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    if (text[1] == kinds[i].kind && strchr (kinds[i].sizes, text[2]) != NULL)
      {
        array->kind = kinds[i].type;
        array->bytes = text[2] - '0';
        array->big = text[0] == '>';
        return TRUE;
      }
  return saffron_zarr_fail_unsupported (
      error, C_ ("way of storing", "type of values"), text);
}

static gboolean
read_compressor (SaffronZarrArray *array, JsonObject *json, GError **error)
{
  JsonNode *compressor = saffron_zarr_get (json, "compressor");
  JsonArray *filters = saffron_zarr_get_array (json, "filters");

  if (saffron_zarr_length (filters) > 0)
    return saffron_zarr_fail_unsupported (
        error, C_ ("way of storing", "filter"),
        saffron_zarr_get_string (
            saffron_zarr_node_object (saffron_zarr_nth (filters, 0)), "id"));
  if (compressor == NULL || JSON_NODE_HOLDS_NULL (compressor))
    return TRUE;
  return saffron_zarr_add_codec (
      array,
      saffron_zarr_get_string (saffron_zarr_node_object (compressor), "id"),
      error);
}

gboolean
saffron_zarr_read_v2 (SaffronZarrArray *array, JsonObject *json, GError **error)
{
  const char *separator = saffron_zarr_get_string (json, "dimension_separator");

  if (!read_type (array, saffron_zarr_get_string (json, "dtype"), error)
      || !saffron_zarr_read_sizes (saffron_zarr_get_array (json, "chunks"),
                                   array->n_dims, array->chunk, error)
      || !read_compressor (array, json, error))
    return FALSE;
  memcpy (array->shard, array->chunk, sizeof array->shard);
  saffron_zarr_read_fill (array, saffron_zarr_get (json, "fill_value"));
  array->separator = g_strcmp0 (separator, "/") == 0 ? '/' : '.';
  array->prefix = "";
  if (g_strcmp0 (saffron_zarr_get_string (json, "order"), "F") == 0)
    for (int d = 0; d < array->n_dims; d++)
      array->order[d] = array->n_dims - 1 - d;
  return TRUE;
}
