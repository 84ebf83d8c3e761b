/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <cairo.h>
#include <glib.h>

G_BEGIN_DECLS

/**
 * SaffronPictureText:
 * @text: UTF-8
 * @font: as Pango writes it: "Sans 10"
 * @room: the widest that it may be, pixels; −1: any
 * @lines: into how many lines it may be broken to fit in; what does not fit is
 *   cut off with an ellipsis
 */
typedef struct {
  const char *text;
  const char *font;
  int room;
  int lines;
} SaffronPictureText;

/* Draws the text in the colour of @cr, its top left corner at @x, @y. Returns
 * its size in pixels. */
void saffron_picture_text_draw (const SaffronPictureText *text,
                                cairo_t *cr,
                                double x,
                                double y,
                                int *width,
                                int *height);

G_END_DECLS
