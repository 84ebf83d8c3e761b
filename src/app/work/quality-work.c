/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/work/quality-work.h"

#include <glib/gi18n.h>

#include "quality/loop-chain.h"
#include "register/run-look.h"

struct _SaffronQualityWork {
  SaffronWork parent_instance;

  SaffronSlide *slides[2];
  SaffronRun *run;
  GArray *landmarks;
  SaffronLoopEnd beside[SAFFRON_QUALITY_LOOPS]; /* looks: of the thread */
  guint n_beside;
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
  for (guint i = 0; i < self->n_beside; i++)
    saffron_loop_end_clear (&self->beside[i]);
  g_clear_pointer (&self->quality, saffron_quality_free);
  G_OBJECT_CLASS (saffron_quality_work_parent_class)->finalize (object);
}

/* Compares the slide with those beside it. */
static gboolean
measure_loops (SaffronQualityWork *self,
               const SaffronLook *look,
               SaffronJob *job,
               GError **error)
{
  const SaffronLoopSide side = { self->slides[1], look, self->run,
                                 self->quality->windows };

  for (guint i = 0; i < self->n_beside; i++)
    {
      SaffronLoopEnd *end = &self->beside[i];
      SaffronLook looks[2] = { 0 };

      if (!saffron_run_find_looks (end->run, self->slides[0], end->slide, looks,
                                   error))
        return FALSE;
      saffron_look_clear (&looks[0]);
      end->look = looks[1];
      if (!saffron_loop_end_measure (end, &side, &self->quality->loops[i], job,
                                     error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
saffron_quality_work_run (SaffronWork *work, SaffronJob *job, GError **error)
{
  SaffronQualityWork *self = SAFFRON_QUALITY_WORK (work);
  SaffronLook looks[2] = { 0 };
  gboolean done;

  if (!saffron_run_find_looks (self->run, self->slides[0], self->slides[1],
                               looks, error))
    return FALSE;
  saffron_job_begin_stage (job, "", 0.0, 1.0);
  self->quality = saffron_quality_measure (self->slides, looks, self->run,
                                           self->landmarks, 0.0, job, error);
  done = self->quality != NULL && measure_loops (self, &looks[1], job, error);
  saffron_look_clear (&looks[0]);
  saffron_look_clear (&looks[1]);
  if (!done)
    g_clear_pointer (&self->quality, saffron_quality_free);
  return done;
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
                          GArray *landmarks,
                          const SaffronQualityBeside *beside,
                          guint n_beside)
{
  SaffronQualityWork *self = g_object_new (SAFFRON_TYPE_QUALITY_WORK, NULL);

  self->slides[0] = g_object_ref (reference);
  self->slides[1] = g_object_ref (moving);
  self->run = saffron_run_ref (run);
  self->landmarks = g_array_ref (landmarks);
  for (guint i = 0; i < n_beside; i++)
    {
      const SaffronLook none = { 0 };
      const SaffronLoopSide side = { beside[i].slide, &none, beside[i].run,
                                     beside[i].windows };

      self->beside[i] = saffron_loop_end_new (&side, beside[i].name);
    }
  self->n_beside = n_beside;
  saffron_work_set_title (SAFFRON_WORK (self), _ ("Measuring the quality"));
  saffron_work_start (SAFFRON_WORK (self), 0);
  return self;
}

SaffronQuality *
saffron_quality_work_steal (SaffronQualityWork *self)
{
  return g_steal_pointer (&self->quality);
}
