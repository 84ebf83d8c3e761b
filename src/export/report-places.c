/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>
#include <math.h>

#include "export/report-private.h"
#include "export/report-table.h"
#include "quality/place-words.h"
#include "quality/quality-words.h"
#include "quality/worst.h"

/* The side of a place, pixels; the reference's pixels at full resolution. */
#define SIDE 256

/* An arrow that is shorter, in pixels of the picture, shows nothing. */
#define LEAST_ARROW 6.0

static const SaffronWindow *
window_at (const SaffronQuality *quality, guint index)
{
  return &g_array_index (quality->windows->windows, SaffronWindow, index);
}

static cairo_surface_t *
draw_place (const SaffronPlacePainter *painter,
            SaffronRefPoint at,
            GError **error)
{
  g_autofree guint8 *rgb = g_new (guint8, SIDE * SIDE * 3);
  cairo_surface_t *surface = NULL;
  guint8 *data;
  int stride;

  if (!saffron_place_painter_draw (painter, at, rgb, error))
    return NULL;
  surface = cairo_image_surface_create (CAIRO_FORMAT_RGB24, SIDE, SIDE);
  stride = cairo_image_surface_get_stride (surface);
  data = cairo_image_surface_get_data (surface);
  for (int y = 0; y < SIDE; y++)
    for (int x = 0; x < SIDE; x++)
      {
        const guint8 *in = rgb + 3 * ((gsize) y * SIDE + x);

        ((guint32 *) (data + (gsize) y * stride))[x] =
            (guint32) in[0] << 16 | (guint32) in[1] << 8 | in[2];
      }
  cairo_surface_mark_dirty (surface);
  return surface;
}

/* An arrow from where the tissue is shown to where it belongs, in the middle.
 */
static void
append_arrow (GString *html,
              const SaffronWindow *window,
              const SaffronQuality *quality,
              double downsample)
{
  double um = sqrt (quality->um_x * quality->um_y);
  /* Along y a pixel of the picture has another share of those of the slide,
   * where these are not square. */
  double stretch = um > 0.0 ? quality->um_y / quality->um_x : 1.0;
  double dx = window->dx / downsample, dy = window->dy / downsample * stretch;
  double length = hypot (dx, dy);

  if (!(length >= LEAST_ARROW))
    return;
  /* What lies outside of the picture is only hinted at. */
  if (length > SIDE)
    {
      dx *= SIDE / length;
      dy *= SIDE / length;
    }
  g_string_append (html, "<svg class=\"marks\" viewBox=\"-128 -128 256 256\">"
                         "<path d=\"M");
  saffron_html_append_number (html, dx, 1);
  g_string_append_c (html, ' ');
  saffron_html_append_number (html, dy, 1);
  g_string_append (html, "L0 0\"/><circle cx=\"0\" cy=\"0\" r=\"5\"/></svg>");
}

/* @number: of a worst place; 0 for a random one */
static gboolean
append_place (GString *html,
              const SaffronPlacePainter *painter,
              const SaffronQuality *quality,
              const SaffronWindow *window,
              guint number,
              GError **error)
{
  double um = sqrt (quality->um_x * quality->um_y);
  g_autofree char *words = saffron_place_to_words (window, um);
  cairo_surface_t *surface = draw_place (painter, window->at, error);

  if (surface == NULL)
    return FALSE;
  saffron_html_printf (html,
                       "<figure class=\"place %s\"><div class=\"picture\">",
                       window->class == SAFFRON_WINDOW_OFF ? "off" : "");
  saffron_html_append_picture (html, surface, words);
  cairo_surface_destroy (surface);
  append_arrow (html, window, quality,
                saffron_place_painter_get_downsample (painter));
  g_string_append (html, "</div><figcaption>");
  if (number > 0)
    saffron_html_printf (html, "<b class=\"number\">%d</b> ", (int) number);
  saffron_html_printf (html, "<b>%s</b><br>", words);
  saffron_html_append_number (html, window->at.x, 0);
  g_string_append (html, ", ");
  saffron_html_append_number (html, window->at.y, 0);
  g_string_append (html, "</figcaption></figure>");
  return TRUE;
}

/* Why there is no worst place: where hardly anything could be measured, that
 * says nothing good. */
static const char *
no_worst (const SaffronQuality *quality)
{
  return saffron_windows_share (quality->windows, SAFFRON_WINDOW_AGREES) < 0.5
             ? _ ("Hardly anywhere could an error be measured, so no place "
                  "stands out.")
             : _ ("No place is certainly wrong.");
}

