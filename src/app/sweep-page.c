/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/sweep-page.h"

#include <adwaita.h>
#include <glib/gi18n.h>
#include <math.h>

typedef struct {
  AdwComboRow *param;
  GtkEditable *values;
} AxisRow;

typedef struct {
  SaffronSweepRunner *runner;
  AxisRow axes[SAFFRON_SWEEP_MAX_AXES];
  GtkWidget *start;
  GtkWidget *stop;
  AdwPreferencesGroup *results;
  GtkWidget *table; /* in a scrolled window in the group; NULL before one */
} SweepPage;

static void
sweep_page_free (gpointer data)
{
  SweepPage *self = data;

  g_object_unref (self->runner);
  g_free (self);
}

/* The rows that name a parameter, as "NAME=VALUES". */
static char **
get_axes (SweepPage *self)
{
  g_autoptr (GStrvBuilder) axes = g_strv_builder_new ();
  guint n_specs = 0;
  const SaffronParamSpec *specs = saffron_param_specs (&n_specs);

  for (guint i = 0; i < SAFFRON_SWEEP_MAX_AXES; i++)
    {
      guint selected = adw_combo_row_get_selected (self->axes[i].param);
      g_autofree char *axis = NULL;

      if (selected == 0 || selected > n_specs)
        continue;
      axis = g_strconcat (specs[selected - 1].name, "=",
                          gtk_editable_get_text (self->axes[i].values), NULL);
      g_strv_builder_add (axes, axis);
    }
  return g_strv_builder_end (axes);
}

static void
on_start (GtkButton *button, gpointer user_data)
{
  g_auto (GStrv) axes = get_axes (user_data);

  gtk_widget_activate_action_variant (
    GTK_WIDGET (button), "win.sweep",
    g_variant_new_strv ((const char *const *) axes, -1));
}

/* Values of nothing need no room. */
static gboolean
is_chosen (GBinding *binding,
           const GValue *selected,
           GValue *visible,
           gpointer user_data)
{
  g_value_set_boolean (visible, g_value_get_uint (selected) > 0);
  return TRUE;
}

static void
add_axis (SweepPage *self, AdwPreferencesGroup *group, guint i)
{
  g_autoptr (GtkStringList) names = gtk_string_list_new (NULL);
  guint n_specs = 0;
  const SaffronParamSpec *specs = saffron_param_specs (&n_specs);
  GtkWidget *param = adw_combo_row_new ();
  GtkWidget *values = adw_entry_row_new ();
  g_autofree char *title = g_strdup_printf (_("Parameter %u"), i + 1);

  gtk_string_list_append (names, _("None"));
  for (guint k = 0; k < n_specs; k++)
    gtk_string_list_append (names, specs[k].name);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (param), title);
  adw_combo_row_set_model (ADW_COMBO_ROW (param), G_LIST_MODEL (names));
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (values),
                                 _("Values, with commas between them"));
  adw_preferences_group_add (group, param);
  adw_preferences_group_add (group, values);
  g_object_bind_property_full (param, "selected", values, "visible",
                               G_BINDING_SYNC_CREATE, is_chosen, NULL, NULL,
                               NULL);
  self->axes[i].param = ADW_COMBO_ROW (param);
  self->axes[i].values = GTK_EDITABLE (values);
}

static void
add_cell (GtkWidget *table, int column, int row, const char *text)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), column == 0 ? 0.0f : 1.0f);
  gtk_widget_add_css_class (label, row == 0 ? "heading" : "numeric");
  gtk_grid_attach (GTK_GRID (table), label, column, row, 1, 1);
}

static void
add_number (GtkWidget *table,
            int column,
            int row,
            const char *format,
            double value)
{
  char text[32] = "–";

  if (isfinite (value))
    g_ascii_formatd (text, sizeof (text), format, value);
  add_cell (table, column, row, text);
}

static void
on_show (GtkButton *button, gpointer user_data)
{
  SweepPage *self = user_data;

  saffron_sweep_runner_show (
    self->runner,
    GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (button), "item")));
}

/* The combination: a button that shows its run, the best one marked. */
static void
add_name (SweepPage *self, const SaffronSweep *sweep, guint i, gboolean best)
{
  SaffronRun *run = saffron_sweep_get_run (sweep, i);
  const char *label = saffron_sweep_get_values (sweep, i);
  g_autofree char *text = best ? g_strdup_printf (_("★ %s (best)"), label)
                               : g_strdup (label);
  GtkWidget *button = NULL;

  if (run == NULL)
    {
      add_cell (self->table, 0, (int) i + 1, text);
      return;
    }
  button = gtk_button_new_with_label (text);
  gtk_label_set_xalign (GTK_LABEL (gtk_button_get_child (GTK_BUTTON (button))),
                        0.0f);
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_set_tooltip_text (button, saffron_sweep_get_label (sweep, i));
  gtk_accessible_update_property (GTK_ACCESSIBLE (button),
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                  _("Show this run"), -1);
  g_object_set_data (G_OBJECT (button), "item", GUINT_TO_POINTER (i));
  g_signal_connect (button, "clicked", G_CALLBACK (on_show), self);
  gtk_grid_attach (GTK_GRID (self->table), button, 0, (int) i + 1, 1, 1);
}

