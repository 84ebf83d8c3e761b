/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/pane/histogram-view.h"

#include <glib/gi18n.h>
#include <math.h>

typedef struct {
  SaffronLayer *layer;
  int index;
  GtkWidget *area;
  gboolean drag_high;
} HistogramView;

static void
histogram_view_free (gpointer data)
{
  HistogramView *self = data;

  g_object_unref (self->layer);
  g_free (self);
}

static double
to_x (const SaffronHistogram *histogram, double value, int width)
{
  double range = MAX (histogram->maximum - histogram->minimum, 1e-12);

  return CLAMP ((value - histogram->minimum) / range, 0.0, 1.0) * width;
}

static void
draw_bins (const SaffronHistogram *histogram,
           cairo_t *cr,
           int width,
           int height)
{
  double top = 0.0;

  for (int i = 0; i < SAFFRON_HISTOGRAM_BINS; i++)
    top = MAX (top, log1p ((double) histogram->bins[i]));
  if (top <= 0.0)
    return;
  cairo_move_to (cr, 0, height);
  for (int i = 0; i < SAFFRON_HISTOGRAM_BINS; i++)
    {
      double y = height - log1p ((double) histogram->bins[i]) / top * height;

      cairo_line_to (cr, (double) i * width / SAFFRON_HISTOGRAM_BINS, y);
      cairo_line_to (cr, (i + 1.0) * width / SAFFRON_HISTOGRAM_BINS, y);
    }
  cairo_line_to (cr, width, height);
  cairo_close_path (cr);
  cairo_fill (cr);
}

static void
draw (GtkDrawingArea *area,
      cairo_t *cr,
      int width,
      int height,
      gpointer user_data)
{
  HistogramView *self = user_data;
  const SaffronHistogram *histogram =
      saffron_layer_get_histogram (self->layer, self->index);
  const SaffronChannelDisplay *display =
      saffron_layer_get_channel_display (self->layer, self->index);
  GtkStyleContext *style = gtk_widget_get_style_context (GTK_WIDGET (area));
  GdkRGBA colour;
  double low, high;

  if (histogram == NULL)
    return;
  gtk_style_context_get_color (style, &colour);
  colour.alpha = 0.45f;
  gdk_cairo_set_source_rgba (cr, &colour);
  draw_bins (histogram, cr, width, height);

  colour.alpha = 1.0f;
  gdk_cairo_set_source_rgba (cr, &colour);
  cairo_set_line_width (cr, 2.0);
  low = to_x (histogram, display->low, width);
  high = to_x (histogram, display->high, width);
  cairo_move_to (cr, low, 0);
  cairo_line_to (cr, low, height);
  cairo_move_to (cr, high, 0);
  cairo_line_to (cr, high, height);
  cairo_stroke (cr);
  /* Draws the ramp from black to white. */
  cairo_set_line_width (cr, 1.0);
  cairo_move_to (cr, low, height);
  cairo_line_to (cr, high, 0);
  cairo_stroke (cr);
}

/* Says where the contrast is, and how to change it. */
static void
describe (HistogramView *self)
{
  const SaffronChannelDisplay *display =
      saffron_layer_get_channel_display (self->layer, self->index);
  g_autofree char *text =
      g_strdup_printf (_ ("Black at %.5g, white at %.5g\n%s"), display->low,
                       display->high, gtk_widget_get_tooltip_text (self->area));

  gtk_accessible_update_property (GTK_ACCESSIBLE (self->area),
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, text,
                                  -1);
}

static void
on_changed (SaffronLayer *layer, gpointer user_data)
{
  HistogramView *self = user_data;

  gtk_widget_queue_draw (self->area);
  describe (self);
}

static void
set_handle (HistogramView *self, gboolean high_handle, double value)
{
  const SaffronHistogram *histogram =
      saffron_layer_get_histogram (self->layer, self->index);
  SaffronChannelDisplay display =
      *saffron_layer_get_channel_display (self->layer, self->index);
  double range, least;

  if (histogram == NULL)
    return;
  range = histogram->maximum - histogram->minimum;
  least = MAX (range * 1e-3, 1e-9);
  value = CLAMP (value, histogram->minimum, histogram->maximum);
  if (high_handle)
    display.high = MAX (value, display.low + least);
  else
    display.low = MIN (value, display.high - least);
  saffron_layer_set_channel_display (self->layer, self->index, &display);
}

