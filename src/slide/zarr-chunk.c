/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "slide/zarr-chunk.h"

#include <errno.h>
#include <glib/gi18n.h>
#include <string.h>
#include <unistd.h>

#include "base/error.h"
#include "base/file.h"

/* What stands in a shard's index for a chunk that is not there. */
#define NOWHERE G_MAXUINT64
/* What the bytes of a chunk may take beyond those of its values. */
#define MAX_GROWTH 65536

typedef struct {
  SaffronZarrStore *store;
  const SaffronZarrArray *array;
  gint64 index[SAFFRON_ZARR_MAX_DIMS]; /* of the chunk, in chunks */
  char *file;
} Chunk;

/* Sets an error that says @what of the chunk. Returns FALSE. */
static gboolean
fail (const Chunk *chunk, SaffronError code, const char *what, GError **error)
{
  g_set_error (error, SAFFRON_ERROR, code,
               code == SAFFRON_ERROR_DAMAGED
                   ? /* Translators: file, chunk, what is wrong with it */ _ (
                       "%s: is damaged: chunk %s: %s")
                   : _ ("%s, chunk %s: %s"),
               saffron_zarr_store_get_path (chunk->store), chunk->file, what);
  return FALSE;
}

static gboolean
fail_short (const Chunk *chunk, GError **error)
{
  return fail (chunk, SAFFRON_ERROR_DAMAGED, _ ("is cut off; copy it again"),
               error);
}

/* The name of the file that holds the chunk. */
static char *
name_file (const Chunk *chunk)
{
  const SaffronZarrArray *array = chunk->array;
  g_autoptr (GString) key = g_string_new (array->prefix);

  for (int d = 0; d < array->n_dims; d++)
    {
      if (key->len > 0)
        g_string_append_c (key, array->separator);
      g_string_append_printf (key, "%" G_GINT64_FORMAT,
                              chunk->index[d] * array->chunk[d]
                                  / array->shard[d]);
    }
  return saffron_zarr_store_join (array->name, key->str);
}

/* Reads @n bytes at @offset. */
static GBytes *
read_bytes (const Chunk *chunk, int fd, guint64 offset, gsize n, GError **error)
{
  guint8 *data = g_try_malloc (MAX (n, 1));
  gssize got = data != NULL ? saffron_file_pread (fd, data, n, offset) : 0;

  if (data != NULL && got == (gssize) n)
    return g_bytes_new_take (data, n);
  if (got < 0)
    {
      g_autofree char *why =
          g_strdup_printf (_ ("cannot be read (%s); check the disk or the "
                              "network, then try again"),
                           g_strerror (errno));

      fail (chunk, SAFFRON_ERROR_IO, why, error);
    }
  else if (data == NULL)
    fail (chunk, SAFFRON_ERROR_NO_MEMORY, _ ("finds no memory"), error);
  else
    fail_short (chunk, error);
  g_free (data);
  return NULL;
}

/* Finds the chunk in a shard by its entry in the index: where it begins and how
 * long it is. FALSE with an error; @n is NOWHERE when it is not there. */
static gboolean
find_in_shard (const Chunk *chunk,
               int fd,
               guint64 size,
               guint64 *offset,
               guint64 *n,
               GError **error)
{
  const SaffronZarrArray *array = chunk->array;
  guint64 at = array->index_first ? 0 : size - array->index_bytes;
  guint64 entry = 0, numbers[2];
  g_autoptr (GBytes) bytes = NULL;

  if (size < array->index_bytes)
    return fail_short (chunk, error);
  for (int d = 0; d < array->n_dims; d++)
    {
      gint64 across = array->shard[d] / array->chunk[d];

      entry = entry * across + chunk->index[d] % across;
    }
  bytes = read_bytes (chunk, fd, at + entry * sizeof numbers, sizeof numbers,
                      error);
  if (bytes == NULL)
    return FALSE;
  memcpy (numbers, g_bytes_get_data (bytes, NULL), sizeof numbers);
  *offset = array->index_big ? GUINT64_FROM_BE (numbers[0])
                             : GUINT64_FROM_LE (numbers[0]);
  *n = array->index_big ? GUINT64_FROM_BE (numbers[1])
                        : GUINT64_FROM_LE (numbers[1]);
  if (*offset == NOWHERE && *n == NOWHERE)
    return TRUE;
  if (*offset > size || *n > size - *offset)
    return fail_short (chunk, error);
  return TRUE;
}

