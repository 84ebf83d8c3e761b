/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/document/document-private.h"

#include <glib/gi18n.h>

/* How many slides are opened at a time. Most of the time goes into waiting for
 * the disk, and a slide that needs a pyramid must not hold up the others. */
#define MAX_AT_A_TIME 4

static void
free_arrival (gpointer data)
{
  SaffronArrival *arrival = data;

  g_clear_object (&arrival->slide);
  g_clear_pointer (&arrival->file, saffron_slide_file_free);
  g_clear_error (&arrival->error);
  g_free (arrival);
}

static void
clear_opening (gpointer data)
{
  SaffronOpening *opening = data;

  g_clear_object (&opening->document);
  g_ptr_array_unref (opening->files);
  g_free (opening->missing);
  g_free (opening->markers);
  g_clear_object (&opening->job);
  g_clear_pointer (&opening->draft, saffron_draft_free);
  g_clear_object (&opening->session);
  g_ptr_array_unref (opening->paths);
  g_ptr_array_unref (opening->errors);
  g_mutex_clear (&opening->lock);
  g_ptr_array_unref (opening->arrived);
  g_free (opening->fractions);
  g_free (opening->stage);
  g_free (opening->states);
  g_clear_pointer (&opening->indices, g_hash_table_unref);
}

static void
unref_opening (gpointer opening)
{
  g_atomic_rc_box_release_full (opening, clear_opening);
}

static SaffronOpening *
opening_new (SaffronDocument *document, GFile **files, guint n_files)
{
  SaffronOpening *opening = g_atomic_rc_box_new0 (SaffronOpening);

  opening->document = g_object_ref (document);
  opening->files = g_ptr_array_new_with_free_func (g_object_unref);
  for (guint i = 0; i < n_files; i++)
    g_ptr_array_add (opening->files, g_object_ref (files[i]));
  opening->paths = g_ptr_array_new_with_free_func (g_free);
  opening->errors = g_ptr_array_new_with_free_func (g_free);
  opening->arrived = g_ptr_array_new_with_free_func (free_arrival);
  opening->reference = -1;
  g_mutex_init (&opening->lock);
  return opening;
}

static gboolean deliver (gpointer data);

/* Call with the lock held. Arrivals that come while the window is busy are
 * taken together. */
static void
queue_delivery (SaffronOpening *opening)
{
  if (opening->queued)
    return;
  opening->queued = TRUE;
  g_idle_add_full (G_PRIORITY_DEFAULT_IDLE, deliver,
                   g_atomic_rc_box_acquire (opening), unref_opening);
}

/* Opens one slide, on one of the threads. */
typedef struct {
  SaffronOpening *opening;
  guint index;
} Turn;

static void
on_progress (SaffronJob *job,
             const char *stage,
             double fraction,
             gpointer user_data)
{
  Turn *turn = user_data;
  SaffronOpening *opening = turn->opening;

  g_mutex_lock (&opening->lock);
  opening->fractions[turn->index] = fraction;
  g_free (opening->stage);
  opening->stage = g_path_get_basename (opening->paths->pdata[turn->index]);
  queue_delivery (opening);
  g_mutex_unlock (&opening->lock);
}

static void
on_cancelled (GCancellable *cancellable, gpointer job)
{
  saffron_job_cancel (job);
}

/* Each slide has a job of its own, for its own stages. */
static SaffronSlide *
open_slide (Turn *turn, GError **error)
{
  const char *path = turn->opening->paths->pdata[turn->index];
  GCancellable *cancellable = saffron_job_get_cancellable (turn->opening->job);
  g_autoptr (SaffronJob) job = saffron_job_new ();
  SaffronSlide *slide = NULL;
  gulong id;

  saffron_job_set_callback (job, on_progress, turn);
  id =
      g_cancellable_connect (cancellable, G_CALLBACK (on_cancelled), job, NULL);
  saffron_job_begin_stage (job, "", 0.0, 1.0);
  if (saffron_job_check (job, error))
    slide = saffron_slide_open (path, job, error);
  g_cancellable_disconnect (cancellable, id);
  return slide;
}

static void
open_one (gpointer data, gpointer user_data)
{
  SaffronOpening *opening = user_data;
  Turn turn = { opening, GPOINTER_TO_UINT (data) - 1 };
  SaffronArrival *arrival = g_new0 (SaffronArrival, 1);

  arrival->index = turn.index;
  arrival->slide = open_slide (&turn, &arrival->error);
  arrival->file = saffron_slide_file_new (opening->paths->pdata[turn.index]);
  g_mutex_lock (&opening->lock);
  opening->fractions[turn.index] = 1.0;
  g_ptr_array_add (opening->arrived, arrival);
  queue_delivery (opening);
  g_mutex_unlock (&opening->lock);
}

