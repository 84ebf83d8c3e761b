/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/document/edited-verdict.h"

#include <glib/gi18n.h>
#include <math.h>

#include "app/work/evidence-work.h"
#include "quality/verdict-words.h"

/* How long landmarks stay as they are before the evidence is collected,
 * milliseconds: nobody has to wait for it, and several edits in a row need it
 * once. */
#define QUIET 700

struct _SaffronEditedVerdict {
  GObject parent_instance;

  SaffronDocument *document;
  SaffronLandmarkEditor *editor;
  SaffronRunEntry *entry; /* of the run that is edited; NULL: none is */
  char *digest;           /* of the landmarks that are judged */
  guint timer;
  SaffronEvidenceWork *work; /* or NULL */
  SaffronRun *run;           /* or NULL */
  gboolean failed;
};

enum {
  CHANGED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (SaffronEditedVerdict,
                     saffron_edited_verdict,
                     G_TYPE_OBJECT)

static void
clear (SaffronEditedVerdict *self)
{
  g_clear_handle_id (&self->timer, g_source_remove);
  if (self->work != NULL)
    {
      g_signal_handlers_disconnect_by_data (self->work, self);
      saffron_work_cancel (SAFFRON_WORK (self->work));
    }
  g_clear_object (&self->work);
  g_clear_pointer (&self->run, saffron_run_unref);
  g_clear_object (&self->entry);
  g_clear_pointer (&self->digest, g_free);
  self->failed = FALSE;
}

static void
saffron_edited_verdict_dispose (GObject *object)
{
  SaffronEditedVerdict *self = SAFFRON_EDITED_VERDICT (object);

  if (self->editor != NULL)
    g_signal_handlers_disconnect_by_data (self->editor, self);
  clear (self);
  g_clear_object (&self->editor);
  g_clear_object (&self->document);
  G_OBJECT_CLASS (saffron_edited_verdict_parent_class)->dispose (object);
}

static void
saffron_edited_verdict_class_init (SaffronEditedVerdictClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = saffron_edited_verdict_dispose;

  signals[CHANGED] =
      g_signal_new ("changed", SAFFRON_TYPE_EDITED_VERDICT, G_SIGNAL_RUN_LAST,
                    0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
saffron_edited_verdict_init (SaffronEditedVerdict *self)
{
}

static void
on_finished (SaffronWork *work, gpointer user_data)
{
  SaffronEditedVerdict *self = user_data;
  const GError *error = saffron_work_get_error (work);

  if (saffron_work_get_state (work) == SAFFRON_WORK_DONE)
    self->run = saffron_run_ref (saffron_evidence_work_get_run (self->work));
  self->failed = self->run == NULL;
  if (error != NULL)
    g_signal_emit_by_name (self->document, "failed", error->message);
  g_clear_object (&self->work);
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
start (SaffronEditedVerdict *self)
{
  SaffronPair pair = saffron_document_get_pair (self->document);
  SaffronEdited edited = {
    .run = saffron_run_entry_get_run (self->entry),
    .landmarks = saffron_moving_get_landmarks (pair.moving),
    .transform = saffron_landmark_editor_get_settled (self->editor),
    .missed = saffron_landmark_editor_get_held_out (self->editor),
    .meet = saffron_landmark_use (saffron_session_get_params (pair.session),
                                  G_MAXUINT)
            == SAFFRON_LANDMARKS_MEET,
  };

  self->work = saffron_evidence_work_new (&edited, pair.reference_slide,
                                          pair.moving_slide);
  g_signal_connect (self->work, "finished", G_CALLBACK (on_finished), self);
}

static gboolean
on_quiet (gpointer user_data)
{
  SaffronEditedVerdict *self = user_data;

  self->timer = 0;
  /* Otherwise the editor tells when it is. */
  if (saffron_landmark_editor_get_settled (self->editor) != NULL)
    start (self);
  return G_SOURCE_REMOVE;
}

static void
update (SaffronEditedVerdict *self)
{
  SaffronMoving *shown = saffron_document_get_shown (self->document);
  gboolean edited = saffron_landmark_editor_is_ready (self->editor)
                    && saffron_document_is_edited (self->document);
  SaffronRunEntry *entry = edited ? saffron_moving_get_whole (shown) : NULL;
  g_autofree char *digest =
      edited ? saffron_landmarks_digest (saffron_moving_get_landmarks (shown))
             : NULL;

  if (entry != self->entry || g_strcmp0 (digest, self->digest) != 0)
    {
      clear (self);
      g_set_object (&self->entry, entry);
      self->digest = g_steal_pointer (&digest);
      g_signal_emit (self, signals[CHANGED], 0);
    }
  if (self->entry != NULL && self->run == NULL && self->work == NULL
      && self->timer == 0 && !self->failed
      && saffron_landmark_editor_get_settled (self->editor) != NULL)
    self->timer = g_timeout_add (QUIET, on_quiet, self);
}

SaffronEditedVerdict *
saffron_edited_verdict_new (SaffronDocument *document,
                            SaffronLandmarkEditor *editor)
{
  SaffronEditedVerdict *self = g_object_new (SAFFRON_TYPE_EDITED_VERDICT, NULL);

  self->document = g_object_ref (document);
  self->editor = g_object_ref (editor);
  g_signal_connect_swapped (editor, "changed", G_CALLBACK (update), self);
  update (self);
  return self;
}

SaffronEditedState
saffron_edited_verdict_get_state (SaffronEditedVerdict *self)
{
  if (self->entry == NULL)
    return SAFFRON_EDITED_NOT;
  if (self->run != NULL)
    return SAFFRON_EDITED_JUDGED;
  return self->failed ? SAFFRON_EDITED_FAILED : SAFFRON_EDITED_PENDING;
}

SaffronRun *
saffron_edited_verdict_get_run (SaffronEditedVerdict *self)
{
  return self->run;
}

char *
saffron_edited_verdict_to_words (SaffronEditedVerdict *self)
{
  g_autofree char *verdict = NULL;

  switch (saffron_edited_verdict_get_state (self))
    {
    case SAFFRON_EDITED_PENDING:
      return g_strdup (_ ("Edited, checking…"));
    case SAFFRON_EDITED_FAILED:
      return g_strdup (_ ("Edited, not verified"));
    case SAFFRON_EDITED_JUDGED:
      verdict = saffron_verdict_to_words (self->run);
      return g_strdup_printf (_ ("Edited: %s"), verdict);
    default:
      return g_strdup ("");
    }
}
