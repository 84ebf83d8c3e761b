/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/dialogs/replace-dialog.h"

#include <adwaita.h>
#include <glib/gi18n.h>

#include "base/file.h"

static GtkWidget *
make_dialog (GtkWindow *parent,
             const char *title,
             const char *path,
             gboolean keeps_owner)
{
  g_autofree char *name = g_filename_display_basename (path);
  GtkWidget *question = adw_message_dialog_new (parent, title, NULL);

  adw_message_dialog_format_body (ADW_MESSAGE_DIALOG (question),
                                  keeps_owner
                                      ? _ ("“%s” already exists. Replacing it "
                                           "deletes its content.")
                                      : _ ("“%s” already exists, and belongs "
                                           "to another user or group. "
                                           "Replacing it deletes its content, "
                                           "and the new file is yours."),
                                  name);
  adw_message_dialog_add_responses (ADW_MESSAGE_DIALOG (question), "keep",
                                    _ ("_Keep It"), "replace", _ ("_Replace"),
                                    NULL);
  adw_message_dialog_set_response_appearance (
      ADW_MESSAGE_DIALOG (question), "replace", ADW_RESPONSE_DESTRUCTIVE);
  adw_message_dialog_set_close_response (ADW_MESSAGE_DIALOG (question), "keep");
  return question;
}

/* What a task answers. */
typedef enum {
  CANCELLED,
  KEEP,
  NOTHING_THERE,
  REPLACE,
} Answer;

typedef struct {
  char *title;
  GStrv paths;
  guint at;
  Answer answer;
} Question;

static void
question_free (gpointer data)
{
  Question *question = data;

  g_free (question->title);
  g_strfreev (question->paths);
  g_free (question);
}

static gboolean
give_answer (gpointer user_data)
{
  const Question *question = g_task_get_task_data (user_data);

  g_task_return_int (user_data, question->answer);
  return G_SOURCE_REMOVE;
}

/* The dialog goes on after its signal, and would be gone with its parent. */
static void
on_response (GtkWidget *dialog, const char *response, gpointer user_data)
{
  Question *question = g_task_get_task_data (user_data);

  question->answer = g_str_equal (response, "replace") ? REPLACE : KEEP;
  g_idle_add_full (G_PRIORITY_DEFAULT_IDLE, give_answer,
                   g_object_ref (user_data), g_object_unref);
}

static void
ask (GTask *task, const char *title, const char *path, gboolean keeps_owner)
{
  GtkWidget *dialog =
      make_dialog (g_task_get_source_object (task), title, path, keeps_owner);

  g_signal_connect_object (dialog, "response", G_CALLBACK (on_response), task,
                           0);
  g_object_set_data_full (G_OBJECT (dialog), "task", g_object_ref (task),
                          g_object_unref);
  gtk_window_present (GTK_WINDOW (dialog));
}

static void look (GTask *task);

static void
on_looked (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Question *question = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;
  g_autoptr (GFileInfo) info =
      g_file_query_info_finish (G_FILE (source), result, &error);

  /* A window that was closed meanwhile is not realized. */
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED)
      || !gtk_widget_get_realized (g_task_get_source_object (task)))
    g_task_return_int (task, CANCELLED);
  else if (info != NULL)
    ask (task, question->title, question->paths[question->at],
         saffron_file_may_give (
             g_file_info_get_attribute_uint32 (info, G_FILE_ATTRIBUTE_UNIX_UID),
             g_file_info_get_attribute_uint32 (info,
                                               G_FILE_ATTRIBUTE_UNIX_GID)));
  else if (question->paths[++question->at] != NULL)
    look (task);
  else
    g_task_return_int (task, NOTHING_THERE);
}

static void
look (GTask *task)
{
  const Question *question = g_task_get_task_data (task);
  g_autoptr (GFile) file = g_file_new_for_path (question->paths[question->at]);

  g_file_query_info_async (
      file, G_FILE_ATTRIBUTE_UNIX_UID "," G_FILE_ATTRIBUTE_UNIX_GID,
      G_FILE_QUERY_INFO_NONE, G_PRIORITY_DEFAULT, g_task_get_cancellable (task),
      on_looked, g_object_ref (task));
}

void
saffron_replace_ask_async (GtkWindow *parent,
                           const char *title,
                           const char *const *paths,
                           GCancellable *cancellable,
                           GAsyncReadyCallback callback,
                           gpointer user_data)
{
  g_autoptr (GTask) task =
      g_task_new (parent, cancellable, callback, user_data);
  Question *question = g_new0 (Question, 1);

  question->title = g_strdup (title);
  question->paths = g_strdupv ((char **) paths);
  g_task_set_check_cancellable (task, FALSE);
  g_task_set_task_data (task, question, question_free);
  look (task);
}

gboolean
saffron_replace_ask_finish (GAsyncResult *result, gboolean *replace)
{
  gssize answer = g_task_propagate_int (G_TASK (result), NULL);

  *replace = answer == REPLACE;
  return answer == NOTHING_THERE || answer == REPLACE;
}
