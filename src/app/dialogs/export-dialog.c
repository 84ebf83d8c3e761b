/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/dialogs/export-dialog.h"

#include <glib/gi18n.h>

#include "app/accels.h"
#include "app/dialogs/image-row.h"
#include "app/dialogs/replace-dialog.h"
#include "base/duration.h"
#include "quality/verdict-words.h"
#include "session/moving.h"

struct _SaffronExportDialog {
  AdwWindow parent_instance;

  SaffronExport *spec; /* NULL while the rows are being filled */
  SaffronSlide *reference;
  SaffronExportChosen chosen;
  gpointer user_data;
  GCancellable *estimating;
  GCancellable *looking; /* asks whether the target exists; NULL: no question is
                            under way */
  GtkFileChooserNative *chooser;

  GtkWidget *export;
  AdwPreferencesGroup *group;
  GtkWidget *verdict;
  AdwActionRow *verdict_row;
  AdwActionRow *target;
  SaffronImageRow *image;
  char *own_name; /* the target's without another image */
  AdwComboRow *level;
  GtkWidget *legend_row;
  GtkSwitch *legend;
  AdwComboRow *crop;
  AdwComboRow *interpolation;
  AdwComboRow *compression;
  AdwActionRow *estimate;
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
show_target (SaffronExportDialog *self)
{
  g_autofree char *shown = g_filename_display_name (self->spec->path);
  g_autofree char *markup = g_markup_escape_text (shown, -1);

  adw_action_row_set_subtitle (self->target, markup);
}

/* Gives the target another name in its folder. */
static void
rename_target (SaffronExportDialog *self, const char *name)
{
  g_autofree char *folder = g_path_get_dirname (self->spec->path);

  g_free (self->spec->path);
  self->spec->path = g_build_filename (folder, name, NULL);
  show_target (self);
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

/* The row is not the person's choice then. */
static void
show_interpolation (SaffronExportDialog *self, SaffronInterpolation chosen)
{
  SaffronExport *spec = g_steal_pointer (&self->spec);

  adw_combo_row_set_selected (self->interpolation, chosen);
  self->spec = spec;
}

static void
show_estimate (SaffronExportDialog *self, const char *text, gboolean fits)
{
  g_autofree char *markup = g_markup_escape_text (text, -1);

  adw_action_row_set_subtitle (self->estimate, markup);
  if (fits)
    gtk_widget_remove_css_class (GTK_WIDGET (self->estimate), "warning");
  else
    gtk_widget_add_css_class (GTK_WIDGET (self->estimate), "warning");
}

static void
on_estimated (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (SaffronExportDialog) self = user_data;
  g_autoptr (GError) error = NULL;
  gint64 free_bytes = -1;
  gboolean labels = FALSE;
  g_autofree SaffronExportEstimate *estimate =
      saffron_export_estimate_finish (result, &free_bytes, &labels, &error);
  g_autofree char *size = NULL;
  g_autofree char *time = NULL;
  g_autofree char *room = NULL;
  g_autofree char *text = NULL;

  if (g_task_get_cancellable (G_TASK (result)) != self->estimating
      || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  gtk_widget_set_sensitive (self->export, estimate != NULL);
  if (estimate == NULL)
    {
      show_estimate (self, error->message, FALSE);
      return;
    }
  if (labels)
    show_interpolation (self, SAFFRON_INTERPOLATION_NEAREST);
  size = g_format_size (estimate->bytes);
  time = saffron_describe_seconds (estimate->seconds);
  room = free_bytes >= 0 ? g_format_size (free_bytes) : g_strdup ("?");
  text = g_strdup_printf (_ ("%.0f × %.0f pixels, about %s, about %s; %s are "
                             "free there"),
                          (double) estimate->width, (double) estimate->height,
                          size, time, room);
  show_estimate (self, text, free_bytes < 0 || estimate->bytes <= free_bytes);
}

/* The estimate under way is about other settings: cancels it. */
static void
update_estimate (SaffronExportDialog *self)
{
  g_cancellable_cancel (self->estimating);
  g_object_unref (self->estimating);
  self->estimating = g_cancellable_new ();
  show_estimate (self, _ ("Working it out…"), TRUE);
  saffron_export_estimate_async (self->spec, self->estimating, on_estimated,
                                 g_object_ref (self));
}

static void
finish (SaffronExportDialog *self)
{
  self->chosen (self->spec, self->user_data);
  gtk_window_close (GTK_WINDOW (self));
}

static void
on_replace_answered (AdwMessageDialog *question,
                     const char *response,
                     gpointer user_data)
{
  SaffronExportDialog *self = user_data;

  if (!g_str_equal (response, "replace"))
    return;
  self->spec->qc.overwrite = self->spec->warp.overwrite = TRUE;
  finish (self);
}

static void
ask_to_replace (SaffronExportDialog *self)
{
  GtkWidget *question = saffron_replace_dialog_new (
      GTK_WINDOW (self), _ ("Replace the File?"), self->spec->path);

  g_signal_connect_object (question, "response",
                           G_CALLBACK (on_replace_answered), self, 0);
  gtk_window_present (GTK_WINDOW (question));
}

static void
on_looked (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (SaffronExportDialog) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GFileInfo) info =
      g_file_query_info_finish (G_FILE (source), result, &error);

  /* The dialog was closed, or the target is another one now. */
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  g_clear_object (&self->looking);
  if (info != NULL)
    ask_to_replace (self);
  else
    finish (self);
}

/* Asks in the background, because the disk may be on a network. */
static void
on_export (GtkButton *button, SaffronExportDialog *self)
{
  g_autoptr (GFile) file = g_file_new_for_path (self->spec->path);

  if (self->looking != NULL)
    return;
  self->looking = g_cancellable_new ();
  g_file_query_info_async (file, G_FILE_ATTRIBUTE_STANDARD_TYPE,
                           G_FILE_QUERY_INFO_NONE, G_PRIORITY_DEFAULT,
                           self->looking, on_looked, g_object_ref (self));
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

  g_cancellable_cancel (self->estimating);
  stop_looking (self);
  return GTK_WINDOW_CLASS (saffron_export_dialog_parent_class)
      ->close_request (window);
}

static void
on_chosen (GtkNativeDialog *chooser, int response, gpointer user_data)
{
  SaffronExportDialog *self = user_data;
  g_autoptr (GFile) file = NULL;
  g_autofree char *path = NULL;

  if (response == GTK_RESPONSE_ACCEPT)
    file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (chooser));
  path = file != NULL ? g_file_get_path (file) : NULL;
  g_clear_object (&self->chooser);
  if (path == NULL)
    return;
  /* A QC picture keeps the name that pipelines expect. */
  if (self->spec->kind == SAFFRON_EXPORT_QC)
    {
      g_autofree char *name = g_path_get_basename (self->spec->path);
      g_autofree char *folder = g_steal_pointer (&path);

      path = g_build_filename (folder, name, NULL);
    }
  g_free (self->spec->path);
  self->spec->path = g_steal_pointer (&path);
  stop_looking (self);
  show_target (self);
  update_estimate (self);
}

static void
on_choose (GtkButton *button, SaffronExportDialog *self)
{
  gboolean folder = self->spec->kind == SAFFRON_EXPORT_QC;
  g_autoptr (GFile) file = g_file_new_for_path (self->spec->path);
  g_autoptr (GFile) parent = g_file_get_parent (file);
  g_autofree char *name = g_path_get_basename (self->spec->path);

  g_clear_object (&self->chooser);
  self->chooser = gtk_file_chooser_native_new (
      folder ? _ ("Choose a Folder") : _ ("Export To"), GTK_WINDOW (self),
      folder ? GTK_FILE_CHOOSER_ACTION_SELECT_FOLDER
             : GTK_FILE_CHOOSER_ACTION_SAVE,
      NULL, NULL);
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (self->chooser), TRUE);
  gtk_file_chooser_set_current_folder (GTK_FILE_CHOOSER (self->chooser), parent,
                                       NULL);
  if (!folder)
    gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (self->chooser), name);
  g_signal_connect (self->chooser, "response", G_CALLBACK (on_chosen), self);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (self->chooser));
}

