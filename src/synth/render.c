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

/* (transfer full): the pixels of one channel of a block, 2 or 3 bytes each. */
static void *
draw_block (const SaffronSynth *synth, const SaffronBlock *block, int channel)
{
  const SaffronSynthSlide *slide = &synth->slides[block->slide];

  if (slide->kind == SAFFRON_SYNTH_FLUORESCENCE)
    return saffron_fluorescence_new (
        block, saffron_marker_of_channel ((int) slide->cells.slide, channel,
                                          synth->options.n_channels));
  return saffron_brightfield_new (block, slide->kind == SAFFRON_SYNTH_HE);
}

/* Takes over what is torn off: each pixel shows the tissue in which it lies
 * deeper. On glass both are the same. */
static void
lay_piece (SaffronSynth *synth,
           const SaffronBlock *rest,
           int channel,
           gsize bytes,
           guint8 *pixels)
{
  g_autoptr (SaffronBlock) piece =
      get_block (synth, saffron_synth_piece_of (synth, rest->slide),
                 rest->x0 / SAFFRON_BLOCK_SIZE, rest->y0 / SAFFRON_BLOCK_SIZE);
  g_autofree guint8 *other = NULL;
  float here[SAFFRON_BLOCK_SIZE], there[SAFFRON_BLOCK_SIZE];

  if (piece->empty)
    return;
  other = draw_block (synth, piece, channel);
  for (int y = 0; y < rest->height; y++)
    {
      saffron_block_field_row (rest, SAFFRON_FIELD_DEPTH, y, here);
      saffron_block_field_row (piece, SAFFRON_FIELD_DEPTH, y, there);
      for (int x = 0; x < rest->width; x++)
        if (there[x] > here[x])
          {
            gsize k = ((gsize) y * rest->width + (gsize) x) * bytes;

            memcpy (pixels + k, other + k, bytes);
          }
    }
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
  g_autofree guint8 *pixels = draw_block (synth, block, channel);
  gsize bytes = synth->slides[slide].kind == SAFFRON_SYNTH_FLUORESCENCE ? 2 : 3;
  gint64 x0 = MAX (rect->x, block->x0);
  gint64 y0 = MAX (rect->y, block->y0);
  gint64 x1 = MIN (rect->x + rect->width, block->x0 + block->width);
  gint64 y1 = MIN (rect->y + rect->height, block->y0 + block->height);

  if (slide > 0 && saffron_synth_is_torn (synth))
    lay_piece (synth, block, channel, bytes, pixels);
  for (gint64 y = y0; y < y1; y++)
    memcpy (out->data + (gsize) (y - rect->y) * out->stride
                + (gsize) (x0 - rect->x) * bytes,
            pixels
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
