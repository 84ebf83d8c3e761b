/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/document/compare.h"

struct _SaffronCompare {
  GObject parent_instance;

  SaffronDocument *document;
  SaffronRun *current; /* as it was last seen */
  SaffronRun *other;
  gboolean flipped;
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
  g_clear_pointer (&self->current, saffron_run_unref);
  g_clear_pointer (&self->other, saffron_run_unref);
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

static guint
n_runs (SaffronCompare *self)
{
  SaffronSession *session = saffron_document_get_session (self->document);
  int shown = saffron_document_get_shown (self->document);

  if (session == NULL || shown < 0
      || (guint) shown >= saffron_session_get_n_moving (session))
    return 0;
  return saffron_session_get_n_runs (session, shown);
}

static SaffronRun *
get_run (SaffronCompare *self, guint index)
{
  return saffron_session_get_run (saffron_document_get_session (self->document),
                                  saffron_document_get_shown (self->document),
                                  index);
}

guint
saffron_compare_get_number (SaffronCompare *self, SaffronRun *run)
{
  SaffronSession *session = saffron_document_get_session (self->document);
  int shown = saffron_document_get_shown (self->document);
  int index = -1;

  if (n_runs (self) > 0)
    index = saffron_session_index_of_run (session, shown, run);
  return index >= 0 ? saffron_session_get_run_number (session, shown, index)
                    : 0;
}

static SaffronRun *
find_current (SaffronCompare *self)
{
  if (n_runs (self) == 0)
    return NULL;
  return saffron_session_get_current_run (
      saffron_document_get_session (self->document),
      saffron_document_get_shown (self->document));
}

static gboolean
can_be_other (SaffronCompare *self, SaffronRun *run, SaffronRun *current)
{
  return run != NULL && run != current
         && saffron_compare_get_number (self, run) > 0;
}

/* What it was; else what was current before; else the newest. */
static SaffronRun *
find_other (SaffronCompare *self, SaffronRun *current)
{
  if (current == NULL)
    return NULL;
  if (self->current != current && can_be_other (self, self->current, current))
    return self->current;
  if (can_be_other (self, self->other, current))
    return self->other;
  for (guint i = n_runs (self); i > 0; i--)
    if (get_run (self, i - 1) != current)
      return get_run (self, i - 1);
  return NULL;
}

static void
take (SaffronRun **to, SaffronRun *run)
{
  SaffronRun *old = *to;

  *to = run != NULL ? saffron_run_ref (run) : NULL;
  g_clear_pointer (&old, saffron_run_unref);
}

static void
place (SaffronCompare *self)
{
  saffron_document_place_run (self->document,
                              saffron_document_get_model (self->document),
                              self->flipped ? self->other : self->current);
}

/* FALSE when it is the same pair. */
static gboolean
update_pair (SaffronCompare *self)
{
  SaffronRun *current = find_current (self);
  SaffronRun *other = find_other (self, current);

  if (current == self->current && other == self->other)
    return FALSE;
  /* Whoever changed the run shows it. */
  self->flipped = FALSE;
  take (&self->other, other);
  take (&self->current, current);
  g_signal_emit (self, signals[CHANGED], 0);
  return TRUE;
}

static void
on_edited (SaffronDocument *document, gpointer user_data)
{
  update_pair (user_data);
}

/* The current run was shown again, or what lies under one of a region went. */
static void
on_document_changed (SaffronDocument *document, gpointer user_data)
{
  SaffronCompare *self = user_data;

  if (update_pair (self) || self->other == NULL)
    return;
  if (self->flipped)
    place (self);
  g_signal_emit (self, signals[CHANGED], 0);
}

SaffronRun *
saffron_compare_get_current (SaffronCompare *self)
{
  return self->current;
}

SaffronRun *
saffron_compare_get_other (SaffronCompare *self)
{
  return self->other;
}

void
saffron_compare_set_other (SaffronCompare *self, SaffronRun *run)
{
  if (run == self->other || !can_be_other (self, run, self->current))
    return;
  saffron_compare_set_flipped (self, FALSE);
  take (&self->other, run);
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
