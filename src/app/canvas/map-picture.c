/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/canvas/map-picture.h"

#include <math.h>

/* Pixels along the longer side of a picture with a scale, about. */
#define SIDE 512
/* Pixels along a side of one cell of it, at most. */
#define MOST 16

/* A hatch comes again after so many pixels. */
#define HATCH 8

struct _SaffronMapPicture {
  cairo_surface_t *surface;
  cairo_filter_t filter;
  cairo_surface_t *hatches[SAFFRON_N_MAP_MARKS]; /* NULL: none of these */
  SaffronRefBox area;
  double x0, y0, cell;
  int n_x, n_y;
  double pixel; /* reference level-0 pixels */
  guint8 *marks;
};

/* Premultiplied, as @pixel is. */
static guint32
fade (guint32 pixel, double opacity)
{
  guint32 faded = 0;

  for (int shift = 0; shift < 32; shift += 8)
    faded |= (guint32) lround (opacity * (pixel >> shift & 0xff)) << shift;
  return faded;
}

static cairo_surface_t *
surface_new (int width, int height, guint32 **pixels, int *stride)
{
  cairo_surface_t *surface =
      cairo_image_surface_create (CAIRO_FORMAT_ARGB32, width, height);

  cairo_surface_flush (surface);
  *pixels = (guint32 *) cairo_image_surface_get_data (surface);
  *stride = cairo_image_surface_get_stride (surface) / 4;
  return surface;
}

static void
make_surface (SaffronMapPicture *self, const SaffronMap *map, double opacity)
{
  gboolean scale = isfinite (map->high);
  int per_cell = scale ? CLAMP (SIDE / MAX (map->n_x, map->n_y), 1, MOST) : 1;
  int width = map->n_x * per_cell, height = map->n_y * per_cell;
  guint32 *pixels = NULL;
  int stride = 0;

  self->pixel = map->cell / per_cell;
  self->filter = scale ? CAIRO_FILTER_BILINEAR : CAIRO_FILTER_NEAREST;
  self->surface = surface_new (width, height, &pixels, &stride);
  saffron_map_draw_plain (map, (SaffronRefPoint){ map->x0, map->y0 },
                          self->pixel, self->pixel, width, height,
                          (guint8 *) pixels, 4 * (gsize) stride);
  for (int y = 0; y < height; y++)
    for (int x = 0; x < width; x++)
      pixels[y * stride + x] = fade (pixels[y * stride + x], opacity);
  cairo_surface_mark_dirty (self->surface);
}

static cairo_surface_t *
hatch_new (SaffronMapMark mark, double opacity)
{
  guint32 *pixels = NULL;
  int stride = 0;
  cairo_surface_t *surface = surface_new (HATCH, HATCH, &pixels, &stride);

  for (int y = 0; y < HATCH; y++)
    for (int x = 0; x < HATCH; x++)
      pixels[y * stride + x] =
          fade (saffron_map_mark_pixel (mark, 0, x, y), opacity);
  cairo_surface_mark_dirty (surface);
  return surface;
}

SaffronMapPicture *
saffron_map_picture_new (const SaffronMap *map, double opacity)
{
  SaffronMapPicture *self = g_atomic_rc_box_new0 (SaffronMapPicture);
  gsize n = (gsize) map->n_x * (gsize) map->n_y;

  self->area = map->area;
  self->x0 = map->x0;
  self->y0 = map->y0;
  self->cell = map->cell;
  self->n_x = map->n_x;
  self->n_y = map->n_y;
  self->marks = g_memdup2 (map->marks, n);
  make_surface (self, map, opacity);
  for (gsize i = 0; i < n; i++)
    if (saffron_map_mark_is_hatched (map->marks[i])
        && self->hatches[map->marks[i]] == NULL)
      self->hatches[map->marks[i]] = hatch_new (map->marks[i], opacity);
  return self;
}

SaffronMapPicture *
saffron_map_picture_ref (SaffronMapPicture *self)
{
  return g_atomic_rc_box_acquire (self);
}

