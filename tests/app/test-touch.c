/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/canvas/canvas-private.h"

#include <math.h>

#include "view/fake-slide.h"

/* What fingers do to the canvas. No virtual display has a touchpad or a touch
 * screen, so the controllers' signals are emitted as GTK emits them, and what
 * the handlers ask GTK about the event is answered here: the linker puts these
 * in the place of GTK's (see meson.build). */
static double fingers_x, fingers_y; /* between the fingers, of the widget */
static GdkScrollUnit unit;
static GdkModifierType modifiers;

gboolean __wrap_gtk_gesture_get_bounding_box_center (GtkGesture *gesture,
                                                     double *x,
                                                     double *y);
GdkScrollUnit
__wrap_gtk_event_controller_scroll_get_unit (GtkEventControllerScroll *scroll);
GdkModifierType __wrap_gtk_event_controller_get_current_event_state (
    GtkEventController *controller);

gboolean
__wrap_gtk_gesture_get_bounding_box_center (GtkGesture *gesture,
                                            double *x,
                                            double *y)
{
  *x = fingers_x;
  *y = fingers_y;
  return TRUE;
}

GdkScrollUnit
__wrap_gtk_event_controller_scroll_get_unit (GtkEventControllerScroll *scroll)
{
  return unit;
}

GdkModifierType
__wrap_gtk_event_controller_get_current_event_state (
    GtkEventController *controller)
{
  return modifiers;
}

typedef struct {
  GtkWidget *window, *canvas;
  SaffronViewModel *model;
} Fixture;

static void
setup (Fixture *f, gconstpointer data)
{
  FakeSlide spec = { .width = 6000,
                     .height = 4000,
                     .n_levels = 4,
                     .type = SAFFRON_SAMPLE_U16,
                     .n_channels = 1 };
  g_autoptr (SaffronSlide) slide = fake_slide_new (&spec);

  f->model = saffron_view_model_new (64 << 20, 1);
  for (int side = 0; side < 2; side++)
    saffron_view_model_set_slide (f->model, side, slide, NULL);
  f->canvas = saffron_canvas_new (f->model, SAFFRON_RENDERER_CPU);
  f->window = gtk_window_new ();
  g_object_set (gtk_widget_get_settings (f->window), "gtk-enable-animations",
                FALSE, NULL);
  gtk_window_set_default_size (GTK_WINDOW (f->window), 600, 400);
  gtk_window_set_child (GTK_WINDOW (f->window), f->canvas);
  gtk_window_present (GTK_WINDOW (f->window));
  while (saffron_view_model_get_geometry (f->model)->width < 100)
    g_main_context_iteration (NULL, TRUE);
  saffron_canvas_zoom_to (SAFFRON_CANVAS (f->canvas), 0.5);
  modifiers = 0;
}

static void
teardown (Fixture *f, gconstpointer data)
{
  gtk_window_destroy (GTK_WINDOW (f->window));
  g_object_unref (f->model);
}

/* (transfer none): the canvas's one controller of this type */
static gpointer
controller (const Fixture *f, GType type)
{
  g_autoptr (GListModel) all = gtk_widget_observe_controllers (f->canvas);
  gpointer found = NULL;

  for (guint i = 0; i < g_list_model_get_n_items (all); i++)
    {
      g_autoptr (GObject) one = g_list_model_get_item (all, i);

      if (!g_type_is_a (G_OBJECT_TYPE (one), type))
        continue;
      g_assert_null (found);
      found = one;
    }
  g_assert_nonnull (found);
  return found;
}

/* Device pixels. */
static SaffronViewPoint
device (const Fixture *f, double x, double y)
{
  int scale = gtk_widget_get_scale_factor (f->canvas);

  return (SaffronViewPoint){ x * scale, y * scale };
}

/* What of the reference is shown at (@x, @y) of the widget. */
static SaffronRefPoint
shown_at (const Fixture *f, double x, double y)
{
  g_autoptr (SaffronFrame) frame = saffron_view_model_get_frame (f->model);

  return saffron_frame_to_reference (frame, device (f, x, y));
}

static double
zoom (const Fixture *f)
{
  return saffron_view_model_get_geometry (f->model)->zoom;
}

static void
assert_near (SaffronRefPoint a, SaffronRefPoint b)
{
  g_assert_cmpfloat_with_epsilon (a.x, b.x, 1e-6);
  g_assert_cmpfloat_with_epsilon (a.y, b.y, 1e-6);
}

static void
begin_pinch (const Fixture *f, double x, double y)
{
  fingers_x = x;
  fingers_y = y;
  g_signal_emit_by_name (controller (f, GTK_TYPE_GESTURE_ZOOM), "begin", NULL);
}

