/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "view/field.h"

#include <math.h>

#include "base/parallel.h"
#include "transform/pieces.h"
#include "view/tile-grid.h"

#define MAX_NODES 262144

/* The second difference at node @i of a row or column of @n, which continues
 * outside as it is at the border. */
static double
second_difference (const float *c, gsize stride, int i, int n)
{
  int before = MAX (i - 1, 0), after = MIN (i + 1, n - 1);

  return fabs ((double) c[(gsize) before * stride]
               - 2.0 * (double) c[(gsize) i * stride]
               + (double) c[(gsize) after * stride]);
}

static int
node (double x, double x0, double spacing, int n)
{
  return (int) CLAMP (floor ((x - x0) / spacing), 0.0, n - 1.0);
}

/* The largest second differences near the canvas, those along x and y added.
 * Where pixels are not square, a lattice's cell takes more of the canvas along
 * their longer side, which makes it smoother, and a displacement along that
 * side is seen larger. */
static double
roughness (const SaffronLattice *lattice, const SaffronViewGeometry *view)
{
  SaffronViewBounds b = saffron_view_reference_bounds (view);
  int i0 =
      MAX (node (b.x0, lattice->x0, lattice->spacing, lattice->n_x) - 1, 0);
  int j0 =
      MAX (node (b.y0, lattice->y0, lattice->spacing, lattice->n_y) - 1, 0);
  int i1 = MIN (node (b.x1, lattice->x0, lattice->spacing, lattice->n_x) + 2,
                lattice->n_x - 1);
  int j1 = MIN (node (b.y1, lattice->y0, lattice->spacing, lattice->n_y) + 2,
                lattice->n_y - 1);
  double k_x = saffron_view_stretch_x (view);
  double k_y = saffron_view_stretch_y (view);
  double most_x = 0.0, most_y = 0.0;

  for (int j = j0; j <= j1; j++)
    for (int i = i0; i <= i1; i++)
      {
        const gsize n = (gsize) lattice->n_x;
        const float *row_u = lattice->u + (gsize) j * n;
        const float *row_v = lattice->v + (gsize) j * n;

        most_x =
            MAX (most_x, hypot (second_difference (row_u, 1, i, lattice->n_x),
                                second_difference (row_v, 1, i, lattice->n_x)));
        most_y = MAX (
            most_y,
            hypot (second_difference (lattice->u + i, n, j, lattice->n_y),
                   second_difference (lattice->v + i, n, j, lattice->n_y)));
      }
  return (most_x / (k_x * k_x) + most_y / (k_y * k_y)) * MAX (k_x, k_y);
}

/* How many nodes a layer may have. */
static double
room (const SaffronViewField *field)
{
  return 0.9 * MAX_NODES / (field->n_layers > 1 ? 0.25 * field->n_layers : 1.0);
}

/* Linear interpolation over h has |error| <= h² / 8 · |u″|. Here h is in device
 * pixels, and u″ <= roughness / spacing² in reference pixels. */
static double
spacing_for (const SaffronLattice *lattice,
             const SaffronViewGeometry *view,
             double tolerance)
{
  double rough = roughness (lattice, view);

  return sqrt (8.0 * tolerance * view->zoom / MAX (rough, 1e-9))
         * lattice->spacing;
}

/* The pieces on the canvas. */
typedef struct {
  int n;
  int labels[SAFFRON_MAX_PIECES];
} Visible;

static double
choose_spacing (const SaffronViewGeometry *view,
                SaffronTransform *transform,
                double tolerance,
                const Visible *visible,
                const SaffronViewField *field)
{
  double least = sqrt ((double) view->width * view->height / room (field));
  double h = 64.0;

  for (int k = 0; k < visible->n; k++)
    {
      const SaffronLattice *lattice =
          saffron_transform_get_piece_lattice (transform, visible->labels[k]);
      double own = lattice != NULL ? spacing_for (lattice, view, tolerance) : h;

      h = MIN (h, own);
    }
  return CLAMP (h, MAX (least, 1.0), 64.0);
}

/* Finds the pieces on the canvas and, if there are several, makes @field's
 * labels. */
