/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/work/merge-work.h"

#include "app/work/disk-space.h"
#include "app/work/takes.h"
#include "export/merge.h"

void
saffron_merge_spec_free (SaffronMergeSpec *spec)
{
  saffron_report_source_free (spec->source);
  g_free (spec->path);
  g_free (spec);
}

void
saffron_merge_takes_free (SaffronMergeTakes *takes)
{
  g_strfreev (takes->channels);
  g_free (takes);
}

struct _SaffronMergeWork {
  SaffronExportWork parent_instance;

  SaffronMergeSpec *spec;
};

G_DEFINE_FINAL_TYPE (SaffronMergeWork,
                     saffron_merge_work,
                     SAFFRON_TYPE_EXPORT_WORK)

static void
saffron_merge_work_finalize (GObject *object)
{
  SaffronMergeWork *self = SAFFRON_MERGE_WORK (object);

  g_clear_pointer (&self->spec, saffron_merge_spec_free);
  G_OBJECT_CLASS (saffron_merge_work_parent_class)->finalize (object);
}

/* The transform that leaves the reference where it is. */
static SaffronTransform *
identity (SaffronSlide *reference)
{
  return saffron_transform_new ((double) saffron_slide_get_width (reference),
                                (double) saffron_slide_get_height (reference),
                                &SAFFRON_AFFINE_IDENTITY, NULL);
}

static SaffronSlide *
open_reference (const SaffronMergeSpec *spec, SaffronJob *job, GError **error)
{
  return saffron_slide_open_lazily (
      spec->source->reference, &spec->source->reference_choice, job, error);
}

/* Called for each slide of a merge: the reference has no run. @name: what the
 * slide is called */
typedef gboolean (*EachFunc) (SaffronSlide *slide,
                              SaffronRun *run,
                              const char *name,
                              gpointer user_data,
                              SaffronJob *job,
                              GError **error);

static gboolean
for_each (const SaffronMergeSpec *spec,
          EachFunc each,
          gpointer user_data,
          SaffronJob *job,
          GError **error)
{
  g_autofree char *name = saffron_moving_name_of_path (spec->source->reference);
  g_autoptr (SaffronSlide) reference = open_reference (spec, job, error);

  if (reference == NULL || !each (reference, NULL, name, user_data, job, error))
    return FALSE;
  g_clear_object (&reference);
  for (guint i = 0; i < spec->source->slides->len; i++)
    {
      const SaffronReportSlide *slide = spec->source->slides->pdata[i];
      g_autoptr (SaffronSlide) moving = NULL;

      if (slide->run == NULL)
        continue;
      moving =
          saffron_slide_open_lazily (slide->path, &slide->choice, job, error);
      if (moving == NULL
          || !each (moving, slide->run, slide->name, user_data, job, error))
        return FALSE;
    }
  return saffron_job_check (job, error);
}

static gboolean
add_slide (SaffronSlide *slide,
           SaffronRun *run,
           const char *name,
           gpointer merge,
           SaffronJob *job,
           GError **error)
{
  saffron_merge_add (merge, slide, run != NULL ? run->transform : NULL, name);
  return TRUE;
}

static gboolean
saffron_merge_work_write (SaffronExportWork *work,
                          SaffronJob *job,
                          GError **error)
{
  const SaffronMergeSpec *spec = SAFFRON_MERGE_WORK (work)->spec;
  const SaffronMergeOptions options = { .compression =
                                            SAFFRON_COMPRESSION_DEFLATE,
                                        .overwrite = spec->overwrite };
  g_autoptr (SaffronMerge) merge = saffron_merge_new ();
  g_autoptr (GPtrArray) channels = NULL;

  saffron_job_begin_stage (job, "opening", 0.0, 0.0);
  if (!for_each (spec, add_slide, merge, job, error))
    return FALSE;
  channels = saffron_merge_list (merge, spec->duplicates);
  return saffron_merge_write (merge, channels, &options, spec->path, job,
                              error);
}

static void
saffron_merge_work_class_init (SaffronMergeWorkClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = saffron_merge_work_finalize;
  SAFFRON_EXPORT_WORK_CLASS (klass)->write = saffron_merge_work_write;
}

