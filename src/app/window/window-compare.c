/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/window/window-private.h"

#include <glib/gi18n.h>

#include "app/canvas/arrows.h"
#include "app/canvas/compare-view.h"
#include "app/pane/runs-page.h"

static gboolean
get_state (SaffronWindow *self, const char *name)
{
  g_autoptr (GVariant) state =
      g_action_group_get_action_state (G_ACTION_GROUP (self), name);

  return g_variant_get_boolean (state);
}

static void
set_state (SaffronWindow *self, const char *name, gboolean on)
{
  GAction *action = g_action_map_lookup_action (G_ACTION_MAP (self), name);

  g_simple_action_set_state (G_SIMPLE_ACTION (action),
                             g_variant_new_boolean (on));
}

static void
set_enabled (SaffronWindow *self, const char *name, gboolean enabled)
{
  GAction *action = g_action_map_lookup_action (G_ACTION_MAP (self), name);

  g_simple_action_set_enabled (G_SIMPLE_ACTION (action), enabled);
}

static char *
run_title (SaffronRunEntry *entry)
{
  return g_strdup_printf (_ ("Run %u"), saffron_run_entry_get_number (entry));
}

/* Which run the canvas shows, while there may be a doubt. */
static void
update_title (SaffronWindow *self)
{
  SaffronRunEntry *current = saffron_compare_get_current (self->compare);
  SaffronRunEntry *other = saffron_compare_get_other (self->compare);
  gboolean flipped = saffron_compare_get_flipped (self->compare);
  gboolean beside = get_state (self, "runs-side-by-side");
  gboolean arrows = get_state (self, "run-arrows");
  g_autofree char *a = NULL;
  g_autofree char *b = NULL;
  g_autofree char *text = NULL;

  gtk_widget_set_visible (self->run_title,
                          other != NULL && (flipped || beside || arrows));
  if (other == NULL)
    return;
  a = run_title (flipped ? other : current);
  b = run_title (other);
  text =
      arrows && !flipped ? g_strdup_printf (_ ("%s → %s"), a, b) : g_strdup (a);
  gtk_label_set_label (GTK_LABEL (self->run_title), text);
}

static void
update_beside (SaffronWindow *self)
{
  SaffronRunEntry *other = saffron_compare_get_other (self->compare);
  gboolean wanted = other != NULL && get_state (self, "runs-side-by-side");
  g_autofree char *title = NULL;

  if (!wanted)
    {
      if (self->compare_view != NULL)
        gtk_box_remove (GTK_BOX (self->canvas_box), self->compare_view);
      self->compare_view = NULL;
      return;
    }
  if (self->compare_view == NULL)
    {
      self->compare_view = saffron_compare_view_new (
          self->document, saffron_canvas_get_renderer (self->canvas));
      gtk_box_append (GTK_BOX (self->canvas_box), self->compare_view);
    }
  title = run_title (other);
  saffron_compare_view_set (SAFFRON_COMPARE_VIEW (self->compare_view), other,
                            title);
}

static void
update_arrows (SaffronWindow *self)
{
  SaffronRunEntry *current = saffron_compare_get_current (self->compare);
  SaffronRunEntry *other = saffron_compare_get_other (self->compare);
  gboolean wanted = other != NULL && get_state (self, "run-arrows")
                    && !saffron_compare_get_flipped (self->compare);

  saffron_arrow_layer_set (self->arrow_layer,
                           wanted ? saffron_run_entry_get_run (current) : NULL,
                           wanted ? saffron_run_entry_get_run (other) : NULL);
}