static void
picture_clear (gpointer data)
{
  SaffronMapPicture *self = data;

  for (int i = 0; i < SAFFRON_N_MAP_MARKS; i++)
    g_clear_pointer (&self->hatches[i], cairo_surface_destroy);
  cairo_surface_destroy (self->surface);
  g_free (self->marks);
}

void
saffron_map_picture_unref (SaffronMapPicture *self)
{
  g_atomic_rc_box_release_full (self, picture_clear);
}

/* Clips to what the map covers of what may be drawn on: paths have limits that
 * a large zoom is beyond. */
static void
clip (const SaffronMapPicture *self, cairo_t *cr, const SaffronMapPlace *place)
{
  double x0 = MAX (place->x + self->area.x0 * place->scale_x, place->left);
  double x1 = MIN (place->x + self->area.x1 * place->scale_x, place->right);
  double y0 = MAX (place->y + self->area.y0 * place->scale_y, 0.0);
  double y1 = MIN (place->y + self->area.y1 * place->scale_y, place->height);

  cairo_rectangle (cr, x0, y0, MAX (x1 - x0, 0.0), MAX (y1 - y0, 0.0));
  cairo_clip (cr);
}

/* Which of @n cells lie between @from and @to. */
static void
find_cells (double from, double to, int n, int *first, int *end)
{
  *first = (int) CLAMP (floor (from), 0.0, n);
  *end = (int) CLAMP (ceil (to), 0.0, n);
}

/* Adds rectangles around the cells of @mark that may be seen. */
static void
add_cells (const SaffronMapPicture *self,
           cairo_t *cr,
           const SaffronMapPlace *place,
           SaffronMapMark mark)
{
  double width = self->cell * place->scale_x;
  double height = self->cell * place->scale_y;
  double left = place->x + self->x0 * place->scale_x;
  double top = place->y + self->y0 * place->scale_y;
  int x0, x1, y0, y1;

  find_cells ((place->left - left) / width, (place->right - left) / width,
              self->n_x, &x0, &x1);
  find_cells (-top / height, (place->height - top) / height, self->n_y, &y0,
              &y1);
  for (int y = y0; y < y1; y++)
    for (int x = x0; x < x1; x++)
      {
        const guint8 *row = self->marks + (gsize) y * (gsize) self->n_x;
        int start = x;

        while (x < x1 && row[x] == mark)
          x++;
        if (x > start)
          cairo_rectangle (cr, left + start * width, top + y * height,
                           (x - start) * width, height);
      }
}

static void
paint_hatch (const SaffronMapPicture *self,
             cairo_t *cr,
             const SaffronMapPlace *place,
             SaffronMapMark mark)
{
  cairo_new_path (cr);
  add_cells (self, cr, place, mark);
  /* It moves with the reference. */
  cairo_set_source_surface (cr, self->hatches[mark],
                            floor (fmod (place->x, HATCH)),
                            floor (fmod (place->y, HATCH)));
  cairo_pattern_set_extend (cairo_get_source (cr), CAIRO_EXTEND_REPEAT);
  cairo_pattern_set_filter (cairo_get_source (cr), CAIRO_FILTER_NEAREST);
  cairo_fill (cr);
}

void
saffron_map_picture_paint (const SaffronMapPicture *self,
                           cairo_t *cr,
                           const SaffronMapPlace *place)
{
  cairo_save (cr);
  clip (self, cr, place);
  cairo_save (cr);
  cairo_translate (cr, place->x + self->x0 * place->scale_x,
                   place->y + self->y0 * place->scale_y);
  cairo_scale (cr, self->pixel * place->scale_x, self->pixel * place->scale_y);
  cairo_set_source_surface (cr, self->surface, 0.0, 0.0);
  cairo_pattern_set_filter (cairo_get_source (cr), self->filter);
  cairo_paint (cr);
  cairo_restore (cr);
  for (int mark = 0; mark < SAFFRON_N_MAP_MARKS; mark++)
    if (self->hatches[mark] != NULL)
      paint_hatch (self, cr, place, mark);
  cairo_restore (cr);
}
