/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/work/export-job.h"

#include "base/peak-memory.h"

SaffronExport *
saffron_export_copy (const SaffronExport *spec)
{
  SaffronExport *copy = g_new (SaffronExport, 1);

  *copy = *spec;
  copy->reference = g_strdup (spec->reference);
  copy->moving = g_strdup (spec->moving);
  copy->path = g_strdup (spec->path);
  copy->note = g_strdup (spec->note);
  copy->run = saffron_run_ref (spec->run);
  return copy;
}

void
saffron_export_free (SaffronExport *spec)
{
  g_free (spec->reference);
  g_free (spec->moving);
  g_free (spec->path);
  g_free (spec->note);
  saffron_run_unref (spec->run);
  g_free (spec);
}

struct _SaffronExportJob {
  GObject parent_instance;

  SaffronExport *spec;
  SaffronJob *job;
  gint64 started;
};

enum {
  PROGRESS,
  FINISHED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (SaffronExportJob, saffron_export_job, G_TYPE_OBJECT)

static void
saffron_export_job_finalize (GObject *object)
{
  SaffronExportJob *self = SAFFRON_EXPORT_JOB (object);

  g_clear_pointer (&self->spec, saffron_export_free);
  g_clear_object (&self->job);
  G_OBJECT_CLASS (saffron_export_job_parent_class)->finalize (object);
}

static void
saffron_export_job_class_init (SaffronExportJobClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = saffron_export_job_finalize;

  signals[PROGRESS] = g_signal_new (
      "progress", SAFFRON_TYPE_EXPORT_JOB, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
      NULL, G_TYPE_NONE, 2, G_TYPE_DOUBLE, G_TYPE_DOUBLE);
  signals[FINISHED] = g_signal_new (
      "finished", SAFFRON_TYPE_EXPORT_JOB, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
      NULL, G_TYPE_NONE, 2, G_TYPE_BOOLEAN, G_TYPE_STRING);
}

static void
saffron_export_job_init (SaffronExportJob *self)
{
  self->job = saffron_job_new ();
  self->started = g_get_monotonic_time ();
}

/* In the main thread. */
static gboolean
deliver (gpointer data)
{
  SaffronExportJob *self = data;
  double seconds =
      (double) (g_get_monotonic_time () - self->started) / G_USEC_PER_SEC;
  double fraction = saffron_job_get_progress (self->job, NULL);
  double left = -1.0;

  if (saffron_job_is_cancelled (self->job))
    return G_SOURCE_REMOVE;
  if (fraction > 0.05)
    left = seconds * (1.0 - fraction) / fraction;
  g_signal_emit (self, signals[PROGRESS], 0, fraction, left);
  return G_SOURCE_REMOVE;
}

static void
on_progress (SaffronJob *job,
             const char *stage,
             double fraction,
             gpointer user_data)
{
  g_idle_add_full (G_PRIORITY_DEFAULT_IDLE, deliver, g_object_ref (user_data),
                   g_object_unref);
}

static gboolean
write_export (const SaffronExport *spec, SaffronJob *job, GError **error)
{
  g_autoptr (SaffronSlide) reference = NULL;
  g_autoptr (SaffronSlide) moving = NULL;
  SaffronWarpOptions warp = spec->warp;

  warp.params = spec->run->params;
  reference = saffron_slide_open (spec->reference, NULL, error);
  if (reference == NULL)
    return FALSE;
  moving = saffron_slide_open (spec->moving, NULL, error);
  if (moving == NULL)
    return FALSE;
  if (spec->kind == SAFFRON_EXPORT_QC)
    return saffron_qc_write (reference, moving, spec->run, &spec->qc,
                             spec->path, job, error);
  return saffron_warp_write (reference, moving, spec->run->transform, &warp,
                             spec->path, job, error);
}

static void
run_in_thread (GTask *task,
               gpointer source,
               gpointer task_data,
               GCancellable *cancellable)
{
  SaffronExportJob *self = source;
  SaffronMemoryMeter meter;
  GError *error = NULL;
  gboolean done;

  /* So that no run that overlaps takes its memory for its own. */
  saffron_memory_meter_start (&meter);
  done = write_export (self->spec, self->job, &error);
  saffron_memory_meter_stop (&meter);
  if (done)
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static void
on_done (GObject *source, GAsyncResult *result, gpointer user_data)
{
  SaffronExportJob *self = SAFFRON_EXPORT_JOB (source);
  g_autoptr (GError) error = NULL;
  gboolean done = g_task_propagate_boolean (G_TASK (result), &error);
  gboolean cancelled = !done && saffron_job_is_cancelled (self->job);

  g_signal_emit (self, signals[FINISHED], 0, done,
                 done || cancelled ? NULL : error->message);
}

SaffronExportJob *
saffron_export_job_new (const SaffronExport *spec)
{
  SaffronExportJob *self = g_object_new (SAFFRON_TYPE_EXPORT_JOB, NULL);
  g_autoptr (GTask) task = NULL;

  self->spec = saffron_export_copy (spec);
  saffron_job_set_threads (self->job, spec->threads);
  saffron_job_set_callback (self->job, on_progress, self);
  /* The task holds a reference until "finished" has been emitted. */
  task = g_task_new (self, NULL, on_done, NULL);
  g_task_run_in_thread (task, run_in_thread);
  return self;
}

void
saffron_export_job_cancel (SaffronExportJob *self)
{
  saffron_job_cancel (self->job);
}

const SaffronExport *
saffron_export_job_get_spec (SaffronExportJob *self)
{
  return self->spec;
}

typedef struct {
  SaffronExportEstimate estimate;
  gint64 free_bytes;
} Estimated;

static gint64
free_bytes (const char *path)
{
  g_autofree char *folder = g_path_get_dirname (path);
  g_autoptr (GFile) file = g_file_new_for_path (folder);
  g_autoptr (GFileInfo) info = g_file_query_filesystem_info (
      file, G_FILE_ATTRIBUTE_FILESYSTEM_FREE, NULL, NULL);

  if (info == NULL
      || !g_file_info_has_attribute (info, G_FILE_ATTRIBUTE_FILESYSTEM_FREE))
    return -1;
  return (gint64) g_file_info_get_attribute_uint64 (
      info, G_FILE_ATTRIBUTE_FILESYSTEM_FREE);
}

static gboolean
estimate_export (const SaffronExport *spec,
                 SaffronJob *job,
                 SaffronExportEstimate *estimate,
                 GError **error)
{
  g_autoptr (SaffronSlide) reference = NULL;
  g_autoptr (SaffronSlide) moving = NULL;
  SaffronWarpOptions warp = spec->warp;

  warp.params = spec->run->params;
  reference = saffron_slide_open (spec->reference, job, error);
  if (reference == NULL)
    return FALSE;
  moving = saffron_slide_open (spec->moving, job, error);
  if (moving == NULL)
    return FALSE;
  if (spec->kind == SAFFRON_EXPORT_QC)
    return saffron_qc_estimate (reference, moving, spec->run, &spec->qc,
                                spec->threads, estimate, error);
  return saffron_warp_estimate (reference, moving, spec->run->transform, &warp,
                                job, estimate, error);
}

static void
on_cancelled (GCancellable *cancellable, gpointer job)
{
  saffron_job_cancel (job);
}

static void
estimate_in_thread (GTask *task,
                    gpointer source,
                    gpointer task_data,
                    GCancellable *cancellable)
{
  const SaffronExport *spec = task_data;
  g_autoptr (SaffronJob) job = saffron_job_new ();
  g_autofree Estimated *result = g_new0 (Estimated, 1);
  GError *error = NULL;
  gulong handler = 0;

  saffron_job_set_threads (job, spec->threads);
  if (cancellable != NULL)
    handler = g_cancellable_connect (cancellable, G_CALLBACK (on_cancelled),
                                     job, NULL);
  result->free_bytes = free_bytes (spec->path);
  if (estimate_export (spec, job, &result->estimate, &error))
    g_task_return_pointer (task, g_steal_pointer (&result), g_free);
  else
    g_task_return_error (task, error);
  if (handler != 0)
    g_cancellable_disconnect (cancellable, handler);
}

void
saffron_export_estimate_async (const SaffronExport *spec,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);

  g_task_set_task_data (task, saffron_export_copy (spec),
                        (GDestroyNotify) saffron_export_free);
  g_task_run_in_thread (task, estimate_in_thread);
}

SaffronExportEstimate *
saffron_export_estimate_finish (GAsyncResult *result,
                                gint64 *bytes,
                                GError **error)
{
  g_autofree Estimated *done =
      g_task_propagate_pointer (G_TASK (result), error);

  if (done == NULL)
    return NULL;
  *bytes = done->free_bytes;
  return g_memdup2 (&done->estimate, sizeof done->estimate);
}
