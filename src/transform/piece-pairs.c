/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "transform/piece-pairs.h"

#include <math.h>
#include <stdlib.h>

#include "transform/transform-private.h"

typedef struct {
  int n_first, n_second;
  SaffronRefBox area;
  double cell;
  int n_x, n_y;
  guint16 *pairs; /* of each cell: first · n_second + second */
} Survey;

/* As fine as the finer of both maps, as far as a map may be. */
static double
choose_cell (const SaffronTransform *first,
             const SaffronTransform *second,
             const SaffronRefBox *area)
{
  double longest = MAX (area->x1 - area->x0, area->y1 - area->y0);
  double scale = sqrt (fabs (saffron_affine_determinant (&first->affine)));
  double cell = second->map->cell / scale;

  if (first->map != NULL)
    cell = MIN (cell, first->map->cell);
  return CLAMP (cell, longest / (SAFFRON_PIECE_MAP_MAX_SIDE - 1), longest);
}

static void
survey (Survey *s,
        const SaffronTransform *first,
        const SaffronTransform *second)
{
  s->n_first = saffron_transform_get_n_pieces (first);
  s->n_second = saffron_transform_get_n_pieces (second);
  s->area = (SaffronRefBox){ 0.0, 0.0, first->width, first->height };
  s->cell = choose_cell (first, second, &s->area);
  s->n_x = saffron_piece_map_count (s->area.x1, s->cell);
  s->n_y = saffron_piece_map_count (s->area.y1, s->cell);
  s->pairs = g_new (guint16, (gsize) s->n_x * (gsize) s->n_y);
  for (int j = 0; j < s->n_y; j++)
    for (int i = 0; i < s->n_x; i++)
      {
        SaffronRefPoint p = { (i + 0.5) * s->cell, (j + 0.5) * s->cell };
        SaffronMovPoint q = saffron_transform_pull (first, p);
        int a = saffron_transform_label_at (first, p);
        int b =
            saffron_transform_label_at (second, (SaffronRefPoint){ q.x, q.y });

        s->pairs[(gsize) j * (gsize) s->n_x + (gsize) i] =
            (guint16) (a * s->n_second + b);
      }
}

typedef struct {
  int pair;
  guint n;
} Count;

static int
by_size (const void *a, const void *b)
{
  const Count *p = a, *q = b;

  if (p->n != q->n)
    return p->n > q->n ? -1 : 1;
  return p->pair - q->pair;
}

static int
by_pair (const void *a, const void *b)
{
  return ((const Count *) a)->pair - ((const Count *) b)->pair;
}

/* Which pairs get a label: all that occur, or the largest; in their order. */
static int
choose_pairs (const Survey *s, Count **chosen)
{
  int n_pairs = s->n_first * s->n_second, n = 0;
  gsize n_cells = (gsize) s->n_x * (gsize) s->n_y;
  Count *counts = g_new (Count, n_pairs);

  for (int i = 0; i < n_pairs; i++)
    counts[i] = (Count){ i, 0 };
  for (gsize i = 0; i < n_cells; i++)
    counts[s->pairs[i]].n++;
  qsort (counts, n_pairs, sizeof (Count), by_size);
  while (n < n_pairs && n < SAFFRON_MAX_PIECES && counts[n].n > 0)
    n++;
  qsort (counts, n, sizeof (Count), by_pair);
  *chosen = counts;
  return n;
}

/* A cell whose pair has no label takes that of the cell before it. */
static SaffronPieceMap *
label_cells (const Survey *s, const Count *chosen, int n)
{
  gsize n_cells = (gsize) s->n_x * (gsize) s->n_y;
  g_autofree guint8 *labels = g_new (guint8, n_cells);
  g_autofree gint16 *label_of =
      g_new (gint16, (gsize) s->n_first * (gsize) s->n_second);
  guint8 last = 0;

  for (int i = 0; i < s->n_first * s->n_second; i++)
    label_of[i] = -1;
  for (int k = 0; k < n; k++)
    label_of[chosen[k].pair] = (gint16) k;
  for (gsize i = 0; i < n_cells; i++)
    {
      if (label_of[s->pairs[i]] >= 0)
        last = (guint8) label_of[s->pairs[i]];
      labels[i] = last;
    }
  return saffron_piece_map_new (&s->area, s->cell, n, labels);
}

/* @second has one piece, so @first's territories stay what they are. */
static SaffronPieceMap *
keep_first (const SaffronTransform *first, SaffronPiecePair **pairs)
{
  int n = first->map->n_pieces;

  *pairs = g_new (SaffronPiecePair, n);
  for (int k = 0; k < n; k++)
    (*pairs)[k] = (SaffronPiecePair){ k, 0 };
  return saffron_piece_map_ref (first->map);
}

SaffronPieceMap *
saffron_piece_pairs_new (const SaffronTransform *first,
                         const SaffronTransform *second,
                         SaffronPiecePair **pairs)
{
  Survey s = { 0 };
  g_autofree Count *chosen = NULL;
  SaffronPieceMap *map = NULL;
  int n;

  if (second == NULL || second->map == NULL)
    return keep_first (first, pairs);
  survey (&s, first, second);
  n = choose_pairs (&s, &chosen);
  map = label_cells (&s, chosen, n);
  *pairs = g_new (SaffronPiecePair, n);
  for (int k = 0; k < n; k++)
    (*pairs)[k] = (SaffronPiecePair){ chosen[k].pair / s.n_second,
                                      chosen[k].pair % s.n_second };
  g_free (s.pairs);
  return map;
}
