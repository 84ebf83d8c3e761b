/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "export/report.h"
#include "export/report-private.h"

/* The overlays come before the maps. */
#define N_OVERLAYS 2

static const char *const names[SAFFRON_REPORT_N_PNGS] = {
  "overlay.png",
  "before.png",
  [N_OVERLAYS + SAFFRON_MAP_ERROR] = "map-error.png",
  [N_OVERLAYS + SAFFRON_MAP_LIKENESS] = "map-likeness.png",
  [N_OVERLAYS + SAFFRON_MAP_COVERAGE] = "map-coverage.png",
  [N_OVERLAYS + SAFFRON_MAP_DISPLACEMENT] = "map-displacement.png",
  [N_OVERLAYS + SAFFRON_MAP_JACOBIAN] = "map-jacobian.png",
  [N_OVERLAYS + SAFFRON_MAP_PIECES] = "map-pieces.png",
};

const char *
saffron_report_png_name (guint index)
{
  return names[index];
}

G_STATIC_ASSERT (SAFFRON_REPORT_N_PNGS == N_OVERLAYS + SAFFRON_N_MAP_KINDS);

static void
png_free (gpointer data)
{
  SaffronReportPng *png = data;

  g_byte_array_unref (png->png);
  g_free (png);
}

static void
add (GPtrArray *pngs, guint index, cairo_surface_t *surface)
{
  SaffronReportPng *png = g_new0 (SaffronReportPng, 1);

  png->name = names[index];
  png->png = saffron_png_encode (surface);
  g_ptr_array_add (pngs, png);
}

GPtrArray *
saffron_report_draw_pngs (const SaffronReportPart *part,
                          const SaffronReportPicture *picture)
{
  GPtrArray *pngs = g_ptr_array_new_with_free_func (png_free);
  int longest = MAX (cairo_image_surface_get_width (picture->after),
                     cairo_image_surface_get_height (picture->after));

  add (pngs, 0, picture->after);
  add (pngs, 1, picture->before);
  for (int kind = 0; kind < SAFFRON_N_MAP_KINDS; kind++)
    {
      g_autoptr (SaffronMap) map =
          saffron_map_new (kind, part->slide->run, part->quality->um_x,
                           part->quality->um_y, part->quality);
      cairo_surface_t *drawn =
          saffron_report_picture_draw_map (picture, map, longest);

      add (pngs, N_OVERLAYS + (guint) kind, drawn);
      cairo_surface_destroy (drawn);
    }
  return pngs;
}
