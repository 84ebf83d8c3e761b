/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/dialogs/export-dialog.h"

#include <adwaita.h>
#include <glib/gi18n.h>

#include "app/accels.h"
#include "app/dialogs/replace-dialog.h"
#include "base/duration.h"

typedef struct {
  AdwWindow *window;
  SaffronExport *spec;
  SaffronSlide *reference;
  SaffronExportChosen chosen;
  gpointer user_data;
  GCancellable *estimating;
  GCancellable *looking; /* whether the target is there; NULL: nobody asked */
  GtkWidget *target;
  GtkWidget *estimate;
  GtkWidget *export;
  GtkFileChooserNative *chooser;
} Dialog;

static const char *const crops[] = { N_ ("The reference’s area"),
                                     N_ ("Where both are"),
                                     N_ ("Both slides’ areas"), NULL };
static const char *const interpolations[] = { N_ ("Nearest, for labels"),
                                              N_ ("Linear"), N_ ("Cubic"),
                                              NULL };

static void
stop_looking (Dialog *self)
{
  g_cancellable_cancel (self->looking);
  g_clear_object (&self->looking);
}

static void
dialog_free (gpointer data)
{
  Dialog *self = data;

  g_cancellable_cancel (self->estimating);
  g_object_unref (self->estimating);
  stop_looking (self);
  g_clear_object (&self->chooser);
  g_object_unref (self->reference);
  saffron_export_free (self->spec);
  g_free (self);
}

static void
show_target (Dialog *self)
{
  g_autofree char *shown = g_filename_display_name (self->spec->path);
  g_autofree char *markup = g_markup_escape_text (shown, -1);

  adw_action_row_set_subtitle (ADW_ACTION_ROW (self->target), markup);
}

static void
show_estimate (Dialog *self, const char *text, gboolean fits)
{
  g_autofree char *markup = g_markup_escape_text (text, -1);

  adw_action_row_set_subtitle (ADW_ACTION_ROW (self->estimate), markup);
  if (fits)
    gtk_widget_remove_css_class (self->estimate, "warning");
  else
    gtk_widget_add_css_class (self->estimate, "warning");
}

static void
on_estimated (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GtkWidget) window = user_data;
  Dialog *self = g_object_get_data (G_OBJECT (window), "export-dialog");
  g_autoptr (GError) error = NULL;
  gint64 free_bytes = -1;
  g_autofree SaffronExportEstimate *estimate =
      saffron_export_estimate_finish (result, &free_bytes, &error);
  g_autofree char *size = NULL;
  g_autofree char *time = NULL;
  g_autofree char *room = NULL;
  g_autofree char *text = NULL;

  if (self == NULL
      || g_task_get_cancellable (G_TASK (result)) != self->estimating
      || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  gtk_widget_set_sensitive (self->export, estimate != NULL);
  if (estimate == NULL)
    {
      show_estimate (self, error->message, FALSE);
      return;
    }
  size = g_format_size (estimate->bytes);
  time = saffron_describe_seconds (estimate->seconds);
  room = free_bytes >= 0 ? g_format_size (free_bytes) : g_strdup ("?");
  text = g_strdup_printf (_ ("%.0f × %.0f pixels, about %s, about %s; %s are "
                             "free there"),
                          (double) estimate->width, (double) estimate->height,
                          size, time, room);
  show_estimate (self, text, free_bytes < 0 || estimate->bytes <= free_bytes);
}

/* What was being worked out is about something else now. */
static void
update_estimate (Dialog *self)
{
  g_cancellable_cancel (self->estimating);
  g_object_unref (self->estimating);
  self->estimating = g_cancellable_new ();
  show_estimate (self, _ ("Working it out…"), TRUE);
  saffron_export_estimate_async (self->spec, self->estimating, on_estimated,
                                 g_object_ref (self->window));
}

static void
finish (Dialog *self)
{
  self->chosen (self->spec, self->user_data);
  gtk_window_close (GTK_WINDOW (self->window));
}

