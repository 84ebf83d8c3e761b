/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>
#include <math.h>

#include "export/report-private.h"
#include "export/report-table.h"
#include "quality/error-histogram.h"
#include "quality/worst.h"
#include "view/scale-length.h"

/* Colours of a legend's scale. */
#define SCALE_STOPS 16

/* The histogram, in its own units. */
#define PLOT_WIDTH 480
#define PLOT_HEIGHT 170
#define PLOT_FOOT 26

void
saffron_report_append_figure (GString *html,
                              JsonObject *quality,
                              const char *path,
                              const char *ending,
                              const char *unit)
{
  JsonNode *node = saffron_report_find (quality, path, ending);
  g_autofree char *exact = saffron_report_value_to_text (node);
  gboolean percent = g_str_equal (unit, "%");

  if (node == NULL)
    g_string_append (html, "<span class=\"none\">–</span>");
  else if (json_node_get_value_type (node) == G_TYPE_STRING)
    saffron_html_append_text (html, exact);
  else
    {
      saffron_html_printf (html, "<data data-path=\"%s%s\" value=\"%s\">", path,
                           ending != NULL ? ending : "", exact);
      saffron_html_append_number (
          html, json_node_get_double (node) * (percent ? 100.0 : 1.0),
          percent ? 1 : 3);
      g_string_append (html, "</data>");
      if (*unit != '\0')
        saffron_html_printf (html, " %s", unit);
    }
}

void
saffron_report_append_length (GString *html,
                              JsonObject *quality,
                              const char *path)
{
  gboolean in_um =
      saffron_report_find (quality, "windows.tolerance", "_um") != NULL;

  saffron_report_append_figure (html, quality, path, in_um ? "_um" : "_px",
                                in_um ? "µm" : "px");
}

void
saffron_report_append_titled_share (GString *html,
                                    JsonObject *quality,
                                    const char *path,
                                    const char *title)
{
  g_autofree char *shown = g_markup_escape_text (title, -1);
  g_autoptr (GString) share = g_string_new (NULL);
  const char *markups[] = { shown, NULL, NULL };

  saffron_report_append_figure (share, quality, path, NULL, "%");
  markups[1] = share->str;
  saffron_html_append_sentence (html, _ ("%s: %s"), markups);
}

void
saffron_report_append_shares (GString *html,
                              JsonObject *quality,
                              gboolean words)
{
  static const struct {
    const char *nick, *text;
  } classes[SAFFRON_N_WINDOW_CLASSES] = {
    { "off", NC_ ("share of the tissue", "is off") },
    { "unknown", NC_ ("share of the tissue", "cannot be told") },
    { "missing", NC_ ("share of the tissue", "has no counterpart") },
    { "agrees", NC_ ("share of the tissue", "agrees") },
  };

  g_string_append (html, "<div class=\"shares\" aria-hidden=\"true\">");
  for (guint i = 0; i < G_N_ELEMENTS (classes); i++)
    {
      g_autofree char *path =
          g_strdup_printf ("windows.shares.%s", classes[i].nick);
      double share = saffron_report_find_number (quality, path, NULL);

      if (!(share > 0.0))
        continue;
      saffron_html_printf (html,
                           "<i class=\"%s\" style=\"width:", classes[i].nick);
      saffron_html_append_number (html, 100.0 * share, 2);
      g_string_append (html, "%\"></i>");
    }
  g_string_append (html, "</div>");
  if (!words)
    return;
  g_string_append (html, "<ul class=\"key\">");
  for (guint i = 0; i < G_N_ELEMENTS (classes); i++)
    {
      g_autofree char *path =
          g_strdup_printf ("windows.shares.%s", classes[i].nick);

      saffron_html_printf (html, "<li><i class=\"%s\"></i> ", classes[i].nick);
      saffron_report_append_titled_share (
          html, quality, path,
          g_dpgettext2 (NULL, "share of the tissue", classes[i].text));
      g_string_append (html, "</li>");
    }
  g_string_append (html, "</ul>");
}

/* One element of a drawing: its numbers are appended between the texts of
 * @parts, a list that ends with NULL. */
static void
append_shape (GString *html, const char *const *parts, const double *numbers)
{
  for (guint i = 0; parts[i] != NULL; i++)
    {
      g_string_append (html, parts[i]);
      if (parts[i + 1] != NULL)
        saffron_html_append_number (html, numbers[i], 2);
    }
}

