/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/canvas/map-legend.h"

#include <glib/gi18n.h>
#include <math.h>

#include "app/accessible.h"

/* Pixels of the widget: the strip of the scale, from line to line, the side of
 * a sample, from that or the strip to its text. */
#define STRIP_WIDTH 16.0
#define STRIP_LINES 5.6
#define LEAST_LINE 20.0
#define SAMPLE 14.0
#define GAP 10.0

#define N_COLORS 56

typedef struct {
  GtkWidget *title;
  GtkWidget *message;
  GtkWidget *area;
  GtkWidget *opacity;
  GArray *entries; /* of SaffronMapEntry; NULL without a map */
  guint n_numbers; /* how many of them are on the scale */
  guint32 colors[N_COLORS];
  double line; /* from text to text, which a large font needs more of */
} Legend;

static void
legend_free (gpointer data)
{
  Legend *self = data;

  g_clear_pointer (&self->entries, g_array_unref);
  g_free (self);
}

static const SaffronMapEntry *
get_entry (Legend *self, guint i)
{
  return &g_array_index (self->entries, SaffronMapEntry, i);
}

static double
strip_height (Legend *self)
{
  return STRIP_LINES * self->line;
}

static double
scale_height (Legend *self)
{
  return self->n_numbers > 0 ? strip_height (self) + self->line : 0.0;
}

static void
set_color (cairo_t *cr, guint32 pixel)
{
  cairo_set_source_rgba (cr, (pixel >> 16 & 255) / 255.0,
                         (pixel >> 8 & 255) / 255.0, (pixel & 255) / 255.0,
                         (pixel >> 24) / 255.0);
}

/* From the beginning of the scale at the bottom to its end at the top. */
static void
draw_strip (Legend *self, cairo_t *cr)
{
  double step = strip_height (self) / N_COLORS;

  for (int i = 0; i < N_COLORS; i++)
    {
      set_color (cr, 0xff000000 | self->colors[N_COLORS - 1 - i]);
      /* Under the next one, too: nothing shines through between them. */
      cairo_rectangle (cr, 0.0, self->line / 2.0 + i * step, STRIP_WIDTH,
                       i < N_COLORS - 1 ? step + 1.0 : step);
      cairo_fill (cr);
    }
}

/* Where the texts beside the scale stand, so that none covers another. */
static void
place_numbers (Legend *self, double *y)
{
  for (guint i = 0; i < self->n_numbers; i++)
    {
      y[i] = self->line / 2.0
             + strip_height (self) * (1.0 - get_entry (self, i)->share);
      if (i > 0)
        y[i] = MIN (y[i], y[i - 1] - self->line);
    }
  for (guint i = self->n_numbers; i > 0; i--)
    y[i - 1] =
        MAX (y[i - 1], self->line / 2.0 + self->line * (self->n_numbers - i));
}

static void
draw_text (Legend *self, cairo_t *cr, double x, double y, const char *text)
{
  g_autoptr (PangoLayout) layout =
      gtk_widget_create_pango_layout (self->area, text);
  int height = 0;

  pango_layout_get_pixel_size (layout, NULL, &height);
  cairo_set_source_rgb (cr, 1.0, 1.0, 1.0);
  cairo_move_to (cr, x, y - height / 2.0);
  pango_cairo_show_layout (cr, layout);
}

static void
draw_numbers (Legend *self, cairo_t *cr)
{
  g_autofree double *y = g_new (double, self->n_numbers);

  place_numbers (self, y);
  for (guint i = 0; i < self->n_numbers; i++)
    {
      double at = self->line / 2.0
                  + strip_height (self) * (1.0 - get_entry (self, i)->share);

      cairo_set_source_rgb (cr, 1.0, 1.0, 1.0);
      cairo_set_line_width (cr, 1.0);
      cairo_move_to (cr, 0.0, at);
      cairo_line_to (cr, STRIP_WIDTH + 3.0, at);
      cairo_line_to (cr, STRIP_WIDTH + GAP - 2.0, y[i]);
      cairo_stroke (cr);
      draw_text (self, cr, STRIP_WIDTH + GAP, y[i], get_entry (self, i)->text);
    }
}

/* The pixels that the map itself has there. */
static void
draw_sample (const SaffronMapEntry *entry, cairo_t *cr, double y)
{
  for (int i = 0; i < SAMPLE * SAMPLE; i++)
    {
      int row = i / (int) SAMPLE, column = i % (int) SAMPLE;

      set_color (
          cr, saffron_map_mark_pixel (entry->mark, entry->piece, column, row));
      cairo_rectangle (cr, 1.0 + column, y + row, 1.0, 1.0);
      cairo_fill (cr);
    }
  if (entry->mark == SAFFRON_MAP_NOTHING)
    return;
  cairo_set_source_rgb (cr, 0.7, 0.7, 0.7);
  cairo_set_line_width (cr, 1.0);
  cairo_rectangle (cr, 0.5, y - 0.5, SAMPLE + 1.0, SAMPLE + 1.0);
  cairo_stroke (cr);
}