static void
on_replace_answered (AdwMessageDialog *question,
                     const char *response,
                     gpointer user_data)
{
  GtkWidget *window = user_data;
  Dialog *self = g_object_get_data (G_OBJECT (window), "export-dialog");

  if (!g_str_equal (response, "replace"))
    return;
  self->spec->qc.overwrite = self->spec->warp.overwrite = TRUE;
  finish (self);
}

static void
ask_to_replace (Dialog *self)
{
  GtkWidget *question = saffron_replace_dialog_new (
      GTK_WINDOW (self->window), _ ("Replace the File?"), self->spec->path);

  g_signal_connect_object (question, "response",
                           G_CALLBACK (on_replace_answered), self->window, 0);
  gtk_window_present (GTK_WINDOW (question));
}

static void
on_looked (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GtkWidget) window = user_data;
  Dialog *self = g_object_get_data (G_OBJECT (window), "export-dialog");
  g_autoptr (GError) error = NULL;
  g_autoptr (GFileInfo) info =
      g_file_query_info_finish (G_FILE (source), result, &error);

  /* Closed, or it goes elsewhere now. */
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  g_clear_object (&self->looking);
  if (info != NULL)
    ask_to_replace (self);
  else
    finish (self);
}

/* The disk may be a network's, for which the window does not wait. */
static void
on_export (GtkButton *button, gpointer user_data)
{
  Dialog *self = user_data;
  g_autoptr (GFile) file = g_file_new_for_path (self->spec->path);

  if (self->looking != NULL)
    return;
  self->looking = g_cancellable_new ();
  g_file_query_info_async (file, G_FILE_ATTRIBUTE_STANDARD_TYPE,
                           G_FILE_QUERY_INFO_NONE, G_PRIORITY_DEFAULT,
                           self->looking, on_looked,
                           g_object_ref (self->window));
}

static void
on_cancel (GtkButton *button, gpointer user_data)
{
  Dialog *self = user_data;

  gtk_window_close (GTK_WINDOW (self->window));
}

/* What is under way keeps the dialog until it has come; nobody waits for it
 * now. */
static gboolean
on_close_request (GtkWindow *window, gpointer user_data)
{
  Dialog *self = user_data;

  g_cancellable_cancel (self->estimating);
  stop_looking (self);
  return GDK_EVENT_PROPAGATE;
}

