/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/document/landmark-editor-private.h"

#include <math.h>

/* One end of a landmark is moved on the working copy, and the canvas follows:
 * each event only adds to a fit that a thread has prepared. Until it has, the
 * canvas shows what it showed. */

typedef struct {
  SaffronTransform *base;
  SaffronPointPair *pairs;
  gsize n, index;
} Preparation;

static void
preparation_free (gpointer data)
{
  Preparation *self = data;

  saffron_transform_unref (self->base);
  g_free (self->pairs);
  g_free (self);
}

static void
free_drag (gpointer data)
{
  saffron_landmark_drag_free (data);
}

static void
prepare_in_thread (GTask *task,
                   gpointer source,
                   gpointer task_data,
                   GCancellable *cancellable)
{
  const Preparation *p = task_data;
  GError *error = NULL;
  SaffronLandmarkDrag *drag =
      saffron_landmark_drag_new (p->base, p->pairs, p->n, p->index, &error);

  if (drag != NULL)
    g_task_return_pointer (task, drag, free_drag);
  else
    g_task_return_error (task, error);
}

static SaffronLandmark *
get_dragged (SaffronLandmarkEditor *self)
{
  return &g_array_index (self->landmarks, SaffronLandmark, self->dragged);
}

static void prepare (SaffronLandmarkEditor *self);

/* Shows what the landmark's place makes of the transform. */
static void
show (SaffronLandmarkEditor *self)
{
  const SaffronLandmark *landmark = get_dragged (self);
  g_autoptr (SaffronTransform) fit = NULL;

  if (self->fast == NULL)
    return;
  fit = saffron_landmark_drag_fit (self->fast, landmark->reference,
                                   landmark->moving, NULL);
  if (fit == NULL)
    return;
  saffron_landmark_editor_show (self, fit);
  if (!saffron_landmark_drag_suits (self->fast, landmark->reference,
                                    landmark->moving))
    prepare (self);
}

static void
on_prepared (GObject *source, GAsyncResult *result, gpointer user_data)
{
  SaffronLandmarkEditor *self = SAFFRON_LANDMARK_EDITOR (source);
  SaffronLandmarkDrag *drag = g_task_propagate_pointer (G_TASK (result), NULL);

  /* Another drag or none: the error, or the fit, belongs to nobody. */
  if (g_task_get_cancellable (G_TASK (result)) != self->preparing)
    {
      g_clear_pointer (&drag, saffron_landmark_drag_free);
      return;
    }
  g_clear_object (&self->preparing);
  if (drag == NULL)
    return;
  g_clear_pointer (&self->fast, saffron_landmark_drag_free);
  self->fast = drag;
  show (self);
}

/* The active landmarks; the dragged one is one of them. */
static void
prepare (SaffronLandmarkEditor *self)
{
  g_autoptr (GTask) task = NULL;
  Preparation *p = NULL;

  if (self->preparing != NULL)
    return;
  p = g_new0 (Preparation, 1);
  p->base = saffron_transform_ref (self->base);
  p->pairs = g_new (SaffronPointPair, self->landmarks->len);
  for (guint i = 0; i < self->landmarks->len; i++)
    {
      const SaffronLandmark *l =
          &g_array_index (self->landmarks, SaffronLandmark, i);

      if (i == self->dragged)
        p->index = p->n;
      if (l->active)
        p->pairs[p->n++] =
            (SaffronPointPair){ l->reference, l->moving, l->weight };
    }
  self->preparing = g_cancellable_new ();
  task = g_task_new (self, self->preparing, on_prepared, NULL);
  g_task_set_task_data (task, p, preparation_free);
  g_task_run_in_thread (task, prepare_in_thread);
}

static gboolean
can_be_live (SaffronLandmarkEditor *self)
{
  return self->live && get_dragged (self)->active
         && !saffron_landmarks_stand_alone (self->base, self->landmarks);
}

/* @through: what takes distances on the reference to the moving slide */
static void
start (SaffronLandmarkEditor *self,
       guint index,
       SaffronLandmarkDragKind kind,
       SaffronTransform *through,
       gboolean live)
{
  SaffronLandmark *landmark = NULL;

  saffron_landmark_editor_drop_snap (self);
  self->dragged = self->selected = index;
  self->kind = kind;
  self->live = live;
  self->begin_through = saffron_transform_ref (through);
  landmark = get_dragged (self);
  if (kind == SAFFRON_LANDMARK_DRAG_REFERENCE)
    self->begin = landmark->reference;
  else
    saffron_transform_push (self->begin_through, landmark->moving,
                            &self->begin);
  if (can_be_live (self))
    prepare (self);
  saffron_landmark_editor_tell (self);
}

void
saffron_landmark_editor_begin_drag (SaffronLandmarkEditor *self,
                                    guint index,
                                    SaffronLandmarkDragKind kind,
                                    gboolean live)
{
  saffron_landmark_editor_cancel_drag (self);
  g_return_if_fail (index < saffron_landmark_editor_get_n (self));

  start (self, index, kind, self->shown, live);
}