static void
saffron_merge_work_init (SaffronMergeWork *self)
{
}

SaffronExportWork *
saffron_merge_work_new (SaffronMergeSpec *spec)
{
  SaffronMergeWork *self = g_object_new (SAFFRON_TYPE_MERGE_WORK, NULL);

  self->spec = spec;
  saffron_export_work_start (SAFFRON_EXPORT_WORK (self), spec->path,
                             spec->threads);
  return SAFFRON_EXPORT_WORK (self);
}

/* What the slides take with all their channels; then those that are left out
 * are taken off. */
typedef struct {
  SaffronMergeTakes *takes;
  SaffronMerge *merge;
  SaffronSlide *reference;
  GArray *bytes; /* gint64 a channel, of each slide */
  GArray *seconds;
} Estimating;

static gboolean
estimate_slide (SaffronSlide *slide,
                SaffronRun *run,
                const char *name,
                gpointer user_data,
                SaffronJob *job,
                GError **error)
{
  Estimating *e = user_data;
  SaffronWarpOptions options = SAFFRON_WARP_OPTIONS_INIT;
  SaffronExportEstimate estimate;
  g_autoptr (SaffronTransform) transform =
      run != NULL ? saffron_transform_ref (run->transform) : identity (slide);
  double n = saffron_slide_get_n_channels (slide), seconds;
  gint64 bytes;

  if (e->reference == NULL)
    e->reference = g_object_ref (slide);
  options.run = run;
  if (!saffron_warp_estimate (e->reference, slide, transform, &options, job,
                              &estimate, error))
    return FALSE;
  e->takes->estimate.width = estimate.width;
  e->takes->estimate.height = estimate.height;
  bytes = (gint64) ((double) estimate.bytes / n);
  seconds = estimate.seconds / n;
  g_array_append_val (e->bytes, bytes);
  g_array_append_val (e->seconds, seconds);
  return add_slide (slide, run, name, e->merge, job, error);
}

/* Adds the channels that are written up. */
static void
sum (Estimating *e, gboolean duplicates)
{
  SaffronMergeTakes *takes = e->takes;
  g_autoptr (GPtrArray) all = saffron_merge_list (e->merge, TRUE);
  g_autoptr (GPtrArray) channels = saffron_merge_list (e->merge, duplicates);

  takes->n_left_out = all->len - channels->len;
  takes->channels = g_new0 (char *, channels->len + 1);
  for (guint i = 0; i < channels->len; i++)
    {
      const SaffronMergeChannel *channel = channels->pdata[i];

      takes->channels[i] = g_strdup (channel->name);
      takes->estimate.bytes += g_array_index (e->bytes, gint64, channel->slide);
      takes->estimate.seconds +=
          g_array_index (e->seconds, double, channel->slide);
    }
}

static void
find_takes (GTask *task, gpointer task_data, SaffronJob *job)
{
  const SaffronMergeSpec *spec = task_data;
  g_autoptr (SaffronMergeTakes) takes = g_new0 (SaffronMergeTakes, 1);
  g_autoptr (SaffronMerge) merge = saffron_merge_new ();
  g_autoptr (GArray) bytes = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (GArray) seconds = g_array_new (FALSE, FALSE, sizeof (double));
  Estimating e = { takes, merge, NULL, bytes, seconds };
  GError *error = NULL;

  takes->free_bytes = saffron_disk_space (spec->path);
  if (for_each (spec, estimate_slide, &e, job, &error))
    {
      sum (&e, spec->duplicates);
      g_task_return_pointer (task, g_steal_pointer (&takes),
                             (GDestroyNotify) saffron_merge_takes_free);
    }
  else
    g_task_return_error (task, error);
  g_clear_object (&e.reference);
}

void
saffron_merge_estimate_async (SaffronMergeSpec *spec,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);
  guint threads = spec->threads;

  g_task_set_task_data (task, spec, (GDestroyNotify) saffron_merge_spec_free);
  saffron_takes_ask (task, find_takes, threads);
}

SaffronMergeTakes *
saffron_merge_estimate_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}
