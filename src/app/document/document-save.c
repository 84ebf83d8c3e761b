/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/document/document-private.h"

#include "session/snapshot.h"

/* One saving. */
typedef struct {
  SaffronSession *session;
  SaffronSnapshot *snapshot;
  SaffronSession *there; /* what others have put into the file, or NULL */
} Saving;

static void
saving_free (Saving *saving)
{
  g_object_unref (saving->session);
  saffron_snapshot_free (saving->snapshot);
  g_clear_object (&saving->there);
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

  if (saffron_snapshot_write (saving->snapshot, FALSE, &saving->there, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static void start_next (SaffronDocument *self);

/* Another save is under way or waiting, so this one has to wait, too. */
static void
drop_waiting (SaffronDocument *self, const char *path)
{
  GList *next = NULL;

  if (g_queue_is_empty (&self->saves))
    return;
  for (GList *l = self->saves.head->next; l != NULL; l = next)
    {
      Saving *saving = l->data;

      next = l->next;
      if (!g_str_equal (saffron_snapshot_get_path (saving->snapshot), path))
        continue;
      saving_free (saving);
      g_queue_delete_link (&self->saves, l);
      g_application_release (g_application_get_default ());
    }
}

/* Nothing was written. Without a window there is nobody to ask: the edits stay
 * in the draft, which knows the file as it was. */
static void
tell_conflict (SaffronDocument *self, Saving *saving)
{
  const char *path = saffron_snapshot_get_path (saving->snapshot);

  drop_waiting (self, path);
  if (!self->closed && self->session == saving->session)
    saffron_document_tell_conflict (self, path, saving->there);
}

static void
on_saved (GObject *source, GAsyncResult *result, gpointer user_data)
{
  SaffronDocument *self = SAFFRON_DOCUMENT (source);
  Saving *saving = g_queue_peek_head (&self->saves);
  g_autoptr (GError) error = NULL;

  if (g_task_propagate_boolean (G_TASK (result), &error))
    {
      saffron_session_set_saved (saving->session, saving->snapshot);
      saffron_document_tell_saved (
          self, saffron_snapshot_get_path (saving->snapshot),
          saffron_snapshot_is_new_owners (saving->snapshot));
    }
  else if (saving->there != NULL)
    tell_conflict (self, saving);
  else
    saffron_document_fail (self, error->message);
  g_queue_pop_head (&self->saves);
  saving_free (saving);
  /* The document was closed meanwhile: later edits go to the draft before the
   * application may end. */
  if (g_queue_is_empty (&self->saves) && self->closed)
    saffron_document_leave_session (self);
  start_next (self);
  g_application_release (g_application_get_default ());
}

/* Savings run one after another, so that the last one is what stays. */
static void
start_next (SaffronDocument *self)
{
  Saving *saving = g_queue_peek_head (&self->saves);
  g_autoptr (GTask) task = NULL;

  if (saving == NULL)
    return;
  saffron_snapshot_update (saving->snapshot, saving->session);
  task = g_task_new (self, NULL, on_saved, NULL);
  g_task_set_task_data (task, saving, NULL);
  g_task_run_in_thread (task, save_in_thread);
}

void
saffron_document_save (SaffronDocument *self, const char *path)
{
  Saving *saving = NULL;

  g_return_if_fail (self->session != NULL);

  saving = g_new0 (Saving, 1);
  saving->session = g_object_ref (self->session);
  saving->snapshot = saffron_snapshot_new (self->session, path);
  g_application_hold (g_application_get_default ());
  drop_waiting (self, path);
  g_queue_push_tail (&self->saves, saving);
  if (self->saves.length == 1)
    start_next (self);
}
