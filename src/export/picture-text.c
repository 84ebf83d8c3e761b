/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "export/picture-text.h"

#include <pango/pangocairo.h>

void
saffron_picture_text_draw (const SaffronPictureText *text,
                           cairo_t *cr,
                           double x,
                           double y,
                           int *width,
                           int *height)
{
  g_autoptr (PangoLayout) layout = pango_cairo_create_layout (cr);
  PangoFontDescription *font = pango_font_description_from_string (text->font);

  pango_layout_set_font_description (layout, font);
  pango_layout_set_text (layout, text->text, -1);
  if (text->room >= 0)
    {
      pango_layout_set_width (layout, text->room * PANGO_SCALE);
      pango_layout_set_wrap (layout, PANGO_WRAP_WORD_CHAR);
      pango_layout_set_height (layout, -text->lines);
      pango_layout_set_ellipsize (layout, PANGO_ELLIPSIZE_END);
    }
  pango_layout_get_pixel_size (layout, width, height);
  cairo_move_to (cr, x, y);
  pango_cairo_show_layout (cr, layout);
  pango_font_description_free (font);
}
