/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/dialogs/export-dialog.h"

#include <glib/gi18n.h>

#include "app/accels.h"
#include "app/dialogs/replace-dialog.h"
#include "app/dialogs/takes-row.h"
#include "app/dialogs/target-row.h"
#include "app/dialogs/transform-rows.h"
#include "app/dialogs/warp-rows.h"
#include "quality/verdict-words.h"
#include "session/moving.h"

struct _SaffronExportDialog {
  AdwWindow parent_instance;

  SaffronExport *spec; /* NULL while the rows are being filled */
  SaffronSlide *reference;
  SaffronExportChosen chosen;
  gpointer user_data;
  GCancellable *looking; /* asks whether the targets may be written; NULL: no
                            question is under way */

  GtkWidget *export;
  AdwPreferencesGroup *group;
  GtkWidget *verdict;
  AdwActionRow *verdict_row;
  SaffronTargetRow *target;
  char *own_name; /* the target's without another image */
  AdwComboRow *level;
  GtkWidget *legend_row;
  GtkSwitch *legend;
  SaffronWarpRows *warp_rows;
  SaffronTransformRows *transform_rows;
  SaffronTakesRow *estimate;
};

G_DEFINE_FINAL_TYPE (SaffronExportDialog,
                     saffron_export_dialog,
                     ADW_TYPE_WINDOW)

static void
stop_looking (SaffronExportDialog *self)
{
  g_cancellable_cancel (self->looking);
  g_clear_object (&self->looking);
}

static void
take_target (SaffronExportDialog *self)
{
  g_free (self->spec->path);
  self->spec->path = g_strdup (saffron_target_row_get_path (self->target));
}

/* Gives the target another name in its folder. */
static void
rename_target (SaffronExportDialog *self, const char *name)
{
  saffron_target_row_rename (self->target, name);
  take_target (self);
}

/* Whoever gets the file does not see the window's verdict. */
static void
show_verdict (SaffronExportDialog *self, const SaffronExport *spec)
{
  g_autofree char *warning = saffron_verdict_to_warning (spec->run);
  g_autofree char *markup =
      g_markup_escape_text (warning != NULL ? warning : "", -1);

  gtk_widget_set_visible (self->verdict, warning != NULL);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->verdict_row),
                                 markup);
}

static void
on_estimated (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (SaffronExportDialog) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree SaffronExportTakes *takes =
      saffron_export_estimate_finish (result, &error);
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
  if (takes->labels)
    {
      saffron_warp_rows_show_interpolation (self->warp_rows,
                                            SAFFRON_INTERPOLATION_NEAREST);
      saffron_warp_rows_take (self->warp_rows, self->spec);
    }
  text = saffron_export_takes_to_words (takes, self->spec);
  saffron_takes_row_answer (self->estimate, text,
                            takes->free_bytes < 0
                                || takes->estimate.bytes <= takes->free_bytes);
}

static void
update_estimate (SaffronExportDialog *self)
{
  GCancellable *cancellable = saffron_takes_row_begin (self->estimate);

  saffron_export_estimate_async (self->spec, cancellable, on_estimated,
                                 g_object_ref (self));
}

static void
on_may_write (GObject *source, GAsyncResult *result, gpointer user_data)
{
  SaffronExportDialog *self = SAFFRON_EXPORT_DIALOG (source);
  gboolean replace = FALSE;
  gboolean write = saffron_replace_ask_finish (result, &replace);

  if (g_task_get_cancellable (G_TASK (result)) == self->looking)
    stop_looking (self);
  if (!write)
    return;
  self->spec->qc.overwrite = self->spec->warp.overwrite = replace;
  self->spec->itk.overwrite = replace;
  self->chosen (self->spec, self->user_data);
  gtk_window_close (GTK_WINDOW (self));
}

/* (transfer full) (nullable): what else is written beside the target. */
static char *
second_target (const SaffronExport *spec)
{
  return spec->kind == SAFFRON_EXPORT_TRANSFORM
                 && spec->itk.format == SAFFRON_ITK_FIELD
             ? saffron_itk_text_path (spec->path)
             : NULL;
}

static void
on_export (GtkButton *button, SaffronExportDialog *self)
{
  g_autofree char *second = second_target (self->spec);
  const char *paths[] = { self->spec->path, second, NULL };

  if (self->looking != NULL)
    return;
  self->looking = g_cancellable_new ();
  saffron_replace_ask_async (GTK_WINDOW (self), _ ("Replace the File?"), paths,
                             self->looking, on_may_write, NULL);
}

static void
on_cancel (GtkButton *button, SaffronExportDialog *self)
{
  gtk_window_close (GTK_WINDOW (self));
}

/* The estimate under way holds the dialog until it has ended; its answer is
 * ignored. */
