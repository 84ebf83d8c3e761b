/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/pane/sweep-page.h"

#include <adwaita.h>
#include <glib/gi18n.h>
#include <math.h>

typedef struct {
  AdwComboRow *param;
  GtkEditable *values;
} AxisRow;

/* One combination. */
typedef struct {
  AdwActionRow *row;
  GtkWidget *mark; /* the best, or the one under way */
} ItemRow;

typedef struct {
  SaffronSweepRunner *runner;
  AxisRow axes[SAFFRON_SWEEP_MAX_AXES];
  GtkWidget *start;
  GtkWidget *resume;
  GtkWidget *stop;
  AdwPreferencesGroup *results;
  GArray *items; /* ItemRow */
} SweepPage;

static void
sweep_page_free (gpointer data)
{
  SweepPage *self = data;

  g_object_unref (self->runner);
  g_array_unref (self->items);
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

/* What is typed, or chosen, says what a start would do. */
static void
update_buttons (SweepPage *self)
{
  g_auto (GStrv) axes = get_axes (self);
  gboolean running = saffron_sweep_runner_is_running (self->runner);
  SaffronSweepLikeness likeness =
      saffron_sweep_runner_compare (self->runner, (const char *const *) axes);
  gboolean resume = likeness != SAFFRON_SWEEP_OTHER
                    && saffron_sweep_runner_can_resume (self->runner);

  gtk_widget_set_visible (self->resume, resume);
  gtk_widget_set_visible (self->start,
                          !resume || likeness != SAFFRON_SWEEP_SAME);
  gtk_widget_set_sensitive (self->start, !running);
}

/* Values of nothing need no room. What separates them goes by what they are. */
static void
on_param (AdwComboRow *param, GParamSpec *pspec, gpointer user_data)
{
  SweepPage *self = user_data;
  guint n_specs = 0;
  const SaffronParamSpec *specs = saffron_param_specs (&n_specs);
  guint selected = adw_combo_row_get_selected (param);

  for (guint i = 0; i < SAFFRON_SWEEP_MAX_AXES; i++)
    {
      GtkWidget *values = GTK_WIDGET (self->axes[i].values);
      gboolean chosen = selected > 0 && selected <= n_specs;

      if (self->axes[i].param != param)
        continue;
      gtk_widget_set_visible (values, chosen);
      adw_preferences_row_set_title (
          ADW_PREFERENCES_ROW (values),
          chosen && *saffron_sweep_separator (&specs[selected - 1]) == ';'
              ? _ ("Values, with semicolons between them")
              : _ ("Values, with commas between them"));
    }
  update_buttons (self);
}

static void
on_values (GtkEditable *values, gpointer user_data)
{
  update_buttons (user_data);
}

static void
add_axis (SweepPage *self, AdwPreferencesGroup *group, guint i)
{
  g_autoptr (GtkStringList) names = gtk_string_list_new (NULL);
  guint n_specs = 0;
  const SaffronParamSpec *specs = saffron_param_specs (&n_specs);
  GtkWidget *param = adw_combo_row_new ();
  GtkWidget *values = adw_entry_row_new ();
  g_autofree char *title = g_strdup_printf (_ ("Parameter %u"), i + 1);

  gtk_string_list_append (names, _ ("None"));
  for (guint k = 0; k < n_specs; k++)
    gtk_string_list_append (names, specs[k].name);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (param), title);
  adw_combo_row_set_model (ADW_COMBO_ROW (param), G_LIST_MODEL (names));
  adw_preferences_group_add (group, param);
  adw_preferences_group_add (group, values);
  gtk_widget_set_visible (values, FALSE);
  self->axes[i].param = ADW_COMBO_ROW (param);
  self->axes[i].values = GTK_EDITABLE (values);
  g_signal_connect (param, "notify::selected", G_CALLBACK (on_param), self);
  g_signal_connect (values, "changed", G_CALLBACK (on_values), self);
}

/* The rows name these axes: what a sweep that was found again is of. */
static void
set_axes (SweepPage *self, const char *const *axes)
{
  guint n_specs = 0, n = 0;
  const SaffronParamSpec *specs = saffron_param_specs (&n_specs);

  for (; axes[n] != NULL && n < SAFFRON_SWEEP_MAX_AXES; n++)
    {
      g_auto (GStrv) parts = g_strsplit (axes[n], "=", 2);
      const SaffronParamSpec *spec = saffron_param_spec_find (parts[0]);

      if (spec == NULL || parts[1] == NULL)
        break;
      gtk_editable_set_text (self->axes[n].values, parts[1]);
      adw_combo_row_set_selected (self->axes[n].param,
                                  (guint) (spec - specs) + 1);
    }
  for (; n < SAFFRON_SWEEP_MAX_AXES; n++)
    adw_combo_row_set_selected (self->axes[n].param, 0);
}

