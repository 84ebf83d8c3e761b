/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "register/micro-blocks.h"

#include <math.h>
#include <string.h>

#include "base/parallel.h"
#include "register/micro-solve.h"
#include "register/micro-tile.h"

/* Blocks in a tile's row, and the least that a block says, Σ ω |g|², if it
 * knows its place to within a pixel. */
#define SIDE (SAFFRON_MICRO_TILE / SAFFRON_MICRO_BLOCK)
#define LEAST_SAID 1.0f

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
  const guint8 *tiles; /* (nullable): those that are asked for */
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

/* Tiles in a row, or rows of them. */
static int
n_tiles (int n_blocks)
{
  return (n_blocks + SIDE - 1) / SIDE;
}

static void
gather_tile (gint64 index, gpointer data)
{
  Gather *g = data;
  int tiles_x = n_tiles (g->blocks->n_x);
  int i = (int) (index % tiles_x) * SIDE, j = (int) (index / tiles_x) * SIDE;
  SaffronMicroTile tile = {
    .pair = g->pair,
    .transform = g->transform,
    .x = i * SAFFRON_MICRO_BLOCK,
    .y = j * SAFFRON_MICRO_BLOCK,
    .n_x = MIN (SIDE, g->blocks->n_x - i),
    .n_y = MIN (SIDE, g->blocks->n_y - j),
    .blocks = g->blocks->at + (gsize) j * (gsize) g->blocks->n_x + i,
    .stride = (gsize) g->blocks->n_x,
  };
  GError *error = NULL;

  if (g->tiles == NULL || g->tiles[index])
    {
      for (int y = 0; y < tile.n_y; y++)
        memset (tile.blocks + (gsize) y * tile.stride, 0,
                sizeof (SaffronMicroBlock) * (gsize) tile.n_x);
      saffron_micro_tile (&tile, &error);
    }
  tile_done (g, index, error);
}

gboolean
saffron_micro_blocks_again (SaffronMicroBlocks *blocks,
                            const SaffronMicroPair *pair,
                            const SaffronTransform *transform,
                            const guint8 *tiles,
                            SaffronJob *job,
                            GError **error)
{
  Gather g = { .pair = pair,
               .transform = transform,
               .blocks = blocks,
               .tiles = tiles,
               .job = job };

  g.n_tiles = (gint64) n_tiles (blocks->n_x) * n_tiles (blocks->n_y);
  g_mutex_init (&g.lock);
  saffron_parallel_for (job, g.n_tiles, gather_tile, &g);
  g_mutex_clear (&g.lock);
  if (g.error != NULL)
    {
      g_propagate_error (error, g.error);
      return FALSE;
    }
  return saffron_job_check (job, error);
}

SaffronMicroBlocks *
saffron_micro_blocks_new (const SaffronMicroPair *pair,
                          const SaffronTransform *transform,
                          SaffronJob *job,
                          GError **error)
{
  const SaffronMicroSource *reference = &pair->sources[0];
  g_autoptr (SaffronMicroBlocks) blocks = g_new0 (SaffronMicroBlocks, 1);

  /* What is left over at the far borders, less than a block, has no say. */
  blocks->n_x = reference->width / SAFFRON_MICRO_BLOCK;
  blocks->n_y = reference->height / SAFFRON_MICRO_BLOCK;
  blocks->at =
      g_new0 (SaffronMicroBlock, (gsize) blocks->n_x * (gsize) blocks->n_y + 1);
  if (!saffron_micro_blocks_again (blocks, pair, transform, NULL, job, error))
    return NULL;
  return g_steal_pointer (&blocks);
}

guint8 *
saffron_micro_blocks_move (SaffronMicroBlocks *blocks,
                           const SaffronField *change,
                           double still)
{
  int tiles_x = n_tiles (blocks->n_x);
  gsize n = (gsize) tiles_x * (gsize) n_tiles (blocks->n_y);
  g_autofree guint8 *tiles = g_new0 (guint8, n + 1);
  g_autofree float *u = g_new (float, 2 * (gsize) blocks->n_x + 1);
  float *v = u + blocks->n_x;
  SaffronMicroBlock *b = blocks->at;

  for (int j = 0; j < blocks->n_y; j++)
    {
      saffron_micro_at_blocks (change, blocks, j, u, v);
      for (int i = 0; i < blocks->n_x; i++, b++)
        {
          b->x -= b->xx * u[i] + b->xy * v[i];
          b->y -= b->xy * u[i] + b->yy * v[i];
          if (b->xx + b->yy >= LEAST_SAID
              && hypot ((double) u[i], (double) v[i]) >= still)
            tiles[j / SIDE * tiles_x + i / SIDE] = 1;
        }
    }
  return memchr (tiles, 1, n) != NULL ? g_steal_pointer (&tiles) : NULL;
}
