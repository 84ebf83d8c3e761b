/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/window-private.h"

#include <glib/gi18n.h>
#include <string.h>

#include "app/demo.h"

#define N_RECENT 10

static void
open_list (SaffronWindow *self, GListModel *files, SaffronOpenAs as)
{
  guint n = g_list_model_get_n_items (files);
  g_autofree GFile **array = g_new0 (GFile *, n + 1);

  for (guint i = 0; i < n; i++)
    {
      g_autofree char *uri = NULL;

      array[i] = g_list_model_get_item (files, i);
      uri = g_file_get_uri (array[i]);
      gtk_recent_manager_add_item (gtk_recent_manager_get_default (), uri);
    }
  saffron_document_open (self->document, array, n, as);
  for (guint i = 0; i < n; i++)
    g_object_unref (array[i]);
}

static void
on_chosen (GtkNativeDialog *dialog, int response, gpointer user_data)
{
  SaffronWindow *self = user_data;
  g_autoptr (GListModel) files = NULL;

  if (response == GTK_RESPONSE_ACCEPT)
    {
      files = gtk_file_chooser_get_files (GTK_FILE_CHOOSER (dialog));
      open_list (self, files,
                 GPOINTER_TO_INT (g_object_get_data (G_OBJECT (dialog),
                                                     "open-as")));
    }
  g_object_unref (dialog);
}

static GtkFileFilter *
slide_filter (void)
{
  GtkFileFilter *filter = gtk_file_filter_new ();
  static const char *const suffixes[] = { "tif", "tiff", "btf", "svs", "ndpi",
                                          "mrxs", "scn", "bif", "vms", "png",
                                          "jpg", "jpeg" };

  gtk_file_filter_set_name (filter, _("Slides"));
  for (guint i = 0; i < G_N_ELEMENTS (suffixes); i++)
    gtk_file_filter_add_suffix (filter, suffixes[i]);
  return filter;
}

static GtkFileFilter *
session_filter (void)
{
  GtkFileFilter *filter = gtk_file_filter_new ();

  gtk_file_filter_set_name (filter, _("Saffron sessions"));
  gtk_file_filter_add_suffix (filter, "saffron");
  return filter;
}

static GtkFileChooserNative *
new_chooser (SaffronWindow *self, const char *title, GtkFileChooserAction what)
{
  const char *accept =
    what == GTK_FILE_CHOOSER_ACTION_SAVE ? _("_Save") : _("_Open");

  return gtk_file_chooser_native_new (title, GTK_WINDOW (self), what, accept,
                                      NULL);
}

static void
choose (SaffronWindow *self,
        const char *title,
        GtkFileFilter *filter,
        GtkFileChooserAction what,
        gboolean many,
        SaffronOpenAs as)
{
  GtkFileChooserNative *dialog = new_chooser (self, title, what);

  gtk_file_chooser_set_select_multiple (GTK_FILE_CHOOSER (dialog), many);
  if (filter != NULL)
    {
      GtkFileFilter *all = gtk_file_filter_new ();

      gtk_file_filter_set_name (all, _("All files"));
      gtk_file_filter_add_pattern (all, "*");
      gtk_file_chooser_add_filter (GTK_FILE_CHOOSER (dialog), filter);
      gtk_file_chooser_add_filter (GTK_FILE_CHOOSER (dialog), all);
      g_object_unref (filter);
      g_object_unref (all);
    }
  g_object_set_data (G_OBJECT (dialog), "open-as", GINT_TO_POINTER (as));
  g_signal_connect_object (dialog, "response", G_CALLBACK (on_chosen), self,
                           0);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (dialog));
}

static void
on_open_slides (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  choose (user_data, _("Open Slides"), slide_filter (),
          GTK_FILE_CHOOSER_ACTION_OPEN, TRUE, SAFFRON_OPEN_AS_ANY);
}

static void
on_open_reference (GSimpleAction *action,
                   GVariant *parameter,
                   gpointer user_data)
{
  choose (user_data, _("Open the Reference"), slide_filter (),
          GTK_FILE_CHOOSER_ACTION_OPEN, FALSE, SAFFRON_OPEN_AS_REFERENCE);
}

static void
on_open_moving (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  choose (user_data, _("Add Moving Slides"), slide_filter (),
          GTK_FILE_CHOOSER_ACTION_OPEN, TRUE, SAFFRON_OPEN_AS_MOVING);
}

static void
on_open_folder (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  choose (user_data, _("Open a Folder of Slides"), NULL,
          GTK_FILE_CHOOSER_ACTION_SELECT_FOLDER, FALSE, SAFFRON_OPEN_AS_ANY);
}

static void
on_open_session (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  choose (user_data, _("Open a Session"), session_filter (),
          GTK_FILE_CHOOSER_ACTION_OPEN, FALSE, SAFFRON_OPEN_AS_ANY);
}

static void
on_open_recent (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  SaffronWindow *self = user_data;
  g_autoptr (GFile) file =
    g_file_new_for_uri (g_variant_get_string (parameter, NULL));

  saffron_document_open (self->document, &file, 1, SAFFRON_OPEN_AS_ANY);
}

/* What the window's own programs opened last, newest first. */
void
saffron_window_update_recent (SaffronWindow *self)
{
  GList *items =
    gtk_recent_manager_get_items (gtk_recent_manager_get_default ());
  int n = 0;

  g_menu_remove_all (self->recent_menu);
  for (GList *l = items; l != NULL && n < N_RECENT; l = l->next)
    {
      GtkRecentInfo *info = l->data;
      g_autoptr (GMenuItem) item = NULL;

      if (!gtk_recent_info_has_application (info, g_get_application_name ())
          || !gtk_recent_info_exists (info))
        continue;
      item = g_menu_item_new (gtk_recent_info_get_display_name (info), NULL);
      g_menu_item_set_action_and_target (item, "win.open-recent", "s",
                                         gtk_recent_info_get_uri (info));
      g_menu_append_item (self->recent_menu, item);
      n++;
    }
  g_list_free_full (items, (GDestroyNotify) gtk_recent_info_unref);
}