/* @worst: whether they have numbers */
static gboolean
append_group (GString *html,
              const SaffronPlacePainter *painter,
              const SaffronQuality *quality,
              const guint *places,
              guint n,
              gboolean worst,
              SaffronJob *job,
              GError **error)
{
  saffron_html_printf (html, "<h3>%s</h3>",
                       worst ? _ ("The worst places")
                             : _ ("Places taken at random"));
  if (n == 0)
    saffron_html_printf (html, "<p>%s</p>",
                         worst ? no_worst (quality)
                               : _ ("There are no other places."));
  g_string_append (html, "<div class=\"places\">");
  for (guint i = 0; i < n; i++)
    if (!append_place (html, painter, quality, window_at (quality, places[i]),
                       worst ? i + 1 : 0, error)
        || !saffron_job_check (job, error))
      return FALSE;
  g_string_append (html, "</div>");
  return TRUE;
}

/* What the squares show, and how large they are. */
static void
append_key (GString *html,
            const SaffronPlacePainter *painter,
            const SaffronQuality *quality)
{
  double wide = SIDE * saffron_place_painter_get_downsample (painter);
  gboolean known = quality->um_x > 0.0;

  g_autoptr (GString) side = g_string_new (NULL);
  const char *markups[] = { NULL, NULL };

  saffron_html_append_number (side, known ? wide * quality->um_x : wide, 1);
  g_string_append (side, known ? "\u00a0µm" : "\u00a0px");
  markups[0] = side->str;
  g_string_append (html, "<p class=\"about\">");
  saffron_html_append_sentence (
      html,
      _ ("The moving slide in red over the reference in green, yellow where "
         "both are bright, at full resolution. An arrow leads from where "
         "tissue is shown to where it belongs. Each square is %s wide."),
      markups);
  g_string_append (html, "</p>");
}

gboolean
saffron_report_append_places (GString *html,
                              SaffronSlide *reference,
                              SaffronSlide *moving,
                              const SaffronReportPart *part,
                              SaffronJob *job,
                              GError **error)
{
  const SaffronQuality *quality = part->quality;
  SaffronPlacePainter painter;
  SaffronSheetPlaces places;
  SaffronRefPoint points[2 * SAFFRON_SHEET_PLACES];
  guint n = 0;

  if (!saffron_place_painter_init (&painter, reference, moving,
                                   part->slide->run, SIDE, job, error))
    return FALSE;
  saffron_sheet_places_find (quality->windows, quality->worst, &places);
  for (guint i = 0; i < places.n_worst; i++)
    points[n++] = window_at (quality, places.worst[i])->at;
  for (guint i = 0; i < places.n_random; i++)
    points[n++] = window_at (quality, places.random[i])->at;
  if (!saffron_place_painter_fit (&painter, points, n, error)
      || !append_group (html, &painter, quality, places.worst, places.n_worst,
                        TRUE, job, error)
      || !append_group (html, &painter, quality, places.random, places.n_random,
                        FALSE, job, error))
    return FALSE;
  append_key (html, &painter, quality);
  return TRUE;
}

void
saffron_report_append_worst (GString *html, const SaffronReportPart *part)
{
  const SaffronQuality *quality = part->quality;
  JsonNode *measured = json_object_get_member (part->json, "quality");
  const char *ending = quality->um_x > 0.0 ? "_um" : "_px";
  const char *unit = quality->um_x > 0.0 ? "µm" : "px";

  if (quality->worst->len == 0)
    return;
  saffron_html_printf (
      html,
      "<h4>%s</h4><table class=\"numbers heads\"><tr><th></th>"
      "<th>x</th><th>y</th><th class=\"words\">%s</th><th>%s, %s</th>"
      "<th>± %s</th></tr>",
      _ ("All worst places, by the error that is certain"), _ ("Where"),
      _ ("Error"), unit, unit);
  for (guint i = 0; i < quality->worst->len; i++)
    {
      const SaffronWindow *window = window_at (
          quality, g_array_index (quality->worst, SaffronWorstPlace, i).window);
      const SaffronTransform *transform = part->slide->run->transform;
      static const char *const members[] = { "x", "y", "error", "uncertainty" };

      saffron_html_printf (html, "<tr><th>%d</th>", (int) i + 1);
      for (guint m = 0; m < G_N_ELEMENTS (members); m++)
        {
          g_autofree char *path =
              g_strdup_printf ("worst.%u.%s", i, members[m]);

          if (m == 2)
            saffron_html_printf (html, "<td class=\"words\">%s</td>",
                                 saffron_place_on_slide (
                                     window->at,
                                     saffron_transform_get_width (transform),
                                     saffron_transform_get_height (transform)));
          g_string_append (html, "<td>");
          saffron_report_append_figure (html, json_node_get_object (measured),
                                        path, m >= 2 ? ending : NULL, "");
          g_string_append (html, "</td>");
        }
      g_string_append (html, "</tr>");
    }
  g_string_append (html, "</table>");
}
