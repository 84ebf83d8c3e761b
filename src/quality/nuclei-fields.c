/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "quality/nuclei-fields.h"

#include <math.h>

/* A field is looked at from afar at this many places squared. */
#define N_PROBES 9

/* The tissue of both slides that a field needs, as a mean over its places, and
 * as a share of what the fullest field has. */
#define LEAST_TISSUE 0.25
#define LEAST_SHARE 0.6

/* A field is pulled apart when it is larger on the moving slide than this many
 * of its diagonals. */
#define MOST_STRETCH 1.5

/* Sides of the square of tiles that the curve fills: the tiles of any slide. */
#define CURVE_SIDE (1 << 16)

typedef struct {
  SaffronRefPoint corner;
  double tissue;
  guint64 order;
} Tile;

/* The tissue at a place in level-0 pixels, 0 to 1; beyond the slide is none. */
static double
tissue_at (const SaffronRegPlane *plane, double x, double y)
{
  int i = (int) floor (x / plane->downsample);
  int j = (int) floor (y / plane->downsample);

  if (i < 0 || j < 0 || i >= plane->tissue->width || j >= plane->tissue->height)
    return 0.0;
  return saffron_plane_row (plane->tissue, j)[i];
}

/* The tissue of both slides in a tile, 0 to 1; 0 when it is pulled apart. */
static double
measure_tissue (const SaffronRegPlane *const planes[2],
                const SaffronTransform *transform,
                SaffronRefPoint corner,
                double side)
{
  const SaffronAffine *affine = saffron_transform_get_affine (transform);
  double scale = sqrt (fabs (saffron_affine_determinant (affine)));
  double step = side / (N_PROBES - 1), tissue = 0.0;
  SaffronMovPoint low = { INFINITY, INFINITY }, high = { -INFINITY, -INFINITY };

  for (int i = 0; i < N_PROBES * N_PROBES; i++)
    {
      SaffronRefPoint p = { corner.x + (i % N_PROBES) * step,
                            corner.y + (int) (i / N_PROBES) * step };
      SaffronMovPoint m = saffron_transform_pull (transform, p);

      low = (SaffronMovPoint){ MIN (low.x, m.x), MIN (low.y, m.y) };
      high = (SaffronMovPoint){ MAX (high.x, m.x), MAX (high.y, m.y) };
      tissue += MIN (tissue_at (planes[0], p.x, p.y),
                     tissue_at (planes[1], m.x, m.y));
    }
  if (MAX (high.x - low.x, high.y - low.y)
      > MOST_STRETCH * G_SQRT2 * scale * side)
    return 0.0;
  return tissue / (N_PROBES * N_PROBES);
}

/* The place of a tile on a Hilbert curve. */
static guint64
hilbert (guint x, guint y)
{
  guint64 order = 0;

  for (guint s = CURVE_SIDE / 2; s > 0; s /= 2)
    {
      guint right = (x & s) != 0, below = (y & s) != 0;

      order += (guint64) s * s * ((3 * right) ^ below);
      if (!below)
        {
          guint swap = x;

          x = right ? CURVE_SIDE - 1 - y : y;
          y = right ? CURVE_SIDE - 1 - swap : swap;
        }
    }
  return order;
}

static int
compare_tiles (gconstpointer a, gconstpointer b)
{
  const Tile *p = a, *q = b;

  return (p->order > q->order) - (p->order < q->order);
}

/* What is left over at the border is left over on both sides. */
static GArray *
find_tiles (const SaffronRegPlane *const planes[2],
            const SaffronTransform *transform,
            double side)
{
  GArray *tiles = g_array_new (FALSE, FALSE, sizeof (Tile));
  double width = saffron_transform_get_width (transform);
  double height = saffron_transform_get_height (transform);
  guint n_x = (guint) MIN (floor (width / side), CURVE_SIDE);
  guint n_y = (guint) MIN (floor (height / side), CURVE_SIDE);
  double fullest = 0.0;

  for (guint j = 0; j < n_y; j++)
    for (guint i = 0; i < n_x; i++)
      {
        Tile tile = { { 0.5 * (width - n_x * side) + i * side,
                        0.5 * (height - n_y * side) + j * side },
                      0.0,
                      hilbert (i, j) };

        tile.tissue = measure_tissue (planes, transform, tile.corner, side);
        fullest = MAX (fullest, tile.tissue);
        if (tile.tissue >= LEAST_TISSUE)
          g_array_append_val (tiles, tile);
      }
  for (guint i = tiles->len; i-- > 0;)
    if (g_array_index (tiles, Tile, i).tissue < LEAST_SHARE * fullest)
      g_array_remove_index_fast (tiles, i);
  g_array_sort (tiles, compare_tiles);
  return tiles;
}

GArray *
saffron_nuclei_fields (const SaffronRegPlane *const planes[2],
                       const SaffronTransform *transform,
                       double side,
                       int most)
{
  g_autoptr (GArray) tiles = find_tiles (planes, transform, side);
  GArray *fields = g_array_new (FALSE, FALSE, sizeof (SaffronRefPoint));
  guint n = MIN (tiles->len, (guint) most);

  for (guint k = 0; k < n; k++)
    {
      guint i = (2 * k + 1) * tiles->len / (2 * n);

      g_array_append_val (fields, g_array_index (tiles, Tile, i).corner);
    }
  return fields;
}