static gboolean
saffron_export_dialog_close_request (GtkWindow *window)
{
  SaffronExportDialog *self = SAFFRON_EXPORT_DIALOG (window);

  saffron_takes_row_cancel (self->estimate);
  stop_looking (self);
  return GTK_WINDOW_CLASS (saffron_export_dialog_parent_class)
      ->close_request (window);
}

/* A transform's format and how its file ends belong together. */
static void
end_by_format (SaffronExportDialog *self)
{
  SaffronItkFormat format = self->spec->itk.format, now = 0;
  const char *path = self->spec->path;
  g_autofree char *name = g_path_get_basename (path);
  g_autofree char *ended = NULL;
  gboolean known = saffron_itk_format_from_path (path, &now, NULL);

  if (known && now == format)
    return;
  if (known)
    *strrchr (name, '.') = '\0';
  ended = g_strdup_printf ("%s.%s", name, saffron_itk_format_suffix (format));
  rename_target (self, ended);
}

static void
on_chosen (SaffronTargetRow *row, SaffronExportDialog *self)
{
  take_target (self);
  stop_looking (self);
  if (self->spec->kind == SAFFRON_EXPORT_TRANSFORM)
    {
      if (saffron_itk_format_from_path (self->spec->path,
                                        &self->spec->itk.format, NULL))
        saffron_transform_rows_show (self->transform_rows, &self->spec->itk);
      end_by_format (self);
    }
  update_estimate (self);
}

/* Each choice changes what the export takes, so it is estimated again. */
static void
take_rows (SaffronExportDialog *self)
{
  SaffronExport *spec = self->spec;

  if (spec == NULL)
    return;
  spec->qc.level = spec->warp.level = spec->itk.level =
      (int) adw_combo_row_get_selected (self->level);
  if (spec->kind == SAFFRON_EXPORT_WARP)
    saffron_warp_rows_take (self->warp_rows, spec);
  if (spec->kind == SAFFRON_EXPORT_TRANSFORM)
    {
      saffron_transform_rows_take (self->transform_rows, &spec->itk);
      end_by_format (self);
    }
  stop_looking (self);
  update_estimate (self);
}

static void
on_image (SaffronWarpRows *rows, SaffronExportDialog *self)
{
  saffron_warp_rows_take (rows, self->spec);
  if (self->spec->image != NULL)
    {
      g_autofree char *base = saffron_moving_name_of_path (self->spec->image);
      g_autofree char *name = g_strdup_printf ("%s_registered.ome.tiff", base);

      rename_target (self, name);
    }
  else
    rename_target (self, self->own_name);
  take_rows (self);
}

static void
on_legend (GtkSwitch *legend, GParamSpec *pspec, SaffronExportDialog *self)
{
  if (self->spec != NULL)
    self->spec->qc.legend = gtk_switch_get_active (legend);
}

static void
saffron_export_dialog_finalize (GObject *object)
{
  SaffronExportDialog *self = SAFFRON_EXPORT_DIALOG (object);

  stop_looking (self);
  g_clear_object (&self->reference);
  g_free (self->own_name);
  g_clear_pointer (&self->spec, saffron_export_free);
  G_OBJECT_CLASS (saffron_export_dialog_parent_class)->finalize (object);
}

static void
saffron_export_dialog_class_init (SaffronExportDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = saffron_export_dialog_finalize;
  GTK_WINDOW_CLASS (klass)->close_request = saffron_export_dialog_close_request;

  g_type_ensure (SAFFRON_TYPE_TAKES_ROW);
  g_type_ensure (SAFFRON_TYPE_TARGET_ROW);
  g_type_ensure (SAFFRON_TYPE_WARP_ROWS);
  g_type_ensure (SAFFRON_TYPE_TRANSFORM_ROWS);
  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/saffron/Saffron/ui/export-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, SaffronExportDialog,
                                        export);
  gtk_widget_class_bind_template_child (widget_class, SaffronExportDialog,
                                        group);
  gtk_widget_class_bind_template_child (widget_class, SaffronExportDialog,
                                        verdict);
  gtk_widget_class_bind_template_child (widget_class, SaffronExportDialog,
                                        verdict_row);
  gtk_widget_class_bind_template_child (widget_class, SaffronExportDialog,
                                        target);
  gtk_widget_class_bind_template_child (widget_class, SaffronExportDialog,
                                        level);
  gtk_widget_class_bind_template_child (widget_class, SaffronExportDialog,
                                        legend_row);
  gtk_widget_class_bind_template_child (widget_class, SaffronExportDialog,
                                        legend);
  gtk_widget_class_bind_template_child (widget_class, SaffronExportDialog,
                                        warp_rows);
  gtk_widget_class_bind_template_child (widget_class, SaffronExportDialog,
                                        transform_rows);
  gtk_widget_class_bind_template_child (widget_class, SaffronExportDialog,
                                        estimate);
  gtk_widget_class_bind_template_callback (widget_class, on_cancel);
  gtk_widget_class_bind_template_callback (widget_class, on_export);
  gtk_widget_class_bind_template_callback (widget_class, on_chosen);
  gtk_widget_class_bind_template_callback (widget_class, take_rows);
  gtk_widget_class_bind_template_callback (widget_class, on_image);
  gtk_widget_class_bind_template_callback (widget_class, on_legend);
}

