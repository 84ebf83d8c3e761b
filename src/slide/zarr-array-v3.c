/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "slide/zarr-array-private.h"

#include <glib/gi18n.h>
#include <string.h>

#include "slide/zarr-json.h"

/* Bytes of an entry of a shard's index, and of the check sum behind it. */
#define ENTRY_BYTES 16
#define SUM_BYTES 4

static gboolean
read_type (SaffronZarrArray *array, const char *text, GError **error)
{
  static const struct {
    const char *name;
    SaffronZarrType kind;
    int bytes;
  } types[] = {
    { "bool", SAFFRON_ZARR_BOOL, 1 },     { "uint8", SAFFRON_ZARR_UINT, 1 },
    { "uint16", SAFFRON_ZARR_UINT, 2 },   { "uint32", SAFFRON_ZARR_UINT, 4 },
    { "uint64", SAFFRON_ZARR_UINT, 8 },   { "int8", SAFFRON_ZARR_INT, 1 },
    { "int16", SAFFRON_ZARR_INT, 2 },     { "int32", SAFFRON_ZARR_INT, 4 },
    { "int64", SAFFRON_ZARR_INT, 8 },     { "float16", SAFFRON_ZARR_FLOAT, 2 },
    { "float32", SAFFRON_ZARR_FLOAT, 4 }, { "float64", SAFFRON_ZARR_FLOAT, 8 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (types); i++)
    if (g_strcmp0 (text, types[i].name) == 0)
      {
        array->kind = types[i].kind;
        array->bytes = types[i].bytes;
        return TRUE;
      }
  return saffron_zarr_fail_unsupported (
      error, C_ ("way of storing", "type of values"), text);
}

/* What an extension point is called; it may be given by its name alone. */
static const char *
get_name (JsonNode *node, JsonObject **configuration)
{
  JsonObject *object = saffron_zarr_node_object (node);

  *configuration = saffron_zarr_get_object (object, "configuration");
  return object != NULL ? saffron_zarr_get_string (object, "name")
                        : saffron_zarr_node_string (node);
}

static gboolean
read_transpose (SaffronZarrArray *array,
                JsonObject *configuration,
                GError **error)
{
  JsonArray *order = saffron_zarr_get_array (configuration, "order");
  int before[SAFFRON_ZARR_MAX_DIMS];
  guint seen = 0;

  memcpy (before, array->order, sizeof before);
  for (int d = 0; d < array->n_dims; d++)
    {
      double value = -1.0;

      if (saffron_zarr_length (order) == (guint) array->n_dims
          && saffron_zarr_node_number (saffron_zarr_nth (order, d), &value)
          && value >= 0.0 && value < array->n_dims)
        {
          seen |= 1u << (int) value;
          array->order[d] = before[(int) value];
        }
    }
  return seen + 1 == 1u << array->n_dims
         || saffron_zarr_fail_damaged (error, _ ("its transposition is none"));
}

static gboolean
is_big (JsonObject *configuration)
{
  return g_strcmp0 (saffron_zarr_get_string (configuration, "endian"), "big")
         == 0;
}

/* The index is read entry by entry, so only its byte order and whether it has a
 * check sum are open. */
static gboolean
read_index_codecs (SaffronZarrArray *array, JsonArray *codecs, GError **error)
{
  for (guint i = 0; i < saffron_zarr_length (codecs); i++)
    {
      JsonObject *configuration = NULL;
      const char *name =
          get_name (saffron_zarr_nth (codecs, i), &configuration);

      if (g_strcmp0 (name, "bytes") == 0)
        array->index_big = is_big (configuration);
      else if (g_strcmp0 (name, "crc32c") == 0)
        array->index_bytes += SUM_BYTES;
      else
        return saffron_zarr_fail_unsupported (
            error, C_ ("way of storing", "sharding"), name);
    }
  return TRUE;
}

static gboolean
read_codecs (SaffronZarrArray *array, JsonArray *codecs, GError **error);

static gboolean
read_sharding (SaffronZarrArray *array,
               JsonObject *configuration,
               GError **error)
{
  double n_entries = 1.0;

  if (array->sharded)
    return saffron_zarr_fail_unsupported (
        error, C_ ("way of storing", "sharding"), _ ("shards in shards"));
  array->sharded = TRUE;
  array->index_first =
      g_strcmp0 (saffron_zarr_get_string (configuration, "index_location"),
                 "start")
      == 0;
  if (!saffron_zarr_read_sizes (
          saffron_zarr_get_array (configuration, "chunk_shape"), array->n_dims,
          array->chunk, error)
      || !read_index_codecs (
          array, saffron_zarr_get_array (configuration, "index_codecs"), error))
    return FALSE;
  for (int d = 0; d < array->n_dims; d++)
    n_entries *= (double) (array->shard[d] / array->chunk[d]);
  if (n_entries < 1.0 || n_entries > G_MAXINT32)
    return saffron_zarr_fail_damaged (error,
                                      _ ("its shards cannot hold its chunks"));
  array->index_bytes += (gsize) n_entries * ENTRY_BYTES;
  return read_codecs (array, saffron_zarr_get_array (configuration, "codecs"),
                      error);
}

/* From values to bytes and on to what is in the file. */
static gboolean
read_codecs (SaffronZarrArray *array, JsonArray *codecs, GError **error)
{
  gboolean bytes = FALSE, sharding = FALSE;

  for (guint i = 0; i < saffron_zarr_length (codecs); i++)
    {
      JsonObject *configuration = NULL;
      const char *name =
          get_name (saffron_zarr_nth (codecs, i), &configuration);
      gboolean ok = TRUE;

      if (sharding)
        return saffron_zarr_fail_unsupported (
            error, C_ ("way of storing", "sharding"), name);
      if (g_strcmp0 (name, "bytes") == 0)
        {
          bytes = TRUE;
          array->big = is_big (configuration);
        }
      else if (g_strcmp0 (name, "transpose") == 0 && !bytes)
        ok = read_transpose (array, configuration, error);
      else if (g_strcmp0 (name, "sharding_indexed") == 0 && i == 0)
        {
          sharding = TRUE;
          ok = read_sharding (array, configuration, error);
        }
      else
        ok = saffron_zarr_add_codec (array, name, error);
      if (!ok)
        return FALSE;
    }
  return bytes || sharding
         || saffron_zarr_fail_damaged (
             error, _ ("it does not say how values become bytes"));
}

static gboolean
read_key (SaffronZarrArray *array, JsonNode *node, GError **error)
{
  JsonObject *configuration = NULL;
  const char *name = get_name (node, &configuration);
  const char *separator = saffron_zarr_get_string (configuration, "separator");
  gboolean as_v2 = g_strcmp0 (name, "v2") == 0;

  if (!as_v2 && g_strcmp0 (name, "default") != 0)
    return saffron_zarr_fail_unsupported (
        error, C_ ("way of storing", "naming of chunks"), name);
  array->prefix = as_v2 ? "" : "c";
  array->separator = separator == NULL                 ? (as_v2 ? '.' : '/')
                     : g_strcmp0 (separator, "/") == 0 ? '/'
                                                       : '.';
  return TRUE;
}

gboolean
saffron_zarr_read_v3 (SaffronZarrArray *array, JsonObject *json, GError **error)
{
  JsonObject *configuration = NULL;
  const char *grid =
      get_name (saffron_zarr_get (json, "chunk_grid"), &configuration);

  if (g_strcmp0 (grid, "regular") != 0)
    return saffron_zarr_fail_unsupported (
        error, C_ ("way of storing", "grid of chunks"), grid);
  if (!read_type (array, saffron_zarr_get_string (json, "data_type"), error)
      || !saffron_zarr_read_sizes (
          saffron_zarr_get_array (configuration, "chunk_shape"), array->n_dims,
          array->shard, error))
    return FALSE;
  memcpy (array->chunk, array->shard, sizeof array->chunk);
  saffron_zarr_read_fill (array, saffron_zarr_get (json, "fill_value"));
  return read_key (array, saffron_zarr_get (json, "chunk_key_encoding"), error)
         && read_codecs (array, saffron_zarr_get_array (json, "codecs"), error);
}