static void
find_visible (const SaffronViewGeometry *view,
              SaffronTransform *transform,
              SaffronViewField *field,
              Visible *visible)
{
  const SaffronPieceMap *map = saffron_transform_get_map (transform);
  SaffronViewBounds b = saffron_view_reference_bounds (view);
  int layer_of[SAFFRON_MAX_PIECES];
  int i0, j0;

  *visible = (Visible){ 1, { 0 } };
  if (map == NULL)
    return;
  i0 = saffron_piece_map_column (map, b.x0);
  j0 = saffron_piece_map_row (map, b.y0);
  field->n_columns = saffron_piece_map_column (map, b.x1) - i0 + 1;
  field->n_rows = saffron_piece_map_row (map, b.y1) - j0 + 1;
  field->cells_x = 1.0 / (saffron_view_scale_x (view) * map->cell);
  field->cells_y = 1.0 / (saffron_view_scale_y (view) * map->cell);
  field->cell_x = (b.x0 - map->area.x0) / map->cell - i0;
  field->cell_y = (b.y0 - map->area.y0) / map->cell - j0;
  field->labels = g_new (guint8, (gsize) field->n_columns * field->n_rows);
  visible->n = 0;
  for (int k = 0; k < map->n_pieces; k++)
    layer_of[k] = -1;
  for (int j = 0; j < field->n_rows; j++)
    for (int i = 0; i < field->n_columns; i++)
      {
        int label = saffron_piece_map_labels (map, j0 + j)[i0 + i];

        if (layer_of[label] < 0)
          {
            layer_of[label] = visible->n;
            visible->labels[visible->n++] = label;
          }
        field->labels[(gsize) j * field->n_columns + i] =
            (guint8) layer_of[label];
      }
  if (visible->n == 1)
    g_clear_pointer (&field->labels, g_free);
}

typedef struct {
  const SaffronViewGeometry *view;
  SaffronTransform *transform;
  SaffronMovPoint middle;
  const Visible *visible;
  SaffronViewField *field;
} Fill;

static void
fill_row (gint64 index, gpointer data)
{
  const Fill *fill = data;
  const SaffronViewField *field = fill->field;
  const SaffronViewGeometry *view = fill->view;
  const SaffronAffine *a = saffron_transform_get_affine (fill->transform);
  g_autofree SaffronMovPoint *points = g_new (SaffronMovPoint, field->n_x);
  int piece = fill->visible->labels[index / field->n_y];
  SaffronRefPoint start = saffron_view_to_reference (
      view, (SaffronViewPoint){ 0.0, (double) (index % field->n_y)
                                         * field->spacing });
  double step = field->spacing / saffron_view_scale_x (view);
  double dy = start.y - view->centre.y;
  float *out = field->values + (gsize) index * field->n_x * 2;

  saffron_transform_pull_piece_row (fill->transform, piece, start, step,
                                    field->n_x, points);
  for (int i = 0; i < field->n_x; i++)
    {
      double dx = start.x + i * step - view->centre.x;

      out[2 * i] =
          (float) (points[i].x - fill->middle.x - (a->xx * dx + a->xy * dy));
      out[2 * i + 1] =
          (float) (points[i].y - fill->middle.y - (a->yx * dx + a->yy * dy));
    }
}

SaffronViewField *
saffron_view_field_new (const SaffronViewGeometry *view,
                        SaffronTransform *transform,
                        SaffronMovPoint middle,
                        double tolerance)
{
  SaffronViewField *field = NULL;
  Visible visible;
  Fill fill = { view, transform, middle, &visible };

  if (transform == NULL || !saffron_transform_bends (transform))
    return NULL;
  field = g_new0 (SaffronViewField, 1);
  find_visible (view, transform, field, &visible);
  field->n_layers = visible.n;
  field->spacing = choose_spacing (view, transform, tolerance, &visible, field);
  field->n_x = (int) ceil (view->width / field->spacing) + 2;
  field->n_y = (int) ceil (view->height / field->spacing) + 2;
  field->values =
      g_new (float, (gsize) field->n_x * field->n_y * field->n_layers * 2);
  fill.field = field;
  saffron_parallel_for (NULL, (gint64) field->n_y * field->n_layers, fill_row,
                        &fill);
  return field;
}

void
saffron_view_field_free (SaffronViewField *field)
{
  g_free (field->values);
  g_free (field->labels);
  g_free (field);
}
