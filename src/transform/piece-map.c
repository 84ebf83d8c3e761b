/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "transform/piece-map.h"

#include <math.h>
#include <string.h>

int
saffron_piece_map_count (double length, double cell)
{
  double n = ceil (length / cell);

  /* Written so that NaN gives 0. */
  return n >= 1.0 && n <= SAFFRON_PIECE_MAP_MAX_SIDE ? (int) n : 0;
}

static void
find_boxes (SaffronPieceMap *map)
{
  for (int k = 0; k < map->n_pieces; k++)
    map->boxes[k] =
        (SaffronRefBox){ G_MAXDOUBLE, G_MAXDOUBLE, -G_MAXDOUBLE, -G_MAXDOUBLE };
  for (int j = 0; j < map->n_y; j++)
    {
      const guint8 *row = saffron_piece_map_labels (map, j);

      for (int i = 0; i < map->n_x; i++)
        {
          SaffronRefBox *box = &map->boxes[row[i]];

          map->n_cells[row[i]]++;
          box->x0 = MIN (box->x0, i);
          box->y0 = MIN (box->y0, j);
          box->x1 = MAX (box->x1, i + 1);
          box->y1 = MAX (box->y1, j + 1);
        }
    }
  for (int k = 0; k < map->n_pieces; k++)
    {
      SaffronRefBox *box = &map->boxes[k];

      if (map->n_cells[k] == 0)
        continue;
      box->x0 = map->area.x0 + box->x0 * map->cell;
      box->y0 = map->area.y0 + box->y0 * map->cell;
      box->x1 = MIN (map->area.x0 + box->x1 * map->cell, map->area.x1);
      box->y1 = MIN (map->area.y0 + box->y1 * map->cell, map->area.y1);
    }
}

SaffronPieceMap *
saffron_piece_map_new (const SaffronRefBox *area,
                       double cell,
                       int n_pieces,
                       const guint8 *labels)
{
  SaffronPieceMap *map = NULL;
  int n_x = saffron_piece_map_count (area->x1 - area->x0, cell);
  int n_y = saffron_piece_map_count (area->y1 - area->y0, cell);
  gsize n = (gsize) n_x * (gsize) n_y;

  g_return_val_if_fail (n > 0, NULL);
  g_return_val_if_fail (n_pieces >= 1 && n_pieces <= SAFFRON_MAX_PIECES, NULL);
  for (gsize i = 0; i < n; i++)
    g_return_val_if_fail (labels[i] < n_pieces, NULL);

  map = g_new0 (SaffronPieceMap, 1);
  g_atomic_ref_count_init (&map->ref_count);
  map->area = *area;
  map->cell = cell;
  map->n_x = n_x;
  map->n_y = n_y;
  map->n_pieces = n_pieces;
  map->labels = g_memdup2 (labels, n);
  map->n_cells = g_new0 (guint, n_pieces);
  map->boxes = g_new (SaffronRefBox, n_pieces);
  find_boxes (map);
  return map;
}

SaffronPieceMap *
saffron_piece_map_ref (SaffronPieceMap *map)
{
  g_atomic_ref_count_inc (&map->ref_count);
  return map;
}

void
saffron_piece_map_unref (SaffronPieceMap *map)
{
  if (map == NULL || !g_atomic_ref_count_dec (&map->ref_count))
    return;
  g_free (map->labels);
  g_free (map->n_cells);
  g_free (map->boxes);
  g_free (map);
}

SaffronPieceMap *
saffron_piece_map_shift (const SaffronPieceMap *map, double x, double y)
{
  SaffronRefBox area = { map->area.x0 + x, map->area.y0 + y, map->area.x1 + x,
                         map->area.y1 + y };
  g_autofree guint8 *labels = NULL;
  int n_x = 0, n_y = 0;

  /* Rounding must not take the last column away or give one more. */
  n_x = saffron_piece_map_count (area.x1 - area.x0, map->cell);
  n_y = saffron_piece_map_count (area.y1 - area.y0, map->cell);
  if (n_x != map->n_x)
    area.x1 = area.x0 + (map->n_x - 0.5) * map->cell;
  if (n_y != map->n_y)
    area.y1 = area.y0 + (map->n_y - 0.5) * map->cell;
  return saffron_piece_map_new (&area, map->cell, map->n_pieces, map->labels);
}

