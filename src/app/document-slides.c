/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/document-private.h"

static void
on_layer_changed (SaffronLayer *layer, gpointer user_data)
{
  SaffronDocument *self = user_data;
  const SaffronSlideDisplay *display = saffron_layer_get_display (layer);

  if (layer == self->reference)
    saffron_view_model_set_display (self->model, SAFFRON_VIEW_REFERENCE,
                                    display);
  else if (layer == saffron_document_shown_layer (self))
    saffron_view_model_set_display (self->model, SAFFRON_VIEW_MOVING, display);
}

static SaffronLayer *
layer_new (SaffronDocument *self,
           SaffronSlide *slide,
           const SaffronLooks *looks)
{
  SaffronLayer *layer = saffron_layer_new (slide, looks);

  g_signal_connect_object (layer, "changed", G_CALLBACK (on_layer_changed),
                           self, 0);
  return layer;
}

static void
set_reference (SaffronDocument *self, SaffronOpened *opened, guint i)
{
  g_clear_object (&self->reference);
  self->reference =
    layer_new (self, opened->slides->pdata[i], opened->looks->pdata[i]);
}

static void
add_moving (SaffronDocument *self, SaffronOpened *opened, guint i)
{
  g_ptr_array_add (
    self->moving,
    layer_new (self, opened->slides->pdata[i], opened->looks->pdata[i]));
}

/* A session of the slides that are open, without runs. */
static void
new_session (SaffronDocument *self)
{
  g_autoptr (SaffronSession) session = NULL;

  if (self->reference == NULL)
    return;
  session = saffron_session_new (
    saffron_slide_get_path (saffron_layer_get_slide (self->reference)));
  if (self->session != NULL)
    saffron_session_set_params (session,
                                saffron_session_get_params (self->session));
  for (guint i = 0; i < self->moving->len; i++)
    {
      SaffronLayer *layer = self->moving->pdata[i];

      /* A slide that is missing stays in its place. */
      saffron_session_add_moving (
        session, layer != NULL
                   ? saffron_slide_get_path (saffron_layer_get_slide (layer))
                   : saffron_session_get_moving_path (self->session, i));
    }
  saffron_session_forget_edits (session);
  saffron_document_set_session (self, session, NULL);
}

void
saffron_document_take_session (SaffronDocument *self, SaffronOpened *opened)
{
  g_clear_object (&self->reference);
  g_ptr_array_set_size (self->moving, 0);
  self->shown = -1;
  saffron_document_set_session (self, opened->session,
                                g_steal_pointer (&opened->draft));

  for (guint i = 0; i < opened->slides->len; i++)
    {
      if (opened->slides->pdata[i] != NULL && i == 0)
        set_reference (self, opened, i);
      else if (opened->slides->pdata[i] != NULL)
        add_moving (self, opened, i);
      else if (i > 0)
        g_ptr_array_add (self->moving, NULL);
    }
  for (guint i = 0; i < self->moving->len && self->shown < 0; i++)
    if (self->moving->pdata[i] != NULL)
      self->shown = i;
  saffron_document_know_looks (self);
}

void
saffron_document_take_slides (SaffronDocument *self, SaffronOpened *opened)
{
  gboolean grows = self->session != NULL && self->reference != NULL
                   && opened->as != SAFFRON_OPEN_AS_REFERENCE;
  gboolean any = FALSE;

  for (guint i = 0; i < opened->slides->len; i++)
    {
      if (opened->slides->pdata[i] == NULL)
        continue;
      any = TRUE;
      /* Another request may have brought a reference meanwhile. */
      if ((int) i == opened->reference && !grows)
        {
          set_reference (self, opened, i);
          continue;
        }
      add_moving (self, opened, i);
      if (grows)
        saffron_session_add_moving (self->session, opened->paths->pdata[i]);
    }
  if (any && !grows)
    new_session (self);
  if (self->moving->len > 0 && self->shown < 0)
    self->shown = 0;
  if (any && !grows)
    saffron_document_know_looks (self);
}

/* One slide of the session that is open has been found again. */
void
saffron_document_take_relocated (SaffronDocument *self, SaffronOpened *opened)
{
  const char *path = opened->paths->pdata[0];

  if (opened->slides->pdata[0] == NULL || self->session == NULL)
    return;
  if (g_strcmp0 (saffron_session_get_reference_path (self->session), path) == 0)
    set_reference (self, opened, 0);
  for (guint i = 0; i < self->moving->len; i++)
    if (g_strcmp0 (saffron_session_get_moving_path (self->session, i), path)
        == 0)
      {
        add_moving (self, opened, 0);
        g_clear_object ((SaffronLayer **) &self->moving->pdata[i]);
        self->moving->pdata[i] =
          g_ptr_array_steal_index (self->moving, self->moving->len - 1);
        if (self->shown < 0)
          self->shown = i;
      }
}

/* Takes the layer of the slide at @path out of @pool; NULL when it is not
 * there. */
static SaffronLayer *
take_layer (GPtrArray *pool, const char *path)
{
  for (guint i = 0; i < pool->len; i++)
    {
      SaffronSlide *slide = saffron_layer_get_slide (pool->pdata[i]);

      if (g_strcmp0 (saffron_slide_get_path (slide), path) == 0)
        return g_ptr_array_steal_index (pool, i);
    }
  return NULL;
}

static void
open_again (SaffronDocument *self, const char *path)
{
  g_autoptr (GFile) file = g_file_new_for_path (path);

  saffron_document_open (self, &file, 1, SAFFRON_OPEN_AS_FOUND);
}

void
saffron_document_match_session (SaffronDocument *self)
{
  SaffronLayer *shown = saffron_document_shown_layer (self);
  SaffronLayer *reference = self->reference;
  GPtrArray *pool = self->retired;
  const char *path = saffron_session_get_reference_path (self->session);

  /* All that there are, then each to its place; what is left is retired. */
  if (self->reference != NULL)
    g_ptr_array_add (pool, g_steal_pointer (&self->reference));
  while (self->moving->len > 0)
    {
      SaffronLayer *layer
        = g_ptr_array_steal_index (self->moving, self->moving->len - 1);

      if (layer != NULL)
        g_ptr_array_add (pool, layer);
    }
  self->shown = -1;
  self->reference = take_layer (pool, path);
  if (self->reference == NULL)
    open_again (self, path);
  for (guint i = 0; i < saffron_session_get_n_moving (self->session); i++)
    {
      SaffronLayer *layer = NULL;

      path = saffron_session_get_moving_path (self->session, i);
      layer = take_layer (pool, path);
      if (layer == NULL)
        open_again (self, path);
      /* The one that was shown, or after a swap the one it was shown with. */
      if (layer != NULL
          && (self->shown < 0 || layer == shown || layer == reference))
        self->shown = i;
      g_ptr_array_add (self->moving, layer);
    }
}
