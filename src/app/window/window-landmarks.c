/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/window/window-landmarks.h"

#include "app/canvas/landmark-layer.h"
#include "app/canvas/landmark-tool.h"
#include "app/canvas/minimap.h"
#include "app/pane/landmarks-page.h"
#include "app/window/window-landmark-files.h"

struct _SaffronWindowLandmarks {
  GObject parent_instance;

  SaffronShell *shell;
  SaffronCanvas *canvas;
  SaffronLandmarkEditor *editor;
  SaffronEditedVerdict *verdict;
  SaffronLandmarkTool *tool;
  SaffronWindowLandmarkFiles *files;
  GtkWidget *page;
};

G_DEFINE_FINAL_TYPE (SaffronWindowLandmarks,
                     saffron_window_landmarks,
                     G_TYPE_OBJECT)

static void
saffron_window_landmarks_dispose (GObject *object)
{
  SaffronWindowLandmarks *self = SAFFRON_WINDOW_LANDMARKS (object);

  if (self->verdict != NULL)
    g_object_run_dispose (G_OBJECT (self->verdict));
  if (self->editor != NULL)
    g_object_run_dispose (G_OBJECT (self->editor));
  G_OBJECT_CLASS (saffron_window_landmarks_parent_class)->dispose (object);
}

static void
saffron_window_landmarks_finalize (GObject *object)
{
  SaffronWindowLandmarks *self = SAFFRON_WINDOW_LANDMARKS (object);

  g_object_unref (self->files);
  g_object_unref (self->tool);
  g_object_unref (self->verdict);
  g_object_unref (self->editor);
  saffron_shell_unref (self->shell);
  G_OBJECT_CLASS (saffron_window_landmarks_parent_class)->finalize (object);
}

static void
saffron_window_landmarks_class_init (SaffronWindowLandmarksClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = saffron_window_landmarks_dispose;
  G_OBJECT_CLASS (klass)->finalize = saffron_window_landmarks_finalize;
}

static void
saffron_window_landmarks_init (SaffronWindowLandmarks *self)
{
}

static void
set_on (SaffronWindowLandmarks *self, gboolean on)
{
  saffron_landmark_tool_set_on (self->tool, on);
  saffron_shell_set_state (self->shell, "landmark-tool",
                           g_variant_new_boolean (on));
  /* The keys of the tool are the canvas's. */
  if (on)
    gtk_widget_grab_focus (GTK_WIDGET (self->canvas));
}

static void
on_tool (GSimpleAction *action, GVariant *value, gpointer user_data)
{
  set_on (user_data, g_variant_get_boolean (value));
}

/* Moves the view only if the mark is not on the canvas. */
static void
bring_into_view (SaffronWindowLandmarks *self)
{
  SaffronViewModel *model = saffron_document_get_model (self->shell->document);
  SaffronViewGeometry view = *saffron_view_model_get_geometry (model);
  g_autoptr (SaffronFrame) frame = saffron_view_model_get_frame (model);
  guint selected = saffron_landmark_editor_get_selected (self->editor);
  SaffronRefPoint at;
  SaffronViewPoint p;

  if (selected == SAFFRON_LANDMARK_NONE)
    return;
  at = saffron_landmark_editor_get (self->editor, selected)->reference;
  p = saffron_frame_from_reference (frame, SAFFRON_VIEW_REFERENCE, at);
  if (p.x >= 0.0 && p.y >= 0.0 && p.x < view.width && p.y < view.height)
    return;
  view.centre = at;
  saffron_canvas_go_to (self->canvas, &view);
}

static void
step (SaffronWindowLandmarks *self, int direction)
{
  guint n = saffron_landmark_editor_get_n (self->editor);
  guint selected = saffron_landmark_editor_get_selected (self->editor);

  if (n == 0)
    return;
  if (selected == SAFFRON_LANDMARK_NONE)
    selected = direction > 0 ? 0 : n - 1;
  else
    selected = (selected + n + (guint) direction) % n;
  saffron_landmark_editor_select (self->editor, selected);
  bring_into_view (self);
}

static void
on_next (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  step (user_data, 1);
}

static void
on_previous (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  step (user_data, -1);
}

