/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/window/window-frame.h"

#include <glib/gi18n.h>

#include "app/accels.h"
#include "app/window/window-pane.h"

/* How much wider than its header a window is at least, to have it whole. */
#define SPARE 40

struct _SaffronWindowFrame {
  GObject parent_instance;

  SaffronShell *shell;
  SaffronFrameWidgets widgets;
  SaffronWindowPane *pane;
  guint source; /* the layout is going to be updated */
  gboolean narrow;
  int least; /* the width of the window that the whole header takes */
};

G_DEFINE_FINAL_TYPE (SaffronWindowFrame, saffron_window_frame, G_TYPE_OBJECT)

static void
saffron_window_frame_dispose (GObject *object)
{
  SaffronWindowFrame *self = SAFFRON_WINDOW_FRAME (object);

  g_clear_handle_id (&self->source, g_source_remove);
  g_clear_object (&self->pane);
  G_OBJECT_CLASS (saffron_window_frame_parent_class)->dispose (object);
}

static void
saffron_window_frame_finalize (GObject *object)
{
  SaffronWindowFrame *self = SAFFRON_WINDOW_FRAME (object);

  saffron_shell_unref (self->shell);
  G_OBJECT_CLASS (saffron_window_frame_parent_class)->finalize (object);
}

static void
saffron_window_frame_class_init (SaffronWindowFrameClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = saffron_window_frame_dispose;
  G_OBJECT_CLASS (klass)->finalize = saffron_window_frame_finalize;
}

static void
saffron_window_frame_init (SaffronWindowFrame *self)
{
}

static void
on_fullscreen (GSimpleAction *action, GVariant *value, gpointer user_data)
{
  if (g_variant_get_boolean (value))
    gtk_window_fullscreen (SAFFRON_WINDOW_FRAME (user_data)->shell->window);
  else
    gtk_window_unfullscreen (SAFFRON_WINDOW_FRAME (user_data)->shell->window);
}

/* The desktop decides about full screen and may leave it by itself. */
static void
on_fullscreened (GtkWindow *window, GParamSpec *pspec, gpointer user_data)
{
  saffron_shell_set_state (
      SAFFRON_WINDOW_FRAME (user_data)->shell, "fullscreen",
      g_variant_new_boolean (gtk_window_is_fullscreen (window)));
}

static void
on_page (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  SaffronWindowFrame *self = user_data;
  const char *name = g_variant_get_string (parameter, NULL);

  if (adw_view_stack_get_child_by_name (self->widgets.pages, name) == NULL)
    return;
  adw_view_stack_set_visible_child_name (self->widgets.pages, name);
  adw_flap_set_reveal_flap (self->widgets.flap, TRUE);
}

static void
on_menu (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  gtk_menu_button_popup (SAFFRON_WINDOW_FRAME (user_data)->widgets.menu);
}

static void
on_pane_shown (AdwFlap *flap, GParamSpec *pspec, gpointer user_data)
{
  SaffronWindowFrame *self = user_data;
  gboolean shown = adw_flap_get_reveal_flap (flap);

  saffron_shell_set_state (self->shell, "pane", g_variant_new_boolean (shown));
  /* The pane folds because the window is narrow: that is not what the person
   * chose, so the setting stays. */
  if (!adw_flap_get_folded (flap))
    g_settings_set_boolean (self->shell->settings, "show-pane", shown);
}

static void
on_pane (GSimpleAction *action, GVariant *value, gpointer user_data)
{
  adw_flap_set_reveal_flap (SAFFRON_WINDOW_FRAME (user_data)->widgets.flap,
                            g_variant_get_boolean (value));
}

/* The work that began last: opening, registering, … */
static void
on_cancel (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  SaffronWork *last = saffron_work_list_get_last (
      SAFFRON_WINDOW_FRAME (user_data)->shell->works);

  if (last != NULL)
    saffron_work_cancel (last);
}

static void
on_show_help_overlay (GSimpleAction *action,
                      GVariant *parameter,
                      gpointer user_data)
{
  GtkWidget *shortcuts = saffron_accels_build_window ();

  gtk_window_set_transient_for (
      GTK_WINDOW (shortcuts), SAFFRON_WINDOW_FRAME (user_data)->shell->window);
  gtk_window_present (GTK_WINDOW (shortcuts));
}

static void
on_close (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  gtk_window_close (SAFFRON_WINDOW_FRAME (user_data)->shell->window);
}

static const GActionEntry actions[] = {
  { "close-window", on_close },
  { "cancel", on_cancel },
  { "fullscreen", NULL, NULL, "false", on_fullscreen },
  { "pane", NULL, NULL, "true", on_pane },
  { "page", on_page, "s" },
  { "menu", on_menu },
  { "show-help-overlay", on_show_help_overlay },
};

/* Whether the window is hardly as wide as its whole header, which would keep it
 * from being made narrower. */
