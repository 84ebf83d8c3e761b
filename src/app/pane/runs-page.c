/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/pane/runs-page.h"

#include <glib/gi18n.h>

#include "app/pane/run-details.h"
#include "app/pane/runs-list.h"

struct _SaffronRunsPage {
  AdwBin parent_instance;

  SaffronDocument *document;
  SaffronCompare *compare;
  SaffronRunDetails *details; /* on @details_page; NULL while no run is shown */
  SaffronRunEntry *waiting; /* the run that became current while somebody wrote
                               another run's note; or NULL */
  SaffronMoving *moving;    /* the moving slide whose runs are listed */
  guint newest; /* the highest number that one of its runs has had */
  guint follow; /* source: after the note was left, shows the run that waits */
  gboolean updating;

  GtkStack *stack;
  SaffronRunsList *list;
  GtkWidget *compare_box;
  GtkDropDown *other;
  AdwPreferencesPage *details_page;
};

G_DEFINE_FINAL_TYPE (SaffronRunsPage, saffron_runs_page, ADW_TYPE_BIN)

/* Whether the run in the details is one of the shown slide. */
static gboolean
has_detailed (SaffronRunsPage *self)
{
  SaffronMoving *moving = saffron_document_get_shown (self->document);

  return moving != NULL && self->details != NULL
         && saffron_moving_has_entry (
             moving, saffron_run_details_get_entry (self->details));
}

static void
on_note_edited (SaffronRunDetails *details,
                const char *note,
                gpointer user_data)
{
  SaffronRunsPage *self = user_data;

  if (has_detailed (self))
    saffron_session_set_run_note (saffron_document_get_session (self->document),
                                  saffron_run_details_get_entry (details),
                                  note);
}

static void on_changed (gpointer source, gpointer user_data);

static gboolean
follow (gpointer user_data)
{
  SaffronRunsPage *self = user_data;

  self->follow = 0;
  on_changed (self->compare, self);
  return G_SOURCE_REMOVE;
}

/* Waits until the focus has arrived: it is on its way from a row that changing
 * the details may remove. */
static void
on_note_left (SaffronRunDetails *details, gpointer user_data)
{
  SaffronRunsPage *self = user_data;

  if (self->follow == 0)
    self->follow = g_idle_add (follow, self);
}

static void
update_details (SaffronRunsPage *self)
{
  SaffronRunEntry *entry = saffron_compare_get_current (self->compare);
  gboolean focused = self->details != NULL
                     && (gtk_widget_get_state_flags (GTK_WIDGET (self->details))
                         & GTK_STATE_FLAG_FOCUS_WITHIN)
                            != 0;

  /* Without this the focus would go to the next widget that takes keys: the
   * note of another run. */
  if (focused && entry != NULL)
    saffron_runs_list_focus (self->list);
  if (self->details != NULL)
    adw_preferences_page_remove (self->details_page,
                                 ADW_PREFERENCES_GROUP (self->details));
  self->details = NULL;
  if (entry == NULL)
    return;
  self->details = saffron_run_details_new (entry);
  g_signal_connect_object (self->details, "note-edited",
                           G_CALLBACK (on_note_edited), self, 0);
  g_signal_connect_object (self->details, "note-left",
                           G_CALLBACK (on_note_left), self, 0);
  adw_preferences_page_add (self->details_page,
                            ADW_PREFERENCES_GROUP (self->details));
}

/* Lists all runs except the one that is shown. */
static void
update_other (SaffronRunsPage *self)
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
on_other (GtkDropDown *choice, GParamSpec *pspec, SaffronRunsPage *self)
{
  SaffronMoving *moving = NULL;
  guint selected = gtk_drop_down_get_selected (choice), n = 0;

  if (self->updating)
    return;
  moving = saffron_document_get_shown (self->document);
  for (guint i = 0; moving != NULL && i < saffron_moving_get_n_runs (moving);
       i++)
    {
      SaffronRunEntry *entry = saffron_moving_get_entry (moving, i);

      if (entry == saffron_moving_get_current (moving))
        continue;
      if (n == selected)
        saffron_compare_set_other (self->compare, entry);
      n++;
    }
}

/* Whether a person is writing the note of a run that still exists. */
static gboolean
is_writing (SaffronRunsPage *self)
{
  return has_detailed (self) && saffron_run_details_is_writing (self->details);
}

/* A run that has just been made does not take the note away from somebody who
 * writes it, whose next keys would go elsewhere. Any other run became current
 * because the person chose it, or by an undo or a redo. */