static void
on_show (AdwActionRow *row, gpointer user_data)
{
  SweepPage *self = user_data;
  const SaffronSweep *sweep = saffron_sweep_runner_get_sweep (self->runner);

  for (guint i = 0; sweep != NULL && i < self->items->len; i++)
    if (g_array_index (self->items, ItemRow, i).row == row
        && saffron_sweep_get_run (sweep, i) != NULL)
      {
        saffron_sweep_runner_show (self->runner, i);
        return;
      }
}

/* One more figure, if it is known. */
static void G_GNUC_PRINTF (3, 4)
    append (GString *text, gboolean known, const char *format, ...)
{
  va_list arguments;

  if (!known)
    return;
  g_string_append (text, ", ");
  va_start (arguments, format);
  g_string_append_vprintf (text, format, arguments);
  va_end (arguments);
}

/* All of a run's figures, each with what it is. */
static char *
describe_run (const SaffronRun *run)
{
  double residual = saffron_run_residual (run);
  g_autoptr (GString) text =
      g_string_new (run->verified ? _ ("Verified") : _ ("Unverified"));

  append (text, isfinite (run->quality), _ ("Q %.3f"), run->quality);
  append (text, isfinite (residual), _ ("held-out %.2f\u00a0px"), residual);
  append (text, isfinite (run->overlap), _ ("overlap %.0f\u00a0%%"),
          100.0 * run->overlap);
  append (text, TRUE, _ ("%.1f\u00a0s"), run->seconds);
  append (text, run->peak_memory > 0, _ ("%.0f\u00a0MB"),
          (double) run->peak_memory / 1e6);
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static char *
describe_item (const SaffronSweep *sweep, guint i, gboolean running)
{
  const SaffronRun *run = saffron_sweep_get_run (sweep, i);
  const char *error = saffron_sweep_get_error (sweep, i);

  if (running)
    return g_strdup (_ ("Running"));
  if (run != NULL)
    return describe_run (run);
  if (error != NULL)
    return g_strdup_printf (saffron_sweep_is_left_out (sweep, i)
                                ? _ ("Left out: %s")
                                : _ ("Failed: %s"),
                            error);
  return g_strdup (_ ("Waiting"));
}

/* A row stays while what it says changes, and the focus with it. */
static void
update_item (SweepPage *self, const SaffronSweep *sweep, guint i, gboolean best)
{
  const ItemRow *item = &g_array_index (self->items, ItemRow, i);
  gboolean running = saffron_sweep_runner_get_item (self->runner) == (int) i;
  gboolean done = saffron_sweep_get_run (sweep, i) != NULL;
  g_autofree char *text = describe_item (sweep, i, running);
  g_autofree char *markup = g_markup_escape_text (text, -1);
  g_autofree char *title =
      g_markup_escape_text (saffron_sweep_get_values (sweep, i), -1);

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (item->row), title);
  adw_action_row_set_subtitle (item->row, markup);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (item->row), done);
  gtk_widget_set_tooltip_text (GTK_WIDGET (item->row),
                               saffron_sweep_get_label (sweep, i));
  gtk_accessible_update_property (GTK_ACCESSIBLE (item->row),
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                  done ? _ ("Show this run") : "", -1);
  gtk_label_set_label (GTK_LABEL (item->mark), running ? "▶"
                                               : best  ? _ ("★ best")
                                                       : "");
  if (running)
    gtk_widget_add_css_class (GTK_WIDGET (item->row), "saffron-running");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (item->row), "saffron-running");
}

static void
add_item (SweepPage *self)
{
  GtkWidget *row = adw_action_row_new ();
  ItemRow item = { ADW_ACTION_ROW (row), gtk_label_new ("") };

  gtk_widget_add_css_class (item.mark, "heading");
  gtk_widget_add_css_class (row, "numeric");
  adw_action_row_set_title_lines (item.row, 0);
  adw_action_row_set_subtitle_lines (item.row, 0);
  adw_action_row_add_suffix (item.row, item.mark);
  g_signal_connect (row, "activated", G_CALLBACK (on_show), self);
  adw_preferences_group_add (self->results, row);
  g_array_append_val (self->items, item);
}

