/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "export/html.h"

#include <math.h>
#include <stdarg.h>
#include <string.h>

/* Characters that are not shown, but change how what stands around them is
 * shown: a name could pass for another one. */
static gboolean
is_hidden (gunichar c)
{
  return (c < 0x20 && c != '\n' && c != '\t') || (c >= 0x7f && c < 0xa0)
         || c == 0x061c || (c >= 0x200b && c <= 0x200f)
         || (c >= 0x2028 && c <= 0x202e) || (c >= 0x2060 && c <= 0x206f)
         || c == 0xfeff || (c >= 0xfff9 && c <= 0xfffb) || c == 0xfffe
         || c == 0xffff;
}

void
saffron_html_append_text (GString *html, const char *text)
{
  g_autofree char *valid = g_utf8_make_valid (text != NULL ? text : "", -1);

  for (const char *at = valid; *at != '\0'; at = g_utf8_next_char (at))
    {
      gunichar c = g_utf8_get_char (at);

      if (c == '<')
        g_string_append (html, "&lt;");
      else if (c == '>')
        g_string_append (html, "&gt;");
      else if (c == '&')
        g_string_append (html, "&amp;");
      else if (c == '"')
        g_string_append (html, "&quot;");
      else if (c == '\'')
        g_string_append (html, "&#39;");
      else
        g_string_append_unichar (html, is_hidden (c) ? 0xfffd : c);
    }
}

void
saffron_html_append_number (GString *html, double value, int decimals)
{
  char format[8], text[G_ASCII_DTOSTR_BUF_SIZE];
  char *end = NULL;

  if (!isfinite (value))
    return;
  g_snprintf (format, sizeof format, "%%.%df", decimals);
  /* No number of this program is as long as that. */
  value = CLAMP (value, -1e15, 1e15);
  g_ascii_formatd (text, sizeof text, format, value);
  if (strchr (text, '.') != NULL)
    {
      end = text + strlen (text);
      while (end[-1] == '0')
        *--end = '\0';
      if (end[-1] == '.')
        end[-1] = '\0';
    }
  g_string_append (html, g_str_equal (text, "-0") ? "0" : text);
}

void
saffron_html_printf (GString *html, const char *format, ...)
{
  va_list args;

  va_start (args, format);
  for (const char *at = format; *at != '\0'; at++)
    {
      if (*at != '%')
        {
          g_string_append_c (html, *at);
          continue;
        }
      at++;
      if (*at == 's')
        saffron_html_append_text (html, va_arg (args, const char *));
      else if (*at == 'd')
        g_string_append_printf (html, "%d", va_arg (args, int));
      else
        g_string_append_c (html, '%');
    }
  va_end (args);
}

void
saffron_html_append_sentence (GString *html,
                              const char *text,
                              const char *const *markups)
{
  guint n = g_strv_length ((GStrv) markups), next = 0;
  const char *at = text;

  for (const char *sign = strchr (at, '%'); sign != NULL;
       sign = strchr (at, '%'))
    {
      g_autofree char *words = g_strndup (at, (gsize) (sign - at));
      char *end = NULL;
      guint64 number = g_ascii_strtoull (sign + 1, &end, 10);
      gboolean ordered = end > sign + 1 && *end == '$';
      guint index = ordered ? (guint) number - 1 : next;

      saffron_html_append_text (html, words);
      at = ordered ? end + 1 : sign + 1;
      if (*at == '%')
        g_string_append_c (html, '%');
      else if (*at == 's' && index < n)
        g_string_append (html, markups[index]);
      next += *at == 's' && !ordered;
      at += *at != '\0';
    }
  saffron_html_append_text (html, at);
}

static cairo_status_t
on_png (void *closure, const unsigned char *data, unsigned int length)
{
  g_byte_array_append (closure, data, length);
  return CAIRO_STATUS_SUCCESS;
}

GByteArray *
saffron_png_encode (cairo_surface_t *surface)
{
  GByteArray *png = g_byte_array_new ();

  cairo_surface_write_to_png_stream (surface, on_png, png);
  return png;
}

void
saffron_html_append_picture (GString *html,
                             cairo_surface_t *surface,
                             const char *alt)
{
  g_autoptr (GByteArray) png = saffron_png_encode (surface);
  g_autofree char *text = g_base64_encode (png->data, png->len);

  saffron_html_printf (html, "<img alt=\"%s\" width=\"%d\" height=\"%d\" ", alt,
                       cairo_image_surface_get_width (surface),
                       cairo_image_surface_get_height (surface));
  g_string_append (html, "src=\"data:image/png;base64,");
  g_string_append (html, text);
  g_string_append (html, "\">");
}
