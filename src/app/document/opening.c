/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/document/opening.h"

#include "session/slide-names.h"

/* How many slides are opened at a time. Most of the time goes into waiting for
 * the disk, and a slide that needs a pyramid must not hold up the others. */
#define MAX_AT_A_TIME 4

G_DEFINE_FINAL_TYPE (SaffronOpening, saffron_opening, SAFFRON_TYPE_WORK)

static void
free_arrival (gpointer data)
{
  SaffronArrival *arrival = data;

  g_clear_object (&arrival->slide);
  g_clear_pointer (&arrival->file, saffron_slide_file_free);
  g_clear_error (&arrival->error);
  g_free (arrival);
}

static SaffronSlideChoice
find_choice (SaffronOpening *self, guint index)
{
  return index < self->choices->len
             ? g_array_index (self->choices, SaffronSlideChoice, index)
             : (SaffronSlideChoice){ 0 };
}

static SaffronSlide *
open_slide (SaffronOpening *self, guint index, GError **error)
{
  SaffronSlideChoice choice = find_choice (self, index);
  SaffronJob *job = saffron_work_get_job (SAFFRON_WORK (self));
  g_autoptr (SaffronJob) share =
      saffron_job_new_share (job, 1.0 / self->paths->len);
  SaffronSlide *slide = NULL;

  if (!saffron_job_check (share, error))
    return NULL;
  saffron_job_begin_stage (share, "", 0.0, 1.0);
  slide = saffron_slide_open_choice (self->paths->pdata[index], &choice, share,
                                     error);
  saffron_job_set_fraction (share, 1.0);
  return slide;
}

/* On one of the threads. */
static void
open_one (gpointer data, gpointer user_data)
{
  SaffronOpening *self = user_data;
  SaffronArrival *arrival = g_new0 (SaffronArrival, 1);
  const char *path = NULL;

  arrival->index = GPOINTER_TO_UINT (data) - 1;
  path = self->paths->pdata[arrival->index];
  arrival->slide = open_slide (self, arrival->index, &arrival->error);
  arrival->file = saffron_slide_file_new (path);
  arrival->file->choice = find_choice (self, arrival->index);
  saffron_work_send (SAFFRON_WORK (self), arrival, free_arrival);
}

/* The reference comes first, and with it the first slide that is laid over
 * it. */
static void
open_all (SaffronOpening *self, int reference)
{
  GThreadPool *pool =
      g_thread_pool_new (open_one, self, MAX_AT_A_TIME, FALSE, NULL);

  if (reference >= 0)
    g_thread_pool_push (pool, GUINT_TO_POINTER ((guint) reference + 1), NULL);
  for (guint i = 0; i < self->paths->len; i++)
    if ((int) i != reference)
      g_thread_pool_push (pool, GUINT_TO_POINTER (i + 1), NULL);
  g_thread_pool_free (pool, FALSE, TRUE);
}

static gboolean
saffron_opening_run (SaffronWork *work, SaffronJob *job, GError **error)
{
  SaffronOpening *self = SAFFRON_OPENING (work);
  int reference = -1;

  saffron_opening_list (self);
  if (self->session != NULL)
    reference = 0;
  else if (self->wants_reference && self->paths->len > 0)
    reference =
        (int) saffron_slide_names_choose_reference (self->paths, self->markers);
  /* From the first message on, the main thread may choose another. */
  self->reference = reference;
  saffron_work_send (work, g_new0 (SaffronArrival, 1), free_arrival);
  saffron_job_begin_stage (job, "", 0.0, 1.0);
  open_all (self, reference);
  return saffron_job_check (job, error);
}

static void
saffron_opening_finalize (GObject *object)
{
  SaffronOpening *self = SAFFRON_OPENING (object);

  g_ptr_array_unref (self->files);
  g_free (self->markers);
  g_clear_pointer (&self->draft, saffron_draft_free);
  g_clear_object (&self->session);
  g_ptr_array_unref (self->paths);
  g_array_unref (self->choices);
  g_ptr_array_unref (self->errors);
  G_OBJECT_CLASS (saffron_opening_parent_class)->finalize (object);
}

static void
saffron_opening_class_init (SaffronOpeningClass *klass)
{
  SaffronWorkClass *work_class = SAFFRON_WORK_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = saffron_opening_finalize;
  work_class->run = saffron_opening_run;
  work_class->flags = SAFFRON_WORK_DELIVERS;
}

static void
saffron_opening_init (SaffronOpening *self)
{
  self->files = g_ptr_array_new_with_free_func (g_object_unref);
  self->paths = g_ptr_array_new_with_free_func (g_free);
  self->choices = g_array_new (FALSE, FALSE, sizeof (SaffronSlideChoice));
  self->errors = g_ptr_array_new_with_free_func (g_free);
  self->reference = -1;
}

SaffronOpening *
saffron_opening_new (GFile **files, guint n_files)
{
  SaffronOpening *self = g_object_new (SAFFRON_TYPE_OPENING, NULL);

  for (guint i = 0; i < n_files; i++)
    g_ptr_array_add (self->files, g_object_ref (files[i]));
  return self;
}
