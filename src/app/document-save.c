/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/document-private.h"

/* One saving; the node is freed by the main thread, see autosave.c. */
typedef struct {
  SaffronSession *session;
  JsonNode *node;
  char *path;
  guint64 edit;
} Saving;

static void
saving_free (Saving *saving)
{
  g_object_unref (saving->session);
  g_clear_pointer (&saving->node, json_node_unref);
  g_free (saving->path);
  g_free (saving);
}

static void
save_in_thread (GTask *task,
                gpointer source,
                gpointer task_data,
                GCancellable *cancellable)
{
  Saving *saving = task_data;
  GError *error = NULL;

  if (saffron_session_write (saving->node, saving->path, FALSE, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static void
on_saved (GObject *source, GAsyncResult *result, gpointer user_data)
{
  SaffronDocument *self = SAFFRON_DOCUMENT (source);
  Saving *saving = user_data;
  g_autoptr (GError) error = NULL;

  if (g_task_propagate_boolean (G_TASK (result), &error))
    {
      saffron_session_set_saved (saving->session, saving->path, saving->edit);
      saffron_document_tell_saved (self, saving->path);
    }
  else
    saffron_document_fail (self, error->message);
  saving_free (saving);
  /* Closed meanwhile: the edits since go to the draft, before the application
   * may end. */
  self->n_saving--;
  if (self->n_saving == 0 && self->job == NULL)
    saffron_document_leave_session (self);
  g_application_release (g_application_get_default ());
}

void
saffron_document_save (SaffronDocument *self, const char *path)
{
  g_autoptr (GTask) task = NULL;
  Saving *saving = NULL;

  g_return_if_fail (self->session != NULL);

  saving = g_new0 (Saving, 1);
  saving->session = g_object_ref (self->session);
  saving->path = g_strdup (path);
  saving->edit = saffron_session_get_edit (self->session);
  saving->node = saffron_session_to_json (self->session, path);
  self->n_saving++;
  g_application_hold (g_application_get_default ());
  task = g_task_new (self, NULL, on_saved, saving);
  g_task_set_task_data (task, saving, NULL);
  g_task_run_in_thread (task, save_in_thread);
}
