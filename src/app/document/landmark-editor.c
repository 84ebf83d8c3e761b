/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/document/landmark-editor-private.h"

#include <math.h>

enum {
  CHANGED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (SaffronLandmarkEditor,
                     saffron_landmark_editor,
                     G_TYPE_OBJECT)

void
saffron_landmark_editor_tell (SaffronLandmarkEditor *self)
{
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
stop_work (SaffronLandmarkEditor *self)
{
  if (self->work == NULL)
    return;
  g_signal_handlers_disconnect_by_data (self->work, self);
  saffron_work_cancel (SAFFRON_WORK (self->work));
  g_clear_object (&self->work);
}

static void
clear (SaffronLandmarkEditor *self)
{
  stop_work (self);
  saffron_landmark_editor_drop_snap (self);
  g_clear_pointer (&self->folds, saffron_landmark_folds_free);
  g_clear_object (&self->moving);
  g_clear_object (&self->entry);
  g_clear_pointer (&self->kept, g_array_unref);
  g_clear_pointer (&self->landmarks, g_array_unref);
  g_clear_pointer (&self->base, saffron_transform_unref);
  g_clear_pointer (&self->place, saffron_transform_unref);
  g_clear_pointer (&self->shown, saffron_transform_unref);
}

static void
saffron_landmark_editor_dispose (GObject *object)
{
  SaffronLandmarkEditor *self = SAFFRON_LANDMARK_EDITOR (object);

  saffron_landmark_editor_drop_drag (self);
  if (self->document != NULL)
    g_signal_handlers_disconnect_by_data (self->document, self);
  clear (self);
  g_clear_object (&self->document);
  G_OBJECT_CLASS (saffron_landmark_editor_parent_class)->dispose (object);
}

static void
saffron_landmark_editor_finalize (GObject *object)
{
  SaffronLandmarkEditor *self = SAFFRON_LANDMARK_EDITOR (object);

  g_array_unref (self->errors);
  g_array_unref (self->landings);
  G_OBJECT_CLASS (saffron_landmark_editor_parent_class)->finalize (object);
}

static void
saffron_landmark_editor_class_init (SaffronLandmarkEditorClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = saffron_landmark_editor_dispose;
  G_OBJECT_CLASS (klass)->finalize = saffron_landmark_editor_finalize;

  signals[CHANGED] =
      g_signal_new ("changed", SAFFRON_TYPE_LANDMARK_EDITOR, G_SIGNAL_RUN_LAST,
                    0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
saffron_landmark_editor_init (SaffronLandmarkEditor *self)
{
  self->errors = g_array_new (FALSE, TRUE, sizeof (SaffronLandmarkError));
  self->landings = g_array_new (FALSE, TRUE, sizeof (SaffronRefPoint));
  self->selected = SAFFRON_LANDMARK_NONE;
  self->dragged = SAFFRON_LANDMARK_NONE;
  self->snapped = SAFFRON_LANDMARK_NONE;
  self->nudged = SAFFRON_LANDMARK_NONE;
}

void
saffron_landmark_editor_place_one (SaffronLandmarkEditor *self, guint index)
{
  const SaffronLandmark *landmark = saffron_landmark_editor_get (self, index);
  SaffronLandmarkError *error =
      &g_array_index (self->errors, SaffronLandmarkError, index);
  SaffronRefPoint *landing =
      &g_array_index (self->landings, SaffronRefPoint, index);

  saffron_transform_push (self->base != NULL ? self->base : self->place,
                          landmark->moving, landing);
  if (self->base == NULL)
    error->residual = error->residual_um = NAN;
  else
    saffron_landmark_error_set_residual (error, landmark, *landing,
                                         &self->pixels);
}

/* Residuals are known at once. The other figures stay what they were until they
 * are measured again, unless they would be another landmark's. */
static void
measure (SaffronLandmarkEditor *self)
{
  guint n = saffron_landmark_editor_get_n (self);
  gboolean same = self->errors->len == n;

  g_array_set_size (self->errors, n);
  g_array_set_size (self->landings, n);
  for (guint i = 0; i < n; i++)
    {
      if (!same)
        g_array_index (self->errors, SaffronLandmarkError, i) =
            SAFFRON_LANDMARK_ERROR_UNKNOWN;
      saffron_landmark_editor_place_one (self, i);
    }
}

gboolean
saffron_landmark_editor_is_corrected (SaffronLandmarkEditor *self)
{
  return self->shown != (self->base != NULL ? self->base : self->place);
}

static void
set_shown (SaffronLandmarkEditor *self, SaffronTransform *transform)
{
  saffron_transform_ref (transform);
  g_clear_pointer (&self->shown, saffron_transform_unref);
  self->shown = transform;
}

static void
on_fit (SaffronWork *work, gpointer transform, gpointer user_data)
{
  SaffronLandmarkEditor *self = user_data;

  set_shown (self, transform);
  if (!saffron_landmark_editor_is_dragging (self))
    saffron_landmark_editor_show (self, transform);
}

static void
on_finished (SaffronWork *work, gpointer user_data)
{
  SaffronLandmarkEditor *self = user_data;
  const SaffronLandmarkError *errors =
      saffron_landmark_work_get_errors (self->work);

  if (saffron_work_get_state (work) == SAFFRON_WORK_DONE)
    for (guint i = 0; i < self->kept->len; i++)
      {
        SaffronLandmarkError *error =
            &g_array_index (self->errors, SaffronLandmarkError, i);

        error->left_out = errors[i].left_out;
        error->left_out_um = errors[i].left_out_um;
        error->outlier = errors[i].outlier;
      }
  else if (saffron_work_get_error (work) != NULL)
    g_signal_emit_by_name (self->document, "failed",
                           saffron_work_get_error (work)->message);
  stop_work (self);
  saffron_landmark_editor_tell (self);
}

/* Whether no landmark has a part in the transform that they are measured
 * against. */
static gboolean
went_through_none (SaffronLandmarkEditor *self)
{
  SaffronRun *run =
      self->entry != NULL ? saffron_run_entry_get_run (self->entry) : NULL;

  return run == NULL || run->landmarks == NULL
         || g_str_equal (run->landmarks, "0");
}

static void
start_work (SaffronLandmarkEditor *self)
{
  const SaffronRun *run =
      self->entry != NULL ? saffron_run_entry_get_run (self->entry) : NULL;
  guint active = saffron_landmarks_count (self->kept);
  gboolean edited =
      run != NULL ? saffron_document_is_edited (self->document) : active > 0;
  SaffronLandmarkSpec spec = {
    .base = self->base,
    .place = self->place,
    .landmarks = self->kept,
    .pixels = self->pixels,
    .fits = edited,
    .leaves_out = edited || went_through_none (self),
  };

  stop_work (self);
  if (!edited)
    {
      saffron_landmark_editor_show (self, NULL);
      set_shown (self, self->base != NULL ? self->base : self->place);
    }
  if (self->kept->len == 0 && !edited)
    return;
  self->work = saffron_landmark_work_new (&spec);
  g_signal_connect (self->work, "message", G_CALLBACK (on_fit), self);
  g_signal_connect (self->work, "finished", G_CALLBACK (on_finished), self);
}

void
saffron_landmark_editor_revert (SaffronLandmarkEditor *self)
{
  g_clear_pointer (&self->landmarks, g_array_unref);
  self->landmarks = saffron_landmarks_copy (self->kept);
  if (self->selected >= self->landmarks->len)
    self->selected = SAFFRON_LANDMARK_NONE;
  measure (self);
}

static SaffronLandmarkPixels
pixels_of (const SaffronPair *pair)
{
  return saffron_landmark_pixels_of (
      pair->reference_slide, pair->moving_slide,
      saffron_session_get_params (pair->session)->use_pixel_size);
}

/* The slides' places, the run and the landmarks that there are now; FALSE when
 * a slide is missing. */
static gboolean
take (SaffronLandmarkEditor *self)
{
  SaffronPair pair = saffron_document_get_pair (self->document);

  if (!saffron_pair_is_complete (&pair) || pair.session == NULL)
    return FALSE;
  g_set_object (&self->moving, pair.moving);
  g_set_object (&self->entry, saffron_moving_get_whole (pair.moving));
  self->kept = g_array_ref (saffron_moving_get_landmarks (pair.moving));
  self->place = saffron_document_get_place (self->document);
  self->pixels = pixels_of (&pair);
  if (self->entry != NULL)
    self->base = saffron_transform_ref (
        saffron_run_entry_get_run (self->entry)->transform);
  return TRUE;
}

static gboolean
is_current (SaffronLandmarkEditor *self)
{
  SaffronPair pair = saffron_document_get_pair (self->document);
  gboolean complete = saffron_pair_is_complete (&pair) && pair.session != NULL;
  g_autoptr (SaffronTransform) place = NULL;

  if (!complete || self->moving == NULL)
    return !complete && self->moving == NULL;
  place = saffron_document_get_place (self->document);
  return pair.moving == self->moving
         && saffron_transform_equal (place, self->place)
         && pixels_of (&pair).stretched == self->pixels.stretched
         && saffron_moving_get_landmarks (pair.moving) == self->kept
         && saffron_moving_get_whole (pair.moving) == self->entry;
}

static void
update (SaffronLandmarkEditor *self)
{
  g_autoptr (SaffronMoving) moving = NULL;
  g_autoptr (SaffronRunEntry) entry = NULL;
  g_autoptr (SaffronTransform) shown = NULL;

  if (is_current (self))
    return;
  saffron_landmark_editor_drop_drag (self);
  g_set_object (&moving, self->moving);
  g_set_object (&entry, self->entry);
  shown = g_steal_pointer (&self->shown);
  clear (self);
  if (take (self))
    {
      gboolean same = self->moving == moving && self->entry == entry;

      if (self->moving != moving)
        self->selected = SAFFRON_LANDMARK_NONE;
      /* Until there is a new fit, the canvas keeps showing the last one. */
      set_shown (self, same && shown != NULL ? shown
                       : self->base != NULL  ? self->base
                                             : self->place);
      saffron_landmark_editor_revert (self);
      start_work (self);
    }
  saffron_landmark_editor_tell (self);
}

SaffronLandmarkEditor *
saffron_landmark_editor_new (SaffronDocument *document)
{
  SaffronLandmarkEditor *self =
      g_object_new (SAFFRON_TYPE_LANDMARK_EDITOR, NULL);

  self->document = g_object_ref (document);
  g_signal_connect_swapped (document, "changed", G_CALLBACK (update), self);
  g_signal_connect_swapped (document, "edited", G_CALLBACK (update), self);
  update (self);
  return self;
}

gboolean
saffron_landmark_editor_is_ready (SaffronLandmarkEditor *self)
{
  return self->moving != NULL;
}

guint
saffron_landmark_editor_get_n (SaffronLandmarkEditor *self)
{
  return self->landmarks != NULL ? self->landmarks->len : 0;
}

const SaffronLandmark *
saffron_landmark_editor_get (SaffronLandmarkEditor *self, guint index)
{
  g_return_val_if_fail (index < saffron_landmark_editor_get_n (self), NULL);

  return &g_array_index (self->landmarks, SaffronLandmark, index);
}

gboolean
saffron_landmark_editor_is_measuring (SaffronLandmarkEditor *self)
{
  return self->work != NULL;
}

SaffronTransform *
saffron_landmark_editor_get_settled (SaffronLandmarkEditor *self)
{
  return self->work == NULL && self->snapping == NULL ? self->shown : NULL;
}

double
saffron_landmark_editor_get_held_out (SaffronLandmarkEditor *self)
{
  guint n = saffron_landmark_editor_get_n (self);
  g_autofree double *missed = g_new (double, n + 1);
  guint n_active = 0;

  if (!went_through_none (self))
    return NAN;
  for (guint i = 0; i < n; i++)
    if (saffron_landmark_editor_get (self, i)->active)
      missed[n_active++] =
          saffron_landmark_editor_get_error (self, i)->left_out;
  return saffron_tre_stats (missed, n_active).median;
}

guint
saffron_landmark_editor_get_selected (SaffronLandmarkEditor *self)
{
  return self->selected;
}

void
saffron_landmark_editor_select (SaffronLandmarkEditor *self, guint index)
{
  if (index >= saffron_landmark_editor_get_n (self))
    index = SAFFRON_LANDMARK_NONE;
  if (index == self->selected)
    return;
  self->selected = index;
  saffron_landmark_editor_tell (self);
}

/* The session's signals bring it back, with all that follows from it. */
void
saffron_landmark_editor_commit (SaffronLandmarkEditor *self)
{
  g_autoptr (GArray) landmarks = g_array_ref (self->landmarks);

  saffron_session_set_landmarks (saffron_document_get_session (self->document),
                                 self->moving, landmarks);
}

static SaffronLandmark *
change (SaffronLandmarkEditor *self, guint index)
{
  saffron_landmark_editor_cancel_drag (self);
  g_return_val_if_fail (index < saffron_landmark_editor_get_n (self), NULL);

  return &g_array_index (self->landmarks, SaffronLandmark, index);
}

void
saffron_landmark_editor_add (SaffronLandmarkEditor *self,
                             SaffronRefPoint reference,
                             const SaffronMovPoint *moving)
{
  SaffronMovPoint expected;
  guint index;

  g_return_if_fail (self->moving != NULL);

  saffron_landmark_editor_cancel_drag (self);
  expected = saffron_transform_pull (self->shown, reference);
  saffron_landmarks_add (self->landmarks, reference,
                         moving != NULL ? *moving : expected, NULL, NULL);
  index = self->selected = self->landmarks->len - 1;
  saffron_landmark_editor_commit (self);
  saffron_landmark_editor_snap_placed (self, index, SAFFRON_SNAP_MOVING);
}

void
saffron_landmark_editor_remove (SaffronLandmarkEditor *self, guint index)
{
  if (change (self, index) == NULL)
    return;
  g_array_remove_index (self->landmarks, index);
  if (self->selected != SAFFRON_LANDMARK_NONE && self->selected > index)
    self->selected--;
  saffron_landmark_editor_commit (self);
}

void
saffron_landmark_editor_set_active (SaffronLandmarkEditor *self,
                                    guint index,
                                    gboolean active)
{
  SaffronLandmark *landmark = change (self, index);

  if (landmark == NULL || landmark->active == active)
    return;
  landmark->active = active;
  saffron_landmark_editor_commit (self);
}

void
saffron_landmark_editor_rename (SaffronLandmarkEditor *self,
                                guint index,
                                const char *name)
{
  SaffronLandmark *landmark = change (self, index);

  if (landmark == NULL || g_str_equal (landmark->name, name))
    return;
  g_free (landmark->name);
  landmark->name = g_strdup (name);
  saffron_landmark_editor_commit (self);
}

void
saffron_landmark_editor_join (SaffronLandmarkEditor *self, GArray *others)
{
  g_return_if_fail (self->moving != NULL);

  saffron_landmark_editor_cancel_drag (self);
  saffron_landmarks_join (self->landmarks, others);
  saffron_landmark_editor_commit (self);
}
