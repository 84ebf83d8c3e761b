/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/pane/sweep-page.h"

#include <glib/gi18n.h>

#include "app/accessible.h"
#include "app/pane/sweep-row.h"
#include "app/work/sweep-plan.h"

/* The template has as many rows. */
#define N_AXES 3
G_STATIC_ASSERT (N_AXES == SAFFRON_SWEEP_MAX_AXES);

struct _SaffronSweepPage {
  AdwPreferencesPage parent_instance;

  SaffronSweepRunner *runner;
  GPtrArray *rows;  /* SaffronSweepRow of each combination; owned by @results */
  GPtrArray *specs; /* the parameters that are offered, in the choices' order */
  GCancellable *planning;
  gboolean restoring;

  AdwComboRow *params[N_AXES];
  GtkEditable *values[N_AXES];
  GtkLabel *plan;
  GtkWidget *start;
  GtkWidget *resume;
  AdwPreferencesGroup *results;
};

G_DEFINE_FINAL_TYPE (SaffronSweepPage,
                     saffron_sweep_page,
                     ADW_TYPE_PREFERENCES_PAGE)

/* (nullable): the parameter that a row names. */
static const SaffronParamSpec *
get_spec (SaffronSweepPage *self, guint axis)
{
  guint selected = adw_combo_row_get_selected (self->params[axis]);

  return selected > 0 && selected <= self->specs->len
             ? self->specs->pdata[selected - 1]
             : NULL;
}

/* The axes of the rows that name a parameter, as "NAME=VALUES". */
static char **
get_axes (SaffronSweepPage *self)
{
  g_autoptr (GStrvBuilder) axes = g_strv_builder_new ();

  for (guint i = 0; i < N_AXES; i++)
    {
      const SaffronParamSpec *spec = get_spec (self, i);
      g_autofree char *axis = NULL;

      if (spec == NULL)
        continue;
      axis = g_strconcat (spec->name, "=",
                          gtk_editable_get_text (self->values[i]), NULL);
      g_strv_builder_add (axes, axis);
    }
  return g_strv_builder_end (axes);
}

static void
on_start (GtkButton *button, SaffronSweepPage *self)
{
  g_auto (GStrv) axes = get_axes (self);

  gtk_widget_activate_action_variant (
      GTK_WIDGET (button), "win.sweep",
      g_variant_new_strv ((const char *const *) axes, -1));
}

/* The axes in the rows decide whether a start is a new sweep or resumes the old
 * one. */
static void
update_buttons (SaffronSweepPage *self)
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

static void
show_plan (SaffronSweepPage *self, const char *text, gboolean right)
{
  gtk_label_set_label (self->plan, text);
  gtk_widget_set_visible (GTK_WIDGET (self->plan), *text != '\0');
  if (right)
    gtk_widget_remove_css_class (GTK_WIDGET (self->plan), "error");
  else
    gtk_widget_add_css_class (GTK_WIDGET (self->plan), "error");
}

static void
on_plan (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (SaffronSweepPage) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree SaffronSweepPlan *plan =
      saffron_sweep_plan_finish (result, &error);
  g_autofree char *words = NULL;

  /* The axes are others by now, or the page is gone. */
  if (g_task_get_cancellable (G_TASK (result)) != self->planning)
    return;
  if (plan != NULL)
    words = saffron_sweep_plan_to_words (plan);
  else if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    words = g_strdup (error->message);
  show_plan (self, words != NULL ? words : "", plan != NULL);
}

/* How many runs would start, and how long they would take. */
static void
update_plan (SaffronSweepPage *self)
{
  const SaffronPair *pair = saffron_sweep_runner_get_pair (self->runner);
  g_auto (GStrv) axes = get_axes (self);

  g_cancellable_cancel (self->planning);
  g_clear_object (&self->planning);
  if (axes[0] == NULL || pair->session == NULL || pair->moving == NULL)
    {
      show_plan (self, "", TRUE);
      return;
    }
  self->planning = g_cancellable_new ();
  saffron_sweep_plan_async (
      pair, saffron_sweep_runner_get_settings (self->runner),
      (const char *const *) axes, self->planning, on_plan, g_object_ref (self));
}

static void
on_axes (SaffronSweepPage *self)
{
  update_buttons (self);
  update_plan (self);
}

/* Puts values around the present one into the entry, unless there are those of
 * a sweep. */
static void
suggest (SaffronSweepPage *self, guint axis)
{
  SaffronSession *session =
      saffron_sweep_runner_get_pair (self->runner)->session;
  const SaffronParamSpec *spec = get_spec (self, axis);
  g_autofree char *values = NULL;

  if (self->restoring || session == NULL || spec == NULL)
    return;
  values = saffron_sweep_suggest (spec, saffron_session_get_params (session));
  gtk_editable_set_text (self->values[axis], values);
}

