/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/window/window-flicker.h"

#include <glib/gi18n.h>

/* How long each slide is shown, milliseconds. Three flashes a second are what
 * some people must not see (WCAG 2.3.1); this is one. */
#define SHOWN 500

struct _SaffronWindowFlicker {
  GObject parent_instance;

  SaffronShell *shell;
  SaffronCanvas *canvas;
  GtkWidget *title;
  SaffronViewMode before; /* the mode that it ends with */
  guint timer;            /* 0 while it is off */
  gboolean held;          /* Space is held */
};

G_DEFINE_FINAL_TYPE (SaffronWindowFlicker,
                     saffron_window_flicker,
                     G_TYPE_OBJECT)

static void
saffron_window_flicker_dispose (GObject *object)
{
  g_clear_handle_id (&SAFFRON_WINDOW_FLICKER (object)->timer, g_source_remove);
  G_OBJECT_CLASS (saffron_window_flicker_parent_class)->dispose (object);
}

static void
saffron_window_flicker_finalize (GObject *object)
{
  saffron_shell_unref (SAFFRON_WINDOW_FLICKER (object)->shell);
  G_OBJECT_CLASS (saffron_window_flicker_parent_class)->finalize (object);
}

static void
saffron_window_flicker_class_init (SaffronWindowFlickerClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = saffron_window_flicker_dispose;
  G_OBJECT_CLASS (klass)->finalize = saffron_window_flicker_finalize;
}

static void
saffron_window_flicker_init (SaffronWindowFlicker *self)
{
}

static SaffronViewModel *
get_model (SaffronWindowFlicker *self)
{
  return saffron_document_get_model (self->shell->document);
}

/* Whoever wants no animations turns the slides over by hand. */
static gboolean
is_by_hand (SaffronWindowFlicker *self)
{
  gboolean animations = TRUE;

  g_object_get (gtk_widget_get_settings (GTK_WIDGET (self->canvas)),
                "gtk-enable-animations", &animations, NULL);
  return !animations;
}

static const char *
get_title (SaffronWindowFlicker *self, gboolean moving)
{
  if (is_by_hand (self))
    return moving ? _ ("Moving slide · Space turns it over · Esc ends")
                  : _ ("Reference · Space turns it over · Esc ends");
  return moving ? _ ("Moving slide · Esc ends") : _ ("Reference · Esc ends");
}

static void
show (SaffronWindowFlicker *self, gboolean moving)
{
  SaffronViewLook look = *saffron_view_model_get_look (get_model (self));

  look.mode = SAFFRON_VIEW_MODE_FLICKER;
  look.flicker_moving = moving;
  saffron_view_model_set_look (get_model (self), &look);
  gtk_label_set_label (GTK_LABEL (self->title), get_title (self, moving));
}

static void
turn_over (SaffronWindowFlicker *self)
{
  show (self, !saffron_view_model_get_look (get_model (self))->flicker_moving);
}

static gboolean
on_time (gpointer user_data)
{
  SaffronWindowFlicker *self = user_data;

  if (!saffron_canvas_is_held (self->canvas) && !is_by_hand (self))
    turn_over (self);
  return G_SOURCE_CONTINUE;
}

/* Leaves the mode as it is. */
static void
stop (SaffronWindowFlicker *self)
{
  g_clear_handle_id (&self->timer, g_source_remove);
  gtk_widget_set_visible (self->title, FALSE);
  saffron_shell_set_state (self->shell, "flicker",
                           g_variant_new_boolean (FALSE));
}

static void
start (SaffronWindowFlicker *self)
{
  SaffronViewMode mode = saffron_view_model_get_look (get_model (self))->mode;

  self->before =
      mode == SAFFRON_VIEW_MODE_FLICKER ? SAFFRON_VIEW_MODE_OVERLAY : mode;
  self->timer = g_timeout_add (SHOWN, on_time, self);
  gtk_widget_set_visible (self->title, TRUE);
  saffron_shell_set_state (self->shell, "flicker",
                           g_variant_new_boolean (TRUE));
  show (self, FALSE);
}

static gboolean
can_flicker (SaffronWindowFlicker *self)
{
  SaffronPair pair = saffron_document_get_pair (self->shell->document);

  return saffron_pair_is_complete (&pair);
}

gboolean
saffron_window_flicker_get_on (SaffronWindowFlicker *self)
{
  return self->timer != 0;
}

