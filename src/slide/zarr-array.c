/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "slide/zarr-array-private.h"

#include <glib/gi18n.h>
#include <math.h>
#include <string.h>

#include "base/error.h"
#include "slide/zarr-json.h"

#define MAX_CODECS 8
/* More chunks than any image has; their numbers fit into the key of a cache. */
#define MAX_CHUNKS 1e12

void
saffron_zarr_array_free (SaffronZarrArray *array)
{
  if (array == NULL)
    return;
  g_clear_pointer (&array->codecs, g_array_unref);
  g_free (array->name);
  g_free (array);
}

const char *
saffron_zarr_array_get_file (const SaffronZarrArray *array)
{
  return array->version == 2 ? ".zarray" : "zarr.json";
}

gsize
saffron_zarr_array_chunk_bytes (const SaffronZarrArray *array)
{
  gsize bytes = array->bytes;

  for (int d = 0; d < array->n_dims; d++)
    bytes *= array->chunk[d];
  return bytes;
}

gboolean
saffron_zarr_fail_damaged (GError **error, const char *what)
{
  g_set_error (error, SAFFRON_ERROR, SAFFRON_ERROR_DAMAGED,
               _ ("is damaged: %s"), what);
  return FALSE;
}

gboolean
saffron_zarr_fail_unsupported (GError **error,
                               const char *what,
                               const char *value)
{
  g_set_error (
      error, SAFFRON_ERROR, SAFFRON_ERROR_UNSUPPORTED,
      /* Translators: what of it, as "compression"; its name in the file */
      _ ("is stored in a way that is not read (%s: %.100s); write it again "
         "with blosc, "
         "zstd, gzip or no compression"),
      what, value != NULL ? value : _ ("not named"));
  return FALSE;
}

gboolean
saffron_zarr_read_sizes (JsonArray *sizes,
                         int n_dims,
                         gint64 *to,
                         GError **error)
{
  if (saffron_zarr_length (sizes) != (guint) n_dims)
    return saffron_zarr_fail_damaged (
        error, _ ("its shape and its chunks do not go together"));
  for (int d = 0; d < n_dims; d++)
    {
      double value = 0.0;

      if (!saffron_zarr_node_number (saffron_zarr_nth (sizes, d), &value)
          || value < 1.0 || value > G_MAXINT32 || value != floor (value))
        return saffron_zarr_fail_damaged (
            error,
            _ ("a size in it is not a whole number from 1 to 2147483647"));
      to[d] = (gint64) value;
    }
  return TRUE;
}

gboolean
saffron_zarr_add_codec (SaffronZarrArray *array,
                        const char *name,
                        GError **error)
{
  SaffronZarrCodec codec;

  if (name == NULL || array->codecs->len == MAX_CODECS
      || !saffron_zarr_codec_find (name, &codec))
    return saffron_zarr_fail_unsupported (
        error, C_ ("way of storing", "compression"), name);
  g_array_append_val (array->codecs, codec);
  return TRUE;
}

/* The value of a float's bits, which Zarr 3 may write as a hexadecimal
 * number. */
static double
float_of_bits (guint64 bits, int bytes)
{
  double value = NAN;

  if (bytes == 4)
    {
      guint32 half = (guint32) bits;
      float single;

      memcpy (&single, &half, sizeof single);
      value = single;
    }
  else if (bytes == 8)
    memcpy (&value, &bits, sizeof value);
  return value;
}

void
saffron_zarr_read_fill (SaffronZarrArray *array, JsonNode *node)
{
  const char *text = saffron_zarr_node_string (node);
  guint64 bits = 0;

  array->fill = 0.0;
  if (saffron_zarr_node_number (node, &array->fill))
    return;
  if (node != NULL && JSON_NODE_HOLDS_VALUE (node)
      && json_node_get_value_type (node) == G_TYPE_BOOLEAN)
    array->fill = json_node_get_boolean (node) ? 1.0 : 0.0;
  else if (g_strcmp0 (text, "NaN") == 0)
    array->fill = NAN;
  else if (g_strcmp0 (text, "Infinity") == 0)
    array->fill = INFINITY;
  else if (g_strcmp0 (text, "-Infinity") == 0)
    array->fill = -INFINITY;
  else if (text != NULL && g_str_has_prefix (text, "0x")
           && g_ascii_string_to_unsigned (text + 2, 16, 0, G_MAXUINT64, &bits,
                                          NULL))
    array->fill = float_of_bits (bits, array->bytes);
}