/* The type of the chosen parameter decides what separates its values. */
static void
on_param (AdwComboRow *param, GParamSpec *pspec, SaffronSweepPage *self)
{
  for (guint i = 0; i < N_AXES; i++)
    {
      GtkWidget *values = GTK_WIDGET (self->values[i]);
      const SaffronParamSpec *spec = NULL;

      if (self->params[i] != param)
        continue;
      spec = get_spec (self, i);
      gtk_widget_set_visible (values, spec != NULL);
      adw_preferences_row_set_title (
          ADW_PREFERENCES_ROW (values),
          spec != NULL && *saffron_sweep_separator (spec) == ';'
              ? _ ("Values, with semicolons between them")
              : _ ("Values, with commas between them"));
      suggest (self, i);
    }
  on_axes (self);
}

static void
on_values (GtkEditable *values, SaffronSweepPage *self)
{
  on_axes (self);
}

/* Shows the axes of the sweep that the session has. */
static void
set_axes (SaffronSweepPage *self, const char *const *axes)
{
  guint n = 0;

  self->restoring = TRUE;
  for (; axes[n] != NULL && n < N_AXES; n++)
    {
      g_auto (GStrv) parts = g_strsplit (axes[n], "=", 2);
      const SaffronParamSpec *spec = saffron_param_spec_find (parts[0]);
      guint at = 0;

      if (parts[1] == NULL || !g_ptr_array_find (self->specs, spec, &at))
        break;
      gtk_editable_set_text (self->values[n], parts[1]);
      adw_combo_row_set_selected (self->params[n], at + 1);
    }
  for (; n < N_AXES; n++)
    adw_combo_row_set_selected (self->params[n], 0);
  self->restoring = FALSE;
}

static void
on_show (AdwActionRow *row, gpointer user_data)
{
  SaffronSweepPage *self = user_data;
  const SaffronSweep *sweep = saffron_sweep_runner_get_sweep (self->runner);

  for (guint i = 0; sweep != NULL && i < self->rows->len; i++)
    if (self->rows->pdata[i] == row && saffron_sweep_get_run (sweep, i) != NULL)
      {
        saffron_sweep_runner_show (self->runner, i);
        return;
      }
}

/* Whether the next run has the parameters of combination @i. */
static gboolean
is_used (SaffronSweepPage *self, const SaffronSweep *sweep, guint i)
{
  SaffronSession *session =
      saffron_sweep_runner_get_pair (self->runner)->session;

  return session != NULL
         && saffron_params_equal (saffron_sweep_get_params (sweep, i),
                                  saffron_session_get_params (session));
}

static void
on_use (SaffronSweepRow *row, guint i, gpointer user_data)
{
  SaffronSweepPage *self = user_data;
  const SaffronSweep *sweep = saffron_sweep_runner_get_sweep (self->runner);
  SaffronSession *session =
      saffron_sweep_runner_get_pair (self->runner)->session;

  if (sweep != NULL && session != NULL && i < saffron_sweep_get_n (sweep))
    saffron_session_set_params (session, saffron_sweep_get_params (sweep, i));
}

/* Whether no other combination is better; equal results are equally good. */
static gboolean
is_best (const SaffronSweep *sweep, int best, guint i)
{
  return best >= 0
         && saffron_sweep_first_equal (sweep, i)
                == saffron_sweep_first_equal (sweep, (guint) best);
}

static void
add_row (SaffronSweepPage *self)
{
  GtkWidget *row = saffron_sweep_row_new ();

  g_signal_connect_object (row, "use", G_CALLBACK (on_use), self, 0);
  g_signal_connect_object (row, "activated", G_CALLBACK (on_show), self, 0);
  adw_preferences_group_add (self->results, row);
  g_ptr_array_add (self->rows, row);
}

static void
on_changed (SaffronSweepRunner *runner, gpointer user_data)
{
  SaffronSweepPage *self = user_data;
  const SaffronSweep *sweep = saffron_sweep_runner_get_sweep (runner);
  guint n = sweep != NULL ? saffron_sweep_get_n (sweep) : 0;
  int item = saffron_sweep_runner_get_item (runner);
  int best = sweep != NULL ? saffron_sweep_best (sweep) : -1;
  g_autofree char *head = g_markup_escape_text (
      sweep != NULL ? saffron_sweep_get_head (sweep) : "", -1);

  /* The row stays while its text changes, so that it keeps the focus. */
  while (self->rows->len > n)
    {
      adw_preferences_group_remove (self->results,
                                    self->rows->pdata[self->rows->len - 1]);
      g_ptr_array_set_size (self->rows, self->rows->len - 1);
    }
  while (self->rows->len < n)
    add_row (self);
  for (guint i = 0; i < n; i++)
    saffron_sweep_row_update (self->rows->pdata[i], sweep, i, item == (int) i,
                              is_best (sweep, best, i),
                              is_used (self, sweep, i));
  adw_preferences_group_set_title (self->results, head);
  on_axes (self);
}

