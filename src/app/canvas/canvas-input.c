/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/canvas/canvas-private.h"

#include <math.h>

#include "app/canvas/canvas-steps.h"

/* From how near a drag takes hold of the swipe's edge, device pixels. */
#define EDGE_REACH 12.0
/* How far an arrow key moves the view: this share of the canvas. */
#define KEY_STEP 0.12
/* How far an arrow key with Control moves the cursor, device pixels. */
#define CURSOR_STEP 10.0

static double
edge_distance (SaffronCanvas *self, SaffronViewPoint p)
{
  const SaffronViewLook *look = saffron_view_model_get_look (self->model);
  const SaffronViewGeometry *view =
      saffron_view_model_get_geometry (self->model);

  if (look->mode != SAFFRON_VIEW_MODE_SWIPE)
    return INFINITY;
  return look->swipe_horizontal ? fabs (p.y - look->swipe * view->height)
                                : fabs (p.x - look->swipe * view->width);
}

static void
move_edge (SaffronCanvas *self, SaffronViewPoint p)
{
  SaffronViewLook look = *saffron_view_model_get_look (self->model);
  const SaffronViewGeometry *view =
      saffron_view_model_get_geometry (self->model);
  double swipe = look.swipe_horizontal ? p.y / MAX (view->height, 1)
                                       : p.x / MAX (view->width, 1);

  look.swipe = CLAMP (swipe, 0.0, 1.0);
  saffron_view_model_set_look (self->model, &look);
}

static void
update_cursor (SaffronCanvas *self)
{
  const SaffronViewLook *look = saffron_view_model_get_look (self->model);
  const char *name = "crosshair";

  if (self->has_pointer && edge_distance (self, self->pointer) < EDGE_REACH)
    name = look->swipe_horizontal ? "ns-resize" : "ew-resize";
  gtk_widget_set_cursor_from_name (GTK_WIDGET (self), name);
}

/* The cursor, moved by the pointer or by keys, is at @p. */
static void
put_pointer (SaffronCanvas *self, SaffronViewPoint p, gboolean by_keys)
{
  const SaffronViewLook *look = saffron_view_model_get_look (self->model);

  self->pointer = p;
  self->has_pointer = TRUE;
  self->by_keys = by_keys;
  update_cursor (self);
  if (look->mode == SAFFRON_VIEW_MODE_LENS)
    {
      SaffronViewLook moved = *look;

      moved.lens_x = p.x;
      moved.lens_y = p.y;
      saffron_view_model_set_look (self->model, &moved);
    }
  gtk_widget_queue_draw (GTK_WIDGET (self));
  g_signal_emit_by_name (self, "pointer-moved");
}

void
saffron_canvas_put_cursor (SaffronCanvas *self, SaffronViewPoint p)
{
  put_pointer (self, p, TRUE);
}

static void
on_motion (GtkEventControllerMotion *controller,
           double x,
           double y,
           gpointer user_data)
{
  SaffronCanvas *self = user_data;
  SaffronViewPoint p = saffron_to_device (GTK_WIDGET (self), x, y);

  /* The pointer also enters when a widget below it appears or disappears: the
   * cursor stays then. */
  if (self->by_keys && fabs (p.x - self->rest.x) < 1.0
      && fabs (p.y - self->rest.y) < 1.0)
    return;
  self->rest = p;
  put_pointer (self, p, FALSE);
}

static void
take_pointer (SaffronCanvas *self)
{
  self->has_pointer = FALSE;
  self->by_keys = FALSE;
  gtk_widget_queue_draw (GTK_WIDGET (self));
  g_signal_emit_by_name (self, "pointer-moved");
}

static void
on_leave (GtkEventControllerMotion *controller, gpointer user_data)
{
  SaffronCanvas *self = user_data;

  if (!self->by_keys)
    take_pointer (self);
}

static gboolean
on_scroll (GtkEventControllerScroll *controller,
           double dx,
           double dy,
           gpointer user_data)
{
  SaffronCanvas *self = user_data;
  GdkModifierType state = gtk_event_controller_get_current_event_state (
      GTK_EVENT_CONTROLLER (controller));
  GdkScrollUnit unit = gtk_event_controller_scroll_get_unit (controller);

  /* Two fingers on a touchpad move the slide; a wheel, or Control, zooms. */
  if (unit == GDK_SCROLL_UNIT_SURFACE && (state & GDK_CONTROL_MASK) == 0)
    {
      SaffronViewGeometry view = saffron_canvas_get_target (self);
      SaffronViewPoint d = saffron_to_device (GTK_WIDGET (self), dx, dy);

      saffron_view_pan (&view, -d.x, -d.y);
      saffron_canvas_show_now (self, &view);
      return GDK_EVENT_STOP;
    }
  if (unit == GDK_SCROLL_UNIT_SURFACE)
    dy /= 40.0;
  if (dy != 0.0)
    saffron_canvas_zoom_by (self, pow (2.0, -dy / 2.0));
  return GDK_EVENT_STOP;
}

