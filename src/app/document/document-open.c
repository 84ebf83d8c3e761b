/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/document/document-private.h"

#include <glib/gi18n.h>

/* A session never replaces what is open: where something is open, the session,
 * and the rest of this opening with it, goes to another window. */
static void
move_elsewhere (SaffronRequest *request)
{
  SaffronDocument *self = request->document;
  g_autoptr (SaffronDocument) other = NULL;

  if (request->opening->session == NULL
      || (self->session == NULL && saffron_document_is_empty (self)))
    return;
  other = saffron_document_find_other (self);
  if (other == NULL || other->closed)
    return;
  g_ptr_array_remove (self->requests, request);
  g_ptr_array_add (other->requests, request);
  g_set_object (&request->document, other);
}

static void
set_title (SaffronRequest *request)
{
  SaffronOpening *opening = request->opening;
  int n = (int) opening->paths->len;
  g_autofree char *title = NULL;

  if (n == 1)
    {
      g_autofree char *name = g_path_get_basename (opening->paths->pdata[0]);

      title = g_strdup_printf (_ ("Opening %s"), name);
    }
  else
    title = g_strdup_printf (
        ngettext ("Opening %d slide", "Opening %d slides", n), n);
  saffron_work_set_title (SAFFRON_WORK (opening), title);
}

/* The files have been listed. */
static void
begin (SaffronRequest *request)
{
  SaffronOpening *opening = request->opening;
  request->states = g_new0 (SaffronOpenState, opening->paths->len + 1);
  request->indices = g_hash_table_new (g_str_hash, g_str_equal);
  for (guint i = opening->paths->len; i-- > 0;)
    g_hash_table_insert (request->indices, opening->paths->pdata[i],
                         GUINT_TO_POINTER (i + 1));
  move_elsewhere (request);
  request->fresh =
      opening->session == NULL && request->document->session == NULL;
  set_title (request);
  if (!saffron_work_is_cancelled (SAFFRON_WORK (opening)))
    saffron_document_tell_opening (request->document, SAFFRON_WORK (opening));
  if (request->document->shown == NULL)
    request->document->shows_first = TRUE;
  if (opening->session != NULL)
    saffron_document_take_session (request);
}

static void
on_arrival (SaffronWork *work, gpointer message, gpointer user_data)
{
  SaffronRequest *request = user_data;
  SaffronArrival *arrival = message;
  SaffronDocument *self = request->document;

  if (self->closed)
    return;
  if (arrival->file == NULL)
    {
      begin (request);
      saffron_document_update_looks (request->document);
      return;
    }
  saffron_document_hold (self);
  saffron_document_take (request, arrival);
  saffron_document_release (self);
  saffron_document_show_sides (self);
}

/* A folder or a session counts together with any slide; a slide counts by
 * itself. */
static gboolean
any_opened (SaffronRequest *request, GFile *file)
{
  SaffronOpening *opening = request->opening;
  g_autofree char *path = g_file_get_path (file);
  g_autofree char *folder = g_strdup_printf ("%s/", path);

  for (guint i = 0; path != NULL && i < opening->paths->len; i++)
    if (request->states[i] == SAFFRON_OPEN_STATE_OPENED
        && (opening->session != NULL
            || g_str_equal (opening->paths->pdata[i], path)
            || g_str_has_prefix (opening->paths->pdata[i], folder)))
      return TRUE;
  return FALSE;
}

/* One message for any number of failures; the lines after the first are shown
 * on request. */
static void
report (SaffronRequest *request)
{
  SaffronOpening *opening = request->opening;
  SaffronDocument *self = request->document;
  GPtrArray *errors = opening->errors;
  int n = (int) errors->len;
  g_autoptr (GString) text = NULL;

  if (opening->n_left_out > 0)
    {
      g_autofree char *left_out =
          g_strdup_printf (ngettext ("Left out: %d file that Saffron made",
                                     "Left out: %d files that Saffron made",
                                     opening->n_left_out),
                           opening->n_left_out);

      saffron_document_tell_refused (self, left_out);
    }
  if (n == 1)
    saffron_document_tell_refused (self, errors->pdata[0]);
  if (n < 2)
    return;
  text = g_string_new (NULL);
  g_string_printf (
      text, ngettext ("%d file was not opened", "%d files were not opened", n),
      n);
  for (guint i = 0; i < errors->len; i++)
    g_string_append_printf (text, i == 0 ? "\n%s" : "\n\n%s",
                            (char *) errors->pdata[i]);
  saffron_document_tell_refused (self, text->str);
}

static void
free_request (SaffronRequest *request)
{
  g_object_unref (request->document);
  g_object_unref (request->opening);
  g_free (request->missing);
  g_free (request->chosen);
  g_free (request->states);
  g_clear_pointer (&request->indices, g_hash_table_unref);
  g_free (request);
}

/* A session of which no slide was opened shows its first moving slide all the
 * same: its name, its runs and its landmarks are there. */
static void
show_first (SaffronDocument *self)
{
  if (self->shown != NULL || self->session == NULL
      || saffron_session_get_n_moving (self->session) == 0)
    return;
  saffron_document_set_shown (self,
                              saffron_session_get_moving (self->session, 0));
  saffron_document_show_sides (self);
}