static gboolean
has_to_wait (SaffronRunsPage *self, SaffronRunEntry *entry)
{
  return entry != NULL && is_writing (self)
         && (entry == self->waiting
             || saffron_run_entry_get_number (entry) > self->newest);
}

static void
note_newest (SaffronRunsPage *self)
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

/* The slides may be open later than the run is shown, or anew. */
static void
show_looks (SaffronRunsPage *self)
{
  SaffronPair pair = saffron_document_get_pair (self->document);

  if (has_detailed (self))
    saffron_run_details_show_looks (self->details, pair.reference_slide,
                                    pair.moving_slide);
}

static void
on_document_changed (SaffronDocument *document, gpointer user_data)
{
  show_looks (user_data);
}

static void
on_changed (gpointer source, gpointer user_data)
{
  SaffronRunsPage *self = user_data;
  SaffronRunEntry *entry = saffron_compare_get_current (self->compare);
  SaffronRunEntry *detailed =
      self->details != NULL ? saffron_run_details_get_entry (self->details)
                            : NULL;

  gtk_stack_set_visible_child_name (self->stack,
                                    entry != NULL ? "runs" : "none");
  if (has_to_wait (self, entry))
    g_set_object (&self->waiting, entry);
  /* Laying out the details takes several frames' time, so they are made when
   * somebody is going to see them. */
  else if (entry != detailed && gtk_widget_get_mapped (GTK_WIDGET (self)))
    {
      g_clear_object (&self->waiting);
      update_details (self);
    }
  if (has_detailed (self))
    saffron_run_details_show_outside (
        self->details, saffron_document_get_shown (self->document));
  show_looks (self);
  note_newest (self);
  update_other (self);
}

static void
on_map (GtkWidget *widget, gpointer user_data)
{
  on_changed (NULL, widget);
}

static void
saffron_runs_page_dispose (GObject *object)
{
  SaffronRunsPage *self = SAFFRON_RUNS_PAGE (object);

  g_clear_handle_id (&self->follow, g_source_remove);
  G_OBJECT_CLASS (saffron_runs_page_parent_class)->dispose (object);
  /* The focus leaves the note when this handler returns. */
  g_clear_handle_id (&self->follow, g_source_remove);
}

static void
saffron_runs_page_finalize (GObject *object)
{
  SaffronRunsPage *self = SAFFRON_RUNS_PAGE (object);

  g_clear_object (&self->document);
  g_clear_object (&self->compare);
  g_clear_object (&self->waiting);
  g_clear_object (&self->moving);
  G_OBJECT_CLASS (saffron_runs_page_parent_class)->finalize (object);
}

static void
saffron_runs_page_class_init (SaffronRunsPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = saffron_runs_page_dispose;
  G_OBJECT_CLASS (klass)->finalize = saffron_runs_page_finalize;

  g_type_ensure (SAFFRON_TYPE_RUNS_LIST);
  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/saffron/Saffron/ui/runs-page.ui");
  gtk_widget_class_bind_template_child (widget_class, SaffronRunsPage, stack);
  gtk_widget_class_bind_template_child (widget_class, SaffronRunsPage, list);
  gtk_widget_class_bind_template_child (widget_class, SaffronRunsPage,
                                        compare_box);
  gtk_widget_class_bind_template_child (widget_class, SaffronRunsPage, other);
  gtk_widget_class_bind_template_child (widget_class, SaffronRunsPage,
                                        details_page);
  gtk_widget_class_bind_template_callback (widget_class, on_other);
}

static void
saffron_runs_page_init (SaffronRunsPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  g_signal_connect (self, "map", G_CALLBACK (on_map), NULL);
}

GtkWidget *
saffron_runs_page_new (SaffronDocument *document, SaffronCompare *compare)
{
  SaffronRunsPage *self = g_object_new (SAFFRON_TYPE_RUNS_PAGE, NULL);

  self->document = g_object_ref (document);
  self->compare = g_object_ref (compare);
  saffron_runs_list_set_document (self->list, document);
  g_signal_connect_object (compare, "changed", G_CALLBACK (on_changed), self,
                           0);
  g_signal_connect_object (document, "edited", G_CALLBACK (on_changed), self,
                           0);
  g_signal_connect_object (document, "changed",
                           G_CALLBACK (on_document_changed), self, 0);
  on_changed (compare, self);
  return GTK_WIDGET (self);
}
