/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "slide/pyramid.h"

#include <errno.h>
#include <glib/gi18n.h>
#include <math.h>
#include <string.h>

#include "base/error.h"
#include "base/parallel.h"
#include "base/save-file.h"
#include "slide/strips.h"

/* Gathers rows of one level until they fill a row of tiles. */
typedef struct {
  SaffronRaster *band;
  gint64 width, height;
  gint64 y;
  int n_rows;
} Level;

typedef struct {
  SaffronPyramidHead head;
  SaffronSaveFile *file;
  int first_channel;
  Level *levels;
  SaffronJob *job;
} Builder;

/* Halves rows of @from, from @row on, into rows of @to, from @to_row on. */
typedef struct {
  const SaffronRaster *from;
  int row;
  SaffronRaster *to;
  int to_row;
} Halving;

#define HALVE(type, expression)                                                \
  G_STMT_START                                                                 \
  {                                                                            \
    const type *a = (const type *) upper, *b = (const type *) lower;           \
    type *o = (type *) out;                                                    \
    for (int x = 0; x < to->width; x++)                                        \
      {                                                                        \
        gsize l = (gsize) 2 * x * n;                                           \
        gsize r = 2 * x + 1 < from->width ? l + n : l;                         \
        for (int s = 0; s < n; s++, l++, r++)                                  \
          *o++ = (expression);                                                 \
      }                                                                        \
  }                                                                            \
  G_STMT_END

static float
finite_or_zero (float value)
{
  return isfinite (value) ? value : 0.0f;
}

static void
halve_row (gint64 index, gpointer data)
{
  Halving *halving = data;
  const SaffronRaster *from = halving->from;
  SaffronRaster *to = halving->to;
  int n = from->n_samples;
  int y = halving->row + 2 * (int) index;
  const guint8 *upper = from->data + from->stride * y;
  const guint8 *lower = y + 1 < from->height ? upper + from->stride : upper;
  guint8 *out = to->data + to->stride * (halving->to_row + index);

  if (from->type == SAFFRON_SAMPLE_U8)
    HALVE (guint8, (a[l] + a[r] + b[l] + b[r] + 2) >> 2);
  else if (from->type == SAFFRON_SAMPLE_U16)
    HALVE (guint16, (a[l] + a[r] + b[l] + b[r] + 2) >> 2);
  else
    HALVE (float, 0.25f
                      * ((finite_or_zero (a[l]) + finite_or_zero (a[r]))
                         + (finite_or_zero (b[l]) + finite_or_zero (b[r]))));
}

/* Not the slide's fault: @cause is about the cache. Returns FALSE. */
static gboolean
set_cache_error (const GError *cause, GError **error)
{
  g_set_error_literal (error, SAFFRON_ERROR, SAFFRON_ERROR_CACHE,
                       cause->message);
  return FALSE;
}

static gboolean
write_at (Builder *builder,
          const void *data,
          gsize size,
          guint64 offset,
          GError **error)
{
  g_autoptr (GError) local = NULL;

  return saffron_save_file_write_at (builder->file, data, size, offset, &local)
         || set_cache_error (local, error);
}

/* Writes the gathered rows as one row of tiles, each sample to the tiles of its
 * own channel. */
static gboolean
write_band (Builder *builder, int l, GError **error)
{
  const Level *level = &builder->levels[l];
  const SaffronRaster *band = level->band;
  gint64 side = builder->head.tile;
  gint64 n_across = (level->width + side - 1) / side;
  gsize size = saffron_sample_type_size (band->type);
  gsize step = size * band->n_samples;
  g_autofree guint8 *tile = g_malloc0 (side * side * size);

  for (int s = 0; s < band->n_samples; s++)
    for (gint64 i = 0; i < n_across; i++)
      {
        gint64 w = MIN (side, level->width - i * side);

        for (int y = 0; y < level->n_rows; y++)
          {
            const guint8 *from =
                band->data + band->stride * y + step * i * side + size * s;
            guint8 *to = tile + y * side * size;

            for (gint64 x = 0; x < w; x++, from += step, to += size)
              memcpy (to, from, size);
          }
        if (!write_at (builder, tile, side * side * size,
                       saffron_pyramid_offset (&builder->head, l,
                                               builder->first_channel + s,
                                               level->y / side * n_across + i),
                       error))
          return FALSE;
      }
  return TRUE;
}

/* Adds the next rows of level @l - 1 to level @l, and full rows of tiles to the
 * levels after it. @n_rows is even, except at the end of the level. */