/* A chunk without a file is full of the fill value, but not when all files have
 * gone. */
static gboolean
check_array (const Chunk *chunk, GError **error)
{
  g_autofree char *file = saffron_zarr_store_join (
      chunk->array->name, saffron_zarr_array_get_file (chunk->array));
  int fd = -1;
  gint64 size = 0;

  if (!saffron_zarr_store_open (chunk->store, file, &fd, &size, error))
    return FALSE;
  if (fd < 0)
    g_set_error (error, SAFFRON_ERROR, SAFFRON_ERROR_IO,
                 _ ("%s: %s in it is gone; open it again"),
                 saffron_zarr_store_get_path (chunk->store), file);
  else
    close (fd);
  return fd >= 0;
}

/* The bytes of the chunk as they are stored. @found: (out): whether there are
 * any. */
static GBytes *
load (const Chunk *chunk, gboolean *found, GError **error)
{
  gsize most = saffron_zarr_array_chunk_bytes (chunk->array);
  guint64 offset = 0, n = NOWHERE;
  gint64 size = 0;
  int fd = -1;
  gboolean ok =
      saffron_zarr_store_open (chunk->store, chunk->file, &fd, &size, error);
  GBytes *bytes = NULL;

  *found = TRUE;
  if (ok && fd < 0)
    ok = check_array (chunk, error);
  else if (ok && chunk->array->sharded)
    ok = find_in_shard (chunk, fd, (guint64) size, &offset, &n, error);
  else if (ok)
    n = (guint64) size;
  if (ok && n == NOWHERE)
    *found = FALSE;
  else if (ok && n > most + most / 8 + MAX_GROWTH)
    fail (chunk, SAFFRON_ERROR_DAMAGED, _ ("is longer than its values can be"),
          error);
  else if (ok)
    bytes = read_bytes (chunk, fd, offset, (gsize) n, error);
  if (fd >= 0)
    close (fd);
  return bytes;
}

/* One stored value as a float; @data is in the machine's byte order. */
static float
value_to_float (const SaffronZarrArray *array, guint64 bits)
{
  double wide;
  float single;
  guint32 low = (guint32) bits;

  if (array->kind == SAFFRON_ZARR_UINT)
    return (float) bits;
  if (array->kind == SAFFRON_ZARR_INT)
    return array->bytes == 1   ? (gint8) bits
           : array->bytes == 2 ? (gint16) bits
           : array->bytes == 4 ? (float) (gint32) bits
                               : (float) (gint64) bits;
  if (array->bytes == 2)
    return saffron_half_to_float ((guint16) bits);
  memcpy (&single, &low, sizeof single);
  memcpy (&wide, &bits, sizeof wide);
  return array->bytes == 4 ? single : (float) wide;
}

static guint64
get_bits (const guint8 *from, int bytes, gboolean big)
{
  guint64 bits = 0;

  for (int i = 0; i < bytes; i++)
    bits = bits << 8 | from[big ? i : bytes - 1 - i];
  return bits;
}

/* Converts a row of @n values that lie @step bytes apart. */
static void
convert_row (const SaffronZarrArray *array,
             const guint8 *from,
             gsize step,
             guint8 *to,
             gint64 n)
{
  gboolean native = array->big == (G_BYTE_ORDER == G_BIG_ENDIAN);
  gsize size = saffron_sample_type_size (array->type);
  gboolean same = array->type != SAFFRON_SAMPLE_F32
                  || (array->kind == SAFFRON_ZARR_FLOAT && array->bytes == 4);

  if (array->kind == SAFFRON_ZARR_BOOL)
    for (gint64 i = 0; i < n; i++)
      to[i] = from[i * step] != 0;
  else if (same && (native || size == 1) && step == size)
    memcpy (to, from, size * n);
  else if (array->type == SAFFRON_SAMPLE_U8)
    for (gint64 i = 0; i < n; i++)
      to[i] = from[i * step];
  else if (array->type == SAFFRON_SAMPLE_U16)
    for (gint64 i = 0; i < n; i++)
      ((guint16 *) to)[i] = get_bits (from + i * step, 2, array->big);
  else
    for (gint64 i = 0; i < n; i++)
      ((float *) to)[i] = value_to_float (
          array, get_bits (from + i * step, array->bytes, array->big));
}