/* Each choice changes what the export takes, so it is estimated again. */
static void
on_option (AdwComboRow *row, GParamSpec *pspec, SaffronExportDialog *self)
{
  if (self->spec == NULL)
    return;
  self->spec->qc.level = self->spec->warp.level =
      (int) adw_combo_row_get_selected (self->level);
  self->spec->warp.crop = adw_combo_row_get_selected (self->crop);
  self->spec->warp.interpolation =
      adw_combo_row_get_selected (self->interpolation);
  self->spec->warp.compression = adw_combo_row_get_selected (self->compression);
  update_estimate (self);
}

static void
on_interpolation (AdwComboRow *row,
                  GParamSpec *pspec,
                  SaffronExportDialog *self)
{
  if (self->spec != NULL)
    self->spec->choose = FALSE;
  on_option (row, pspec, self);
}

static void
on_image (SaffronImageRow *row, SaffronExportDialog *self)
{
  const char *path = saffron_image_row_get_path (row);

  g_free (self->spec->image);
  self->spec->image = g_strdup (path);
  self->spec->choose = path != NULL;
  if (path != NULL)
    {
      g_autofree char *base = saffron_moving_name_of_path (path);
      g_autofree char *name = g_strdup_printf ("%s_registered.ome.tiff", base);

      rename_target (self, name);
    }
  else
    rename_target (self, self->own_name);
  show_interpolation (self, SAFFRON_INTERPOLATION_CUBIC);
  self->spec->warp.interpolation = SAFFRON_INTERPOLATION_CUBIC;
  stop_looking (self);
  update_estimate (self);
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

  g_cancellable_cancel (self->estimating);
  g_object_unref (self->estimating);
  stop_looking (self);
  g_clear_object (&self->chooser);
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

  g_type_ensure (SAFFRON_TYPE_IMAGE_ROW);
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
                                        image);
  gtk_widget_class_bind_template_child (widget_class, SaffronExportDialog,
                                        level);
  gtk_widget_class_bind_template_child (widget_class, SaffronExportDialog,
                                        legend_row);
  gtk_widget_class_bind_template_child (widget_class, SaffronExportDialog,
                                        legend);
  gtk_widget_class_bind_template_child (widget_class, SaffronExportDialog,
                                        crop);
  gtk_widget_class_bind_template_child (widget_class, SaffronExportDialog,
                                        interpolation);
  gtk_widget_class_bind_template_child (widget_class, SaffronExportDialog,
                                        compression);
  gtk_widget_class_bind_template_child (widget_class, SaffronExportDialog,
                                        estimate);
  gtk_widget_class_bind_template_callback (widget_class, on_cancel);
  gtk_widget_class_bind_template_callback (widget_class, on_export);
  gtk_widget_class_bind_template_callback (widget_class, on_choose);
  gtk_widget_class_bind_template_callback (widget_class, on_option);
  gtk_widget_class_bind_template_callback (widget_class, on_interpolation);
  gtk_widget_class_bind_template_callback (widget_class, on_image);
  gtk_widget_class_bind_template_callback (widget_class, on_legend);
}

