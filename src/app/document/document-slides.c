/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/document/document-private.h"

#include <glib/gi18n.h>

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
layer_new (SaffronDocument *self, SaffronArrival *arrival)
{
  SaffronLayer *layer = saffron_layer_new (arrival->slide, arrival->file);

  g_signal_connect_object (layer, "changed", G_CALLBACK (on_layer_changed),
                           self, 0);
  return layer;
}

static const char *
layer_path (SaffronLayer *layer)
{
  return saffron_slide_get_path (saffron_layer_get_slide (layer));
}

/* A session of the slides that are open, without runs. */
static void
new_session (SaffronDocument *self)
{
  g_autoptr (SaffronSession) session = saffron_session_new_for (
      saffron_slide_file_copy (saffron_layer_get_file (self->reference)));

  for (guint i = 0; i < self->moving->len; i++)
    saffron_session_insert_moving (
        session, i,
        saffron_slide_file_copy (
            saffron_layer_get_file (self->moving->pdata[i])));
  saffron_session_forget_edits (session);
  saffron_document_set_session (self, session, NULL);
}

void
saffron_document_take_session (SaffronOpening *opening)
{
  SaffronDocument *self = opening->document;

  g_clear_object (&self->reference);
  g_ptr_array_set_size (self->moving, 0);
  g_ptr_array_set_size (self->moving,
                        saffron_session_get_n_moving (opening->session));
  g_hash_table_remove_all (self->left);
  self->shown = -1;
  self->shows_first = TRUE;
  saffron_document_set_session (self, opening->session,
                                g_steal_pointer (&opening->draft));
  saffron_document_show_sides (self);
}

/* Takes @layer: to where the session has its slide, or, when it has it no more,
 * aside. */
static void
place_layer (SaffronDocument *self, SaffronLayer *layer)
{
  const char *path = saffron_layer_get_file (layer)->path;

  if (self->reference == NULL
      && g_str_equal (saffron_session_get_reference_path (self->session), path))
    {
      self->reference = layer;
      return;
    }
  for (guint i = 0; i < self->moving->len; i++)
    if (self->moving->pdata[i] == NULL
        && g_str_equal (saffron_session_get_moving_path (self->session, i),
                        path))
      {
        self->moving->pdata[i] = layer;
        if (self->shown < 0 || (self->shows_first && (int) i < self->shown))
          self->shown = i;
        return;
      }
  g_ptr_array_add (self->retired, layer);
}

/* Takes @layer, which has no place. */
static void
refuse (SaffronOpening *opening, SaffronLayer *layer, const char *why)
{
  g_ptr_array_add (opening->errors,
                   g_strdup_printf ("%s: %s", layer_path (layer), why));
  g_object_unref (layer);
}

/* Takes @layer. In the place of another it is an edit of the session. */
static void
take_reference (SaffronOpening *opening, SaffronLayer *layer)
{
  SaffronDocument *self = opening->document;
  const SaffronSlideFile *file = saffron_layer_get_file (layer);
  int index = 0;

  if (self->session == NULL)
    {
      self->reference = layer;
      new_session (self);
      return;
    }
  if (saffron_session_has_slide (self->session, file, &index) && index < 0)
    {
      refuse (opening, layer, _ ("is the reference already"));
      return;
    }
  g_ptr_array_add (self->retired, layer);
  saffron_session_set_reference (self->session, saffron_slide_file_copy (file));
  saffron_document_match_session (self);
}

/* Where a moving slide goes: among those of its opening it keeps its order. */
static guint
find_position (SaffronOpening *opening, guint index)
{
  GPtrArray *moving = opening->document->moving;
  guint position = moving->len;
  gboolean any = FALSE;

  for (guint i = moving->len; i-- > 0;)
    {
      guint other = moving->pdata[i] != NULL
                        ? GPOINTER_TO_UINT (g_hash_table_lookup (
                            opening->indices, layer_path (moving->pdata[i])))
                        : 0;

      if (other == 0)
        continue;
      if (other - 1 < index)
        return any ? position : i + 1;
      position = i;
      any = TRUE;
    }
  return position;
}

static gboolean
is_open (SaffronDocument *self, const SaffronSlideFile *file)
{
  int index = 0;

  if (self->session != NULL)
    return saffron_session_has_slide (self->session, file, &index);
  for (guint i = 0; i < self->moving->len; i++)
    if (saffron_slide_file_same (
            saffron_layer_get_file (self->moving->pdata[i]), file))
      return TRUE;
  return FALSE;
}

/* Of the slides that a session begins with none is an edit: there is nothing
 * before them to go back to, and nothing that a draft would have to keep. */