static void
add_result (SweepPage *self, const SaffronSweep *sweep, guint i, gboolean best)
{
  const SaffronRun *run = saffron_sweep_get_run (sweep, i);
  int row = (int) i + 1;

  add_name (self, sweep, i, best);
  if (run == NULL)
    {
      const char *error = saffron_sweep_get_error (sweep, i);

      add_cell (self->table, 1, row, error != NULL ? error : _("to come"));
      return;
    }
  add_cell (self->table, 1, row, run->verified ? _("yes") : _("no"));
  add_number (self->table, 2, row, "%.3f", run->quality);
  add_number (self->table, 3, row, "%.2f", saffron_run_residual (run));
  add_number (self->table, 4, row, "%.2f", run->overlap);
  add_number (self->table, 5, row, "%.1f", run->seconds);
  add_number (self->table, 6, row, "%.0f",
              run->peak_memory > 0 ? (double) run->peak_memory / 1e6 : NAN);
}

static void
fill_table (SweepPage *self, const SaffronSweep *sweep)
{
  const char *heads[] = { saffron_sweep_get_head (sweep),
                          _("Verified"), _("Q"),
                          _("Held-out px"), _("Overlap"), _("s"), _("MB") };
  GtkWidget *scrolled = gtk_scrolled_window_new ();
  int best = saffron_sweep_best (sweep);

  self->table = gtk_grid_new ();
  gtk_grid_set_column_spacing (GTK_GRID (self->table), 12);
  gtk_grid_set_row_spacing (GTK_GRID (self->table), 3);
  for (guint i = 0; i < G_N_ELEMENTS (heads); i++)
    add_cell (self->table, (int) i, 0, heads[i]);
  for (guint i = 0; i < saffron_sweep_get_n (sweep); i++)
    add_result (self, sweep, i, (int) i == best);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scrolled),
                                  GTK_POLICY_AUTOMATIC, GTK_POLICY_NEVER);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), self->table);
  g_object_set_data (G_OBJECT (self->table), "scrolled", scrolled);
  adw_preferences_group_add (self->results, scrolled);
}

static void
on_changed (SaffronSweepRunner *runner, gpointer user_data)
{
  SweepPage *self = user_data;
  const SaffronSweep *sweep = saffron_sweep_runner_get_sweep (runner);
  gboolean left = sweep != NULL && saffron_sweep_next (sweep, 0) >= 0;
  gboolean running = saffron_sweep_runner_is_running (runner);

  gtk_button_set_label (GTK_BUTTON (self->start),
                        left && !running ? _("_Resume") : _("_Start"));
  gtk_widget_set_sensitive (self->start, !running);
  if (self->table != NULL)
    adw_preferences_group_remove (
      self->results,
      g_object_get_data (G_OBJECT (self->table), "scrolled"));
  self->table = NULL;
  if (sweep != NULL)
    fill_table (self, sweep);
}

static void
on_destroy (GtkWidget *widget, gpointer user_data)
{
  SweepPage *self = user_data;

  g_signal_handlers_disconnect_by_data (self->runner, self);
}

static void
add_buttons (SweepPage *self, AdwPreferencesGroup *group)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);

  self->start = gtk_button_new_with_mnemonic (_("_Start"));
  self->stop = gtk_button_new_with_mnemonic (_("S_top"));
  gtk_button_set_use_underline (GTK_BUTTON (self->start), TRUE);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (self->stop),
                                  "win.stop-sweep");
  g_signal_connect (self->start, "clicked", G_CALLBACK (on_start), self);
  gtk_widget_set_margin_top (box, 12);
  gtk_box_append (GTK_BOX (box), self->start);
  gtk_box_append (GTK_BOX (box), self->stop);
  adw_preferences_group_add (group, box);
}

GtkWidget *
saffron_sweep_page_new (SaffronSweepRunner *runner)
{
  SweepPage *self = g_new0 (SweepPage, 1);
  GtkWidget *page = adw_preferences_page_new ();
  AdwPreferencesGroup *group
    = ADW_PREFERENCES_GROUP (adw_preferences_group_new ());

  self->runner = g_object_ref (runner);
  self->results = ADW_PREFERENCES_GROUP (adw_preferences_group_new ());
  adw_preferences_group_set_title (group, _("Sweep"));
  adw_preferences_group_set_description (
    group, _("Registers with every combination of these values; the other "
             "parameters are those of the next run."));
  for (guint i = 0; i < SAFFRON_SWEEP_MAX_AXES; i++)
    add_axis (self, group, i);
  add_buttons (self, group);
  adw_preferences_group_set_description (
    self->results, _("The best is verified, has the smallest held-out "
                     "residual (within 2 %), the highest Q (within 0.002), "
                     "and is then the quickest."));
  adw_preferences_page_add (ADW_PREFERENCES_PAGE (page), group);
  adw_preferences_page_add (ADW_PREFERENCES_PAGE (page), self->results);
  g_signal_connect (runner, "changed", G_CALLBACK (on_changed), self);
  g_signal_connect (page, "destroy", G_CALLBACK (on_destroy), self);
  g_object_set_data_full (G_OBJECT (page), "sweep-page", self,
                          sweep_page_free);
  on_changed (runner, self);
  return page;
}
