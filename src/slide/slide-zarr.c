/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "slide/slide-private.h"

#include <glib/gi18n.h>
#include <inttypes.h>
#include <math.h>
#include <string.h>

#include "base/error.h"
#include "slide/channel-names.h"
#include "slide/decoded-cache.h"
#include "slide/ngff.h"
#include "slide/ome-xml.h"
#include "slide/slide-kind.h"
#include "slide/z-stack.h"

/* Reads OME-Zarr. ngff.c tells what the arrays are, zarr-array.c how they are
 * stored, zarr-chunk.c decodes a chunk. */

#define CACHE_BYTES ((gsize) 64 << 20)
/* The most channels and the most Z planes, all of which are looked at for the
 * sharpest: more than any slide has. */
#define MAX_PLANES 4096

typedef struct {
  SaffronZarrStore *store;
  SaffronNgff *image;
  GPtrArray *levels; /* of SaffronZarrArray */
  SaffronDecodedCache *cache;
  int n_z, z;
} ZarrSlide;

static void
zarr_close (gpointer handle)
{
  ZarrSlide *slide = handle;

  g_clear_pointer (&slide->cache, saffron_decoded_cache_free);
  g_clear_pointer (&slide->levels, g_ptr_array_unref);
  g_clear_pointer (&slide->image, saffron_ngff_free);
  g_clear_pointer (&slide->store, saffron_zarr_store_free);
  g_free (slide);
}

/* One chunk that a call of read asks for. */
typedef struct {
  ZarrSlide *slide;
  const SaffronZarrArray *array;
  SaffronZarrPlace place;
} Request;

static SaffronRaster *
decode_chunk (guint64 key, gpointer data, GError **error)
{
  const Request *request = data;

  return saffron_zarr_chunk_read (request->slide->store, request->array,
                                  &request->slide->image->axes, &request->place,
                                  error);
}

static gint64
count_chunks (const SaffronZarrArray *array, int axis)
{
  return (saffron_zarr_along (array->shape, axis)
          + saffron_zarr_along (array->chunk, axis) - 1)
         / saffron_zarr_along (array->chunk, axis);
}

/* The key of a chunk in the cache; arrays have less than 2^56 chunks. */
static guint64
make_key (const ZarrSlide *slide, int level, const SaffronZarrPlace *place)
{
  const SaffronZarrArray *array = g_ptr_array_index (slide->levels, level);
  const SaffronZarrAxes *axes = &slide->image->axes;
  guint64 key = place->c;

  key = key * count_chunks (array, axes->z) + place->z;
  key = key * count_chunks (array, axes->y) + place->y;
  key = key * count_chunks (array, axes->x) + place->x;
  return (guint64) level << 56 | key;
}

/* Copies the part of a chunk, whose plane begins at row @first of @tile and
 * whose first pixel is at (x, y), that lies in @rect, into sample @sample. */
static void
copy_part (const SaffronRaster *tile,
           gint64 first,
           gint64 n_rows,
           gint64 x,
           gint64 y,
           SaffronRaster *out,
           const SaffronRect *rect,
           int sample)
{
  gint64 x0 = MAX (x, rect->x),
         x1 = MIN (x + tile->width, rect->x + rect->width);
  gint64 y0 = MAX (y, rect->y), y1 = MIN (y + n_rows, rect->y + rect->height);
  gsize size = saffron_sample_type_size (out->type);
  gsize step = size * out->n_samples;

  for (gint64 row = y0; row < y1; row++)
    {
      const guint8 *in =
          tile->data + tile->stride * (first + row - y) + size * (x0 - x);
      guint8 *to = out->data + out->stride * (row - rect->y)
                   + step * (x0 - rect->x) + size * sample;

      if (step == size)
        memcpy (to, in, size * (x1 - x0));
      else
        for (gint64 i = x0; i < x1; i++, in += size, to += step)
          memcpy (to, in, size);
    }
}

