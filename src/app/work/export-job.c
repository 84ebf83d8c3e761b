/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/work/export-job.h"

#include <glib/gi18n.h>

#include "app/work/disk-space.h"
#include "app/work/takes.h"
#include "base/error.h"
#include "base/file.h"
#include "export/other-image.h"

SaffronExport *
saffron_export_copy (const SaffronExport *spec)
{
  SaffronExport *copy = g_new (SaffronExport, 1);

  *copy = *spec;
  copy->reference = g_strdup (spec->reference);
  copy->moving = g_strdup (spec->moving);
  copy->image = g_strdup (spec->image);
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
  g_free (spec->image);
  g_free (spec->path);
  g_free (spec->note);
  saffron_run_unref (spec->run);
  g_free (spec);
}

struct _SaffronExportJob {
  SaffronExportWork parent_instance;

  SaffronExport *spec;
};

G_DEFINE_FINAL_TYPE (SaffronExportJob,
                     saffron_export_job,
                     SAFFRON_TYPE_EXPORT_WORK)

static void
saffron_export_job_finalize (GObject *object)
{
  SaffronExportJob *self = SAFFRON_EXPORT_JOB (object);

  g_clear_pointer (&self->spec, saffron_export_free);
  G_OBJECT_CLASS (saffron_export_job_parent_class)->finalize (object);
}

/* What an export reads, and how. */
typedef struct {
  SaffronSlide *reference;
  SaffronSlide *moving; /* or the image in its place */
  SaffronTransform *transform;
  SaffronWarpOptions warp;
  gboolean labels; /* they chose the interpolation */
} Source;

static void
source_clear (Source *source)
{
  g_clear_object (&source->reference);
  g_clear_object (&source->moving);
  g_clear_pointer (&source->transform, saffron_transform_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Source, source_clear)

/* Puts the image into the moving slide's place. */
static gboolean
take_image (Source *source,
            const SaffronExport *spec,
            SaffronJob *job,
            GError **error)
{
  g_autoptr (SaffronSlide) image = NULL;

  if (saffron_file_same (spec->moving, spec->path))
    {
      g_set_error (error, SAFFRON_ERROR, SAFFRON_ERROR_ARGUMENT,
                   _ ("%s: is one of the slides; choose another name"),
                   spec->path);
      return FALSE;
    }
  image = saffron_slide_open (spec->image, job, error);
  if (image == NULL)
    return FALSE;
  g_clear_pointer (&source->transform, saffron_transform_unref);
  source->transform = saffron_other_image_prepare (
      &source->warp, spec->run->transform, source->moving, image, spec->choose,
      &source->labels, error);
  g_set_object (&source->moving, image);
  return source->transform != NULL;
}

static gboolean
open_source (Source *source,
             const SaffronExport *spec,
             SaffronJob *job,
             GError **error)
{
  source->warp = spec->warp;
  source->warp.run = spec->run;
  source->transform = saffron_transform_ref (spec->run->transform);
  source->reference = saffron_slide_open_choice (spec->reference,
                                                 &spec->choices[0], job, error);
  if (source->reference == NULL)
    return FALSE;
  source->moving =
      saffron_slide_open_choice (spec->moving, &spec->choices[1], job, error);
  if (source->moving == NULL)
    return FALSE;
  return spec->image == NULL || take_image (source, spec, job, error);
}

static gboolean
saffron_export_job_write (SaffronExportWork *work,
                          SaffronJob *job,
                          GError **error)
{
  const SaffronExport *spec = SAFFRON_EXPORT_JOB (work)->spec;
  g_auto (Source) source = { 0 };

  if (!open_source (&source, spec, NULL, error))
    return FALSE;
  if (spec->kind == SAFFRON_EXPORT_QC)
    return saffron_qc_write (source.reference, source.moving, spec->run,
                             &spec->qc, spec->path, job, error);
  if (spec->kind == SAFFRON_EXPORT_TRANSFORM)
    return saffron_itk_write (source.reference, source.moving, spec->run,
                              &spec->itk, spec->path, job, NULL, error);
  return saffron_warp_write (source.reference, source.moving, source.transform,
                             &source.warp, spec->path, job, error);
}

static void
saffron_export_job_class_init (SaffronExportJobClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = saffron_export_job_finalize;
  SAFFRON_EXPORT_WORK_CLASS (klass)->write = saffron_export_job_write;
}

static void
saffron_export_job_init (SaffronExportJob *self)
{
}

SaffronExportWork *
saffron_export_job_new (const SaffronExport *spec)
{
  SaffronExportJob *self = g_object_new (SAFFRON_TYPE_EXPORT_JOB, NULL);

  self->spec = saffron_export_copy (spec);
  saffron_export_work_start (SAFFRON_EXPORT_WORK (self), spec->path,
                             spec->threads);
  return SAFFRON_EXPORT_WORK (self);
}

static gboolean
estimate_export (const SaffronExport *spec,
                 SaffronJob *job,
                 SaffronExportTakes *result,
                 GError **error)
{
  g_auto (Source) source = { 0 };

  if (!open_source (&source, spec, job, error))
    return FALSE;
  result->labels = source.labels;
  if (spec->kind == SAFFRON_EXPORT_QC)
    return saffron_qc_estimate (source.reference, source.moving, spec->run,
                                &spec->qc, spec->threads, &result->estimate,
                                error);
  if (spec->kind == SAFFRON_EXPORT_TRANSFORM)
    {
      if (!saffron_itk_estimate (source.reference, source.moving, spec->run,
                                 &spec->itk, &result->itk, error))
        return FALSE;
      result->estimate.bytes = result->itk.bytes;
      return TRUE;
    }
  return saffron_warp_estimate (source.reference, source.moving,
                                source.transform, &source.warp, job,
                                &result->estimate, error);
}

static void
find_takes (GTask *task, gpointer spec, SaffronJob *job)
{
  g_autofree SaffronExportTakes *result = g_new0 (SaffronExportTakes, 1);
  GError *error = NULL;

  result->free_bytes = saffron_disk_space (((SaffronExport *) spec)->path);
  if (estimate_export (spec, job, result, &error))
    g_task_return_pointer (task, g_steal_pointer (&result), g_free);
  else
    g_task_return_error (task, error);
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
  saffron_takes_ask (task, find_takes, spec->threads);
}

SaffronExportTakes *
saffron_export_estimate_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

char *
saffron_export_takes_to_words (const SaffronExportTakes *takes,
                               const SaffronExport *spec)
{
  const SaffronItkResult *itk = &takes->itk;
  g_autofree char *size = g_format_size (takes->estimate.bytes);
  g_autofree char *room = takes->free_bytes >= 0
                              ? g_format_size (takes->free_bytes)
                              : g_strdup ("?");

  if (spec->kind != SAFFRON_EXPORT_TRANSFORM)
    return saffron_takes_to_words (&takes->estimate, takes->free_bytes);
  if (spec->itk.format != SAFFRON_ITK_FIELD)
    return g_strdup_printf (
        _ ("A text file; bending of up to %.1f px is left out"), itk->bending);
  return g_strdup_printf (_ ("%.0f × %.0f points, %s, and a text file for "
                             "transformix; off between points by at most "
                             "%.2g px; %s are free there"),
                          (double) itk->grid.n_x, (double) itk->grid.n_y, size,
                          itk->grid.error, room);
}