static double
to_value (HistogramView *self, double x)
{
  const SaffronHistogram *histogram =
      saffron_layer_get_histogram (self->layer, self->index);
  int width = gtk_widget_get_width (self->area);

  if (histogram == NULL)
    return 0.0;
  return histogram->minimum
         + x / MAX (width, 1) * (histogram->maximum - histogram->minimum);
}

static void
on_drag_begin (GtkGestureDrag *gesture, double x, double y, gpointer user_data)
{
  HistogramView *self = user_data;
  const SaffronChannelDisplay *display =
      saffron_layer_get_channel_display (self->layer, self->index);
  double value = to_value (self, x);

  gtk_widget_grab_focus (self->area);
  self->drag_high = fabs (value - display->high) < fabs (value - display->low);
  set_handle (self, self->drag_high, value);
}

static void
on_drag_update (GtkGestureDrag *gesture, double x, double y, gpointer user_data)
{
  HistogramView *self = user_data;
  double start_x = 0.0, start_y = 0.0;

  gtk_gesture_drag_get_start_point (gesture, &start_x, &start_y);
  set_handle (self, self->drag_high, to_value (self, start_x + x));
}

static gboolean
on_key (GtkEventControllerKey *controller,
        guint keyval,
        guint keycode,
        GdkModifierType state,
        gpointer user_data)
{
  HistogramView *self = user_data;
  const SaffronHistogram *histogram =
      saffron_layer_get_histogram (self->layer, self->index);
  const SaffronChannelDisplay *display =
      saffron_layer_get_channel_display (self->layer, self->index);
  gboolean high = (state & GDK_SHIFT_MASK) != 0;
  double step;

  if (histogram == NULL || (keyval != GDK_KEY_Left && keyval != GDK_KEY_Right))
    return GDK_EVENT_PROPAGATE;
  step = (histogram->maximum - histogram->minimum) / 100.0;
  if (keyval == GDK_KEY_Left)
    step = -step;
  set_handle (self, high, (high ? display->high : display->low) + step);
  return GDK_EVENT_STOP;
}

static void
on_destroy (GtkWidget *widget, gpointer user_data)
{
  HistogramView *self = user_data;

  g_signal_handlers_disconnect_by_data (self->layer, self);
}

GtkWidget *
saffron_histogram_view_new (SaffronLayer *layer, int index)
{
  HistogramView *self = g_new0 (HistogramView, 1);
  GtkWidget *area = g_object_new (GTK_TYPE_DRAWING_AREA, "accessible-role",
                                  GTK_ACCESSIBLE_ROLE_IMG, NULL);
  GtkGesture *drag = gtk_gesture_drag_new ();
  GtkEventController *keys = gtk_event_controller_key_new ();

  self->layer = g_object_ref (layer);
  self->index = index;
  self->area = area;
  gtk_drawing_area_set_content_height (GTK_DRAWING_AREA (area), 72);
  gtk_widget_set_focusable (area, TRUE);
  gtk_widget_set_margin_start (area, 12);
  gtk_widget_set_margin_end (area, 12);
  gtk_widget_set_margin_top (area, 6);
  gtk_widget_set_margin_bottom (area, 6);
  gtk_drawing_area_set_draw_func (GTK_DRAWING_AREA (area), draw, self, NULL);
  /* Not in the destroy notify of the draw function, which runs before "destroy"
   * is emitted. */
  g_object_set_data_full (G_OBJECT (area), "histogram-view", self,
                          histogram_view_free);
  gtk_accessible_update_property (GTK_ACCESSIBLE (area),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Histogram and contrast"), -1);
  gtk_widget_set_tooltip_text (
      area, _ ("Drag the values that are shown as black and as white, or use "
               "the arrow keys, with Shift for white"));
  describe (self);
  g_signal_connect (layer, "changed", G_CALLBACK (on_changed), self);
  g_signal_connect (layer, "histogram", G_CALLBACK (on_changed), self);
  g_signal_connect (area, "destroy", G_CALLBACK (on_destroy), self);
  g_signal_connect (drag, "drag-begin", G_CALLBACK (on_drag_begin), self);
  g_signal_connect (drag, "drag-update", G_CALLBACK (on_drag_update), self);
  g_signal_connect (keys, "key-pressed", G_CALLBACK (on_key), self);
  gtk_widget_add_controller (area, GTK_EVENT_CONTROLLER (drag));
  gtk_widget_add_controller (area, keys);
  return area;
}
