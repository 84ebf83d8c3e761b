/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "slide/slide-private.h"

#include <errno.h>
#include <glib/gi18n.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/error.h"
#include "slide/foreign.h"
#include "slide/pyramid-lazy.h"
#include "slide/scenes.h"
#include "slide/slide-folder.h"
#include "slide/strips.h"

struct _SaffronSlide {
  GObject parent_instance;

  char *path;
  const SaffronSlideOps *ops;
  gpointer handle;
  SaffronSlideInfo info;
  /* One of these gives the levels after the first, when the file stores only
   * one. */
  SaffronPyramid *pyramid;
  SaffronLazyPyramid *lazy;
};

G_DEFINE_FINAL_TYPE (SaffronSlide, saffron_slide, G_TYPE_OBJECT)

static void
saffron_slide_finalize (GObject *object)
{
  SaffronSlide *self = SAFFRON_SLIDE (object);

  g_clear_pointer (&self->lazy, saffron_lazy_pyramid_free);
  if (self->handle != NULL)
    self->ops->close (self->handle);
  g_clear_pointer (&self->pyramid, saffron_pyramid_free);
  saffron_slide_info_clear (&self->info);
  g_clear_pointer (&self->path, g_free);
  G_OBJECT_CLASS (saffron_slide_parent_class)->finalize (object);
}

static void
saffron_slide_class_init (SaffronSlideClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = saffron_slide_finalize;
}

static void
saffron_slide_init (SaffronSlide *self)
{
  saffron_slide_info_init (&self->info);
}

/* The readers, in the order in which they are offered a file; a folder is
 * offered to another. */
static const SaffronSlideOps *const readers[] = {
  &saffron_slide_openslide_ops,
  &saffron_slide_tiff_ops,
  &saffron_slide_vips_ops,
};

static gboolean
check_path (const char *path, GError **error)
{
  GStatBuf status;

  if (*path == '\0')
    {
      g_set_error (error, SAFFRON_ERROR, SAFFRON_ERROR_ARGUMENT,
                   _ ("“”: is not the name of a file; give an image file"));
      return FALSE;
    }
  if (g_stat (path, &status) != 0)
    {
      gboolean missing = errno == ENOENT || errno == ENOTDIR;

      g_set_error (error, SAFFRON_ERROR,
                   missing ? SAFFRON_ERROR_NOT_FOUND : SAFFRON_ERROR_IO,
                   missing ? _ ("%s: does not exist; check the path")
                           : _ ("%s: cannot be opened (%s); check the path"),
                   path, g_strerror (errno));
      return FALSE;
    }
  if (saffron_slide_is_folder (path))
    return TRUE;
  if (!S_ISREG (status.st_mode))
    {
      g_set_error (error, SAFFRON_ERROR, SAFFRON_ERROR_FORMAT,
                   S_ISDIR (status.st_mode)
                       ? _ ("%s: is a folder; give an image file")
                       : _ ("%s: is not a regular file; give an image file"),
                   path);
      return FALSE;
    }
  if (status.st_size == 0)
    {
      g_set_error (error, SAFFRON_ERROR, SAFFRON_ERROR_FORMAT,
                   _ ("%s: is empty; give an image file"), path);
      return FALSE;
    }
  if (g_access (path, R_OK) != 0)
    {
      g_set_error (error, SAFFRON_ERROR, SAFFRON_ERROR_IO,
                   _ ("%s: cannot be read (%s); check its permissions"), path,
                   g_strerror (errno));
      return FALSE;
    }
  return TRUE;
}

static SaffronSlide *
open_with (const SaffronSlideOps *ops,
           const char *path,
           const SaffronSlideChoice *choice,
           GError **error)
{
  g_autoptr (SaffronSlide) self = g_object_new (SAFFRON_TYPE_SLIDE, NULL);

  if (choice != NULL)
    self->info.choice = *choice;
  self->path = g_strdup (path);
  self->ops = ops;
  self->handle = ops->open (path, &self->info, error);
  return self->handle != NULL ? g_steal_pointer (&self) : NULL;
}

SaffronSlide *
saffron_slide_open_with (const SaffronSlideOps *ops,
                         const char *path,
                         GError **error)
{
  return open_with (ops, path, NULL, error);
}

SaffronSlide *
saffron_slide_new_from (SaffronSlide *slide,
                        const SaffronSlideOps *ops,
                        gpointer handle,
                        GArray *levels)
{
  SaffronSlide *self = g_object_new (SAFFRON_TYPE_SLIDE, NULL);

  self->path = g_strdup (slide->path);
  self->ops = ops;
  self->handle = handle;
  self->info.format = g_strdup (slide->info.format);
  self->info.kind = slide->info.kind;
  self->info.um_x = slide->info.um_x;
  self->info.um_y = slide->info.um_y;
  saffron_scenes_copy (&self->info, &slide->info);
  g_array_append_vals (self->info.levels, levels->data, levels->len);
  for (guint i = 0; i < slide->info.channels->len; i++)
    {
      SaffronChannel channel = *saffron_slide_get_channel (slide, (int) i);

      channel.name = g_strdup (channel.name);
      g_array_append_val (self->info.channels, channel);
    }
  return self;
}

