/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/document-private.h"

/* One slide that is looked at. */
typedef struct {
  SaffronLayer *layer;
  SaffronSlide *reference; /* itself, where there is no other */
  SaffronSlide *slide;
  SaffronParams *params;
  SaffronLook look;
  char *error; /* NULL, or what the parameters ask for in vain */
} Looking;

static void
looking_free (gpointer data)
{
  Looking *looking = data;

  g_object_unref (looking->layer);
  g_object_unref (looking->reference);
  g_object_unref (looking->slide);
  saffron_params_free (looking->params);
  saffron_look_clear (&looking->look);
  g_free (looking->error);
  g_free (looking);
}

static gboolean
choose (Looking *looking, const SaffronParams *params, GError **error)
{
  SaffronLook looks[2] = { { 0 }, { 0 } };
  int mine = looking->slide == looking->reference ? 0 : 1;

  if (!saffron_look_choose (looking->reference, looking->slide, params,
                            &looks[0], &looks[1], error))
    return FALSE;
  looking->look = looks[mine];
  saffron_look_clear (&looks[1 - mine]);
  return TRUE;
}

static void
look_in_thread (GTask *task,
                gpointer source,
                gpointer task_data,
                GCancellable *cancellable)
{
  Looking *looking = task_data;
  g_autoptr (SaffronParams) defaults = saffron_params_new ();
  g_autoptr (GError) error = NULL;

  if (!choose (looking, looking->params, &error))
    {
      /* A channel that was asked for by name and is not there. */
      looking->error = g_strdup (error->message);
      choose (looking, defaults, NULL);
    }
  g_task_return_boolean (task, TRUE);
}

static void
on_looked (GObject *source, GAsyncResult *result, gpointer user_data)
{
  SaffronDocument *self = SAFFRON_DOCUMENT (source);
  Looking *looking = g_task_get_task_data (G_TASK (result));

  self->looking = FALSE;
  if (self->job == NULL)
    return;
  saffron_layer_take_look (looking->layer, looking->look.channel,
                           looking->look.reason != NULL ? looking->look.reason
                                                        : "");
  if (looking->error != NULL)
    saffron_document_fail (self, looking->error);
  saffron_document_tell_changed (self);
  saffron_document_choose_looks (self);
}

static gboolean
needs_look (SaffronLayer *layer)
{
  return layer != NULL && !saffron_layer_has_look (layer);
}

/* What is on screen first. */
static SaffronLayer *
find_next (SaffronDocument *self)
{
  SaffronLayer *shown = saffron_document_shown_layer (self);

  if (needs_look (self->reference))
    return self->reference;
  /* Both slides decide together: the reference may still be coming. */
  if (self->reference == NULL && self->n_opening > 0)
    return NULL;
  if (needs_look (shown))
    return shown;
  for (guint i = 0; i < self->moving->len; i++)
    if (needs_look (self->moving->pdata[i]))
      return self->moving->pdata[i];
  return NULL;
}

void
saffron_document_choose_looks (SaffronDocument *self)
{
  SaffronLayer *layer = NULL;
  Looking *looking = NULL;
  g_autoptr (GTask) task = NULL;

  if (self->looking || self->job == NULL)
    return;
  layer = find_next (self);
  if (layer == NULL)
    return;
  looking = g_new0 (Looking, 1);
  looking->layer = g_object_ref (layer);
  looking->slide = g_object_ref (saffron_layer_get_slide (layer));
  looking->reference = g_object_ref (
    saffron_layer_get_slide (self->reference != NULL ? self->reference
                                                     : layer));
  looking->params =
    self->session != NULL
      ? saffron_params_copy (saffron_session_get_params (self->session))
      : saffron_params_new ();
  self->looking = TRUE;
  task = g_task_new (self, NULL, on_looked, NULL);
  g_task_set_task_data (task, looking, looking_free);
  g_task_run_in_thread (task, look_in_thread);
}