char *
saffron_sweep_page_describe (SaffronSweepPage *self)
{
  const SaffronSweep *sweep = saffron_sweep_runner_get_sweep (self->runner);
  int item = saffron_sweep_runner_get_item (self->runner);
  g_auto (GStrv) axes = get_axes (self);
  g_autofree char *names = g_strjoinv (" ", axes);
  g_autoptr (GString) text = g_string_new (names);

  for (guint i = 0; sweep != NULL && i < saffron_sweep_get_n (sweep); i++)
    {
      g_autofree char *line =
          saffron_sweep_describe_item (sweep, i, item == (int) i);

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
saffron_sweep_page_finalize (GObject *object)
{
  SaffronSweepPage *self = SAFFRON_SWEEP_PAGE (object);

  g_cancellable_cancel (self->planning);
  g_clear_object (&self->planning);
  g_clear_object (&self->runner);
  g_ptr_array_unref (self->rows);
  g_ptr_array_unref (self->specs);
  G_OBJECT_CLASS (saffron_sweep_page_parent_class)->finalize (object);
}

static void
saffron_sweep_page_class_init (SaffronSweepPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  static const char *const params[N_AXES] = { "param1", "param2", "param3" };
  static const char *const values[N_AXES] = { "values1", "values2", "values3" };

  G_OBJECT_CLASS (klass)->finalize = saffron_sweep_page_finalize;

  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/saffron/Saffron/ui/sweep-page.ui");
  for (int i = 0; i < N_AXES; i++)
    {
      gtk_widget_class_bind_template_child_full (
          widget_class, params[i], FALSE,
          G_STRUCT_OFFSET (SaffronSweepPage, params[i]));
      gtk_widget_class_bind_template_child_full (
          widget_class, values[i], FALSE,
          G_STRUCT_OFFSET (SaffronSweepPage, values[i]));
    }
  gtk_widget_class_bind_template_child (widget_class, SaffronSweepPage, plan);
  gtk_widget_class_bind_template_child (widget_class, SaffronSweepPage, start);
  gtk_widget_class_bind_template_child (widget_class, SaffronSweepPage, resume);
  gtk_widget_class_bind_template_child (widget_class, SaffronSweepPage,
                                        results);
  gtk_widget_class_bind_template_callback (widget_class, on_param);
  gtk_widget_class_bind_template_callback (widget_class, on_values);
  gtk_widget_class_bind_template_callback (widget_class, on_start);
}

static void
saffron_sweep_page_init (SaffronSweepPage *self)
{
  self->rows = g_ptr_array_new ();
  self->specs = g_ptr_array_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
  saffron_accessible_entry_rows (GTK_WIDGET (self));
}

/* The parameters that can be an axis: those that a result depends on. */
static GtkStringList *
add_specs (SaffronSweepPage *self)
{
  GtkStringList *names = gtk_string_list_new (NULL);
  guint n_specs = 0;
  const SaffronParamSpec *specs = saffron_param_specs (&n_specs);

  gtk_string_list_append (names, C_ ("parameter to vary", "None"));
  for (guint i = 0; i < n_specs; i++)
    if (saffron_param_spec_changes_result (&specs[i]))
      {
        g_ptr_array_add (self->specs, (gpointer) &specs[i]);
        gtk_string_list_append (names, _ (specs[i].title));
      }
  return names;
}

GtkWidget *
saffron_sweep_page_new (SaffronSweepRunner *runner)
{
  SaffronSweepPage *self = g_object_new (SAFFRON_TYPE_SWEEP_PAGE, NULL);
  g_autoptr (GtkStringList) names = add_specs (self);

  self->runner = g_object_ref (runner);
  for (guint i = 0; i < N_AXES; i++)
    adw_combo_row_set_model (self->params[i], G_LIST_MODEL (names));
  g_signal_connect_object (runner, "changed", G_CALLBACK (on_changed), self, 0);
  g_signal_connect_object (runner, "restored", G_CALLBACK (on_restored), self,
                           0);
  on_changed (runner, self);
  return GTK_WIDGET (self);
}
