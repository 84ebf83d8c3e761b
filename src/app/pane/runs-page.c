/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/pane/runs-page.h"

#include <adwaita.h>
#include <glib/gi18n.h>
#include <math.h>

#include "app/pane/runs-list.h"
#include "quality/words.h"
#include "register/params-words.h"

typedef struct {
  SaffronDocument *document;
  SaffronCompare *compare;
  SaffronRunEntry *detailed; /* the run that the details are about */
  SaffronRunEntry *waiting;  /* became the current one while somebody wrote
                                another's note; or NULL */
  SaffronMoving *moving;     /* whose runs they are, as last seen */
  guint newest;              /* the highest number that one of them has had */
  GtkStack *stack;
  GtkWidget *list;
  AdwPreferencesPage *details;
  GtkWidget *group;
  GtkWidget *compare_box;
  GtkDropDown *other;
  GtkWidget *note;
  guint follow; /* a source: the note was left, the details may be others */
  gboolean updating;
} RunsPage;

static GtkWidget *
fact_row_new (const char *title, const char *text)
{
  GtkWidget *row = adw_action_row_new ();
  g_autofree char *title_markup = g_markup_escape_text (title, -1);
  g_autofree char *markup = g_markup_escape_text (text, -1);

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title_markup);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), markup);
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (row), 0);
  return row;
}

static void
add_stages (RunsPage *self, const SaffronRun *run)
{
  GtkWidget *expander = adw_expander_row_new ();

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (expander), _ ("Stages"));
  for (guint i = 0; i < run->stages->len; i++)
    {
      const SaffronStageRecord *stage =
          &g_array_index (run->stages, SaffronStageRecord, i);
      g_autofree char *why = saffron_reasons_to_words (stage->reasons, "; ");
      g_autofree char *title = g_strdup_printf (
          "%s: %s", stage->name, stage->kept ? _ ("kept") : _ ("dropped"));
      g_autofree char *text = NULL;

      if (isfinite (stage->before) && isfinite (stage->after))
        text = g_strdup_printf (_ ("%.2f → %.2f px, %.1f s; %s"), stage->before,
                                stage->after, stage->seconds, why);
      else
        text = g_strdup_printf (_ ("%.1f s; %s"), stage->seconds, why);
      adw_expander_row_add_row (ADW_EXPANDER_ROW (expander),
                                fact_row_new (title, text));
    }
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (self->group), expander);
}

/* Whether the run that the details are about is one of the shown slide's. */
static gboolean
has_detailed (RunsPage *self)
{
  SaffronMoving *moving = saffron_document_get_shown (self->document);

  return moving != NULL && saffron_moving_has_entry (moving, self->detailed);
}

static void
on_note (AdwEntryRow *row, gpointer user_data)
{
  RunsPage *self = user_data;

  if (!self->updating && has_detailed (self))
    saffron_session_set_run_note (saffron_document_get_session (self->document),
                                  self->detailed,
                                  gtk_editable_get_text (GTK_EDITABLE (row)));
}

static GtkWidget *
button_new (const char *label, const char *action, guint number)
{
  GtkWidget *button = gtk_button_new_with_mnemonic (label);

  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_actionable_set_action_target (GTK_ACTIONABLE (button), "u", number);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), action);
  return button;
}

/* What one does with the run. */
static GtkWidget *
buttons_new (guint number)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *use = button_new (_ ("Re_use"), "win.use-run", number);
  GtkWidget *cluster = button_new (_ ("_Cluster…"), "win.cluster", number);
  GtkWidget *remove = button_new (_ ("_Delete"), "win.delete-run", number);

  gtk_widget_set_tooltip_text (use,
                               _ ("The next run starts from its parameters"));
  gtk_widget_set_tooltip_text (cluster, _ ("Take its parameters elsewhere"));
  gtk_widget_add_css_class (remove, "destructive-action");
  gtk_widget_set_margin_top (box, 12);
  gtk_box_set_homogeneous (GTK_BOX (box), FALSE);
  gtk_widget_set_hexpand (remove, TRUE);
  gtk_widget_set_halign (remove, GTK_ALIGN_END);
  gtk_box_append (GTK_BOX (box), use);
  gtk_box_append (GTK_BOX (box), cluster);
  gtk_box_append (GTK_BOX (box), remove);
  return box;
}

