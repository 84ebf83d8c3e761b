/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/window/window-private.h"

#include <math.h>

#include "app/canvas/region-layer.h"

static void
set_editing (SaffronWindow *self, gboolean editing)
{
  GAction *action =
      g_action_map_lookup_action (G_ACTION_MAP (self), "draw-region");

  g_simple_action_set_state (G_SIMPLE_ACTION (action),
                             g_variant_new_boolean (editing));
  saffron_region_layer_set_editing (self->region_layer, editing);
}

/* Its state is the region, so that it can be read and set by name. */
static void
on_drawn (gpointer user_data)
{
  SaffronWindow *self = user_data;
  SaffronRect r = saffron_region_layer_get (self->region_layer);
  GAction *action = g_action_map_lookup_action (G_ACTION_MAP (self), "region");

  g_simple_action_set_state (
      G_SIMPLE_ACTION (action),
      g_variant_new ("(xxxx)", r.x, r.y, r.width, r.height));
  saffron_window_update_actions (self);
}

static void
on_region (GSimpleAction *action, GVariant *value, gpointer user_data)
{
  SaffronWindow *self = user_data;
  SaffronRect r;

  g_variant_get (value, "(xxxx)", &r.x, &r.y, &r.width, &r.height);
  saffron_region_layer_set (self->region_layer, &r);
  on_drawn (self);
}

static void
on_draw (GSimpleAction *action, GVariant *value, gpointer user_data)
{
  set_editing (user_data, g_variant_get_boolean (value));
}

/* Without a pointer: what the canvas shows. */
static void
on_from_view (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  SaffronWindow *self = user_data;
  SaffronViewModel *model = saffron_document_get_model (self->document);
  SaffronSlide *slide =
      saffron_view_model_get_slide (model, SAFFRON_VIEW_REFERENCE);
  const SaffronViewGeometry *view = saffron_view_model_get_geometry (model);
  SaffronRefPoint a, b;
  SaffronRect r;

  if (slide == NULL)
    return;
  a = saffron_view_to_reference (view, (SaffronViewPoint){ 0.0, 0.0 });
  b = saffron_view_to_reference (
      view, (SaffronViewPoint){ view->width, view->height });
  r.x = (gint64) floor (fmax (a.x, 0.0));
  r.y = (gint64) floor (fmax (a.y, 0.0));
  r.width = (gint64) fmin (b.x, (double) saffron_slide_get_width (slide)) - r.x;
  r.height =
      (gint64) fmin (b.y, (double) saffron_slide_get_height (slide)) - r.y;
  saffron_region_layer_set (self->region_layer, &r);
  on_drawn (self);
}

static void
on_clear (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  SaffronWindow *self = user_data;
  SaffronRect none = { 0 };

  set_editing (self, FALSE);
  saffron_region_layer_set (self->region_layer, &none);
  on_drawn (self);
}

static void
on_register_region (GSimpleAction *action,
                    GVariant *parameter,
                    gpointer user_data)
{
  SaffronWindow *self = user_data;
  SaffronRect region = saffron_region_layer_get (self->region_layer);

  set_editing (self, FALSE);
  if (region.width > 0)
    saffron_window_register_checked (self, &region);
}

/* Escape leaves drawing before it cancels anything. */
static gboolean
on_key (GtkEventControllerKey *controller,
        guint keyval,
        guint keycode,
        GdkModifierType state,
        gpointer user_data)
{
  SaffronWindow *self = user_data;

  if (keyval != GDK_KEY_Escape
      || !gtk_widget_get_can_target (self->region_layer))
    return GDK_EVENT_PROPAGATE;
  set_editing (self, FALSE);
  return GDK_EVENT_STOP;
}

/* Its pixels are the reference's: on another slide they are another place. */
static void
on_document_changed (SaffronDocument *document, gpointer user_data)
{
  SaffronWindow *self = user_data;
  SaffronSession *session = saffron_document_get_session (document);
  const char *path =
      session != NULL ? saffron_session_get_reference_path (session) : NULL;

  if (g_strcmp0 (path, self->region_reference) == 0)
    return;
  g_free (self->region_reference);
  self->region_reference = g_strdup (path);
  if (saffron_window_has_region (self))
    on_clear (NULL, NULL, self);
}

static const GActionEntry actions[] = {
  { "draw-region", NULL, NULL, "false", on_draw },
  { "region", NULL, NULL, "(int64 0, int64 0, int64 0, int64 0)", on_region },
  { "region-from-view", on_from_view },
  { "clear-region", on_clear },
  { "register-region", on_register_region },
};

gboolean
saffron_window_has_region (SaffronWindow *self)
{
  return saffron_region_layer_get (self->region_layer).width > 0;
}

void
saffron_window_add_region_actions (SaffronWindow *self)
{
  GtkEventController *keys = gtk_event_controller_key_new ();
  GtkWidget *overlay = gtk_widget_get_parent (self->arrow_layer);

  self->region_layer = saffron_region_layer_new (
      saffron_document_get_model (self->document), on_drawn, self);
  gtk_overlay_add_overlay (GTK_OVERLAY (overlay), self->region_layer);
  g_action_map_add_action_entries (G_ACTION_MAP (self), actions,
                                   G_N_ELEMENTS (actions), self);
  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect (keys, "key-pressed", G_CALLBACK (on_key), self);
  gtk_widget_add_controller (GTK_WIDGET (self), keys);
  g_signal_connect_object (self->document, "changed",
                           G_CALLBACK (on_document_changed), self, 0);
}
