/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/window/window-busy.h"

struct _SaffronWindowBusy {
  GObject parent_instance;

  SaffronBusyWidgets widgets;
  int margins[2]; /* those of what is raised, without the bar */
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
  for (guint i = 0; i < G_N_ELEMENTS (self->widgets.raised); i++)
    gtk_widget_set_margin_bottom (self->widgets.raised[i],
                                  self->margins[i] + height);
}

SaffronWindowBusy *
saffron_window_busy_new (SaffronShell *shell, const SaffronBusyWidgets *widgets)
{
  SaffronWindowBusy *self = g_object_new (SAFFRON_TYPE_WINDOW_BUSY, NULL);

  self->widgets = *widgets;
  for (guint i = 0; i < G_N_ELEMENTS (widgets->raised); i++)
    self->margins[i] = gtk_widget_get_margin_bottom (widgets->raised[i]);
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
