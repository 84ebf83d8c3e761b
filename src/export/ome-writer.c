/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "export/ome-writer.h"

#include <glib/gi18n.h>
#include <inttypes.h>
#include <string.h>

#include "base/error.h"
#include "base/parallel.h"
#include "export/ome-xml.h"
#include "export/ome-dirs.h"
#include "export/tile-halve.h"
#include "export/tile-order.h"

/* The number of channels that go through the pyramid together by default. */
#define GROUP_SIZE 8

/* A tile on its way through the pipeline. */
typedef struct {
  guint8 *pixels; /* of a parent: a tile per channel of the group */
  int n_missing;  /* children not yet added to @pixels */
  GByteArray **encoded;
  gboolean done;
} Slot;

typedef struct {
  const SaffronOmeSpec *spec;
  SaffronTileCodec codec;
  SaffronRegionFunc func;
  gpointer data;
  SaffronJob *job;
  SaffronSaveFile *file;
  int n_pages; /* the number of main pages */
  int n_levels;
  SaffronOmeDir *dirs; /* [page * n_levels + level] */
  GArray *nodes;
  gsize tile_bytes;
  gint64 window;

  /* The group of channels being written. */
  int first_page, n_group;
  Slot *slots;

  GMutex lock; /* guards the members below, and n_missing, encoded and done of
                  slots */
  GCond moved;
  gint64 n_committed; /* tiles whose bytes are in the file */
  gboolean draining;
  guint64 end;
  GError *error;
} Writer;

int
saffron_ome_n_levels (gint64 width, gint64 height, int tile_size)
{
  int n_levels = 1;

  while (saffron_level_size (MAX (width, height), n_levels - 1) > tile_size)
    n_levels++;
  return n_levels;
}

static void
writer_fail (Writer *writer, GError *error)
{
  g_mutex_lock (&writer->lock);
  if (writer->error == NULL)
    writer->error = error;
  else
    g_error_free (error);
  g_cond_broadcast (&writer->moved);
  g_mutex_unlock (&writer->lock);
}

static gboolean
writer_stopped (Writer *writer)
{
  gboolean failed;

  g_mutex_lock (&writer->lock);
  failed = writer->error != NULL;
  g_mutex_unlock (&writer->lock);
  return failed || saffron_job_is_cancelled (writer->job);
}

static SaffronRect
node_rect (Writer *writer, const SaffronTileNode *node)
{
  gint64 size = writer->codec.tile_size;
  gint64 width = saffron_level_size (writer->spec->width, node->level);
  gint64 height = saffron_level_size (writer->spec->height, node->level);
  SaffronRect rect = { node->tx * size, node->ty * size, size, size };

  rect.width = MIN (size, width - rect.x);
  rect.height = MIN (size, height - rect.y);
  return rect;
}

static gboolean
ask (Writer *writer,
     int channel,
     const SaffronRect *rect,
     guint8 *tile,
     GError **error)
{
  const SaffronTileCodec *codec = &writer->codec;
  SaffronRaster out = { .width = rect->width,
                        .height = rect->height,
                        .n_samples = codec->n_samples,
                        .type = codec->type,
                        .stride = (gsize) codec->tile_size * codec->n_samples
                                  * saffron_sample_type_size (codec->type),
                        .data = tile };

  return writer->func (writer->spec->rgb ? -1 : channel, rect, &out,
                       writer->data, error);
}

/* Waits until the tile is near those being written, so that few are held in
 * memory, and until its children are added. The first tile that is not in the
 * file yet never has to wait, so there is always progress. */
static gboolean
wait_for_turn (Writer *writer, gint64 index)
{
  Slot *slot = &writer->slots[index];
  gboolean go;

  g_mutex_lock (&writer->lock);
  while (
      writer->error == NULL
      && (index >= writer->n_committed + writer->window || slot->n_missing > 0)
      && !saffron_job_is_cancelled (writer->job))
    g_cond_wait_until (&writer->moved, &writer->lock,
                       g_get_monotonic_time () + 100 * G_TIME_SPAN_MILLISECOND);
  go = writer->error == NULL && !saffron_job_is_cancelled (writer->job);
  g_mutex_unlock (&writer->lock);
  return go;
}

/* The parent's tile of one channel, into which this tile is averaged; NULL
 * without a parent. */