void
saffron_window_flicker_set_on (SaffronWindowFlicker *self, gboolean on)
{
  SaffronViewLook look;

  if (on == saffron_window_flicker_get_on (self) || (on && !can_flicker (self)))
    return;
  if (on)
    {
      start (self);
      return;
    }
  stop (self);
  look = *saffron_view_model_get_look (get_model (self));
  look.mode = self->before;
  saffron_view_model_set_look (get_model (self), &look);
}

static void
on_flicker (GSimpleAction *action, GVariant *value, gpointer user_data)
{
  saffron_window_flicker_set_on (user_data, g_variant_get_boolean (value));
}

static const GActionEntry actions[] = {
  { "flicker", NULL, NULL, "false", on_flicker },
};

/* The mode that a person chooses is what is shown from now on. */
static void
on_mode (GActionGroup *group,
         const char *name,
         GVariant *state,
         gpointer user_data)
{
  SaffronWindowFlicker *self = user_data;

  if (saffron_window_flicker_get_on (self))
    stop (self);
}

static void
on_document_changed (SaffronDocument *document, gpointer user_data)
{
  SaffronWindowFlicker *self = user_data;
  gboolean can = can_flicker (self);

  if (!can)
    saffron_window_flicker_set_on (self, FALSE);
  saffron_shell_set_enabled (self->shell, "flicker", can);
}

/* Once for each time that Space is pressed: the repeats of a held key would
 * flash. */
static gboolean
on_space (SaffronWindowFlicker *self, GtkWidget *focus)
{
  if (!is_by_hand (self) || focus != GTK_WIDGET (self->canvas))
    return GDK_EVENT_PROPAGATE;
  if (!self->held)
    turn_over (self);
  self->held = TRUE;
  return GDK_EVENT_STOP;
}

static void
on_released (GtkEventControllerKey *controller,
             guint keyval,
             guint keycode,
             GdkModifierType state,
             gpointer user_data)
{
  if (keyval == GDK_KEY_space)
    SAFFRON_WINDOW_FLICKER (user_data)->held = FALSE;
}

/* Before Escape cancels anything else. */
static gboolean
on_key (GtkEventControllerKey *controller,
        guint keyval,
        guint keycode,
        GdkModifierType state,
        gpointer user_data)
{
  SaffronWindowFlicker *self = user_data;
  GtkWidget *focus = gtk_window_get_focus (self->shell->window);

  if (keyval == GDK_KEY_space && saffron_window_flicker_get_on (self))
    return on_space (self, focus);
  if (keyval != GDK_KEY_Escape || !saffron_window_flicker_get_on (self)
      || (focus != NULL && GTK_IS_EDITABLE (focus)))
    return GDK_EVENT_PROPAGATE;
  saffron_window_flicker_set_on (self, FALSE);
  return GDK_EVENT_STOP;
}

static void
add_title (SaffronWindowFlicker *self, GtkOverlay *overlay)
{
  self->title = gtk_label_new (NULL);
  gtk_widget_set_halign (self->title, GTK_ALIGN_CENTER);
  gtk_widget_set_valign (self->title, GTK_ALIGN_END);
  gtk_widget_set_margin_bottom (self->title, 48);
  gtk_widget_set_can_target (self->title, FALSE);
  gtk_widget_set_visible (self->title, FALSE);
  gtk_widget_add_css_class (self->title, "osd");
  gtk_widget_add_css_class (self->title, "saffron-run-title");
  gtk_overlay_add_overlay (overlay, self->title);
}

SaffronWindowFlicker *
saffron_window_flicker_new (SaffronShell *shell,
                            SaffronCanvas *canvas,
                            GtkOverlay *overlay)
{
  SaffronWindowFlicker *self = g_object_new (SAFFRON_TYPE_WINDOW_FLICKER, NULL);
  GtkEventController *keys = gtk_event_controller_key_new ();

  self->shell = saffron_shell_ref (shell);
  self->canvas = canvas;
  add_title (self, overlay);
  saffron_shell_add_actions (shell, actions, G_N_ELEMENTS (actions), self);
  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect_object (keys, "key-pressed", G_CALLBACK (on_key), self, 0);
  g_signal_connect_object (keys, "key-released", G_CALLBACK (on_released), self,
                           0);
  gtk_widget_add_controller (GTK_WIDGET (shell->window), keys);
  g_signal_connect_object (shell->window, "action-state-changed::mode",
                           G_CALLBACK (on_mode), self, 0);
  g_signal_connect_object (shell->document, "changed",
                           G_CALLBACK (on_document_changed), self, 0);
  on_document_changed (shell->document, self);
  return self;
}