gboolean
saffron_piece_map_equal (const SaffronPieceMap *a, const SaffronPieceMap *b)
{
  if (a == NULL || b == NULL)
    return a == b;
  return memcmp (&a->area, &b->area, sizeof a->area) == 0
         && memcmp (&a->cell, &b->cell, sizeof a->cell) == 0
         && a->n_pieces == b->n_pieces
         && memcmp (a->labels, b->labels, (gsize) a->n_x * (gsize) a->n_y) == 0;
}

gboolean
saffron_piece_map_touches (const SaffronPieceMap *map,
                           int label,
                           const SaffronRefBox *box)
{
  int i0 = saffron_piece_map_column (map, box->x0);
  int i1 = saffron_piece_map_column (map, box->x1);
  int j0 = saffron_piece_map_row (map, box->y0);
  int j1 = saffron_piece_map_row (map, box->y1);

  for (int j = j0; j <= j1; j++)
    if (memchr (saffron_piece_map_labels (map, j) + i0, label,
                (gsize) (i1 - i0 + 1))
        != NULL)
      return TRUE;
  return FALSE;
}

gboolean
saffron_piece_map_lies_on (const SaffronPieceMap *map,
                           double width,
                           double height)
{
  const SaffronRefBox *area = &map->area;
  double rounding = 1e-6 * MAX (width, height);

  return area->x0 >= -rounding && area->y0 >= -rounding
         && area->x1 <= width + rounding && area->y1 <= height + rounding;
}

/* What of 0 … @length belongs to the cell @i of @n that begin at @origin. The
 * first and the last have what lies outside, too. */
static double
extent (double origin, double cell, int n, int i, double length)
{
  double from = i > 0 ? CLAMP (origin + i * cell, 0.0, length) : 0.0;
  double to = length;

  if (i < n - 1)
    to = CLAMP (origin + (i + 1) * cell, 0.0, length);
  return to - from;
}

double
saffron_piece_map_share (const SaffronPieceMap *map,
                         int label,
                         double width,
                         double height)
{
  double area = 0.0;

  for (int j = 0; j < map->n_y; j++)
    {
      const guint8 *row = saffron_piece_map_labels (map, j);
      double length = 0.0;

      for (int i = 0; i < map->n_x; i++)
        if (row[i] == label)
          length += extent (map->area.x0, map->cell, map->n_x, i, width);
      area += length * extent (map->area.y0, map->cell, map->n_y, j, height);
    }
  return area / (width * height);
}

/* From @x to the cell @i of those of side @cell that begin at @origin. */
static double
gap (double x, double origin, double cell, int i)
{
  double from = origin + i * cell;

  return MAX (MAX (from - x, x - (from + cell)), 0.0);
}

/* From @x to the nearest cell of @label in a row, if less than @most; else
 * @most. */
static double
distance_in_row (const SaffronPieceMap *map,
                 const guint8 *row,
                 int label,
                 double x,
                 double most)
{
  const SaffronRefBox *box = &map->boxes[label];
  int first = saffron_piece_map_column (map, box->x0);
  int last = saffron_piece_map_column (map, box->x1);
  int i = CLAMP (saffron_piece_map_column (map, x), first, last);

  for (int d = 0; d <= last - first; d++)
    {
      double left = INFINITY, right = INFINITY;

      if (i - d >= first)
        left = gap (x, map->area.x0, map->cell, i - d);
      if (i + d <= last)
        right = gap (x, map->area.x0, map->cell, i + d);
      if (MIN (left, right) >= most)
        break;
      if (i - d >= first && row[i - d] == label)
        most = MIN (most, left);
      if (i + d <= last && row[i + d] == label)
        most = MIN (most, right);
    }
  return most;
}

double
saffron_piece_map_distance (const SaffronPieceMap *map,
                            int label,
                            SaffronRefPoint p)
{
  const SaffronRefBox *box = &map->boxes[label];
  int first, last, j = saffron_piece_map_row (map, p.y);
  double best = G_MAXDOUBLE;

  if (map->n_cells[label] == 0)
    return best;
  first = saffron_piece_map_row (map, box->y0);
  last = saffron_piece_map_row (map, box->y1);
  for (int d = 0; d < map->n_y; d++)
    for (int side = -1; side <= 1; side += 2)
      {
        int row = j + side * d;
        double dy;

        if (row < first || row > last || (d == 0 && side > 0))
          continue;
        dy = gap (p.y, map->area.y0, map->cell, row);
        if (dy < best)
          {
            double dx = distance_in_row (
                map, saffron_piece_map_labels (map, row), label, p.x, best);

            best = MIN (best, hypot (dx, dy));
          }
      }
  return best;
}