static void
insert_moving (SaffronOpening *opening,
               guint position,
               const SaffronSlideFile *file)
{
  SaffronDocument *self = opening->document;
  gboolean first =
      opening->fresh
      && saffron_session_get_undo (self->session) == SAFFRON_EDIT_NONE
      && saffron_session_get_redo (self->session) == SAFFRON_EDIT_NONE;

  if (first)
    saffron_autosave_pause (self->autosave, TRUE);
  saffron_session_insert_moving (self->session, position,
                                 saffron_slide_file_copy (file));
  if (first)
    {
      saffron_session_forget_edits (self->session);
      saffron_autosave_pause (self->autosave, FALSE);
      saffron_document_tell_edited (self);
    }
}

/* Takes @layer. */
static void
take_moving (SaffronOpening *opening, guint index, SaffronLayer *layer)
{
  SaffronDocument *self = opening->document;
  const SaffronSlideFile *file = saffron_layer_get_file (layer);
  guint position = find_position (opening, index);

  if (is_open (self, file))
    {
      refuse (opening, layer, _ ("is open already"));
      return;
    }
  g_ptr_array_insert (self->moving, (int) position, layer);
  if (self->shown < 0 || (self->shows_first && (int) position < self->shown))
    self->shown = position;
  else if ((int) position <= self->shown && !self->shows_first)
    self->shown++;
  if (self->session != NULL)
    insert_moving (opening, position, file);
}

/* The one that was to be the reference cannot be opened: the next best. */
static void
choose_other_reference (SaffronOpening *opening)
{
  SaffronDocument *self = opening->document;
  g_autoptr (GPtrArray) paths = g_ptr_array_new ();
  const char *path = NULL;

  opening->reference = -1;
  if (self->session != NULL)
    return;
  for (guint i = 0; i < opening->paths->len; i++)
    if (opening->states[i] != SAFFRON_OPEN_STATE_FAILED)
      g_ptr_array_add (paths, opening->paths->pdata[i]);
  if (paths->len == 0)
    return;
  path =
      paths->pdata[saffron_document_choose_reference (paths, opening->markers)];
  opening->reference =
      (int) GPOINTER_TO_UINT (g_hash_table_lookup (opening->indices, path)) - 1;
  for (guint i = 0; i < self->moving->len; i++)
    if (g_str_equal (layer_path (self->moving->pdata[i]), path))
      {
        SaffronLayer *layer = g_ptr_array_steal_index (self->moving, i);

        self->shown = MIN (self->shown, (int) self->moving->len - 1);
        take_reference (opening, layer);
        return;
      }
}

static void
take_failure (SaffronOpening *opening, SaffronArrival *arrival)
{
  gboolean is_asked_for =
      arrival->index < opening->n_session
      || (opening->as == SAFFRON_OPEN_AS_FOUND && opening->missing == NULL);

  opening->states[arrival->index] = SAFFRON_OPEN_STATE_FAILED;
  if (saffron_job_is_cancelled (opening->job))
    {
      if (is_asked_for && arrival->file->found)
        g_hash_table_add (opening->document->left,
                          g_strdup (opening->paths->pdata[arrival->index]));
      return;
    }
  /* A session's slide that is not there is asked for, not reported. */
  if (!is_asked_for || arrival->file->found)
    g_ptr_array_add (opening->errors, g_strdup (arrival->error->message));
  if (!is_asked_for && (int) arrival->index == opening->reference)
    choose_other_reference (opening);
}

void
saffron_document_take (SaffronOpening *opening, SaffronArrival *arrival)
{
  SaffronDocument *self = opening->document;
  gboolean reference =
      (int) arrival->index == opening->reference
      && (opening->as == SAFFRON_OPEN_AS_REFERENCE || self->session == NULL);

  g_hash_table_remove (self->left, opening->paths->pdata[arrival->index]);
  if (arrival->slide == NULL)
    {
      take_failure (opening, arrival);
      return;
    }
  opening->states[arrival->index] = SAFFRON_OPEN_STATE_OPENED;
  if (opening->as != SAFFRON_OPEN_AS_FOUND
      && arrival->index >= opening->n_session)
    {
      if (reference)
        take_reference (opening, layer_new (self, arrival));
      else
        take_moving (opening, arrival->index, layer_new (self, arrival));
      return;
    }
  /* Removed or undone meanwhile. */
  if (self->session == NULL)
    return;
  /* One slide of the session that is open has been found again. */
  if (opening->missing != NULL)
    saffron_session_relocate (self->session, opening->missing, arrival->file);
  place_layer (self, layer_new (self, arrival));
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
      SaffronLayer *layer =
          g_ptr_array_steal_index (self->moving, self->moving->len - 1);

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