static void
saffron_export_dialog_init (SaffronExportDialog *self)
{
  self->estimating = g_cancellable_new ();
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

static GtkStringList *
compression_names (void)
{
  GtkStringList *names = gtk_string_list_new (NULL);

  for (int i = SAFFRON_COMPRESSION_NONE; i <= SAFFRON_COMPRESSION_WEBP; i++)
    gtk_string_list_append (names, saffron_compression_name (i));
  return names;
}

/* Shows the rows that this kind of export has. */
static void
fill_rows (SaffronExportDialog *self, const SaffronExport *spec)
{
  gboolean qc = spec->kind == SAFFRON_EXPORT_QC;
  int level = qc ? spec->qc.level : spec->warp.level;
  g_autoptr (GtkStringList) levels = level_names (self->reference, level);
  g_autoptr (GtkStringList) codecs = compression_names ();

  adw_combo_row_set_model (self->level, G_LIST_MODEL (levels));
  adw_combo_row_set_selected (self->level, level);
  gtk_switch_set_active (self->legend, spec->qc.legend);
  adw_combo_row_set_selected (self->crop, spec->warp.crop);
  adw_combo_row_set_selected (self->interpolation, spec->warp.interpolation);
  adw_combo_row_set_model (self->compression, G_LIST_MODEL (codecs));
  adw_combo_row_set_selected (self->compression, spec->warp.compression);
  gtk_widget_set_visible (self->legend_row, qc);
  gtk_widget_set_visible (GTK_WIDGET (self->image), !qc);
  gtk_widget_set_visible (GTK_WIDGET (self->crop), !qc);
  gtk_widget_set_visible (GTK_WIDGET (self->interpolation), !qc);
  gtk_widget_set_visible (GTK_WIDGET (self->compression), !qc);
}

GtkWidget *
saffron_export_dialog_new (GtkWindow *parent,
                           const SaffronExport *spec,
                           SaffronSlide *reference,
                           SaffronExportChosen chosen,
                           gpointer user_data)
{
  SaffronExportDialog *self =
      g_object_new (SAFFRON_TYPE_EXPORT_DIALOG, "transient-for", parent, NULL);
  gboolean qc = spec->kind == SAFFRON_EXPORT_QC;
  g_autofree char *note =
      g_markup_escape_text (spec->note != NULL ? spec->note : "", -1);
  int height = qc ? 340 : 520;

  if (saffron_run_get_state (spec->run) != SAFFRON_RUN_VERIFIED)
    height += 90;

  self->reference = g_object_ref (reference);
  self->chosen = chosen;
  self->user_data = user_data;
  gtk_window_set_title (GTK_WINDOW (self), qc ? _ ("Export QC Picture")
                                              : _ ("Export Warped OME-TIFF"));
  gtk_window_set_default_size (GTK_WINDOW (self), 500,
                               spec->note != NULL ? height + 60 : height);
  adw_preferences_group_set_description (self->group, note);
  show_verdict (self, spec);
  fill_rows (self, spec);
  self->spec = saffron_export_copy (spec);
  self->own_name = g_path_get_basename (spec->path);
  show_target (self);
  update_estimate (self);
  return GTK_WIDGET (self);
}
