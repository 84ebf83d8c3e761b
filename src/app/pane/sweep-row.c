/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/pane/sweep-row.h"

#include <glib/gi18n.h>
#include <math.h>

#include "quality/verdict-words.h"

struct _SaffronSweepRow {
  AdwActionRow parent_instance;

  GtkLabel *mark;
  GtkWidget *use;
  guint item;
};

enum {
  USE,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (SaffronSweepRow, saffron_sweep_row, ADW_TYPE_ACTION_ROW)

static void
on_use (GtkButton *button, SaffronSweepRow *self)
{
  g_signal_emit (self, signals[USE], 0, self->item);
}

static void
saffron_sweep_row_class_init (SaffronSweepRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  signals[USE] =
      g_signal_new ("use", SAFFRON_TYPE_SWEEP_ROW, G_SIGNAL_RUN_LAST, 0, NULL,
                    NULL, NULL, G_TYPE_NONE, 1, G_TYPE_UINT);

  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/saffron/Saffron/ui/sweep-row.ui");
  gtk_widget_class_bind_template_child (widget_class, SaffronSweepRow, mark);
  gtk_widget_class_bind_template_child (widget_class, SaffronSweepRow, use);
  gtk_widget_class_bind_template_callback (widget_class, on_use);
}

static void
saffron_sweep_row_init (SaffronSweepRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
saffron_sweep_row_new (void)
{
  return g_object_new (SAFFRON_TYPE_SWEEP_ROW, NULL);
}

/* Adds one more figure, if it is known. */
static void G_GNUC_PRINTF (3, 4)
    append (GString *text, gboolean known, const char *format, ...)
{
  va_list arguments;

  if (!known)
    return;
  g_string_append (text, C_ ("between facts", ", "));
  va_start (arguments, format);
  g_string_append_vprintf (text, format, arguments);
  va_end (arguments);
}

/* All of a run's figures, each with its name, and which one before it has come
 * to the very same. */
static char *
describe_run (const SaffronSweep *sweep, guint i)
{
  const SaffronRun *run = saffron_sweep_get_run (sweep, i);
  int first = saffron_sweep_first_equal (sweep, i);
  double windows = saffron_run_window_residual (run);
  double landmarks = saffron_run_landmark_residual (run);
  g_autofree char *verdict = saffron_verdict_to_words (run);
  g_autoptr (GString) text = g_string_new (verdict);

  append (text, isfinite (run->quality), _ ("Q %.3f"), run->quality);
  append (text, isfinite (windows), _ ("held-out windows %.2f\u00a0px"),
          windows);
  append (text, isfinite (landmarks), _ ("held-out landmarks %.2f\u00a0px"),
          landmarks);
  append (text, isfinite (run->overlap), _ ("overlap %.0f\u00a0%%"),
          100.0 * run->overlap);
  append (text, TRUE, _ ("%.1f\u00a0s"), run->seconds);
  append (text, run->peak_memory > 0, _ ("%.0f\u00a0MB"),
          (double) run->peak_memory / 1e6);
  if (first < (int) i)
    append (text, TRUE, _ ("the same result as %s"),
            saffron_sweep_get_values (sweep, first));
  return g_string_free (g_steal_pointer (&text), FALSE);
}

char *
saffron_sweep_describe_item (const SaffronSweep *sweep,
                             guint i,
                             gboolean running)
{
  const SaffronRun *run = saffron_sweep_get_run (sweep, i);
  const char *error = saffron_sweep_get_error (sweep, i);

  if (running)
    return g_strdup (_ ("Running"));
  if (run != NULL)
    return describe_run (sweep, i);
  if (error != NULL)
    return g_strdup_printf (saffron_sweep_is_left_out (sweep, i)
                                ? _ ("Left out: %s")
                                : _ ("Failed: %s"),
                            error);
  return g_strdup (_ ("Waiting"));
}

void
saffron_sweep_row_update (SaffronSweepRow *self,
                          const SaffronSweep *sweep,
                          guint i,
                          gboolean running,
                          gboolean best,
                          gboolean used)
{
  GtkWidget *widget = GTK_WIDGET (self);
  gboolean done = saffron_sweep_get_run (sweep, i) != NULL;
  g_autofree char *text = saffron_sweep_describe_item (sweep, i, running);
  g_autofree char *markup = g_markup_escape_text (text, -1);
  g_autofree char *title =
      g_markup_escape_text (saffron_sweep_get_values (sweep, i), -1);

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self), title);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (self), markup);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (self), done);
  gtk_widget_set_tooltip_text (widget, saffron_sweep_get_label (sweep, i));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self),
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                  done ? _ ("Show this run") : "", -1);
  self->item = i;
  gtk_widget_set_visible (self->use, done);
  gtk_widget_set_sensitive (self->use, !used);
  gtk_button_set_label (GTK_BUTTON (self->use),
                        used ? _ ("In Use") : _ ("Use These"));
  gtk_label_set_label (self->mark, running ? "▶" : best ? _ ("★ best") : "");
  if (running)
    gtk_widget_add_css_class (widget, "saffron-running");
  else
    gtk_widget_remove_css_class (widget, "saffron-running");
}
