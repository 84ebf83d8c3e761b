/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/window/pane-handle.h"

#include <glib/gi18n.h>
#include <math.h>

/* How far beside the line it can be grabbed, as GtkPaned has it. */
#define REACH 6
/* How far a key moves it. */
#define STEP 20

struct _SaffronPaneHandle {
  GtkWidget parent_instance;

  double grabbed_at; /* the pointer's place on the parent then */
};

G_DEFINE_FINAL_TYPE (SaffronPaneHandle, saffron_pane_handle, GTK_TYPE_WIDGET)

enum { GRABBED, MOVED, RESET, N_SIGNALS };

static guint signals[N_SIGNALS];

static gboolean
saffron_pane_handle_contains (GtkWidget *widget, double x, double y)
{
  return x >= -REACH && x < gtk_widget_get_width (widget) + REACH && y >= 0.0
         && y < gtk_widget_get_height (widget);
}

static gboolean
on_key (GtkWidget *widget, GVariant *parameter, gpointer user_data)
{
  g_signal_emit (widget, signals[GRABBED], 0);
  g_signal_emit (widget, signals[MOVED], 0, g_variant_get_int32 (parameter));
  return GDK_EVENT_STOP;
}

static gboolean
on_home (GtkWidget *widget, GVariant *parameter, gpointer user_data)
{
  g_signal_emit (widget, signals[RESET], 0);
  return GDK_EVENT_STOP;
}

static void
saffron_pane_handle_class_init (SaffronPaneHandleClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  GType type = G_TYPE_FROM_CLASS (klass);

  widget_class->contains = saffron_pane_handle_contains;
  signals[GRABBED] = g_signal_new ("grabbed", type, G_SIGNAL_RUN_LAST, 0, NULL,
                                   NULL, NULL, G_TYPE_NONE, 0);
  signals[MOVED] = g_signal_new ("moved", type, G_SIGNAL_RUN_LAST, 0, NULL,
                                 NULL, NULL, G_TYPE_NONE, 1, G_TYPE_INT);
  signals[RESET] = g_signal_new ("reset", type, G_SIGNAL_RUN_LAST, 0, NULL,
                                 NULL, NULL, G_TYPE_NONE, 0);
  gtk_widget_class_set_css_name (widget_class, "separator");
  gtk_widget_class_set_accessible_role (widget_class,
                                        GTK_ACCESSIBLE_ROLE_SEPARATOR);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_Left, 0, on_key, "i",
                                -STEP);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_Right, 0, on_key, "i",
                                STEP);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_Home, 0, on_home, NULL);
}

/* The handle itself moves while it is dragged, and not at once: its parent
 * stays. */
static double
on_parent (SaffronPaneHandle *self, double x, double y)
{
  GtkWidget *widget = GTK_WIDGET (self);

  gtk_widget_translate_coordinates (widget, gtk_widget_get_parent (widget), x,
                                    y, &x, &y);
  return x;
}

static void
on_drag_begin (GtkGestureDrag *drag, double x, double y, gpointer user_data)
{
  SaffronPaneHandle *self = user_data;

  self->grabbed_at = on_parent (self, x, y);
  g_signal_emit (self, signals[GRABBED], 0);
  gtk_gesture_set_state (GTK_GESTURE (drag), GTK_EVENT_SEQUENCE_CLAIMED);
}

static void
on_drag_update (GtkGestureDrag *drag, double dx, double dy, gpointer user_data)
{
  SaffronPaneHandle *self = user_data;
  double x = 0.0, y = 0.0;

  if (gtk_gesture_get_point (GTK_GESTURE (drag), NULL, &x, &y))
    g_signal_emit (self, signals[MOVED], 0,
                   (int) round (on_parent (self, x, y) - self->grabbed_at));
}

static void
on_pressed (GtkGestureClick *click,
            int n_press,
            double x,
            double y,
            gpointer user_data)
{
  if (n_press == 2)
    g_signal_emit (user_data, signals[RESET], 0);
}

static void
saffron_pane_handle_init (SaffronPaneHandle *self)
{
  GtkWidget *widget = GTK_WIDGET (self);
  GtkGesture *drag = gtk_gesture_drag_new ();
  GtkGesture *click = gtk_gesture_click_new ();

  gtk_widget_set_focusable (widget, TRUE);
  gtk_widget_set_cursor_from_name (widget, "col-resize");
  gtk_widget_add_css_class (widget, "saffron-handle");
  gtk_widget_set_tooltip_text (widget, _ ("Width of the pane"));
  gtk_accessible_update_property (
      GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL,
      _ ("Width of the pane"), GTK_ACCESSIBLE_PROPERTY_ORIENTATION,
      GTK_ORIENTATION_VERTICAL, -1);
  g_signal_connect (drag, "drag-begin", G_CALLBACK (on_drag_begin), self);
  g_signal_connect (drag, "drag-update", G_CALLBACK (on_drag_update), self);
  g_signal_connect (click, "pressed", G_CALLBACK (on_pressed), self);
  gtk_widget_add_controller (widget, GTK_EVENT_CONTROLLER (click));
  gtk_widget_add_controller (widget, GTK_EVENT_CONTROLLER (drag));
  /* One press is both the begin of a drag and one of two clicks. */
  gtk_gesture_group (drag, click);
}

GtkWidget *
saffron_pane_handle_new (void)
{
  return g_object_new (SAFFRON_TYPE_PANE_HANDLE, NULL);
}

void
saffron_pane_handle_set_range (SaffronPaneHandle *self,
                               int least,
                               int width,
                               int most)
{
  gtk_accessible_update_property (
      GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_VALUE_MIN, (double) least,
      GTK_ACCESSIBLE_PROPERTY_VALUE_MAX, (double) most,
      GTK_ACCESSIBLE_PROPERTY_VALUE_NOW, (double) width, -1);
}
