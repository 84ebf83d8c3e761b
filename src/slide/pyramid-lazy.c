/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "slide/pyramid-lazy.h"

#include <errno.h>
#include <glib/gi18n.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include "base/error.h"

struct _SaffronLazyPyramid {
  char *path;
  const SaffronSlideOps *ops;
  gpointer handle;
  SaffronSlideInfo *info;
  SaffronJob *job;
  SaffronLevel base;
  GMutex lock;
  SaffronPyramid **channels; /* NULL where none is built */
};

/* One channel as a slide of its own. */
typedef struct {
  SaffronLazyPyramid *lazy;
  int channel;
} One;

static SaffronRaster *
one_read (gpointer handle,
          const SaffronSlideInfo *info,
          int level,
          const SaffronRect *rect,
          int channel,
          GError **error)
{
  const One *one = handle;

  return one->lazy->ops->read (one->lazy->handle, one->lazy->info, level, rect,
                               one->channel, error);
}

static const SaffronSlideOps one_ops = {
  .name = "channel",
  .read = one_read,
};

/* What the slide would be with @channel alone and without its pyramid. */
static void
init_info (const SaffronSlideInfo *all,
           const SaffronLevel *base,
           int channel,
           SaffronSlideInfo *info)
{
  const SaffronChannel *from =
      &g_array_index (all->channels, SaffronChannel, channel);

  memset (info, 0, sizeof *info);
  saffron_slide_info_init (info);
  g_array_append_val (info->levels, *base);
  saffron_slide_info_add_channel (info, from->name, from->type);
  info->part = g_strdup_printf ("%s\nchannel %d",
                                all->part != NULL ? all->part : "", channel);
}

static gboolean
check_cache (const char *path, guint64 size, GError **error)
{
  g_autofree char *target = saffron_pyramid_path (path, NULL);
  g_autofree char *folder = target != NULL ? g_path_get_dirname (target) : NULL;
  struct statvfs disk = { 0 };

  if (size > SAFFRON_PYRAMID_CACHE_BYTES)
    g_set_error (
        error, SAFFRON_ERROR, SAFFRON_ERROR_CACHE,
        _ ("%s: its pyramid would take %.1f GB a channel, which is more "
           "than the cache may hold"),
        path, (double) size / 1e9);
  else if (folder == NULL || g_mkdir_with_parents (folder, 0700) != 0
           || g_access (folder, W_OK) != 0 || statvfs (folder, &disk) != 0)
    g_set_error (error, SAFFRON_ERROR, SAFFRON_ERROR_CACHE,
                 _ ("%s: cannot be written to (%s)"),
                 folder != NULL ? folder : path, g_strerror (errno));
  else if ((guint64) disk.f_bavail * disk.f_frsize < size)
    g_set_error (error, SAFFRON_ERROR, SAFFRON_ERROR_CACHE,
                 _ ("%s: has no room for a pyramid of %.1f GB"), folder,
                 (double) size / 1e9);
  else
    return TRUE;
  return FALSE;
}

SaffronLazyPyramid *
saffron_lazy_pyramid_new (const char *path,
                          const SaffronSlideOps *ops,
                          gpointer handle,
                          SaffronSlideInfo *info,
                          SaffronJob *job,
                          GError **error)
{
  SaffronLazyPyramid *lazy = NULL;
  SaffronPyramidHead head;
  SaffronLevel base = g_array_index (info->levels, SaffronLevel, 0);

  saffron_pyramid_head_init (&head, info);
  head.n_channels = 1;
  if (!check_cache (
          path, saffron_pyramid_offset (&head, head.n_levels + 1, 0, 0), error))
    return NULL;
  lazy = g_new0 (SaffronLazyPyramid, 1);
  lazy->path = g_strdup (path);
  lazy->ops = ops;
  lazy->handle = handle;
  lazy->info = info;
  lazy->job = job != NULL ? g_object_ref (job) : NULL;
  lazy->base = base;
  lazy->channels = g_new0 (SaffronPyramid *, info->channels->len);
  g_mutex_init (&lazy->lock);
  saffron_pyramid_add_levels (&head, info);
  return lazy;
}

