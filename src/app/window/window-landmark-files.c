/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/window/window-landmark-files.h"

#include <glib/gi18n.h>

#include "base/join.h"
#include "quality/landmark-words.h"
#include "session/landmark-file.h"
#include "session/landmark-write.h"

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
  SaffronTransform *automatic; /* verified without landmarks; or NULL */
  guint n_unpaired;
  /* They agree only when they are read in another way. */
  gboolean found;
  SaffronLandmarkFinding finding;
  GArray *landmarks; /* as they stand in the file */
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
  g_clear_pointer (&self->automatic, saffron_transform_unref);
  g_clear_pointer (&self->landmarks, g_array_unref);
  g_free (self);
}

static void
find_sides (const Reading *reading, SaffronLandmarkSide sides[2])
{
  for (int side = 0; side < 2; side++)
    sides[side] = saffron_landmark_side (reading->slides[side]);
}

static void
read_in_thread (GTask *task,
                gpointer source,
                gpointer task_data,
                GCancellable *cancellable)
{
  Reading *reading = task_data;
  SaffronLandmarkSide sides[2];
  GError *error = NULL;

  reading->landmarks = saffron_landmarks_file_read (
      reading->paths[0], reading->paths[1], &reading->n_unpaired, &error);
  if (reading->landmarks == NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  find_sides (reading, sides);
  reading->found = saffron_landmarks_find_reading (
      reading->landmarks, sides, reading->automatic, &reading->finding);
  g_task_return_boolean (task, TRUE);
}

static void
tell (SaffronWindowLandmarkFiles *self, guint n, guint n_unpaired)
{
  g_autofree char *read = g_strdup_printf (
      ngettext ("%u landmark read", "%u landmarks read", n), n);
  g_autofree char *left =
      g_strdup_printf (ngettext ("%u point has no partner",
                                 "%u points have no partner", n_unpaired),
                       n_unpaired);
  g_autoptr (GPtrArray) facts = g_ptr_array_new ();
  g_autofree char *text = NULL;

  g_ptr_array_add (facts, read);
  if (n_unpaired > 0)
    g_ptr_array_add (facts, left);
  text = saffron_join_facts (facts);
  saffron_shell_toast (self->shell, text);
}

/* Takes the landmarks over, by another reading of them or as they are. */
static void
take (SaffronWindowLandmarkFiles *self, Reading *reading, gboolean otherwise)
{
  SaffronLandmarkSide sides[2];
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) landmarks = NULL;

  /* They belong to other slides than those that are shown now. */
  if (saffron_document_get_shown (self->shell->document) != reading->moving)
    return;
  find_sides (reading, sides);
  landmarks = otherwise ? saffron_landmarks_read_as (
                  reading->landmarks, &reading->finding.reading, sides, &error)
                        : g_array_ref (reading->landmarks);
  if (landmarks == NULL
      || !saffron_landmarks_check (landmarks, reading->slides[0],
                                   reading->slides[1], &error))
    {
      saffron_shell_toast (self->shell, error->message);
      return;
    }
  saffron_landmark_editor_join (self->editor, landmarks);
  tell (self, landmarks->len, reading->n_unpaired);
  saffron_shell_show_page (self->shell, "landmarks");
}

static void
on_answered (AdwMessageDialog *dialog, const char *answer, gpointer user_data)
{
  SaffronWindowLandmarkFiles *self = user_data;
  GTask *task = g_object_get_data (G_OBJECT (dialog), "reading");

  if (self->shell->window != NULL && !g_str_equal (answer, "cancel"))
    take (self, g_task_get_task_data (task), g_str_equal (answer, "otherwise"));
}

/* One click corrects what people do wrong with files of landmarks. */
static void
ask (SaffronWindowLandmarkFiles *self, GTask *task)
{
  Reading *reading = g_task_get_task_data (task);
  g_autofree char *words =
      saffron_landmark_finding_to_words (&reading->finding);
  g_autofree char *name = g_filename_display_basename (reading->paths[0]);
  g_autofree char *text = g_strdup_printf ("%s: %s.", name, words);
  GtkWidget *dialog = adw_message_dialog_new (
      self->shell->window, _ ("Read the Landmarks Otherwise?"), text);

  adw_message_dialog_add_responses (ADW_MESSAGE_DIALOG (dialog), "cancel",
                                    _ ("_Cancel"), "plain", _ ("As They _Are"),
                                    "otherwise", _ ("_Read Them So"), NULL);
  adw_message_dialog_set_response_appearance (
      ADW_MESSAGE_DIALOG (dialog), "otherwise", ADW_RESPONSE_SUGGESTED);
  adw_message_dialog_set_default_response (ADW_MESSAGE_DIALOG (dialog),
                                           "otherwise");
  adw_message_dialog_set_close_response (ADW_MESSAGE_DIALOG (dialog), "cancel");
  g_object_set_data_full (G_OBJECT (dialog), "reading", g_object_ref (task),
                          g_object_unref);
  g_signal_connect_object (dialog, "response", G_CALLBACK (on_answered), self,
                           0);
  gtk_window_present (GTK_WINDOW (dialog));
}