static void
on_chosen (GtkNativeDialog *chooser, int response, gpointer user_data)
{
  Dialog *self = user_data;
  g_autoptr (GFile) file = NULL;
  g_autofree char *path = NULL;

  if (response == GTK_RESPONSE_ACCEPT)
    file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (chooser));
  path = file != NULL ? g_file_get_path (file) : NULL;
  g_clear_object (&self->chooser);
  if (path == NULL)
    return;
  /* A picture keeps its name: the one that pipelines know. */
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
on_choose (GtkButton *button, gpointer user_data)
{
  Dialog *self = user_data;
  gboolean folder = self->spec->kind == SAFFRON_EXPORT_QC;
  g_autoptr (GFile) file = g_file_new_for_path (self->spec->path);
  g_autoptr (GFile) parent = g_file_get_parent (file);
  g_autofree char *name = g_path_get_basename (self->spec->path);

  g_clear_object (&self->chooser);
  self->chooser = gtk_file_chooser_native_new (
      folder ? _ ("Choose a Folder") : _ ("Export To"),
      GTK_WINDOW (self->window),
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

static void
on_level (AdwComboRow *row, GParamSpec *pspec, gpointer user_data)
{
  Dialog *self = user_data;

  self->spec->qc.level = self->spec->warp.level =
      (int) adw_combo_row_get_selected (row);
  update_estimate (self);
}

static void
on_crop (AdwComboRow *row, GParamSpec *pspec, gpointer user_data)
{
  Dialog *self = user_data;

  self->spec->warp.crop = adw_combo_row_get_selected (row);
  update_estimate (self);
}

static void
on_interpolation (AdwComboRow *row, GParamSpec *pspec, gpointer user_data)
{
  Dialog *self = user_data;

  self->spec->warp.interpolation = adw_combo_row_get_selected (row);
  update_estimate (self);
}

static void
on_compression (AdwComboRow *row, GParamSpec *pspec, gpointer user_data)
{
  Dialog *self = user_data;

  self->spec->warp.compression = adw_combo_row_get_selected (row);
  update_estimate (self);
}

static void
on_legend (GtkSwitch *legend, GParamSpec *pspec, gpointer user_data)
{
  Dialog *self = user_data;

  self->spec->qc.legend = gtk_switch_get_active (legend);
}

static void
add_choice (AdwPreferencesGroup *group,
            const char *title,
            GtkStringList *names,
            guint selected,
            GCallback callback,
            Dialog *self)
{
  GtkWidget *row = adw_combo_row_new ();

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_combo_row_set_model (ADW_COMBO_ROW (row), G_LIST_MODEL (names));
  adw_combo_row_set_selected (ADW_COMBO_ROW (row), selected);
  g_signal_connect (row, "notify::selected", callback, self);
  adw_preferences_group_add (group, row);
}

/* Halvings beyond the file's levels can be had too. */
static GtkStringList *
level_names (Dialog *self)
{
  GtkStringList *names = gtk_string_list_new (NULL);
  int selected = self->spec->kind == SAFFRON_EXPORT_QC ? self->spec->qc.level
                                                       : self->spec->warp.level;
  int n = MAX (saffron_slide_get_n_levels (self->reference), selected + 1);

  for (int i = 0; i < MAX (n, 5); i++)
    {
      double downsample = saffron_warp_downsample (self->reference, i);
      g_autofree char *name =
          i == 0 ? g_strdup (_ ("Full resolution"))
                 : g_strdup_printf (_ ("Level %d, 1:%.4g"), i, downsample);

      gtk_string_list_append (names, name);
    }
  return names;
}

static GtkStringList *
translated (const char *const *texts)
{
  GtkStringList *names = gtk_string_list_new (NULL);

  for (guint i = 0; texts[i] != NULL; i++)
    gtk_string_list_append (names, _ (texts[i]));
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

static void
add_qc_rows (Dialog *self, AdwPreferencesGroup *group)
{
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *legend = gtk_switch_new ();
  g_autoptr (GtkStringList) levels = level_names (self);

  add_choice (group, _ ("Level"), levels, self->spec->qc.level,
              G_CALLBACK (on_level), self);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row),
                                 _ ("Legend and Scale Bar"));
  gtk_switch_set_active (GTK_SWITCH (legend), self->spec->qc.legend);
  gtk_widget_set_valign (legend, GTK_ALIGN_CENTER);
  g_signal_connect (legend, "notify::active", G_CALLBACK (on_legend), self);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), legend);
  adw_action_row_set_activatable_widget (ADW_ACTION_ROW (row), legend);
  adw_preferences_group_add (group, row);
}

static void
add_warp_rows (Dialog *self, AdwPreferencesGroup *group)
{
  const SaffronWarpOptions *warp = &self->spec->warp;
  g_autoptr (GtkStringList) levels = level_names (self);
  g_autoptr (GtkStringList) areas = translated (crops);
  g_autoptr (GtkStringList) kernels = translated (interpolations);
  g_autoptr (GtkStringList) codecs = compression_names ();

  add_choice (group, _ ("Level"), levels, warp->level, G_CALLBACK (on_level),
              self);
  add_choice (group, _ ("Area"), areas, warp->crop, G_CALLBACK (on_crop), self);
  add_choice (group, _ ("Interpolation"), kernels, warp->interpolation,
              G_CALLBACK (on_interpolation), self);
  add_choice (group, _ ("Compression"), codecs, warp->compression,
              G_CALLBACK (on_compression), self);
}