static void on_changed (gpointer source, gpointer user_data);

static gboolean
follow (gpointer user_data)
{
  RunsPage *self = user_data;

  self->follow = 0;
  on_changed (self->compare, self);
  return G_SOURCE_REMOVE;
}

/* Not at once: the focus is on its way from a row that may go. */
static void
on_note_left (GtkEventControllerFocus *controller, gpointer user_data)
{
  RunsPage *self = user_data;

  if (self->follow == 0)
    self->follow = g_idle_add (follow, self);
}

static GtkWidget *
note_row_new (RunsPage *self)
{
  GtkWidget *row = adw_entry_row_new ();
  GtkEventController *focus = gtk_event_controller_focus_new ();

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), _ ("Note"));
  g_signal_connect (row, "changed", G_CALLBACK (on_note), self);
  g_signal_connect (focus, "leave", G_CALLBACK (on_note_left), self);
  gtk_widget_add_controller (row, focus);
  return row;
}

static void
add_facts (RunsPage *self, SaffronRunEntry *entry)
{
  const SaffronRun *run = saffron_run_entry_get_run (entry);
  guint number = saffron_run_entry_get_number (entry);
  AdwPreferencesGroup *group = ADW_PREFERENCES_GROUP (self->group);
  g_autofree char *title =
      g_strdup_printf (_ ("Run %u: %s"), number,
                       run->verified ? _ ("verified") : _ ("unverified"));
  g_autofree char *reasons = saffron_reasons_to_words (run->reasons, "\n");
  g_autofree char *params = run->params != NULL
                                ? saffron_params_describe (run->params)
                                : g_strdup ("");
  g_autofree char *reference = saffron_look_to_words (&run->looks[0]);
  g_autofree char *moving = saffron_look_to_words (&run->looks[1]);
  g_autofree char *looked =
      g_strdup_printf (_ ("reference: %s\nmoving: %s"), reference, moving);

  adw_preferences_group_set_title (group, title);
  self->note = note_row_new (self);
  adw_preferences_group_add (group, self->note);
  adw_preferences_group_add (group, fact_row_new (_ ("Why"), reasons));
  adw_preferences_group_add (group, fact_row_new (_ ("Parameters"), params));
  add_stages (self, run);
  adw_preferences_group_add (group, fact_row_new (_ ("Looked At"), looked));
  adw_preferences_group_add (group, buttons_new (number));
}

/* A note that is being written is not written over. */
static void
update_note (RunsPage *self)
{
  const char *note = NULL;

  if (self->note == NULL || !has_detailed (self))
    return;
  note = saffron_run_entry_get_note (self->detailed);
  if (g_str_equal (gtk_editable_get_text (GTK_EDITABLE (self->note)), note))
    return;
  self->updating = TRUE;
  gtk_editable_set_text (GTK_EDITABLE (self->note), note);
  self->updating = FALSE;
}

static void
update_details (RunsPage *self)
{
  SaffronRunEntry *entry = saffron_compare_get_current (self->compare);
  gboolean focused = self->group != NULL
                     && (gtk_widget_get_state_flags (self->group)
                         & GTK_STATE_FLAG_FOCUS_WITHIN)
                            != 0;

  /* Left to itself the focus would go to the next widget that takes keys: the
   * note of another run. */
  if (focused && entry != NULL)
    saffron_runs_list_focus (self->list);
  if (self->group != NULL)
    adw_preferences_page_remove (self->details,
                                 ADW_PREFERENCES_GROUP (self->group));
  self->group = NULL;
  self->note = NULL;
  g_set_object (&self->detailed, entry);
  if (entry == NULL)
    return;
  self->group = adw_preferences_group_new ();
  add_facts (self, entry);
  adw_preferences_page_add (self->details, ADW_PREFERENCES_GROUP (self->group));
  update_note (self);
}