static void
on_drag_begin (GtkGestureDrag *gesture, double x, double y, gpointer user_data)
{
  SaffronCanvas *self = user_data;

  gtk_widget_grab_focus (GTK_WIDGET (self));
  self->drag_from = *saffron_view_model_get_geometry (self->model);
  self->drag_swipe =
      edge_distance (self, saffron_to_device (GTK_WIDGET (self), x, y))
      < EDGE_REACH;
  gtk_widget_set_cursor_from_name (GTK_WIDGET (self),
                                   self->drag_swipe ? NULL : "grabbing");
}

static void
on_drag_update (GtkGestureDrag *gesture, double x, double y, gpointer user_data)
{
  SaffronCanvas *self = user_data;
  SaffronViewPoint d = saffron_to_device (GTK_WIDGET (self), x, y);

  if (self->drag_swipe)
    {
      double start_x = 0.0, start_y = 0.0;

      gtk_gesture_drag_get_start_point (gesture, &start_x, &start_y);
      move_edge (self, saffron_to_device (GTK_WIDGET (self), start_x + x,
                                          start_y + y));
    }
  else
    {
      SaffronViewGeometry view = self->drag_from;

      saffron_view_pan (&view, d.x, d.y);
      saffron_canvas_show_now (self, &view);
    }
}

static void
on_drag_end (GtkGestureDrag *gesture, double x, double y, gpointer user_data)
{
  update_cursor (user_data);
}

static void
on_pinch_begin (GtkGesture *gesture,
                GdkEventSequence *sequence,
                gpointer user_data)
{
  SaffronCanvas *self = user_data;

  self->pinch_zoom = saffron_view_model_get_geometry (self->model)->zoom;
}

static void
on_pinch (GtkGestureZoom *gesture, double scale, gpointer user_data)
{
  SaffronCanvas *self = user_data;
  SaffronViewGeometry view = *saffron_view_model_get_geometry (self->model);
  double x = 0.0, y = 0.0;

  if (!gtk_gesture_get_bounding_box_center (GTK_GESTURE (gesture), &x, &y))
    return;
  if (saffron_canvas_zoom_view (self, &view,
                                saffron_to_device (GTK_WIDGET (self), x, y),
                                self->pinch_zoom * scale))
    saffron_canvas_show_now (self, &view);
}

static void
set_flicker (SaffronCanvas *self, gboolean on)
{
  SaffronViewLook look = *saffron_view_model_get_look (self->model);
  SaffronViewMode *before =
      g_object_get_data (G_OBJECT (self), "mode-before-flicker");

  if (on == (before != NULL))
    return;
  if (on)
    {
      before = g_new (SaffronViewMode, 1);
      *before = look.mode;
      g_object_set_data_full (G_OBJECT (self), "mode-before-flicker", before,
                              g_free);
      look.flicker_moving = look.mode == SAFFRON_VIEW_MODE_REFERENCE_ONLY;
      look.mode = SAFFRON_VIEW_MODE_FLICKER;
    }
  else
    {
      /* A mode that was chosen while the key was held stays. */
      if (look.mode == SAFFRON_VIEW_MODE_FLICKER)
        look.mode = *before;
      g_object_set_data (G_OBJECT (self), "mode-before-flicker", NULL);
    }
  saffron_view_model_set_look (self->model, &look);
}

gboolean
saffron_canvas_is_held (SaffronCanvas *self)
{
  return g_object_get_data (G_OBJECT (self), "mode-before-flicker") != NULL;
}

/* Keys move a cursor that does what the pointer does: it shows values, is the
 * centre of a zoom, and moves the lens. It starts in the middle. */
static void
move_cursor (SaffronCanvas *self, double x, double y, gboolean fine)
{
  const SaffronViewGeometry *view =
      saffron_view_model_get_geometry (self->model);
  double step = fine ? 1.0 : CURSOR_STEP;
  SaffronViewPoint p = { view->width * 0.5, view->height * 0.5 };

  if (self->has_pointer)
    p = self->pointer;
  p.x = CLAMP (p.x + x * step, 0.0, view->width - 1.0);
  p.y = CLAMP (p.y + y * step, 0.0, view->height - 1.0);
  put_pointer (self, p, TRUE);
}

static gboolean
move_edge_by (SaffronCanvas *self, double step)
{
  SaffronViewLook look = *saffron_view_model_get_look (self->model);

  if (look.mode != SAFFRON_VIEW_MODE_SWIPE)
    return GDK_EVENT_PROPAGATE;
  look.swipe = CLAMP (look.swipe + step, 0.0, 1.0);
  saffron_view_model_set_look (self->model, &look);
  return GDK_EVENT_STOP;
}

