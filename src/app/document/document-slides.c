/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/document/document-private.h"

#include <glib/gi18n.h>

#include "session/slide-names.h"

static void
on_layer_changed (SaffronLayer *layer, gpointer user_data)
{
  SaffronDocument *self = user_data;
  const SaffronSlideDisplay *display = saffron_layer_get_display (layer);

  if (layer == saffron_document_get_reference (self))
    saffron_view_model_set_display (self->model, SAFFRON_VIEW_REFERENCE,
                                    display);
  else if (layer == saffron_document_get_shown_layer (self))
    saffron_view_model_set_display (self->model, SAFFRON_VIEW_MOVING, display);
  saffron_composite_choice_follow (self->composite);
}

SaffronLayer *
saffron_document_make_layer (SaffronDocument *self, SaffronArrival *arrival)
{
  SaffronLayer *layer = saffron_layer_new (arrival->slide, arrival->file);

  g_signal_connect_object (layer, "changed", G_CALLBACK (on_layer_changed),
                           self, 0);
  return layer;
}

/* Takes @layer. The slide is open from now on; a second opening of the same
 * slide, as after an undo during the first, changes nothing. */
static void
add_layer (SaffronDocument *self, SaffronLayer *layer)
{
  const char *path = saffron_layer_get_file (layer)->path;

  if (saffron_document_find_layer (self, path) == NULL)
    g_hash_table_insert (self->layers, g_strdup (path), layer);
  else
    g_object_unref (layer);
}

/* The moving slide's index among the document's; their number when it is not
 * there. */
static guint
find_index (SaffronDocument *self, SaffronMoving *moving)
{
  guint n = saffron_document_get_n_moving (self);

  for (guint i = 0; i < n; i++)
    if (saffron_document_get_moving (self, i) == moving)
      return i;
  return n;
}

/* Shows the slide that was opened, unless another that is open was chosen, or
 * an earlier one. */
static void
offer (SaffronDocument *self, SaffronMoving *moving)
{
  if (saffron_document_get_shown_layer (self) == NULL
      || (self->shows_first
          && find_index (self, moving) < find_index (self, self->shown)))
    saffron_document_set_shown (self, moving);
}

/* A session of the slides that are open, without runs. */
static void
new_session (SaffronDocument *self, const SaffronSlideFile *reference)
{
  g_autoptr (SaffronSession) session =
      saffron_session_new_for (saffron_slide_file_copy (reference));

  for (guint i = 0; i < self->early->len; i++)
    saffron_session_insert_moving (session, i, self->early->pdata[i]);
  saffron_session_forget_edits (session);
  g_ptr_array_set_size (self->early, 0);
  saffron_document_set_session (self, session, NULL);
}

void
saffron_document_take_session (SaffronRequest *request)
{
  SaffronOpening *opening = request->opening;
  SaffronDocument *self = request->document;

  g_hash_table_remove_all (self->layers);
  g_ptr_array_set_size (self->early, 0);
  g_hash_table_remove_all (self->left);
  saffron_document_set_shown (self, NULL);
  self->shows_first = TRUE;
  saffron_document_set_session (self, opening->session,
                                g_steal_pointer (&opening->draft));
  saffron_document_show_sides (self);
}

/* A slide of the session has been opened. */
static void
place_layer (SaffronDocument *self, SaffronLayer *layer)
{
  g_autofree char *path = g_strdup (saffron_layer_get_file (layer)->path);

  add_layer (self, layer);
  for (guint i = 0; i < saffron_document_get_n_moving (self); i++)
    {
      SaffronMoving *moving = saffron_document_get_moving (self, i);

      if (g_str_equal (saffron_moving_get_path (moving), path))
        offer (self, moving);
    }
}

/* Takes @layer, which has no place in the session. */
static void
refuse (SaffronRequest *request, SaffronLayer *layer, const char *why)
{
  g_ptr_array_add (
      request->opening->errors,
      g_strdup_printf ("%s: %s", saffron_layer_get_file (layer)->path, why));
  g_object_unref (layer);
}

/* Takes @layer. Where it replaces another slide, that is an edit of the
 * session. */
static void
take_reference (SaffronRequest *request, SaffronLayer *layer)
{
  SaffronDocument *self = request->document;
  g_autoptr (SaffronSlideFile) file =
      saffron_slide_file_copy (saffron_layer_get_file (layer));

  if (self->session != NULL
      && saffron_session_is_reference (self->session, file))
    {
      refuse (request, layer, _ ("is the reference already"));
      return;
    }
  add_layer (self, layer);
  if (self->session == NULL)
    new_session (self, file);
  else
    saffron_session_set_reference (self->session, g_steal_pointer (&file));
}

