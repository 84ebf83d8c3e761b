/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/window/window-compare.h"

#include <glib/gi18n.h>

#include "app/canvas/arrows.h"
#include "app/canvas/compare-view.h"
#include "app/dialogs/delete-dialog.h"
#include "app/window/hold-key.h"

struct _SaffronWindowCompare {
  GObject parent_instance;

  SaffronShell *shell;
  SaffronCompare *compare;
  SaffronCanvas *canvas;
  GtkWidget *box;      /* what is shown side by side */
  GtkOverlay *overlay; /* layer over the canvas */
  GtkWidget *beside;   /* NULL unless two runs are side by side */
  GtkWidget *arrows;
  GtkWidget *title;
};

G_DEFINE_FINAL_TYPE (SaffronWindowCompare,
                     saffron_window_compare,
                     G_TYPE_OBJECT)

static void
saffron_window_compare_finalize (GObject *object)
{
  SaffronWindowCompare *self = SAFFRON_WINDOW_COMPARE (object);

  g_object_unref (self->compare);
  saffron_shell_unref (self->shell);
  G_OBJECT_CLASS (saffron_window_compare_parent_class)->finalize (object);
}

static void
saffron_window_compare_class_init (SaffronWindowCompareClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = saffron_window_compare_finalize;
}

static void
saffron_window_compare_init (SaffronWindowCompare *self)
{
}

static gboolean
is_on (SaffronWindowCompare *self, const char *action)
{
  g_autoptr (GVariant) state = saffron_shell_get_state (self->shell, action);

  return g_variant_get_boolean (state);
}

static char *
run_title (SaffronRunEntry *entry)
{
  return g_strdup_printf (_ ("Run %u"), saffron_run_entry_get_number (entry));
}

/* Says which run the canvas shows, where that could be in doubt, and whether
 * it shows all of it. */
static void
update_title (SaffronWindowCompare *self)
{
  SaffronRunEntry *current = saffron_compare_get_current (self->compare);
  SaffronRunEntry *other = saffron_compare_get_other (self->compare);
  gboolean flipped = saffron_compare_get_flipped (self->compare);
  gboolean unbent = saffron_compare_get_unbent (self->compare);
  gboolean two = other != NULL
                 && (flipped || is_on (self, "runs-side-by-side")
                     || is_on (self, "run-arrows"));
  g_autofree char *a = NULL;
  g_autofree char *text = NULL;

  gtk_widget_set_visible (self->title, two || unbent);
  if (!two && !unbent)
    return;
  a = run_title (flipped ? other : current);
  if (unbent)
    text = g_strdup_printf (_ ("%s before bending: its affine part"), a);
  else if (is_on (self, "run-arrows") && !flipped)
    {
      g_autofree char *b = run_title (other);

      text = g_strdup_printf (_ ("%s → %s"), a, b);
    }
  else
    text = g_steal_pointer (&a);
  gtk_label_set_label (GTK_LABEL (self->title), text);
}

static void
update_beside (SaffronWindowCompare *self)
{
  SaffronRunEntry *other = saffron_compare_get_other (self->compare);
  gboolean wanted = other != NULL && is_on (self, "runs-side-by-side");
  g_autofree char *title = NULL;

  if (!wanted)
    {
      if (self->beside != NULL)
        gtk_box_remove (GTK_BOX (self->box), self->beside);
      self->beside = NULL;
      return;
    }
  if (self->beside == NULL)
    {
      self->beside = saffron_compare_view_new (
          self->shell->document, saffron_canvas_get_renderer (self->canvas));
      gtk_box_append (GTK_BOX (self->box), self->beside);
    }
  title = run_title (other);
  saffron_compare_view_set (SAFFRON_COMPARE_VIEW (self->beside), other, title);
}

static void
update_arrows (SaffronWindowCompare *self)
{
  SaffronRunEntry *current = saffron_compare_get_current (self->compare);
  SaffronRunEntry *other = saffron_compare_get_other (self->compare);
  gboolean wanted = other != NULL && is_on (self, "run-arrows")
                    && !saffron_compare_get_flipped (self->compare)
                    && !saffron_compare_get_unbent (self->compare);

  saffron_arrow_layer_set (self->arrows,
                           wanted ? saffron_run_entry_get_run (current) : NULL,
                           wanted ? saffron_run_entry_get_run (other) : NULL);
}