static gboolean
push_rows (Builder *builder,
           int l,
           const SaffronRaster *rows,
           int n_rows,
           GError **error)
{
  Level *level = &builder->levels[l];
  int n_new = (n_rows + 1) / 2;

  for (int done = 0; done < n_new;)
    {
      int n = MIN (n_new - done, level->band->height - level->n_rows);
      SaffronRaster view = *rows;
      Halving halving = { &view, 2 * done, level->band, level->n_rows };

      view.height = n_rows;
      saffron_parallel_for (builder->job, n, halve_row, &halving);
      if (!saffron_job_check (builder->job, error))
        return FALSE;
      level->n_rows += n;
      done += n;
      if (level->n_rows < level->band->height
          && level->y + level->n_rows < level->height)
        continue;
      if (!write_band (builder, l, error)
          || (l < builder->head.n_levels
              && !push_rows (builder, l + 1, level->band, level->n_rows,
                             error)))
        return FALSE;
      level->y += level->n_rows;
      level->n_rows = 0;
    }
  return TRUE;
}

static gboolean
push_strip (const SaffronRaster *strip, gint64 y, gpointer data, GError **error)
{
  return push_rows (data, 1, strip, strip->height, error);
}

/* Reads the slide once, for one channel or for three that lie together. */
static gboolean
build_pass (Builder *builder, const SaffronStripSource *source, GError **error)
{
  int n = source->channel == SAFFRON_CHANNEL_RGB ? 3 : 1;
  int n_levels = builder->head.n_levels;
  gboolean ok = FALSE;

  builder->first_channel = MAX (source->channel, 0);
  builder->levels = g_new0 (Level, n_levels + 1);
  for (int l = 1; l <= n_levels; l++)
    {
      Level *level = &builder->levels[l];

      saffron_pyramid_level_size (&builder->head, l, &level->width,
                                  &level->height);
      level->band = saffron_raster_new (level->width, SAFFRON_PYRAMID_TILE, n,
                                        builder->head.type);
    }
  ok = saffron_strips_run (source, 2, push_strip, builder, builder->job, error);
  for (int l = 1; l <= n_levels; l++)
    saffron_raster_unref (builder->levels[l].band);
  g_clear_pointer (&builder->levels, g_free);
  return ok;
}

static gboolean
build_all (Builder *builder,
           const SaffronSlideOps *ops,
           gpointer handle,
           const SaffronSlideInfo *info,
           GError **error)
{
  int n = info->channels->len;
  /* Three channels of one type may lie together, so that one pass suffices. */
  int n_passes = n == 3 ? 1 : n;

  for (int pass = 0; pass < n_passes; pass++)
    {
      SaffronStripSource source = { ops,
                                    handle,
                                    info,
                                    0,
                                    n == 3 ? SAFFRON_CHANNEL_RGB : pass,
                                    pass / (double) n_passes,
                                    (pass + 1.0) / n_passes };

      if (!build_pass (builder, &source, error))
        return FALSE;
    }
  return write_at (builder, &builder->head, sizeof builder->head, 0, error);
}

/* The file in the cache, with room for the whole pyramid. */
static SaffronSaveFile *
open_target (const char *path,
             const char *target,
             const char *folder,
             guint64 size,
             GError **error)
{
  g_autoptr (SaffronSaveFile) file = NULL;
  g_autoptr (GError) local = NULL;

  if (size > SAFFRON_PYRAMID_CACHE_BYTES)
    {
      g_set_error (
          error, SAFFRON_ERROR, SAFFRON_ERROR_CACHE,
          _ ("%s: its pyramid would take %.1f GB, which is more than the "
             "cache may hold"),
          path, size / 1e9);
      return NULL;
    }
  if (g_mkdir_with_parents (folder, 0700) != 0)
    {
      g_set_error (error, SAFFRON_ERROR, SAFFRON_ERROR_CACHE,
                   _ ("%s: cannot be written to (%s)"), folder,
                   g_strerror (errno));
      return NULL;
    }
  file = saffron_save_file_new (target, TRUE, &local);
  if (file != NULL && saffron_save_file_need (file, (gint64) size, &local))
    return g_steal_pointer (&file);
  set_cache_error (local, error);
  return NULL;
}

gboolean
saffron_pyramid_build (const char *path,
                       const SaffronSlideOps *ops,
                       gpointer handle,
                       const SaffronSlideInfo *info,
                       SaffronJob *job,
                       GError **error)
{
  g_autofree char *target = saffron_pyramid_path (path, info->part);
  g_autofree char *folder = NULL;
  g_autoptr (SaffronSaveFile) file = NULL;
  g_autoptr (GError) local = NULL;
  Builder builder = { .job = job };
  guint64 size;

  if (target == NULL)
    {
      g_set_error (error, SAFFRON_ERROR, SAFFRON_ERROR_NOT_FOUND,
                   _ ("%s: does not exist any more"), path);
      return FALSE;
    }
  folder = g_path_get_dirname (target);
  saffron_pyramid_head_init (&builder.head, info);
  size =
      saffron_pyramid_offset (&builder.head, builder.head.n_levels + 1, 0, 0);
  file = open_target (path, target, folder, size, error);
  builder.file = file;
  if (file == NULL || !build_all (&builder, ops, handle, info, error))
    return FALSE;
  if (!saffron_save_file_commit (file, &local))
    return set_cache_error (local, error);
  saffron_pyramid_evict (folder, target, SAFFRON_PYRAMID_CACHE_BYTES);
  return TRUE;
}