static void
on_changed (SaffronSweepRunner *runner, gpointer user_data)
{
  SweepPage *self = user_data;
  const SaffronSweep *sweep = saffron_sweep_runner_get_sweep (runner);
  guint n = sweep != NULL ? saffron_sweep_get_n (sweep) : 0;
  int best = sweep != NULL ? saffron_sweep_best (sweep) : -1;
  g_autofree char *head = g_markup_escape_text (
      sweep != NULL ? saffron_sweep_get_head (sweep) : "", -1);

  while (self->items->len > n)
    {
      adw_preferences_group_remove (
          self->results,
          GTK_WIDGET (
              g_array_index (self->items, ItemRow, self->items->len - 1).row));
      g_array_set_size (self->items, self->items->len - 1);
    }
  while (self->items->len < n)
    add_item (self);
  for (guint i = 0; i < n; i++)
    update_item (self, sweep, i, (int) i == best);
  adw_preferences_group_set_title (self->results, head);
  update_buttons (self);
}

char *
saffron_sweep_page_describe (GtkWidget *page)
{
  SweepPage *self = g_object_get_data (G_OBJECT (page), "sweep-page");
  const SaffronSweep *sweep = saffron_sweep_runner_get_sweep (self->runner);
  int item = saffron_sweep_runner_get_item (self->runner);
  g_auto (GStrv) axes = get_axes (self);
  g_autofree char *names = g_strjoinv (" ", axes);
  g_autoptr (GString) text = g_string_new (names);

  for (guint i = 0; sweep != NULL && i < saffron_sweep_get_n (sweep); i++)
    {
      g_autofree char *line = describe_item (sweep, i, item == (int) i);

      g_string_append_printf (text, "\n%s: %s",
                              saffron_sweep_get_values (sweep, i), line);
    }
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static void
on_restored (SaffronSweepRunner *runner, gpointer user_data)
{
  g_auto (GStrv) axes = saffron_sweep_split_name (
      saffron_sweep_get_name (saffron_sweep_runner_get_sweep (runner)));

  set_axes (user_data, (const char *const *) axes);
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

  self->start = gtk_button_new_with_mnemonic (_ ("_Start"));
  self->resume = gtk_button_new_with_mnemonic (_ ("_Resume"));
  self->stop = gtk_button_new_with_mnemonic (_ ("S_top"));
  gtk_widget_set_tooltip_text (
      self->resume,
      _ ("Goes on, with the parameters that it was started with"));
  gtk_actionable_set_action_name (GTK_ACTIONABLE (self->resume),
                                  "win.resume-sweep");
  gtk_actionable_set_action_name (GTK_ACTIONABLE (self->stop),
                                  "win.stop-sweep");
  g_signal_connect (self->start, "clicked", G_CALLBACK (on_start), self);
  gtk_widget_set_margin_top (box, 12);
  gtk_box_append (GTK_BOX (box), self->resume);
  gtk_box_append (GTK_BOX (box), self->start);
  gtk_box_append (GTK_BOX (box), self->stop);
  adw_preferences_group_add (group, box);
}

GtkWidget *
saffron_sweep_page_new (SaffronSweepRunner *runner)
{
  SweepPage *self = g_new0 (SweepPage, 1);
  GtkWidget *page = adw_preferences_page_new ();
  AdwPreferencesGroup *group =
      ADW_PREFERENCES_GROUP (adw_preferences_group_new ());

  self->runner = g_object_ref (runner);
  self->items = g_array_new (FALSE, TRUE, sizeof (ItemRow));
  self->results = ADW_PREFERENCES_GROUP (adw_preferences_group_new ());
  adw_preferences_group_set_title (group, _ ("Sweep"));
  adw_preferences_group_set_description (
      group, _ ("Registers with every combination of these values; the other "
                "parameters are those of the next run."));
  for (guint i = 0; i < SAFFRON_SWEEP_MAX_AXES; i++)
    add_axis (self, group, i);
  add_buttons (self, group);
  adw_preferences_group_set_description (
      self->results, _ ("The best is verified, has the smallest held-out "
                        "residual (within 2 %), the highest Q (within 0.002), "
                        "and is then the quickest."));
  adw_preferences_page_add (ADW_PREFERENCES_PAGE (page), group);
  adw_preferences_page_add (ADW_PREFERENCES_PAGE (page), self->results);
  g_signal_connect (runner, "changed", G_CALLBACK (on_changed), self);
  g_signal_connect (runner, "restored", G_CALLBACK (on_restored), self);
  g_signal_connect (page, "destroy", G_CALLBACK (on_destroy), self);
  g_object_set_data_full (G_OBJECT (page), "sweep-page", self, sweep_page_free);
  on_changed (runner, self);
  return page;
}