/* Chooses the type in which values are given out. */
static void
choose_type (SaffronZarrArray *array)
{
  gboolean integer = array->kind != SAFFRON_ZARR_FLOAT;

  array->exact = array->bytes <= (integer ? 2 : 4);
  array->type = SAFFRON_SAMPLE_F32;
  if (array->kind == SAFFRON_ZARR_BOOL
      || (array->kind == SAFFRON_ZARR_UINT && array->bytes == 1))
    array->type = SAFFRON_SAMPLE_U8;
  else if (array->kind == SAFFRON_ZARR_UINT && array->bytes == 2)
    array->type = SAFFRON_SAMPLE_U16;
  if (array->type != SAFFRON_SAMPLE_F32
      && !(array->fill >= 0.0
           && array->fill <= saffron_sample_type_max (array->type)))
    array->fill = 0.0;
}

static gboolean
check_sizes (SaffronZarrArray *array, GError **error)
{
  double bytes =
      MAX (array->bytes, (int) saffron_sample_type_size (array->type));
  double n_chunks = 1.0;

  for (int d = 0; d < array->n_dims; d++)
    {
      bytes *= (double) array->chunk[d];
      n_chunks *= ceil ((double) array->shape[d] / (double) array->chunk[d]);
      if (array->shard[d] % array->chunk[d] != 0)
        return saffron_zarr_fail_damaged (
            error, _ ("its shards do not consist of whole chunks"));
    }
  if (bytes > (double) SAFFRON_ZARR_MAX_CHUNK_BYTES)
    {
      g_set_error (
          error, SAFFRON_ERROR, SAFFRON_ERROR_TOO_LARGE,
          _ ("has chunks of %.0f MB, too many to decode at once; write "
             "it again in smaller chunks"),
          bytes / 1e6);
      return FALSE;
    }
  if (n_chunks > MAX_CHUNKS)
    return saffron_zarr_fail_damaged (error, _ ("no image has so many chunks"));
  return TRUE;
}

static gboolean
read_array (SaffronZarrArray *array, JsonObject *json, GError **error)
{
  guint n_dims = saffron_zarr_length (saffron_zarr_get_array (json, "shape"));

  if (n_dims < 2 || n_dims > SAFFRON_ZARR_MAX_DIMS)
    return saffron_zarr_fail_damaged (
        error, _ ("an image has two to five dimensions"));
  array->n_dims = (int) n_dims;
  for (int d = 0; d < array->n_dims; d++)
    array->order[d] = d;
  if (!saffron_zarr_read_sizes (saffron_zarr_get_array (json, "shape"),
                                array->n_dims, array->shape, error))
    return FALSE;
  if (!(array->version == 2 ? saffron_zarr_read_v2 (array, json, error)
                            : saffron_zarr_read_v3 (array, json, error)))
    return FALSE;
  choose_type (array);
  return check_sizes (array, error);
}

SaffronZarrArray *
saffron_zarr_array_load (SaffronZarrStore *store,
                         const char *name,
                         GError **error)
{
  g_autoptr (SaffronZarrArray) array = g_new0 (SaffronZarrArray, 1);
  g_autoptr (JsonObject) json = NULL;
  g_autoptr (GError) local = NULL;

  array->name = g_strdup (name);
  array->codecs = g_array_new (FALSE, FALSE, sizeof (SaffronZarrCodec));
  array->version = 3;
  if (!saffron_zarr_store_load (store, name, "zarr.json", &json, error))
    return NULL;
  if (json == NULL)
    {
      array->version = 2;
      if (!saffron_zarr_store_load (store, name, ".zarray", &json, error))
        return NULL;
    }
  if (json == NULL)
    g_set_error (&local, SAFFRON_ERROR, SAFFRON_ERROR_DAMAGED,
                 _ ("is missing; copy the whole folder again"));
  else if (read_array (array, json, &local))
    return g_steal_pointer (&array);
  g_set_error (
      error, SAFFRON_ERROR, local->code,
      /* Translators: a folder, an array in it, what is wrong with that */
      _ ("%s, array %s: %s"), saffron_zarr_store_get_path (store),
      name[0] != '\0' ? name : ".", local->message);
  return NULL;
}
