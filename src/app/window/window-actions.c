/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/window/window-private.h"

#include <glib/gi18n.h>

#include "app/accels.h"

static SaffronViewModel *
get_model (SaffronWindow *self)
{
  return saffron_document_get_model (self->document);
}

static void
on_zoom_in (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  saffron_canvas_zoom_step (SAFFRON_WINDOW (user_data)->canvas, 1);
}

static void
on_zoom_out (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  saffron_canvas_zoom_step (SAFFRON_WINDOW (user_data)->canvas, -1);
}

static void
on_zoom_fit (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  saffron_canvas_fit (SAFFRON_WINDOW (user_data)->canvas);
}

static void
on_zoom_to (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  saffron_canvas_zoom_to (SAFFRON_WINDOW (user_data)->canvas,
                          g_variant_get_double (parameter));
}

void
saffron_window_show_moving (SaffronWindow *self, guint index)
{
  if (index < saffron_document_get_n_moving (self->document))
    saffron_document_show_moving (
        self->document, saffron_document_get_moving (self->document, index));
}

static void
step_moving (SaffronWindow *self, int step)
{
  SaffronMoving *shown = saffron_document_get_shown (self->document);
  int n = (int) saffron_document_get_n_moving (self->document);

  for (int i = 0; i < n; i++)
    if (saffron_document_get_moving (self->document, (guint) i) == shown)
      {
        saffron_window_show_moving (self, (guint) ((i + step + n) % n));
        return;
      }
}

static void
on_next_moving (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  step_moving (user_data, 1);
}

static void
on_previous_moving (GSimpleAction *action,
                    GVariant *parameter,
                    gpointer user_data)
{
  step_moving (user_data, -1);
}

static void
on_show_moving (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  saffron_window_show_moving (user_data, g_variant_get_uint32 (parameter));
}

static void
on_swap (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  SaffronDocument *document = SAFFRON_WINDOW (user_data)->document;

  if (saffron_document_get_reference (document) != NULL
      && saffron_document_get_shown_layer (document) != NULL)
    saffron_session_swap (saffron_document_get_session (document),
                          saffron_document_get_shown (document));
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
      return _ ("Reference");
    case SAFFRON_VIEW_MODE_MOVING_ONLY:
      return _ ("Moving");
    case SAFFRON_VIEW_MODE_FLICKER:
      return _ ("Flicker");
    case SAFFRON_VIEW_MODE_SIDE_BY_SIDE:
      return _ ("Side by Side");
    case SAFFRON_VIEW_MODE_LENS:
      return _ ("Lens");
    default:
      g_return_val_if_reached ("");
    }
}

static void
set_enabled (SaffronWindow *self, const char *name, gboolean enabled)
{
  GAction *action = g_action_map_lookup_action (G_ACTION_MAP (self), name);

  g_simple_action_set_enabled (G_SIMPLE_ACTION (action), enabled);
}

static void
on_mode (GSimpleAction *action, GVariant *value, gpointer user_data)
{
  SaffronWindow *self = user_data;
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
  set_enabled (self, "swipe-direction", look.mode == SAFFRON_VIEW_MODE_SWIPE);
  gtk_menu_button_set_label (self->mode_button, mode_title (look.mode));
  saffron_view_model_set_look (get_model (self), &look);
}

static void
on_swipe_direction (GSimpleAction *action, GVariant *value, gpointer user_data)
{
  SaffronWindow *self = user_data;
  SaffronViewLook look = *saffron_view_model_get_look (get_model (self));

  look.swipe_horizontal = g_variant_get_boolean (value);
  g_simple_action_set_state (action, value);
  saffron_view_model_set_look (get_model (self), &look);
}

static void
on_fullscreen (GSimpleAction *action, GVariant *value, gpointer user_data)
{
  if (g_variant_get_boolean (value))
    gtk_window_fullscreen (GTK_WINDOW (user_data));
  else
    gtk_window_unfullscreen (GTK_WINDOW (user_data));
}

/* The desktop decides, and may change it by itself. */
static void
on_fullscreened (GtkWindow *window, GParamSpec *pspec, gpointer user_data)
{
  GAction *action =
      g_action_map_lookup_action (G_ACTION_MAP (window), "fullscreen");

  g_simple_action_set_state (
      G_SIMPLE_ACTION (action),
      g_variant_new_boolean (gtk_window_is_fullscreen (window)));
}

static void
on_minimap (GSimpleAction *action, GVariant *value, gpointer user_data)
{
  gtk_widget_set_visible (SAFFRON_WINDOW (user_data)->minimap,
                          g_variant_get_boolean (value));
  g_simple_action_set_state (action, value);
}

static void
on_page (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  SaffronWindow *self = user_data;
  const char *name = g_variant_get_string (parameter, NULL);

  if (adw_view_stack_get_child_by_name (self->pages, name) == NULL)
    return;
  adw_view_stack_set_visible_child_name (self->pages, name);
  adw_flap_set_reveal_flap (self->flap, TRUE);
}

