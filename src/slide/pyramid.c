/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "slide/pyramid.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/error.h"
#include "base/file.h"
#include "slide/slide-folder.h"

#define HEAD_BYTES 4096
/* The longer side of the last level is at most this many pixels. */
#define MIN_SIDE 512

struct _SaffronPyramid {
  char *slide_path;
  int fd;
  SaffronPyramidHead head;
};

gboolean
saffron_pyramid_is_needed (const SaffronSlideInfo *info)
{
  const SaffronLevel *level = &g_array_index (info->levels, SaffronLevel, 0);

  return info->levels->len == 1
         && MAX (level->width, level->height) > SAFFRON_PYRAMID_MIN_SIDE;
}

void
saffron_pyramid_head_init (SaffronPyramidHead *head,
                           const SaffronSlideInfo *info)
{
  const SaffronLevel *level = &g_array_index (info->levels, SaffronLevel, 0);
  gint64 side = MAX (level->width, level->height);

  memset (head, 0, sizeof *head);
  memcpy (head->magic, "SAFPYR1", 8);
  head->width = level->width;
  head->height = level->height;
  head->n_channels = info->channels->len;
  head->type = g_array_index (info->channels, SaffronChannel, 0).type;
  head->tile = SAFFRON_PYRAMID_TILE;
  for (; side > MIN_SIDE; side = (side + 1) / 2)
    head->n_levels++;
}

void
saffron_pyramid_level_size (const SaffronPyramidHead *head,
                            int level,
                            gint64 *width,
                            gint64 *height)
{
  gint64 step = (gint64) 1 << level;

  *width = (head->width + step - 1) / step;
  *height = (head->height + step - 1) / step;
}

guint64
saffron_pyramid_offset (const SaffronPyramidHead *head,
                        int level,
                        int channel,
                        gint64 tile)
{
  guint64 tile_bytes =
      (guint64) head->tile * head->tile * saffron_sample_type_size (head->type);
  guint64 offset = HEAD_BYTES;

  for (int l = 1; l <= level; l++)
    {
      gint64 width, height, n;

      saffron_pyramid_level_size (head, l, &width, &height);
      n = (width + head->tile - 1) / head->tile
          * ((height + head->tile - 1) / head->tile);
      if (l == level && level <= head->n_levels)
        return offset + (n * channel + tile) * tile_bytes;
      if (l <= head->n_levels)
        offset += n * head->n_channels * tile_bytes;
    }
  return offset;
}

char *
saffron_pyramid_path (const char *path, const char *part)
{
  g_autofree char *canonical = g_canonicalize_filename (path, NULL);
  g_autofree char *text = NULL;
  g_autofree char *sum = NULL;
  g_autofree char *name = NULL;
  GStatBuf status;

  if (saffron_slide_stat (canonical, &status) != 0)
    return NULL;
  text = g_strdup_printf (
      "%s\n%" G_GINT64_FORMAT "\n%" G_GINT64_FORMAT ".%09ld%s%s", canonical,
      (gint64) status.st_size, (gint64) status.st_mtim.tv_sec,
      (long) status.st_mtim.tv_nsec, part != NULL ? "\n" : "",
      part != NULL ? part : "");
  sum = g_compute_checksum_for_string (G_CHECKSUM_SHA256, text, -1);
  name = g_strconcat (sum, ".pyramid", NULL);
  return g_build_filename (g_get_user_cache_dir (), "saffron", "pyramids", name,
                           NULL);
}

void
saffron_pyramid_add_levels (const SaffronPyramidHead *head,
                            SaffronSlideInfo *info)
{
  for (int l = 1; l <= head->n_levels; l++)
    {
      gint64 width, height;

      saffron_pyramid_level_size (head, l, &width, &height);
      saffron_slide_info_add_level (info, width, height, head->tile,
                                    head->tile);
      g_array_index (info->levels, SaffronLevel, l).downsample = 1 << l;
    }
}

