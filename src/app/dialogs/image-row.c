/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/dialogs/image-row.h"

#include <glib/gi18n.h>

struct _SaffronImageRow {
  AdwActionRow parent_instance;

  char *path;
  GtkWidget *back; /* to the moving slide */
  GtkFileChooserNative *chooser;
};

G_DEFINE_FINAL_TYPE (SaffronImageRow, saffron_image_row, ADW_TYPE_ACTION_ROW)

static guint chosen_signal;

/* @path: (transfer full) (nullable): */
static void
set_path (SaffronImageRow *self, char *path)
{
  g_autofree char *shown =
      path != NULL ? g_filename_display_name (path)
                   : g_strdup (_ ("The moving slide. A mask, another stain or "
                                  "another scan of it can take its place"));
  g_autofree char *markup = g_markup_escape_text (shown, -1);

  g_free (self->path);
  self->path = path;
  adw_action_row_set_subtitle (ADW_ACTION_ROW (self), markup);
  gtk_widget_set_visible (self->back, path != NULL);
}

static void
on_response (GtkNativeDialog *chooser, int response, gpointer user_data)
{
  SaffronImageRow *self = user_data;
  g_autoptr (GFile) file = NULL;
  char *path = NULL;

  if (response == GTK_RESPONSE_ACCEPT)
    file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (chooser));
  path = file != NULL ? g_file_get_path (file) : NULL;
  g_clear_object (&self->chooser);
  if (path == NULL)
    return;
  set_path (self, path);
  g_signal_emit (self, chosen_signal, 0);
}

static void
on_choose (GtkButton *button, SaffronImageRow *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));

  g_clear_object (&self->chooser);
  self->chooser =
      gtk_file_chooser_native_new (_ ("Choose an Image"), GTK_WINDOW (root),
                                   GTK_FILE_CHOOSER_ACTION_OPEN, NULL, NULL);
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (self->chooser), TRUE);
  g_signal_connect (self->chooser, "response", G_CALLBACK (on_response), self);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (self->chooser));
}

static void
on_back (GtkButton *button, SaffronImageRow *self)
{
  set_path (self, NULL);
  g_signal_emit (self, chosen_signal, 0);
}

static void
saffron_image_row_finalize (GObject *object)
{
  SaffronImageRow *self = SAFFRON_IMAGE_ROW (object);

  g_clear_object (&self->chooser);
  g_free (self->path);
  G_OBJECT_CLASS (saffron_image_row_parent_class)->finalize (object);
}

static void
saffron_image_row_class_init (SaffronImageRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = saffron_image_row_finalize;
  chosen_signal =
      g_signal_new ("chosen", SAFFRON_TYPE_IMAGE_ROW, G_SIGNAL_RUN_LAST, 0,
                    NULL, NULL, NULL, G_TYPE_NONE, 0);

  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/saffron/Saffron/ui/image-row.ui");
  gtk_widget_class_bind_template_child (widget_class, SaffronImageRow, back);
  gtk_widget_class_bind_template_callback (widget_class, on_choose);
  gtk_widget_class_bind_template_callback (widget_class, on_back);
}

static void
saffron_image_row_init (SaffronImageRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  set_path (self, NULL);
}

const char *
saffron_image_row_get_path (SaffronImageRow *self)
{
  return self->path;
}
