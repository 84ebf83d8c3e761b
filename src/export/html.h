/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <cairo.h>
#include <glib.h>

G_BEGIN_DECLS

/**
 * saffron_html_append_text:
 * @text: (nullable): from anywhere: what is not UTF-8 and what controls a
 *   terminal or the direction of writing becomes U+FFFD; line ends stay
 *
 * Appends text so that a reader sees it and nothing of it is markup, in an
 * element or in an attribute in double quotes.
 */
void saffron_html_append_text (GString *html, const char *text);

/* Appends a number with up to so many decimals and a point, "" when it is not
 * finite. Zeros at the end are left out. */
void saffron_html_append_number (GString *html, double value, int decimals);

/**
 * saffron_html_printf:
 * @format: markup with %s for texts, which are escaped, %d for an int, and %%
 *
 * Appends markup. Only the format is taken as it is.
 */
void saffron_html_printf (GString *html, const char *format, ...)
    G_GNUC_PRINTF (2, 3);

/**
 * saffron_html_append_sentence:
 * @text: a sentence with %s where markup stands; %1$s and so on in another
 *   order, and %% for a per cent sign
 * @markups: (array zero-terminated=1): what stands there, taken as it is
 *
 * Appends a translated sentence, in which numbers or names are elements.
 */
void saffron_html_append_sentence (GString *html,
                                   const char *text,
                                   const char *const *markups);

/**
 * saffron_html_append_picture:
 * @surface: a picture of %CAIRO_FORMAT_RGB24 or %CAIRO_FORMAT_ARGB32
 * @alt: what it shows, for who cannot see it
 *
 * Appends the picture as an <img> that carries its PNG within itself.
 */
void saffron_html_append_picture (GString *html,
                                  cairo_surface_t *surface,
                                  const char *alt);

/* (transfer full): the picture as a PNG file. */
GByteArray *saffron_png_encode (cairo_surface_t *surface);

G_END_DECLS
