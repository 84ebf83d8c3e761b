/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/runs-page.h"

#include <adwaita.h>
#include <glib/gi18n.h>
#include <math.h>

typedef struct {
  SaffronDocument *document;
  AdwPreferencesPage *page;
  GtkWidget *group;
} RunsPage;

static char *
summary (const SaffronRun *run)
{
  g_autoptr (GString) text = g_string_new (NULL);

  if (isfinite (run->quality))
    g_string_append_printf (text, _("quality %.3f, "), run->quality);
  g_string_append_printf (text, _("%.1f s"), run->seconds);
  if (run->peak_memory > 0)
    {
      g_autofree char *memory = g_format_size (run->peak_memory);

      g_string_append_printf (text, _(", %s in the process"), memory);
    }
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static void
add_fact (GtkWidget *expander, const char *title, const char *text)
{
  GtkWidget *row = adw_action_row_new ();
  g_autofree char *title_markup = g_markup_escape_text (title, -1);
  g_autofree char *markup = g_markup_escape_text (text, -1);

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title_markup);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), markup);
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (row), 0);
  adw_expander_row_add_row (ADW_EXPANDER_ROW (expander), row);
}

static void
add_stages (GtkWidget *expander, const SaffronRun *run)
{
  for (guint i = 0; i < run->stages->len; i++)
    {
      const SaffronStageRecord *stage =
        &g_array_index (run->stages, SaffronStageRecord, i);
      g_autofree char *title = g_strdup_printf (
        "%s: %s", stage->name, stage->kept ? _("kept") : _("dropped"));
      g_autofree char *text = NULL;

      if (isfinite (stage->before) && isfinite (stage->after))
        text = g_strdup_printf (_("%.2f → %.2f px, %.1f s; %s"),
                                stage->before, stage->after, stage->seconds,
                                stage->note != NULL ? stage->note : "");
      else
        text = g_strdup_printf (_("%.1f s; %s"), stage->seconds,
                                stage->note != NULL ? stage->note : "");
      add_fact (expander, title, text);
    }
}

static void
add_changes (GtkWidget *expander, const SaffronRun *run)
{
  g_autoptr (SaffronParams) defaults = saffron_params_new ();
  g_autoptr (GString) text = g_string_new (NULL);
  guint n_specs = 0;
  const SaffronParamSpec *specs = saffron_param_specs (&n_specs);

  for (guint i = 0; i < n_specs; i++)
    {
      g_autofree char *a = saffron_params_get (run->params, specs[i].name);
      g_autofree char *b = saffron_params_get (defaults, specs[i].name);

      if (!g_str_equal (a, b))
        g_string_append_printf (text, "%s%s = %s", text->len > 0 ? ", " : "",
                                specs[i].name, a);
    }
  add_fact (expander, _("Parameters"),
            text->len > 0 ? text->str : _("all at their defaults"));
}

static void
on_choose (GtkCheckButton *button, gpointer user_data)
{
  RunsPage *self = user_data;
  SaffronSession *session = saffron_document_get_session (self->document);
  guint run = GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (button), "run"));

  if (!gtk_check_button_get_active (button) || session == NULL)
    return;
  saffron_session_set_current_run (
    session, saffron_document_get_shown (self->document), run);
  saffron_document_run_changed (self->document);
}

static GtkWidget *
run_row_new (RunsPage *self,
             SaffronRun *run,
             guint index,
             gboolean current,
             GtkWidget **radio)
{
  GtkWidget *row = adw_expander_row_new ();
  GtkWidget *button = gtk_check_button_new ();
  g_autofree char *title = g_strdup_printf (
    _("Run %u: %s"), index + 1, run->verified ? _("verified")
                                              : _("unverified"));
  g_autofree char *facts = summary (run);
  g_autofree char *reasons = g_strjoinv ("\n", run->reasons);

  g_object_set_data (G_OBJECT (button), "run", GUINT_TO_POINTER (index));
  if (*radio == NULL)
    *radio = button;
  else
    gtk_check_button_set_group (GTK_CHECK_BUTTON (button),
                                GTK_CHECK_BUTTON (*radio));
  /* Before it is connected: showing is not choosing. */
  gtk_check_button_set_active (GTK_CHECK_BUTTON (button), current);
  g_signal_connect (button, "toggled", G_CALLBACK (on_choose), self);
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_set_tooltip_text (button, _("Show this run"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (button),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _("Show this run"), -1);
  adw_expander_row_add_prefix (ADW_EXPANDER_ROW (row), button);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_expander_row_set_subtitle (ADW_EXPANDER_ROW (row), facts);
  add_fact (row, _("Why"), reasons);
  add_stages (row, run);
  add_changes (row, run);
  return row;
}

static void
on_changed (SaffronDocument *document, gpointer user_data)
{
  RunsPage *self = user_data;
  SaffronSession *session = saffron_document_get_session (document);
  int shown = saffron_document_get_shown (document);
  GtkWidget *radio = NULL;
  guint n = 0;
  int current = -1;

  if (self->group != NULL)
    adw_preferences_page_remove (self->page,
                                 ADW_PREFERENCES_GROUP (self->group));
  self->group = adw_preferences_group_new ();
  if (session != NULL && shown >= 0)
    {
      n = saffron_session_get_n_runs (session, shown);
      current = saffron_session_get_current_run_index (session, shown);
    }
  adw_preferences_group_set_description (
    ADW_PREFERENCES_GROUP (self->group),
    n > 0 ? NULL : _("No runs yet. Register makes one."));
  for (guint i = n; i-- > 0;)
    adw_preferences_group_add (
      ADW_PREFERENCES_GROUP (self->group),
      run_row_new (self, saffron_session_get_run (session, shown, i), i,
                   (int) i == current, &radio));
  adw_preferences_page_add (self->page, ADW_PREFERENCES_GROUP (self->group));
}

static void
on_destroy (GtkWidget *widget, gpointer user_data)
{
  RunsPage *self = user_data;

  g_signal_handlers_disconnect_by_data (self->document, self);
}

static void
runs_page_free (gpointer data)
{
  RunsPage *self = data;

  g_object_unref (self->document);
  g_free (self);
}

GtkWidget *
saffron_runs_page_new (SaffronDocument *document)
{
  RunsPage *self = g_new0 (RunsPage, 1);
  GtkWidget *page = adw_preferences_page_new ();

  self->document = g_object_ref (document);
  self->page = ADW_PREFERENCES_PAGE (page);
  g_signal_connect (document, "changed", G_CALLBACK (on_changed), self);
  g_signal_connect (page, "destroy", G_CALLBACK (on_destroy), self);
  g_object_set_data_full (G_OBJECT (page), "runs-page", self, runs_page_free);
  return page;
}