/* Reads one channel of a region into sample @sample of @out. */
static gboolean
read_channel (ZarrSlide *slide,
              int level,
              int z,
              const SaffronRect *rect,
              int channel,
              SaffronRaster *out,
              int sample,
              GError **error)
{
  const SaffronZarrAxes *axes = &slide->image->axes;
  const SaffronZarrArray *array = g_ptr_array_index (slide->levels, level);
  gint64 n_c = saffron_zarr_along (array->chunk, axes->c);
  gint64 n_z = saffron_zarr_along (array->chunk, axes->z);
  gint64 w = array->chunk[axes->x], h = array->chunk[axes->y];
  Request request = { slide, array, { channel / n_c, z / n_z } };
  gint64 first = (channel % n_c * n_z + z % n_z) * h;
  gint64 *row = &request.place.y, *column = &request.place.x;

  for (*row = rect->y / h; *row * h < rect->y + rect->height; ++*row)
    for (*column = rect->x / w; *column * w < rect->x + rect->width; ++*column)
      {
        g_autoptr (SaffronRaster) tile = saffron_decoded_cache_get (
            slide->cache, make_key (slide, level, &request.place), decode_chunk,
            &request, error);

        if (tile == NULL)
          return FALSE;
        copy_part (tile, first, h, *column * w, *row * h, out, rect, sample);
      }
  return TRUE;
}

/* Whether @rect is exactly one chunk that holds a single plane. A view asks for
 * such and keeps them itself, so they are neither copied nor kept in the
 * cache. */
static SaffronRaster *
take_chunk (ZarrSlide *slide,
            int level,
            int z,
            const SaffronRect *rect,
            int channel,
            GError **error)
{
  const SaffronZarrAxes *axes = &slide->image->axes;
  const SaffronZarrArray *array = g_ptr_array_index (slide->levels, level);
  gint64 w = array->chunk[axes->x], h = array->chunk[axes->y];
  Request request = { slide, array, { channel, z, rect->y / h, rect->x / w } };

  return saffron_decoded_cache_take (slide->cache,
                                     make_key (slide, level, &request.place),
                                     decode_chunk, &request, error);
}

static gboolean
is_one_chunk (const ZarrSlide *slide,
              const SaffronZarrArray *array,
              const SaffronRect *rect)
{
  const SaffronZarrAxes *axes = &slide->image->axes;
  gint64 w = array->chunk[axes->x], h = array->chunk[axes->y];

  return saffron_zarr_along (array->chunk, axes->c) == 1
         && saffron_zarr_along (array->chunk, axes->z) == 1 && rect->x % w == 0
         && rect->y % h == 0 && rect->width == w && rect->height == h;
}

static SaffronRaster *
read_z (gpointer handle,
        int level,
        int z,
        const SaffronRect *rect,
        int channel,
        GError **error)
{
  ZarrSlide *slide = handle;
  const SaffronZarrArray *array = g_ptr_array_index (slide->levels, level);
  gint64 n_z = saffron_zarr_along (array->shape, slide->image->axes.z);
  int n = channel == SAFFRON_CHANNEL_RGB ? 3 : 1;
  g_autoptr (SaffronRaster) out = NULL;

  /* A level may have fewer planes, too. */
  z = (int) ((gint64) z * n_z / slide->n_z);
  if (n == 1 && is_one_chunk (slide, array, rect))
    return take_chunk (slide, level, z, rect, channel, error);
  out = saffron_raster_new (rect->width, rect->height, n, array->type);
  for (int s = 0; s < n; s++)
    if (!read_channel (slide, level, z, rect, MAX (channel, 0) + s, out, s,
                       error))
      return NULL;
  return g_steal_pointer (&out);
}

static SaffronRaster *
zarr_read (gpointer handle,
           const SaffronSlideInfo *info,
           int level,
           const SaffronRect *rect,
           int channel,
           GError **error)
{
  ZarrSlide *slide = handle;

  return saffron_z_read (read_z, slide, slide->n_z, level, slide->z, rect,
                         channel, error);
}

/* Whether @array may be a level below @base: of the same kind, smaller, and of
 * the same proportions up to rounding. */
