/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/work/evidence-work.h"

#include <glib/gi18n.h>

struct _SaffronEvidenceWork {
  SaffronWork parent_instance;

  SaffronEdited edited;
  SaffronSlide *slides[2];
  SaffronRun *run;
};

G_DEFINE_FINAL_TYPE (SaffronEvidenceWork,
                     saffron_evidence_work,
                     SAFFRON_TYPE_WORK)

static void
saffron_evidence_work_finalize (GObject *object)
{
  SaffronEvidenceWork *self = SAFFRON_EVIDENCE_WORK (object);

  g_clear_pointer (&self->edited.run, saffron_run_unref);
  g_clear_pointer (&self->edited.landmarks, g_array_unref);
  g_clear_pointer (&self->edited.transform, saffron_transform_unref);
  for (int i = 0; i < 2; i++)
    g_clear_object (&self->slides[i]);
  g_clear_pointer (&self->run, saffron_run_unref);
  G_OBJECT_CLASS (saffron_evidence_work_parent_class)->finalize (object);
}

static gboolean
saffron_evidence_work_run (SaffronWork *work, SaffronJob *job, GError **error)
{
  SaffronEvidenceWork *self = SAFFRON_EVIDENCE_WORK (work);

  self->run = saffron_edited_judge (&self->edited, self->slides[0],
                                    self->slides[1], job, error);
  return self->run != NULL;
}

static void
saffron_evidence_work_class_init (SaffronEvidenceWorkClass *klass)
{
  SaffronWorkClass *work_class = SAFFRON_WORK_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = saffron_evidence_work_finalize;
  work_class->flags = SAFFRON_WORK_GIVES_WAY;
  work_class->run = saffron_evidence_work_run;
}

static void
saffron_evidence_work_init (SaffronEvidenceWork *self)
{
}

SaffronEvidenceWork *
saffron_evidence_work_new (const SaffronEdited *edited,
                           SaffronSlide *reference,
                           SaffronSlide *moving)
{
  SaffronEvidenceWork *self = g_object_new (SAFFRON_TYPE_EVIDENCE_WORK, NULL);

  self->edited.run = saffron_run_ref (edited->run);
  self->edited.landmarks = saffron_landmarks_copy (edited->landmarks);
  self->edited.transform = saffron_transform_ref (edited->transform);
  self->edited.missed = edited->missed;
  self->edited.meet = edited->meet;
  self->slides[0] = g_object_ref (reference);
  self->slides[1] = g_object_ref (moving);
  saffron_work_set_title (SAFFRON_WORK (self),
                          _ ("Collecting evidence for landmarks"));
  saffron_work_start (SAFFRON_WORK (self), 0);
  return self;
}

SaffronRun *
saffron_evidence_work_get_run (SaffronEvidenceWork *self)
{
  return self->run;
}
