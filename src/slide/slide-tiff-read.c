/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "slide/slide-tiff.h"

#include <string.h>

#include "slide/z-stack.h"

/* The state of one call of read. It acquires a handle only when a tile is not
 * in the cache. */
typedef struct {
  SaffronTiffSlide *slide;
  const SaffronTiffDir *dir;
  SaffronTiffHandle *handle;
} Request;

static SaffronRaster *
decode_tile (guint64 key, gpointer data, GError **error)
{
  Request *request = data;
  SaffronTiffPool *pool = request->slide->pool;
  SaffronRaster *raster = NULL;

  if (request->handle == NULL)
    request->handle =
        saffron_tiff_pool_acquire (pool, request->dir->offset, error);
  if (request->handle == NULL)
    return NULL;
  raster = saffron_tiff_dir_decode (request->dir, pool, request->handle,
                                    key & G_MAXUINT32, error);
  /* After a failure the codec may be in any state, so the handle is not used
   * again. */
  if (raster == NULL)
    g_clear_pointer (&request->handle, saffron_tiff_handle_discard);
  return raster;
}

/* Copies the part of @tile, which starts at (x, y), that lies in @rect: @n
 * samples of each pixel, from sample @from on to sample @to on. */
static void
copy_part (const SaffronRaster *tile,
           gint64 x,
           gint64 y,
           int from,
           SaffronRaster *out,
           const SaffronRect *rect,
           int to,
           int n)
{
  gint64 x0 = MAX (x, rect->x),
         x1 = MIN (x + tile->width, rect->x + rect->width);
  gint64 y0 = MAX (y, rect->y),
         y1 = MIN (y + tile->height, rect->y + rect->height);
  gsize size = saffron_sample_type_size (out->type);
  gsize step_in = size * tile->n_samples, step_out = size * out->n_samples;

  for (gint64 row = y0; row < y1; row++)
    {
      const guint8 *in = tile->data + tile->stride * (row - y)
                         + step_in * (x0 - x) + size * from;
      guint8 *target = out->data + out->stride * (row - rect->y)
                       + step_out * (x0 - rect->x) + size * to;

      if (step_in == step_out && step_in == size * n)
        memcpy (target, in, step_in * (x1 - x0));
      else if (n == 1 && size == 1)
        for (gint64 i = x0; i < x1; i++, in += step_in, target += step_out)
          *target = *in;
      else if (n == 1 && size == 2)
        for (gint64 i = x0; i < x1; i++, in += step_in, target += step_out)
          memcpy (target, in, 2);
      else if (n == 3 && size == 1)
        for (gint64 i = x0; i < x1; i++, in += step_in, target += step_out)
          memcpy (target, in, 3);
      else
        for (gint64 i = x0; i < x1; i++, in += step_in, target += step_out)
          memcpy (target, in, size * n);
    }
}

/* Whether @rect takes the whole tile, as far as it lies in the picture, with
 * all of its samples. */
static gboolean
takes_whole (const SaffronTiffDir *dir,
             const SaffronRect *rect,
             gint64 x,
             gint64 y,
             int n)
{
  return n == saffron_tiff_dir_tile_samples (dir) && x >= rect->x
         && y >= rect->y
         && MIN (x + dir->tile_width, dir->width) <= rect->x + rect->width
         && MIN (y + dir->tile_height, dir->height) <= rect->y + rect->height;
}

/* Copies @n samples, from @sample on, of all tiles of one directory that @rect
 * touches. */
static gboolean
read_plane (Request *request,
            SaffronTiffPlane plane,
            const SaffronRect *rect,
            SaffronRaster *out,
            int to,
            int n,
            GError **error)
{
  const SaffronTiffDir *dir = request->dir;
  gint64 tw = dir->tile_width, th = dir->tile_height;
  guint32 base = dir->planar ? plane.sample * dir->n_per_sample : 0;
  int from = dir->planar ? 0 : (int) plane.sample;

  for (gint64 row = rect->y / th; row * th < rect->y + rect->height; row++)
    for (gint64 col = rect->x / tw; col * tw < rect->x + rect->width; col++)
      {
        guint64 index = base + row * dir->n_across + col;
        guint64 key = (guint64) plane.dir << 32 | index;
        g_autoptr (SaffronRaster) tile = NULL;

        if (takes_whole (dir, rect, col * tw, row * th, n))
          tile = saffron_decoded_cache_take (request->slide->cache, key,
                                             decode_tile, request, error);
        else
          tile = saffron_decoded_cache_get (request->slide->cache, key,
                                            decode_tile, request, error);
        if (tile == NULL)
          return FALSE;
        copy_part (tile, col * tw, row * th, from, out, rect, to, n);
      }
  return TRUE;
}

/* Whether @rect is exactly one tile of the file with all of its samples; @key
 * tells which. */
static gboolean
is_one_tile (const SaffronTiffDir *dir,
             SaffronTiffPlane plane,
             const SaffronRect *rect,
             int n,
             guint64 *key)
{
  gint64 tw = dir->tile_width, th = dir->tile_height;
  guint32 base = dir->planar ? plane.sample * dir->n_per_sample : 0;

  if (n != saffron_tiff_dir_tile_samples (dir) || rect->x % tw != 0
      || rect->y % th != 0 || rect->width != tw || rect->height != th)
    return FALSE;
  *key = (guint64) plane.dir << 32
         | (base + rect->y / th * dir->n_across + rect->x / tw);
  return TRUE;
}

static SaffronRaster *
read_z (gpointer handle,
        int level,
        int z,
        const SaffronRect *rect,
        int channel,
        GError **error)
{
  SaffronTiffSlide *slide = handle;
  gboolean all = channel == SAFFRON_CHANNEL_RGB;
  int n = all ? 3 : 1;
  g_autoptr (SaffronRaster) out = NULL;
  Request request = { slide, NULL, NULL };
  gboolean ok = TRUE;
  guint64 key = 0;

  for (int i = 0; ok && i < n;)
    {
      SaffronTiffPlane plane;
      int n_now = 1;

      request.dir = saffron_tiff_layout_dir_at (slide->layout, level, z,
                                                MAX (channel, 0) + i, &plane);
      /* A view asks for single tiles and keeps them itself, so they are neither
       * copied nor kept in the cache. */
      if (i == 0 && (n == 1 || slide->layout->rgb)
          && is_one_tile (request.dir, plane, rect, n, &key))
        {
          out = saffron_decoded_cache_take (slide->cache, key, decode_tile,
                                            &request, error);
          ok = out != NULL;
          break;
        }
      if (out == NULL)
        out = saffron_raster_new (rect->width, rect->height, n,
                                  request.dir->type);
      /* The samples are interleaved in the file as in the raster, so all three
       * are copied at once. */
      if (all && !request.dir->planar && slide->layout->rgb)
        n_now = 3;
      ok = read_plane (&request, plane, rect, out, i, n_now, error);
      i += n_now;
      if (request.handle != NULL && i < n)
        {
          saffron_tiff_pool_release (slide->pool, request.handle);
          request.handle = NULL;
        }
    }
  if (request.handle != NULL)
    saffron_tiff_pool_release (slide->pool, request.handle);
  return ok ? g_steal_pointer (&out) : NULL;
}

SaffronRaster *
saffron_slide_tiff_read (gpointer handle,
                         const SaffronSlideInfo *info,
                         int level,
                         const SaffronRect *rect,
                         int channel,
                         GError **error)
{
  SaffronTiffSlide *slide = handle;

  return saffron_z_read (read_z, slide, slide->layout->n_z, level,
                         slide->layout->z, rect, channel, error);
}
