/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/window/window-start.h"

#include "app/canvas/start-layer.h"
#include "app/canvas/start-tool.h"

struct _SaffronWindowStart {
  GObject parent_instance;

  SaffronShell *shell;
  SaffronCanvas *canvas;
  SaffronStartEditor *editor;
  SaffronStartTool *tool;
  GtkWidget *bar;
};

G_DEFINE_FINAL_TYPE (SaffronWindowStart, saffron_window_start, G_TYPE_OBJECT)

static void
saffron_window_start_dispose (GObject *object)
{
  SaffronWindowStart *self = SAFFRON_WINDOW_START (object);

  if (self->editor != NULL)
    g_object_run_dispose (G_OBJECT (self->editor));
  G_OBJECT_CLASS (saffron_window_start_parent_class)->dispose (object);
}

static void
saffron_window_start_finalize (GObject *object)
{
  SaffronWindowStart *self = SAFFRON_WINDOW_START (object);

  g_object_unref (self->tool);
  g_object_unref (self->editor);
  saffron_shell_unref (self->shell);
  G_OBJECT_CLASS (saffron_window_start_parent_class)->finalize (object);
}

static void
saffron_window_start_class_init (SaffronWindowStartClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = saffron_window_start_dispose;
  G_OBJECT_CLASS (klass)->finalize = saffron_window_start_finalize;
}

static void
saffron_window_start_init (SaffronWindowStart *self)
{
}

static void
on_lay (GSimpleAction *action, GVariant *value, gpointer user_data)
{
  saffron_start_editor_set_on (SAFFRON_WINDOW_START (user_data)->editor,
                               g_variant_get_boolean (value));
}

static void
on_shift (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  double dx = 0.0, dy = 0.0;

  g_variant_get (parameter, "(dd)", &dx, &dy);
  saffron_start_editor_shift (SAFFRON_WINDOW_START (user_data)->editor, dx, dy);
}

static void
on_turn (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  saffron_start_editor_turn (SAFFRON_WINDOW_START (user_data)->editor,
                             g_variant_get_double (parameter));
}

static void
on_scale (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  saffron_start_editor_scale (SAFFRON_WINDOW_START (user_data)->editor,
                              g_variant_get_double (parameter));
}

static void
on_flip (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  saffron_start_editor_flip (SAFFRON_WINDOW_START (user_data)->editor);
}

static void
on_reset (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  saffron_start_editor_reset (SAFFRON_WINDOW_START (user_data)->editor);
}

static const GActionEntry actions[] = {
  { "lay-by-hand", NULL, NULL, "false", on_lay },
  { "start-shift", on_shift, "(dd)" },
  { "start-turn", on_turn, "d" },
  { "start-scale", on_scale, "d" },
  { "start-flip", on_flip },
  { "start-reset", on_reset },
};

static void
on_changed (SaffronStartEditor *editor, gpointer user_data)
{
  SaffronWindowStart *self = user_data;
  SaffronShell *shell = self->shell;
  gboolean ready = saffron_start_editor_is_ready (editor);
  gboolean on = saffron_start_editor_get_on (editor);
  g_autoptr (GVariant) was = saffron_shell_get_state (shell, "lay-by-hand");

  if (saffron_start_editor_is_dragging (editor)
      && on == g_variant_get_boolean (was))
    return;
  saffron_shell_set_state (shell, "lay-by-hand", g_variant_new_boolean (on));
  saffron_shell_set_enabled (shell, "lay-by-hand", ready);
  saffron_shell_set_enabled (shell, "start-shift", ready);
  saffron_shell_set_enabled (shell, "start-turn", ready);
  saffron_shell_set_enabled (shell, "start-scale", ready);
  saffron_shell_set_enabled (shell, "start-flip", ready);
  saffron_shell_set_enabled (shell, "start-reset",
                             saffron_start_editor_has_start (editor));
  gtk_widget_set_visible (self->bar, on);
  if (!on || g_variant_get_boolean (was))
    return;
  /* One tool has the canvas; its keys are the canvas's. */
  g_action_group_change_action_state (G_ACTION_GROUP (shell->window),
                                      "landmark-tool",
                                      g_variant_new_boolean (FALSE));
  gtk_widget_grab_focus (GTK_WIDGET (self->canvas));
}

static void
on_landmark_tool (GActionGroup *group,
                  const char *name,
                  GVariant *state,
                  gpointer user_data)
{
  SaffronWindowStart *self = user_data;
  gboolean on = g_variant_get_boolean (state);

  saffron_start_tool_set_barred (self->tool, on);
  if (on)
    saffron_start_editor_set_on (self->editor, FALSE);
}

/* Escape ends a drag, and then the tool, before it cancels anything else. */
static gboolean
on_key (GtkEventControllerKey *controller,
        guint keyval,
        guint keycode,
        GdkModifierType state,
        gpointer user_data)
{
  SaffronWindowStart *self = user_data;
  GtkWidget *focus = gtk_window_get_focus (self->shell->window);

  if (keyval != GDK_KEY_Escape || !saffron_start_editor_get_on (self->editor)
      || (focus != NULL && GTK_IS_EDITABLE (focus)))
    return GDK_EVENT_PROPAGATE;
  if (saffron_start_editor_is_dragging (self->editor))
    saffron_start_editor_cancel_drag (self->editor);
  else
    saffron_start_editor_set_on (self->editor, FALSE);
  return GDK_EVENT_STOP;
}

SaffronWindowStart *
saffron_window_start_new (SaffronShell *shell,
                          SaffronCanvas *canvas,
                          GtkOverlay *overlay)
{
  SaffronWindowStart *self = g_object_new (SAFFRON_TYPE_WINDOW_START, NULL);
  SaffronViewModel *model = saffron_document_get_model (shell->document);
  GtkEventController *keys = gtk_event_controller_key_new ();
  g_autoptr (GtkBuilder) builder = gtk_builder_new_from_resource (
      "/io/github/saffron/Saffron/ui/start-bar.ui");
  GtkWidget *layer = NULL;

  self->shell = saffron_shell_ref (shell);
  self->canvas = canvas;
  self->editor = saffron_start_editor_new (shell->document);
  layer = saffron_start_layer_new (model, self->editor);
  gtk_overlay_add_overlay (overlay, layer);
  self->tool = saffron_start_tool_new (canvas, model, self->editor, layer);
  self->bar = GTK_WIDGET (gtk_builder_get_object (builder, "bar"));
  gtk_overlay_add_overlay (overlay, self->bar);
  saffron_shell_add_actions (shell, actions, G_N_ELEMENTS (actions), self);
  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect_object (keys, "key-pressed", G_CALLBACK (on_key), self, 0);
  gtk_widget_add_controller (GTK_WIDGET (shell->window), keys);
  g_signal_connect_object (shell->window, "action-state-changed::landmark-tool",
                           G_CALLBACK (on_landmark_tool), self, 0);
  g_signal_connect_object (self->editor, "changed", G_CALLBACK (on_changed),
                           self, 0);
  on_changed (self->editor, self);
  return self;
}