static gboolean
on_drop (GtkDropTarget *target,
         const GValue *value,
         double x,
         double y,
         gpointer user_data)
{
  SaffronWindow *self = user_data;
  g_autoptr (GListStore) files = g_list_store_new (G_TYPE_FILE);
  GSList *list = g_value_get_boxed (value);

  for (GSList *l = list; l != NULL; l = l->next)
    g_list_store_append (files, l->data);
  open_list (self, G_LIST_MODEL (files), SAFFRON_OPEN_AS_ANY);
  return list != NULL;
}

typedef struct {
  SaffronWindow *window;
  char *missing;
} Relocation;

static void
relocation_free (gpointer data, GClosure *closure)
{
  Relocation *relocation = data;

  g_free (relocation->missing);
  g_free (relocation);
}

static void
on_located (GtkNativeDialog *dialog, int response, gpointer user_data)
{
  Relocation *relocation = user_data;

  if (response == GTK_RESPONSE_ACCEPT)
    {
      g_autoptr (GFile) file =
        gtk_file_chooser_get_file (GTK_FILE_CHOOSER (dialog));
      g_autofree char *path = g_file_get_path (file);

      if (path != NULL)
        saffron_document_relocate (relocation->window->document,
                                   relocation->missing, path);
    }
  g_object_unref (dialog);
}

static void
on_locate (AdwToast *toast, gpointer user_data)
{
  SaffronWindow *self = user_data;
  Relocation *relocation = g_new0 (Relocation, 1);
  GtkFileChooserNative *dialog =
    new_chooser (self, _("Where Is the Slide?"), GTK_FILE_CHOOSER_ACTION_OPEN);

  relocation->window = self;
  relocation->missing =
    g_strdup (g_object_get_data (G_OBJECT (toast), "missing"));
  g_signal_connect_data (dialog, "response", G_CALLBACK (on_located),
                         relocation, relocation_free, 0);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (dialog));
}

void
saffron_window_ask_for_missing (SaffronWindow *self, const char *path)
{
  g_autofree char *name = g_path_get_basename (path);
  g_autofree char *markup = g_markup_escape_text (name, -1);
  g_autofree char *text =
    g_strdup_printf (_("%s is not where the session had it"), markup);
  AdwToast *toast = adw_toast_new (text);

  adw_toast_set_timeout (toast, 0);
  adw_toast_set_button_label (toast, _("_Locate…"));
  g_object_set_data_full (G_OBJECT (toast), "missing", g_strdup (path),
                          g_free);
  g_signal_connect_object (toast, "button-clicked", G_CALLBACK (on_locate),
                           self, 0);
  adw_toast_overlay_add_toast (self->toasts, toast);
}

static void
save_to (SaffronWindow *self, const char *path)
{
  SaffronSession *session = saffron_document_get_session (self->document);
  g_autoptr (GError) error = NULL;

  /* A session is some kilobytes: parameters, landmarks, lattices. */
  if (!saffron_session_save (session, path, &error))
    {
      saffron_window_toast (self, error->message);
      return;
    }
  saffron_window_update_titles (self);
  saffron_window_toast (self, _("Saved"));
}

static void
on_save_chosen (GtkNativeDialog *dialog, int response, gpointer user_data)
{
  SaffronWindow *self = user_data;

  if (response == GTK_RESPONSE_ACCEPT)
    {
      g_autoptr (GFile) file =
        gtk_file_chooser_get_file (GTK_FILE_CHOOSER (dialog));
      g_autofree char *path = g_file_get_path (file);

      if (path != NULL)
        save_to (self, path);
    }
  g_object_unref (dialog);
}

static void
on_save_as (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  SaffronWindow *self = user_data;
  SaffronSession *session = saffron_document_get_session (self->document);
  GtkFileChooserNative *dialog =
    new_chooser (self, _("Save the Session"), GTK_FILE_CHOOSER_ACTION_SAVE);
  g_autofree char *folder = NULL;
  g_autoptr (GFile) start = NULL;

  folder = g_path_get_dirname (saffron_session_get_reference_path (session));
  start = g_file_new_for_path (folder);
  gtk_file_chooser_set_current_folder (GTK_FILE_CHOOSER (dialog), start, NULL);
  gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (dialog),
                                     "session.saffron");
  g_signal_connect_object (dialog, "response", G_CALLBACK (on_save_chosen),
                           self, 0);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (dialog));
}

static void
on_save (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  SaffronWindow *self = user_data;
  SaffronSession *session = saffron_document_get_session (self->document);

  if (saffron_session_get_path (session) != NULL)
    save_to (self, saffron_session_get_path (session));
  else
    on_save_as (action, parameter, user_data);
}

static void
on_demo (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  saffron_demo_open (SAFFRON_WINDOW (user_data)->document);
}

static const GActionEntry actions[] = {
  { "demo", on_demo },
  { "open-slides", on_open_slides },
  { "open-reference", on_open_reference },
  { "open-moving", on_open_moving },
  { "open-folder", on_open_folder },
  { "open-session", on_open_session },
  { "open-recent", on_open_recent, "s" },
  { "save", on_save },
  { "save-as", on_save_as },
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
  g_signal_connect_object (gtk_recent_manager_get_default (), "changed",
                           G_CALLBACK (saffron_window_update_recent), self,
                           G_CONNECT_SWAPPED);
  saffron_window_update_recent (self);
}
