/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/window/window-busy.h"

struct _SaffronWindowBusy {
  GObject parent_instance;

  SaffronBusyWidgets widgets;
  /* The minimap's and the scale bar's, without the bar. */
  int margins[2];
};

G_DEFINE_FINAL_TYPE (SaffronWindowBusy, saffron_window_busy, G_TYPE_OBJECT)

static void
saffron_window_busy_class_init (SaffronWindowBusyClass *klass)
{
}

static void
saffron_window_busy_init (SaffronWindowBusy *self)
{
}

/* Puts the bar over what the stack shows. */
static void
place (SaffronWindowBusy *self)
{
  const char *name = gtk_stack_get_visible_child_name (self->widgets.stack);
  GtkWidget *bar = GTK_WIDGET (self->widgets.bar);
  GtkOverlay *from = GTK_OVERLAY (gtk_widget_get_parent (bar));
  GtkOverlay *to = g_strcmp0 (name, "empty") == 0 ? self->widgets.empty
                                                  : self->widgets.canvas;

  if (from == to)
    return;
  g_object_ref (bar);
  gtk_overlay_remove_overlay (from, bar);
  gtk_overlay_add_overlay (to, bar);
  g_object_unref (bar);
}

static void
raise_others (SaffronWindowBusy *self)
{
  int height = 0;

  gtk_widget_measure (GTK_WIDGET (self->widgets.bar), GTK_ORIENTATION_VERTICAL,
                      -1, NULL, &height, NULL, NULL);
  gtk_widget_set_margin_bottom (self->widgets.minimap,
                                self->margins[0] + height);
  gtk_widget_set_margin_bottom (self->widgets.scale_bar,
                                self->margins[1] + height);
}

SaffronWindowBusy *
saffron_window_busy_new (SaffronShell *shell, const SaffronBusyWidgets *widgets)
{
  SaffronWindowBusy *self = g_object_new (SAFFRON_TYPE_WINDOW_BUSY, NULL);

  self->widgets = *widgets;
  self->margins[0] = gtk_widget_get_margin_bottom (widgets->minimap);
  self->margins[1] = gtk_widget_get_margin_bottom (widgets->scale_bar);
  g_signal_connect_object (widgets->stack, "notify::visible-child-name",
                           G_CALLBACK (place), self, G_CONNECT_SWAPPED);
  /* After the bar has its rows. */
  g_signal_connect_object (shell->works, "items-changed",
                           G_CALLBACK (raise_others), self,
                           G_CONNECT_SWAPPED | G_CONNECT_AFTER);
  place (self);
  raise_others (self);
  return self;
}