static void
saffron_export_dialog_init (SaffronExportDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  /* Set here and not in the template: there the window is not yet the button's
   * root. */
  gtk_window_set_focus (GTK_WINDOW (self), self->export);
  saffron_accels_add_escape (GTK_WIDGET (self));
}

/* More halvings than the file has levels are possible, too. */
static GtkStringList *
level_names (SaffronSlide *reference, int selected)
{
  GtkStringList *names = gtk_string_list_new (NULL);
  int n = MAX (saffron_slide_get_n_levels (reference), selected + 1);

  for (int i = 0; i < MAX (n, 5); i++)
    {
      double downsample = saffron_warp_downsample (reference, i);
      g_autofree char *name =
          i == 0 ? g_strdup (_ ("Full resolution"))
                 : g_strdup_printf (_ ("Level %d, 1:%.4g"), i, downsample);

      gtk_string_list_append (names, name);
    }
  return names;
}

static int
get_level (const SaffronExport *spec)
{
  switch (spec->kind)
    {
    case SAFFRON_EXPORT_QC:
      return spec->qc.level;
    case SAFFRON_EXPORT_TRANSFORM:
      return spec->itk.level;
    default:
      return spec->warp.level;
    }
}

/* Shows the rows that this kind of export has. */
static void
fill_rows (SaffronExportDialog *self, const SaffronExport *spec)
{
  int level = get_level (spec);
  g_autoptr (GtkStringList) levels = level_names (self->reference, level);

  adw_combo_row_set_model (self->level, G_LIST_MODEL (levels));
  adw_combo_row_set_selected (self->level, level);
  gtk_switch_set_active (self->legend, spec->qc.legend);
  saffron_warp_rows_show (self->warp_rows, spec);
  saffron_transform_rows_show (self->transform_rows, &spec->itk);
  if (spec->kind == SAFFRON_EXPORT_TRANSFORM)
    adw_action_row_set_subtitle (
        ADW_ACTION_ROW (self->level),
        _ ("Of both slides’ pictures in the other program"));
  saffron_target_row_set_keeps_name (self->target,
                                     spec->kind == SAFFRON_EXPORT_QC);
  gtk_widget_set_visible (self->legend_row, spec->kind == SAFFRON_EXPORT_QC);
  gtk_widget_set_visible (GTK_WIDGET (self->warp_rows),
                          spec->kind == SAFFRON_EXPORT_WARP);
  gtk_widget_set_visible (GTK_WIDGET (self->transform_rows),
                          spec->kind == SAFFRON_EXPORT_TRANSFORM);
}

GtkWidget *
saffron_export_dialog_new (GtkWindow *parent,
                           const SaffronExport *spec,
                           SaffronSlide *reference,
                           SaffronExportChosen chosen,
                           gpointer user_data)
{
  static const struct {
    const char *title;
    int height;
  } kinds[] = {
    [SAFFRON_EXPORT_QC] = { N_ ("Export QC Picture"), 380 },
    [SAFFRON_EXPORT_WARP] = { N_ ("Export Warped OME-TIFF"), 660 },
    [SAFFRON_EXPORT_TRANSFORM] = { N_ ("Export Transform"), 580 },
  };
  SaffronExportDialog *self =
      g_object_new (SAFFRON_TYPE_EXPORT_DIALOG, "transient-for", parent, NULL);
  g_autofree char *note =
      g_markup_escape_text (spec->note != NULL ? spec->note : "", -1);
  int height = kinds[spec->kind].height;

  if (saffron_run_get_state (spec->run) != SAFFRON_RUN_VERIFIED)
    height += 90;
  if (spec->note != NULL)
    height += 60;

  self->reference = g_object_ref (reference);
  self->chosen = chosen;
  self->user_data = user_data;
  gtk_window_set_title (GTK_WINDOW (self), _ (kinds[spec->kind].title));
  gtk_window_set_default_size (GTK_WINDOW (self), 500, height);
  adw_preferences_group_set_description (self->group, note);
  show_verdict (self, spec);
  fill_rows (self, spec);
  self->spec = saffron_export_copy (spec);
  self->own_name = g_path_get_basename (spec->path);
  saffron_target_row_set_path (self->target, spec->path);
  update_estimate (self);
  return GTK_WIDGET (self);
}