static guint8 *
parent_tile (Writer *writer, const SaffronTileNode *node, int i)
{
  Slot *parent = NULL;

  if (node->parent < 0)
    return NULL;
  parent = &writer->slots[node->parent];
  g_mutex_lock (&writer->lock);
  if (parent->pixels == NULL)
    parent->pixels = g_malloc0 (writer->tile_bytes * writer->n_group);
  g_mutex_unlock (&writer->lock);
  return parent->pixels + writer->tile_bytes * i;
}

/* Makes one channel of one tile: its pixels, its compressed bytes, and its
 * quarter of the parent. */
static gboolean
make_tile (Writer *writer, gint64 index, int i, guint8 *scratch, GError **error)
{
  const SaffronTileNode *node =
      &g_array_index (writer->nodes, SaffronTileNode, index);
  Slot *slot = &writer->slots[index];
  SaffronRect rect = node_rect (writer, node);
  guint8 *tile = scratch;
  guint8 *parent = NULL;

  if (!saffron_job_check (writer->job, error))
    return FALSE;
  if (node->level > 0)
    tile = slot->pixels + writer->tile_bytes * i;
  else if (!ask (writer, writer->first_page + i, &rect, tile, error))
    return FALSE;
  saffron_tile_pad (&writer->codec, tile, rect.width, rect.height);
  parent = parent_tile (writer, node, i);
  if (parent != NULL)
    saffron_tile_halve (&writer->codec, tile, parent, node->tx % 2,
                        node->ty % 2);
  slot->encoded[i] = saffron_tile_encode (&writer->codec, tile, error);
  return slot->encoded[i] != NULL;
}

static gboolean
commit_slot (Writer *writer, gint64 index, GError **error)
{
  const SaffronTileNode *node =
      &g_array_index (writer->nodes, SaffronTileNode, index);
  gint64 n_x = saffron_tile_count (writer->spec->width, writer->codec.tile_size,
                                   node->level);
  gint64 tile = node->ty * n_x + node->tx;

  for (int i = 0; i < writer->n_group; i++)
    {
      GByteArray *bytes = writer->slots[index].encoded[i];
      SaffronOmeDir *dir =
          &writer->dirs[(writer->first_page + i) * writer->n_levels
                        + node->level];

      if (!saffron_save_file_append (writer->file, bytes->data, bytes->len,
                                     error))
        return FALSE;
      dir->offsets[tile] = writer->end;
      dir->counts[tile] = bytes->len;
      writer->end += bytes->len;
    }
  return TRUE;
}

static void
slot_clear_encoded (Writer *writer, Slot *slot)
{
  if (slot->encoded != NULL)
    for (int i = 0; i < writer->n_group; i++)
      g_clear_pointer (&slot->encoded[i], g_byte_array_unref);
  g_clear_pointer (&slot->encoded, g_free);
}

/* Writes complete tiles in order. One thread at a time does so; the others go
 * on encoding. */
static void
drain (Writer *writer)
{
  g_mutex_lock (&writer->lock);
  if (!writer->draining)
    {
      writer->draining = TRUE;
      while (writer->error == NULL && writer->n_committed < writer->nodes->len
             && writer->slots[writer->n_committed].done)
        {
          gint64 index = writer->n_committed;
          g_autoptr (GError) error = NULL;
          gboolean written;

          g_mutex_unlock (&writer->lock);
          written = commit_slot (writer, index, &error);
          slot_clear_encoded (writer, &writer->slots[index]);
          g_mutex_lock (&writer->lock);
          if (!written && writer->error == NULL)
            writer->error = g_steal_pointer (&error);
          writer->n_committed++;
          g_cond_broadcast (&writer->moved);
        }
      writer->draining = FALSE;
    }
  g_mutex_unlock (&writer->lock);
}

