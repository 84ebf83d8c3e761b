/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/document/autosave.h"

/* Delay after an edit, ms: with the writing itself, well within five
 * seconds. */
#define DELAY 1000
/* Delay after a failure, ms: a full disk or a lost server may be back by
 * then. */
#define RETRY 5000

struct _SaffronAutosave {
  GObject parent_instance;

  SaffronSession *session;
  SaffronDraft *draft; /* NULL until there is something to write */
  guint timer;
  gboolean writing;
  gboolean dirty;  /* edited since the last snapshot */
  gboolean failed; /* and the failure was reported */
  gboolean closed;
  gboolean paused;
};

enum {
  FAILED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (SaffronAutosave, saffron_autosave, G_TYPE_OBJECT)

static void
saffron_autosave_finalize (GObject *object)
{
  SaffronAutosave *self = SAFFRON_AUTOSAVE (object);

  g_clear_handle_id (&self->timer, g_source_remove);
  g_signal_handlers_disconnect_by_data (self->session, self);
  g_object_unref (self->session);
  g_clear_pointer (&self->draft, saffron_draft_free);
  G_OBJECT_CLASS (saffron_autosave_parent_class)->finalize (object);
}

static void
saffron_autosave_class_init (SaffronAutosaveClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = saffron_autosave_finalize;

  signals[FAILED] =
      g_signal_new ("failed", SAFFRON_TYPE_AUTOSAVE, G_SIGNAL_RUN_LAST, 0, NULL,
                    NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void
saffron_autosave_init (SaffronAutosave *self)
{
}

/* One writing. The main thread frees the node: it shares members with the
 * session, which are counted without locks. */
typedef struct {
  SaffronDraft *draft;
  JsonNode *node; /* NULL: discard the draft */
} Writing;

static void
write_in_thread (GTask *task,
                 gpointer source,
                 gpointer task_data,
                 GCancellable *cancellable)
{
  Writing *writing = task_data;
  GError *error = NULL;

  if (writing->node == NULL)
    saffron_draft_discard (writing->draft);
  else if (!saffron_draft_write (writing->draft, writing->node, &error))
    {
      g_task_return_error (task, error);
      return;
    }
  g_task_return_boolean (task, TRUE);
}

static void write_now (SaffronAutosave *self);
static gboolean on_timer (gpointer user_data);

static void
on_written (GObject *source, GAsyncResult *result, gpointer user_data)
{
  SaffronAutosave *self = SAFFRON_AUTOSAVE (source);
  Writing *writing = g_task_get_task_data (G_TASK (result));
  g_autoptr (GError) error = NULL;
  gboolean written = g_task_propagate_boolean (G_TASK (result), &error);

  g_clear_pointer (&writing->node, json_node_unref);
  self->writing = FALSE;
  if (!written && !self->failed && !self->closed)
    g_signal_emit (self, signals[FAILED], 0, error->message);
  self->failed = !written;
  if (!written && !self->closed)
    {
      self->dirty = TRUE;
      if (self->timer == 0)
        self->timer = g_timeout_add (RETRY, on_timer, self);
    }
  if (self->dirty && self->timer == 0)
    write_now (self);
  g_application_release (g_application_get_default ());
}

static void
write_now (SaffronAutosave *self)
{
  g_autoptr (GTask) task = NULL;
  Writing *writing = NULL;

  if (self->writing)
    return;
  self->dirty = FALSE;
  if (self->draft == NULL)
    {
      g_autofree char *folder = saffron_draft_folder ();

      self->draft = saffron_draft_new (folder);
    }
  writing = g_new0 (Writing, 1);
  writing->draft = self->draft;
  if (saffron_session_get_modified (self->session))
    writing->node = saffron_draft_to_json (self->draft, self->session);
  self->writing = TRUE;
  g_application_hold (g_application_get_default ());
  task = g_task_new (self, NULL, on_written, NULL);
  g_task_set_task_data (task, writing, g_free);
  g_task_set_priority (task, G_PRIORITY_HIGH);
  g_task_run_in_thread (task, write_in_thread);
}

static gboolean
on_timer (gpointer user_data)
{
  SaffronAutosave *self = user_data;

  self->timer = 0;
  write_now (self);
  return G_SOURCE_REMOVE;
}

/* Whether nothing would be lost but which slide is the reference: the slides of
 * a session that is in no file were swapped, and no more. */
static gboolean
is_swap_alone (SaffronSession *session)
{
  if (saffron_session_get_path (session) != NULL
      || saffron_session_get_undo (session) != SAFFRON_EDIT_SWAP)
    return FALSE;
  for (guint i = 0; i < saffron_session_get_n_moving (session); i++)
    {
      SaffronMoving *moving = saffron_session_get_moving (session, i);

      if (g_list_model_get_n_items (G_LIST_MODEL (moving)) > 0)
        return FALSE;
    }
  return TRUE;
}

static void
on_changed (SaffronSession *session, gpointer user_data)
{
  SaffronAutosave *self = user_data;

  if (self->paused)
    return;
  /* There is nothing to write, and no draft to discard. */
  if (self->draft == NULL && !self->dirty
      && (!saffron_session_get_modified (session) || is_swap_alone (session)))
    return;
  self->dirty = TRUE;
  if (self->timer == 0)
    self->timer = g_timeout_add (DELAY, on_timer, self);
}

SaffronAutosave *
saffron_autosave_new (SaffronSession *session, SaffronDraft *draft)
{
  SaffronAutosave *self = g_object_new (SAFFRON_TYPE_AUTOSAVE, NULL);

  self->session = g_object_ref (session);
  self->draft = draft;
  g_signal_connect (session, "changed", G_CALLBACK (on_changed), self);
  return self;
}

void
saffron_autosave_pause (SaffronAutosave *self, gboolean paused)
{
  self->paused = paused;
}

void
saffron_autosave_close (SaffronAutosave *self)
{
  self->closed = TRUE;
  g_signal_handlers_disconnect_by_data (self->session, self);
  g_clear_handle_id (&self->timer, g_source_remove);
  /* The task holds a reference, and the writing frees the rest when it ends. */
  if (self->dirty)
    write_now (self);
}
