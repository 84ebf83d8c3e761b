/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/canvas/canvas-private.h"

#include <glib/gi18n.h>
#include <math.h>

#include "view/compositor.h"

#define EASE_US 160000

enum {
  POINTER_MOVED,
  RENDERER_FAILED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (SaffronCanvas, saffron_canvas, GTK_TYPE_WIDGET)

static void
draw_by_processor (GtkDrawingArea *area,
                   cairo_t *cr,
                   int width,
                   int height,
                   gpointer user_data)
{
  SaffronCanvas *self = user_data;
  int scale = gtk_widget_get_scale_factor (GTK_WIDGET (area));
  g_autoptr (SaffronFrame) frame = NULL;
  cairo_surface_t *surface = NULL;

  frame = saffron_view_model_get_frame (self->model);
  if (frame->geometry.width < 1 || frame->geometry.height < 1)
    return;
  surface = cairo_image_surface_create (
      CAIRO_FORMAT_ARGB32, frame->geometry.width, frame->geometry.height);
  cairo_surface_flush (surface);
  saffron_compositor_draw (frame, cairo_image_surface_get_data (surface),
                           cairo_image_surface_get_stride (surface), NULL);
  cairo_surface_mark_dirty (surface);
  cairo_surface_set_device_scale (surface, scale, scale);
  cairo_set_source_surface (cr, surface, 0, 0);
  cairo_paint (cr);
  cairo_surface_destroy (surface);
}

static void
on_resize (GtkWidget *area, int width, int height, gpointer user_data)
{
  SaffronCanvas *self = user_data;
  int scale = gtk_widget_get_scale_factor (GTK_WIDGET (self));

  saffron_view_model_set_size (self->model, width * scale, height * scale);
}

static GtkWidget *
processor_area_new (SaffronCanvas *self)
{
  GtkWidget *area = g_object_new (GTK_TYPE_DRAWING_AREA, "accessible-role",
                                  GTK_ACCESSIBLE_ROLE_PRESENTATION, NULL);

  gtk_drawing_area_set_draw_func (GTK_DRAWING_AREA (area), draw_by_processor,
                                  self, NULL);
  g_signal_connect (area, "resize", G_CALLBACK (on_resize), self);
  return area;
}

static void
set_area (SaffronCanvas *self, GtkWidget *area, SaffronRenderer renderer)
{
  g_clear_pointer (&self->area, gtk_widget_unparent);
  self->area = area;
  self->renderer = renderer;
  gtk_widget_set_can_target (area, FALSE);
  gtk_widget_set_parent (area, GTK_WIDGET (self));
}

void
saffron_canvas_fall_back (SaffronCanvas *self, const char *why)
{
  GtkWidget *area = NULL;
  g_autofree char *message = NULL;

  saffron_canvas_gl_free (self);
  if (self->renderer == SAFFRON_RENDERER_GL)
    area = saffron_canvas_gl_new (self, TRUE);
  g_clear_pointer (&self->no_gl, g_free);
  if (area != NULL)
    {
      self->no_gl = g_strdup (why);
      set_area (self, area, SAFFRON_RENDERER_GLES);
      return;
    }
  set_area (self, processor_area_new (self), SAFFRON_RENDERER_CPU);
  message = g_strdup_printf (_ ("OpenGL cannot be used (%s); the processor "
                                "draws instead"),
                             why);
  g_signal_emit (self, signals[RENDERER_FAILED], 0, message);
}

/* Only now, because the new renderer may fail as well. */
void
saffron_canvas_fell_back (SaffronCanvas *self)
{
  g_autofree char *message = NULL;

  if (self->no_gl == NULL)
    return;
  message = g_strdup_printf (_ ("OpenGL cannot be used (%s); OpenGL ES draws "
                                "instead"),
                             self->no_gl);
  g_signal_emit (self, signals[RENDERER_FAILED], 0, message);
}

static void
on_model_changed (SaffronViewModel *model, gpointer user_data)
{
  SaffronCanvas *self = user_data;

  gtk_widget_queue_draw (self->area);
  if (self->has_pointer)
    {
      gtk_widget_queue_draw (GTK_WIDGET (self));
      g_signal_emit (self, signals[POINTER_MOVED], 0);
    }
}

void
saffron_canvas_show_now (SaffronCanvas *self,
                         const SaffronViewGeometry *geometry)
{
  self->ease_start = 0;
  saffron_view_model_set_geometry (self->model, geometry);
}

static gboolean
on_tick (GtkWidget *widget, GdkFrameClock *clock, gpointer user_data)
{
  SaffronCanvas *self = SAFFRON_CANVAS (widget);
  SaffronViewGeometry now;
  double t;

  if (self->ease_start == 0)
    {
      self->tick = 0;
      return G_SOURCE_REMOVE;
    }
  if (self->ease_fits)
    self->ease_to = saffron_view_model_get_fit (self->model);
  t = (gdk_frame_clock_get_frame_time (clock) - self->ease_start)
      / (double) EASE_US;
  if (t >= 1.0)
    {
      self->tick = 0;
      saffron_canvas_show_now (self, &self->ease_to);
      return G_SOURCE_REMOVE;
    }
  t = CLAMP (t, 0.0, 1.0);
  /* Starts fast and slows down softly. */
  t = 1.0 - (1.0 - t) * (1.0 - t);
  now = saffron_view_interpolate (&self->ease_from, &self->ease_to, t);
  saffron_view_model_set_geometry (self->model, &now);
  return G_SOURCE_CONTINUE;
}

SaffronViewGeometry
saffron_canvas_get_target (SaffronCanvas *self)
{
  return self->ease_start != 0 ? self->ease_to
                               : *saffron_view_model_get_geometry (self->model);
}

void
saffron_canvas_go_to (SaffronCanvas *self, const SaffronViewGeometry *geometry)
{
  GtkSettings *settings = gtk_widget_get_settings (GTK_WIDGET (self));
  GdkFrameClock *clock = gtk_widget_get_frame_clock (GTK_WIDGET (self));
  gboolean animated = FALSE;

  g_object_get (settings, "gtk-enable-animations", &animated, NULL);
  if (!animated || clock == NULL)
    {
      saffron_canvas_show_now (self, geometry);
      return;
    }
  self->ease_from = *saffron_view_model_get_geometry (self->model);
  self->ease_to = *geometry;
  self->ease_fits = FALSE;
  self->ease_start = gdk_frame_clock_get_frame_time (clock);
  if (self->tick == 0)
    self->tick =
        gtk_widget_add_tick_callback (GTK_WIDGET (self), on_tick, NULL, NULL);
}

gboolean
saffron_canvas_is_moving (SaffronCanvas *self)
{
  return self->ease_start != 0;
}

/* Side by side, each half shows the view around its own middle. */
SaffronViewPoint
saffron_canvas_unsplit (SaffronCanvas *self, SaffronViewPoint p)
{
  g_autoptr (SaffronFrame) frame = saffron_view_model_get_frame (self->model);

  return saffron_view_from_reference (&frame->geometry,
                                      saffron_frame_to_reference (frame, p));
}

gboolean
saffron_canvas_zoom_view (SaffronCanvas *self,
                          SaffronViewGeometry *view,
                          SaffronViewPoint p,
                          double zoom)
{
  SaffronSlide *slide = saffron_view_model_get_base (self->model);

  if (slide == NULL)
    return FALSE;
  zoom = saffron_view_limit_zoom (view, saffron_slide_get_width (slide),
                                  saffron_slide_get_height (slide), zoom);
  saffron_view_zoom_about (view, saffron_canvas_unsplit (self, p), zoom);
  return TRUE;
}

static void
zoom_about (SaffronCanvas *self, SaffronViewPoint p, double zoom)
{
  SaffronViewGeometry view = saffron_canvas_get_target (self);

  if (saffron_canvas_zoom_view (self, &view, p, zoom))
    saffron_canvas_go_to (self, &view);
}

/* The centre of a zoom: the pointer, or the middle when the pointer is
 * elsewhere. */
static SaffronViewPoint
get_focus (SaffronCanvas *self)
{
  const SaffronViewGeometry *view =
      saffron_view_model_get_geometry (self->model);
  double parts = saffron_view_model_get_look (self->model)->mode
                         == SAFFRON_VIEW_MODE_SIDE_BY_SIDE
                     ? 4.0
                     : 2.0;

  if (self->has_pointer)
    return self->pointer;
  return (SaffronViewPoint){ view->width / parts, view->height * 0.5 };
}

void
saffron_canvas_zoom_by (SaffronCanvas *self, double factor)
{
  zoom_about (self, get_focus (self),
              saffron_canvas_get_target (self).zoom * factor);
}

void
saffron_canvas_zoom_step (SaffronCanvas *self, int direction)
{
  double zoom = saffron_canvas_get_target (self).zoom;

  zoom_about (self, get_focus (self),
              saffron_view_next_preset (zoom, direction));
}

void
saffron_canvas_zoom_to (SaffronCanvas *self, double zoom)
{
  zoom_about (self, get_focus (self), zoom);
}

void
saffron_canvas_fit (SaffronCanvas *self)
{
  SaffronViewGeometry view = saffron_view_model_get_fit (self->model);

  if (saffron_view_model_get_base (self->model) == NULL)
    return;
  saffron_canvas_go_to (self, &view);
  self->ease_fits = TRUE;
}

gboolean
saffron_canvas_get_pointer (SaffronCanvas *self, SaffronViewPoint *p)
{
  *p = self->pointer;
  return self->has_pointer;
}

SaffronRenderer
saffron_canvas_get_renderer (SaffronCanvas *self)
{
  return self->renderer;
}

gboolean
saffron_canvas_get_fell_back (SaffronCanvas *self)
{
  return self->no_gl != NULL;
}

static void
saffron_canvas_dispose (GObject *object)
{
  SaffronCanvas *self = SAFFRON_CANVAS (object);

  saffron_canvas_gl_free (self);
  g_clear_pointer (&self->area, gtk_widget_unparent);
  g_clear_object (&self->model);
  g_clear_pointer (&self->no_gl, g_free);
  G_OBJECT_CLASS (saffron_canvas_parent_class)->dispose (object);
}

static void
saffron_canvas_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  GTK_WIDGET_CLASS (saffron_canvas_parent_class)->snapshot (widget, snapshot);
  saffron_canvas_snapshot_marks (SAFFRON_CANVAS (widget), snapshot);
}