static void
on_menu (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  gtk_menu_button_popup (SAFFRON_WINDOW (user_data)->menu_button);
}

static void
on_pane_shown (AdwFlap *flap, GParamSpec *pspec, gpointer user_data)
{
  SaffronWindow *self = user_data;
  gboolean shown = adw_flap_get_reveal_flap (flap);
  GAction *action = g_action_map_lookup_action (G_ACTION_MAP (self), "pane");

  g_simple_action_set_state (G_SIMPLE_ACTION (action),
                             g_variant_new_boolean (shown));
  /* Folding away because the window is narrow is not the person's choice. */
  if (!adw_flap_get_folded (flap))
    g_settings_set_boolean (self->settings, "show-pane", shown);
}

static void
on_pane (GSimpleAction *action, GVariant *value, gpointer user_data)
{
  adw_flap_set_reveal_flap (SAFFRON_WINDOW (user_data)->flap,
                            g_variant_get_boolean (value));
}

/* What began last: opening, registering, … */
static void
on_cancel (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  SaffronWork *last =
      saffron_work_list_get_last (SAFFRON_WINDOW (user_data)->works);

  if (last != NULL)
    saffron_work_cancel (last);
}

static void
on_show_help_overlay (GSimpleAction *action,
                      GVariant *parameter,
                      gpointer user_data)
{
  GtkWidget *shortcuts = saffron_accels_build_window ();

  gtk_window_set_transient_for (GTK_WINDOW (shortcuts), GTK_WINDOW (user_data));
  gtk_window_present (GTK_WINDOW (shortcuts));
}

static void
on_close (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  gtk_window_close (GTK_WINDOW (user_data));
}

static const GActionEntry actions[] = {
  { "close-window", on_close },
  { "cancel", on_cancel },
  { "zoom-in", on_zoom_in },
  { "zoom-out", on_zoom_out },
  { "zoom-fit", on_zoom_fit },
  { "zoom-to", on_zoom_to, "d" },
  { "next-moving", on_next_moving },
  { "previous-moving", on_previous_moving },
  { "show-moving", on_show_moving, "u" },
  { "swap", on_swap },
  { "mode", NULL, "s", "'overlay'", on_mode },
  { "swipe-direction", NULL, NULL, "false", on_swipe_direction },
  { "fullscreen", NULL, NULL, "false", on_fullscreen },
  { "minimap", NULL, NULL, "true", on_minimap },
  { "pane", NULL, NULL, "true", on_pane },
  { "page", on_page, "s" },
  { "menu", on_menu },
  { "show-help-overlay", on_show_help_overlay },
};

void
saffron_window_add_view_actions (SaffronWindow *self)
{
  g_autoptr (GAction) colours = NULL;

  g_action_map_add_action_entries (G_ACTION_MAP (self), actions,
                                   G_N_ELEMENTS (actions), self);
  colours = g_settings_create_action (self->settings, "colours");
  g_action_map_add_action (G_ACTION_MAP (self), colours);
  saffron_window_add_level_actions (self);
  g_signal_connect_object (self, "notify::fullscreened",
                           G_CALLBACK (on_fullscreened), self, 0);
  g_signal_connect_object (self->flap, "notify::reveal-flap",
                           G_CALLBACK (on_pane_shown), self, 0);
  adw_flap_set_reveal_flap (
      self->flap, g_settings_get_boolean (self->settings, "show-pane"));
  on_pane_shown (self->flap, NULL, self);
}

void
saffron_window_update_actions (SaffronWindow *self)
{
  gboolean any = !saffron_document_is_empty (self->document);
  gboolean reference = saffron_document_get_reference (self->document) != NULL;
  int n = saffron_document_get_n_moving (self->document);

  set_enabled (self, "zoom-in", any);
  set_enabled (self, "zoom-out", any);
  set_enabled (self, "zoom-fit", any);
  set_enabled (self, "zoom-to", any);
  set_enabled (self, "mode", any);
  set_enabled (self, "swipe-direction",
               any
                   && saffron_view_model_get_look (get_model (self))->mode
                          == SAFFRON_VIEW_MODE_SWIPE);
  set_enabled (self, "level", any);
  set_enabled (self, "level-finer", any);
  set_enabled (self, "level-coarser", any);
  set_enabled (self, "swap", reference && n > 0);
  set_enabled (self, "next-moving", n > 1);
  set_enabled (self, "previous-moving", n > 1);
  set_enabled (self, "register",
               reference && n > 0 && self->registration == NULL);
  set_enabled (self, "cancel",
               saffron_work_list_get_last (self->works) != NULL);
  set_enabled (self, "cancel-register", self->registration != NULL);
  set_enabled (self, "draw-region", reference);
  set_enabled (self, "region-from-view", reference);
  set_enabled (self, "clear-region", saffron_window_has_region (self));
  set_enabled (self, "register-region",
               reference && n > 0 && self->registration == NULL
                   && saffron_window_has_region (self));
  set_enabled (self, "save", reference);
  set_enabled (self, "save-as", reference);
}
