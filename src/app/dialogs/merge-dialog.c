/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/dialogs/merge-dialog.h"

#include <glib/gi18n.h>

#include "app/accels.h"
#include "app/dialogs/replace-dialog.h"
#include "app/dialogs/takes-row.h"
#include "app/dialogs/target-row.h"
#include "app/work/takes.h"

struct _SaffronMergeDialog {
  AdwWindow parent_instance;

  SaffronSession *session;
  guint threads;
  SaffronMergeChosen chosen;
  gpointer user_data;
  GCancellable *looking; /* asks whether the target may be written; NULL: no
                            question is under way */

  GtkWidget *export;
  GtkWidget *caution;
  AdwActionRow *caution_row;
  SaffronTargetRow *target;
  GtkSwitch *duplicates;
  AdwActionRow *channels;
  SaffronTakesRow *estimate;
};

G_DEFINE_FINAL_TYPE (SaffronMergeDialog, saffron_merge_dialog, ADW_TYPE_WINDOW)

/* (transfer full): what the dialog asks for now. */
static SaffronMergeSpec *
make_spec (SaffronMergeDialog *self, gboolean overwrite)
{
  SaffronMergeSpec *spec = g_new0 (SaffronMergeSpec, 1);

  spec->source = saffron_report_source_new (self->session, NULL);
  spec->duplicates = gtk_switch_get_active (self->duplicates);
  spec->overwrite = overwrite;
  spec->path = g_strdup (saffron_target_row_get_path (self->target));
  spec->threads = self->threads;
  return spec;
}

static void
stop_looking (SaffronMergeDialog *self)
{
  g_cancellable_cancel (self->looking);
  g_clear_object (&self->looking);
}

static void
set_subtitle (AdwActionRow *row, const char *text)
{
  g_autofree char *markup = g_markup_escape_text (text, -1);

  adw_action_row_set_subtitle (row, markup);
}

static void
show_channels (SaffronMergeDialog *self, const SaffronMergeTakes *takes)
{
  guint n = g_strv_length (takes->channels);
  g_autofree char *names = g_strjoinv (", ", takes->channels);
  g_autofree char *title =
      g_strdup_printf (ngettext ("%u Channel", "%u Channels", n), n);

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->channels), title);
  set_subtitle (self->channels, names);
}

static void
on_estimated (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (SaffronMergeDialog) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (SaffronMergeTakes) takes =
      saffron_merge_estimate_finish (result, &error);
  g_autofree char *text = NULL;

  if (self->estimate == NULL
      || !saffron_takes_row_awaits (self->estimate, result))
    return;
  gtk_widget_set_sensitive (self->export, takes != NULL);
  if (takes == NULL)
    {
      saffron_takes_row_fail (self->estimate, error);
      return;
    }
  show_channels (self, takes);
  text = saffron_takes_to_words (&takes->estimate, takes->free_bytes);
  saffron_takes_row_answer (self->estimate, text,
                            takes->free_bytes < 0
                                || takes->estimate.bytes <= takes->free_bytes);
}

static void
update_estimate (SaffronMergeDialog *self)
{
  GCancellable *cancellable = saffron_takes_row_begin (self->estimate);

  saffron_merge_estimate_async (make_spec (self, FALSE), cancellable,
                                on_estimated, g_object_ref (self));
}

/* Whoever gets the file does not see the window's verdicts. */
static void
show_caution (SaffronMergeDialog *self)
{
  g_autoptr (SaffronReportSource) source =
      saffron_report_source_new (self->session, NULL);
  g_autoptr (GString) text = g_string_new (NULL);
  guint without = 0, unverified = 0;

  for (guint i = 0; i < source->slides->len; i++)
    {
      const SaffronReportSlide *slide = source->slides->pdata[i];

      without += slide->run == NULL;
      unverified += slide->run != NULL && !slide->run->verified;
    }
  if (unverified > 0)
    g_string_append_printf (text,
                            ngettext ("%u slide is not verified",
                                      "%u slides are not verified", unverified),
                            unverified);
  if (without > 0)
    {
      g_string_append (text, unverified > 0 ? "\n" : "");
      g_string_append_printf (
          text,
          ngettext ("%u slide is not registered, and left out",
                    "%u slides are not registered, and left out", without),
          without);
    }
  gtk_widget_set_visible (self->caution, text->len > 0);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->caution_row),
                                 text->str);
}

