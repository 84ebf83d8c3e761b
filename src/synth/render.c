/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "synth/brightfield.h"
#include "synth/fluorescence.h"
#include "synth/synth-private.h"

/* Blocks that are kept for the next channel: more than the threads that usually
 * work on one file. */
#define KEEP 12

static SaffronBlock *
cached_block (SaffronSynth *synth, int slide, gint64 i, gint64 j)
{
  SaffronBlock *found = NULL;

  g_mutex_lock (&synth->mutex);
  for (GList *l = synth->blocks.head; l != NULL && found == NULL; l = l->next)
    {
      SaffronBlock *block = l->data;

      if (block->slide == slide && block->x0 == i * SAFFRON_BLOCK_SIZE
          && block->y0 == j * SAFFRON_BLOCK_SIZE)
        {
          found = saffron_block_ref (block);
          g_queue_unlink (&synth->blocks, l);
          g_queue_push_head_link (&synth->blocks, l);
        }
    }
  g_mutex_unlock (&synth->mutex);
  return found;
}

static SaffronBlock *
get_block (SaffronSynth *synth, int slide, gint64 i, gint64 j)
{
  SaffronBlock *block = cached_block (synth, slide, i, j);

  if (block != NULL)
    return block;
  /* Two threads may make the same block at once; the results are equal. */
  block = saffron_block_new (synth, slide, i, j);
  g_mutex_lock (&synth->mutex);
  g_queue_push_head (&synth->blocks, saffron_block_ref (block));
  while (synth->blocks.length > KEEP)
    saffron_block_unref (g_queue_pop_tail (&synth->blocks));
  g_mutex_unlock (&synth->mutex);
  return block;
}

static void
render_block (SaffronSynth *synth,
              int slide,
              int channel,
              const SaffronRect *rect,
              gint64 i,
              gint64 j,
              SaffronRaster *out)
{
  g_autoptr (SaffronBlock) block = get_block (synth, slide, i, j);
  SaffronSynthKind kind = synth->slides[slide].kind;
  g_autofree void *pixels = NULL;
  gsize bytes = 2;
  gint64 x0 = MAX (rect->x, block->x0);
  gint64 y0 = MAX (rect->y, block->y0);
  gint64 x1 = MIN (rect->x + rect->width, block->x0 + block->width);
  gint64 y1 = MIN (rect->y + rect->height, block->y0 + block->height);

  if (kind == SAFFRON_SYNTH_FLUORESCENCE)
    {
      const SaffronMarker *marker =
          saffron_marker_of_channel (slide, channel, synth->options.n_channels);

      pixels = saffron_fluorescence_new (block, marker);
    }
  else
    {
      pixels = saffron_brightfield_new (block, kind == SAFFRON_SYNTH_HE);
      bytes = 3;
    }
  for (gint64 y = y0; y < y1; y++)
    memcpy (out->data + (gsize) (y - rect->y) * out->stride
                + (gsize) (x0 - rect->x) * bytes,
            (guint8 *) pixels
                + ((gsize) (y - block->y0) * block->width
                   + (gsize) (x0 - block->x0))
                      * bytes,
            (gsize) (x1 - x0) * bytes);
}

void
saffron_synth_render (const SaffronSynth *synth,
                      int slide,
                      int channel,
                      const SaffronRect *rect,
                      SaffronRaster *out)
{
  gint64 i0 = rect->x / SAFFRON_BLOCK_SIZE;
  gint64 j0 = rect->y / SAFFRON_BLOCK_SIZE;
  gint64 i1 = (rect->x + rect->width - 1) / SAFFRON_BLOCK_SIZE;
  gint64 j1 = (rect->y + rect->height - 1) / SAFFRON_BLOCK_SIZE;

  g_return_if_fail (slide >= 0 && slide < synth->options.n_slides);
  g_return_if_fail (rect->x >= 0 && rect->y >= 0);
  g_return_if_fail (rect->x + rect->width <= synth->slides[slide].width);
  g_return_if_fail (rect->y + rect->height <= synth->slides[slide].height);

  for (gint64 j = j0; j <= j1; j++)
    for (gint64 i = i0; i <= i1; i++)
      /* The cast is safe: only the cache changes, under its lock. */
      render_block ((SaffronSynth *) synth, slide, channel, rect, i, j, out);
}
