/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/document/start-editor.h"

#include "register/start.h"

struct _SaffronStartEditor {
  GObject parent_instance;

  SaffronDocument *document;
  gboolean on;
  /* While it is on: */
  SaffronMoving *moving;
  SaffronRunEntry *entry; /* the run that is the current one; NULL: none */
  SaffronAffine kept;     /* as the session has it, or as it began */
  SaffronAffine now;      /* as it is shown */
  gboolean dragging;
};

enum {
  CHANGED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (SaffronStartEditor, saffron_start_editor, G_TYPE_OBJECT)

static void
saffron_start_editor_dispose (GObject *object)
{
  SaffronStartEditor *self = SAFFRON_START_EDITOR (object);

  if (self->document != NULL)
    g_signal_handlers_disconnect_by_data (self->document, self);
  g_clear_object (&self->moving);
  g_clear_object (&self->entry);
  g_clear_object (&self->document);
  G_OBJECT_CLASS (saffron_start_editor_parent_class)->dispose (object);
}

static void
saffron_start_editor_class_init (SaffronStartEditorClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = saffron_start_editor_dispose;

  signals[CHANGED] =
      g_signal_new ("changed", SAFFRON_TYPE_START_EDITOR, G_SIGNAL_RUN_LAST, 0,
                    NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
saffron_start_editor_init (SaffronStartEditor *self)
{
}

static void
tell (SaffronStartEditor *self)
{
  g_signal_emit (self, signals[CHANGED], 0);
}

gboolean
saffron_start_editor_is_ready (SaffronStartEditor *self)
{
  SaffronPair pair = saffron_document_get_pair (self->document);

  return saffron_pair_is_complete (&pair) && pair.session != NULL;
}

gboolean
saffron_start_editor_is_offered (SaffronStartEditor *self)
{
  SaffronMoving *shown = saffron_document_get_shown (self->document);
  SaffronRunEntry *entry =
      shown != NULL ? saffron_moving_get_current (shown) : NULL;

  return saffron_start_editor_is_ready (self)
         && (entry == NULL
             || saffron_run_get_state (saffron_run_entry_get_run (entry))
                    != SAFFRON_RUN_VERIFIED);
}

gboolean
saffron_start_editor_has_start (SaffronStartEditor *self)
{
  SaffronMoving *shown = saffron_document_get_shown (self->document);

  return shown != NULL && saffron_moving_get_start (shown) != NULL;
}

/* How the slide lies before the next step: as the session has it, else as the
 * run has it without its bends. */
static SaffronAffine
find_start (SaffronStartEditor *self)
{
  SaffronPair pair = saffron_document_get_pair (self->document);
  const SaffronAffine *start = saffron_moving_get_start (pair.moving);
  SaffronRunEntry *whole = saffron_moving_get_whole (pair.moving);

  if (start != NULL)
    return *start;
  if (whole != NULL)
    return saffron_start_like (
        pair.reference_slide, pair.moving_slide,
        saffron_transform_get_affine (
            saffron_run_entry_get_run (whole)->transform));
  return saffron_start_lay (pair.reference_slide, pair.moving_slide, 0.0, 0.0,
                            0.0, FALSE);
}

static void
show (SaffronStartEditor *self)
{
  SaffronPair pair = saffron_document_get_pair (self->document);
  g_autoptr (SaffronTransform) laid = saffron_transform_new (
      (double) saffron_slide_get_width (pair.reference_slide),
      (double) saffron_slide_get_height (pair.reference_slide), &self->now,
      NULL);

  saffron_document_set_laid (self->document, laid);
}

gboolean
saffron_start_editor_get_on (SaffronStartEditor *self)
{
  return self->on;
}

static void
turn_off (SaffronStartEditor *self)
{
  self->on = self->dragging = FALSE;
  g_clear_object (&self->moving);
  g_clear_object (&self->entry);
  saffron_document_set_laid (self->document, NULL);
}

void
saffron_start_editor_set_on (SaffronStartEditor *self, gboolean on)
{
  SaffronPair pair = saffron_document_get_pair (self->document);

  on = on && saffron_start_editor_is_ready (self);
  if (on == self->on)
    return;
  if (on)
    {
      self->on = TRUE;
      g_set_object (&self->moving, pair.moving);
      g_set_object (&self->entry, saffron_moving_get_current (pair.moving));
      self->kept = self->now = find_start (self);
      show (self);
    }
  else
    turn_off (self);
  tell (self);
}

/* Whether the slides and the run are still those for which it was turned on. */
static gboolean
is_current (SaffronStartEditor *self)
{
  return saffron_start_editor_is_ready (self)
         && saffron_document_get_shown (self->document) == self->moving
         && saffron_moving_get_current (self->moving) == self->entry;
}

static void
update (SaffronStartEditor *self)
{
  if (self->on && !is_current (self))
    turn_off (self);
  else if (self->on)
    {
      SaffronAffine start = find_start (self);

      /* An edit from elsewhere, as an undo, ends a drag. */
      if (!saffron_start_equal (&start, &self->kept))
        {
          self->kept = self->now = start;
          self->dragging = FALSE;
          show (self);
        }
    }
  tell (self);
}

SaffronStartEditor *
saffron_start_editor_new (SaffronDocument *document)
{
  SaffronStartEditor *self = g_object_new (SAFFRON_TYPE_START_EDITOR, NULL);

  self->document = g_object_ref (document);
  g_signal_connect_swapped (document, "changed", G_CALLBACK (update), self);
  g_signal_connect_swapped (document, "edited", G_CALLBACK (update), self);
  return self;
}

const SaffronAffine *
saffron_start_editor_get (SaffronStartEditor *self)
{
  return &self->now;
}

SaffronRefPoint
saffron_start_editor_get_centre (SaffronStartEditor *self)
{
  SaffronPair pair = saffron_document_get_pair (self->document);

  g_return_val_if_fail (self->on, ((SaffronRefPoint){ 0.0, 0.0 }));

  return saffron_start_centre (&self->now, pair.moving_slide);
}

/* Makes what is shown an edit of the session. */
static void
commit (SaffronStartEditor *self)
{
  self->kept = self->now;
  show (self);
  saffron_session_set_start (saffron_document_get_session (self->document),
                             self->moving, &self->now);
}

/* What each step begins with: FALSE when the slides are not there. */
static gboolean
begin (SaffronStartEditor *self)
{
  saffron_start_editor_cancel_drag (self);
  saffron_start_editor_set_on (self, TRUE);
  return self->on;
}

void
saffron_start_editor_shift (SaffronStartEditor *self, double dx, double dy)
{
  if (!begin (self))
    return;
  saffron_start_shift (&self->now, dx, dy);
  commit (self);
}

static void
turn (SaffronStartEditor *self, double degrees)
{
  SaffronPair pair = saffron_document_get_pair (self->document);

  saffron_start_turn (&self->now,
                      saffron_view_find_aspect (pair.reference_slide),
                      saffron_start_editor_get_centre (self), degrees);
}

void
saffron_start_editor_turn (SaffronStartEditor *self, double degrees)
{
  if (!begin (self))
    return;
  turn (self, degrees);
  commit (self);
}

void
saffron_start_editor_scale (SaffronStartEditor *self, double factor)
{
  if (!(factor > 0.0) || !begin (self))
    return;
  saffron_start_scale (&self->now, saffron_start_editor_get_centre (self),
                       factor);
  commit (self);
}

void
saffron_start_editor_flip (SaffronStartEditor *self)
{
  if (!begin (self))
    return;
  saffron_start_flip (&self->now, saffron_start_editor_get_centre (self));
  commit (self);
}

void
saffron_start_editor_reset (SaffronStartEditor *self)
{
  SaffronMoving *shown = saffron_document_get_shown (self->document);

  saffron_start_editor_set_on (self, FALSE);
  if (saffron_start_editor_has_start (self))
    saffron_session_set_start (saffron_document_get_session (self->document),
                               shown, NULL);
}

void
saffron_start_editor_begin_drag (SaffronStartEditor *self)
{
  self->dragging = begin (self);
}

/* The drag's way from where it began. */
static void
follow (SaffronStartEditor *self)
{
  show (self);
  tell (self);
}

void
saffron_start_editor_drag_shift (SaffronStartEditor *self, double dx, double dy)
{
  if (!self->dragging)
    return;
  self->now = self->kept;
  saffron_start_shift (&self->now, dx, dy);
  follow (self);
}

void
saffron_start_editor_drag_turn (SaffronStartEditor *self, double degrees)
{
  if (!self->dragging)
    return;
  self->now = self->kept;
  turn (self, degrees);
  follow (self);
}

gboolean
saffron_start_editor_is_dragging (SaffronStartEditor *self)
{
  return self->dragging;
}

void
saffron_start_editor_end_drag (SaffronStartEditor *self)
{
  if (!self->dragging)
    return;
  self->dragging = FALSE;
  if (!saffron_start_equal (&self->now, &self->kept))
    commit (self);
  else
    tell (self);
}

void
saffron_start_editor_cancel_drag (SaffronStartEditor *self)
{
  if (!self->dragging)
    return;
  self->dragging = FALSE;
  self->now = self->kept;
  show (self);
  tell (self);
}