/* The reference comes first, and with it the first slide that is laid over
 * it. */
static void
open_all (SaffronOpening *opening)
{
  GThreadPool *pool =
      g_thread_pool_new (open_one, opening, MAX_AT_A_TIME, FALSE, NULL);
  /* The main thread chooses another reference once this one has failed. */
  int reference = opening->reference;

  if (reference >= 0)
    g_thread_pool_push (pool, GUINT_TO_POINTER ((guint) reference + 1), NULL);
  for (guint i = 0; i < opening->paths->len; i++)
    if ((int) i != reference)
      g_thread_pool_push (pool, GUINT_TO_POINTER (i + 1), NULL);
  g_thread_pool_free (pool, FALSE, TRUE);
}

static void
open_in_thread (GTask *task,
                gpointer source,
                gpointer task_data,
                GCancellable *cancellable)
{
  SaffronOpening *opening = task_data;

  saffron_opening_list (opening);
  opening->fractions = g_new0 (double, opening->paths->len + 1);
  opening->states = g_new0 (SaffronOpenState, opening->paths->len + 1);
  if (opening->session != NULL)
    opening->reference = 0;
  else if (opening->wants_reference && opening->paths->len > 0)
    opening->reference = (int) saffron_document_choose_reference (
        opening->paths, opening->markers);
  open_all (opening);
  g_task_return_boolean (task, TRUE);
}

/* A session never replaces what is open: where something is open, the session,
 * and the rest of this opening with it, goes to another window. */
static void
move_elsewhere (SaffronOpening *opening)
{
  SaffronDocument *self = opening->document;
  g_autoptr (SaffronDocument) other = NULL;

  if (opening->session == NULL
      || (self->session == NULL && saffron_document_is_empty (self)))
    return;
  other = saffron_document_find_other (self);
  if (other == NULL || other->job == NULL)
    return;
  self->n_opening--;
  if (self->n_opening == 0)
    {
      saffron_document_end_progress (self);
      g_object_unref (self->job);
      self->job = saffron_job_new ();
    }
  g_set_object (&other->job, opening->job);
  other->n_opening++;
  g_set_object (&opening->document, other);
}

static void
begin (SaffronOpening *opening)
{
  opening->begun = TRUE;
  opening->indices = g_hash_table_new (g_str_hash, g_str_equal);
  for (guint i = opening->paths->len; i-- > 0;)
    g_hash_table_insert (opening->indices, opening->paths->pdata[i],
                         GUINT_TO_POINTER (i + 1));
  move_elsewhere (opening);
  opening->fresh =
      opening->session == NULL && opening->document->session == NULL;
  if (opening->document->shown == NULL)
    opening->document->shows_first = TRUE;
  if (opening->session != NULL)
    saffron_document_take_session (opening);
}

static double
get_fraction (SaffronOpening *opening)
{
  double sum = 0.0;

  for (guint i = 0; i < opening->paths->len; i++)
    sum += opening->fractions[i];
  return sum / MAX (opening->paths->len, 1);
}

/* In the main thread: puts what has arrived since the last time in its
 * place. */
static gboolean
deliver (gpointer data)
{
  SaffronOpening *opening = data;
  g_autoptr (GPtrArray) arrived = NULL;
  g_autofree char *stage = NULL;
  double fraction;

  g_mutex_lock (&opening->lock);
  opening->queued = FALSE;
  arrived = g_steal_pointer (&opening->arrived);
  opening->arrived = g_ptr_array_new_with_free_func (free_arrival);
  stage = g_strdup (opening->stage);
  fraction = get_fraction (opening);
  g_mutex_unlock (&opening->lock);

  /* The document was closed, or the opening is over. */
  if (opening->document->job == NULL || opening->ended)
    return G_SOURCE_REMOVE;
  if (!opening->begun)
    begin (opening);
  saffron_document_hold (opening->document);
  for (guint i = 0; i < arrived->len; i++)
    saffron_document_take (opening, arrived->pdata[i]);
  saffron_document_release (opening->document);
  if (arrived->len > 0)
    saffron_document_show_sides (opening->document);
  saffron_document_update_looks (opening->document);
  if (stage != NULL)
    {
      g_autofree char *what = g_strdup_printf (_ ("Opening %s"), stage);

      saffron_document_tell_progress (opening->document, what, fraction);
    }
  return G_SOURCE_REMOVE;
}

/* A folder or a session counts together with any slide; a slide counts by
 * itself. */