/* Bytes from one value to the next along each dimension of a chunk. */
static void
find_steps (const SaffronZarrArray *array, gsize *steps)
{
  gsize step = array->bytes;

  for (int i = array->n_dims; i-- > 0;)
    {
      steps[array->order[i]] = step;
      step *= array->chunk[array->order[i]];
    }
}

static void
convert (const SaffronZarrArray *array,
         const SaffronZarrAxes *axes,
         const guint8 *data,
         SaffronRaster *out)
{
  gsize steps[SAFFRON_ZARR_MAX_DIMS] = { 0 };
  gint64 n_c = saffron_zarr_along (array->chunk, axes->c);
  gint64 n_z = saffron_zarr_along (array->chunk, axes->z);
  gint64 n_y = array->chunk[axes->y];
  guint8 *to = out->data;

  find_steps (array, steps);
  for (gint64 c = 0; c < n_c; c++)
    for (gint64 z = 0; z < n_z; z++)
      for (gint64 y = 0; y < n_y; y++, to += out->stride)
        convert_row (array,
                     data + (axes->c >= 0 ? c * steps[axes->c] : 0)
                         + (axes->z >= 0 ? z * steps[axes->z] : 0)
                         + y * steps[axes->y],
                     steps[axes->x], to, out->width);
}

static void
fill (const SaffronZarrArray *array, SaffronRaster *out)
{
  gsize n = (gsize) out->width * out->height;

  if (array->type == SAFFRON_SAMPLE_U8)
    memset (out->data, (int) array->fill, n);
  else if (array->type == SAFFRON_SAMPLE_U16)
    for (gsize i = 0; i < n; i++)
      ((guint16 *) out->data)[i] = (guint16) array->fill;
  else
    for (gsize i = 0; i < n; i++)
      ((float *) out->data)[i] = (float) array->fill;
}

static SaffronRaster *
read_chunk (const Chunk *chunk, const SaffronZarrAxes *axes, GError **error)
{
  const SaffronZarrArray *array = chunk->array;
  g_autoptr (SaffronRaster) out = NULL;
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (GError) local = NULL;
  gboolean found = FALSE;

  bytes = load (chunk, &found, error);
  if (bytes == NULL && found)
    return NULL;
  if (bytes != NULL)
    {
      bytes = saffron_zarr_codecs_undo (array->codecs, g_steal_pointer (&bytes),
                                        saffron_zarr_array_chunk_bytes (array),
                                        &local);
      if (bytes == NULL)
        {
          fail (chunk, local->code, local->message, error);
          return NULL;
        }
    }
  out = saffron_raster_new (array->chunk[axes->x],
                            saffron_zarr_along (array->chunk, axes->c)
                                * saffron_zarr_along (array->chunk, axes->z)
                                * array->chunk[axes->y],
                            1, array->type);
  if (bytes != NULL)
    convert (array, axes, g_bytes_get_data (bytes, NULL), out);
  else
    fill (array, out);
  return g_steal_pointer (&out);
}

SaffronRaster *
saffron_zarr_chunk_read (SaffronZarrStore *store,
                         const SaffronZarrArray *array,
                         const SaffronZarrAxes *axes,
                         const SaffronZarrPlace *place,
                         GError **error)
{
  Chunk chunk = { store, array };
  SaffronRaster *raster = NULL;

  if (axes->c >= 0)
    chunk.index[axes->c] = place->c;
  if (axes->z >= 0)
    chunk.index[axes->z] = place->z;
  chunk.index[axes->y] = place->y;
  chunk.index[axes->x] = place->x;
  chunk.file = name_file (&chunk);
  raster = read_chunk (&chunk, axes, error);
  g_free (chunk.file);
  return raster;
}