#define SHAPE(html, numbers, ...)                                              \
  append_shape (html, (const char *const[]){ __VA_ARGS__, NULL },              \
                (const double[]) numbers)
#define NUMBERS(...)                                                           \
  {                                                                            \
    __VA_ARGS__                                                                \
  }

static void
append_marks (GString *html,
              const SaffronQuality *quality,
              const SaffronWarpFrame *frame)
{
  SaffronSheetPlaces places;
  double r = (double) MAX (frame->width, frame->height) / 45.0;

  saffron_sheet_places_find (quality->windows, quality->worst, &places);
  /* The worst is drawn last, over the others. */
  for (guint i = places.n_worst; i-- > 0;)
    {
      SaffronRefPoint at = g_array_index (quality->windows->windows,
                                          SaffronWindow, places.worst[i])
                               .at;
      double x = (at.x - frame->origin.x) / frame->downsample_x;
      double y = (at.y - frame->origin.y) / frame->downsample_y;

      SHAPE (html, NUMBERS (x, y, r), "<circle cx=\"", "\" cy=\"", "\" r=\"",
             "\"/>");
      SHAPE (html, NUMBERS (x, y, 1.3 * r), "<text x=\"", "\" y=\"",
             "\" font-size=\"", "\">");
      g_string_append_printf (html, "%u</text>", i + 1);
    }
}

static void
append_scale_bar (GString *html,
                  const SaffronQuality *quality,
                  const SaffronWarpFrame *frame)
{
  double w = (double) frame->width, h = (double) frame->height;
  gboolean known = quality->um_x > 0.0;
  double unit = frame->downsample_x * (known ? quality->um_x : 1.0);
  double length = saffron_scale_length (MAX (w / 4.0, 1.0) * unit);
  double size = MAX (w, h) / 36.0;
  gboolean large = known && length >= 1000.0;

  SHAPE (
      html,
      NUMBERS (w - size - length / unit, h - size, length / unit, size / 4.0),
      "<rect x=\"", "\" y=\"", "\" width=\"", "\" height=\"", "\"/>");
  SHAPE (html, NUMBERS (w - size - length / unit / 2.0, h - 1.6 * size, size),
         "<text class=\"bar\" x=\"", "\" y=\"", "\" font-size=\"", "\">");
  saffron_html_append_number (html, large ? length / 1000.0 : length, 3);
  saffron_html_printf (html, " %s</text>",
                       large ? "mm" : (known ? "µm" : "px"));
}

void
saffron_report_append_overlay (GString *html,
                               const SaffronReportPart *part,
                               const SaffronReportPicture *picture,
                               gboolean after)
{
  const SaffronWarpFrame *frame = &picture->frame;

  g_string_append (html, "<div class=\"picture\">");
  saffron_html_append_picture (
      html, after ? picture->after : picture->before,
      after ? _ ("Overlay of both slides by this run")
            : _ ("Overlay of both slides without bending"));
  SHAPE (html, NUMBERS ((double) frame->width, (double) frame->height),
         "<svg class=\"marks\" viewBox=\"0 0 ", " ", "\">");
  if (after)
    append_marks (html, part->quality, frame);
  append_scale_bar (html, part->quality, frame);
  g_string_append (html, "</svg></div>");
}

static void
append_legend (GString *html, const SaffronMap *map)
{
  g_autoptr (GArray) legend = saffron_map_get_legend (map);

  if (isfinite (map->high))
    {
      g_string_append (html, "<div class=\"scale\" style=\"background:"
                             "linear-gradient(to right");
      for (int i = 0; i < SCALE_STOPS; i++)
        g_string_append_printf (
            html, ",#%06x",
            saffron_map_scale_color (map, i / (SCALE_STOPS - 1.0)));
      g_string_append (html, ")\"></div>");
    }
  g_string_append (html, "<ul class=\"key\">");
  for (guint i = 0; i < legend->len; i++)
    {
      const SaffronMapEntry *entry =
          &g_array_index (legend, SaffronMapEntry, i);

      g_string_append (html, "<li>");
      if (isfinite (entry->share))
        g_string_append_printf (html, "<i style=\"background:#%06x\"></i> ",
                                saffron_map_scale_color (map, entry->share));
      else
        {
          cairo_surface_t *swatch =
              saffron_report_swatch (entry->mark, entry->piece);

          saffron_html_append_picture (html, swatch, "");
          g_string_append_c (html, ' ');
          cairo_surface_destroy (swatch);
        }
      saffron_html_append_text (html, entry->text);
      g_string_append (html, "</li>");
    }
  g_string_append (html, "</ul>");
}