static void
on_compare_changed (SaffronCompare *compare, gpointer user_data)
{
  SaffronWindow *self = user_data;
  gboolean any = saffron_compare_get_current (compare) != NULL;
  gboolean two = saffron_compare_get_other (compare) != NULL;

  set_enabled (self, "flip-runs", two);
  set_enabled (self, "runs-side-by-side", two);
  set_enabled (self, "run-arrows", two);
  set_enabled (self, "compare-with", two);
  set_enabled (self, "show-run", any);
  set_enabled (self, "star-run", any);
  set_enabled (self, "note-run", any);
  set_enabled (self, "use-run", any);
  set_enabled (self, "delete-run", any);
  set_state (self, "flip-runs", saffron_compare_get_flipped (compare));
  update_title (self);
  update_beside (self);
  update_arrows (self);
}

static void
on_flip (GSimpleAction *action, GVariant *value, gpointer user_data)
{
  saffron_compare_set_flipped (SAFFRON_WINDOW (user_data)->compare,
                               g_variant_get_boolean (value));
}

static void
on_layer (GSimpleAction *action, GVariant *value, gpointer user_data)
{
  SaffronWindow *self = user_data;

  g_simple_action_set_state (action, value);
  update_title (self);
  update_beside (self);
  update_arrows (self);
}

/* The shown slide's run with this number, 0 standing for the current one; NULL
 * when there is none. */
static SaffronRunEntry *
find_run (SaffronWindow *self, guint number)
{
  SaffronMoving *moving = saffron_document_get_shown (self->document);

  if (moving == NULL)
    return NULL;
  return number == 0 ? saffron_moving_get_current (moving)
                     : saffron_moving_find_number (moving, number);
}

static void
on_compare_with (GSimpleAction *action, GVariant *number, gpointer user_data)
{
  SaffronWindow *self = user_data;

  saffron_compare_set_other (self->compare,
                             find_run (self, g_variant_get_uint32 (number)));
}

static void
on_show_run (GSimpleAction *action, GVariant *number, gpointer user_data)
{
  SaffronWindow *self = user_data;
  SaffronRunEntry *entry = find_run (self, g_variant_get_uint32 (number));

  if (entry != NULL)
    saffron_session_set_current_run (
        saffron_document_get_session (self->document), entry);
}

static void
on_star_run (GSimpleAction *action, GVariant *number, gpointer user_data)
{
  SaffronWindow *self = user_data;
  SaffronRunEntry *entry = find_run (self, g_variant_get_uint32 (number));

  if (entry != NULL)
    saffron_session_set_run_starred (
        saffron_document_get_session (self->document), entry,
        !saffron_run_entry_get_starred (entry));
}

static void
on_note_run (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  SaffronWindow *self = user_data;
  guint number = 0;
  const char *note = NULL;
  SaffronRunEntry *entry = NULL;

  g_variant_get (parameter, "(u&s)", &number, &note);
  entry = find_run (self, number);
  if (entry != NULL)
    saffron_session_set_run_note (saffron_document_get_session (self->document),
                                  entry, note);
}

static void
on_use_run (GSimpleAction *action, GVariant *number, gpointer user_data)
{
  SaffronWindow *self = user_data;
  SaffronRunEntry *entry = find_run (self, g_variant_get_uint32 (number));

  if (entry != NULL)
    saffron_session_set_params (saffron_document_get_session (self->document),
                                saffron_run_entry_get_run (entry)->params);
}

/* A toast offers to undo it, as for every edit that takes something away. */
static void
on_delete_run (GSimpleAction *action, GVariant *number, gpointer user_data)
{
  SaffronWindow *self = user_data;
  SaffronRunEntry *entry = find_run (self, g_variant_get_uint32 (number));

  if (entry != NULL)
    saffron_session_remove_run (saffron_document_get_session (self->document),
                                entry);
}

/* X held down shows the other run, wherever the focus is but in a text. */
static gboolean
on_key (GtkEventControllerKey *controller,
        guint keyval,
        guint keycode,
        GdkModifierType state,
        gpointer user_data)
{
  SaffronWindow *self = user_data;
  GtkWidget *focus = gtk_window_get_focus (GTK_WINDOW (self));

  if ((keyval != GDK_KEY_x && keyval != GDK_KEY_X)
      || (state & (GDK_CONTROL_MASK | GDK_ALT_MASK)) != 0
      || (focus != NULL && GTK_IS_EDITABLE (focus))
      || saffron_compare_get_other (self->compare) == NULL)
    return GDK_EVENT_PROPAGATE;
  saffron_compare_set_flipped (self->compare, TRUE);
  self->flip_held = TRUE;
  return GDK_EVENT_STOP;
}

