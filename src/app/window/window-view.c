/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/window/window-view.h"

#include <glib/gi18n.h>

struct _SaffronWindowView {
  GObject parent_instance;

  SaffronShell *shell;
  SaffronCanvas *canvas;
  GtkWidget *minimap;
  GtkMenuButton *mode;
  guint source; /* the zooms are going to be enabled or disabled */
};

G_DEFINE_FINAL_TYPE (SaffronWindowView, saffron_window_view, G_TYPE_OBJECT)

static void
saffron_window_view_dispose (GObject *object)
{
  SaffronWindowView *self = SAFFRON_WINDOW_VIEW (object);

  g_clear_handle_id (&self->source, g_source_remove);
  G_OBJECT_CLASS (saffron_window_view_parent_class)->dispose (object);
}

static void
saffron_window_view_finalize (GObject *object)
{
  SaffronWindowView *self = SAFFRON_WINDOW_VIEW (object);

  saffron_shell_unref (self->shell);
  G_OBJECT_CLASS (saffron_window_view_parent_class)->finalize (object);
}

static void
saffron_window_view_class_init (SaffronWindowViewClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = saffron_window_view_dispose;
  G_OBJECT_CLASS (klass)->finalize = saffron_window_view_finalize;
}

static void
saffron_window_view_init (SaffronWindowView *self)
{
}

static SaffronViewModel *
get_model (SaffronWindowView *self)
{
  return saffron_document_get_model (self->shell->document);
}

static void
on_zoom_in (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  saffron_canvas_zoom_step (SAFFRON_WINDOW_VIEW (user_data)->canvas, 1);
}

static void
on_zoom_out (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  saffron_canvas_zoom_step (SAFFRON_WINDOW_VIEW (user_data)->canvas, -1);
}

static void
on_zoom_fit (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  saffron_canvas_fit (SAFFRON_WINDOW_VIEW (user_data)->canvas);
}

static void
on_zoom_to (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  saffron_canvas_zoom_to (SAFFRON_WINDOW_VIEW (user_data)->canvas,
                          g_variant_get_double (parameter));
}

static const char *
mode_title (SaffronViewMode mode)
{
  switch (mode)
    {
    case SAFFRON_VIEW_MODE_OVERLAY:
      return _ ("Overlay");
    case SAFFRON_VIEW_MODE_CHECKERBOARD:
      return _ ("Checkerboard");
    case SAFFRON_VIEW_MODE_SWIPE:
      return _ ("Swipe");
    case SAFFRON_VIEW_MODE_DIFFERENCE:
      return _ ("Difference");
    case SAFFRON_VIEW_MODE_REFERENCE_ONLY:
      return C_ ("slide", "Reference");
    case SAFFRON_VIEW_MODE_MOVING_ONLY:
      return C_ ("slide", "Moving");
    case SAFFRON_VIEW_MODE_FLICKER:
      return _ ("Flicker");
    case SAFFRON_VIEW_MODE_SIDE_BY_SIDE:
      return _ ("Side by Side");
    case SAFFRON_VIEW_MODE_LENS:
      return _ ("Lens");
    case SAFFRON_VIEW_MODE_COMPOSITE:
      return _ ("Composite");
    default:
      g_return_val_if_reached ("");
    }
}

static void
on_mode (GSimpleAction *action, GVariant *value, gpointer user_data)
{
  SaffronWindowView *self = user_data;
  SaffronViewLook look = *saffron_view_model_get_look (get_model (self));
  const SaffronViewGeometry *view =
      saffron_view_model_get_geometry (get_model (self));
  SaffronViewPoint p;

  if (!saffron_view_mode_from_name (g_variant_get_string (value, NULL),
                                    &look.mode))
    return;
  if (!saffron_canvas_get_pointer (self->canvas, &p))
    p = (SaffronViewPoint){ view->width * 0.5, view->height * 0.5 };
  look.lens_x = p.x;
  look.lens_y = p.y;
  g_simple_action_set_state (action, value);
  saffron_shell_set_enabled (self->shell, "swipe-direction",
                             look.mode == SAFFRON_VIEW_MODE_SWIPE);
  saffron_view_model_set_look (get_model (self), &look);
}

/* A canvas that was not drawn yet has no size, and fits the slide when it gets
 * one: a zoom before would be lost. */
static gboolean
can_zoom (SaffronWindowView *self)
{
  return !saffron_document_is_empty (self->shell->document)
         && saffron_view_model_has_size (get_model (self));
}

static gboolean
enable_zooms (gpointer user_data)
{
  static const char *const names[] = { "zoom-in", "zoom-out", "zoom-fit",
                                       "zoom-to" };
  SaffronWindowView *self = user_data;

  self->source = 0;
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    saffron_shell_set_enabled (self->shell, names[i], can_zoom (self));
  return G_SOURCE_REMOVE;
}

/* Later, because the canvas gets its size while it is being drawn, when no
 * button may be changed. */
static void
on_model_changed (SaffronViewModel *model, gpointer user_data)
{
  SaffronWindowView *self = user_data;
  gboolean enabled = g_action_group_get_action_enabled (
      G_ACTION_GROUP (self->shell->window), "zoom-fit");

  if (self->source == 0 && enabled != can_zoom (self))
    self->source =
        g_idle_add_full (GDK_PRIORITY_REDRAW - 1, enable_zooms, self, NULL);
}

/* Also while a key or the flicker shows something else than the mode that was
 * chosen. */