static void
work (gint64 index, gpointer data)
{
  Writer *writer = data;
  const SaffronTileNode *node =
      &g_array_index (writer->nodes, SaffronTileNode, index);
  Slot *slot = &writer->slots[index];
  g_autofree guint8 *scratch = NULL;

  if (!wait_for_turn (writer, index))
    return;
  if (node->level == 0)
    scratch = g_malloc (writer->tile_bytes);
  slot->encoded = g_new0 (GByteArray *, writer->n_group);
  for (int i = 0; i < writer->n_group; i++)
    {
      GError *error = NULL;

      if (writer_stopped (writer))
        return;
      if (!make_tile (writer, index, i, scratch, &error))
        {
          writer_fail (writer, error);
          return;
        }
    }
  g_clear_pointer (&slot->pixels, g_free);

  g_mutex_lock (&writer->lock);
  slot->done = TRUE;
  if (node->parent >= 0)
    writer->slots[node->parent].n_missing--;
  g_cond_broadcast (&writer->moved);
  g_mutex_unlock (&writer->lock);
  drain (writer);
  saffron_job_set_fraction (
      writer->job, (writer->first_page
                    + writer->n_group * (index + 1.0) / writer->nodes->len)
                       / writer->n_pages);
}

/* Writes all tiles of all levels of a group of channels. */
static gboolean
write_group (Writer *writer, int first, int n, GError **error)
{
  writer->first_page = first;
  writer->n_group = n;
  writer->n_committed = 0;
  writer->slots = g_new0 (Slot, writer->nodes->len);
  for (guint i = 0; i < writer->nodes->len; i++)
    writer->slots[i].n_missing =
        g_array_index (writer->nodes, SaffronTileNode, i).n_children;

  saffron_parallel_for (writer->job, writer->nodes->len, work, writer);

  for (guint i = 0; i < writer->nodes->len; i++)
    {
      slot_clear_encoded (writer, &writer->slots[i]);
      g_free (writer->slots[i].pixels);
    }
  g_clear_pointer (&writer->slots, g_free);
  if (!saffron_job_check (writer->job, error))
    return FALSE;
  if (writer->error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&writer->error));
      return FALSE;
    }
  return TRUE;
}

static void
init_dirs (Writer *writer)
{
  const SaffronOmeSpec *spec = writer->spec;

  writer->dirs = g_new0 (SaffronOmeDir, writer->n_pages * writer->n_levels);
  for (int i = 0; i < writer->n_pages * writer->n_levels; i++)
    {
      SaffronOmeDir *dir = &writer->dirs[i];
      int level = i % writer->n_levels;

      dir->width = saffron_level_size (spec->width, level);
      dir->height = saffron_level_size (spec->height, level);
      dir->reduced = level > 0;
      dir->um_x = spec->um_x * (1 << level);
      dir->um_y = spec->um_y * (1 << level);
      dir->n_tiles =
          saffron_tile_count (spec->width, spec->tile_size, level)
          * saffron_tile_count (spec->height, spec->tile_size, level);
      dir->offsets = g_new0 (guint64, dir->n_tiles);
      dir->counts = g_new0 (guint32, dir->n_tiles);
    }
}

static gboolean
write_dirs (Writer *writer, GError **error)
{
  int n_dirs = writer->n_pages * writer->n_levels;
  g_autofree SaffronOmeDir *dirs = g_new (SaffronOmeDir, n_dirs);
  g_autofree char *xml = saffron_ome_xml (writer->spec);

  for (int level = 0; level < writer->n_levels; level++)
    for (int page = 0; page < writer->n_pages; page++)
      {
        gboolean nested = writer->spec->layout == SAFFRON_OME_SUBIFD;
        SaffronOmeDir *dir = &dirs[nested ? page * writer->n_levels + level
                                          : level * writer->n_pages + page];

        *dir = writer->dirs[page * writer->n_levels + level];
        dir->n_subs = nested && level == 0 ? writer->n_levels - 1 : 0;
      }
  dirs[0].description = xml;
  return saffron_ome_write_dirs (writer->file, dirs, n_dirs, &writer->codec,
                                 writer->end, writer->spec->big, error);
}

static gboolean
write_all (Writer *writer, GError **error)
{
  static const guint8 head[SAFFRON_OME_HEAD_SIZE] = { 0 };
  int group = writer->spec->group > 0 ? writer->spec->group : GROUP_SIZE;

  if (!saffron_save_file_append (writer->file, head, sizeof head, error))
    return FALSE;
  writer->end = sizeof head;
  for (int page = 0; page < writer->n_pages; page += group)
    if (!write_group (writer, page, MIN (group, writer->n_pages - page), error))
      return FALSE;
  return write_dirs (writer, error) && saffron_job_check (writer->job, error);
}

