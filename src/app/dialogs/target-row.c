/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/dialogs/target-row.h"

#include <glib/gi18n.h>

struct _SaffronTargetRow {
  AdwActionRow parent_instance;

  char *path;
  gboolean keeps_name;
  GtkFileChooserNative *chooser;
};

G_DEFINE_FINAL_TYPE (SaffronTargetRow, saffron_target_row, ADW_TYPE_ACTION_ROW)

static guint chosen_signal;

void
saffron_target_row_set_path (SaffronTargetRow *self, const char *path)
{
  g_autofree char *shown = g_filename_display_name (path);
  g_autofree char *markup = g_markup_escape_text (shown, -1);
  char *copy = g_strdup (path);

  g_free (self->path);
  self->path = copy;
  adw_action_row_set_subtitle (ADW_ACTION_ROW (self), markup);
}

const char *
saffron_target_row_get_path (SaffronTargetRow *self)
{
  return self->path;
}

void
saffron_target_row_rename (SaffronTargetRow *self, const char *name)
{
  g_autofree char *folder = g_path_get_dirname (self->path);
  g_autofree char *path = g_build_filename (folder, name, NULL);

  saffron_target_row_set_path (self, path);
}

void
saffron_target_row_set_keeps_name (SaffronTargetRow *self, gboolean keeps_name)
{
  self->keeps_name = keeps_name;
}

static void
on_response (GtkNativeDialog *chooser, int response, gpointer user_data)
{
  SaffronTargetRow *self = user_data;
  g_autoptr (GFile) file = NULL;
  g_autofree char *path = NULL;

  if (response == GTK_RESPONSE_ACCEPT)
    file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (chooser));
  path = file != NULL ? g_file_get_path (file) : NULL;
  g_clear_object (&self->chooser);
  if (path == NULL)
    return;
  if (self->keeps_name)
    {
      g_autofree char *name = g_path_get_basename (self->path);
      g_autofree char *folder = g_steal_pointer (&path);

      path = g_build_filename (folder, name, NULL);
    }
  saffron_target_row_set_path (self, path);
  g_signal_emit (self, chosen_signal, 0);
}

static void
on_choose (GtkButton *button, SaffronTargetRow *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  g_autoptr (GFile) file = g_file_new_for_path (self->path);
  g_autoptr (GFile) parent = g_file_get_parent (file);
  g_autofree char *name = g_path_get_basename (self->path);

  g_clear_object (&self->chooser);
  self->chooser = gtk_file_chooser_native_new (
      self->keeps_name ? _ ("Choose a Folder") : _ ("Export To"),
      GTK_WINDOW (root),
      self->keeps_name ? GTK_FILE_CHOOSER_ACTION_SELECT_FOLDER
                       : GTK_FILE_CHOOSER_ACTION_SAVE,
      NULL, NULL);
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (self->chooser), TRUE);
  gtk_file_chooser_set_current_folder (GTK_FILE_CHOOSER (self->chooser), parent,
                                       NULL);
  if (!self->keeps_name)
    gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (self->chooser), name);
  g_signal_connect (self->chooser, "response", G_CALLBACK (on_response), self);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (self->chooser));
}

static void
saffron_target_row_finalize (GObject *object)
{
  SaffronTargetRow *self = SAFFRON_TARGET_ROW (object);

  g_clear_object (&self->chooser);
  g_free (self->path);
  G_OBJECT_CLASS (saffron_target_row_parent_class)->finalize (object);
}

static void
saffron_target_row_class_init (SaffronTargetRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = saffron_target_row_finalize;
  chosen_signal =
      g_signal_new ("chosen", SAFFRON_TYPE_TARGET_ROW, G_SIGNAL_RUN_LAST, 0,
                    NULL, NULL, NULL, G_TYPE_NONE, 0);
  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/saffron/Saffron/ui/target-row.ui");
  gtk_widget_class_bind_template_callback (widget_class, on_choose);
}

static void
saffron_target_row_init (SaffronTargetRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
