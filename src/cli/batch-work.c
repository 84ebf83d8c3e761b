/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cli/batch-work.h"

#include <errno.h>
#include <glib/gi18n.h>
#include <string.h>

#include "base/error.h"
#include "base/file.h"
#include "cli/batch-order.h"
#include "cli/cli-run.h"
#include "session/estimate.h"
#include "session/export-name.h"

/* What registering a slide is taken to need that cannot be opened here: the
 * step says why, and others go on beside it. */
#define UNKNOWN_BYTES ((gint64) 1000 * 1000 * 1000)

void
saffron_batch_work_free (SaffronBatchWork *work)
{
  guint n = work->input->slides->len;

  for (guint i = 0; work->prints != NULL && i < n; i++)
    g_free (work->prints[i]);
  g_free (work->prints);
  g_strfreev (work->names);
  g_free (work->folder);
  g_free (work->session);
  g_free (work->needs);
  saffron_batch_order_clear (work);
  g_clear_pointer (&work->record, saffron_batch_record_free);
  g_ptr_array_unref (work->steps);
  g_free (work);
}

char *
saffron_batch_work_landmarks (const SaffronBatchWork *work, guint slide)
{
  g_autofree char *name = NULL;
  g_autofree char *path = NULL;

  if (work->settings->landmarks == NULL)
    return NULL;
  name = g_strdup_printf ("%s.csv", work->names[slide]);
  path = g_build_filename (work->settings->landmarks, name, NULL);
  return g_file_test (path, G_FILE_TEST_EXISTS) ? g_steal_pointer (&path)
                                                : NULL;
}

SaffronSession *
saffron_batch_work_load (const SaffronBatchWork *work, GError **error)
{
  return saffron_session_load (work->session, error);
}

SaffronRunEntry *
saffron_batch_work_find_entry (const SaffronBatchWork *work,
                               SaffronSession *session,
                               guint slide)
{
  SaffronMoving *moving = saffron_session_find_path (
      session, saffron_batch_patient_get (work->input, slide)->path);
  g_autofree char *note = NULL;

  return moving != NULL ? saffron_moving_get_export (moving, &note, NULL)
                        : NULL;
}

SaffronRun *
saffron_batch_work_find_run (const SaffronBatchWork *work,
                             SaffronSession *session,
                             guint slide)
{
  SaffronRunEntry *entry = saffron_batch_work_find_entry (work, session, slide);

  return entry != NULL ? saffron_run_entry_get_run (entry) : NULL;
}

static gboolean
make_folders (const SaffronBatchWork *work, GError **error)
{
  static const char *const names[] = { "log", "registered", "qc/registration" };
  const gboolean wanted[] = { TRUE, work->settings->warp, work->settings->qc };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *path = g_build_filename (work->folder, names[i], NULL);

      if (!wanted[i] || g_mkdir_with_parents (path, 0777) == 0)
        continue;
      g_set_error (error, SAFFRON_ERROR, SAFFRON_ERROR_IO,
                   _ ("%s: cannot make the folder: %s"), path,
                   g_strerror (errno));
      return FALSE;
    }
  return TRUE;
}

/* Returns the session that is in the file, or a new one where there is none, or
 * one that may be replaced. */
static SaffronSession *
open_session (const SaffronBatchWork *work, const char *path, GError **error)
{
  const char *reference =
      saffron_batch_patient_get (work->input, work->input->reference)->path;
  g_autoptr (SaffronSession) session = NULL;
  g_autoptr (GError) local = NULL;
  const char *known = NULL;

  if (!g_file_test (path, G_FILE_TEST_EXISTS))
    return saffron_session_new (reference);
  session = saffron_session_load (path, &local);
  if (session == NULL && !work->settings->force)
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return NULL;
    }
  known = session != NULL ? saffron_session_get_reference_path (session) : NULL;
  if (known != NULL && saffron_file_same (known, reference))
    return g_steal_pointer (&session);
  if (work->settings->force)
    return saffron_session_new (reference);
  g_set_error (
      error, SAFFRON_ERROR, SAFFRON_ERROR_ARGUMENT,
      _ ("%s: a session of another reference, %s; --force replaces it"), path,
      known);
  return NULL;
}

/* Sets what is read of a slide that has just come into the session. */
static void
set_choice (const SaffronBatchWork *work,
            SaffronSession *session,
            const char *path)
{
  SaffronSlideChoice choice;

  saffron_cli_choice_find (work->settings->choice, path, &choice);
  saffron_session_set_choice (session, path, &choice);
}

/* The session with all slides in it, so that those that fail are in it, too. */
static SaffronSession *
edit_session (const char *path, gpointer user_data, GError **error)
{
  const SaffronBatchWork *work = user_data;
  SaffronSession *session = open_session (work, path, error);

  if (session == NULL)
    return NULL;
  saffron_session_set_params (session, work->settings->params);
  for (guint i = 0; i < work->input->slides->len; i++)
    {
      const char *slide = saffron_batch_patient_get (work->input, i)->path;
      gboolean is_new =
          i == work->input->reference
              ? saffron_session_get_path (session) == NULL
              : saffron_session_find_path (session, slide) == NULL;

      if (i != work->input->reference)
        saffron_session_add_moving (session, slide);
      if (is_new)
        set_choice (work, session, slide);
    }
  return session;
}

/* Whether the session has all slides already. */
static gboolean
is_complete (const SaffronBatchWork *work, SaffronSession *session)
{
  for (guint i = 0; i < work->input->slides->len; i++)
    if (i != work->input->reference
        && saffron_session_find_path (
               session, saffron_batch_patient_get (work->input, i)->path)
               == NULL)
      return FALSE;
  return saffron_params_equal (saffron_session_get_params (session),
                               work->settings->params);
}

