/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "export/legend.h"

#include <math.h>

#include "export/picture-text.h"
#include "quality/verdict-words.h"
#include "view/scale-length.h"

#define PAD SAFFRON_LEGEND_PAD
#define LINE 20
#define FONT "Sans 10"
#define VERDICT_LINES 3

/* What the legend says. */
typedef struct {
  char *verdict;
  gboolean warns;
  char *names[2];
  char *length;
  double bar;
  int room; /* the widest that the verdict may be */
} Content;

static void
content_clear (Content *content)
{
  g_free (content->verdict);
  g_free (content->names[0]);
  g_free (content->names[1]);
  g_free (content->length);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Content, content_clear)

/* Draws the whole legend and returns its size. */
static void
draw (cairo_t *cr, const Content *content, int *width, int *height)
{
  static const double colours[2][3] = { { 0.2, 1.0, 0.2 },
                                        { 1.0, 0.35, 0.35 } };
  SaffronPictureText text = { content->verdict, FONT, content->room,
                              VERDICT_LINES };
  int widest = (int) ceil (content->bar), y = PAD, w = 0, h = 0;

  if (content->warns)
    cairo_set_source_rgb (cr, SAFFRON_LEGEND_AMBER);
  else
    cairo_set_source_rgb (cr, 1.0, 1.0, 1.0);
  saffron_picture_text_draw (&text, cr, PAD, y, &w, &h);
  widest = MAX (widest, w);
  y += h + PAD / 2;
  text.room = -1;
  for (int i = 0; i < 2; i++, y += LINE)
    {
      text.text = content->names[i];
      cairo_set_source_rgb (cr, colours[i][0], colours[i][1], colours[i][2]);
      saffron_picture_text_draw (&text, cr, PAD, y, &w, &h);
      widest = MAX (widest, w);
    }
  text.text = content->length;
  cairo_set_source_rgb (cr, 1.0, 1.0, 1.0);
  saffron_picture_text_draw (&text, cr, PAD, y, &w, &h);
  widest = MAX (widest, w);
  cairo_rectangle (cr, PAD, y + LINE + 2, content->bar, 4);
  cairo_fill (cr);
  *width = widest + 2 * PAD;
  *height = y + LINE + PAD + 8;
}

static void
set_bar (Content *content, const SaffronLegend *legend)
{
  double um_x = 0.0, um_y = 0.0, unit = legend->downsample, length;
  gboolean known =
      saffron_slide_get_pixel_size (legend->reference, &um_x, &um_y);

  if (known)
    unit *= um_x;
  length = saffron_scale_length (MAX (legend->longest, 1.0) * unit);
  content->bar = length / unit;
  if (!known)
    content->length = g_strdup_printf ("%g px", length);
  else if (length >= 1000.0)
    content->length = g_strdup_printf ("%g mm", length / 1000.0);
  else
    content->length = g_strdup_printf ("%g µm", length);
}

static char *
name_of (SaffronSlide *slide)
{
  return g_filename_display_basename (saffron_slide_get_path (slide));
}

cairo_surface_t *
saffron_legend_draw (const SaffronLegend *legend)
{
  g_auto (Content) content = {
    .verdict = saffron_verdict_to_warning (legend->run),
    .names = { name_of (legend->reference), name_of (legend->moving) },
    .room = MAX (legend->room, 1),
  };
  cairo_surface_t *surface = NULL;
  int w = 1, h = 1;

  content.warns = content.verdict != NULL;
  if (!content.warns)
    content.verdict = saffron_verdict_to_words (legend->run);
  set_bar (&content, legend);
  /* The first pass measures, the second draws. */
  for (int pass = 0; pass < 2; pass++)
    {
      cairo_t *cr;

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
