/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/document-private.h"

#include <glib/gi18n.h>

enum {
  CHANGED,
  FAILED,
  OPENED,
  BUSY,
  EDITED,
  SAVED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (SaffronDocument, saffron_document, G_TYPE_OBJECT)

static void
unref_layer (gpointer data)
{
  if (data != NULL)
    g_object_unref (data);
}

void
saffron_document_fail (SaffronDocument *self, const char *message)
{
  g_signal_emit (self, signals[FAILED], 0, message);
}

static void
on_session_changed (SaffronSession *session, gpointer user_data)
{
  saffron_document_update_looks (user_data);
  g_signal_emit (user_data, signals[EDITED], 0);
}

void
saffron_document_tell_saved (SaffronDocument *self, const char *path)
{
  g_signal_emit (self, signals[SAVED], 0, path);
}

static void
on_autosave_failed (SaffronAutosave *autosave,
                    const char *message,
                    gpointer user_data)
{
  saffron_document_fail (user_data, message);
}

/* What was edited is written, and stays until it is asked for. */
void
saffron_document_leave_session (SaffronDocument *self)
{
  if (self->session == NULL)
    return;
  g_signal_handlers_disconnect_by_data (self->session, self);
  g_signal_handlers_disconnect_by_data (self->autosave, self);
  saffron_autosave_close (self->autosave);
  g_clear_object (&self->autosave);
  g_clear_object (&self->session);
}

void
saffron_document_close (SaffronDocument *self)
{
  if (self->job == NULL)
    return;
  saffron_job_cancel (self->job);
  g_clear_object (&self->job);
  for (int side = 0; side < 2; side++)
    saffron_view_model_set_slide (self->model, side, NULL, NULL);
  g_clear_object (&self->reference);
  g_ptr_array_set_size (self->moving, 0);
  g_ptr_array_set_size (self->retired, 0);
  /* What is being saved needs no draft, once it is. */
  if (g_queue_is_empty (&self->saves))
    saffron_document_leave_session (self);
}

void
saffron_document_set_session (SaffronDocument *self,
                              SaffronSession *session,
                              SaffronDraft *draft)
{
  saffron_document_leave_session (self);
  self->session = g_object_ref (session);
  self->autosave = saffron_autosave_new (session, draft);
  g_signal_connect (session, "changed", G_CALLBACK (on_session_changed), self);
  g_signal_connect (self->autosave, "failed", G_CALLBACK (on_autosave_failed),
                    self);
  g_signal_emit (self, signals[EDITED], 0);
}

static void
saffron_document_dispose (GObject *object)
{
  SaffronDocument *self = SAFFRON_DOCUMENT (object);

  saffron_document_close (self);
  g_clear_object (&self->model);
  saffron_document_leave_session (self);
  G_OBJECT_CLASS (saffron_document_parent_class)->dispose (object);
}

static void
saffron_document_finalize (GObject *object)
{
  g_free (SAFFRON_DOCUMENT (object)->look_key);
  g_ptr_array_unref (SAFFRON_DOCUMENT (object)->moving);
  g_ptr_array_unref (SAFFRON_DOCUMENT (object)->retired);
  G_OBJECT_CLASS (saffron_document_parent_class)->finalize (object);
}

static void
saffron_document_class_init (SaffronDocumentClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = saffron_document_dispose;
  G_OBJECT_CLASS (klass)->finalize = saffron_document_finalize;

  signals[CHANGED] =
    g_signal_new ("changed", SAFFRON_TYPE_DOCUMENT, G_SIGNAL_RUN_LAST, 0, NULL,
                  NULL, NULL, G_TYPE_NONE, 0);
  signals[FAILED] =
    g_signal_new ("failed", SAFFRON_TYPE_DOCUMENT, G_SIGNAL_RUN_LAST, 0, NULL,
                  NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
  signals[OPENED] =
    g_signal_new ("opened", SAFFRON_TYPE_DOCUMENT, G_SIGNAL_RUN_LAST, 0, NULL,
                  NULL, NULL, G_TYPE_NONE, 1, G_TYPE_FILE);
  signals[BUSY] =
    g_signal_new ("busy", SAFFRON_TYPE_DOCUMENT, G_SIGNAL_RUN_LAST, 0, NULL,
                  NULL, NULL, G_TYPE_NONE, 2, G_TYPE_STRING, G_TYPE_DOUBLE);
  signals[SAVED] =
    g_signal_new ("saved", SAFFRON_TYPE_DOCUMENT, G_SIGNAL_RUN_LAST, 0, NULL,
                  NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
  signals[EDITED] =
    g_signal_new ("edited", SAFFRON_TYPE_DOCUMENT, G_SIGNAL_RUN_LAST, 0, NULL,
                  NULL, NULL, G_TYPE_NONE, 0);
}

static void
saffron_document_init (SaffronDocument *self)
{
  self->moving = g_ptr_array_new_with_free_func (unref_layer);
  self->retired = g_ptr_array_new_with_free_func (unref_layer);
  self->shown = -1;
  self->job = saffron_job_new ();
}

SaffronDocument *
saffron_document_new (gsize cache_bytes, guint n_threads)
{
  SaffronDocument *self = g_object_new (SAFFRON_TYPE_DOCUMENT, NULL);

  self->model = saffron_view_model_new (cache_bytes, n_threads);
  return self;
}

SaffronViewModel *
saffron_document_get_model (SaffronDocument *self)
{
  return self->model;
}

SaffronSession *
saffron_document_get_session (SaffronDocument *self)
{
  return self->session;
}

gboolean
saffron_document_is_empty (SaffronDocument *self)
{
  return self->reference == NULL && self->moving->len == 0;
}

SaffronLayer *
saffron_document_get_reference (SaffronDocument *self)
{
  return self->reference;
}

guint
saffron_document_get_n_moving (SaffronDocument *self)
{
  return self->moving->len;
}

SaffronLayer *
saffron_document_get_moving (SaffronDocument *self, guint index)
{
  return index < self->moving->len ? self->moving->pdata[index] : NULL;
}

int
saffron_document_get_shown (SaffronDocument *self)
{
  return self->shown;
}

SaffronLayer *
saffron_document_shown_layer (SaffronDocument *self)
{
  return self->shown < 0 ? NULL
                         : saffron_document_get_moving (self, self->shown);
}

static void
show_sides (SaffronDocument *self)
{
  SaffronLayer *layers[2] = { self->reference,
                              saffron_document_shown_layer (self) };

  for (int side = 0; side < 2; side++)
    {
      SaffronSlide *slide =
        layers[side] != NULL ? saffron_layer_get_slide (layers[side]) : NULL;

      if (saffron_view_model_get_slide (self->model, side) != slide)
        saffron_view_model_set_slide (
          self->model, side, slide,
          slide != NULL ? saffron_layer_get_display (layers[side]) : NULL);
    }
  saffron_document_run_changed (self);
}

static gboolean
has_runs (SaffronDocument *self)
{
  return self->session != NULL && self->shown >= 0
         && (guint) self->shown < saffron_session_get_n_moving (self->session);
}

void
saffron_document_place_run (SaffronDocument *self,
                            SaffronViewModel *model,
                            SaffronRun *run)
{
  SaffronRun *whole = NULL;
  int index = -1;

  if (run != NULL && has_runs (self))
    index = saffron_session_index_of_run (self->session, self->shown, run);
  if (index >= 0)
    whole = saffron_session_get_whole_run_of (self->session, self->shown,
                                              index);
  saffron_view_model_set_transform (model,
                                    whole != NULL ? whole->transform : NULL);
  if (index >= 0 && run != whole)
    saffron_view_model_set_inside (model, run->transform, &run->region);
}

void
saffron_document_run_changed (SaffronDocument *self)
{
  SaffronRun *run = NULL;

  if (has_runs (self))
    run = saffron_session_get_current_run (self->session, self->shown);
  saffron_document_place_run (self, self->model, run);
  saffron_document_update_looks (self);
  g_signal_emit (self, signals[CHANGED], 0);
}

void
saffron_document_show_moving (SaffronDocument *self, int index)
{
  if (index < 0 || (guint) index >= self->moving->len || index == self->shown)
    return;
  self->shown = index;
  show_sides (self);
}

static void
on_opened (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (SaffronDocument) self = user_data;
  g_autoptr (SaffronOpened) opened = NULL;
  g_autoptr (GError) error = NULL;

  opened = saffron_document_open_finish (result, &error);
  self->n_opening--;
  if (self->job == NULL)
    return;
  if (self->n_opening == 0)
    g_signal_emit (self, signals[BUSY], 0, "", 1.0);
  if (opened == NULL)
    {
      saffron_document_fail (self, _("Opening was cancelled"));
      g_signal_emit (self, signals[CHANGED], 0);
      return;
    }

  if (opened->session != NULL)
    saffron_document_take_session (self, opened);
  else if (opened->as == SAFFRON_OPEN_AS_FOUND)
    saffron_document_take_relocated (self, opened);
  else
    saffron_document_take_slides (self, opened);
  show_sides (self);
  for (guint i = 0; i < opened->errors->len; i++)
    g_signal_emit (self, signals[FAILED], 0, opened->errors->pdata[i]);
  for (guint i = 0; i < opened->files->len; i++)
    g_signal_emit (self, signals[OPENED], 0, opened->files->pdata[i]);
}

typedef struct {
  SaffronDocument *document;
  SaffronJob *job;
  char *stage;
  double fraction;
} Progress;

static gboolean
emit_progress (gpointer data)
{
  Progress *progress = data;

  if (progress->document->job == progress->job
      && progress->document->n_opening > 0)
    g_signal_emit (progress->document, signals[BUSY], 0, progress->stage,
                   progress->fraction);
  g_object_unref (progress->document);
  g_object_unref (progress->job);
  g_free (progress->stage);
  g_free (progress);
  return G_SOURCE_REMOVE;
}

static void
on_progress (SaffronJob *job,
             const char *stage,
             double fraction,
             gpointer user_data)
{
  Progress *progress = g_new0 (Progress, 1);

  progress->document = g_object_ref (user_data);
  progress->job = g_object_ref (job);
  progress->stage = g_strdup_printf (_("Opening %s"), stage);
  progress->fraction = fraction;
  g_idle_add (emit_progress, progress);
}

/* Takes @draft. */
static void
start_opening (SaffronDocument *self,
               GFile **files,
               guint n_files,
               SaffronOpenAs as,
               SaffronDraft *draft)
{
  if (self->n_opening == 0 || saffron_job_is_cancelled (self->job))
    {
      g_object_unref (self->job);
      self->job = saffron_job_new ();
      saffron_job_set_callback (self->job, on_progress, self);
    }
  self->n_opening++;
  saffron_document_open_async (
    files, n_files, as, self->session,
    self->reference != NULL ? saffron_layer_get_slide (self->reference) : NULL,
    draft, self->job, on_opened, g_object_ref (self));
}

gboolean
saffron_document_is_opening (SaffronDocument *self)
{
  return self->n_opening > 0;
}

void
saffron_document_cancel_opening (SaffronDocument *self)
{
  if (self->job != NULL && self->n_opening > 0)
    saffron_job_cancel (self->job);
}

void
saffron_document_open (SaffronDocument *self,
                       GFile **files,
                       guint n_files,
                       SaffronOpenAs as)
{
  if (self->job != NULL && n_files > 0)
    start_opening (self, files, n_files, as, NULL);
}

void
saffron_document_recover (SaffronDocument *self, SaffronDraft *draft)
{
  if (self->job != NULL)
    start_opening (self, NULL, 0, SAFFRON_OPEN_AS_ANY, draft);
  else
    saffron_draft_free (draft);
}

void
saffron_document_swap (SaffronDocument *self)
{
  if (saffron_document_shown_layer (self) == NULL || self->reference == NULL)
    return;
  saffron_session_swap (self->session, self->shown);
  saffron_document_match_session (self);
  saffron_view_model_swap (self->model);
  show_sides (self);
}

void
saffron_document_remove_moving (SaffronDocument *self, int index)
{
  if (self->session == NULL || index < 0
      || (guint) index >= saffron_session_get_n_moving (self->session))
    return;
  saffron_session_remove_moving (self->session, index);
  saffron_document_match_session (self);
  show_sides (self);
}

static gboolean
step_back_or_forth (SaffronDocument *self,
                    SaffronEdit edit,
                    gboolean (*step) (SaffronSession *session))
{
  if (self->session == NULL || !step (self->session))
    return FALSE;
  /* What is on screen has not changed by a parameter; the rest is cheap. */
  if (edit == SAFFRON_EDIT_PARAMS)
    return TRUE;
  saffron_document_match_session (self);
  if (edit == SAFFRON_EDIT_SWAP)
    saffron_view_model_swap (self->model);
  show_sides (self);
  return TRUE;
}

gboolean
saffron_document_undo (SaffronDocument *self)
{
  return self->session != NULL
         && step_back_or_forth (self, saffron_session_get_undo (self->session),
                                saffron_session_undo);
}

gboolean
saffron_document_redo (SaffronDocument *self)
{
  return self->session != NULL
         && step_back_or_forth (self, saffron_session_get_redo (self->session),
                                saffron_session_redo);
}

void
saffron_document_relocate (SaffronDocument *self,
                           const char *missing,
                           const char *path)
{
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autofree char *found = g_file_get_path (file);

  if (self->session != NULL
      && saffron_session_relocate (self->session, missing, found))
    saffron_document_open (self, &file, 1, SAFFRON_OPEN_AS_FOUND);
}
