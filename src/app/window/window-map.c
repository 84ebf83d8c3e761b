/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/window/window-map.h"

#include <glib/gi18n.h>

#include "app/canvas/arrows.h"
#include "app/canvas/map-layer.h"
#include "app/canvas/map-legend.h"
#include "app/canvas/minimap.h"
#include "app/document/map-choice.h"

#define OPACITY 0.6
#define LEAST_OPACITY 0.1

struct _SaffronWindowMap {
  GObject parent_instance;

  SaffronShell *shell;
  SaffronMapChoice *choice;
  GtkAdjustment *opacity;
  GtkWidget *layer;
  GtkWidget *arrows;
  GtkWidget *legend;
  GtkWidget *minimap;
  GtkWidget *button;
  SaffronMapPicture *picture; /* NULL without a map */
  gboolean shown;             /* whether the layers have it */
  guint source;               /* the layers are going to be updated */
};

G_DEFINE_FINAL_TYPE (SaffronWindowMap, saffron_window_map, G_TYPE_OBJECT)

static void
saffron_window_map_dispose (GObject *object)
{
  SaffronWindowMap *self = SAFFRON_WINDOW_MAP (object);

  g_clear_handle_id (&self->source, g_source_remove);
  G_OBJECT_CLASS (saffron_window_map_parent_class)->dispose (object);
}

static void
saffron_window_map_finalize (GObject *object)
{
  SaffronWindowMap *self = SAFFRON_WINDOW_MAP (object);

  g_clear_pointer (&self->picture, saffron_map_picture_unref);
  g_object_unref (self->opacity);
  g_object_unref (self->choice);
  saffron_shell_unref (self->shell);
  G_OBJECT_CLASS (saffron_window_map_parent_class)->finalize (object);
}

static void
saffron_window_map_class_init (SaffronWindowMapClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = saffron_window_map_dispose;
  G_OBJECT_CLASS (klass)->finalize = saffron_window_map_finalize;
}

static void
saffron_window_map_init (SaffronWindowMap *self)
{
}

/* The arrows of another run have the same place and come first. */
static gboolean
has_arrows (SaffronWindowMap *self)
{
  const SaffronMap *map = saffron_map_choice_get_map (self->choice);
  g_autoptr (GVariant) others =
      saffron_shell_get_state (self->shell, "run-arrows");

  return map != NULL && map->kind == SAFFRON_MAP_DISPLACEMENT
         && !g_variant_get_boolean (others);
}

static void
show (SaffronWindowMap *self)
{
  SaffronMapPicture *picture = self->shown ? self->picture : NULL;

  saffron_map_layer_set (self->layer, picture);
  saffron_minimap_set_map (self->minimap, picture);
  saffron_arrow_layer_set_run (self->arrows,
                               self->shown && has_arrows (self)
                                   ? saffron_map_choice_get_run (self->choice)
                                   : NULL);
}

static gboolean
update_shown (gpointer user_data)
{
  SaffronWindowMap *self = user_data;
  gboolean shown = saffron_map_choice_is_shown (self->choice);

  self->source = 0;
  if (shown != self->shown)
    {
      self->shown = shown;
      show (self);
    }
  return G_SOURCE_REMOVE;
}

/* Later, because the view also changes while the canvas is being drawn. */
static void
on_view_changed (SaffronViewModel *model, gpointer user_data)
{
  SaffronWindowMap *self = user_data;

  if (self->picture != NULL && self->source == 0)
    self->source =
        g_idle_add_full (GDK_PRIORITY_REDRAW - 1, update_shown, self, NULL);
}

static const char *
get_message (SaffronWindowMap *self)
{
  switch (saffron_map_choice_get_state (self->choice))
    {
    case SAFFRON_MAP_STATE_NO_RUN:
      return _ ("There is no run");
    case SAFFRON_MAP_STATE_MEASURING:
      return _ ("Being measured …");
    case SAFFRON_MAP_STATE_NOT_MEASURED:
      return _ ("Not measured");
    default:
      return NULL;
    }
}