static void
on_may_write (GObject *source, GAsyncResult *result, gpointer user_data)
{
  SaffronMergeDialog *self = SAFFRON_MERGE_DIALOG (source);
  gboolean replace = FALSE;
  gboolean write = saffron_replace_ask_finish (result, &replace);

  if (g_task_get_cancellable (G_TASK (result)) == self->looking)
    stop_looking (self);
  if (!write)
    return;
  self->chosen (make_spec (self, replace), self->user_data);
  gtk_window_close (GTK_WINDOW (self));
}

static void
on_export (GtkButton *button, SaffronMergeDialog *self)
{
  const char *paths[] = { saffron_target_row_get_path (self->target), NULL };

  if (self->looking != NULL)
    return;
  self->looking = g_cancellable_new ();
  saffron_replace_ask_async (GTK_WINDOW (self), _ ("Replace the File?"), paths,
                             self->looking, on_may_write, NULL);
}

static void
on_cancel (GtkButton *button, SaffronMergeDialog *self)
{
  gtk_window_close (GTK_WINDOW (self));
}

static void
on_chosen (SaffronTargetRow *row, SaffronMergeDialog *self)
{
  stop_looking (self);
  update_estimate (self);
}

static void
on_duplicates (GtkSwitch *duplicates,
               GParamSpec *pspec,
               SaffronMergeDialog *self)
{
  update_estimate (self);
}

/* The estimate under way holds the dialog until it has ended; its answer is
 * ignored. */
static gboolean
saffron_merge_dialog_close_request (GtkWindow *window)
{
  SaffronMergeDialog *self = SAFFRON_MERGE_DIALOG (window);

  saffron_takes_row_cancel (self->estimate);
  stop_looking (self);
  return GTK_WINDOW_CLASS (saffron_merge_dialog_parent_class)
      ->close_request (window);
}

static void
saffron_merge_dialog_finalize (GObject *object)
{
  SaffronMergeDialog *self = SAFFRON_MERGE_DIALOG (object);

  stop_looking (self);
  g_object_unref (self->session);
  G_OBJECT_CLASS (saffron_merge_dialog_parent_class)->finalize (object);
}

#define BIND(child)                                                            \
  gtk_widget_class_bind_template_child (widget_class, SaffronMergeDialog, child)

static void
saffron_merge_dialog_class_init (SaffronMergeDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = saffron_merge_dialog_finalize;
  GTK_WINDOW_CLASS (klass)->close_request = saffron_merge_dialog_close_request;

  g_type_ensure (SAFFRON_TYPE_TAKES_ROW);
  g_type_ensure (SAFFRON_TYPE_TARGET_ROW);
  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/saffron/Saffron/ui/merge-dialog.ui");
  BIND (export);
  BIND (caution);
  BIND (caution_row);
  BIND (target);
  BIND (duplicates);
  BIND (channels);
  BIND (estimate);
  gtk_widget_class_bind_template_callback (widget_class, on_cancel);
  gtk_widget_class_bind_template_callback (widget_class, on_export);
  gtk_widget_class_bind_template_callback (widget_class, on_chosen);
  gtk_widget_class_bind_template_callback (widget_class, on_duplicates);
}

static void
saffron_merge_dialog_init (SaffronMergeDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  /* Set here and not in the template: there the window is not yet the button's
   * root. */
  gtk_window_set_focus (GTK_WINDOW (self), self->export);
  saffron_accels_add_escape (GTK_WIDGET (self));
}

GtkWidget *
saffron_merge_dialog_new (GtkWindow *parent,
                          SaffronSession *session,
                          const char *path,
                          guint threads,
                          SaffronMergeChosen chosen,
                          gpointer user_data)
{
  SaffronMergeDialog *self =
      g_object_new (SAFFRON_TYPE_MERGE_DIALOG, "transient-for", parent, NULL);

  self->session = g_object_ref (session);
  self->threads = threads;
  self->chosen = chosen;
  self->user_data = user_data;
  saffron_target_row_set_path (self->target, path);
  show_caution (self);
  update_estimate (self);
  return GTK_WIDGET (self);
}