static gboolean
is_reduced (const ZarrSlide *slide,
            const SaffronZarrArray *base,
            const SaffronZarrArray *last,
            const SaffronZarrArray *array)
{
  const SaffronZarrAxes *axes = &slide->image->axes;
  double w = array->shape[axes->x], h = array->shape[axes->y];
  double w0 = base->shape[axes->x], h0 = base->shape[axes->y];
  double ratio = 0.5 * (w0 / w + h0 / h);

  return array->n_dims == base->n_dims && array->type == base->type
         && saffron_zarr_along (array->shape, axes->c)
                == saffron_zarr_along (base->shape, axes->c)
         && array->shape[axes->x] <= last->shape[axes->x]
         && array->shape[axes->y] <= last->shape[axes->y]
         && (array->shape[axes->x] < last->shape[axes->x]
             || array->shape[axes->y] < last->shape[axes->y])
         && fabs (w0 / ratio - w) <= 1.5 && fabs (h0 / ratio - h) <= 1.5;
}

static gboolean
load_levels (ZarrSlide *slide, SaffronSlideInfo *info, GError **error)
{
  const SaffronZarrArray *base = NULL;
  guint n = slide->image->arrays->len;

  for (guint i = 0; i < n; i++)
    {
      SaffronZarrArray *array = saffron_zarr_array_load (
          slide->store, g_ptr_array_index (slide->image->arrays, i), error);

      if (array == NULL)
        return FALSE;
      if (base == NULL
          || is_reduced (
              slide, base,
              g_ptr_array_index (slide->levels, slide->levels->len - 1), array))
        g_ptr_array_add (slide->levels, array);
      else
        saffron_zarr_array_free (array);
      base = g_ptr_array_index (slide->levels, 0);
    }
  if (base->n_dims != slide->image->n_dims)
    {
      g_set_error (error, SAFFRON_ERROR, SAFFRON_ERROR_DAMAGED,
                   _ ("%s: is damaged: axes of its image: %d, dimensions of "
                      "its array: %d"),
                   saffron_zarr_store_get_path (slide->store),
                   slide->image->n_dims, base->n_dims);
      return FALSE;
    }
  if (slide->levels->len < n)
    saffron_slide_info_add_note (info,
                                 ngettext ("%u of %u levels cannot be used",
                                           "%u of %u levels cannot be used", n),
                                 n - slide->levels->len, n);
  return TRUE;
}

static void
add_levels (ZarrSlide *slide, SaffronSlideInfo *info)
{
  const SaffronZarrAxes *axes = &slide->image->axes;
  gsize most = CACHE_BYTES;

  for (guint i = 0; i < slide->levels->len; i++)
    {
      const SaffronZarrArray *array = g_ptr_array_index (slide->levels, i);
      gint64 width = array->shape[axes->x], height = array->shape[axes->y];

      saffron_slide_info_add_level (info, width, height,
                                    MIN (array->chunk[axes->x], width),
                                    MIN (array->chunk[axes->y], height));
      most = MAX (most, saffron_zarr_array_chunk_bytes (array) / array->bytes
                            * saffron_sample_type_size (array->type));
    }
  /* At least the largest chunk, so that one is decoded once and not again for
   * each region. */
  slide->cache = saffron_decoded_cache_new (most);
}

/* Names the channels by what the file says, else by its name, else by
 * number. */
static void
add_channels (ZarrSlide *slide, SaffronSlideInfo *info)
{
  const SaffronNgff *image = slide->image;
  const SaffronZarrArray *array = g_ptr_array_index (slide->levels, 0);
  const char *path = saffron_zarr_store_get_path (slide->store);
  gint64 n = saffron_zarr_along (array->shape, image->axes.c);
  g_auto (GStrv) names = NULL;
  gboolean from_file = FALSE;

  names = saffron_channel_names_from_file (path, (int) n);
  for (guint c = 0; c < n; c++)
    {
      g_autofree char *number = g_strdup_printf ("Channel %u", c + 1);
      SaffronOmeChannel known = { 0 };
      const char *name = number;

      if (c < image->channels->len)
        known = g_array_index (image->channels, SaffronOmeChannel, c);
      if (known.name != NULL)
        name = known.name;
      else if (names != NULL)
        name = names[c];
      from_file |= known.name == NULL && names != NULL;
      saffron_slide_info_add_channel (info, name, array->type);
      g_array_index (info->channels, SaffronChannel, c).has_color =
          known.has_color;
      g_array_index (info->channels, SaffronChannel, c).color = known.color;
    }
  if (from_file)
    saffron_slide_info_add_note (info, _ ("Channel names are taken from the "
                                          "file's name"));
}

