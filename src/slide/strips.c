/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "slide/strips.h"

#include <string.h>

#include "base/parallel.h"

/* Rows of a strip, unless the file's tiles or the memory call for another
 * number. */
#define ROWS 256
/* The most bytes that a strip may take. A row of tiles that fits is decoded at
 * once. */
#define STRIP_BYTES ((gint64) 64 << 20)
/* About how many pixels one thread decodes at a time. */
#define UNIT_WIDTH 512
#define UNIT_HEIGHT 32

/* One strip, cut into units that several threads decode. */
typedef struct {
  const SaffronStripSource *source;
  SaffronRaster *strip;
  gint64 y;
  int unit_width, unit_height, n_across;
  GMutex lock;
  GError *error;
} Decode;

static void
decode_unit (gint64 index, gpointer data)
{
  Decode *decode = data;
  const SaffronStripSource *source = decode->source;
  SaffronRaster *strip = decode->strip;
  gint64 x = index % decode->n_across * decode->unit_width;
  gint64 y = index / decode->n_across * decode->unit_height;
  SaffronRect rect = { x, decode->y + y,
                       MIN (decode->unit_width, strip->width - x),
                       MIN (decode->unit_height, strip->height - y) };
  gsize pixel = strip->stride / strip->width;
  g_autoptr (SaffronRaster) part = NULL;
  g_autoptr (GError) error = NULL;

  part = source->ops->read (source->handle, source->info, source->level, &rect,
                            source->channel, &error);
  if (part == NULL)
    {
      g_mutex_lock (&decode->lock);
      if (decode->error == NULL)
        decode->error = g_steal_pointer (&error);
      g_mutex_unlock (&decode->lock);
      return;
    }
  for (int row = 0; row < part->height; row++)
    memcpy (strip->data + strip->stride * (y + row) + pixel * x,
            part->data + part->stride * row, pixel * part->width);
}

static gint64
choose_rows (const SaffronLevel *level, gsize pixel, int multiple)
{
  gint64 tile = MIN (level->tile_height, level->height);
  gint64 step = MAX (multiple, 1);
  gint64 rows = tile * MAX (ROWS / tile, 1);
  gint64 most = MAX (STRIP_BYTES / (gint64) (pixel * level->width), 1);

  rows = (rows + step - 1) / step * step;
  if (rows > most)
    rows = MAX (most / step * step, step);
  return MIN (rows, level->height);
}

static void
choose_units (Decode *decode, const SaffronLevel *level, gint64 rows)
{
  gint64 tile_w = MIN (level->tile_width, level->width);
  gint64 tile_h = MIN (level->tile_height, rows);

  decode->unit_width =
      MIN (level->width, tile_w * MAX (UNIT_WIDTH / tile_w, 1));
  decode->unit_height = rows;
  if (decode->unit_width > level->width / 2)
    {
      decode->unit_width = level->width;
      decode->unit_height = MIN (rows, tile_h * MAX (UNIT_HEIGHT / tile_h, 1));
    }
  decode->n_across =
      (level->width + decode->unit_width - 1) / decode->unit_width;
}

gboolean
saffron_strips_run (const SaffronStripSource *source,
                    int multiple,
                    SaffronStripFunc func,
                    gpointer data,
                    SaffronJob *job,
                    GError **error)
{
  const SaffronLevel *level =
      &g_array_index (source->info->levels, SaffronLevel, source->level);
  SaffronSampleType type =
      g_array_index (source->info->channels, SaffronChannel,
                     MAX (source->channel, 0))
          .type;
  int n = source->channel == SAFFRON_CHANNEL_RGB ? 3 : 1;
  gint64 rows =
      choose_rows (level, n * saffron_sample_type_size (type), multiple);
  double to = source->to > source->from ? source->to : 1.0;
  Decode decode = { source };
  gboolean ok = TRUE;

  choose_units (&decode, level, rows);
  g_mutex_init (&decode.lock);
  for (gint64 y = 0; ok && y < level->height; y += rows)
    {
      gint64 height = MIN (rows, level->height - y);
      gint64 n_down = (height + decode.unit_height - 1) / decode.unit_height;
      g_autoptr (SaffronRaster) strip = NULL;

      strip = saffron_raster_new (level->width, height, n, type);
      decode.strip = strip;
      decode.y = y;
      saffron_parallel_for (job, decode.n_across * n_down, decode_unit,
                            &decode);
      if (decode.error != NULL)
        {
          g_propagate_error (error, g_steal_pointer (&decode.error));
          ok = FALSE;
        }
      ok = ok && saffron_job_check (job, error) && func (strip, y, data, error);
      saffron_job_set_fraction (
          job,
          source->from + (to - source->from) * (y + height) / level->height);
    }
  g_mutex_clear (&decode.lock);
  return ok;
}
