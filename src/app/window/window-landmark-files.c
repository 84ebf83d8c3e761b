/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/window/window-landmark-files.h"

#include <glib/gi18n.h>

#include "session/landmark-file.h"

struct _SaffronWindowLandmarkFiles {
  GObject parent_instance;

  SaffronShell *shell;
  SaffronLandmarkEditor *editor;
};

G_DEFINE_FINAL_TYPE (SaffronWindowLandmarkFiles,
                     saffron_window_landmark_files,
                     G_TYPE_OBJECT)

static const char *const suffixes[] = { "csv", "geojson", "json" };

static void
saffron_window_landmark_files_finalize (GObject *object)
{
  SaffronWindowLandmarkFiles *self = SAFFRON_WINDOW_LANDMARK_FILES (object);

  g_object_unref (self->editor);
  saffron_shell_unref (self->shell);
  G_OBJECT_CLASS (saffron_window_landmark_files_parent_class)
      ->finalize (object);
}

static void
saffron_window_landmark_files_class_init (
    SaffronWindowLandmarkFilesClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = saffron_window_landmark_files_finalize;
}

static void
saffron_window_landmark_files_init (SaffronWindowLandmarkFiles *self)
{
}

/* What a thread reads, and for which slides. */
typedef struct {
  char *paths[2]; /* the second may be NULL */
  SaffronSlide *slides[2];
  SaffronMoving *moving;
  guint n_unpaired;
} Reading;

static void
reading_free (gpointer data)
{
  Reading *self = data;

  for (int side = 0; side < 2; side++)
    {
      g_free (self->paths[side]);
      g_object_unref (self->slides[side]);
    }
  g_object_unref (self->moving);
  g_free (self);
}

static void
free_landmarks (gpointer data)
{
  g_array_unref (data);
}

static void
read_in_thread (GTask *task,
                gpointer source,
                gpointer task_data,
                GCancellable *cancellable)
{
  Reading *reading = task_data;
  GError *error = NULL;
  g_autoptr (GArray) landmarks = saffron_landmarks_file_read (
      reading->paths[0], reading->paths[1], &reading->n_unpaired, &error);

  if (landmarks == NULL
      || !saffron_landmarks_check (landmarks, reading->slides[0],
                                   reading->slides[1], &error))
    g_task_return_error (task, error);
  else
    g_task_return_pointer (task, g_steal_pointer (&landmarks), free_landmarks);
}

static void
tell (SaffronWindowLandmarkFiles *self, guint n, guint n_unpaired)
{
  g_autofree char *read = g_strdup_printf (
      ngettext ("%u landmark read", "%u landmarks read", n), n);
  g_autofree char *left =
      g_strdup_printf (ngettext ("%s; %u point has no partner",
                                 "%s; %u points have no partner", n_unpaired),
                       read, n_unpaired);

  saffron_shell_toast (self->shell, n_unpaired > 0 ? left : read);
}

static void
on_read (GObject *source, GAsyncResult *result, gpointer user_data)
{
  SaffronWindowLandmarkFiles *self = SAFFRON_WINDOW_LANDMARK_FILES (source);
  Reading *reading = g_task_get_task_data (G_TASK (result));
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) landmarks =
      g_task_propagate_pointer (G_TASK (result), &error);

  if (self->shell->window == NULL)
    return;
  if (landmarks == NULL)
    {
      saffron_shell_toast (self->shell, error->message);
      return;
    }
  /* They were checked against other slides than those that are shown now. */
  if (saffron_document_get_shown (self->shell->document) != reading->moving)
    return;
  saffron_landmark_editor_join (self->editor, landmarks);
  tell (self, landmarks->len, reading->n_unpaired);
  saffron_shell_show_page (self->shell, "landmarks");
}

/* Whether a file of points is called as a slide is, up to the first dot: one
 * name may have more after that. */
static gboolean
is_called_as (const char *path, SaffronLayer *layer)
{
  g_autofree char *file = g_path_get_basename (path);
  g_autofree char *slide = NULL;

  if (layer == NULL)
    return FALSE;
  slide = g_strdup (saffron_layer_get_name (layer));
  slide[strcspn (slide, ".")] = '\0';
  file[strcspn (file, ".")] = '\0';
  return slide[0] != '\0' && file[0] != '\0'
         && (g_str_has_prefix (file, slide) || g_str_has_prefix (slide, file));
}