void
saffron_lazy_pyramid_free (SaffronLazyPyramid *lazy)
{
  for (guint c = 0; c < lazy->info->channels->len; c++)
    g_clear_pointer (&lazy->channels[c], saffron_pyramid_free);
  g_free (lazy->channels);
  g_clear_object (&lazy->job);
  g_mutex_clear (&lazy->lock);
  g_free (lazy->path);
  g_free (lazy);
}

static SaffronPyramid *
open_or_build (SaffronLazyPyramid *lazy,
               int channel,
               SaffronJob *job,
               GError **error)
{
  SaffronSlideInfo info;
  One one = { lazy, channel };
  SaffronPyramid *pyramid = NULL;
  /* It is a part of whatever stage is running, and does not show in its
   * progress. */
  g_autoptr (SaffronJob) part =
      saffron_job_new_part (job != NULL ? job : lazy->job, 0.0, 0.0);

  init_info (lazy->info, &lazy->base, channel, &info);
  pyramid = saffron_pyramid_open (lazy->path, &info);
  if (pyramid == NULL
      && saffron_pyramid_build (lazy->path, &one_ops, &one, &info, part, error))
    {
      pyramid = saffron_pyramid_open (lazy->path, &info);
      if (pyramid == NULL)
        g_set_error (
            error, SAFFRON_ERROR, SAFFRON_ERROR_CACHE,
            _ ("%s: its pyramid was deleted from the cache; try again"),
            lazy->path);
    }
  saffron_slide_info_clear (&info);
  return pyramid;
}

/* (transfer none): the pyramid of one channel; NULL with an error. */
static SaffronPyramid *
use (SaffronLazyPyramid *lazy, int channel, SaffronJob *job, GError **error)
{
  SaffronPyramid *pyramid = NULL;

  g_mutex_lock (&lazy->lock);
  if (lazy->channels[channel] == NULL)
    lazy->channels[channel] = open_or_build (lazy, channel, job, error);
  pyramid = lazy->channels[channel];
  g_mutex_unlock (&lazy->lock);
  return pyramid;
}

gboolean
saffron_lazy_pyramid_prepare (SaffronLazyPyramid *lazy,
                              int channel,
                              SaffronJob *job,
                              GError **error)
{
  int n = channel == SAFFRON_CHANNEL_RGB ? 3 : 1;

  for (int s = 0; s < n; s++)
    if (use (lazy, MAX (channel, 0) + s, job, error) == NULL)
      return FALSE;
  return TRUE;
}

static SaffronRaster *
read_one (SaffronLazyPyramid *lazy,
          int level,
          const SaffronRect *rect,
          int channel,
          GError **error)
{
  SaffronPyramid *pyramid = use (lazy, channel, NULL, error);

  return pyramid != NULL
             ? saffron_pyramid_ops.read (pyramid, NULL, level, rect, 0, error)
             : NULL;
}

static SaffronRaster *
lazy_read (gpointer handle,
           const SaffronSlideInfo *info,
           int level,
           const SaffronRect *rect,
           int channel,
           GError **error)
{
  g_autoptr (SaffronRaster) out = NULL;

  if (channel != SAFFRON_CHANNEL_RGB)
    return read_one (handle, level, rect, channel, error);
  for (int s = 0; s < 3; s++)
    {
      g_autoptr (SaffronRaster) one = read_one (handle, level, rect, s, error);
      gsize size;

      if (one == NULL)
        return NULL;
      if (out == NULL)
        out = saffron_raster_new (rect->width, rect->height, 3, one->type);
      size = saffron_sample_type_size (one->type);
      for (gsize i = 0; i < (gsize) one->width * one->height; i++)
        memcpy (out->data + size * (3 * i + s), one->data + size * i, size);
    }
  return g_steal_pointer (&out);
}

const SaffronSlideOps saffron_lazy_pyramid_ops = {
  .name = "pyramid",
  .read = lazy_read,
};