/* (transfer full): the session with all slides. The file is left alone when it
 * holds them, since a window may have it open. */
static SaffronSession *
prepare_session (SaffronBatchWork *work, SaffronJob *job, GError **error)
{
  g_autoptr (SaffronSession) session =
      open_session (work, work->session, error);

  if (session == NULL)
    return NULL;
  if (saffron_session_get_path (session) != NULL && is_complete (work, session))
    return g_steal_pointer (&session);
  saffron_cli_say_owner (work->session);
  return saffron_session_edit_file (work->session, edit_session, work, job,
                                    error);
}

/* What the results of each slide are called. The reference is no slide of the
 * session that has such a name, so it gives way. */
static void
find_names (SaffronBatchWork *work, SaffronSession *session)
{
  guint n = work->input->slides->len;
  guint reference = work->input->reference;
  g_auto (GStrv) of_session = saffron_session_export_names (session);

  work->names = g_new0 (char *, n + 1);
  for (guint i = 0; i < n; i++)
    {
      const char *path = saffron_batch_patient_get (work->input, i)->path;

      if (i == reference)
        work->names[i] = saffron_moving_name_of_path (path);
      for (guint k = 0; i != reference && of_session[k] != NULL; k++)
        if (saffron_session_get_moving (session, k)
            == saffron_session_find_path (session, path))
          work->names[i] = g_strdup (of_session[k]);
    }
  while (g_strv_contains ((const char *const *) of_session,
                          work->names[reference]))
    {
      g_autofree char *old = work->names[reference];

      work->names[reference] = g_strconcat (old, "_reference", NULL);
    }
}

/* What registering each slide takes, by the sizes of the slides. */
static void
find_needs (SaffronBatchWork *work, SaffronJob *job)
{
  const SaffronBatchPatient *input = work->input;
  g_autoptr (SaffronSlide) reference = saffron_slide_open_lazily (
      saffron_batch_patient_get (input, input->reference)->path, NULL, NULL,
      NULL);

  work->needs = g_new0 (gint64, input->slides->len);
  for (guint i = 0; i < input->slides->len; i++)
    {
      g_autoptr (SaffronSlide) moving = NULL;
      SaffronEstimate estimate;

      work->needs[i] = UNKNOWN_BYTES;
      if (reference == NULL || saffron_job_is_cancelled (job))
        continue;
      moving = saffron_slide_open_lazily (
          saffron_batch_patient_get (input, i)->path, NULL, NULL, NULL);
      if (moving == NULL)
        continue;
      saffron_estimate_run (reference, moving, work->settings->params,
                            (guint) work->settings->threads, &estimate);
      work->needs[i] = estimate.peak_memory;
    }
}

/* Refuses to write over results unasked. */
static gboolean
check_results (const SaffronBatchWork *work, GError **error)
{
  if (work->settings->resume || work->settings->force)
    return TRUE;
  for (guint i = 0; i < work->steps->len; i++)
    {
      const SaffronBatchStep *step = work->steps->pdata[i];

      for (guint k = 0; step->outputs[k] != NULL; k++)
        if (g_file_test (step->outputs[k], G_FILE_TEST_EXISTS))
          {
            g_set_error (error, SAFFRON_ERROR, SAFFRON_ERROR_ARGUMENT,
                         _ ("%s: already exists; --resume goes on with what is "
                            "there, --force makes all of it again"),
                         step->outputs[k]);
            return FALSE;
          }
    }
  return TRUE;
}

/* Looks at the files before anything is written. */
static gboolean
begin (SaffronBatchWork *work,
       GPtrArray *steps,
       SaffronJob *job,
       GError **error)
{
  const SaffronBatchPatient *input = work->input;
  gboolean there = g_file_test (work->session, G_FILE_TEST_EXISTS);
  g_autofree char *record = g_build_filename (work->folder, "batch.json", NULL);
  g_autoptr (SaffronSession) session = NULL;

  if (there && !work->settings->resume && !work->settings->force)
    {
      g_set_error (
          error, SAFFRON_ERROR, SAFFRON_ERROR_ARGUMENT,
          _ ("%s: already exists; --resume goes on with what is there, "
             "--force makes all of it again"),
          work->session);
      return FALSE;
    }
  if (!make_folders (work, error))
    return FALSE;
  session = prepare_session (work, job, error);
  if (session == NULL)
    return FALSE;
  work->record = saffron_batch_record_load (record);
  find_names (work, session);
  work->prints = g_new0 (char *, input->slides->len);
  for (guint i = 0; i < input->slides->len; i++)
    work->prints[i] =
        saffron_batch_fingerprint (saffron_batch_patient_get (input, i)->path);
  find_needs (work, job);
  if (!saffron_batch_order_find (work, job, error))
    return FALSE;
  saffron_batch_work_plan (work, steps);
  return check_results (work, error);
}

SaffronBatchWork *
saffron_batch_work_new (const SaffronBatchSettings *settings,
                        const SaffronBatchPatient *input,
                        GPtrArray *steps,
                        SaffronJob *job,
                        GError **error)
{
  SaffronBatchWork *work = g_new0 (SaffronBatchWork, 1);
  g_autofree char *name = g_strdup_printf ("%s.saffron", input->id);

  work->settings = settings;
  work->input = input;
  work->folder = g_build_filename (settings->output, input->id, NULL);
  work->session = g_build_filename (work->folder, name, NULL);
  work->steps = g_ptr_array_new ();
  if (begin (work, steps, job, error))
    return work;
  saffron_batch_work_free (work);
  return NULL;
}