/* Estimates the file's size from how well such pictures usually compress. */
static gint64
estimate_size (const SaffronOmeSpec *spec)
{
  static const double shares[] = { 1.0, 0.7, 0.6, 0.6, 0.2, 0.2 };
  double pixels = (double) spec->width * spec->height
                  * (spec->layout == SAFFRON_OME_FLAT ? 1.0 : 1.34);

  return (gint64) (pixels * spec->n_channels
                       * saffron_sample_type_size (spec->type)
                       * shares[spec->compression]
                   + 1024 * 1024);
}

static gboolean
check_spec (const char *path,
            const SaffronOmeSpec *spec,
            const SaffronTileCodec *codec,
            GError **error)
{
  if (spec->width < 1 || spec->height < 1 || spec->width > G_MAXINT32
      || spec->height > G_MAXINT32 || spec->n_channels < 1
      || (spec->rgb && spec->n_channels != 3) || codec->tile_size < 16
      || codec->tile_size > 8192 || codec->tile_size % 16 != 0)
    {
      g_set_error (error, SAFFRON_ERROR, SAFFRON_ERROR_ARGUMENT,
                   _ ("%s: %" PRId64 " × %" PRId64 " pixels cannot be written "
                      "so (channels: %d, side of a tile: %d)"),
                   path, spec->width, spec->height, spec->n_channels,
                   codec->tile_size);
      return FALSE;
    }
  if (!saffron_tile_codec_check (codec, error))
    {
      g_prefix_error (error, "%s: ", path);
      return FALSE;
    }
  return TRUE;
}

gboolean
saffron_ome_write (const char *path,
                   const SaffronOmeSpec *spec,
                   SaffronRegionFunc func,
                   gpointer data,
                   SaffronJob *job,
                   GError **error)
{
  g_autoptr (SaffronSaveFile) file =
      saffron_save_file_new (path, spec->overwrite, error);

  return file != NULL
         && saffron_ome_write_file (file, spec, func, data, job, error)
         && saffron_save_file_commit (file, error);
}

gboolean
saffron_ome_write_file (SaffronSaveFile *file,
                        const SaffronOmeSpec *spec,
                        SaffronRegionFunc func,
                        gpointer data,
                        SaffronJob *job,
                        GError **error)
{
  SaffronOmeSpec filled = *spec;
  Writer writer = { .spec = &filled, .func = func, .data = data, .job = job };
  gboolean done = FALSE;

  if (filled.tile_size == 0)
    filled.tile_size = 512;
  writer.codec = (SaffronTileCodec){
    .type = spec->type,
    .n_samples = spec->rgb ? 3 : 1,
    .tile_size = filled.tile_size,
    .compression = spec->compression,
    .quality = spec->quality,
    .predictor = spec->predictor,
    .labels = spec->labels,
  };
  if (!check_spec (saffron_save_file_get_path (file), &filled, &writer.codec,
                   error)
      || !saffron_save_file_need (file, estimate_size (&filled), error))
    return FALSE;

  writer.file = file;
  writer.n_pages = spec->rgb ? 1 : spec->n_channels;
  writer.n_levels = 1;
  if (spec->layout != SAFFRON_OME_FLAT)
    writer.n_levels =
        saffron_ome_n_levels (spec->width, spec->height, filled.tile_size);
  writer.tile_bytes = (gsize) filled.tile_size * filled.tile_size
                      * writer.codec.n_samples
                      * saffron_sample_type_size (spec->type);
  writer.window = 2 * saffron_job_get_threads (job) + 4;
  writer.nodes = saffron_tile_order (spec->width, spec->height,
                                     filled.tile_size, writer.n_levels);
  g_mutex_init (&writer.lock);
  g_cond_init (&writer.moved);
  init_dirs (&writer);

  done = write_all (&writer, error);

  for (int i = 0; i < writer.n_pages * writer.n_levels; i++)
    {
      g_free (writer.dirs[i].offsets);
      g_free (writer.dirs[i].counts);
    }
  g_free (writer.dirs);
  g_array_unref (writer.nodes);
  g_cond_clear (&writer.moved);
  g_mutex_clear (&writer.lock);
  return done;
}
