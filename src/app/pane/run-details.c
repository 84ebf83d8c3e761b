/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/pane/run-details.h"

#include <glib/gi18n.h>
#include <math.h>

#include "app/accessible.h"
#include "app/pane/fit-layout.h"
#include "quality/words.h"
#include "register/params-words.h"
#include "register/stages.h"

struct _SaffronRunDetails {
  AdwPreferencesGroup parent_instance;

  SaffronRunEntry *entry;
  gboolean updating;

  GtkWidget *note;
  AdwActionRow *reasons;
  AdwActionRow *outside;
  AdwActionRow *params;
  AdwExpanderRow *stages;
  AdwActionRow *looked;
  GtkActionable *reuse;
  GtkActionable *cluster;
  GtkActionable *delete;
};

enum {
  NOTE_EDITED,
  NOTE_LEFT,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (SaffronRunDetails,
                     saffron_run_details,
                     ADW_TYPE_PREFERENCES_GROUP)

static void
on_note (AdwEntryRow *row, SaffronRunDetails *self)
{
  if (!self->updating)
    g_signal_emit (self, signals[NOTE_EDITED], 0,
                   gtk_editable_get_text (GTK_EDITABLE (row)));
}

static void
on_note_left (GtkEventControllerFocus *controller, SaffronRunDetails *self)
{
  g_signal_emit (self, signals[NOTE_LEFT], 0);
}

static void
saffron_run_details_finalize (GObject *object)
{
  g_clear_object (&SAFFRON_RUN_DETAILS (object)->entry);
  G_OBJECT_CLASS (saffron_run_details_parent_class)->finalize (object);
}

static void
saffron_run_details_class_init (SaffronRunDetailsClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = saffron_run_details_finalize;

  signals[NOTE_EDITED] = g_signal_new (
      "note-edited", SAFFRON_TYPE_RUN_DETAILS, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
      NULL, G_TYPE_NONE, 1, G_TYPE_STRING | G_SIGNAL_TYPE_STATIC_SCOPE);
  signals[NOTE_LEFT] =
      g_signal_new ("note-left", SAFFRON_TYPE_RUN_DETAILS, G_SIGNAL_RUN_LAST, 0,
                    NULL, NULL, NULL, G_TYPE_NONE, 0);

  g_type_ensure (SAFFRON_TYPE_FIT_LAYOUT);
  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/saffron/Saffron/ui/run-details.ui");
  gtk_widget_class_bind_template_child (widget_class, SaffronRunDetails, note);
  gtk_widget_class_bind_template_child (widget_class, SaffronRunDetails,
                                        reasons);
  gtk_widget_class_bind_template_child (widget_class, SaffronRunDetails,
                                        outside);
  gtk_widget_class_bind_template_child (widget_class, SaffronRunDetails,
                                        params);
  gtk_widget_class_bind_template_child (widget_class, SaffronRunDetails,
                                        stages);
  gtk_widget_class_bind_template_child (widget_class, SaffronRunDetails,
                                        looked);
  gtk_widget_class_bind_template_child (widget_class, SaffronRunDetails, reuse);
  gtk_widget_class_bind_template_child (widget_class, SaffronRunDetails,
                                        cluster);
  gtk_widget_class_bind_template_child (widget_class, SaffronRunDetails,
                                        delete);
  gtk_widget_class_bind_template_callback (widget_class, on_note);
  gtk_widget_class_bind_template_callback (widget_class, on_note_left);
}

static void
saffron_run_details_init (SaffronRunDetails *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  saffron_accessible_entry_rows (GTK_WIDGET (self));
}

static void
set_fact (AdwActionRow *row, const char *text)
{
  g_autofree char *markup = g_markup_escape_text (text, -1);

  adw_action_row_set_subtitle (row, markup);
}

static void
add_stage (SaffronRunDetails *self, const SaffronStageRecord *stage)
{
  GtkWidget *row = adw_action_row_new ();
  g_autofree char *why = saffron_reasons_to_words (stage->reasons, "; ");
  g_autofree char *title = g_strdup_printf (
      "%s: %s", saffron_stage_title (stage->name),
      stage->kept ? C_ ("stage", "kept") : C_ ("stage", "dropped"));
  g_autofree char *title_markup = g_markup_escape_text (title, -1);
  g_autofree char *text = NULL;

  if (isfinite (stage->before) && isfinite (stage->after))
    text = g_strdup_printf (
        saffron_stage_measures_landmarks (stage->name)
            ? _ ("held-out landmarks %.2f → %.2f px, %.1f s; %s")
            : _ ("held-out windows %.2f → %.2f px, %.1f s; %s"),
        stage->before, stage->after, stage->seconds, why);
  else
    text = g_strdup_printf (_ ("%.1f s; %s"), stage->seconds, why);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title_markup);
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (row), 0);
  set_fact (ADW_ACTION_ROW (row), text);
  adw_expander_row_add_row (self->stages, row);
}

