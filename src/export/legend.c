/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "export/legend.h"

#include <math.h>
#include <pango/pangocairo.h>

#include "view/scale-length.h"

#define PAD 8
#define LINE 20

#define WARNING_LINES 3

/* What the legend says. */
typedef struct {
  const char *warning; /* (nullable) */
  const char *names[2];
  const char *length;
  double bar;
  int room; /* the widest that the warning may be */
} Content;

/* Draws a text and returns its size. @room: its widest; -1: any */
static void
show_text (cairo_t *cr,
           double y,
           const char *text,
           int room,
           int *width,
           int *height)
{
  g_autoptr (PangoLayout) layout = pango_cairo_create_layout (cr);
  PangoFontDescription *font = pango_font_description_from_string ("Sans 10");

  pango_layout_set_font_description (layout, font);
  pango_layout_set_text (layout, text, -1);
  if (room >= 0)
    {
      pango_layout_set_width (layout, room * PANGO_SCALE);
      pango_layout_set_wrap (layout, PANGO_WRAP_WORD_CHAR);
      pango_layout_set_height (layout, -WARNING_LINES);
      pango_layout_set_ellipsize (layout, PANGO_ELLIPSIZE_END);
    }
  pango_layout_get_pixel_size (layout, width, height);
  cairo_move_to (cr, PAD, y);
  pango_cairo_show_layout (cr, layout);
  pango_font_description_free (font);
}

/* Draws the whole legend and returns its size. */
static void
draw (cairo_t *cr, const Content *content, int *width, int *height)
{
  static const double colours[2][3] = { { 0.2, 1.0, 0.2 },
                                        { 1.0, 0.35, 0.35 } };
  int widest = (int) ceil (content->bar), y = PAD, w = 0, h = 0;

  if (content->warning != NULL)
    {
      cairo_set_source_rgb (cr, 1.0, 0.75, 0.2);
      show_text (cr, y, content->warning, content->room, &w, &h);
      widest = MAX (widest, w);
      y += h + PAD / 2;
    }
  for (int i = 0; i < 2; i++, y += LINE)
    {
      cairo_set_source_rgb (cr, colours[i][0], colours[i][1], colours[i][2]);
      show_text (cr, y, content->names[i], -1, &w, &h);
      widest = MAX (widest, w);
    }
  cairo_set_source_rgb (cr, 1.0, 1.0, 1.0);
  show_text (cr, y, content->length, -1, &w, &h);
  widest = MAX (widest, w);
  cairo_rectangle (cr, PAD, y + LINE + 2, content->bar, 4);
  cairo_fill (cr);
  *width = widest + 2 * PAD;
  *height = y + LINE + PAD + 8;
}

cairo_surface_t *
saffron_legend_new (const char *warning,
                    const char *reference,
                    const char *moving,
                    double um_per_pixel,
                    double downsample,
                    double width)
{
  double unit = um_per_pixel > 0.0 ? um_per_pixel : downsample;
  double length = saffron_scale_length (MAX (width / 5.0, 1.0) * unit);
  g_autofree char *text = NULL;
  cairo_surface_t *surface = NULL;
  cairo_t *cr = NULL;
  Content content = { .warning = warning,
                      .names = { reference, moving },
                      .bar = length / unit,
                      .room = MAX ((int) width - 2 * PAD, 1) };
  int w = 1, h = 1;

  if (um_per_pixel <= 0.0)
    text = g_strdup_printf ("%g px", length);
  else if (length >= 1000.0)
    text = g_strdup_printf ("%g mm", length / 1000.0);
  else
    text = g_strdup_printf ("%g µm", length);

  content.length = text;
  /* The first pass measures, the second draws. */
  for (int pass = 0; pass < 2; pass++)
    {
      surface = cairo_image_surface_create (CAIRO_FORMAT_RGB24, w, h);
      cr = cairo_create (surface);
      draw (cr, &content, &w, &h);
      cairo_destroy (cr);
      if (pass == 0)
        cairo_surface_destroy (surface);
    }
  cairo_surface_flush (surface);
  return surface;
}
