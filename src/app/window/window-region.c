/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/window/window-region.h"

#include <math.h>

#include "app/canvas/region-layer.h"

struct _SaffronWindowRegion {
  GObject parent_instance;

  SaffronShell *shell;
  SaffronWindowRegister *registering;
  GtkWidget *layer;
  char *reference; /* path of the slide on which the region is drawn */
};

G_DEFINE_FINAL_TYPE (SaffronWindowRegion, saffron_window_region, G_TYPE_OBJECT)

static void
saffron_window_region_finalize (GObject *object)
{
  SaffronWindowRegion *self = SAFFRON_WINDOW_REGION (object);

  g_object_unref (self->registering);
  g_free (self->reference);
  saffron_shell_unref (self->shell);
  G_OBJECT_CLASS (saffron_window_region_parent_class)->finalize (object);
}

static void
saffron_window_region_class_init (SaffronWindowRegionClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = saffron_window_region_finalize;
}

static void
saffron_window_region_init (SaffronWindowRegion *self)
{
}

static void
set_editing (SaffronWindowRegion *self, gboolean editing)
{
  saffron_shell_set_state (self->shell, "draw-region",
                           g_variant_new_boolean (editing));
  saffron_region_layer_set_editing (self->layer, editing);
}

static gboolean
has_region (SaffronWindowRegion *self)
{
  return saffron_region_layer_get (self->layer).width > 0;
}

static void
update_actions (SaffronWindowRegion *self)
{
  SaffronShell *shell = self->shell;
  gboolean reference = saffron_document_get_reference (shell->document) != NULL;

  saffron_shell_set_enabled (shell, "draw-region", reference);
  saffron_shell_set_enabled (shell, "region-from-view", reference);
  saffron_shell_set_enabled (shell, "clear-region", has_region (self));
  saffron_shell_set_enabled (
      shell, "register-region",
      has_region (self)
          && saffron_window_register_can_start (self->registering));
}

/* The action's state is the region, so that it can be read and set by name. */
static void
on_drawn (gpointer user_data)
{
  SaffronWindowRegion *self = user_data;
  SaffronRect r = saffron_region_layer_get (self->layer);

  saffron_shell_set_state (
      self->shell, "region",
      g_variant_new ("(xxxx)", r.x, r.y, r.width, r.height));
  update_actions (self);
}

static void
on_region (GSimpleAction *action, GVariant *value, gpointer user_data)
{
  SaffronWindowRegion *self = user_data;
  SaffronRect r;

  g_variant_get (value, "(xxxx)", &r.x, &r.y, &r.width, &r.height);
  saffron_region_layer_set (self->layer, &r);
  on_drawn (self);
}

static void
on_draw (GSimpleAction *action, GVariant *value, gpointer user_data)
{
  set_editing (user_data, g_variant_get_boolean (value));
}

/* Takes what the canvas shows as the region, for people without a pointer. */
static void
on_from_view (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  SaffronWindowRegion *self = user_data;
  SaffronViewModel *model = saffron_document_get_model (self->shell->document);
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
  saffron_region_layer_set (self->layer, &r);
  on_drawn (self);
}

static void
on_clear (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  SaffronWindowRegion *self = user_data;
  SaffronRect none = { 0 };

  set_editing (self, FALSE);
  saffron_region_layer_set (self->layer, &none);
  on_drawn (self);
}

static void
on_register_region (GSimpleAction *action,
                    GVariant *parameter,
                    gpointer user_data)
{
  SaffronWindowRegion *self = user_data;
  SaffronRect region = saffron_region_layer_get (self->layer);

  set_editing (self, FALSE);
  if (region.width > 0)
    saffron_window_register_start (self->registering, &region);
}

/* Escape ends drawing before it cancels anything else. */
static gboolean
on_key (GtkEventControllerKey *controller,
        guint keyval,
        guint keycode,
        GdkModifierType state,
        gpointer user_data)
{
  SaffronWindowRegion *self = user_data;

  if (keyval != GDK_KEY_Escape || !gtk_widget_get_can_target (self->layer))
    return GDK_EVENT_PROPAGATE;
  set_editing (self, FALSE);
  return GDK_EVENT_STOP;
}

/* The region is in the reference's pixels: on another slide it would be another
 * place, so it is cleared. */
static void
on_document_changed (SaffronDocument *document, gpointer user_data)
{
  SaffronWindowRegion *self = user_data;
  SaffronSession *session = saffron_document_get_session (document);
  const char *path =
      session != NULL ? saffron_session_get_reference_path (session) : NULL;

  if (g_strcmp0 (path, self->reference) != 0)
    {
      g_free (self->reference);
      self->reference = g_strdup (path);
      if (has_region (self))
        on_clear (NULL, NULL, self);
    }
  update_actions (self);
}

static const GActionEntry actions[] = {
  { "draw-region", NULL, NULL, "false", on_draw },
  { "region", NULL, NULL, "(int64 0, int64 0, int64 0, int64 0)", on_region },
  { "region-from-view", on_from_view },
  { "clear-region", on_clear },
  { "register-region", on_register_region },
};

SaffronWindowRegion *
saffron_window_region_new (SaffronShell *shell,
                           GtkOverlay *overlay,
                           SaffronWindowRegister *registering)
{
  SaffronWindowRegion *self = g_object_new (SAFFRON_TYPE_WINDOW_REGION, NULL);
  GtkEventController *keys = gtk_event_controller_key_new ();

  self->shell = saffron_shell_ref (shell);
  self->registering = g_object_ref (registering);
  self->layer = saffron_region_layer_new (
      saffron_document_get_model (shell->document), on_drawn, self);
  gtk_overlay_add_overlay (overlay, self->layer);
  saffron_shell_add_actions (shell, actions, G_N_ELEMENTS (actions), self);
  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect_object (keys, "key-pressed", G_CALLBACK (on_key), self, 0);
  gtk_widget_add_controller (GTK_WIDGET (shell->window), keys);
  g_signal_connect_object (shell->document, "changed",
                           G_CALLBACK (on_document_changed), self, 0);
  g_signal_connect_object (registering, "changed", G_CALLBACK (update_actions),
                           self, G_CONNECT_SWAPPED);
  update_actions (self);
  return self;
}
