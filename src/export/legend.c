/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "export/legend.h"

#include <math.h>
#include <pango/pangocairo.h>

#include "view/scale-length.h"

#define PAD 8
#define LINE 20

static int
show_text (cairo_t *cr, double x, double y, const char *text)
{
  g_autoptr (PangoLayout) layout = pango_cairo_create_layout (cr);
  PangoFontDescription *font = pango_font_description_from_string ("Sans 10");
  int width = 0;

  pango_layout_set_font_description (layout, font);
  pango_layout_set_text (layout, text, -1);
  pango_layout_get_pixel_size (layout, &width, NULL);
  cairo_move_to (cr, x, y);
  pango_cairo_show_layout (cr, layout);
  pango_font_description_free (font);
  return width;
}

/* Draws the whole legend and returns its width. */
static int
draw (cairo_t *cr,
      const char *reference,
      const char *moving,
      double bar,
      const char *length)
{
  int widest = (int) ceil (bar);

  cairo_set_source_rgb (cr, 0.2, 1.0, 0.2);
  widest = MAX (widest, show_text (cr, PAD, PAD, reference));
  cairo_set_source_rgb (cr, 1.0, 0.35, 0.35);
  widest = MAX (widest, show_text (cr, PAD, PAD + LINE, moving));
  cairo_set_source_rgb (cr, 1.0, 1.0, 1.0);
  widest = MAX (widest, show_text (cr, PAD, PAD + 2 * LINE, length));
  cairo_rectangle (cr, PAD, PAD + 3 * LINE + 2, bar, 4);
  cairo_fill (cr);
  return widest + 2 * PAD;
}

cairo_surface_t *
saffron_legend_new (const char *reference,
                    const char *moving,
                    double um_per_pixel,
                    double downsample,
                    double longest)
{
  double unit = um_per_pixel > 0.0 ? um_per_pixel : downsample;
  double length = saffron_scale_length (MAX (longest, 1.0) * unit);
  g_autofree char *text = NULL;
  cairo_surface_t *surface = NULL;
  cairo_t *cr = NULL;
  int width = 1;

  if (um_per_pixel <= 0.0)
    text = g_strdup_printf ("%g px", length);
  else if (length >= 1000.0)
    text = g_strdup_printf ("%g mm", length / 1000.0);
  else
    text = g_strdup_printf ("%g µm", length);

  /* The first pass measures the width, the second draws. */
  for (int pass = 0; pass < 2; pass++)
    {
      surface = cairo_image_surface_create (CAIRO_FORMAT_RGB24, width,
                                            3 * LINE + 2 * PAD + 8);
      cr = cairo_create (surface);
      width = draw (cr, reference, moving, length / unit, text);
      cairo_destroy (cr);
      if (pass == 0)
        cairo_surface_destroy (surface);
    }
  cairo_surface_flush (surface);
  return surface;
}