static GtkWidget *
target_row_new (Dialog *self)
{
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *button = gtk_button_new_with_mnemonic (_ ("C_hoose…"));

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), _ ("File"));
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (row), 0);
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  g_signal_connect (button, "clicked", G_CALLBACK (on_choose), self);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), button);
  return row;
}

static GtkWidget *
header_new (Dialog *self)
{
  GtkWidget *header = adw_header_bar_new ();
  GtkWidget *cancel = gtk_button_new_with_mnemonic (_ ("_Cancel"));

  self->export = gtk_button_new_with_mnemonic (_ ("_Export"));
  gtk_widget_add_css_class (self->export, "suggested-action");
  g_signal_connect (self->export, "clicked", G_CALLBACK (on_export), self);
  g_signal_connect (cancel, "clicked", G_CALLBACK (on_cancel), self);
  adw_header_bar_set_show_end_title_buttons (ADW_HEADER_BAR (header), FALSE);
  adw_header_bar_set_show_start_title_buttons (ADW_HEADER_BAR (header), FALSE);
  adw_header_bar_pack_start (ADW_HEADER_BAR (header), cancel);
  adw_header_bar_pack_end (ADW_HEADER_BAR (header), self->export);
  return header;
}

GtkWidget *
saffron_export_dialog_new (GtkWindow *parent,
                           const SaffronExport *spec,
                           SaffronSlide *reference,
                           SaffronExportChosen chosen,
                           gpointer user_data)
{
  Dialog *self = g_new0 (Dialog, 1);
  GtkWidget *window = adw_window_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *page = adw_preferences_page_new ();
  GtkWidget *group = adw_preferences_group_new ();
  gboolean qc = spec->kind == SAFFRON_EXPORT_QC;

  self->window = ADW_WINDOW (window);
  self->spec = saffron_export_copy (spec);
  self->reference = g_object_ref (reference);
  self->chosen = chosen;
  self->user_data = user_data;
  self->estimating = g_cancellable_new ();
  g_object_set_data_full (G_OBJECT (window), "export-dialog", self,
                          dialog_free);
  g_signal_connect (window, "close-request", G_CALLBACK (on_close_request),
                    self);
  gtk_window_set_title (GTK_WINDOW (window), qc ? _ ("Export QC Picture")
                                                : _ ("Export Warped OME-TIFF"));
  gtk_window_set_transient_for (GTK_WINDOW (window), parent);
  gtk_window_set_modal (GTK_WINDOW (window), TRUE);
  gtk_window_set_default_size (GTK_WINDOW (window), 500, qc ? 340 : 450);

  self->target = target_row_new (self);
  self->estimate = adw_action_row_new ();
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->estimate),
                                 _ ("Will Take"));
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (self->estimate), 0);
  gtk_box_append (GTK_BOX (box), header_new (self));
  if (spec->note != NULL)
    {
      g_autofree char *note = g_markup_escape_text (spec->note, -1);

      adw_preferences_group_set_description (ADW_PREFERENCES_GROUP (group),
                                             note);
      gtk_window_set_default_size (GTK_WINDOW (window), 500, qc ? 400 : 510);
    }
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), self->target);
  if (qc)
    add_qc_rows (self, ADW_PREFERENCES_GROUP (group));
  else
    add_warp_rows (self, ADW_PREFERENCES_GROUP (group));
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), self->estimate);
  adw_preferences_page_add (ADW_PREFERENCES_PAGE (page),
                            ADW_PREFERENCES_GROUP (group));
  gtk_widget_set_vexpand (page, TRUE);
  gtk_box_append (GTK_BOX (box), page);
  adw_window_set_content (self->window, box);
  gtk_window_set_default_widget (GTK_WINDOW (window), self->export);
  gtk_window_set_focus (GTK_WINDOW (window), self->export);
  saffron_accels_add_escape (window);
  show_target (self);
  update_estimate (self);
  return window;
}