static void
read_paths (SaffronWindowLandmarkFiles *self, const char *const *paths)
{
  SaffronDocument *document = self->shell->document;
  SaffronPair pair = saffron_document_get_pair (document);
  gboolean two = g_strv_length ((char **) paths) == 2;
  g_autoptr (GTask) task = NULL;
  Reading *reading = NULL;
  gboolean turned;

  if (!saffron_pair_is_complete (&pair) || pair.session == NULL)
    {
      saffron_shell_toast (self->shell,
                           _ ("Open two slides before their landmarks"));
      return;
    }
  if (paths[0] == NULL || (paths[1] != NULL && !two))
    {
      saffron_shell_toast (self->shell,
                           _ ("Landmarks come from one file, or from one for "
                              "each slide"));
      return;
    }
  /* The reference's comes first, unless their names say otherwise. */
  turned =
      two
      && (is_called_as (paths[1], saffron_document_get_reference (document))
          || is_called_as (paths[0],
                           saffron_document_get_shown_layer (document)));
  reading = g_new0 (Reading, 1);
  reading->paths[0] = g_strdup (paths[turned ? 1 : 0]);
  reading->paths[1] = two ? g_strdup (paths[turned ? 0 : 1]) : NULL;
  reading->slides[0] = g_object_ref (pair.reference_slide);
  reading->slides[1] = g_object_ref (pair.moving_slide);
  reading->moving = g_object_ref (pair.moving);
  task = g_task_new (self, NULL, on_read, NULL);
  g_task_set_task_data (task, reading, reading_free);
  g_task_run_in_thread (task, read_in_thread);
}

static void
on_chosen (GtkNativeDialog *dialog, int response, gpointer user_data)
{
  SaffronWindowLandmarkFiles *self = user_data;
  g_autoptr (GListModel) files = NULL;
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_auto (GStrv) paths = NULL;

  if (response == GTK_RESPONSE_ACCEPT)
    {
      files = gtk_file_chooser_get_files (GTK_FILE_CHOOSER (dialog));
      for (guint i = 0; i < g_list_model_get_n_items (files); i++)
        {
          g_autoptr (GFile) file = g_list_model_get_item (files, i);

          if (g_file_peek_path (file) != NULL)
            g_strv_builder_add (builder, g_file_peek_path (file));
        }
      paths = g_strv_builder_end (builder);
      read_paths (self, (const char *const *) paths);
    }
  g_object_unref (dialog);
}

static void
on_import (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  SaffronWindowLandmarkFiles *self = user_data;
  GtkFileChooserNative *dialog = gtk_file_chooser_native_new (
      _ ("Import Landmarks"), self->shell->window, GTK_FILE_CHOOSER_ACTION_OPEN,
      _ ("_Import"), NULL);
  g_autoptr (GtkFileFilter) filter = gtk_file_filter_new ();

  gtk_file_filter_set_name (filter, _ ("Landmarks"));
  for (guint i = 0; i < G_N_ELEMENTS (suffixes); i++)
    gtk_file_filter_add_suffix (filter, suffixes[i]);
  gtk_file_chooser_add_filter (GTK_FILE_CHOOSER (dialog), filter);
  gtk_file_chooser_set_select_multiple (GTK_FILE_CHOOSER (dialog), TRUE);
  g_signal_connect_object (dialog, "response", G_CALLBACK (on_chosen), self, 0);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (dialog));
}

static void
on_read_paths (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  g_autofree const char **paths = g_variant_get_strv (parameter, NULL);

  read_paths (user_data, paths);
}

gboolean
saffron_window_landmark_files_is_one (GFile *file)
{
  g_autofree char *name = g_file_get_basename (file);
  g_autofree char *lower = g_ascii_strdown (name, -1);

  for (guint i = 0; i < G_N_ELEMENTS (suffixes); i++)
    {
      g_autofree char *ending = g_strconcat (".", suffixes[i], NULL);

      if (g_str_has_suffix (lower, ending))
        return g_file_peek_path (file) != NULL;
    }
  return FALSE;
}

static void
on_changed (SaffronLandmarkEditor *editor, gpointer user_data)
{
  saffron_shell_set_enabled (SAFFRON_WINDOW_LANDMARK_FILES (user_data)->shell,
                             "import-landmarks",
                             saffron_landmark_editor_is_ready (editor));
}

static const GActionEntry actions[] = {
  { "import-landmarks", on_import },
  { "read-landmarks", on_read_paths, "as" },
};

SaffronWindowLandmarkFiles *
saffron_window_landmark_files_new (SaffronShell *shell,
                                   SaffronLandmarkEditor *editor)
{
  SaffronWindowLandmarkFiles *self =
      g_object_new (SAFFRON_TYPE_WINDOW_LANDMARK_FILES, NULL);

  self->shell = saffron_shell_ref (shell);
  self->editor = g_object_ref (editor);
  saffron_shell_add_actions (shell, actions, G_N_ELEMENTS (actions), self);
  g_signal_connect_object (editor, "changed", G_CALLBACK (on_changed), self, 0);
  on_changed (editor, self);
  return self;
}