static void
pinch (const Fixture *f, double scale)
{
  g_signal_emit_by_name (controller (f, GTK_TYPE_GESTURE_ZOOM), "scale-changed",
                         scale);
}

static gboolean
scroll (const Fixture *f, double dx, double dy)
{
  gboolean handled = FALSE;

  g_signal_emit_by_name (controller (f, GTK_TYPE_EVENT_CONTROLLER_SCROLL),
                         "scroll", dx, dy, &handled);
  return handled;
}

/* Two fingers apart: what is between them stays there; the scale is that since
 * the fingers came, not since the last event. */
static void
test_pinch (Fixture *f, gconstpointer data)
{
  SaffronRefPoint before = shown_at (f, 150.0, 130.0);

  begin_pinch (f, 150.0, 130.0);
  for (double scale = 1.25; scale <= 2.0; scale += 0.25)
    {
      pinch (f, scale);
      g_assert_cmpfloat_with_epsilon (zoom (f), 0.5 * scale, 1e-9);
      assert_near (shown_at (f, 150.0, 130.0), before);
    }
  /* Another one begins where this one ended. */
  before = shown_at (f, 400.0, 300.0);
  begin_pinch (f, 400.0, 300.0);
  pinch (f, 0.75);
  g_assert_cmpfloat_with_epsilon (zoom (f), 0.75, 1e-9);
  assert_near (shown_at (f, 400.0, 300.0), before);
}

/* At the end of the zooms nothing moves any more. */
static void
test_pinch_limit (Fixture *f, gconstpointer data)
{
  SaffronRefPoint before = shown_at (f, 150.0, 130.0);

  begin_pinch (f, 150.0, 130.0);
  pinch (f, 1000.0);
  g_assert_cmpfloat (zoom (f), ==, SAFFRON_VIEW_MAX_ZOOM);
  assert_near (shown_at (f, 150.0, 130.0), before);
  pinch (f, 2000.0);
  assert_near (shown_at (f, 150.0, 130.0), before);
}

/* Each half has its own middle. */
static void
test_pinch_halves (Fixture *f, gconstpointer data)
{
  SaffronViewLook look = *saffron_view_model_get_look (f->model);

  look.mode = SAFFRON_VIEW_MODE_SIDE_BY_SIDE;
  saffron_view_model_set_look (f->model, &look);
  for (double x = 80.0; x < 600.0; x += 400.0)
    {
      SaffronRefPoint before = shown_at (f, x, 130.0);

      begin_pinch (f, x, 130.0);
      pinch (f, 1.5);
      assert_near (shown_at (f, x, 130.0), before);
    }
}

/* The slide follows the fingers, as far as they go. */
static void
test_pan (Fixture *f, gconstpointer data)
{
  SaffronRefPoint before = shown_at (f, 300.0, 200.0);

  unit = GDK_SCROLL_UNIT_SURFACE;
  g_assert_true (scroll (f, 30.0, -20.0));
  assert_near (shown_at (f, 270.0, 220.0), before);
  g_assert_true (scroll (f, 0.5, 0.25));
  assert_near (shown_at (f, 269.5, 219.75), before);
  g_assert_cmpfloat (zoom (f), ==, 0.5);
}

/* With Control they zoom, about the pointer, as a wheel does without. */
static void
test_zoom (Fixture *f, gconstpointer data)
{
  SaffronRefPoint before;

  g_signal_emit_by_name (controller (f, GTK_TYPE_EVENT_CONTROLLER_MOTION),
                         "motion", 200.0, 150.0);
  before = shown_at (f, 200.0, 150.0);
  unit = GDK_SCROLL_UNIT_SURFACE;
  modifiers = GDK_CONTROL_MASK;
  g_assert_true (scroll (f, 10.0, -80.0));
  g_assert_cmpfloat_with_epsilon (zoom (f), 1.0, 1e-9);
  assert_near (shown_at (f, 200.0, 150.0), before);

  unit = GDK_SCROLL_UNIT_WHEEL;
  modifiers = 0;
  g_assert_true (scroll (f, 0.0, 2.0));
  g_assert_cmpfloat_with_epsilon (zoom (f), 0.5, 1e-9);
  assert_near (shown_at (f, 200.0, 150.0), before);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  gtk_init ();
  g_test_add ("/touch/pinch", Fixture, NULL, setup, test_pinch, teardown);
  g_test_add ("/touch/pinch-limit", Fixture, NULL, setup, test_pinch_limit,
              teardown);
  g_test_add ("/touch/pinch-halves", Fixture, NULL, setup, test_pinch_halves,
              teardown);
  g_test_add ("/touch/pan", Fixture, NULL, setup, test_pan, teardown);
  g_test_add ("/touch/zoom", Fixture, NULL, setup, test_zoom, teardown);
  return g_test_run ();
}