static void
on_compare_changed (SaffronCompare *compare, gpointer user_data)
{
  SaffronWindowCompare *self = user_data;
  gboolean any = saffron_compare_get_current (compare) != NULL;
  gboolean two = saffron_compare_get_other (compare) != NULL;

  saffron_shell_set_enabled (self->shell, "flip-runs", two);
  saffron_shell_set_enabled (self->shell, "runs-side-by-side", two);
  saffron_shell_set_enabled (self->shell, "run-arrows", two);
  saffron_shell_set_enabled (self->shell, "compare-with", two);
  saffron_shell_set_enabled (self->shell, "show-run", any);
  saffron_shell_set_enabled (self->shell, "star-run", any);
  saffron_shell_set_enabled (self->shell, "note-run", any);
  saffron_shell_set_enabled (self->shell, "use-run", any);
  saffron_shell_set_enabled (self->shell, "delete-run", any);
  saffron_shell_set_state (
      self->shell, "flip-runs",
      g_variant_new_boolean (saffron_compare_get_flipped (compare)));
  saffron_shell_set_enabled (self->shell, "before-bending",
                             saffron_compare_can_unbend (compare));
  saffron_shell_set_state (
      self->shell, "before-bending",
      g_variant_new_boolean (saffron_compare_get_unbent (compare)));
  update_title (self);
  update_beside (self);
  update_arrows (self);
}

static void
on_flip (GSimpleAction *action, GVariant *value, gpointer user_data)
{
  saffron_compare_set_flipped (SAFFRON_WINDOW_COMPARE (user_data)->compare,
                               g_variant_get_boolean (value));
}

static void
on_layer (GSimpleAction *action, GVariant *value, gpointer user_data)
{
  SaffronWindowCompare *self = user_data;

  g_simple_action_set_state (action, value);
  update_title (self);
  update_beside (self);
  update_arrows (self);
}

/* The shown slide's run with this number, 0 standing for the current one; NULL
 * when there is none. */
static SaffronRunEntry *
find_run (SaffronWindowCompare *self, guint number)
{
  SaffronMoving *moving = saffron_document_get_shown (self->shell->document);

  if (moving == NULL)
    return NULL;
  return number == 0 ? saffron_moving_get_current (moving)
                     : saffron_moving_find_number (moving, number);
}

static void
on_compare_with (GSimpleAction *action, GVariant *number, gpointer user_data)
{
  SaffronWindowCompare *self = user_data;

  saffron_compare_set_other (self->compare,
                             find_run (self, g_variant_get_uint32 (number)));
}

static void
on_show_run (GSimpleAction *action, GVariant *number, gpointer user_data)
{
  SaffronWindowCompare *self = user_data;
  SaffronRunEntry *entry = find_run (self, g_variant_get_uint32 (number));

  if (entry != NULL)
    saffron_session_set_current_run (
        saffron_document_get_session (self->shell->document), entry);
}

static void
on_star_run (GSimpleAction *action, GVariant *number, gpointer user_data)
{
  SaffronWindowCompare *self = user_data;
  SaffronRunEntry *entry = find_run (self, g_variant_get_uint32 (number));

  if (entry != NULL)
    saffron_session_set_run_starred (
        saffron_document_get_session (self->shell->document), entry,
        !saffron_run_entry_get_starred (entry));
}

static void
on_note_run (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  SaffronWindowCompare *self = user_data;
  guint number = 0;
  const char *note = NULL;
  SaffronRunEntry *entry = NULL;

  g_variant_get (parameter, "(u&s)", &number, &note);
  entry = find_run (self, number);
  if (entry != NULL)
    saffron_session_set_run_note (
        saffron_document_get_session (self->shell->document), entry, note);
}

static void
on_use_run (GSimpleAction *action, GVariant *number, gpointer user_data)
{
  SaffronWindowCompare *self = user_data;
  SaffronRunEntry *entry = find_run (self, g_variant_get_uint32 (number));

  if (entry != NULL)
    saffron_session_set_params (
        saffron_document_get_session (self->shell->document),
        saffron_run_entry_get_run (entry)->params);
}

/* A toast offers to undo it, as for every edit that removes something. */
static void
delete_run (SaffronWindowCompare *self, guint number)
{
  SaffronRunEntry *entry = find_run (self, number);

  if (entry != NULL)
    saffron_session_remove_run (
        saffron_document_get_session (self->shell->document), entry);
}

static void
on_delete_answered (GtkWidget *question,
                    const char *response,
                    gpointer user_data)
{
  if (g_str_equal (response, "delete"))
    delete_run (user_data, GPOINTER_TO_UINT (g_object_get_data (
                               G_OBJECT (question), "number")));
}

