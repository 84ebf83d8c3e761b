/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/window-private.h"

#include <glib/gi18n.h>

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

static void
step_moving (SaffronWindow *self, int step)
{
  int n = saffron_document_get_n_moving (self->document);
  int shown = saffron_document_get_shown (self->document);

  if (n > 0)
    saffron_document_show_moving (self->document, (shown + step + n) % n);
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
on_swap (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  saffron_document_swap (SAFFRON_WINDOW (user_data)->document);
}

static const char *
mode_title (SaffronViewMode mode)
{
  switch (mode)
    {
    case SAFFRON_VIEW_MODE_OVERLAY:
      return _("Overlay");
    case SAFFRON_VIEW_MODE_CHECKERBOARD:
      return _("Checkerboard");
    case SAFFRON_VIEW_MODE_SWIPE:
      return _("Swipe");
    case SAFFRON_VIEW_MODE_DIFFERENCE:
      return _("Difference");
    case SAFFRON_VIEW_MODE_REFERENCE_ONLY:
      return _("Reference");
    case SAFFRON_VIEW_MODE_MOVING_ONLY:
      return _("Moving");
    case SAFFRON_VIEW_MODE_FLICKER:
      return _("Flicker");
    case SAFFRON_VIEW_MODE_SIDE_BY_SIDE:
      return _("Side by Side");
    case SAFFRON_VIEW_MODE_LENS:
      return _("Lens");
    default:
      g_return_val_if_reached ("");
    }
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
  gtk_menu_button_set_label (self->mode_button, mode_title (look.mode));
  saffron_view_model_set_look (get_model (self), &look);
}

static void
set_level (SaffronWindow *self, int level)
{
  for (int side = 0; side < 2; side++)
    {
      SaffronLayer *layer =
        side == SAFFRON_VIEW_REFERENCE
          ? saffron_document_get_reference (self->document)
          : saffron_document_get_moving (
              self->document, saffron_document_get_shown (self->document));
      g_autoptr (SaffronSlideDisplay) display = NULL;

      if (layer == NULL)
        continue;
      display = saffron_slide_display_copy (saffron_layer_get_display (layer));
      display->level =
        MIN (level,
             saffron_slide_get_n_levels (saffron_layer_get_slide (layer)) - 1);
      saffron_layer_set_display (layer, display);
    }
}

static void
on_level (GSimpleAction *action, GVariant *value, gpointer user_data)
{
  SaffronWindow *self = user_data;
  const char *text = g_variant_get_string (value, NULL);
  guint64 level = 0;

  if (g_str_equal (text, "auto"))
    set_level (self, -1);
  else if (g_ascii_string_to_unsigned (text, 10, 0, 64, &level, NULL))
    set_level (self, (int) level);
  else
    return;
  g_simple_action_set_state (action, value);
  saffron_window_update_pill (self);
}

/* One level finer or coarser than what is on screen. */
static void
step_level (SaffronWindow *self, int step)
{
  g_autoptr (SaffronFrame) frame =
    saffron_view_model_get_frame (get_model (self));
  SaffronLayer *layer = saffron_document_get_reference (self->document);
  int level = saffron_frame_get_level (frame, SAFFRON_VIEW_REFERENCE);
  g_autofree char *text = NULL;

  if (layer == NULL)
    return;
  level = CLAMP (level + step, 0,
                 saffron_slide_get_n_levels (saffron_layer_get_slide (layer))
                   - 1);
  text = g_strdup_printf ("%d", level);
  g_action_group_change_action_state (G_ACTION_GROUP (self), "level",
                                      g_variant_new_string (text));
}

static void
on_level_finer (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  step_level (user_data, -1);
}

static void
on_level_coarser (GSimpleAction *action,
                  GVariant *parameter,
                  gpointer user_data)
{
  step_level (user_data, 1);
}

static void
on_fullscreen (GSimpleAction *action, GVariant *value, gpointer user_data)
{
  if (g_variant_get_boolean (value))
    gtk_window_fullscreen (GTK_WINDOW (user_data));
  else
    gtk_window_unfullscreen (GTK_WINDOW (user_data));
  g_simple_action_set_state (action, value);
}

static void
on_minimap (GSimpleAction *action, GVariant *value, gpointer user_data)
{
  gtk_widget_set_visible (SAFFRON_WINDOW (user_data)->minimap,
                          g_variant_get_boolean (value));
  g_simple_action_set_state (action, value);
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

static void
on_close (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  gtk_window_close (GTK_WINDOW (user_data));
}

static const GActionEntry actions[] = {
  { "close-window", on_close },
  { "zoom-in", on_zoom_in },
  { "zoom-out", on_zoom_out },
  { "zoom-fit", on_zoom_fit },
  { "zoom-to", on_zoom_to, "d" },
  { "next-moving", on_next_moving },
  { "previous-moving", on_previous_moving },
  { "swap", on_swap },
  { "mode", NULL, "s", "'overlay'", on_mode },
  { "level", NULL, "s", "'auto'", on_level },
  { "level-finer", on_level_finer },
  { "level-coarser", on_level_coarser },
  { "fullscreen", NULL, NULL, "false", on_fullscreen },
  { "minimap", NULL, NULL, "true", on_minimap },
  { "pane", NULL, NULL, "true", on_pane },
  { "menu", on_menu },
};

void
saffron_window_add_view_actions (SaffronWindow *self)
{
  g_autoptr (GAction) colours = NULL;

  g_action_map_add_action_entries (G_ACTION_MAP (self), actions,
                                   G_N_ELEMENTS (actions), self);
  colours = g_settings_create_action (self->settings, "colours");
  g_action_map_add_action (G_ACTION_MAP (self), colours);
  g_signal_connect_object (self->flap, "notify::reveal-flap",
                           G_CALLBACK (on_pane_shown), self, 0);
  adw_flap_set_reveal_flap (self->flap,
                            g_settings_get_boolean (self->settings,
                                                    "show-pane"));
  on_pane_shown (self->flap, NULL, self);
}

static void
set_enabled (SaffronWindow *self, const char *name, gboolean enabled)
{
  GAction *action = g_action_map_lookup_action (G_ACTION_MAP (self), name);

  g_simple_action_set_enabled (G_SIMPLE_ACTION (action), enabled);
}

static void
update_level_menu (SaffronWindow *self)
{
  SaffronLayer *layer = saffron_document_get_reference (self->document);
  SaffronSlide *slide = NULL;

  g_menu_remove_all (self->level_menu);
  g_menu_append (self->level_menu, _("_Automatic"), "win.level::auto");
  if (layer == NULL)
    return;
  slide = saffron_layer_get_slide (layer);
  for (int i = 0; i < saffron_slide_get_n_levels (slide); i++)
    {
      const SaffronLevel *level = saffron_slide_get_level (slide, i);
      g_autofree char *label =
        g_strdup_printf (_("Level %d: %.0f × %.0f (1:%.4g)"), i,
                         (double) level->width, (double) level->height,
                         level->downsample);
      g_autofree char *action = g_strdup_printf ("win.level::%d", i);

      g_menu_append (self->level_menu, label, action);
    }
}

void
saffron_window_update_actions (SaffronWindow *self)
{
  gboolean any = !saffron_document_is_empty (self->document);
  gboolean reference =
    saffron_document_get_reference (self->document) != NULL;
  int n = saffron_document_get_n_moving (self->document);

  set_enabled (self, "zoom-in", any);
  set_enabled (self, "zoom-out", any);
  set_enabled (self, "zoom-fit", any);
  set_enabled (self, "zoom-to", any);
  set_enabled (self, "mode", any);
  set_enabled (self, "level", any);
  set_enabled (self, "level-finer", any);
  set_enabled (self, "level-coarser", any);
  set_enabled (self, "swap", reference && n > 0);
  set_enabled (self, "next-moving", n > 1);
  set_enabled (self, "previous-moving", n > 1);
  set_enabled (self, "register",
               reference && n > 0 && self->registration == NULL);
  set_enabled (self, "cancel", self->registration != NULL);
  set_enabled (self, "save", reference);
  set_enabled (self, "save-as", reference);
  update_level_menu (self);
}
