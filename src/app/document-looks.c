/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/document-private.h"

typedef struct {
  SaffronParams *params;
  GPtrArray *slides; /* the reference or NULL, then the moving ones or NULL */
  GPtrArray *layers; /* of the slides; for the main thread */
  GPtrArray *looks;
  guint partner; /* of the reference, among the slides */
  guint64 number;
} Search;

static void
unref_object (gpointer data)
{
  if (data != NULL)
    g_object_unref (data);
}

static void
search_free (gpointer data)
{
  Search *search = data;

  saffron_params_free (search->params);
  g_ptr_array_unref (search->slides);
  g_ptr_array_unref (search->layers);
  g_ptr_array_unref (search->looks);
  g_free (search);
}

static void
add_layer (Search *search, SaffronLayer *layer)
{
  SaffronSlide *slide = layer != NULL ? saffron_layer_get_slide (layer) : NULL;

  g_ptr_array_add (search->layers, layer != NULL ? g_object_ref (layer) : NULL);
  g_ptr_array_add (search->slides, slide != NULL ? g_object_ref (slide) : NULL);
}

static void
search_in_thread (GTask *task,
                  gpointer source,
                  gpointer task_data,
                  GCancellable *cancellable)
{
  Search *search = task_data;
  SaffronSlide *reference = search->slides->pdata[0];

  for (guint i = 0; i < search->slides->len; i++)
    {
      SaffronSlide *slide = search->slides->pdata[i];
      SaffronSlide *partner =
        i == 0 ? search->slides->pdata[search->partner] : reference;

      g_ptr_array_add (search->looks,
                       slide == NULL
                         ? NULL
                         : saffron_looks_find (
                             slide, partner != NULL ? partner : slide, i == 0,
                             search->params));
    }
  g_task_return_boolean (task, TRUE);
}

static void
on_found (GObject *source, GAsyncResult *result, gpointer user_data)
{
  SaffronDocument *self = SAFFRON_DOCUMENT (source);
  Search *search = g_task_get_task_data (G_TASK (result));

  /* Closed, or another search has begun since. */
  if (self->job == NULL || search->number != self->look_search)
    return;
  for (guint i = 0; i < search->looks->len; i++)
    if (search->looks->pdata[i] != NULL)
      saffron_layer_set_looks (search->layers->pdata[i],
                               search->looks->pdata[i]);
}

/* All that the choice depends on. */
static char *
make_key (SaffronDocument *self)
{
  const SaffronParams *params = saffron_session_get_params (self->session);
  SaffronLayer *shown = saffron_document_shown_layer (self);

  return g_strdup_printf ("%s\n%s\n%s\n%s\n%s", params->reference_channel,
                          params->moving_channel, params->kind,
                          self->reference != NULL
                            ? saffron_layer_get_name (self->reference) : "",
                          shown != NULL ? saffron_layer_get_name (shown) : "");
}

void
saffron_document_know_looks (SaffronDocument *self)
{
  g_free (self->look_key);
  self->look_key = self->session != NULL ? make_key (self) : NULL;
}

void
saffron_document_update_looks (SaffronDocument *self)
{
  g_autofree char *known = g_steal_pointer (&self->look_key);
  g_autoptr (GTask) task = NULL;
  Search *search = NULL;

  saffron_document_know_looks (self);
  if (self->job == NULL || self->session == NULL
      || g_strcmp0 (known, self->look_key) == 0)
    return;
  search = g_new0 (Search, 1);
  search->params =
    saffron_params_copy (saffron_session_get_params (self->session));
  search->slides = g_ptr_array_new_with_free_func (unref_object);
  search->layers = g_ptr_array_new_with_free_func (unref_object);
  search->looks = g_ptr_array_new_with_free_func (
    (GDestroyNotify) saffron_looks_free);
  add_layer (search, self->reference);
  for (guint i = 0; i < self->moving->len; i++)
    add_layer (search, self->moving->pdata[i]);
  search->partner = self->shown + 1;
  search->number = ++self->look_search;
  task = g_task_new (self, NULL, on_found, NULL);
  g_task_set_source_tag (task, saffron_document_update_looks);
  g_task_set_task_data (task, search, search_free);
  g_task_run_in_thread (task, search_in_thread);
}
