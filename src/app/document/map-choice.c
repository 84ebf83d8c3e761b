/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/document/map-choice.h"

#define OFF "off"

struct _SaffronMapChoice {
  GObject parent_instance;

  SaffronDocument *document;
  SaffronQualityModel *quality;
  gboolean on;
  SaffronMapKind kind;
  SaffronRun *run; /* NULL without one, and while it is off */
  SaffronMap *map; /* NULL unless it is ready */
};

enum {
  CHANGED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (SaffronMapChoice, saffron_map_choice, G_TYPE_OBJECT)

static void
drop_map (SaffronMapChoice *self)
{
  g_clear_pointer (&self->map, saffron_map_free);
  g_clear_pointer (&self->run, saffron_run_unref);
}

static void
saffron_map_choice_dispose (GObject *object)
{
  SaffronMapChoice *self = SAFFRON_MAP_CHOICE (object);

  if (self->quality != NULL)
    g_signal_handlers_disconnect_by_data (self->quality, self);
  drop_map (self);
  g_clear_object (&self->document);
  g_clear_object (&self->quality);
  G_OBJECT_CLASS (saffron_map_choice_parent_class)->dispose (object);
}

static void
saffron_map_choice_class_init (SaffronMapChoiceClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = saffron_map_choice_dispose;

  signals[CHANGED] =
      g_signal_new ("changed", SAFFRON_TYPE_MAP_CHOICE, G_SIGNAL_RUN_LAST, 0,
                    NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
saffron_map_choice_init (SaffronMapChoice *self)
{
}

static void
make_map (SaffronMapChoice *self)
{
  SaffronRunEntry *entry = saffron_quality_model_get_entry (self->quality);
  SaffronPair pair = saffron_document_get_pair (self->document);
  double um_x = 0.0, um_y = 0.0;

  drop_map (self);
  if (!self->on || entry == NULL)
    return;
  if (!saffron_slide_get_pixel_size (pair.reference_slide, &um_x, &um_y))
    um_x = um_y = 0.0;
  self->run = saffron_run_ref (saffron_run_entry_get_run (entry));
  self->map = saffron_map_new (self->kind, self->run, um_x, um_y,
                               saffron_quality_model_get (self->quality));
}

/* Asking for measures makes them change, which leads here once more. */
static void
update (SaffronMapChoice *self)
{
  if (self->on && saffron_map_kind_is_measured (self->kind))
    saffron_quality_model_want (self->quality);
  make_map (self);
  g_signal_emit (self, signals[CHANGED], 0);
}

/* While it is off, nothing that is measured matters. */
static void
on_quality_changed (SaffronQualityModel *quality, gpointer user_data)
{
  SaffronMapChoice *self = user_data;

  if (self->on)
    update (self);
}

SaffronMapChoice *
saffron_map_choice_new (SaffronDocument *document, SaffronQualityModel *quality)
{
  SaffronMapChoice *self = g_object_new (SAFFRON_TYPE_MAP_CHOICE, NULL);

  self->document = g_object_ref (document);
  self->quality = g_object_ref (quality);
  g_signal_connect (quality, "changed", G_CALLBACK (on_quality_changed), self);
  return self;
}

const char *
saffron_map_choice_get_name (SaffronMapChoice *self)
{
  return self->on ? saffron_map_kind_nick (self->kind) : OFF;
}

gboolean
saffron_map_choice_set_name (SaffronMapChoice *self, const char *name)
{
  SaffronMapKind kind = self->kind;
  gboolean on = saffron_map_kind_from_nick (name, &kind);

  if (!on && !g_str_equal (name, OFF))
    return FALSE;
  self->on = on;
  self->kind = kind;
  /* A person asks, so it is tried again after it failed or was cancelled. */
  if (on && saffron_map_kind_is_measured (kind))
    saffron_quality_model_measure (self->quality);
  update (self);
  return TRUE;
}

const char *
saffron_map_choice_get_next (SaffronMapChoice *self)
{
  int next = self->on ? (int) self->kind + 1 : 0;

  return next < SAFFRON_N_MAP_KINDS ? saffron_map_kind_nick (next) : OFF;
}

SaffronMapState
saffron_map_choice_get_state (SaffronMapChoice *self)
{
  if (!self->on)
    return SAFFRON_MAP_STATE_OFF;
  if (self->map != NULL)
    return SAFFRON_MAP_STATE_READY;
  if (self->run == NULL)
    return SAFFRON_MAP_STATE_NO_RUN;
  return saffron_quality_model_get_state (self->quality)
                 == SAFFRON_QUALITY_MEASURING
             ? SAFFRON_MAP_STATE_MEASURING
             : SAFFRON_MAP_STATE_NOT_MEASURED;
}

const char *
saffron_map_choice_get_title (SaffronMapChoice *self)
{
  return self->on ? saffron_map_kind_title (self->kind) : NULL;
}

const SaffronMap *
saffron_map_choice_get_map (SaffronMapChoice *self)
{
  return self->map;
}

SaffronRun *
saffron_map_choice_get_run (SaffronMapChoice *self)
{
  return self->run;
}

gboolean
saffron_map_choice_is_shown (SaffronMapChoice *self)
{
  SaffronViewModel *model = saffron_document_get_model (self->document);
  g_autoptr (SaffronFrame) frame = NULL;

  if (self->run == NULL)
    return FALSE;
  frame = saffron_view_model_get_frame (model);
  return (frame->inside != NULL ? frame->inside
                                : frame->slides[SAFFRON_VIEW_MOVING].transform)
         == self->run->transform;
}