static void
set_pixel_size (const SaffronNgff *image, SaffronSlideInfo *info)
{
  info->um_x = image->um_x;
  info->um_y = image->um_y;
  if (image->bad_pixel_size)
    saffron_slide_info_add_note (info,
                                 _ ("The pixel size in the metadata makes "
                                    "no sense and is ignored"));
  else if (image->no_unit)
    saffron_slide_info_add_note (info, _ ("The pixel size has no unit and is "
                                          "taken for µm"));
}

static void
add_notes (ZarrSlide *slide, SaffronSlideInfo *info)
{
  const SaffronZarrArray *array = g_ptr_array_index (slide->levels, 0);
  gint64 n_t = saffron_zarr_along (array->shape, slide->image->axes.t);

  if (n_t == 2)
    saffron_slide_info_add_note (info, _ ("Time point 2 is ignored"));
  else if (n_t > 2)
    saffron_slide_info_add_note (
        info, _ ("Time points 2–%" PRId64 " are ignored"), n_t);
  saffron_slide_info_add_type_note (info, 8 * (guint) array->bytes,
                                    array->kind == SAFFRON_ZARR_INT,
                                    array->exact);
  if (slide->image->label)
    saffron_slide_info_add_note (info,
                                 _ ("This is a label image: its values are "
                                    "the numbers of objects"));
}

/* What tells this slide from others in the same folder, and from what was there
 * before. */
static char *
name_part (const ZarrSlide *slide, int scene)
{
  const SaffronZarrArray *array = g_ptr_array_index (slide->levels, 0);
  g_autofree char *stamp = saffron_zarr_store_stamp (
      slide->store, array->name, saffron_zarr_array_get_file (array));

  return g_strdup_printf ("scene %d, z %d, %s", scene, slide->z, stamp);
}

static gboolean
check_counts (ZarrSlide *slide, GError **error)
{
  const SaffronZarrArray *base = g_ptr_array_index (slide->levels, 0);
  gint64 n_c = saffron_zarr_along (base->shape, slide->image->axes.c);
  gint64 n_z = saffron_zarr_along (base->shape, slide->image->axes.z);

  if (n_c <= MAX_PLANES && n_z <= MAX_PLANES)
    return TRUE;
  g_set_error (error, SAFFRON_ERROR, SAFFRON_ERROR_UNSUPPORTED,
               _ ("%s: has too much to read; channels: %" PRId64
                  ", Z planes: %" PRId64 ", at most %d each"),
               saffron_zarr_store_get_path (slide->store), n_c, n_z,
               MAX_PLANES);
  return FALSE;
}

static gboolean
fill_info (ZarrSlide *slide, SaffronSlideInfo *info, GError **error)
{
  const SaffronZarrAxes *axes = &slide->image->axes;
  const SaffronZarrArray *base = g_ptr_array_index (slide->levels, 0);

  info->format = g_strdup ("OME-Zarr");
  add_levels (slide, info);
  set_pixel_size (slide->image, info);
  slide->n_z = (int) saffron_zarr_along (base->shape, axes->z);
  add_channels (slide, info);
  return saffron_z_choose (&saffron_slide_zarr_ops, slide,
                           saffron_zarr_store_get_path (slide->store), info,
                           slide->n_z, &slide->z, error)
         && saffron_slide_info_join_planes (info, &saffron_slide_zarr_ops,
                                            slide, error);
}

static gpointer
zarr_open (const char *path, SaffronSlideInfo *info, GError **error)
{
  ZarrSlide *slide = g_new0 (ZarrSlide, 1);

  slide->levels =
      g_ptr_array_new_with_free_func ((GDestroyNotify) saffron_zarr_array_free);
  slide->store = saffron_zarr_store_new (path, error);
  if (slide->store != NULL)
    slide->image =
        saffron_ngff_find (slide->store, info->choice.scene, info, error);
  if (slide->image == NULL || !load_levels (slide, info, error)
      || !check_counts (slide, error) || !fill_info (slide, info, error))
    {
      zarr_close (slide);
      return NULL;
    }
  info->part = name_part (slide, info->scene);
  add_notes (slide, info);
  return slide;
}

const SaffronSlideOps saffron_slide_zarr_ops = {
  .name = "Zarr",
  .open = zarr_open,
  .read = zarr_read,
  .close = zarr_close,
};
