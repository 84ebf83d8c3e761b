/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "export/tile-order.h"

/* How many places a parent comes after its last child. It must not depend on
 * the machine, because the order decides where tiles lie in the file. */
#define PARENT_DELAY 16

typedef struct {
  SaffronTileNode node;
  gint64 key;
  gint64 old_index;
} Keyed;

typedef struct {
  gint64 width, height;
  int tile_size;
  GArray *keyed;
  gint64 n_first;
} Order;

gint64
saffron_level_size (gint64 size, int level)
{
  return (size + ((gint64) 1 << level) - 1) >> level;
}

gint64
saffron_tile_count (gint64 size, int tile_size, int level)
{
  return (saffron_level_size (size, level) + tile_size - 1) / tile_size;
}

/* Appends the tile after its children; returns its index, or -1 if there is no
 * such tile. */
static gint64
visit (Order *order, int level, gint64 tx, gint64 ty)
{
  Keyed keyed = { { level, tx, ty, 0, -1 }, 0, order->keyed->len };
  gint64 children[4];

  if (tx >= saffron_tile_count (order->width, order->tile_size, level)
      || ty >= saffron_tile_count (order->height, order->tile_size, level))
    return -1;

  if (level == 0)
    keyed.key = order->n_first++;
  else
    for (int i = 0; i < 4; i++)
      {
        gint64 child = visit (order, level - 1, tx * 2 + i % 2, ty * 2 + i / 2);

        if (child < 0)
          continue;
        children[keyed.node.n_children++] = child;
        keyed.key =
            MAX (keyed.key,
                 g_array_index (order->keyed, Keyed, child).key + PARENT_DELAY);
      }

  keyed.old_index = order->keyed->len;
  for (int i = 0; i < keyed.node.n_children; i++)
    g_array_index (order->keyed, Keyed, children[i]).node.parent =
        keyed.old_index;
  g_array_append_val (order->keyed, keyed);
  return keyed.old_index;
}

static int
compare (gconstpointer a, gconstpointer b)
{
  const Keyed *ka = a, *kb = b;

  if (ka->key != kb->key)
    return ka->key < kb->key ? -1 : 1;
  return ka->old_index < kb->old_index ? -1 : ka->old_index > kb->old_index;
}

GArray *
saffron_tile_order (gint64 width, gint64 height, int tile_size, int n_levels)
{
  g_autoptr (GArray) keyed = g_array_new (FALSE, FALSE, sizeof (Keyed));
  GArray *nodes = g_array_new (FALSE, FALSE, sizeof (SaffronTileNode));
  Order order = { width, height, tile_size, keyed, 0 };
  int top = n_levels - 1;
  gint64 n = MAX (saffron_tile_count (width, tile_size, top),
                  saffron_tile_count (height, tile_size, top));
  g_autofree gint64 *new_index = NULL;
  int bits = 0;

  /* Without a pyramid the top level has many tiles, which also follow the
   * curve. */
  while (((gint64) 1 << bits) < n)
    bits++;
  for (gint64 code = 0; code < (gint64) 1 << (2 * bits); code++)
    {
      gint64 tx = 0, ty = 0;

      for (int b = 0; b < bits; b++)
        {
          tx |= (code >> (2 * b) & 1) << b;
          ty |= (code >> (2 * b + 1) & 1) << b;
        }
      visit (&order, top, tx, ty);
    }

  g_array_sort (keyed, compare);
  new_index = g_new (gint64, keyed->len);
  for (guint i = 0; i < keyed->len; i++)
    new_index[g_array_index (keyed, Keyed, i).old_index] = i;
  for (guint i = 0; i < keyed->len; i++)
    {
      SaffronTileNode node = g_array_index (keyed, Keyed, i).node;

      if (node.parent >= 0)
        node.parent = new_index[node.parent];
      g_array_append_val (nodes, node);
    }
  return nodes;
}