static gboolean
is_narrow (SaffronWindowFrame *self)
{
  int width = gtk_widget_get_width (GTK_WIDGET (self->shell->window));

  if (!self->narrow)
    {
      GtkWidget *header = gtk_widget_get_ancestor (
          GTK_WIDGET (self->widgets.menu), ADW_TYPE_HEADER_BAR);

      gtk_widget_measure (header, GTK_ORIENTATION_HORIZONTAL, -1, &self->least,
                          NULL, NULL, NULL);
      self->least += SPARE;
    }
  return width > 0 && width < self->least;
}

/* A narrow window keeps in its header only what has no other place: the pill
 * has the modes, the menu of slides has the swap, and the main menu has what
 * can be exported. */
static void
update_layout (SaffronWindowFrame *self)
{
  gboolean folded = adw_flap_get_folded (self->widgets.flap);
  gboolean wide = !folded && !is_narrow (self);

  self->narrow = !wide;
  if (wide)
    {
      gtk_menu_button_set_use_underline (self->widgets.open, TRUE);
      gtk_menu_button_set_label (self->widgets.open, _ ("_Open"));
    }
  else
    gtk_menu_button_set_icon_name (self->widgets.open,
                                   "document-open-symbolic");
  saffron_window_pane_update (self->pane, wide);
  gtk_widget_set_visible (self->widgets.register_label, wide);
  gtk_widget_set_visible (self->widgets.register_icon, !wide);
  gtk_widget_set_visible (
      self->widgets.title,
      wide || !gtk_widget_get_visible (self->widgets.choice));
  gtk_widget_set_visible (GTK_WIDGET (self->widgets.export), wide);
  gtk_widget_set_visible (self->widgets.mode, wide);
  gtk_widget_set_visible (self->widgets.swap, wide);
  gtk_widget_set_visible (self->widgets.landmarks, wide);
}

static gboolean
update_now (gpointer user_data)
{
  SaffronWindowFrame *self = user_data;

  self->source = 0;
  update_layout (self);
  return G_SOURCE_REMOVE;
}

/* Later, because the pane folds while the window is being given its size. */
static void
queue_layout (SaffronWindowFrame *self)
{
  if (self->source == 0)
    self->source =
        g_idle_add_full (GDK_PRIORITY_REDRAW - 1, update_now, self, NULL);
}

static void
on_works_changed (SaffronWorkList *works, gpointer user_data)
{
  saffron_shell_set_enabled (SAFFRON_WINDOW_FRAME (user_data)->shell, "cancel",
                             saffron_work_list_get_last (works) != NULL);
}

/* The main menu leads to everything that the header may leave out. */
static void
add_export (SaffronWindowFrame *self)
{
  GMenu *menu = G_MENU (gtk_menu_button_get_menu_model (self->widgets.menu));
  g_autoptr (GMenu) section = g_menu_new ();

  g_menu_append_submenu (section, _ ("E_xport"),
                         gtk_menu_button_get_menu_model (self->widgets.export));
  g_menu_insert_section (menu, 1, NULL, G_MENU_MODEL (section));
}

static void
on_realized (GtkWidget *window, gpointer user_data)
{
  GdkSurface *surface = gtk_native_get_surface (GTK_NATIVE (window));

  g_signal_connect_object (surface, "notify::width", G_CALLBACK (queue_layout),
                           user_data, G_CONNECT_SWAPPED);
}

/* Connected to everything that may change the layout. */
static void
watch_flap (SaffronWindowFrame *self)
{
  static const char *const details[] = { "notify::folded",
                                         "notify::reveal-flap", "map",
                                         "unmap" };

  for (guint i = 0; i < G_N_ELEMENTS (details); i++)
    g_signal_connect_object (self->widgets.flap, details[i],
                             G_CALLBACK (queue_layout), self,
                             G_CONNECT_SWAPPED);
  g_signal_connect_object (self->widgets.flap, "notify::reveal-flap",
                           G_CALLBACK (on_pane_shown), self, 0);
}

SaffronWindowFrame *
saffron_window_frame_new (SaffronShell *shell,
                          const SaffronFrameWidgets *widgets)
{
  SaffronWindowFrame *self = g_object_new (SAFFRON_TYPE_WINDOW_FRAME, NULL);

  self->shell = saffron_shell_ref (shell);
  self->widgets = *widgets;
  self->pane = saffron_window_pane_new (shell, widgets->flap);
  saffron_shell_add_actions (shell, actions, G_N_ELEMENTS (actions), self);
  g_signal_connect_object (shell->window, "notify::fullscreened",
                           G_CALLBACK (on_fullscreened), self, 0);
  watch_flap (self);
  g_signal_connect_object (shell->window, "realize", G_CALLBACK (on_realized),
                           self, 0);
  add_export (self);
  g_signal_connect_object (widgets->choice, "notify::visible",
                           G_CALLBACK (queue_layout), self, G_CONNECT_SWAPPED);
  adw_flap_set_reveal_flap (
      widgets->flap, g_settings_get_boolean (shell->settings, "show-pane"));
  on_pane_shown (widgets->flap, NULL, self);
  g_signal_connect_object (shell->works, "changed",
                           G_CALLBACK (on_works_changed), self, 0);
  on_works_changed (shell->works, self);
  return self;
}
