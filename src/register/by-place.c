/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "register/by-place.h"

#include <math.h>

/* Cells along the longest side: the observations. A cell counts from this
 * share of its area on, and so many are needed. */
#define N_CELLS 12
#define LEAST_CELL 0.1
#define MIN_CELLS 4

/* The magnitude of the central differences; 0 at the border. */
static SaffronPlane *
gradient_magnitude (const SaffronPlane *plane)
{
  SaffronPlane *out = saffron_plane_new (plane->width, plane->height);

  for (int y = 1; y < plane->height - 1; y++)
    {
      const float *above = saffron_plane_row (plane, y - 1);
      const float *row = saffron_plane_row (plane, y);
      const float *below = saffron_plane_row (plane, y + 1);

      for (int x = 1; x < plane->width - 1; x++)
        saffron_plane_row (out, y)[x] =
            hypotf (row[x + 1] - row[x - 1], below[x] - above[x]);
    }
  return out;
}

static SaffronRegPlane *
edges_of (const SaffronRegPlane *plane)
{
  SaffronRegPlane *out = g_new0 (SaffronRegPlane, 1);

  out->downsample = plane->downsample;
  out->intensity = gradient_magnitude (plane->intensity);
  out->weight = saffron_plane_copy (plane->weight);
  out->tissue = saffron_plane_copy (plane->tissue);
  return out;
}

void
saffron_edges_init (SaffronEdges *edges, const SaffronCrops *crops)
{
  edges->crops = crops;
  edges->edges = g_new0 (SaffronCrops, 1);
  *edges->edges = *crops;
  edges->edges->reference = edges_of (crops->reference);
  edges->edges->moving = edges_of (crops->moving);
}

void
saffron_edges_clear (SaffronEdges *edges)
{
  g_clear_pointer (&edges->edges, saffron_crops_free);
}

void
saffron_way_maps_measure (SaffronWayMaps *maps,
                          const SaffronEdges *edges,
                          const SaffronTransform *transform,
                          SaffronJob *job)
{
  saffron_crops_map (edges->crops, transform, job, &maps->intensity);
  saffron_crops_map (edges->edges, transform, job, &maps->edges);
}

void
saffron_way_maps_clear (SaffronWayMaps *maps)
{
  saffron_crops_map_clear (&maps->intensity);
  saffron_crops_map_clear (&maps->edges);
}

typedef struct {
  int n_x, n_y;
  double least; /* weight of a cell that counts */
} Grid;

static Grid
grid_of (const SaffronPlane *plane)
{
  double side = MAX (plane->width, plane->height) / (double) N_CELLS;

  return (Grid){ MAX ((int) lround (plane->width / side), 1),
                 MAX ((int) lround (plane->height / side), 1),
                 LEAST_CELL * side * side };
}

/* (transfer full): weight and mean of each cell, one after the other. */
static double *
sum_cells (const SaffronCropsMap *map, const Grid *grid)
{
  const SaffronPlane *plane = map->likeness;
  int n = grid->n_x * grid->n_y;
  double *cells = g_new0 (double, 2 * (gsize) n);

  for (int y = 0; y < plane->height; y++)
    for (int x = 0; x < plane->width; x++)
      {
        int cell = y * grid->n_y / plane->height * grid->n_x
                   + x * grid->n_x / plane->width;
        double w = saffron_plane_row (map->weight, y)[x];

        cells[2 * cell] += w;
        cells[2 * cell + 1] += w * saffron_plane_row (plane, y)[x];
      }
  for (int i = 0; i < n; i++)
    if (cells[2 * i] > 0.0)
      cells[2 * i + 1] /= cells[2 * i];
  return cells;
}

/* @certainty of the result is one measure's. */
static SaffronByPlace
compare (const SaffronCropsMap *one, const SaffronCropsMap *other)
{
  Grid grid = grid_of (one->likeness);
  int n = grid.n_x * grid.n_y;
  g_autofree double *a = sum_cells (one, &grid);
  g_autofree double *b = sum_cells (other, &grid);
  SaffronByPlace place = { 0 };
  double total = 0.0, mean = 0.0, squares = 0.0, error;

  for (int i = 0; i < n; i++)
    {
      double w = MIN (a[2 * i], b[2 * i]);

      if (w < grid.least)
        continue;
      mean += w * (a[2 * i + 1] - b[2 * i + 1]);
      total += w;
      place.cells++;
    }
  if (place.cells < MIN_CELLS)
    return place;
  place.gain = mean / total;
  for (int i = 0; i < n; i++)
    {
      double w = MIN (a[2 * i], b[2 * i]);
      double d = a[2 * i + 1] - b[2 * i + 1] - place.gain;

      if (w >= grid.least)
        squares += w * w * d * d;
    }
  error = sqrt (squares * place.cells / (place.cells - 1.0)) / total;
  place.certainty = place.gain / MAX (error, 1e-9);
  return place;
}

SaffronByPlace
saffron_by_place (const SaffronWayMaps *one, const SaffronWayMaps *other)
{
  SaffronByPlace place = compare (&one->intensity, &other->intensity);
  SaffronByPlace edges = compare (&one->edges, &other->edges);

  place.gain = MIN (place.gain, edges.gain);
  place.certainty += edges.certainty;
  return place;
}