static void
make_picture (SaffronWindowMap *self)
{
  const SaffronMap *map = saffron_map_choice_get_map (self->choice);

  g_clear_pointer (&self->picture, saffron_map_picture_unref);
  if (map != NULL)
    self->picture =
        saffron_map_picture_new (map, gtk_adjustment_get_value (self->opacity));
  self->shown = saffron_map_choice_is_shown (self->choice);
  show (self);
}

static void
on_choice_changed (SaffronMapChoice *choice, gpointer user_data)
{
  SaffronWindowMap *self = user_data;
  const char *title = saffron_map_choice_get_title (choice);

  saffron_shell_set_state (
      self->shell, "quality-map",
      g_variant_new_string (saffron_map_choice_get_name (choice)));
  gtk_widget_set_visible (self->legend, title != NULL);
  if (title != NULL)
    saffron_map_legend_set (self->legend, title,
                            saffron_map_choice_get_map (choice),
                            get_message (self));
  make_picture (self);
}

static void
on_quality_changed (SaffronQualityModel *quality, gpointer user_data)
{
  gtk_widget_set_visible (SAFFRON_WINDOW_MAP (user_data)->button,
                          saffron_quality_model_get_entry (quality) != NULL);
}

static void
on_map (GSimpleAction *action, GVariant *value, gpointer user_data)
{
  saffron_map_choice_set_name (SAFFRON_WINDOW_MAP (user_data)->choice,
                               g_variant_get_string (value, NULL));
}

static void
on_next_map (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  SaffronMapChoice *choice = SAFFRON_WINDOW_MAP (user_data)->choice;

  saffron_map_choice_set_name (choice, saffron_map_choice_get_next (choice));
}

static const GActionEntry actions[] = {
  { "quality-map", NULL, "s", "'off'", on_map },
  { "next-quality-map", on_next_map },
};

static void
add_layers (SaffronWindowMap *self, GtkOverlay *layers, GtkOverlay *controls)
{
  SaffronViewModel *model = saffron_document_get_model (self->shell->document);

  self->layer = saffron_map_layer_new (model);
  self->arrows = saffron_arrow_layer_new (model);
  self->legend = saffron_map_legend_new (self->opacity);
  gtk_overlay_add_overlay (layers, self->layer);
  gtk_overlay_add_overlay (layers, self->arrows);
  gtk_widget_set_halign (self->legend, GTK_ALIGN_START);
  gtk_widget_set_valign (self->legend, GTK_ALIGN_CENTER);
  gtk_widget_set_margin_start (self->legend, 12);
  gtk_widget_set_visible (self->legend, FALSE);
  gtk_overlay_add_overlay (controls, self->legend);
}

SaffronWindowMap *
saffron_window_map_new (SaffronShell *shell,
                        GtkOverlay *layers,
                        GtkOverlay *controls,
                        GtkWidget *minimap,
                        GtkMenuButton *button)
{
  SaffronWindowMap *self = g_object_new (SAFFRON_TYPE_WINDOW_MAP, NULL);

  self->shell = saffron_shell_ref (shell);
  self->choice = saffron_map_choice_new (shell->document, shell->quality);
  self->minimap = minimap;
  self->button = GTK_WIDGET (button);
  self->opacity = g_object_ref_sink (
      gtk_adjustment_new (OPACITY, LEAST_OPACITY, 1.0, 0.05, 0.2, 0.0));
  add_layers (self, layers, controls);
  saffron_shell_add_actions (shell, actions, G_N_ELEMENTS (actions), self);
  g_signal_connect_object (self->choice, "changed",
                           G_CALLBACK (on_choice_changed), self, 0);
  g_signal_connect_object (self->opacity, "value-changed",
                           G_CALLBACK (make_picture), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (shell->window, "action-state-changed::run-arrows",
                           G_CALLBACK (show), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (saffron_document_get_model (shell->document),
                           "changed", G_CALLBACK (on_view_changed), self, 0);
  g_signal_connect_object (shell->quality, "changed",
                           G_CALLBACK (on_quality_changed), self, 0);
  on_quality_changed (shell->quality, self);
  return self;
}

SaffronMapChoice *
saffron_window_map_get_choice (SaffronWindowMap *self)
{
  return self->choice;
}