SaffronSlide *
saffron_slide_new_square (SaffronSlide *slide,
                          const SaffronSlideOps *ops,
                          gpointer handle,
                          GArray *levels)
{
  SaffronSlide *self = saffron_slide_new_from (slide, ops, handle, levels);

  self->info.um_x = self->info.um_y = MIN (slide->info.um_x, slide->info.um_y);
  return self;
}

const SaffronSlideInfo *
saffron_slide_get_info (SaffronSlide *slide)
{
  return &slide->info;
}

gboolean
saffron_slide_needs_pyramid (SaffronSlide *slide)
{
  return saffron_pyramid_is_needed (&slide->info);
}

/* When the pyramid of a slide that stores none is built. */
typedef enum {
  BUILD_NOW, /* if there is a job */
  BUILD_LATER,
} Build;

static gboolean
is_for_later (SaffronSlide *self, SaffronJob *job, Build build)
{
  return build == BUILD_LATER
         && (job == NULL
             || (self->info.channels->len > 1
                 && self->info.kind != SAFFRON_SLIDE_BRIGHTFIELD));
}

/* A pyramid that cannot be kept is no error: the slide works without, only
 * slowly. */
static gboolean
add_pyramid (SaffronSlide *self, SaffronJob *job, Build build, GError **error)
{
  g_autoptr (GError) local = NULL;

  self->pyramid = saffron_pyramid_open (self->path, &self->info);
  if (self->pyramid != NULL || (job == NULL && build == BUILD_NOW))
    return TRUE;
  if (is_for_later (self, job, build))
    self->lazy = saffron_lazy_pyramid_new (self->path, self->ops, self->handle,
                                           &self->info, job, &local);
  else if (saffron_pyramid_build (self->path, self->ops, self->handle,
                                  &self->info, job, &local))
    self->pyramid = saffron_pyramid_open (self->path, &self->info);
  if (local != NULL
      && !g_error_matches (local, SAFFRON_ERROR, SAFFRON_ERROR_CACHE))
    {
      /* The job was cancelled, or the slide itself cannot be read. */
      g_propagate_error (error, g_steal_pointer (&local));
      return FALSE;
    }
  if (self->pyramid == NULL && self->lazy == NULL)
    saffron_slide_info_add_note (&self->info,
                                 _ ("The slide has no pyramid and "
                                    "none could be kept (%s): it will be slow"),
                                 local != NULL ? local->message
                                               : _ ("the cache was emptied"));
  return TRUE;
}

/* The other readers read one picture of a file. */
static gboolean
check_choice (SaffronSlide *self, GError **error)
{
  const SaffronSlideChoice *choice = &self->info.choice;

  if (self->ops == &saffron_slide_tiff_ops
      || self->ops == &saffron_slide_zarr_ops
      || (choice->scene <= 1 && choice->z <= 1))
    return TRUE;
  g_set_error (error, SAFFRON_ERROR, SAFFRON_ERROR_ARGUMENT,
               _ ("%s: has only one scene and one Z plane"), self->path);
  return FALSE;
}

SaffronSlide *
saffron_slide_open (const char *path, SaffronJob *job, GError **error)
{
  return saffron_slide_open_choice (path, NULL, job, error);
}

/* Offers a file to the readers, one after the other. */
static SaffronSlide *
open_file (const char *path, const SaffronSlideChoice *choice, GError **error)
{
  if (!saffron_foreign_check_head (path, error))
    return NULL;
  for (guint i = 0; i < G_N_ELEMENTS (readers); i++)
    {
      g_autoptr (GError) local = NULL;
      SaffronSlide *self = open_with (readers[i], path, choice, &local);

      if (self != NULL)
        return self;
      if (!g_error_matches (local, SAFFRON_ERROR, SAFFRON_ERROR_FORMAT)
          || (i + 1 == G_N_ELEMENTS (readers)
              && !saffron_foreign_explain (path, error)))
        {
          g_propagate_error (error, g_steal_pointer (&local));
          return NULL;
        }
    }
  return NULL;
}

/* Its path stands in messages and gives names to files, so the slash is left
 * out with which shells complete it. */
static SaffronSlide *
open_folder (const char *path, const SaffronSlideChoice *choice, GError **error)
{
  g_autofree char *folder = g_strdup (path);

  for (gsize n = strlen (folder); n > 1 && folder[n - 1] == '/'; n--)
    folder[n - 1] = '\0';
  return open_with (&saffron_slide_zarr_ops, folder, choice, error);
}

static SaffronSlide *
open_any (const char *path,
          const SaffronSlideChoice *choice,
          SaffronJob *job,
          Build build,
          GError **error)
{
  g_autoptr (SaffronSlide) self = NULL;

  if (!check_path (path, error))
    return NULL;
  self = saffron_slide_is_folder (path) ? open_folder (path, choice, error)
                                        : open_file (path, choice, error);
  if (self == NULL || !check_choice (self, error)
      || (saffron_pyramid_is_needed (&self->info)
          && !add_pyramid (self, job, build, error)))
    return NULL;
  return g_steal_pointer (&self);
}