/* Where a moving slide goes: the slides of one opening keep their order. */
static guint
find_position (SaffronRequest *request, guint index)
{
  SaffronDocument *self = request->document;
  guint position = saffron_document_get_n_moving (self);
  gboolean any = FALSE;

  for (guint i = position; i-- > 0;)
    {
      SaffronMoving *moving = saffron_document_get_moving (self, i);
      guint other = saffron_document_get_layer (self, moving) != NULL
                        ? GPOINTER_TO_UINT (g_hash_table_lookup (
                            request->indices, saffron_moving_get_path (moving)))
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
  if (self->session != NULL
      && saffron_session_is_reference (self->session, file))
    return TRUE;
  for (guint i = 0; i < saffron_document_get_n_moving (self); i++)
    if (saffron_slide_file_same (
            saffron_moving_get_file (saffron_document_get_moving (self, i)),
            file))
      return TRUE;
  return FALSE;
}

/* The slides that a session begins with are no edits: nothing came before that
 * undo could restore or a draft would have to keep. */
static void
insert_moving (SaffronRequest *request, guint position, SaffronMoving *moving)
{
  SaffronDocument *self = request->document;
  gboolean first =
      request->fresh
      && saffron_session_get_undo (self->session) == SAFFRON_EDIT_NONE
      && saffron_session_get_redo (self->session) == SAFFRON_EDIT_NONE;

  if (first)
    saffron_autosave_pause (self->autosave, TRUE);
  saffron_session_insert_moving (self->session, position, moving);
  if (first)
    {
      saffron_session_forget_edits (self->session);
      saffron_autosave_pause (self->autosave, FALSE);
    }
}

/* Takes @layer. */
static void
take_moving (SaffronRequest *request, guint index, SaffronLayer *layer)
{
  SaffronDocument *self = request->document;
  const SaffronSlideFile *file = saffron_layer_get_file (layer);
  guint position = find_position (request, index);
  g_autoptr (SaffronMoving) moving = NULL;

  if (is_open (self, file))
    {
      refuse (request, layer, _ ("is open already"));
      return;
    }
  moving = saffron_moving_new (saffron_slide_file_copy (file));
  add_layer (self, layer);
  if (self->session != NULL)
    insert_moving (request, position, moving);
  else
    g_ptr_array_insert (self->early, (int) position, g_object_ref (moving));
  offer (self, moving);
}

/* A slide that was opened before the session becomes its reference. */
static void
promote (SaffronDocument *self, SaffronMoving *moving)
{
  g_autoptr (SaffronMoving) reference = g_object_ref (moving);
  guint index = find_index (self, moving);

  g_ptr_array_remove_index (self->early, index);
  if (self->shown == reference)
    saffron_document_set_shown (
        self, self->early->len > 0
                  ? self->early->pdata[MIN (index, self->early->len - 1)]
                  : NULL);
  new_session (self, saffron_moving_get_file (reference));
}

/* The slide that was to be the reference cannot be opened: takes the next
 * best. */
static void
choose_other_reference (SaffronRequest *request)
{
  SaffronOpening *opening = request->opening;
  SaffronDocument *self = request->document;
  g_autoptr (GPtrArray) paths = g_ptr_array_new ();
  const char *path = NULL;

  opening->reference = -1;
  if (self->session != NULL)
    return;
  for (guint i = 0; i < opening->paths->len; i++)
    if (request->states[i] != SAFFRON_OPEN_STATE_FAILED)
      g_ptr_array_add (paths, opening->paths->pdata[i]);
  if (paths->len == 0)
    return;
  path = paths->pdata[saffron_slide_names_choose_reference (paths,
                                                            opening->markers)];
  opening->reference =
      (int) GPOINTER_TO_UINT (g_hash_table_lookup (request->indices, path)) - 1;
  for (guint i = 0; i < self->early->len; i++)
    if (g_str_equal (saffron_moving_get_path (self->early->pdata[i]), path))
      {
        promote (self, self->early->pdata[i]);
        return;
      }
}

static void
take_failure (SaffronRequest *request, SaffronArrival *arrival)
{
  SaffronOpening *opening = request->opening;
  gboolean is_asked_for =
      arrival->index < opening->n_session
      || (request->as == SAFFRON_OPEN_AS_FOUND && request->missing == NULL);

  request->states[arrival->index] = SAFFRON_OPEN_STATE_FAILED;
  if (saffron_work_is_cancelled (SAFFRON_WORK (opening)))
    {
      if (is_asked_for && arrival->file->found)
        g_hash_table_add (request->document->left,
                          g_strdup (opening->paths->pdata[arrival->index]));
      return;
    }
  /* A missing slide of a session is asked for, not reported as an error. */
  if (!is_asked_for || arrival->file->found)
    g_ptr_array_add (opening->errors, g_strdup (arrival->error->message));
  if (!is_asked_for && (int) arrival->index == opening->reference)
    choose_other_reference (request);
}

void
saffron_document_take (SaffronRequest *request, SaffronArrival *arrival)
{
  SaffronOpening *opening = request->opening;
  SaffronDocument *self = request->document;
  gboolean reference =
      (int) arrival->index == opening->reference
      && (request->as == SAFFRON_OPEN_AS_REFERENCE || self->session == NULL);

  if (request->chosen != NULL)
    {
      saffron_document_take_choice (request, arrival);
      return;
    }
  g_hash_table_remove (self->left, opening->paths->pdata[arrival->index]);
  if (arrival->slide == NULL)
    {
      take_failure (request, arrival);
      return;
    }
  request->states[arrival->index] = SAFFRON_OPEN_STATE_OPENED;
  if (request->as != SAFFRON_OPEN_AS_FOUND
      && arrival->index >= opening->n_session)
    {
      if (reference)
        take_reference (request, saffron_document_make_layer (self, arrival));
      else
        take_moving (request, arrival->index,
                     saffron_document_make_layer (self, arrival));
      return;
    }
  if (self->session == NULL)
    return;
  place_layer (self, saffron_document_make_layer (self, arrival));
  /* One slide of the open session has been found again. */
  if (request->missing != NULL)
    saffron_session_relocate (self->session, request->missing, arrival->file);
}