void
saffron_landmark_editor_begin_placing (SaffronLandmarkEditor *self,
                                       SaffronRefPoint reference)
{
  guint index;

  g_return_if_fail (self->moving != NULL);

  saffron_landmark_editor_cancel_drag (self);
  index = self->landmarks->len;
  saffron_landmarks_add (self->landmarks, reference,
                         saffron_transform_pull (self->shown, reference), NULL,
                         NULL);
  g_array_set_size (self->errors, index + 1);
  g_array_set_size (self->landings, index + 1);
  g_array_index (self->errors, SaffronLandmarkError, index) =
      SAFFRON_LANDMARK_ERROR_UNKNOWN;
  saffron_landmark_editor_place_one (self, index);
  self->placing = TRUE;
  /* The moving end is the tissue under the press, and stays that. */
  start (self, index, SAFFRON_LANDMARK_DRAG_REFERENCE, self->shown, TRUE);
}

gboolean
saffron_landmark_editor_is_dragging (SaffronLandmarkEditor *self)
{
  return self->dragged != SAFFRON_LANDMARK_NONE;
}

void
saffron_landmark_editor_drag_to (SaffronLandmarkEditor *self,
                                 double dx,
                                 double dy)
{
  double sign = self->kind == SAFFRON_LANDMARK_DRAG_TISSUE ? -1.0 : 1.0;
  SaffronRefPoint to = { self->begin.x + sign * dx, self->begin.y + sign * dy };

  if (self->dragged == SAFFRON_LANDMARK_NONE)
    return;
  if (!self->moved && dx == 0.0 && dy == 0.0)
    return;
  self->moved = TRUE;
  get_dragged (self)->match = NAN;
  if (self->kind == SAFFRON_LANDMARK_DRAG_REFERENCE)
    get_dragged (self)->reference = to;
  else
    get_dragged (self)->moving =
        saffron_transform_pull (self->begin_through, to);
  saffron_landmark_editor_place_one (self, self->dragged);
  show (self);
  saffron_landmark_editor_tell (self);
}

void
saffron_landmark_editor_drop_drag (SaffronLandmarkEditor *self)
{
  if (self->preparing != NULL)
    g_cancellable_cancel (self->preparing);
  g_clear_object (&self->preparing);
  g_clear_pointer (&self->fast, saffron_landmark_drag_free);
  g_clear_pointer (&self->begin_through, saffron_transform_unref);
  self->dragged = SAFFRON_LANDMARK_NONE;
  self->moved = self->placing = FALSE;
}

/* Returns whether that was an edit. */
static gboolean
end_drag (SaffronLandmarkEditor *self)
{
  gboolean edit = self->moved || self->placing;

  if (self->dragged == SAFFRON_LANDMARK_NONE)
    return FALSE;
  saffron_landmark_editor_drop_drag (self);
  if (edit)
    saffron_landmark_editor_commit (self);
  else
    saffron_landmark_editor_tell (self);
  return edit;
}

void
saffron_landmark_editor_end_drag (SaffronLandmarkEditor *self)
{
  guint index = self->dragged;
  SaffronSnapEnd end =
      self->moved && self->kind == SAFFRON_LANDMARK_DRAG_REFERENCE
          ? SAFFRON_SNAP_REFERENCE
          : SAFFRON_SNAP_MOVING;

  if (end_drag (self))
    saffron_landmark_editor_snap_placed (self, index, end);
}

void
saffron_landmark_editor_cancel_drag (SaffronLandmarkEditor *self)
{
  if (self->dragged == SAFFRON_LANDMARK_NONE)
    return;
  saffron_landmark_editor_drop_drag (self);
  saffron_landmark_editor_revert (self);
  saffron_landmark_editor_show (
      self, saffron_landmark_editor_is_corrected (self) ? self->shown : NULL);
  saffron_landmark_editor_tell (self);
}

/* As a part of the nudge before, or as an edit of its own. */
static void
commit_nudge (SaffronLandmarkEditor *self, SaffronLandmarkDragKind kind)
{
  SaffronSession *session = saffron_document_get_session (self->document);
  g_autoptr (GArray) landmarks = g_array_ref (self->landmarks);
  guint index = self->selected;

  if (self->nudged != index || self->nudge_kind != kind
      || !saffron_session_amend_landmarks (session, self->moving, landmarks,
                                           self->nudge_edit))
    saffron_landmark_editor_commit (self);
  self->nudged = index;
  self->nudge_kind = kind;
  self->nudge_edit = saffron_session_get_edit (session);
}

void
saffron_landmark_editor_nudge (SaffronLandmarkEditor *self,
                               SaffronLandmarkDragKind kind,
                               double dx,
                               double dy)
{
  if (self->selected >= saffron_landmark_editor_get_n (self))
    return;
  saffron_landmark_editor_cancel_drag (self);
  /* Through the run, so that the residual changes by just as much. */
  start (self, self->selected, kind,
         self->base != NULL ? self->base : self->place, FALSE);
  saffron_landmark_editor_drag_to (self, dx, dy);
  saffron_landmark_editor_drop_drag (self);
  commit_nudge (self, kind);
}
