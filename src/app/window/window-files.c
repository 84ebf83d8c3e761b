/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/window/window-files.h"

#include <glib/gi18n.h>

#include "session/slide-names.h"
#include "app/window/window-choice.h"
#include "app/window/window-landmark-files.h"

struct _SaffronWindowFiles {
  GObject parent_instance;

  SaffronShell *shell;
  SaffronWindowChoice *choice;
};

G_DEFINE_FINAL_TYPE (SaffronWindowFiles, saffron_window_files, G_TYPE_OBJECT)

static void
saffron_window_files_finalize (GObject *object)
{
  SaffronWindowFiles *self = SAFFRON_WINDOW_FILES (object);

  g_clear_object (&self->choice);
  saffron_shell_unref (self->shell);
  G_OBJECT_CLASS (saffron_window_files_parent_class)->finalize (object);
}

static void
saffron_window_files_class_init (SaffronWindowFilesClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = saffron_window_files_finalize;
}

static void
saffron_window_files_init (SaffronWindowFiles *self)
{
}

/* Files of landmarks belong to the slides that are shown. */
void
saffron_window_files_open (SaffronShell *shell,
                           GFile **files,
                           guint n_files,
                           SaffronOpenAs as)
{
  g_autoptr (GPtrArray) slides = g_ptr_array_new ();
  g_autoptr (GPtrArray) paths = g_ptr_array_new ();

  for (guint i = 0; i < n_files; i++)
    if (as == SAFFRON_OPEN_AS_ANY
        && saffron_window_landmark_files_is_one (files[i]))
      g_ptr_array_add (paths, (gpointer) g_file_peek_path (files[i]));
    else
      g_ptr_array_add (slides, files[i]);
  if (slides->len > 0)
    saffron_document_open (shell->document, (GFile **) slides->pdata,
                           slides->len, as);
  if (paths->len > 0)
    g_action_group_activate_action (
        G_ACTION_GROUP (shell->window), "read-landmarks",
        g_variant_new_strv ((const char *const *) paths->pdata, paths->len));
}

static void
open_list (SaffronWindowFiles *self, GListModel *files, SaffronOpenAs as)
{
  guint n = g_list_model_get_n_items (files);
  g_autoptr (GPtrArray) array = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < n; i++)
    g_ptr_array_add (array, g_list_model_get_item (files, i));
  saffron_window_files_open (self->shell, (GFile **) array->pdata, n, as);
}

static void
on_chosen (GtkNativeDialog *dialog, int response, gpointer user_data)
{
  SaffronWindowFiles *self = user_data;
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
saffron_slide_filter_new (void)
{
  GtkFileFilter *filter = gtk_file_filter_new ();
  const char *const *endings = saffron_slide_names_get_endings ();

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
choose (SaffronWindowFiles *self,
        const char *title,
        GtkFileFilter *filter,
        GtkFileChooserAction what,
        gboolean many,
        SaffronOpenAs as)
{
  GtkFileChooserNative *dialog = gtk_file_chooser_native_new (
      title, self->shell->window, what, _ ("_Open"), NULL);

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
  choose (user_data, _ ("Open Slides"), saffron_slide_filter_new (),
          GTK_FILE_CHOOSER_ACTION_OPEN, TRUE, SAFFRON_OPEN_AS_ANY);
}

static void
on_open_reference (GSimpleAction *action,
                   GVariant *parameter,
                   gpointer user_data)
{
  choose (user_data, _ ("Open the Reference"), saffron_slide_filter_new (),
          GTK_FILE_CHOOSER_ACTION_OPEN, FALSE, SAFFRON_OPEN_AS_REFERENCE);
}

static void
on_open_moving (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  choose (user_data, _ ("Add Moving Slides"), saffron_slide_filter_new (),
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
  SaffronWindowFiles *self = user_data;
  g_autoptr (GFile) file =
      g_file_new_for_uri (g_variant_get_string (parameter, NULL));

  saffron_document_open (self->shell->document, &file, 1, SAFFRON_OPEN_AS_ANY);
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
  saffron_window_files_open (SAFFRON_WINDOW_FILES (user_data)->shell,
                             (GFile **) files->pdata, files->len,
                             SAFFRON_OPEN_AS_ANY);
  return files->len > 0;
}

/* Files that were opened successfully appear among the recent files. */
static void
on_opened (SaffronDocument *document, GFile *file, gpointer user_data)
{
  g_autofree char *uri = g_file_get_uri (file);

  gtk_recent_manager_add_item (gtk_recent_manager_get_default (), uri);
}

static SaffronDocument *
on_elsewhere (SaffronDocument *document, gpointer user_data)
{
  SaffronShell *shell = SAFFRON_WINDOW_FILES (user_data)->shell;

  return g_object_ref (shell->find_free (shell->window));
}

static const GActionEntry actions[] = {
  { "open-slides", on_open_slides },   { "open-reference", on_open_reference },
  { "open-moving", on_open_moving },   { "open-folder", on_open_folder },
  { "open-session", on_open_session }, { "open-recent", on_open_recent, "s" },
};

SaffronWindowFiles *
saffron_window_files_new (SaffronShell *shell)
{
  SaffronWindowFiles *self = g_object_new (SAFFRON_TYPE_WINDOW_FILES, NULL);
  GtkDropTarget *target = NULL;

  self->shell = saffron_shell_ref (shell);
  self->choice = saffron_window_choice_new (shell);
  saffron_shell_add_actions (shell, actions, G_N_ELEMENTS (actions), self);
  target = gtk_drop_target_new (GDK_TYPE_FILE_LIST, GDK_ACTION_COPY);
  g_signal_connect_object (target, "drop", G_CALLBACK (on_drop), self, 0);
  gtk_widget_add_controller (GTK_WIDGET (shell->window),
                             GTK_EVENT_CONTROLLER (target));
  g_signal_connect_object (shell->document, "opened", G_CALLBACK (on_opened),
                           self, 0);
  g_signal_connect_object (shell->document, "elsewhere",
                           G_CALLBACK (on_elsewhere), self, 0);
  return self;
}