SaffronPyramid *
saffron_pyramid_open (const char *path, SaffronSlideInfo *info)
{
  g_autofree char *file = saffron_pyramid_path (path, info->part);
  SaffronPyramid *pyramid = NULL;
  SaffronPyramidHead want, head;
  struct stat status;
  int fd = file != NULL ? g_open (file, O_RDONLY | O_CLOEXEC, 0) : -1;

  if (fd < 0)
    return NULL;
  saffron_pyramid_head_init (&want, info);
  if (pread (fd, &head, sizeof head, 0) != sizeof head
      || memcmp (&head, &want, sizeof head) != 0 || fstat (fd, &status) != 0
      || (guint64) status.st_size
             != saffron_pyramid_offset (&head, head.n_levels + 1, 0, 0))
    {
      close (fd);
      return NULL;
    }
  /* Marks the file as used now, so that it is evicted last. */
  futimens (fd, NULL);

  pyramid = g_new0 (SaffronPyramid, 1);
  pyramid->slide_path = g_strdup (path);
  pyramid->fd = fd;
  pyramid->head = head;
  saffron_pyramid_add_levels (&head, info);
  return pyramid;
}

void
saffron_pyramid_free (SaffronPyramid *pyramid)
{
  close (pyramid->fd);
  g_free (pyramid->slide_path);
  g_free (pyramid);
}

static gboolean
read_bytes (SaffronPyramid *pyramid,
            guint8 *to,
            gsize n,
            guint64 offset,
            GError **error)
{
  gssize got = saffron_file_pread (pyramid->fd, to, n, offset);

  if (got == (gssize) n)
    return TRUE;
  g_set_error (
      error, SAFFRON_ERROR, SAFFRON_ERROR_IO,
      _ ("%s: its pyramid in the cache folder cannot be read (%s); open "
         "the slide again"),
      pyramid->slide_path, got < 0 ? g_strerror (errno) : _ ("it was cut off"));
  return FALSE;
}

/* Reads one channel of a region into sample @sample of @out's pixels. */
static gboolean
read_channel (SaffronPyramid *pyramid,
              int level,
              const SaffronRect *rect,
              int channel,
              SaffronRaster *out,
              int sample,
              GError **error)
{
  const SaffronPyramidHead *head = &pyramid->head;
  gint64 side = head->tile, width, height, n_across;
  gsize size = saffron_sample_type_size (out->type);
  gsize step = size * out->n_samples;
  g_autofree guint8 *rows = g_malloc (side * side * size);

  saffron_pyramid_level_size (head, level, &width, &height);
  n_across = (width + side - 1) / side;
  for (gint64 j = rect->y / side; j * side < rect->y + rect->height; j++)
    for (gint64 i = rect->x / side; i * side < rect->x + rect->width; i++)
      {
        gint64 x0 = MAX (i * side, rect->x);
        gint64 x1 = MIN ((i + 1) * side, rect->x + rect->width);
        gint64 y0 = MAX (j * side, rect->y);
        gint64 y1 = MIN ((j + 1) * side, rect->y + rect->height);
        guint64 offset =
            saffron_pyramid_offset (head, level, channel, j * n_across + i);

        if (!read_bytes (pyramid, rows, (y1 - y0) * side * size,
                         offset + (y0 - j * side) * side * size, error))
          return FALSE;
        for (gint64 y = y0; y < y1; y++)
          {
            const guint8 *from =
                rows + ((y - y0) * side + x0 - i * side) * size;
            guint8 *to = out->data + out->stride * (y - rect->y)
                         + step * (x0 - rect->x) + size * sample;

            if (out->n_samples == 1)
              memcpy (to, from, size * (x1 - x0));
            else
              for (gint64 x = x0; x < x1; x++, from += size, to += step)
                memcpy (to, from, size);
          }
      }
  return TRUE;
}

static SaffronRaster *
pyramid_read (gpointer handle,
              const SaffronSlideInfo *info,
              int level,
              const SaffronRect *rect,
              int channel,
              GError **error)
{
  SaffronPyramid *pyramid = handle;
  int n = channel == SAFFRON_CHANNEL_RGB ? 3 : 1;
  g_autoptr (SaffronRaster) out = NULL;

  out = saffron_raster_new (rect->width, rect->height, n, pyramid->head.type);
  for (int s = 0; s < n; s++)
    if (!read_channel (pyramid, level, rect, MAX (channel, 0) + s, out, s,
                       error))
      return NULL;
  return g_steal_pointer (&out);
}

const SaffronSlideOps saffron_pyramid_ops = {
  .name = "pyramid",
  .read = pyramid_read,
};