static void
on_read (GObject *source, GAsyncResult *result, gpointer user_data)
{
  SaffronWindowLandmarkFiles *self = SAFFRON_WINDOW_LANDMARK_FILES (source);
  Reading *reading = g_task_get_task_data (G_TASK (result));
  g_autoptr (GError) error = NULL;

  if (self->shell->window == NULL)
    return;
  if (!g_task_propagate_boolean (G_TASK (result), &error))
    saffron_shell_toast (self->shell, error->message);
  else if (reading->found)
    ask (self, G_TASK (result));
  else
    take (self, reading, FALSE);
}

/* (transfer full) (nullable): of a run that is verified without landmarks. */
static SaffronTransform *
find_automatic (SaffronMoving *moving)
{
  SaffronRunEntry *whole = saffron_moving_get_whole (moving);
  const SaffronRun *run =
      whole != NULL ? saffron_run_entry_get_run (whole) : NULL;

  if (run == NULL || !run->verified || g_strcmp0 (run->landmarks, "0") != 0)
    return NULL;
  return saffron_transform_ref (run->transform);
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
  reading->automatic = find_automatic (pair.moving);
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

typedef struct {
  char *path;
  SaffronLandmarkFormat format;
  GArray *landmarks;
  guint n_left_out;
} Writing;

static void
writing_free (gpointer data)
{
  Writing *self = data;

  g_free (self->path);
  g_array_unref (self->landmarks);
  g_free (self);
}

static void
write_in_thread (GTask *task,
                 gpointer source,
                 gpointer task_data,
                 GCancellable *cancellable)
{
  Writing *w = task_data;
  GError *error = NULL;

  if (saffron_landmarks_file_write (w->path, NULL, w->format, w->landmarks,
                                    &w->n_left_out, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static void
on_written (GObject *source, GAsyncResult *result, gpointer user_data)
{
  SaffronWindowLandmarkFiles *self = SAFFRON_WINDOW_LANDMARK_FILES (source);
  const Writing *w = g_task_get_task_data (G_TASK (result));
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;

  if (self->shell->window == NULL)
    return;
  if (!g_task_propagate_boolean (G_TASK (result), &error))
    text = g_strdup (error->message);
  else if (w->n_left_out > 0)
    text = g_strdup_printf (ngettext ("Landmarks exported, but for %u that is "
                                      "not used",
                                      "Landmarks exported, but for %u that are "
                                      "not used",
                                      w->n_left_out),
                            w->n_left_out);
  else
    text = g_strdup (_ ("Landmarks exported"));
  saffron_shell_toast (self->shell, text);
}

static void
on_named (GtkNativeDialog *dialog, int response, gpointer user_data)
{
  SaffronWindowLandmarkFiles *self = user_data;
  SaffronMoving *moving = saffron_document_get_shown (self->shell->document);
  g_autoptr (GFile) file = NULL;

  if (response == GTK_RESPONSE_ACCEPT && moving != NULL)
    file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (dialog));
  if (file != NULL && g_file_peek_path (file) != NULL)
    {
      g_autoptr (GTask) task = g_task_new (self, NULL, on_written, NULL);
      Writing *w = g_new0 (Writing, 1);

      w->path = g_file_get_path (file);
      w->format = g_strcmp0 (gtk_file_chooser_get_choice (
                                 GTK_FILE_CHOOSER (dialog), "format"),
                             "xenium")
                          == 0
                      ? SAFFRON_LANDMARK_FORMAT_XENIUM
                      : SAFFRON_LANDMARK_FORMAT_BIGWARP;
      w->landmarks =
          saffron_landmarks_copy (saffron_moving_get_landmarks (moving));
      g_task_set_task_data (task, w, writing_free);
      g_task_run_in_thread (task, write_in_thread);
    }
  g_object_unref (dialog);
}

/* The formats of one file; the command line has those of two. */
static void
on_export (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  SaffronWindowLandmarkFiles *self = user_data;
  const char *formats[] = { "bigwarp", "xenium", NULL };
  const char *names[] = { _ ("BigWarp"), _ ("Xenium Explorer keypoints"),
                          NULL };
  GtkFileChooserNative *dialog = gtk_file_chooser_native_new (
      _ ("Export Landmarks"), self->shell->window, GTK_FILE_CHOOSER_ACTION_SAVE,
      _ ("_Export"), NULL);

  gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (dialog),
                                     "landmarks.csv");
  gtk_file_chooser_add_choice (GTK_FILE_CHOOSER (dialog), "format",
                               _ ("Format"), formats, names);
  gtk_file_chooser_set_choice (GTK_FILE_CHOOSER (dialog), "format", "bigwarp");
  g_signal_connect_object (dialog, "response", G_CALLBACK (on_named), self, 0);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (dialog));
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
  SaffronShell *shell = SAFFRON_WINDOW_LANDMARK_FILES (user_data)->shell;

  saffron_shell_set_enabled (shell, "import-landmarks",
                             saffron_landmark_editor_is_ready (editor));
  saffron_shell_set_enabled (shell, "export-landmarks",
                             saffron_landmark_editor_get_n (editor) > 0);
}

static const GActionEntry actions[] = {
  { "import-landmarks", on_import },
  { "export-landmarks", on_export },
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