SaffronSlide *
saffron_slide_open_choice (const char *path,
                           const SaffronSlideChoice *choice,
                           SaffronJob *job,
                           GError **error)
{
  g_return_val_if_fail (path != NULL, NULL);

  return open_any (path, choice, job, BUILD_NOW, error);
}

SaffronSlide *
saffron_slide_open_lazily (const char *path,
                           const SaffronSlideChoice *choice,
                           SaffronJob *job,
                           GError **error)
{
  g_return_val_if_fail (path != NULL, NULL);

  return open_any (path, choice, job, BUILD_LATER, error);
}

gboolean
saffron_slide_prepare (SaffronSlide *slide,
                       int channel,
                       SaffronJob *job,
                       GError **error)
{
  return slide->lazy == NULL
         || saffron_lazy_pyramid_prepare (slide->lazy, channel, job, error);
}

const GError *
saffron_slide_get_damage (SaffronSlide *slide)
{
  return slide->info.damage;
}

const char *
saffron_slide_get_path (SaffronSlide *slide)
{
  return slide->path;
}

const char *
saffron_slide_get_format (SaffronSlide *slide)
{
  return slide->info.format;
}

const char *
saffron_slide_get_reader (SaffronSlide *slide)
{
  return slide->ops->name;
}

SaffronSlideKind
saffron_slide_get_kind (SaffronSlide *slide)
{
  return slide->info.kind;
}

gint64
saffron_slide_get_width (SaffronSlide *slide)
{
  return saffron_slide_get_level (slide, 0)->width;
}

gint64
saffron_slide_get_height (SaffronSlide *slide)
{
  return saffron_slide_get_level (slide, 0)->height;
}

int
saffron_slide_get_n_levels (SaffronSlide *slide)
{
  return slide->info.levels->len;
}

const SaffronLevel *
saffron_slide_get_level (SaffronSlide *slide, int level)
{
  return &g_array_index (slide->info.levels, SaffronLevel, level);
}

int
saffron_slide_get_n_channels (SaffronSlide *slide)
{
  return slide->info.channels->len;
}

const SaffronChannel *
saffron_slide_get_channel (SaffronSlide *slide, int channel)
{
  return &g_array_index (slide->info.channels, SaffronChannel, channel);
}

gboolean
saffron_slide_get_pixel_size (SaffronSlide *slide, double *um_x, double *um_y)
{
  *um_x = slide->info.um_x;
  *um_y = slide->info.um_y;
  return slide->info.um_x > 0.0;
}

const char *const *
saffron_slide_get_notes (SaffronSlide *slide)
{
  return (const char *const *) slide->info.notes->pdata;
}

SaffronRaster *
saffron_slide_read (SaffronSlide *slide,
                    int level,
                    const SaffronRect *rect,
                    int channel,
                    GError **error)
{
  const SaffronLevel *size = NULL;
  SaffronStripSource source = { 0 };

  g_return_val_if_fail (SAFFRON_IS_SLIDE (slide), NULL);
  g_return_val_if_fail (
      level >= 0 && level < saffron_slide_get_n_levels (slide), NULL);
  size = saffron_slide_get_level (slide, level);
  g_return_val_if_fail (rect->x >= 0 && rect->y >= 0 && rect->width > 0
                            && rect->height > 0
                            && rect->x + rect->width <= size->width
                            && rect->y + rect->height <= size->height,
                        NULL);
  g_return_val_if_fail (channel < saffron_slide_get_n_channels (slide), NULL);
  g_return_val_if_fail (channel != SAFFRON_CHANNEL_RGB
                            || slide->info.kind == SAFFRON_SLIDE_BRIGHTFIELD,
                        NULL);

  saffron_slide_get_strip_source (slide, level, channel, &source);
  return source.ops->read (source.handle, source.info, level, rect, channel,
                           error);
}

void
saffron_slide_get_strip_source (SaffronSlide *slide,
                                int level,
                                int channel,
                                SaffronStripSource *source)
{
  source->ops = slide->ops;
  source->handle = slide->handle;
  if (level > 0 && slide->pyramid != NULL)
    {
      source->ops = &saffron_pyramid_ops;
      source->handle = slide->pyramid;
    }
  else if (level > 0 && slide->lazy != NULL)
    {
      source->ops = &saffron_lazy_pyramid_ops;
      source->handle = slide->lazy;
    }
  source->info = &slide->info;
  source->level = level;
  source->channel = channel;
}

int
saffron_slide_best_level (SaffronSlide *slide, double downsample)
{
  int best = 0;

  for (int i = 1; i < saffron_slide_get_n_levels (slide); i++)
    if (saffron_slide_get_level (slide, i)->downsample <= downsample * 1.01)
      best = i;
  return best;
}