static void
draw (GtkDrawingArea *area,
      cairo_t *cr,
      int width,
      int height,
      gpointer user_data)
{
  Legend *self = user_data;
  double y = scale_height (self);

  if (self->entries == NULL)
    return;
  if (self->n_numbers > 0)
    {
      draw_strip (self, cr);
      draw_numbers (self, cr);
    }
  for (guint i = self->n_numbers; i < self->entries->len; i++, y += self->line)
    {
      draw_sample (get_entry (self, i), cr, y + (self->line - SAMPLE) / 2.0);
      draw_text (self, cr, STRIP_WIDTH + GAP, y + self->line / 2.0,
                 get_entry (self, i)->text);
    }
}

/* Finds how wide and how far apart the texts are. */
static int
measure_texts (Legend *self)
{
  int most = 0;

  self->line = LEAST_LINE;
  for (guint i = 0; i < self->entries->len; i++)
    {
      g_autoptr (PangoLayout) layout = gtk_widget_create_pango_layout (
          self->area, get_entry (self, i)->text);
      int width = 0, height = 0;

      pango_layout_get_pixel_size (layout, &width, &height);
      most = MAX (most, width);
      self->line = MAX (self->line, height + 3.0);
    }
  return most;
}

/* Keeps what is drawn of the map. */
static void
take_map (Legend *self, const SaffronMap *map)
{
  g_clear_pointer (&self->entries, g_array_unref);
  self->n_numbers = 0;
  gtk_widget_set_visible (self->area, map != NULL);
  if (map == NULL)
    return;
  self->entries = saffron_map_get_legend (map);
  while (self->n_numbers < self->entries->len
         && isfinite (get_entry (self, self->n_numbers)->share))
    self->n_numbers++;
  for (int i = 0; self->n_numbers > 0 && i < N_COLORS; i++)
    self->colors[i] = saffron_map_scale_color (map, i / (N_COLORS - 1.0));
  gtk_drawing_area_set_content_width (GTK_DRAWING_AREA (self->area),
                                      (int) (STRIP_WIDTH + GAP)
                                          + measure_texts (self));
  gtk_drawing_area_set_content_height (
      GTK_DRAWING_AREA (self->area),
      (int) (scale_height (self)
             + self->line * (self->entries->len - self->n_numbers)));
  gtk_widget_queue_draw (self->area);
}

void
saffron_map_legend_set (GtkWidget *legend,
                        const char *title,
                        const SaffronMap *map,
                        const char *message)
{
  Legend *self = g_object_get_data (G_OBJECT (legend), "map-legend");
  g_autofree char *words =
      map != NULL ? saffron_map_legend_to_words (map) : NULL;

  take_map (self, map);
  gtk_label_set_label (GTK_LABEL (self->title), title);
  gtk_label_set_label (GTK_LABEL (self->message),
                       message != NULL ? message : "");
  gtk_widget_set_visible (self->message, message != NULL);
  gtk_widget_set_visible (self->opacity, map != NULL);
  if (words != NULL)
    gtk_accessible_update_property (GTK_ACCESSIBLE (self->area),
                                    GTK_ACCESSIBLE_PROPERTY_LABEL, words, -1);
}

static GtkWidget *
slider_new (GtkAdjustment *opacity)
{
  GtkWidget *slider = gtk_scale_new (GTK_ORIENTATION_HORIZONTAL, opacity);

  gtk_widget_set_tooltip_text (slider, _ ("Opacity of the map"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (slider),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Opacity of the map"), -1);
  return slider;
}

GtkWidget *
saffron_map_legend_new (GtkAdjustment *opacity)
{
  Legend *self = g_new0 (Legend, 1);
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);

  g_object_set_data_full (G_OBJECT (box), "map-legend", self, legend_free);
  gtk_widget_add_css_class (box, "saffron-map-legend");
  self->title = gtk_label_new (NULL);
  gtk_widget_add_css_class (self->title, "heading");
  gtk_label_set_xalign (GTK_LABEL (self->title), 0.0f);
  self->message = gtk_label_new (NULL);
  gtk_label_set_xalign (GTK_LABEL (self->message), 0.0f);
  gtk_label_set_wrap (GTK_LABEL (self->message), TRUE);
  gtk_label_set_max_width_chars (GTK_LABEL (self->message), 24);
  self->area = g_object_new (GTK_TYPE_DRAWING_AREA, "accessible-role",
                             GTK_ACCESSIBLE_ROLE_IMG, NULL);
  gtk_drawing_area_set_draw_func (GTK_DRAWING_AREA (self->area), draw, self,
                                  NULL);
  self->opacity = slider_new (opacity);
  gtk_box_append (GTK_BOX (box), self->title);
  gtk_box_append (GTK_BOX (box), self->message);
  gtk_box_append (GTK_BOX (box), self->area);
  gtk_box_append (GTK_BOX (box), self->opacity);
  return box;
}