/* Numbers are those that the table shows, from 1 on. */
static void
on_select (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  SaffronWindowLandmarks *self = user_data;

  saffron_landmark_editor_select (self->editor,
                                  g_variant_get_uint32 (parameter) - 1);
  bring_into_view (self);
}

static void
on_zoom (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  SaffronWindowLandmarks *self = user_data;
  SaffronViewGeometry view = *saffron_view_model_get_geometry (
      saffron_document_get_model (self->shell->document));
  guint selected = saffron_landmark_editor_get_selected (self->editor);

  if (selected == SAFFRON_LANDMARK_NONE)
    return;
  view.centre = saffron_landmark_editor_get (self->editor, selected)->reference;
  view.zoom = 1.0;
  saffron_canvas_go_to (self->canvas, &view);
}

static void
on_delete (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  SaffronWindowLandmarks *self = user_data;
  guint selected = saffron_landmark_editor_get_selected (self->editor);

  if (selected != SAFFRON_LANDMARK_NONE)
    saffron_landmark_editor_remove (self->editor, selected);
}

static void
on_use (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  SaffronWindowLandmarks *self = user_data;
  guint selected = saffron_landmark_editor_get_selected (self->editor);

  if (selected != SAFFRON_LANDMARK_NONE)
    saffron_landmark_editor_set_active (
        self->editor, selected,
        !saffron_landmark_editor_get (self->editor, selected)->active);
}

static void
on_name (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  SaffronWindowLandmarks *self = user_data;
  guint selected = saffron_landmark_editor_get_selected (self->editor);

  if (selected != SAFFRON_LANDMARK_NONE)
    saffron_landmark_editor_rename (self->editor, selected,
                                    g_variant_get_string (parameter, NULL));
}

/* The action's state is how the last snap went. */
static void
on_snap (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  SaffronWindowLandmarks *self = user_data;
  guint selected = saffron_landmark_editor_get_selected (self->editor);

  if (selected != SAFFRON_LANDMARK_NONE)
    saffron_landmark_editor_snap (self->editor, selected);
}

static void
on_snaps_changed (GSettings *settings, const char *key, gpointer user_data)
{
  SaffronWindowLandmarks *self = user_data;

  saffron_landmark_editor_set_snaps (self->editor,
                                     g_settings_get_boolean (settings, "snap"));
}

/* The action's state is the text that the page shows. */
static void
on_show_page (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  saffron_shell_show_page (SAFFRON_WINDOW_LANDMARKS (user_data)->shell,
                           "landmarks");
}

static void
on_changed (SaffronLandmarkEditor *editor, gpointer user_data)
{
  SaffronWindowLandmarks *self = user_data;
  gboolean ready = saffron_landmark_editor_is_ready (editor);
  gboolean any = saffron_landmark_editor_get_n (editor) > 0;
  gboolean one =
      saffron_landmark_editor_get_selected (editor) != SAFFRON_LANDMARK_NONE;

  /* The text is for those who are not in the middle of a drag. */
  if (saffron_landmark_editor_is_dragging (editor))
    return;
  if (!ready && saffron_landmark_tool_get_on (self->tool))
    set_on (self, FALSE);
  saffron_shell_set_enabled (self->shell, "landmark-tool", ready);
  saffron_shell_set_enabled (self->shell, "next-landmark", any);
  saffron_shell_set_enabled (self->shell, "previous-landmark", any);
  saffron_shell_set_enabled (self->shell, "select-landmark", any);
  saffron_shell_set_enabled (self->shell, "zoom-to-landmark", one);
  saffron_shell_set_enabled (self->shell, "delete-landmark", one);
  saffron_shell_set_enabled (self->shell, "use-landmark", one);
  saffron_shell_set_enabled (self->shell, "name-landmark", one);
  saffron_shell_set_enabled (self->shell, "snap-landmark", one);
  saffron_shell_set_state (
      self->shell, "snap-landmark",
      g_variant_new_take_string (saffron_landmarks_page_describe_snap (
          SAFFRON_LANDMARKS_PAGE (self->page))));
  saffron_shell_set_state (
      self->shell, "show-landmarks",
      g_variant_new_take_string (saffron_landmarks_page_describe (
          SAFFRON_LANDMARKS_PAGE (self->page))));
}

