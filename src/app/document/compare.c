/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/document/compare.h"

struct _SaffronCompare {
  GObject parent_instance;

  SaffronDocument *document;
  SaffronRunEntry *current; /* the current run as last seen */
  SaffronRunEntry *other;
  gboolean flipped;
  gboolean unbent;
};

enum {
  CHANGED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (SaffronCompare, saffron_compare, G_TYPE_OBJECT)

static void
saffron_compare_dispose (GObject *object)
{
  SaffronCompare *self = SAFFRON_COMPARE (object);

  if (self->document != NULL)
    g_signal_handlers_disconnect_by_data (self->document, self);
  g_clear_object (&self->document);
  g_clear_object (&self->current);
  g_clear_object (&self->other);
  G_OBJECT_CLASS (saffron_compare_parent_class)->dispose (object);
}

static void
saffron_compare_class_init (SaffronCompareClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = saffron_compare_dispose;

  signals[CHANGED] =
      g_signal_new ("changed", SAFFRON_TYPE_COMPARE, G_SIGNAL_RUN_LAST, 0, NULL,
                    NULL, NULL, G_TYPE_NONE, 0);
}

static void
saffron_compare_init (SaffronCompare *self)
{
}

static SaffronRunEntry *
find_current (SaffronCompare *self)
{
  SaffronMoving *moving = saffron_document_get_shown (self->document);

  return moving != NULL ? saffron_moving_get_current (moving) : NULL;
}

static gboolean
can_be_other (SaffronCompare *self,
              SaffronRunEntry *entry,
              SaffronRunEntry *current)
{
  SaffronMoving *moving = saffron_document_get_shown (self->document);

  return moving != NULL && entry != current
         && saffron_moving_has_entry (moving, entry);
}

/* Keeps the other run if it is still there; else takes the run that was current
 * before; else the newest. */
static SaffronRunEntry *
find_other (SaffronCompare *self, SaffronRunEntry *current)
{
  SaffronMoving *moving = saffron_document_get_shown (self->document);

  if (current == NULL)
    return NULL;
  if (self->current != current && can_be_other (self, self->current, current))
    return self->current;
  if (can_be_other (self, self->other, current))
    return self->other;
  for (guint i = saffron_moving_get_n_runs (moving); i > 0; i--)
    if (saffron_moving_get_entry (moving, i - 1) != current)
      return saffron_moving_get_entry (moving, i - 1);
  return NULL;
}

static void
place (SaffronCompare *self)
{
  SaffronViewModel *model = saffron_document_get_model (self->document);
  SaffronRunEntry *entry = self->flipped ? self->other : self->current;

  if (self->unbent)
    saffron_document_place_affine (self->document, model, entry);
  else
    saffron_document_place_run (self->document, model, entry);
}

/* FALSE when the pair has not changed. */
static gboolean
update_pair (SaffronCompare *self)
{
  SaffronRunEntry *current = find_current (self);
  SaffronRunEntry *other = find_other (self, current);

  if (current == self->current && other == self->other)
    return FALSE;
  /* The caller that changed the run also shows it. */
  self->flipped = FALSE;
  self->unbent = FALSE;
  g_set_object (&self->other, other);
  g_set_object (&self->current, current);
  g_signal_emit (self, signals[CHANGED], 0);
  return TRUE;
}

static void
on_edited (SaffronDocument *document, gpointer user_data)
{
  update_pair (user_data);
}

/* The current run was shown again, or the run below a region run was
 * removed. */
static void
on_document_changed (SaffronDocument *document, gpointer user_data)
{
  SaffronCompare *self = user_data;

  if (update_pair (self) || self->current == NULL)
    return;
  if (self->flipped || self->unbent)
    place (self);
  g_signal_emit (self, signals[CHANGED], 0);
}

SaffronRunEntry *
saffron_compare_get_current (SaffronCompare *self)
{
  return self->current;
}

SaffronRunEntry *
saffron_compare_get_other (SaffronCompare *self)
{
  return self->other;
}

void
saffron_compare_set_other (SaffronCompare *self, SaffronRunEntry *entry)
{
  if (entry == self->other || !can_be_other (self, entry, self->current))
    return;
  saffron_compare_set_flipped (self, FALSE);
  g_set_object (&self->other, entry);
  g_signal_emit (self, signals[CHANGED], 0);
}

gboolean
saffron_compare_get_flipped (SaffronCompare *self)
{
  return self->flipped;
}

void
saffron_compare_set_flipped (SaffronCompare *self, gboolean flipped)
{
  if (!flipped == !self->flipped || (flipped && self->other == NULL))
    return;
  self->flipped = flipped;
  place (self);
  g_signal_emit (self, signals[CHANGED], 0);
}

gboolean
saffron_compare_can_unbend (SaffronCompare *self)
{
  return self->current != NULL
         && saffron_transform_bends (
             saffron_run_entry_get_run (self->current)->transform);
}

gboolean
saffron_compare_get_unbent (SaffronCompare *self)
{
  return self->unbent;
}

void
saffron_compare_set_unbent (SaffronCompare *self, gboolean unbent)
{
  if (!unbent == !self->unbent
      || (unbent && !saffron_compare_can_unbend (self)))
    return;
  self->unbent = unbent;
  place (self);
  g_signal_emit (self, signals[CHANGED], 0);
}

SaffronCompare *
saffron_compare_new (SaffronDocument *document)
{
  SaffronCompare *self = g_object_new (SAFFRON_TYPE_COMPARE, NULL);

  self->document = g_object_ref (document);
  g_signal_connect (document, "changed", G_CALLBACK (on_document_changed),
                    self);
  g_signal_connect (document, "edited", G_CALLBACK (on_edited), self);
  update_pair (self);
  return self;
}
