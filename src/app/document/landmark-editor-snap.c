/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/document/landmark-editor-private.h"

/* How far an end may move: so many pixels of the screen, but not farther than
 * that on the reference, because nobody puts a landmark where the whole slide
 * is on the screen. */
#define REACH_ON_SCREEN 24.0
#define MOST_REACH 480.0

void
saffron_landmark_editor_drop_snap (SaffronLandmarkEditor *self)
{
  self->snapped = SAFFRON_LANDMARK_NONE;
  if (self->snapping == NULL)
    return;
  g_signal_handlers_disconnect_by_data (self->snapping, self);
  saffron_work_cancel (SAFFRON_WORK (self->snapping));
  g_clear_object (&self->snapping);
}

/* Moves the landmark to where it was snapped; FALSE when the session was edited
 * meanwhile, which nobody wants to see undone. */
static gboolean
place (SaffronLandmarkEditor *self, guint index, const SaffronSnap *snap)
{
  SaffronSession *session = saffron_document_get_session (self->document);
  g_autoptr (GArray) landmarks = saffron_landmarks_copy (self->kept);
  SaffronLandmark *landmark =
      &g_array_index (landmarks, SaffronLandmark, index);

  if (saffron_session_get_edit (session) != self->snap_edit)
    return FALSE;
  landmark->reference = snap->reference;
  landmark->moving = snap->moving;
  landmark->match = snap->score;
  if (self->snap_amends)
    return saffron_session_amend_landmarks (session, self->moving, landmarks,
                                            self->snap_edit);
  saffron_session_set_landmarks (session, self->moving, landmarks);
  return TRUE;
}

static void
on_snapped (SaffronWork *work, gpointer user_data)
{
  SaffronLandmarkEditor *self = user_data;
  g_autoptr (SaffronSnapWork) snapping = g_object_ref (self->snapping);
  const SaffronSnap *snap = saffron_snap_work_get_snap (snapping);
  guint index = self->snapped;

  saffron_landmark_editor_drop_snap (self);
  if (saffron_work_get_state (work) == SAFFRON_WORK_DONE
      && (snap->outcome != SAFFRON_SNAP_FOUND || place (self, index, snap)))
    {
      self->snapped = index;
      self->snap = *snap;
    }
  else if (saffron_work_get_error (work) != NULL)
    g_signal_emit_by_name (self->document, "failed",
                           saffron_work_get_error (work)->message);
  saffron_landmark_editor_tell (self);
}

/* The run, if it is right but for a little, because the pull of landmarks bends
 * what is near them more than tissue is bent. */
static SaffronTransform *
choose_transform (SaffronLandmarkEditor *self)
{
  return saffron_landmarks_stand_alone (self->base, self->landmarks)
             ? self->shown
             : self->base;
}

/* @amends: whether it belongs to the edit before */
static void
start (SaffronLandmarkEditor *self,
       guint index,
       SaffronSnapEnd end,
       gboolean amends)
{
  SaffronPair pair = saffron_document_get_pair (self->document);
  const SaffronLandmark *landmark = saffron_landmark_editor_get (self, index);
  double zoom = saffron_view_model_get_geometry (
                    saffron_document_get_model (self->document))
                    ->zoom;
  SaffronSnapSpec spec = {
    .input = {
      .slides = { pair.reference_slide, pair.moving_slide },
      .transform = choose_transform (self),
      .reference = landmark->reference,
      .moving = landmark->moving,
      .end = end,
      .reach = MIN (REACH_ON_SCREEN / zoom, MOST_REACH),
    },
    .entry = self->entry,
    .params = saffron_session_get_params (pair.session),
  };

  saffron_landmark_editor_drop_snap (self);
  self->snapped = index;
  self->snap_amends = amends;
  self->snap_edit = saffron_session_get_edit (pair.session);
  self->snapping = saffron_snap_work_new (&spec);
  g_signal_connect (self->snapping, "finished", G_CALLBACK (on_snapped), self);
  saffron_landmark_editor_tell (self);
}

void
saffron_landmark_editor_snap_placed (SaffronLandmarkEditor *self,
                                     guint index,
                                     SaffronSnapEnd end)
{
  if (self->snaps && saffron_landmark_editor_is_ready (self)
      && index < saffron_landmark_editor_get_n (self))
    start (self, index, end, TRUE);
}

void
saffron_landmark_editor_snap (SaffronLandmarkEditor *self, guint index)
{
  saffron_landmark_editor_cancel_drag (self);
  g_return_if_fail (index < saffron_landmark_editor_get_n (self));

  start (self, index, SAFFRON_SNAP_MOVING, FALSE);
}

void
saffron_landmark_editor_set_snaps (SaffronLandmarkEditor *self, gboolean snaps)
{
  self->snaps = snaps;
}

gboolean
saffron_landmark_editor_is_snapping (SaffronLandmarkEditor *self)
{
  return self->snapping != NULL;
}

guint
saffron_landmark_editor_get_snapped (SaffronLandmarkEditor *self,
                                     SaffronSnap *snap)
{
  *snap = self->snap;
  return self->snapped;
}
