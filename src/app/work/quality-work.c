/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/work/quality-work.h"

#include <glib/gi18n.h>

#include "register/run-look.h"

struct _SaffronQualityWork {
  SaffronWork parent_instance;

  SaffronSlide *slides[2];
  SaffronRun *run;
  GArray *landmarks;
  SaffronQuality *quality;
};

G_DEFINE_FINAL_TYPE (SaffronQualityWork,
                     saffron_quality_work,
                     SAFFRON_TYPE_WORK)

static void
saffron_quality_work_finalize (GObject *object)
{
  SaffronQualityWork *self = SAFFRON_QUALITY_WORK (object);

  for (int i = 0; i < 2; i++)
    g_clear_object (&self->slides[i]);
  g_clear_pointer (&self->run, saffron_run_unref);
  g_clear_pointer (&self->landmarks, g_array_unref);
  g_clear_pointer (&self->quality, saffron_quality_free);
  G_OBJECT_CLASS (saffron_quality_work_parent_class)->finalize (object);
}

static gboolean
saffron_quality_work_run (SaffronWork *work, SaffronJob *job, GError **error)
{
  SaffronQualityWork *self = SAFFRON_QUALITY_WORK (work);
  SaffronLook looks[2] = { 0 };

  if (!saffron_run_find_looks (self->run, self->slides[0], self->slides[1],
                               looks, error))
    return FALSE;
  saffron_job_begin_stage (job, "", 0.0, 1.0);
  self->quality = saffron_quality_measure (self->slides, looks, self->run,
                                           self->landmarks, 0.0, job, error);
  saffron_look_clear (&looks[0]);
  saffron_look_clear (&looks[1]);
  return self->quality != NULL;
}

static void
saffron_quality_work_class_init (SaffronQualityWorkClass *klass)
{
  SaffronWorkClass *work_class = SAFFRON_WORK_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = saffron_quality_work_finalize;
  work_class->flags = SAFFRON_WORK_GIVES_WAY | SAFFRON_WORK_PERCENT;
  work_class->run = saffron_quality_work_run;
}

static void
saffron_quality_work_init (SaffronQualityWork *self)
{
}

SaffronQualityWork *
saffron_quality_work_new (SaffronSlide *reference,
                          SaffronSlide *moving,
                          SaffronRun *run,
                          GArray *landmarks)
{
  SaffronQualityWork *self = g_object_new (SAFFRON_TYPE_QUALITY_WORK, NULL);

  self->slides[0] = g_object_ref (reference);
  self->slides[1] = g_object_ref (moving);
  self->run = saffron_run_ref (run);
  self->landmarks = g_array_ref (landmarks);
  saffron_work_set_title (SAFFRON_WORK (self), _ ("Measuring the quality"));
  saffron_work_start (SAFFRON_WORK (self), 0);
  return self;
}

SaffronQuality *
saffron_quality_work_steal (SaffronQualityWork *self)
{
  return g_steal_pointer (&self->quality);
}