static void
saffron_canvas_class_init (SaffronCanvasClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = saffron_canvas_dispose;
  widget_class->snapshot = saffron_canvas_snapshot;
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "canvas");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);

  signals[POINTER_MOVED] =
      g_signal_new ("pointer-moved", SAFFRON_TYPE_CANVAS, G_SIGNAL_RUN_LAST, 0,
                    NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[RENDERER_FAILED] =
      g_signal_new ("renderer-failed", SAFFRON_TYPE_CANVAS, G_SIGNAL_RUN_LAST,
                    0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void
saffron_canvas_init (SaffronCanvas *self)
{
  gtk_widget_set_focusable (GTK_WIDGET (self), TRUE);
  gtk_widget_set_overflow (GTK_WIDGET (self), GTK_OVERFLOW_HIDDEN);
}

GtkWidget *
saffron_canvas_new (SaffronViewModel *model, SaffronRenderer renderer)
{
  SaffronCanvas *self = g_object_new (SAFFRON_TYPE_CANVAS, NULL);
  GtkWidget *area = NULL;
  gboolean gles = renderer == SAFFRON_RENDERER_GLES;

  self->model = g_object_ref (model);
  if (renderer != SAFFRON_RENDERER_CPU)
    area = saffron_canvas_gl_new (self, gles);
  if (area != NULL)
    set_area (self, area, gles ? SAFFRON_RENDERER_GLES : SAFFRON_RENDERER_GL);
  else
    set_area (self, processor_area_new (self), SAFFRON_RENDERER_CPU);
  g_signal_connect_object (model, "changed", G_CALLBACK (on_model_changed),
                           self, 0);
  saffron_canvas_add_input (self);
  gtk_accessible_update_property (
      GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Canvas"), -1);
  return GTK_WIDGET (self);
}
