/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "register/micro-blocks.h"

#include <math.h>

#include "base/parallel.h"
#include "register/micro-tile.h"

void
saffron_micro_blocks_free (SaffronMicroBlocks *blocks)
{
  if (blocks == NULL)
    return;
  g_free (blocks->at);
  g_free (blocks);
}

typedef struct {
  const SaffronMicroPair *pair;
  const SaffronTransform *transform;
  SaffronMicroBlocks *blocks;
  int tiles_x;
  SaffronJob *job;
  GMutex lock;
  gint64 done, n_tiles;
  gint64 failed; /* the first tile that did */
  GError *error; /* its */
} Gather;

/* Keeps the error of the first tile in order, so that it is the same whatever
 * the threads do; @error is taken. */
static void
tile_done (Gather *g, gint64 index, GError *error)
{
  g_mutex_lock (&g->lock);
  saffron_job_set_fraction (g->job, (double) ++g->done / (double) g->n_tiles);
  if (error != NULL && (g->error == NULL || index < g->failed))
    {
      g_clear_error (&g->error);
      g->error = g_steal_pointer (&error);
      g->failed = index;
    }
  g_mutex_unlock (&g->lock);
  g_clear_error (&error);
}

static void
gather_tile (gint64 index, gpointer data)
{
  Gather *g = data;
  int side = SAFFRON_MICRO_TILE / SAFFRON_MICRO_BLOCK;
  int i = (int) (index % g->tiles_x) * side;
  int j = (int) (index / g->tiles_x) * side;
  SaffronMicroTile tile = {
    .pair = g->pair,
    .transform = g->transform,
    .x = i * SAFFRON_MICRO_BLOCK,
    .y = j * SAFFRON_MICRO_BLOCK,
    .n_x = MIN (side, g->blocks->n_x - i),
    .n_y = MIN (side, g->blocks->n_y - j),
    .blocks = g->blocks->at + (gsize) j * (gsize) g->blocks->n_x + i,
    .stride = (gsize) g->blocks->n_x,
  };
  GError *error = NULL;

  saffron_micro_tile (&tile, &error);
  tile_done (g, index, error);
}

SaffronMicroBlocks *
saffron_micro_blocks_new (const SaffronMicroPair *pair,
                          const SaffronTransform *transform,
                          SaffronJob *job,
                          GError **error)
{
  const SaffronMicroSource *reference = &pair->sources[0];
  g_autoptr (SaffronMicroBlocks) blocks = g_new0 (SaffronMicroBlocks, 1);
  Gather g = {
    .pair = pair, .transform = transform, .blocks = blocks, .job = job
  };
  int tiles_y;

  /* What is left over at the far borders, less than a block, has no say. */
  blocks->n_x = reference->width / SAFFRON_MICRO_BLOCK;
  blocks->n_y = reference->height / SAFFRON_MICRO_BLOCK;
  blocks->at =
      g_new0 (SaffronMicroBlock, (gsize) blocks->n_x * (gsize) blocks->n_y + 1);
  g.tiles_x = (reference->width + SAFFRON_MICRO_TILE - 1) / SAFFRON_MICRO_TILE;
  tiles_y = (reference->height + SAFFRON_MICRO_TILE - 1) / SAFFRON_MICRO_TILE;
  g.n_tiles = (gint64) g.tiles_x * tiles_y;
  g_mutex_init (&g.lock);
  saffron_parallel_for (job, g.n_tiles, gather_tile, &g);
  g_mutex_clear (&g.lock);
  if (g.error != NULL)
    {
      g_propagate_error (error, g.error);
      return NULL;
    }
  if (!saffron_job_check (job, error))
    return NULL;
  return g_steal_pointer (&blocks);
}
