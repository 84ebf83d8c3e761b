/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/points.h"

G_BEGIN_DECLS

/* Cells along one side, and labels, at most. */
#define SAFFRON_PIECE_MAP_MAX_SIDE 1024
#define SAFFRON_MAX_PIECES 255

/**
 * SaffronRefBox:
 *
 * A rectangle on the reference, level-0 pixels; empty when x1 <= x0.
 */
typedef struct {
  double x0, y0, x1, y1;
} SaffronRefBox;

/**
 * SaffronPieceMap:
 * @area: what of the reference the map covers; see saffron_piece_map_lies_on()
 * @cell: side of a cell, reference level-0 pixels
 * @n_x: cells in x: as many as it takes to cover @area
 * @n_y: cells in y
 * @n_pieces: labels are 0 … @n_pieces - 1
 * @labels: @n_x × @n_y labels, row after row
 * @n_cells: how many cells have each label
 * @boxes: for each label, the rectangle around its cells, within @area
 *
 * Which piece of tissue each place of the reference belongs to. The cells of a
 * label are the piece's territory; borders run through gaps and tears. A place
 * outside @area belongs to the nearest cell. Immutable and reference counted.
 */
typedef struct {
  SaffronRefBox area;
  double cell;
  int n_x, n_y;
  int n_pieces;
  guint8 *labels;
  guint *n_cells;
  SaffronRefBox *boxes;
  /*< private >*/
  gatomicrefcount ref_count;
} SaffronPieceMap;

/* Cells of side @cell that cover @length; 0 when there are none or more than
 * %SAFFRON_PIECE_MAP_MAX_SIDE. */
int saffron_piece_map_count (double length, double cell);

/**
 * saffron_piece_map_new:
 * @area: what it covers; not empty
 * @cell: see saffron_piece_map_count()
 * @n_pieces: from 1 to %SAFFRON_MAX_PIECES
 * @labels: one byte a cell, each less than @n_pieces; copied
 */
SaffronPieceMap *saffron_piece_map_new (const SaffronRefBox *area,
                                        double cell,
                                        int n_pieces,
                                        const guint8 *labels);
SaffronPieceMap *saffron_piece_map_ref (SaffronPieceMap *map);
void saffron_piece_map_unref (SaffronPieceMap *map);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SaffronPieceMap, saffron_piece_map_unref)

/* The same labels, (@x, @y) further right and down. */
SaffronPieceMap *
saffron_piece_map_shift (const SaffronPieceMap *map, double x, double y);

/* Bit for bit. */
gboolean saffron_piece_map_equal (const SaffronPieceMap *a,
                                  const SaffronPieceMap *b);

/* The cell at @x from the map's border; NaN goes to the first one. */
static inline int
saffron_piece_map_cell (double x, double cell, int n)
{
  double i = x / cell;

  if (!(i >= 0.0))
    return 0;
  return i < n ? (int) i : n - 1;
}

static inline int
saffron_piece_map_column (const SaffronPieceMap *map, double x)
{
  return saffron_piece_map_cell (x - map->area.x0, map->cell, map->n_x);
}

static inline int
saffron_piece_map_row (const SaffronPieceMap *map, double y)
{
  return saffron_piece_map_cell (y - map->area.y0, map->cell, map->n_y);
}

static inline const guint8 *
saffron_piece_map_labels (const SaffronPieceMap *map, int row)
{
  return map->labels + (gsize) row * (gsize) map->n_x;
}

static inline int
saffron_piece_map_at (const SaffronPieceMap *map, SaffronRefPoint p)
{
  return saffron_piece_map_labels (
      map,
      saffron_piece_map_row (map, p.y))[saffron_piece_map_column (map, p.x)];
}

/* Whether any cell of @label reaches into @box; the map's outermost cells reach
 * as far as its area does. */
gboolean saffron_piece_map_touches (const SaffronPieceMap *map,
                                    int label,
                                    const SaffronRefBox *box);

/* Whether the map's area lies on a reference of this size, to rounding. */
gboolean saffron_piece_map_lies_on (const SaffronPieceMap *map,
                                    double width,
                                    double height);

/* The share that @label has of a reference of this size, 0 … 1. A place outside
 * the map's area counts for the nearest cell, so that all labels' shares add up
 * to 1. */
double saffron_piece_map_share (const SaffronPieceMap *map,
                                int label,
                                double width,
                                double height);

/* From @p to the nearest cell of @label, level-0 pixels; G_MAXDOUBLE when there
 * is none. */
double saffron_piece_map_distance (const SaffronPieceMap *map,
                                   int label,
                                   SaffronRefPoint p);

G_END_DECLS
