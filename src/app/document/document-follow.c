/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/document/document-private.h"

/* A slide that came into the session by an undo or from the session's file, and
 * was never opened, is opened now. */
static void
open_if_new (SaffronDocument *self, const char *path)
{
  g_autoptr (GFile) file = NULL;

  if (saffron_document_find_layer (self, path) != NULL)
    return;
  file = g_file_new_for_path (path);
  saffron_document_open (self, &file, 1, SAFFRON_OPEN_AS_FOUND);
}

static void
on_slides (GListModel *session,
           guint position,
           guint removed,
           guint added,
           gpointer user_data)
{
  SaffronDocument *self = user_data;

  self->slides_changed = TRUE;
  for (guint i = position; i < position + added; i++)
    open_if_new (self, saffron_moving_get_path (
                           saffron_session_get_moving (self->session, i)));
}

static void
on_reference (SaffronSession *session, GParamSpec *pspec, gpointer user_data)
{
  SaffronDocument *self = user_data;

  self->slides_changed = TRUE;
  open_if_new (self, saffron_session_get_reference_path (session));
}

static void
on_runs (GListModel *moving,
         guint position,
         guint removed,
         guint added,
         gpointer user_data)
{
  ((SaffronDocument *) user_data)->runs_changed = TRUE;
}

static void
on_current (SaffronMoving *moving, GParamSpec *pspec, gpointer user_data)
{
  ((SaffronDocument *) user_data)->runs_changed = TRUE;
}

void
saffron_document_set_shown (SaffronDocument *self, SaffronMoving *moving)
{
  if (self->shown == moving)
    return;
  if (self->shown != NULL)
    g_signal_handlers_disconnect_by_data (self->shown, self);
  saffron_document_drop_corrected (self);
  saffron_document_drop_laid (self);
  g_set_object (&self->shown, moving);
  if (moving == NULL)
    return;
  g_signal_connect (moving, "items-changed", G_CALLBACK (on_runs), self);
  g_signal_connect (moving, "notify::current", G_CALLBACK (on_current), self);
  g_signal_connect (moving, "notify::start", G_CALLBACK (on_current), self);
}

/* What to show in place of a slide that left the session: the same slide under
 * another reference; after a swap the former reference; else the first slide
 * that is open. */
static SaffronMoving *
find_successor (SaffronDocument *self)
{
  const char *path =
      self->shown != NULL ? saffron_moving_get_path (self->shown) : NULL;
  SaffronMoving *found = NULL;

  for (guint i = 0; i < saffron_session_get_n_moving (self->session); i++)
    {
      SaffronMoving *moving = saffron_session_get_moving (self->session, i);
      const char *own = saffron_moving_get_path (moving);

      if (saffron_document_find_layer (self, own) != NULL
          && (found == NULL || g_strcmp0 (own, path) == 0
              || g_strcmp0 (own, self->reference_path) == 0))
        found = moving;
    }
  return found;
}

static void
note_reference (SaffronDocument *self)
{
  g_free (self->reference_path);
  self->reference_path =
      g_strdup (saffron_session_get_reference_path (self->session));
}

static void
catch_up (SaffronDocument *self)
{
  if (self->slides_changed)
    {
      if (!saffron_session_has_moving (self->session, self->shown))
        saffron_document_set_shown (self, find_successor (self));
      note_reference (self);
    }
  if (self->slides_changed || self->runs_changed)
    {
      self->slides_changed = self->runs_changed = FALSE;
      saffron_document_show_sides (self);
    }
}

static void
on_changed (SaffronSession *session, gpointer user_data)
{
  SaffronDocument *self = user_data;

  if (self->holds == 0)
    {
      catch_up (self);
      saffron_document_follow_choices (self);
    }
  saffron_document_update_looks (self);
  saffron_document_tell_edited (self);
}

void
saffron_document_follow_session (SaffronDocument *self)
{
  self->slides_changed = self->runs_changed = FALSE;
  note_reference (self);
  g_signal_connect (self->session, "items-changed", G_CALLBACK (on_slides),
                    self);
  g_signal_connect (self->session, "notify::reference-path",
                    G_CALLBACK (on_reference), self);
  g_signal_connect (self->session, "changed", G_CALLBACK (on_changed), self);
}

void
saffron_document_unfollow_session (SaffronDocument *self)
{
  g_signal_handlers_disconnect_by_data (self->session, self);
}

void
saffron_document_hold (SaffronDocument *self)
{
  self->holds++;
}

void
saffron_document_release (SaffronDocument *self)
{
  self->holds--;
  if (self->holds > 0 || self->session == NULL)
    return;
  catch_up (self);
  saffron_document_follow_choices (self);
}