static void
let_go (SaffronWindow *self)
{
  if (self->flip_held)
    saffron_compare_set_flipped (self->compare, FALSE);
  self->flip_held = FALSE;
}

/* The key may be let go in another window. */
static void
on_active (GtkWindow *window, GParamSpec *pspec, gpointer user_data)
{
  if (!gtk_window_is_active (window))
    let_go (SAFFRON_WINDOW (window));
}

static void
on_key_released (GtkEventControllerKey *controller,
                 guint keyval,
                 guint keycode,
                 GdkModifierType state,
                 gpointer user_data)
{
  if (keyval == GDK_KEY_x || keyval == GDK_KEY_X)
    let_go (user_data);
}

static const GActionEntry actions[] = {
  { "flip-runs", NULL, NULL, "false", on_flip },
  { "runs-side-by-side", NULL, NULL, "false", on_layer },
  { "run-arrows", NULL, NULL, "false", on_layer },
  { "compare-with", on_compare_with, "u" },
  { "show-run", on_show_run, "u" },
  { "star-run", on_star_run, "u" },
  { "note-run", on_note_run, "(us)" },
  { "use-run", on_use_run, "u" },
  { "delete-run", on_delete_run, "u" },
};

GtkWidget *
saffron_window_wrap_canvas (SaffronWindow *self)
{
  GtkWidget *overlay = gtk_overlay_new ();

  self->canvas_box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 2);
  gtk_box_set_homogeneous (GTK_BOX (self->canvas_box), TRUE);
  gtk_widget_set_hexpand (overlay, TRUE);
  gtk_overlay_set_child (GTK_OVERLAY (overlay), GTK_WIDGET (self->canvas));
  self->arrow_layer =
      saffron_arrow_layer_new (saffron_document_get_model (self->document));
  gtk_overlay_add_overlay (GTK_OVERLAY (overlay), self->arrow_layer);
  self->run_title = gtk_label_new (NULL);
  gtk_widget_set_halign (self->run_title, GTK_ALIGN_CENTER);
  gtk_widget_set_valign (self->run_title, GTK_ALIGN_END);
  gtk_widget_set_margin_bottom (self->run_title, 12);
  gtk_widget_set_can_target (self->run_title, FALSE);
  gtk_widget_set_visible (self->run_title, FALSE);
  gtk_widget_add_css_class (self->run_title, "osd");
  gtk_widget_add_css_class (self->run_title, "saffron-run-title");
  gtk_overlay_add_overlay (GTK_OVERLAY (overlay), self->run_title);
  gtk_box_append (GTK_BOX (self->canvas_box), overlay);
  return self->canvas_box;
}

GtkWidget *
saffron_window_add_runs_page (SaffronWindow *self)
{
  self->compare = saffron_compare_new (self->document);
  return saffron_runs_page_new (self->document, self->compare);
}

void
saffron_window_add_compare_actions (SaffronWindow *self)
{
  GtkEventController *keys = gtk_event_controller_key_new ();

  g_action_map_add_action_entries (G_ACTION_MAP (self), actions,
                                   G_N_ELEMENTS (actions), self);
  g_signal_connect_object (self->compare, "changed",
                           G_CALLBACK (on_compare_changed), self, 0);
  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect (keys, "key-pressed", G_CALLBACK (on_key), self);
  g_signal_connect (keys, "key-released", G_CALLBACK (on_key_released), self);
  g_signal_connect (self, "notify::is-active", G_CALLBACK (on_active), NULL);
  gtk_widget_add_controller (GTK_WIDGET (self), keys);
  on_compare_changed (self->compare, self);
}
