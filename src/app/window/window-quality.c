/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/window/window-quality.h"

#include <glib/gi18n.h>
#include <math.h>

#include "app/canvas/minimap.h"
#include "app/canvas/place-layer.h"
#include "app/document/quality-model.h"
#include "app/pane/quality-page.h"
#include "app/window/quality-copy.h"
#include "app/window/window-flicker.h"

struct _SaffronWindowQuality {
  GObject parent_instance;

  SaffronShell *shell;
  SaffronCanvas *canvas;
  SaffronLandmarkEditor *editor;
  SaffronQualityModel *model;
  SaffronPlacePictures *pictures;
  SaffronWindowFlicker *flicker;
  GtkWidget *picture; /* what a copy shows: the canvas with its layers */
  GtkWidget *page;
  int pending; /* a step that waits for the measures: 1, −1; 0: none */
};

G_DEFINE_FINAL_TYPE (SaffronWindowQuality,
                     saffron_window_quality,
                     G_TYPE_OBJECT)

static void
saffron_window_quality_dispose (GObject *object)
{
  SaffronWindowQuality *self = SAFFRON_WINDOW_QUALITY (object);

  if (self->flicker != NULL)
    g_object_run_dispose (G_OBJECT (self->flicker));
  if (self->pictures != NULL)
    g_object_run_dispose (G_OBJECT (self->pictures));
  G_OBJECT_CLASS (saffron_window_quality_parent_class)->dispose (object);
}

static void
saffron_window_quality_finalize (GObject *object)
{
  SaffronWindowQuality *self = SAFFRON_WINDOW_QUALITY (object);

  g_object_unref (self->flicker);
  g_object_unref (self->pictures);
  g_object_unref (self->model);
  g_object_unref (self->editor);
  saffron_shell_unref (self->shell);
  G_OBJECT_CLASS (saffron_window_quality_parent_class)->finalize (object);
}

static void
saffron_window_quality_class_init (SaffronWindowQualityClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = saffron_window_quality_dispose;
  G_OBJECT_CLASS (klass)->finalize = saffron_window_quality_finalize;
}

static void
saffron_window_quality_init (SaffronWindowQuality *self)
{
}

/* Whoever wants no animations sees the slides in turn only on demand. */
static gboolean
wants_flicker (SaffronWindowQuality *self)
{
  gboolean animations = TRUE;

  g_object_get (gtk_widget_get_settings (GTK_WIDGET (self->shell->window)),
                "gtk-enable-animations", &animations, NULL);
  return animations;
}

/* At full resolution, with the slides in turn. */
static void
go_to (SaffronWindowQuality *self, guint index)
{
  SaffronViewGeometry view = *saffron_view_model_get_geometry (
      saffron_document_get_model (self->shell->document));

  saffron_quality_model_set_place (self->model, index);
  view.centre = saffron_quality_model_get_window (self->model, index)->at;
  view.zoom = 1.0;
  saffron_canvas_go_to (self->canvas, &view);
  if (wants_flicker (self))
    saffron_window_flicker_set_on (self->flicker, TRUE);
}