static void
on_look_changed (SaffronViewModel *model, gpointer user_data)
{
  SaffronWindowView *self = user_data;
  const char *title = mode_title (saffron_view_model_get_look (model)->mode);

  if (g_strcmp0 (gtk_menu_button_get_label (self->mode), title) != 0)
    gtk_menu_button_set_label (self->mode, title);
}

static void
on_swipe_direction (GSimpleAction *action, GVariant *value, gpointer user_data)
{
  SaffronWindowView *self = user_data;
  SaffronViewLook look = *saffron_view_model_get_look (get_model (self));

  look.swipe_horizontal = g_variant_get_boolean (value);
  g_simple_action_set_state (action, value);
  saffron_view_model_set_look (get_model (self), &look);
}

static void
on_minimap (GSimpleAction *action, GVariant *value, gpointer user_data)
{
  gtk_widget_set_visible (SAFFRON_WINDOW_VIEW (user_data)->minimap,
                          g_variant_get_boolean (value));
  g_simple_action_set_state (action, value);
}

/* (nullable): the page of the pane that is shown. */
static GtkWidget *
get_page (GtkWidget *pane)
{
  for (GtkWidget *child = gtk_widget_get_first_child (pane); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    if (ADW_IS_VIEW_STACK (child))
      return adw_view_stack_get_visible_child (ADW_VIEW_STACK (child));
  return NULL;
}

/* From the pane to the canvas, and from everywhere else to the pane. */
static void
on_other_part (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  SaffronWindowView *self = user_data;
  AdwFlap *flap = ADW_FLAP (
      gtk_widget_get_ancestor (GTK_WIDGET (self->canvas), ADW_TYPE_FLAP));
  GtkWidget *pane = adw_flap_get_flap (flap);
  GtkWidget *focus = gtk_window_get_focus (self->shell->window);
  GtkWidget *page = get_page (pane);

  if (focus != NULL && gtk_widget_is_ancestor (focus, pane))
    {
      gtk_widget_grab_focus (GTK_WIDGET (self->canvas));
      return;
    }
  adw_flap_set_reveal_flap (flap, TRUE);
  if (page == NULL || !gtk_widget_child_focus (page, GTK_DIR_TAB_FORWARD))
    gtk_widget_child_focus (pane, GTK_DIR_TAB_FORWARD);
}

static const GActionEntry actions[] = {
  { "zoom-in", on_zoom_in },
  { "zoom-out", on_zoom_out },
  { "zoom-fit", on_zoom_fit },
  { "zoom-to", on_zoom_to, "d" },
  { "mode", NULL, "s", "'overlay'", on_mode },
  { "swipe-direction", NULL, NULL, "false", on_swipe_direction },
  { "minimap", NULL, NULL, "true", on_minimap },
  { "other-part", on_other_part },
};

static void
on_document_changed (SaffronDocument *document, gpointer user_data)
{
  SaffronWindowView *self = user_data;
  gboolean any = !saffron_document_is_empty (document);

  g_clear_handle_id (&self->source, g_source_remove);
  enable_zooms (self);
  saffron_shell_set_enabled (self->shell, "mode", any);
  saffron_shell_set_enabled (self->shell, "other-part", any);
  saffron_shell_set_enabled (
      self->shell, "swipe-direction",
      any
          && saffron_view_model_get_look (get_model (self))->mode
                 == SAFFRON_VIEW_MODE_SWIPE);
}

static void
on_colours_changed (GSettings *settings, const char *key, gpointer user_data)
{
  SaffronWindowView *self = user_data;
  SaffronViewModel *model = get_model (self);
  SaffronViewLook look = *saffron_view_model_get_look (model);

  look.colors = g_settings_get_enum (settings, "colours");
  saffron_view_model_set_look (model, &look);
}

static void
on_cache_changed (GSettings *settings, const char *key, gpointer user_data)
{
  SaffronWindowView *self = user_data;
  gsize bytes = (gsize) g_settings_get_int (settings, "cache-size") << 20;

  saffron_view_model_set_cache_bytes (get_model (self), bytes);
}

SaffronWindowView *
saffron_window_view_new (SaffronShell *shell,
                         SaffronCanvas *canvas,
                         GtkWidget *minimap,
                         GtkMenuButton *mode)
{
  SaffronWindowView *self = g_object_new (SAFFRON_TYPE_WINDOW_VIEW, NULL);
  g_autoptr (GAction) colours = NULL;

  self->shell = saffron_shell_ref (shell);
  self->canvas = canvas;
  self->minimap = minimap;
  self->mode = mode;
  saffron_shell_add_actions (shell, actions, G_N_ELEMENTS (actions), self);
  colours = g_settings_create_action (shell->settings, "colours");
  g_action_map_add_action (G_ACTION_MAP (shell->window), colours);
  g_signal_connect_object (shell->settings, "changed::colours",
                           G_CALLBACK (on_colours_changed), self, 0);
  g_signal_connect_object (shell->settings, "changed::cache-size",
                           G_CALLBACK (on_cache_changed), self, 0);
  g_signal_connect_object (shell->document, "changed",
                           G_CALLBACK (on_document_changed), self, 0);
  g_signal_connect_object (get_model (self), "changed",
                           G_CALLBACK (on_look_changed), self, 0);
  g_signal_connect_object (get_model (self), "changed",
                           G_CALLBACK (on_model_changed), self, 0);
  on_colours_changed (shell->settings, "colours", self);
  on_document_changed (shell->document, self);
  return self;
}