static void
on_delete_run (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  SaffronWindowCompare *self = user_data;
  guint number = g_variant_get_uint32 (parameter);
  SaffronRunEntry *entry = find_run (self, number);
  SaffronMoving *moving = saffron_document_get_shown (self->shell->document);
  g_autoptr (GPtrArray) regions = NULL;
  GtkWidget *question = NULL;

  if (entry == NULL)
    return;
  regions = saffron_moving_get_regions_of (moving, entry);
  if (regions->len == 0)
    {
      delete_run (self, number);
      return;
    }
  question = saffron_delete_dialog_new (self->shell->window, entry, regions);
  g_object_set_data (G_OBJECT (question), "number", GUINT_TO_POINTER (number));
  g_signal_connect_object (question, "response",
                           G_CALLBACK (on_delete_answered), self, 0);
  gtk_window_present (GTK_WINDOW (question));
}

static void
on_unbend (GSimpleAction *action, GVariant *value, gpointer user_data)
{
  saffron_compare_set_unbent (SAFFRON_WINDOW_COMPARE (user_data)->compare,
                              g_variant_get_boolean (value));
}

/* Holding X shows the other run. */
static gboolean
hold_other (gboolean held, gpointer user_data)
{
  SaffronWindowCompare *self = user_data;

  saffron_compare_set_flipped (self->compare, held);
  return saffron_compare_get_flipped (self->compare);
}

/* Holding W shows what was before the run has bent the slide. */
static gboolean
hold_before (gboolean held, gpointer user_data)
{
  SaffronWindowCompare *self = user_data;

  saffron_compare_set_unbent (self->compare, held);
  return saffron_compare_get_unbent (self->compare);
}

static const GActionEntry actions[] = {
  { "flip-runs", NULL, NULL, "false", on_flip },
  { "before-bending", NULL, NULL, "false", on_unbend },
  { "runs-side-by-side", NULL, NULL, "false", on_layer },
  { "run-arrows", NULL, NULL, "false", on_layer },
  { "compare-with", on_compare_with, "u" },
  { "show-run", on_show_run, "u" },
  { "star-run", on_star_run, "u" },
  { "note-run", on_note_run, "(us)" },
  { "use-run", on_use_run, "u" },
  { "delete-run", on_delete_run, "u" },
};

static void
build (SaffronWindowCompare *self)
{
  GtkWidget *overlay = gtk_overlay_new ();

  self->overlay = GTK_OVERLAY (overlay);
  self->box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 2);
  gtk_box_set_homogeneous (GTK_BOX (self->box), TRUE);
  gtk_widget_set_hexpand (overlay, TRUE);
  gtk_overlay_set_child (self->overlay, GTK_WIDGET (self->canvas));
  self->arrows = saffron_arrow_layer_new (
      saffron_document_get_model (self->shell->document));
  gtk_overlay_add_overlay (self->overlay, self->arrows);
  self->title = gtk_label_new (NULL);
  gtk_widget_set_halign (self->title, GTK_ALIGN_CENTER);
  gtk_widget_set_valign (self->title, GTK_ALIGN_END);
  gtk_widget_set_margin_bottom (self->title, 12);
  gtk_widget_set_can_target (self->title, FALSE);
  gtk_widget_set_visible (self->title, FALSE);
  gtk_widget_add_css_class (self->title, "osd");
  gtk_widget_add_css_class (self->title, "saffron-run-title");
  gtk_overlay_add_overlay (self->overlay, self->title);
  gtk_box_append (GTK_BOX (self->box), overlay);
}

SaffronWindowCompare *
saffron_window_compare_new (SaffronShell *shell, SaffronCanvas *canvas)
{
  SaffronWindowCompare *self = g_object_new (SAFFRON_TYPE_WINDOW_COMPARE, NULL);

  self->shell = saffron_shell_ref (shell);
  self->compare = saffron_compare_new (shell->document);
  self->canvas = canvas;
  build (self);
  saffron_shell_add_actions (shell, actions, G_N_ELEMENTS (actions), self);
  g_signal_connect_object (self->compare, "changed",
                           G_CALLBACK (on_compare_changed), self, 0);
  saffron_hold_key_add (shell->window, GDK_KEY_x, hold_other, G_OBJECT (self));
  saffron_hold_key_add (shell->window, GDK_KEY_w, hold_before, G_OBJECT (self));
  on_compare_changed (self->compare, self);
  return self;
}

SaffronCompare *
saffron_window_compare_get (SaffronWindowCompare *self)
{
  return self->compare;
}

const char *
saffron_window_compare_get_title (SaffronWindowCompare *self)
{
  return gtk_widget_get_visible (self->title)
             ? gtk_label_get_label (GTK_LABEL (self->title))
             : NULL;
}

GtkWidget *
saffron_window_compare_get_box (SaffronWindowCompare *self)
{
  return self->box;
}

GtkOverlay *
saffron_window_compare_get_overlay (SaffronWindowCompare *self)
{
  return self->overlay;
}