static void
on_finished (SaffronWork *work, gpointer user_data)
{
  SaffronRequest *request = user_data;
  SaffronDocument *self = request->document;
  GPtrArray *files = request->opening->files;
  gboolean wanted;

  g_ptr_array_remove (self->requests, request);
  wanted = request->chosen == NULL || saffron_document_end_choice (request);
  if (!self->closed)
    {
      if (self->requests->len == 0)
        {
          self->shows_first = FALSE;
          show_first (self);
        }
      if (wanted && saffron_work_is_cancelled (work))
        saffron_document_tell_refused (self, _ ("Opening was cancelled"));
      else if (wanted)
        report (request);
      for (guint i = 0; i < files->len; i++)
        if (request->as != SAFFRON_OPEN_AS_FOUND
            && any_opened (request, files->pdata[i]))
          saffron_document_tell_opened (self, files->pdata[i]);
      saffron_document_tell_changed (self);
      saffron_document_update_looks (self);
    }
  free_request (request);
}

static SaffronRequest *
request_new (SaffronDocument *self,
             GFile **files,
             guint n_files,
             SaffronOpenAs as)
{
  SaffronRequest *request = g_new0 (SaffronRequest, 1);

  request->document = g_object_ref (self);
  request->opening = saffron_opening_new (files, n_files);
  request->as = as;
  return request;
}

/* A slide that the session has is opened as the session has it. */
static void
add_choices (SaffronRequest *request)
{
  SaffronSession *session = request->document->session;
  SaffronOpening *opening = request->opening;

  for (guint i = 0; session != NULL && i < opening->files->len; i++)
    {
      g_autofree char *path = g_file_get_path (opening->files->pdata[i]);
      SaffronSlideChoice choice = { 0 };

      if (request->missing != NULL || path != NULL)
        saffron_session_find_choice (
            session, request->missing != NULL ? request->missing : path,
            &choice);
      g_array_append_val (opening->choices, choice);
    }
}

/* Takes @request. */
static void
start (SaffronRequest *request)
{
  SaffronDocument *self = request->document;
  SaffronOpening *opening = request->opening;
  g_autoptr (SaffronParams) params =
      self->session != NULL
          ? saffron_params_copy (saffron_session_get_params (self->session))
          : saffron_params_new ();

  opening->markers = g_strdup (params->reference_markers);
  opening->wants_reference =
      request->as == SAFFRON_OPEN_AS_REFERENCE
      || (request->as != SAFFRON_OPEN_AS_FOUND && self->session == NULL);
  if (request->as == SAFFRON_OPEN_AS_FOUND && opening->choices->len == 0)
    add_choices (request);
  g_ptr_array_add (self->requests, request);
  g_signal_connect (opening, "message", G_CALLBACK (on_arrival), request);
  g_signal_connect (opening, "finished", G_CALLBACK (on_finished), request);
  saffron_work_start (SAFFRON_WORK (opening), 0);
}

void
saffron_document_open (SaffronDocument *self,
                       GFile **files,
                       guint n_files,
                       SaffronOpenAs as)
{
  if (!self->closed && n_files > 0)
    start (request_new (self, files, n_files, as));
}

void
saffron_document_open_left (SaffronDocument *self)
{
  g_autoptr (GPtrArray) files = g_ptr_array_new_with_free_func (g_object_unref);
  GHashTableIter iter;
  gpointer path = NULL;

  g_hash_table_iter_init (&iter, self->left);
  while (g_hash_table_iter_next (&iter, &path, NULL))
    g_ptr_array_add (files, g_file_new_for_path (path));
  saffron_document_open (self, (GFile **) files->pdata, files->len,
                         SAFFRON_OPEN_AS_FOUND);
}

gboolean
saffron_document_is_left (SaffronDocument *self, const char *path)
{
  return g_hash_table_contains (self->left, path);
}

void
saffron_document_recover (SaffronDocument *self, SaffronDraft *draft)
{
  SaffronRequest *request = NULL;

  if (self->closed)
    {
      saffron_draft_free (draft);
      return;
    }
  request = request_new (self, NULL, 0, SAFFRON_OPEN_AS_ANY);
  request->opening->draft = draft;
  start (request);
}

void
saffron_document_relocate (SaffronDocument *self,
                           const char *missing,
                           const char *path)
{
  g_autoptr (GFile) file = g_file_new_for_path (path);
  SaffronRequest *request = NULL;

  if (self->closed || self->session == NULL)
    return;
  request = request_new (self, &file, 1, SAFFRON_OPEN_AS_FOUND);
  request->missing = g_strdup (missing);
  start (request);
}

SaffronRequest *
saffron_document_open_choice (SaffronDocument *self,
                              const char *path,
                              const SaffronSlideChoice *choice)
{
  g_autoptr (GFile) file = g_file_new_for_path (path);
  SaffronRequest *request = request_new (self, &file, 1, SAFFRON_OPEN_AS_FOUND);

  request->chosen = g_strdup (path);
  g_array_append_val (request->opening->choices, *choice);
  start (request);
  return request;
}

gboolean
saffron_document_is_opening (SaffronDocument *self)
{
  return self->requests->len > 0;
}

void
saffron_document_cancel_opening (SaffronDocument *self)
{
  for (guint i = self->requests->len; i-- > 0;)
    {
      SaffronRequest *request = self->requests->pdata[i];

      saffron_work_cancel (SAFFRON_WORK (request->opening));
    }
}