static gboolean
any_opened (SaffronOpening *opening, GFile *file)
{
  g_autofree char *path = g_file_get_path (file);
  g_autofree char *folder = g_strdup_printf ("%s/", path);

  for (guint i = 0; path != NULL && i < opening->paths->len; i++)
    if (opening->states[i] == SAFFRON_OPEN_STATE_OPENED
        && (opening->session != NULL
            || g_str_equal (opening->paths->pdata[i], path)
            || g_str_has_prefix (opening->paths->pdata[i], folder)))
      return TRUE;
  return FALSE;
}

/* One message for any number of failures; the lines after the first are shown
 * on request. */
static void
report (SaffronOpening *opening)
{
  SaffronDocument *self = opening->document;
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

      saffron_document_fail (self, left_out);
    }
  if (n == 1)
    saffron_document_fail (self, errors->pdata[0]);
  if (n < 2)
    return;
  text = g_string_new (NULL);
  g_string_printf (
      text, ngettext ("%d file was not opened", "%d files were not opened", n),
      n);
  for (guint i = 0; i < errors->len; i++)
    g_string_append_printf (text, i == 0 ? "\n%s" : "\n\n%s",
                            (char *) errors->pdata[i]);
  saffron_document_fail (self, text->str);
}

static void
on_opened (GObject *source, GAsyncResult *result, gpointer user_data)
{
  SaffronOpening *opening = user_data;
  SaffronDocument *self = NULL;

  deliver (opening);
  opening->ended = TRUE;
  self = opening->document;
  self->n_opening--;
  if (self->job == NULL)
    {
      unref_opening (opening);
      return;
    }
  if (self->n_opening == 0)
    {
      self->shows_first = FALSE;
      saffron_document_end_progress (self);
    }
  if (saffron_job_is_cancelled (opening->job))
    saffron_document_fail (self, _ ("Opening was cancelled"));
  else
    report (opening);
  for (guint i = 0; i < opening->files->len; i++)
    if (opening->as != SAFFRON_OPEN_AS_FOUND
        && any_opened (opening, opening->files->pdata[i]))
      saffron_document_tell_opened (self, opening->files->pdata[i]);
  saffron_document_tell_changed (self);
  saffron_document_update_looks (self);
  unref_opening (opening);
}

/* Takes @opening. */
static void
start (SaffronOpening *opening)
{
  SaffronDocument *self = opening->document;
  g_autoptr (SaffronParams) params =
      self->session != NULL
          ? saffron_params_copy (saffron_session_get_params (self->session))
          : saffron_params_new ();
  g_autoptr (GTask) task = NULL;

  if (self->n_opening == 0 || saffron_job_is_cancelled (self->job))
    {
      g_object_unref (self->job);
      self->job = saffron_job_new ();
    }
  self->n_opening++;
  opening->job = g_object_ref (self->job);
  opening->markers = g_strdup (params->reference_markers);
  opening->wants_reference =
      opening->as == SAFFRON_OPEN_AS_REFERENCE
      || (opening->as != SAFFRON_OPEN_AS_FOUND && self->session == NULL);
  task = g_task_new (NULL, NULL, on_opened, opening);
  g_task_set_source_tag (task, start);
  g_task_set_task_data (task, g_atomic_rc_box_acquire (opening), unref_opening);
  g_task_run_in_thread (task, open_in_thread);
}

void
saffron_document_open (SaffronDocument *self,
                       GFile **files,
                       guint n_files,
                       SaffronOpenAs as)
{
  SaffronOpening *opening = NULL;

  if (self->job == NULL || n_files == 0)
    return;
  opening = opening_new (self, files, n_files);
  opening->as = as;
  start (opening);
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
  SaffronOpening *opening = NULL;

  if (self->job == NULL)
    {
      saffron_draft_free (draft);
      return;
    }
  opening = opening_new (self, NULL, 0);
  opening->draft = draft;
  start (opening);
}

void
saffron_document_relocate (SaffronDocument *self,
                           const char *missing,
                           const char *path)
{
  g_autoptr (GFile) file = g_file_new_for_path (path);
  SaffronOpening *opening = NULL;

  if (self->job == NULL || self->session == NULL)
    return;
  opening = opening_new (self, &file, 1);
  opening->as = SAFFRON_OPEN_AS_FOUND;
  opening->missing = g_strdup (missing);
  start (opening);
}

gboolean
saffron_document_is_opening (SaffronDocument *self)
{
  return self->n_opening > 0;
}

void
saffron_document_cancel_opening (SaffronDocument *self)
{
  if (self->job != NULL && self->n_opening > 0)
    saffron_job_cancel (self->job);
}