static void
fill (SaffronRunDetails *self)
{
  const SaffronRun *run = saffron_run_entry_get_run (self->entry);
  guint number = saffron_run_entry_get_number (self->entry);
  GtkActionable *buttons[] = { self->reuse, self->cluster, self->delete };
  g_autofree char *title = g_strdup_printf (
      _ ("Run %u: %s"), number,
      run->verified ? C_ ("run", "verified") : C_ ("run", "unverified"));
  g_autofree char *reasons = saffron_reasons_to_words (run->reasons, "\n");
  g_autofree char *params = run->params != NULL
                                ? saffron_params_describe (run->params)
                                : g_strdup ("");

  adw_preferences_group_set_title (ADW_PREFERENCES_GROUP (self), title);
  set_fact (self->reasons, reasons);
  set_fact (self->params, params);
  for (guint i = 0; i < run->stages->len; i++)
    add_stage (self, &g_array_index (run->stages, SaffronStageRecord, i));
  for (guint i = 0; i < G_N_ELEMENTS (buttons); i++)
    gtk_actionable_set_action_target (buttons[i], "u", number);
}

/* An equal text is not set again, so that the cursor of a person who writes
 * stays where it is. */
static void
show_note (SaffronRunEntry *entry, GParamSpec *pspec, gpointer user_data)
{
  SaffronRunDetails *self = user_data;
  const char *note = saffron_run_entry_get_note (entry);

  if (g_str_equal (gtk_editable_get_text (GTK_EDITABLE (self->note)), note))
    return;
  self->updating = TRUE;
  gtk_editable_set_text (GTK_EDITABLE (self->note), note);
  self->updating = FALSE;
}

SaffronRunDetails *
saffron_run_details_new (SaffronRunEntry *entry)
{
  SaffronRunDetails *self = g_object_new (SAFFRON_TYPE_RUN_DETAILS, NULL);

  self->entry = g_object_ref (entry);
  fill (self);
  show_note (entry, NULL, self);
  g_signal_connect_object (entry, "notify::note", G_CALLBACK (show_note), self,
                           0);
  return self;
}

void
saffron_run_details_show_outside (SaffronRunDetails *self,
                                  SaffronMoving *moving)
{
  const SaffronRun *run = saffron_run_entry_get_run (self->entry);
  SaffronRunEntry *whole = saffron_moving_get_whole_of (moving, self->entry);
  g_autofree char *text = NULL;

  gtk_widget_set_visible (GTK_WIDGET (self->outside), run->region.width > 0);
  if (whole != NULL)
    text = g_strdup_printf (_ ("as run %u has it, which this one started from"),
                            saffron_run_entry_get_number (whole));
  else
    text = g_strdup (_ ("nothing is known there: it started from no run of the "
                        "whole slide, or that run was deleted"));
  set_fact (self->outside, text);
}

/* @slide: (nullable) */
static char *
describe_look (const SaffronLook *look, SaffronSlide *slide)
{
  g_autofree char *words = saffron_look_to_words (look);
  g_autofree char *now = NULL;
  int z = slide != NULL ? saffron_look_find_z (slide) : 0;

  if (look->z == 0 || z == 0 || z == look->z)
    return g_steal_pointer (&words);
  now = saffron_z_to_words (z);
  return g_strdup_printf (_ ("%s (now %s is shown)"), words, now);
}

void
saffron_run_details_show_looks (SaffronRunDetails *self,
                                SaffronSlide *reference,
                                SaffronSlide *moving)
{
  const SaffronRun *run = saffron_run_entry_get_run (self->entry);
  g_autofree char *first = describe_look (&run->looks[0], reference);
  g_autofree char *second = describe_look (&run->looks[1], moving);
  g_autofree char *text =
      g_strdup_printf (_ ("reference: %s\nmoving: %s"), first, second);

  set_fact (self->looked, text);
}

SaffronRunEntry *
saffron_run_details_get_entry (SaffronRunDetails *self)
{
  return self->entry;
}

gboolean
saffron_run_details_is_writing (SaffronRunDetails *self)
{
  return (gtk_widget_get_state_flags (self->note) & GTK_STATE_FLAG_FOCUS_WITHIN)
         != 0;
}
