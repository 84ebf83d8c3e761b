/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/document/document-private.h"

/* One slide whose look is wanted, and its partner, or itself. */
typedef struct {
  SaffronLayer *layer;
  SaffronSlide *slide, *partner;
  gboolean is_reference;
  SaffronParams *params;
  SaffronRun *run; /* (nullable) */
  char *key;
  SaffronLooks *looks;
} Looking;

static void
looking_free (gpointer data)
{
  Looking *looking = data;

  g_object_unref (looking->layer);
  g_object_unref (looking->slide);
  g_object_unref (looking->partner);
  saffron_params_free (looking->params);
  g_clear_pointer (&looking->run, saffron_run_unref);
  g_free (looking->key);
  saffron_looks_free (looking->looks);
  g_free (looking);
}

static void
look_in_thread (GTask *task,
                gpointer source,
                gpointer task_data,
                GCancellable *cancellable)
{
  Looking *looking = task_data;

  looking->looks =
      saffron_looks_find (looking->slide, looking->partner,
                          looking->is_reference, looking->params, looking->run);
  g_task_return_boolean (task, TRUE);
}

static void
on_looked (GObject *source, GAsyncResult *result, gpointer user_data)
{
  SaffronDocument *self = SAFFRON_DOCUMENT (source);
  Looking *looking = g_task_get_task_data (G_TASK (result));
  gboolean first = saffron_layer_get_looks (looking->layer) == NULL;

  self->looking = FALSE;
  if (self->closed)
    return;
  saffron_layer_set_looks (looking->layer, looking->looks, looking->key);
  /* A channel was asked for by name and is not there. */
  if (first && looking->looks->error != NULL)
    saffron_document_fail (self, looking->looks->error);
  saffron_document_update_looks (self);
}

/* The partner that helps to choose what to look at on a layer's slide. */
static SaffronLayer *
partner_of (SaffronDocument *self, SaffronLayer *layer)
{
  SaffronLayer *partner = saffron_document_get_reference (self);

  if (layer == partner)
    partner = saffron_document_get_shown_layer (self);
  return partner != NULL ? partner : layer;
}

/* (transfer full) (nullable): the current run of the pair that @layer is of. */
static SaffronRun *
get_run (SaffronDocument *self, SaffronLayer *layer)
{
  SaffronMoving *moving = saffron_document_get_shown (self);
  SaffronRunEntry *entry = NULL;

  for (guint i = 0; i < saffron_document_get_n_moving (self); i++)
    {
      SaffronMoving *one = saffron_document_get_moving (self, i);

      if (saffron_document_get_layer (self, one) == layer)
        moving = one;
    }
  if (moving != NULL)
    entry = saffron_moving_get_current (moving);
  return entry != NULL ? saffron_run_ref (saffron_run_entry_get_run (entry))
                       : NULL;
}

/* Everything that the choice depends on. */
static char *
make_key (SaffronDocument *self,
          SaffronLayer *layer,
          const SaffronParams *params)
{
  gboolean is_reference = layer == saffron_document_get_reference (self);
  const SaffronSlideFile *own = saffron_layer_get_file (layer);
  const SaffronSlideFile *partner =
      saffron_layer_get_file (partner_of (self, layer));

  return g_strdup_printf (
      "%d\n%s\n%s\n%d %d %d %d\n%s", is_reference,
      is_reference ? params->reference_channel : params->moving_channel,
      saffron_look_asked_kind (params, is_reference), own->choice.scene,
      own->choice.z, partner->choice.scene, partner->choice.z, partner->path);
}

static gboolean
needs_look (SaffronDocument *self,
            SaffronLayer *layer,
            const SaffronParams *params)
{
  g_autofree char *key = NULL;

  if (layer == NULL)
    return FALSE;
  key = make_key (self, layer, params);
  return !g_str_equal (key, saffron_layer_get_look_key (layer));
}

/* Slides on screen come first. */
static SaffronLayer *
find_next (SaffronDocument *self, const SaffronParams *params)
{
  SaffronLayer *reference = saffron_document_get_reference (self);
  SaffronLayer *shown = saffron_document_get_shown_layer (self);

  if (needs_look (self, reference, params))
    return reference;
  /* The two slides are decided together: the reference may not be open yet. */
  if (reference == NULL && self->requests->len > 0)
    return NULL;
  if (needs_look (self, shown, params))
    return shown;
  for (guint i = 0; i < saffron_document_get_n_moving (self); i++)
    {
      SaffronLayer *layer = saffron_document_get_layer (
          self, saffron_document_get_moving (self, i));

      if (needs_look (self, layer, params))
        return layer;
    }
  return NULL;
}

void
saffron_document_update_looks (SaffronDocument *self)
{
  g_autoptr (SaffronParams) params = NULL;
  g_autoptr (GTask) task = NULL;
  SaffronLayer *layer = NULL;
  Looking *looking = NULL;

  if (self->looking || self->closed)
    return;
  params =
      self->session != NULL
          ? saffron_params_copy (saffron_session_get_params (self->session))
          : saffron_params_new ();
  layer = find_next (self, params);
  if (layer == NULL)
    return;
  looking = g_new0 (Looking, 1);
  looking->layer = g_object_ref (layer);
  looking->slide = g_object_ref (saffron_layer_get_slide (layer));
  looking->partner =
      g_object_ref (saffron_layer_get_slide (partner_of (self, layer)));
  looking->is_reference = layer == saffron_document_get_reference (self);
  looking->key = make_key (self, layer, params);
  looking->run = get_run (self, layer);
  looking->params = g_steal_pointer (&params);
  self->looking = TRUE;
  task = g_task_new (self, NULL, on_looked, NULL);
  g_task_set_source_tag (task, saffron_document_update_looks);
  g_task_set_task_data (task, looking, looking_free);
  g_task_run_in_thread (task, look_in_thread);
}