static void
on_lay_by_hand (GActionGroup *group,
                const char *name,
                GVariant *state,
                gpointer user_data)
{
  saffron_landmark_tool_set_barred (SAFFRON_WINDOW_LANDMARKS (user_data)->tool,
                                    g_variant_get_boolean (state));
}

/* Escape ends what the tool is at, and then the tool, before it cancels
 * anything else. */
static gboolean
on_key (GtkEventControllerKey *controller,
        guint keyval,
        guint keycode,
        GdkModifierType state,
        gpointer user_data)
{
  SaffronWindowLandmarks *self = user_data;
  GtkWidget *focus = gtk_window_get_focus (self->shell->window);

  if (keyval != GDK_KEY_Escape
      || !(saffron_landmark_tool_get_on (self->tool)
           || saffron_landmark_editor_is_dragging (self->editor))
      || (focus != NULL && GTK_IS_EDITABLE (focus)))
    return GDK_EVENT_PROPAGATE;
  if (!saffron_landmark_tool_escape (self->tool))
    set_on (self, FALSE);
  return GDK_EVENT_STOP;
}

static const GActionEntry actions[] = {
  { "landmark-tool", NULL, NULL, "false", on_tool },
  { "show-landmarks", on_show_page, NULL, "''" },
  { "select-landmark", on_select, "u" },
  { "next-landmark", on_next },
  { "previous-landmark", on_previous },
  { "zoom-to-landmark", on_zoom },
  { "delete-landmark", on_delete },
  { "use-landmark", on_use },
  { "name-landmark", on_name, "s" },
  { "snap-landmark", on_snap, NULL, "''" },
};

SaffronWindowLandmarks *
saffron_window_landmarks_new (SaffronShell *shell,
                              SaffronCanvas *canvas,
                              GtkOverlay *overlay,
                              GtkWidget *minimap)
{
  SaffronWindowLandmarks *self =
      g_object_new (SAFFRON_TYPE_WINDOW_LANDMARKS, NULL);
  SaffronViewModel *model = saffron_document_get_model (shell->document);
  GtkEventController *keys = gtk_event_controller_key_new ();
  GtkWidget *layer = NULL;
  g_autoptr (GAction) snaps =
      g_settings_create_action (shell->settings, "snap");

  self->shell = saffron_shell_ref (shell);
  self->canvas = canvas;
  self->editor = saffron_landmark_editor_new (shell->document);
  layer = saffron_landmark_layer_new (model, self->editor);
  gtk_overlay_add_overlay (overlay, layer);
  saffron_minimap_set_landmarks (minimap, self->editor);
  self->tool = saffron_landmark_tool_new (canvas, model, self->editor, layer);
  self->files = saffron_window_landmark_files_new (shell, self->editor);
  self->verdict = saffron_edited_verdict_new (shell->document, self->editor);
  self->page = saffron_landmarks_page_new (self->editor, self->verdict);
  saffron_shell_add_actions (shell, actions, G_N_ELEMENTS (actions), self);
  g_action_map_add_action (G_ACTION_MAP (shell->window), snaps);
  g_signal_connect_object (shell->settings, "changed::snap",
                           G_CALLBACK (on_snaps_changed), self, 0);
  on_snaps_changed (shell->settings, "snap", self);
  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect_object (keys, "key-pressed", G_CALLBACK (on_key), self, 0);
  gtk_widget_add_controller (GTK_WIDGET (shell->window), keys);
  g_signal_connect_object (shell->window, "action-state-changed::lay-by-hand",
                           G_CALLBACK (on_lay_by_hand), self, 0);
  g_signal_connect_object (self->editor, "changed", G_CALLBACK (on_changed),
                           self, 0);
  on_changed (self->editor, self);
  return self;
}

SaffronEditedVerdict *
saffron_window_landmarks_get_verdict (SaffronWindowLandmarks *self)
{
  return self->verdict;
}

SaffronLandmarkEditor *
saffron_window_landmarks_get_editor (SaffronWindowLandmarks *self)
{
  return self->editor;
}

GtkWidget *
saffron_window_landmarks_get_page (SaffronWindowLandmarks *self)
{
  return self->page;
}