static void
step (SaffronWindowQuality *self, int direction)
{
  guint n = saffron_quality_model_get_n_places (self->model);
  guint place = saffron_quality_model_get_place (self->model);

  if (saffron_quality_model_get (self->model) == NULL)
    {
      self->pending = direction;
      saffron_shell_toast_passing (
          self->shell, _ ("Measuring first where the slides still differ"));
      saffron_quality_model_measure (self->model);
      return;
    }
  if (n == 0)
    saffron_shell_toast (self->shell, _ ("No place is certainly wrong"));
  else if (place == SAFFRON_QUALITY_NO_PLACE)
    go_to (self, direction > 0 ? 0 : n - 1);
  else
    go_to (self, (place + n + (guint) direction) % n);
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

/* Numbers are those that the page shows, from 1 on. */
static void
on_select (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  SaffronWindowQuality *self = user_data;
  guint number = g_variant_get_uint32 (parameter);

  if (number >= 1 && number <= saffron_quality_model_get_n_places (self->model))
    go_to (self, number - 1);
}

static void
on_measure (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  saffron_quality_model_measure (SAFFRON_WINDOW_QUALITY (user_data)->model);
}

/* The action's state is the text that the page shows. */
static void
on_show_page (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  saffron_shell_show_page (SAFFRON_WINDOW_QUALITY (user_data)->shell,
                           "quality");
}

/* The moving end lies where the tissue was found that belongs here, or where
 * the run expects it when it was found nowhere. */
static void
on_landmark (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  SaffronWindowQuality *self = user_data;
  guint place = saffron_quality_model_get_place (self->model);
  const SaffronWindow *window = NULL;
  SaffronMovPoint found;
  SaffronRun *run = NULL;

  if (place == SAFFRON_QUALITY_NO_PLACE
      || !saffron_landmark_editor_is_ready (self->editor))
    return;
  window = saffron_quality_model_get_window (self->model, place);
  run =
      saffron_run_entry_get_run (saffron_quality_model_get_entry (self->model));
  found = saffron_transform_pull (
      run->transform, (SaffronRefPoint){ window->at.x + window->dx,
                                         window->at.y + window->dy });
  saffron_window_flicker_set_on (self->flicker, FALSE);
  saffron_landmark_editor_add (self->editor, window->at,
                               isfinite (window->error) ? &found : NULL);
  g_action_group_change_action_state (G_ACTION_GROUP (self->shell->window),
                                      "landmark-tool",
                                      g_variant_new_boolean (TRUE));
}

static gboolean
parse_verdict (const char *nick, SaffronSignVerdict *verdict)
{
  for (int i = 0; i < SAFFRON_N_SIGN_VERDICTS; i++)
    if (g_str_equal (nick, saffron_sign_verdict_nick (i)))
      {
        *verdict = i;
        return TRUE;
      }
  return FALSE;
}

static void
on_sign (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  SaffronWindowQuality *self = user_data;
  SaffronMoving *moving = saffron_document_get_shown (self->shell->document);
  SaffronRunEntry *entry =
      moving != NULL ? saffron_moving_get_current (moving) : NULL;
  SaffronSignVerdict verdict = SAFFRON_SIGN_ACCEPT;
  const char *nick = NULL, *initials = NULL, *note = NULL;
  g_autoptr (SaffronSign) sign = NULL;

  g_variant_get (parameter, "(&s&s&s)", &nick, &initials, &note);
  if (entry == NULL || !parse_verdict (nick, &verdict))
    return;
  sign = saffron_sign_new (verdict, initials, note);
  for (guint i = 0; i < saffron_quality_model_get_n_places (self->model); i++)
    if (saffron_quality_model_get_looked (self->model, i))
      saffron_sign_add_looked (
          sign, saffron_quality_model_get_window (self->model, i)->at);
  saffron_session_set_sign (
      saffron_document_get_session (self->shell->document), entry, sign);
}

static void
on_take_back (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  SaffronWindowQuality *self = user_data;
  SaffronMoving *moving = saffron_document_get_shown (self->shell->document);
  SaffronRunEntry *entry =
      moving != NULL ? saffron_moving_get_current (moving) : NULL;

  if (entry != NULL)
    saffron_session_set_sign (
        saffron_document_get_session (self->shell->document), entry, NULL);
}

static char *
describe (SaffronWindowQuality *self)
{
  return saffron_quality_page_describe (SAFFRON_QUALITY_PAGE (self->page));
}

static void
on_copy (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  SaffronWindowQuality *self = user_data;
  g_autofree char *text = describe (self);

  saffron_quality_copy (self->picture, text);
  saffron_shell_toast (self->shell, _ ("Copied the picture and the numbers"));
}

static const GActionEntry actions[] = {
  { "measure-quality", on_measure },
  { "show-quality", on_show_page, NULL, "''" },
  { "next-place", on_next },
  { "previous-place", on_previous },
  { "select-place", on_select, "u" },
  { "place-landmark", on_landmark },
  { "sign", on_sign, "(sss)" },
  { "take-back-sign", on_take_back },
  { "copy-quality", on_copy },
};

static void
on_place (SaffronWindowQuality *self)
{
  gboolean at_one =
      saffron_quality_model_get_place (self->model) != SAFFRON_QUALITY_NO_PLACE;

  saffron_quality_model_set_marked (
      self->model, at_one || gtk_widget_get_mapped (self->page));
  saffron_shell_set_enabled (
      self->shell, "place-landmark",
      at_one && saffron_landmark_editor_is_ready (self->editor));
}

static void
on_changed (SaffronWindowQuality *self)
{
  SaffronMoving *moving = saffron_document_get_shown (self->shell->document);
  SaffronRunEntry *current =
      moving != NULL ? saffron_moving_get_current (moving) : NULL;
  gboolean any = saffron_quality_model_get_entry (self->model) != NULL;
  SaffronQualityState state = saffron_quality_model_get_state (self->model);
  gboolean measured = state == SAFFRON_QUALITY_READY;
  int pending = self->pending;

  saffron_shell_set_enabled (self->shell, "measure-quality",
                             any && !measured
                                 && state != SAFFRON_QUALITY_MEASURING);
  saffron_shell_set_enabled (self->shell, "next-place", any);
  saffron_shell_set_enabled (self->shell, "previous-place", any);
  saffron_shell_set_enabled (self->shell, "select-place", measured);
  saffron_shell_set_enabled (self->shell, "copy-quality", any);
  saffron_shell_set_enabled (self->shell, "sign", current != NULL);
  saffron_shell_set_enabled (
      self->shell, "take-back-sign",
      current != NULL && saffron_run_entry_get_sign (current) != NULL);
  saffron_shell_set_state (self->shell, "show-quality",
                           g_variant_new_take_string (describe (self)));
  on_place (self);
  if (state == SAFFRON_QUALITY_MEASURING)
    return;
  self->pending = 0;
  if (pending == 0)
    return;
  /* What was said of the measuring; other messages stay. */
  saffron_shell_end_passing (self->shell);
  if (measured)
    step (self, pending);
}

/* Whether Escape ends something else first: the flicker, a tool of the canvas,
 * or work in the background. */
static gboolean
is_taken (SaffronWindowQuality *self)
{
  static const char *const tools[] = { "landmark-tool", "draw-region",
                                       "lay-by-hand" };
  GtkWidget *focus = gtk_window_get_focus (self->shell->window);
  gboolean taken = saffron_window_flicker_get_on (self->flicker)
                   || saffron_work_list_get_last (self->shell->works) != NULL
                   || (focus != NULL && GTK_IS_EDITABLE (focus));

  for (guint i = 0; i < G_N_ELEMENTS (tools); i++)
    {
      g_autoptr (GVariant) state =
          saffron_shell_get_state (self->shell, tools[i]);

      taken = taken || (state != NULL && g_variant_get_boolean (state));
    }
  return taken;
}

/* Escape ends the walk. */
static gboolean
on_key (GtkEventControllerKey *controller,
        guint keyval,
        guint keycode,
        GdkModifierType state,
        gpointer user_data)
{
  SaffronWindowQuality *self = user_data;

  if (keyval != GDK_KEY_Escape
      || saffron_quality_model_get_place (self->model)
             == SAFFRON_QUALITY_NO_PLACE
      || is_taken (self))
    return GDK_EVENT_PROPAGATE;
  saffron_quality_model_set_place (self->model, SAFFRON_QUALITY_NO_PLACE);
  return GDK_EVENT_STOP;
}

static void
add_key (SaffronWindowQuality *self)
{
  GtkEventController *keys = gtk_event_controller_key_new ();

  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect_object (keys, "key-pressed", G_CALLBACK (on_key), self, 0);
  gtk_widget_add_controller (GTK_WIDGET (self->shell->window), keys);
}

static void
follow (SaffronWindowQuality *self)
{
  g_signal_connect_object (self->model, "changed", G_CALLBACK (on_changed),
                           self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->model, "place", G_CALLBACK (on_place), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->shell->document, "edited",
                           G_CALLBACK (on_changed), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->shell->document, "changed",
                           G_CALLBACK (on_changed), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->editor, "changed", G_CALLBACK (on_place), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->page, "map", G_CALLBACK (on_place), self,
                           G_CONNECT_SWAPPED | G_CONNECT_AFTER);
  g_signal_connect_object (self->page, "unmap", G_CALLBACK (on_place), self,
                           G_CONNECT_SWAPPED | G_CONNECT_AFTER);
}

SaffronWindowQuality *
saffron_window_quality_new (SaffronShell *shell,
                            SaffronCanvas *canvas,
                            GtkOverlay *overlay,
                            GtkWidget *minimap,
                            SaffronLandmarkEditor *editor)
{
  SaffronWindowQuality *self = g_object_new (SAFFRON_TYPE_WINDOW_QUALITY, NULL);
  SaffronDocument *document = shell->document;

  self->shell = saffron_shell_ref (shell);
  self->canvas = canvas;
  self->picture = GTK_WIDGET (overlay);
  self->editor = g_object_ref (editor);
  self->model = g_object_ref (shell->quality);
  self->pictures = saffron_place_pictures_new (document, self->model);
  gtk_overlay_add_overlay (
      overlay, saffron_place_layer_new (saffron_document_get_model (document),
                                        self->model));
  saffron_minimap_set_quality (minimap, self->model);
  self->page = saffron_quality_page_new (document, self->model, self->pictures,
                                         shell->settings);
  self->flicker = saffron_window_flicker_new (shell, canvas, overlay);
  saffron_shell_add_actions (shell, actions, G_N_ELEMENTS (actions), self);
  add_key (self);
  follow (self);
  on_changed (self);
  return self;
}

GtkWidget *
saffron_window_quality_get_page (SaffronWindowQuality *self)
{
  return self->page;
}