/* All runs but the one that is shown. */
static void
update_other (RunsPage *self)
{
  g_autoptr (GtkStringList) names = gtk_string_list_new (NULL);
  SaffronMoving *moving = saffron_document_get_shown (self->document);
  SaffronRunEntry *other = saffron_compare_get_other (self->compare);
  guint selected = GTK_INVALID_LIST_POSITION, n = 0;

  gtk_widget_set_visible (self->compare_box, other != NULL);
  for (guint i = 0; other != NULL && i < saffron_moving_get_n_runs (moving);
       i++)
    {
      SaffronRunEntry *entry = saffron_moving_get_entry (moving, i);
      g_autofree char *name =
          g_strdup_printf (_ ("Run %u"), saffron_run_entry_get_number (entry));

      if (entry == saffron_compare_get_current (self->compare))
        continue;
      if (entry == other)
        selected = n;
      n++;
      gtk_string_list_append (names, name);
    }
  self->updating = TRUE;
  gtk_drop_down_set_model (self->other, G_LIST_MODEL (names));
  gtk_drop_down_set_selected (self->other, selected);
  self->updating = FALSE;
}

static void
on_other (GtkDropDown *choice, GParamSpec *pspec, gpointer user_data)
{
  RunsPage *self = user_data;
  SaffronMoving *moving = saffron_document_get_shown (self->document);
  guint selected = gtk_drop_down_get_selected (choice), n = 0;

  if (self->updating || moving == NULL)
    return;
  for (guint i = 0; i < saffron_moving_get_n_runs (moving); i++)
    {
      SaffronRunEntry *entry = saffron_moving_get_entry (moving, i);

      if (entry == saffron_moving_get_current (moving))
        continue;
      if (n == selected)
        saffron_compare_set_other (self->compare, entry);
      n++;
    }
}

/* Somebody is at the note of a run that is still there. */
static gboolean
is_writing (RunsPage *self)
{
  return self->note != NULL
         && (gtk_widget_get_state_flags (self->note)
             & GTK_STATE_FLAG_FOCUS_WITHIN)
                != 0
         && has_detailed (self);
}

/* A run that has just been made does not take the note away from somebody who
 * writes it: the keys that follow would go elsewhere. Any other run became the
 * current one because the person chose it, or by an undo or a redo. */
static gboolean
has_to_wait (RunsPage *self, SaffronRunEntry *entry)
{
  return entry != NULL && is_writing (self)
         && (entry == self->waiting
             || saffron_run_entry_get_number (entry) > self->newest);
}

static void
note_newest (RunsPage *self)
{
  SaffronMoving *moving = saffron_document_get_shown (self->document);

  if (g_set_object (&self->moving, moving))
    self->newest = 0;
  for (guint i = 0; moving != NULL && i < saffron_moving_get_n_runs (moving);
       i++)
    self->newest = MAX (
        self->newest,
        saffron_run_entry_get_number (saffron_moving_get_entry (moving, i)));
}

static void
on_changed (gpointer source, gpointer user_data)
{
  RunsPage *self = user_data;
  SaffronRunEntry *entry = saffron_compare_get_current (self->compare);

  gtk_stack_set_visible_child_name (self->stack,
                                    entry != NULL ? "runs" : "none");
  if (has_to_wait (self, entry))
    g_set_object (&self->waiting, entry);
  else if (entry != self->detailed || entry == NULL)
    {
      g_clear_object (&self->waiting);
      update_details (self);
    }
  note_newest (self);
  update_note (self);
  update_other (self);
}

static GtkWidget *
toggle_new (const char *label, const char *action, const char *tip)
{
  GtkWidget *button = gtk_toggle_button_new_with_mnemonic (label);

  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), action);
  gtk_widget_set_tooltip_text (button, tip);
  gtk_widget_set_hexpand (button, TRUE);
  return button;
}

