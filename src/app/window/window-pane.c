/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/window/window-pane.h"

#include "app/window/pane-handle.h"

/* The least width of the pane, and of the canvas beside it. */
#define LEAST 360
#define MOST 720
#define CANVAS 300
/* By how much a window may become narrower at once before the pane, which
 * follows, no longer fits beside the canvas and folds. */
#define SPARE 80
/* Between a toast and the pane. */
#define GAP 18

struct _SaffronWindowPane {
  GObject parent_instance;

  SaffronShell *shell;
  AdwFlap *flap;
  SaffronPaneHandle *handle;
  GtkCssProvider *css; /* of the toasts */
  int margin;          /* of the toasts; 0: the one of the style */
  int width;           /* the pane's */
  int grabbed;         /* the width when the handle was grabbed */
  gboolean wide;
};

G_DEFINE_FINAL_TYPE (SaffronWindowPane, saffron_window_pane, G_TYPE_OBJECT)

static void
saffron_window_pane_finalize (GObject *object)
{
  SaffronWindowPane *self = SAFFRON_WINDOW_PANE (object);

  gtk_style_context_remove_provider_for_display (
      gdk_display_get_default (), GTK_STYLE_PROVIDER (self->css));
  g_object_unref (self->css);
  saffron_shell_unref (self->shell);
  G_OBJECT_CLASS (saffron_window_pane_parent_class)->finalize (object);
}

static void
saffron_window_pane_class_init (SaffronWindowPaneClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = saffron_window_pane_finalize;
}

static void
saffron_window_pane_init (SaffronWindowPane *self)
{
  self->css = gtk_css_provider_new ();
  gtk_style_context_add_provider_for_display (
      gdk_display_get_default (), GTK_STYLE_PROVIDER (self->css),
      GTK_STYLE_PROVIDER_PRIORITY_APPLICATION);
}

/* The most that the pane may have in the window as it is. */
static int
get_most (SaffronWindowPane *self)
{
  int window = gtk_widget_get_width (GTK_WIDGET (self->shell->window));

  return CLAMP (window - CANVAS - SPARE, LEAST, MOST);
}

/* Toasts stand in the middle of the canvas, where they leave the minimap free.
 * A toast is no widget of ours, so a rule moves it. The rule is named after its
 * margin, since other windows have rules, too. */
static void
move_toasts (SaffronWindowPane *self)
{
  GtkWidget *toasts = GTK_WIDGET (self->shell->toasts);
  gboolean beside = !adw_flap_get_folded (self->flap)
                    && adw_flap_get_reveal_flap (self->flap)
                    && gtk_widget_get_mapped (GTK_WIDGET (self->flap));
  int margin = beside ? self->width + GAP : 0;
  g_autofree char *old = g_strdup_printf ("beside-%d", self->margin);
  g_autofree char *name = g_strdup_printf ("beside-%d", margin);
  g_autofree char *rule =
      g_strdup_printf (".%s toast { margin-right: %dpx; }", name, margin);

  if (margin == self->margin)
    return;
  self->margin = margin;
  gtk_widget_remove_css_class (toasts, old);
  if (margin == 0)
    return;
  gtk_css_provider_load_from_data (self->css, rule, -1);
  gtk_widget_add_css_class (toasts, name);
}

void
saffron_window_pane_update (SaffronWindowPane *self, gboolean wide)
{
  GtkWidget *pane = adw_flap_get_flap (self->flap);
  int chosen = g_settings_get_int (self->shell->settings, "pane-width");

  self->wide = wide;
  gtk_widget_set_size_request (
      pane, wide ? CLAMP (chosen, LEAST, get_most (self)) : LEAST, -1);
  /* Large text may take more. */
  gtk_widget_measure (pane, GTK_ORIENTATION_HORIZONTAL, -1, &self->width, NULL,
                      NULL, NULL);
  saffron_pane_handle_set_range (self->handle, LEAST, self->width,
                                 get_most (self));
  saffron_shell_set_state (self->shell, "pane-width",
                           g_variant_new_int32 (self->width));
  move_toasts (self);
}

static void
set_width (SaffronWindowPane *self, int width)
{
  if (!self->wide)
    return;
  g_settings_set_int (self->shell->settings, "pane-width",
                      CLAMP (width, LEAST, get_most (self)));
  saffron_window_pane_update (self, TRUE);
}

static void
on_width (GSimpleAction *action, GVariant *value, gpointer user_data)
{
  set_width (user_data, g_variant_get_int32 (value));
}

static const GActionEntry actions[] = {
  { "pane-width", NULL, "i", "360", on_width },
};

static void
on_grabbed (SaffronPaneHandle *handle, gpointer user_data)
{
  SaffronWindowPane *self = user_data;

  self->grabbed = self->width;
}

/* The pane is at the right, or at the left where people read from the right. */
static void
on_moved (SaffronPaneHandle *handle, int by, gpointer user_data)
{
  SaffronWindowPane *self = user_data;
  gboolean left =
      gtk_widget_get_direction (GTK_WIDGET (handle)) == GTK_TEXT_DIR_RTL;

  set_width (self, self->grabbed + (left ? by : -by));
}

static void
on_reset (SaffronPaneHandle *handle, gpointer user_data)
{
  SaffronWindowPane *self = user_data;

  g_settings_reset (self->shell->settings, "pane-width");
  saffron_window_pane_update (self, self->wide);
}

SaffronWindowPane *
saffron_window_pane_new (SaffronShell *shell, AdwFlap *flap)
{
  SaffronWindowPane *self = g_object_new (SAFFRON_TYPE_WINDOW_PANE, NULL);
  GtkWidget *handle = saffron_pane_handle_new ();

  self->shell = saffron_shell_ref (shell);
  self->flap = flap;
  self->handle = SAFFRON_PANE_HANDLE (handle);
  adw_flap_set_separator (flap, handle);
  saffron_shell_add_actions (shell, actions, G_N_ELEMENTS (actions), self);
  g_signal_connect_object (handle, "grabbed", G_CALLBACK (on_grabbed), self, 0);
  g_signal_connect_object (handle, "moved", G_CALLBACK (on_moved), self, 0);
  g_signal_connect_object (handle, "reset", G_CALLBACK (on_reset), self, 0);
  return self;
}
