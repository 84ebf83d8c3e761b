/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/window/hold-key.h"

typedef struct {
  guint key;
  SaffronHoldFunc func;
  GWeakRef object;
  gboolean held;
} HoldKey;

static void
hold_key_free (gpointer data)
{
  HoldKey *self = data;

  g_weak_ref_clear (&self->object);
  g_free (self);
}

static gboolean
call (HoldKey *self, gboolean held)
{
  g_autoptr (GObject) object = g_weak_ref_get (&self->object);

  return object != NULL && self->func (held, object);
}

static gboolean
on_key (GtkEventControllerKey *controller,
        guint keyval,
        guint keycode,
        GdkModifierType state,
        gpointer user_data)
{
  HoldKey *self = user_data;
  GtkWidget *window =
      gtk_event_controller_get_widget (GTK_EVENT_CONTROLLER (controller));
  GtkWidget *focus = gtk_window_get_focus (GTK_WINDOW (window));

  if (gdk_keyval_to_lower (keyval) != self->key
      || (state & (GDK_SHIFT_MASK | GDK_CONTROL_MASK | GDK_ALT_MASK)) != 0
      || (focus != NULL && GTK_IS_EDITABLE (focus)))
    return GDK_EVENT_PROPAGATE;
  if (!self->held)
    self->held = call (self, TRUE);
  return self->held ? GDK_EVENT_STOP : GDK_EVENT_PROPAGATE;
}

static void
let_go (HoldKey *self)
{
  if (self->held)
    call (self, FALSE);
  self->held = FALSE;
}

static void
on_key_released (GtkEventControllerKey *controller,
                 guint keyval,
                 guint keycode,
                 GdkModifierType state,
                 gpointer user_data)
{
  HoldKey *self = user_data;

  if (gdk_keyval_to_lower (keyval) == self->key)
    let_go (self);
}

/* The key may be released while another window has the focus. */
static void
on_active (GtkWindow *window, GParamSpec *pspec, gpointer user_data)
{
  if (!gtk_window_is_active (window))
    let_go (g_object_get_data (user_data, "hold-key"));
}

void
saffron_hold_key_add (GtkWindow *window,
                      guint key,
                      SaffronHoldFunc func,
                      GObject *object)
{
  GtkEventController *controller = gtk_event_controller_key_new ();
  HoldKey *self = g_new0 (HoldKey, 1);

  self->key = key;
  self->func = func;
  g_weak_ref_init (&self->object, object);
  g_object_set_data_full (G_OBJECT (controller), "hold-key", self,
                          hold_key_free);
  gtk_event_controller_set_propagation_phase (controller, GTK_PHASE_CAPTURE);
  g_signal_connect (controller, "key-pressed", G_CALLBACK (on_key), self);
  g_signal_connect (controller, "key-released", G_CALLBACK (on_key_released),
                    self);
  g_signal_connect_object (window, "notify::is-active", G_CALLBACK (on_active),
                           controller, 0);
  gtk_widget_add_controller (GTK_WIDGET (window), controller);
}
