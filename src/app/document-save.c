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

static void start_next (SaffronDocument *self);

static void
on_saved (GObject *source, GAsyncResult *result, gpointer user_data)
{
  SaffronDocument *self = SAFFRON_DOCUMENT (source);
  Saving *saving = g_queue_pop_head (&self->saves);
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
  if (g_queue_is_empty (&self->saves) && self->job == NULL)
    saffron_document_leave_session (self);
  start_next (self);
  g_application_release (g_application_get_default ());
}

/* One after another, so that what was saved last is what stays. */
static void
start_next (SaffronDocument *self)
{
  Saving *saving = g_queue_peek_head (&self->saves);
  g_autoptr (GTask) task = NULL;

  if (saving == NULL)
    return;
  task = g_task_new (self, NULL, on_saved, NULL);
  g_task_set_task_data (task, saving, NULL);
  g_task_run_in_thread (task, save_in_thread);
}

/* Not the first, which is being written. */
static void
drop_waiting (SaffronDocument *self, const char *path)
{
  GList *next = NULL;

  if (g_queue_is_empty (&self->saves))
    return;
  for (GList *l = self->saves.head->next; l != NULL; l = next)
    {
      next = l->next;
      if (!g_str_equal (((Saving *) l->data)->path, path))
        continue;
      saving_free (l->data);
      g_queue_delete_link (&self->saves, l);
      g_application_release (g_application_get_default ());
    }
}

void
saffron_document_save (SaffronDocument *self, const char *path)
{
  Saving *saving = NULL;

  g_return_if_fail (self->session != NULL);

  saving = g_new0 (Saving, 1);
  saving->session = g_object_ref (self->session);
  saving->path = g_strdup (path);
  saving->edit = saffron_session_get_edit (self->session);
  saving->node = saffron_session_to_json (self->session, path);
  g_application_hold (g_application_get_default ());
  drop_waiting (self, path);
  g_queue_push_tail (&self->saves, saving);
  if (self->saves.length == 1)
    start_next (self);
}