static gboolean
on_key_pressed (GtkEventControllerKey *controller,
                guint keyval,
                guint keycode,
                GdkModifierType state,
                gpointer user_data)
{
  SaffronCanvas *self = user_data;
  gboolean shift = (state & GDK_SHIFT_MASK) != 0;
  double step = shift ? KEY_STEP / 6 : KEY_STEP;
  double x = 0.0, y = 0.0;

  if ((state & GDK_ALT_MASK) != 0)
    return GDK_EVENT_PROPAGATE;
  if (saffron_arrow_direction (keyval, &x, &y))
    {
      SaffronViewGeometry view = saffron_canvas_get_target (self);

      if ((state & GDK_CONTROL_MASK) != 0)
        {
          move_cursor (self, x, y, shift);
          return GDK_EVENT_STOP;
        }
      saffron_view_pan (&view, -x * step * view.width, -y * step * view.height);
      saffron_canvas_go_to (self, &view);
      return GDK_EVENT_STOP;
    }
  if ((state & GDK_CONTROL_MASK) != 0)
    return GDK_EVENT_PROPAGATE;
  switch (keyval)
    {
    case GDK_KEY_space:
      set_flicker (self, TRUE);
      return GDK_EVENT_STOP;
    case GDK_KEY_Escape:
      if (!self->by_keys)
        return GDK_EVENT_PROPAGATE;
      take_pointer (self);
      return GDK_EVENT_STOP;
    case GDK_KEY_comma:
      return move_edge_by (self, -0.02);
    case GDK_KEY_period:
      return move_edge_by (self, 0.02);
    default:
      return GDK_EVENT_PROPAGATE;
    }
}

static void
on_key_released (GtkEventControllerKey *controller,
                 guint keyval,
                 guint keycode,
                 GdkModifierType state,
                 gpointer user_data)
{
  if (keyval == GDK_KEY_space)
    set_flicker (user_data, FALSE);
}

/* The held key may be released while another widget has the focus, */
static void
on_focus_leave (GtkEventControllerFocus *controller, gpointer user_data)
{
  set_flicker (user_data, FALSE);
}

/* or while another window has. */
static void
on_state_changed (GtkWidget *widget, GtkStateFlags before, gpointer user_data)
{
  const GtkStateFlags ring = GTK_STATE_FLAG_FOCUSED
                             | GTK_STATE_FLAG_FOCUS_VISIBLE
                             | GTK_STATE_FLAG_BACKDROP;

  if (((gtk_widget_get_state_flags (widget) ^ before) & ring) != 0)
    gtk_widget_queue_draw (widget);
  if ((gtk_widget_get_state_flags (widget) & GTK_STATE_FLAG_BACKDROP) != 0)
    set_flicker (user_data, FALSE);
}

void
saffron_canvas_add_input (SaffronCanvas *self)
{
  GtkWidget *widget = GTK_WIDGET (self);
  GtkEventController *controller = NULL;
  GtkGesture *gesture = NULL;

  controller = gtk_event_controller_motion_new ();
  g_signal_connect (controller, "enter", G_CALLBACK (on_motion), self);
  g_signal_connect (controller, "motion", G_CALLBACK (on_motion), self);
  g_signal_connect (controller, "leave", G_CALLBACK (on_leave), self);
  gtk_widget_add_controller (widget, controller);

  controller =
      gtk_event_controller_scroll_new (GTK_EVENT_CONTROLLER_SCROLL_BOTH_AXES);
  g_signal_connect (controller, "scroll", G_CALLBACK (on_scroll), self);
  gtk_widget_add_controller (widget, controller);

  gesture = gtk_gesture_drag_new ();
  gtk_gesture_single_set_button (GTK_GESTURE_SINGLE (gesture), 0);
  g_signal_connect (gesture, "drag-begin", G_CALLBACK (on_drag_begin), self);
  g_signal_connect (gesture, "drag-update", G_CALLBACK (on_drag_update), self);
  g_signal_connect (gesture, "drag-end", G_CALLBACK (on_drag_end), self);
  gtk_widget_add_controller (widget, GTK_EVENT_CONTROLLER (gesture));

  gesture = gtk_gesture_zoom_new ();
  g_signal_connect (gesture, "begin", G_CALLBACK (on_pinch_begin), self);
  g_signal_connect (gesture, "scale-changed", G_CALLBACK (on_pinch), self);
  gtk_widget_add_controller (widget, GTK_EVENT_CONTROLLER (gesture));

  controller = gtk_event_controller_key_new ();
  g_signal_connect (controller, "key-pressed", G_CALLBACK (on_key_pressed),
                    self);
  g_signal_connect (controller, "key-released", G_CALLBACK (on_key_released),
                    self);
  gtk_widget_add_controller (widget, controller);

  controller = gtk_event_controller_focus_new ();
  g_signal_connect (controller, "leave", G_CALLBACK (on_focus_leave), self);
  gtk_widget_add_controller (widget, controller);
  g_signal_connect (widget, "state-flags-changed",
                    G_CALLBACK (on_state_changed), self);
}