void
saffron_report_append_map (GString *html,
                           const SaffronReportPicture *picture,
                           const SaffronMap *map,
                           int longest)
{
  cairo_surface_t *drawn =
      saffron_report_picture_draw_map (picture, map, longest);
  const char *title = saffron_map_kind_title (map->kind);
  const char *unit = saffron_map_get_unit (map);

  saffron_html_printf (html, "<figure><figcaption><b>%s</b>", title);
  if (*unit != '\0')
    saffron_html_printf (html, ", %s", unit);
  g_string_append (html, "</figcaption>");
  saffron_html_append_picture (html, drawn, title);
  cairo_surface_destroy (drawn);
  append_legend (html, map);
  g_string_append (html, "</figure>");
}

/* The bars of one distribution; @most is the height of the plot. */
static void
append_bars (GString *html, const double *shares, double most, const char *name)
{
  double step = (double) PLOT_WIDTH / SAFFRON_ERROR_BINS;
  double height = PLOT_HEIGHT - PLOT_FOOT;

  g_string_append_printf (html, "<g class=\"%s\">", name);
  for (int i = 0; i < SAFFRON_ERROR_BINS; i++)
    if (shares[i] > 0.0)
      SHAPE (html,
             NUMBERS (i * step + 0.5, height * (1.0 - shares[i] / most),
                      step - 1.0, height * shares[i] / most),
             "<rect x=\"", "\" y=\"", "\" width=\"", "\" height=\"", "\"/>");
  g_string_append (html, "</g>");
}

static void
append_axis (GString *html, const SaffronErrorHistogram *histogram)
{
  double foot = PLOT_HEIGHT - PLOT_FOOT;
  double line =
      PLOT_WIDTH
      * saffron_error_histogram_place (histogram, histogram->tolerance);

  SHAPE (html, NUMBERS (foot, PLOT_WIDTH, foot), "<path d=\"M0 ", "H", "\"/>");
  SHAPE (html, NUMBERS (line, foot), "<path class=\"line\" d=\"M", " 0V",
         "\"/>");
  for (double at = histogram->low; at < 1.5 * histogram->high; at *= 10.0)
    {
      double x = PLOT_WIDTH * saffron_error_histogram_place (histogram, at);

      SHAPE (html, NUMBERS (x, foot), "<path d=\"M", " ", "v4\"/>");
      SHAPE (html, NUMBERS (CLAMP (x, 28.0, PLOT_WIDTH - 28.0), foot + 17.0),
             "<text x=\"", "\" y=\"", "\">");
      saffron_html_append_number (html, at, 6);
      saffron_html_printf (html, " %s</text>", histogram->in_um ? "µm" : "px");
    }
}

void
saffron_report_append_histogram (GString *html, const SaffronWindows *windows)
{
  SaffronErrorHistogram histogram;
  double most = 0.0;

  saffron_error_histogram_count (windows, &histogram);
  for (int i = 0; i < SAFFRON_ERROR_BINS; i++)
    most = MAX (most, MAX (histogram.after[i], histogram.before[i]));
  if (!(most > 0.0))
    {
      saffron_html_printf (html, "<p class=\"none\">%s</p>",
                           _ ("No error could be measured."));
      return;
    }
  saffron_html_printf (html,
                       "<svg class=\"plot\" viewBox=\"0 0 %d %d\" role=\"img\" "
                       "aria-label=\"%s\">",
                       PLOT_WIDTH, PLOT_HEIGHT,
                       _ ("Share of the tissue by its error"));
  append_bars (html, histogram.before, most, "before");
  append_bars (html, histogram.after, most, "after");
  append_axis (html, &histogram);
  saffron_html_printf (html,
                       "</svg><ul class=\"key\">"
                       "<li><i class=\"after\"></i> %s</li>"
                       "<li><i class=\"before\"></i> %s</li>"
                       "<li><i class=\"line\"></i> %s</li></ul>",
                       _ ("this run"), _ ("without bending"),
                       _ ("tolerance: agrees left of it"));
}