static GtkWidget *
compare_box_new (RunsPage *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  GtkWidget *line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *buttons = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);
  GtkWidget *label = gtk_label_new (_ ("Compare with"));

  self->other = GTK_DROP_DOWN (gtk_drop_down_new (NULL, NULL));
  gtk_widget_set_hexpand (GTK_WIDGET (self->other), TRUE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->other),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("The run to compare with"), -1);
  g_signal_connect (self->other, "notify::selected", G_CALLBACK (on_other),
                    self);
  gtk_box_append (GTK_BOX (line), label);
  gtk_box_append (GTK_BOX (line), GTK_WIDGET (self->other));
  gtk_widget_add_css_class (buttons, "linked");
  gtk_box_append (GTK_BOX (buttons),
                  toggle_new (_ ("_Flip"), "win.flip-runs",
                              _ ("Show the other run; hold X for a moment of "
                                 "it")));
  gtk_box_append (GTK_BOX (buttons),
                  toggle_new (_ ("_Side by Side"), "win.runs-side-by-side",
                              _ ("Both runs beside each other")));
  gtk_box_append (GTK_BOX (buttons),
                  toggle_new (_ ("_Arrows"), "win.run-arrows",
                              _ ("How the other run differs, on the canvas")));
  gtk_box_append (GTK_BOX (box), line);
  gtk_box_append (GTK_BOX (box), buttons);
  gtk_widget_add_css_class (box, "saffron-estimate");
  self->compare_box = box;
  return box;
}

static void
on_destroy (GtkWidget *widget, gpointer user_data)
{
  RunsPage *self = user_data;

  g_clear_handle_id (&self->follow, g_source_remove);
  g_signal_handlers_disconnect_by_data (self->document, self);
  g_signal_handlers_disconnect_by_data (self->compare, self);
}

static void
runs_page_free (gpointer data)
{
  RunsPage *self = data;

  g_clear_handle_id (&self->follow, g_source_remove);
  g_object_unref (self->document);
  g_object_unref (self->compare);
  g_clear_object (&self->detailed);
  g_clear_object (&self->waiting);
  g_clear_object (&self->moving);
  g_free (self);
}

static GtkWidget *
empty_new (void)
{
  GtkWidget *page = adw_status_page_new ();

  adw_status_page_set_title (ADW_STATUS_PAGE (page), _ ("No Runs Yet"));
  adw_status_page_set_description (
      ADW_STATUS_PAGE (page),
      _ ("Register makes one; each is kept here, to compare"));
  gtk_widget_add_css_class (page, "compact");
  return page;
}

GtkWidget *
saffron_runs_page_new (SaffronDocument *document, SaffronCompare *compare)
{
  RunsPage *self = g_new0 (RunsPage, 1);
  GtkWidget *stack = gtk_stack_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);

  self->document = g_object_ref (document);
  self->compare = g_object_ref (compare);
  self->stack = GTK_STACK (stack);
  self->list = saffron_runs_list_new (document);
  self->details = ADW_PREFERENCES_PAGE (adw_preferences_page_new ());
  gtk_scrolled_window_set_min_content_height (GTK_SCROLLED_WINDOW (self->list),
                                              170);
  gtk_box_append (GTK_BOX (box), self->list);
  gtk_box_append (GTK_BOX (box),
                  gtk_separator_new (GTK_ORIENTATION_HORIZONTAL));
  gtk_box_append (GTK_BOX (box), compare_box_new (self));
  gtk_widget_set_vexpand (GTK_WIDGET (self->details), TRUE);
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->details));
  gtk_stack_add_named (self->stack, empty_new (), "none");
  gtk_stack_add_named (self->stack, box, "runs");
  g_signal_connect (compare, "changed", G_CALLBACK (on_changed), self);
  g_signal_connect (document, "edited", G_CALLBACK (on_changed), self);
  g_signal_connect (stack, "destroy", G_CALLBACK (on_destroy), self);
  g_object_set_data_full (G_OBJECT (stack), "runs-page", self, runs_page_free);
  on_changed (compare, self);
  return stack;
}
