/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/document/document-private.h"

#include <glib/gi18n.h>

static SaffronSlideChoice
choice_of (SaffronRequest *request)
{
  return g_array_index (request->opening->choices, SaffronSlideChoice, 0);
}

static gboolean
same (const SaffronSlideChoice *a, const SaffronSlideChoice *b)
{
  return a->scene == b->scene && a->z == b->z;
}

/* Whoever chooses once more does not wait for what was chosen before. */
static void
stop (SaffronDocument *self, const char *path)
{
  SaffronRequest *request = g_hash_table_lookup (self->choosing, path);

  if (request == NULL)
    return;
  g_hash_table_remove (self->choosing, path);
  saffron_work_cancel (SAFFRON_WORK (request->opening));
}

static void
begin (SaffronDocument *self,
       const char *path,
       const SaffronSlideChoice *choice,
       gboolean is_edit)
{
  SaffronRequest *request = NULL;

  stop (self, path);
  request = saffron_document_open_choice (self, path, choice);
  request->is_edit = is_edit;
  request->loss = saffron_session_find_scene_loss (self->session, path);
  g_hash_table_insert (self->choosing, g_strdup (path), request);
  saffron_document_tell_changed (self);
}

void
saffron_document_choose (SaffronDocument *self,
                         const char *path,
                         const SaffronSlideChoice *choice)
{
  SaffronLayer *layer = saffron_document_find_layer (self, path);

  if (self->closed || self->session == NULL || layer == NULL)
    return;
  if (!same (&saffron_layer_get_file (layer)->choice, choice))
    {
      begin (self, path, choice, TRUE);
      return;
    }
  stop (self, path);
  saffron_document_tell_changed (self);
}

gboolean
saffron_document_is_choosing (SaffronDocument *self,
                              const char *path,
                              SaffronSlideChoice *choice)
{
  SaffronRequest *request = g_hash_table_lookup (self->choosing, path);

  if (request == NULL)
    return FALSE;
  *choice = choice_of (request);
  return TRUE;
}

static gboolean
is_wanted (SaffronRequest *request)
{
  return g_hash_table_lookup (request->document->choosing, request->chosen)
         == request;
}

gboolean
saffron_document_end_choice (SaffronRequest *request)
{
  if (!is_wanted (request))
    return FALSE;
  g_hash_table_remove (request->document->choosing, request->chosen);
  return TRUE;
}

/* The session has another choice than what is open, which therefore goes. */
static void
drop_layer (SaffronRequest *request, SaffronArrival *arrival)
{
  SaffronDocument *self = request->document;

  g_hash_table_remove (self->layers, request->chosen);
  if (saffron_work_is_cancelled (SAFFRON_WORK (request->opening))
      && arrival->file->found)
    g_hash_table_add (self->left, g_strdup (request->chosen));
}

static void
take_failure (SaffronRequest *request, SaffronArrival *arrival)
{
  if (!saffron_work_is_cancelled (SAFFRON_WORK (request->opening)))
    g_ptr_array_add (request->opening->errors,
                     g_strdup (arrival->error->message));
  if (!request->is_edit)
    drop_layer (request, arrival);
}

/* Runs and landmarks that came while the scene was being opened were not asked
 * about. */
static gboolean
may_edit (SaffronRequest *request)
{
  SaffronSession *session = request->document->session;
  SaffronSlideChoice choice = choice_of (request), known;
  SaffronSceneLoss loss;

  if (!saffron_session_find_choice (session, request->chosen, &known))
    return FALSE;
  if (known.scene == choice.scene)
    return TRUE;
  loss = saffron_session_find_scene_loss (session, request->chosen);
  if (loss.runs <= request->loss.runs
      && loss.landmarks <= request->loss.landmarks
      && loss.starts <= request->loss.starts)
    return TRUE;
  g_ptr_array_add (
      request->opening->errors,
      g_strdup_printf (_ ("%s: the scene stays as it is, because runs or "
                          "landmarks came meanwhile; choose it once more"),
                       request->chosen));
  return FALSE;
}

void
saffron_document_take_choice (SaffronRequest *request, SaffronArrival *arrival)
{
  SaffronDocument *self = request->document;
  SaffronSlideChoice choice = choice_of (request);
  SaffronLayer *former = saffron_document_find_layer (self, request->chosen);
  SaffronLayer *layer = NULL;

  if (!is_wanted (request) || self->session == NULL)
    return;
  if (arrival->slide == NULL)
    {
      take_failure (request, arrival);
      return;
    }
  if (request->is_edit && !may_edit (request))
    return;
  layer = saffron_document_make_layer (self, arrival);
  if (former != NULL
      && saffron_layer_get_file (former)->choice.scene == choice.scene)
    saffron_layer_resemble (layer, former);
  g_hash_table_insert (self->layers, g_strdup (request->chosen), layer);
  if (request->is_edit)
    saffron_session_choose (self->session, request->chosen, &choice);
}

static void
follow (SaffronDocument *self, const char *path)
{
  SaffronLayer *layer = saffron_document_find_layer (self, path);
  SaffronRequest *request = g_hash_table_lookup (self->choosing, path);
  SaffronSlideChoice wanted, opening;

  if (layer == NULL)
    return;
  saffron_session_find_choice (self->session, path, &wanted);
  if (same (&saffron_layer_get_file (layer)->choice, &wanted))
    {
      /* It was on its way to a choice that was undone. */
      if (request != NULL && !request->is_edit)
        stop (self, path);
      return;
    }
  if (request != NULL && !request->is_edit)
    {
      opening = choice_of (request);
      if (same (&opening, &wanted))
        return;
    }
  begin (self, path, &wanted, FALSE);
}

void
saffron_document_follow_choices (SaffronDocument *self)
{
  if (self->closed)
    return;
  follow (self, saffron_session_get_reference_path (self->session));
  for (guint i = 0; i < saffron_session_get_n_moving (self->session); i++)
    follow (self, saffron_moving_get_path (
                      saffron_session_get_moving (self->session, i)));
}
