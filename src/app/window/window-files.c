/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/window/window-private.h"

#include <glib/gi18n.h>

static void
open_list (SaffronWindow *self, GListModel *files, SaffronOpenAs as)
{
  guint n = g_list_model_get_n_items (files);
  g_autoptr (GPtrArray) array = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < n; i++)
    g_ptr_array_add (array, g_list_model_get_item (files, i));
  saffron_document_open (self->document, (GFile **) array->pdata, n, as);
}

static void
on_chosen (GtkNativeDialog *dialog, int response, gpointer user_data)
{
  SaffronWindow *self = user_data;
  g_autoptr (GListModel) files = NULL;

  if (response == GTK_RESPONSE_ACCEPT)
    {
      files = gtk_file_chooser_get_files (GTK_FILE_CHOOSER (dialog));
      open_list (
          self, files,
          GPOINTER_TO_INT (g_object_get_data (G_OBJECT (dialog), "open-as")));
    }
  g_object_unref (dialog);
}

GtkFileFilter *
saffron_window_slide_filter (void)
{
  GtkFileFilter *filter = gtk_file_filter_new ();
  const char *const *endings = saffron_document_slide_endings ();

  gtk_file_filter_set_name (filter, _ ("Slides"));
  for (guint i = 0; endings[i] != NULL; i++)
    gtk_file_filter_add_suffix (filter, endings[i] + 1);
  return filter;
}

static GtkFileFilter *
session_filter (void)
{
  GtkFileFilter *filter = gtk_file_filter_new ();

  gtk_file_filter_set_name (filter, _ ("Saffron sessions"));
  gtk_file_filter_add_suffix (filter, "saffron");
  return filter;
}

static void
choose (SaffronWindow *self,
        const char *title,
        GtkFileFilter *filter,
        GtkFileChooserAction what,
        gboolean many,
        SaffronOpenAs as)
{
  GtkFileChooserNative *dialog = gtk_file_chooser_native_new (
      title, GTK_WINDOW (self), what, _ ("_Open"), NULL);

  gtk_file_chooser_set_select_multiple (GTK_FILE_CHOOSER (dialog), many);
  if (filter != NULL)
    {
      GtkFileFilter *all = gtk_file_filter_new ();

      gtk_file_filter_set_name (all, _ ("All files"));
      gtk_file_filter_add_pattern (all, "*");
      gtk_file_chooser_add_filter (GTK_FILE_CHOOSER (dialog), filter);
      gtk_file_chooser_add_filter (GTK_FILE_CHOOSER (dialog), all);
      g_object_unref (filter);
      g_object_unref (all);
    }
  g_object_set_data (G_OBJECT (dialog), "open-as", GINT_TO_POINTER (as));
  g_signal_connect_object (dialog, "response", G_CALLBACK (on_chosen), self, 0);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (dialog));
}

static void
on_open_slides (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  choose (user_data, _ ("Open Slides"), saffron_window_slide_filter (),
          GTK_FILE_CHOOSER_ACTION_OPEN, TRUE, SAFFRON_OPEN_AS_ANY);
}

static void
on_open_reference (GSimpleAction *action,
                   GVariant *parameter,
                   gpointer user_data)
{
  choose (user_data, _ ("Open the Reference"), saffron_window_slide_filter (),
          GTK_FILE_CHOOSER_ACTION_OPEN, FALSE, SAFFRON_OPEN_AS_REFERENCE);
}

static void
on_open_moving (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  choose (user_data, _ ("Add Moving Slides"), saffron_window_slide_filter (),
          GTK_FILE_CHOOSER_ACTION_OPEN, TRUE, SAFFRON_OPEN_AS_MOVING);
}

static void
on_open_folder (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  choose (user_data, _ ("Open a Folder of Slides"), NULL,
          GTK_FILE_CHOOSER_ACTION_SELECT_FOLDER, FALSE, SAFFRON_OPEN_AS_ANY);
}

static void
on_open_session (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  choose (user_data, _ ("Open a Session"), session_filter (),
          GTK_FILE_CHOOSER_ACTION_OPEN, FALSE, SAFFRON_OPEN_AS_ANY);
}

static void
on_open_recent (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  SaffronWindow *self = user_data;
  g_autoptr (GFile) file =
      g_file_new_for_uri (g_variant_get_string (parameter, NULL));

  saffron_window_open_files (self, &file, 1);
}

static gboolean
on_drop (GtkDropTarget *target,
         const GValue *value,
         double x,
         double y,
         gpointer user_data)
{
  g_autoptr (GPtrArray) files = g_ptr_array_new ();

  for (GSList *l = g_value_get_boxed (value); l != NULL; l = l->next)
    g_ptr_array_add (files, l->data);
  saffron_window_open_files (user_data, (GFile **) files->pdata, files->len);
  return files->len > 0;
}

/* What could be opened is offered again. */
static void
on_opened (SaffronDocument *document, GFile *file, gpointer user_data)
{
  g_autofree char *uri = g_file_get_uri (file);

  gtk_recent_manager_add_item (gtk_recent_manager_get_default (), uri);
}

static SaffronDocument *
on_elsewhere (SaffronDocument *document, gpointer user_data)
{
  return g_object_ref (saffron_window_find_free (user_data)->document);
}

static void
on_demo (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  saffron_window_open_demo (user_data);
}

static const GActionEntry actions[] = {
  { "demo", on_demo },
  { "open-slides", on_open_slides },
  { "open-reference", on_open_reference },
  { "open-moving", on_open_moving },
  { "open-folder", on_open_folder },
  { "open-session", on_open_session },
  { "open-recent", on_open_recent, "s" },
};

void
saffron_window_add_file_actions (SaffronWindow *self)
{
  GtkDropTarget *target =
      gtk_drop_target_new (GDK_TYPE_FILE_LIST, GDK_ACTION_COPY);

  g_action_map_add_action_entries (G_ACTION_MAP (self), actions,
                                   G_N_ELEMENTS (actions), self);
  g_signal_connect (target, "drop", G_CALLBACK (on_drop), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (target));
  g_signal_connect (self->document, "opened", G_CALLBACK (on_opened), self);
  g_signal_connect (self->document, "elsewhere", G_CALLBACK (on_elsewhere),
                    self);
  g_signal_connect_object (gtk_recent_manager_get_default (), "changed",
                           G_CALLBACK (saffron_window_update_recent), self,
                           G_CONNECT_SWAPPED);
  saffron_window_update_recent (self);
}

SaffronWindow *
saffron_window_find_free (SaffronWindow *self)
{
  SaffronWindow *window = self;

  if (saffron_document_get_session (self->document) != NULL
      || !saffron_document_is_empty (self->document)
      || saffron_document_is_opening (self->document))
    {
      window = saffron_window_new (
          gtk_window_get_application (GTK_WINDOW (self)), self->settings);
      gtk_window_present (GTK_WINDOW (window));
    }
  return window;
}

void
saffron_window_open_files (SaffronWindow *self, GFile **files, int n_files)
{
  saffron_document_open (self->document, files, n_files, SAFFRON_OPEN_AS_ANY);
}
