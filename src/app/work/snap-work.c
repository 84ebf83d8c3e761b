/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/work/snap-work.h"

#include <glib/gi18n.h>

#include "register/run-look.h"

struct _SaffronSnapWork {
  SaffronWork parent_instance;

  SaffronSnapInput input;
  SaffronRunEntry *entry;
  SaffronParams *params;
  SaffronSnap snap;
};

G_DEFINE_FINAL_TYPE (SaffronSnapWork, saffron_snap_work, SAFFRON_TYPE_WORK)

static void
saffron_snap_work_finalize (GObject *object)
{
  SaffronSnapWork *self = SAFFRON_SNAP_WORK (object);

  for (int i = 0; i < 2; i++)
    {
      g_clear_object (&self->input.slides[i]);
      saffron_look_clear (&self->input.looks[i]);
    }
  g_clear_pointer (&self->input.transform, saffron_transform_unref);
  g_clear_object (&self->entry);
  g_clear_pointer (&self->params, saffron_params_free);
  G_OBJECT_CLASS (saffron_snap_work_parent_class)->finalize (object);
}

static gboolean
find_looks (SaffronSnapWork *self, GError **error)
{
  SaffronSnapInput *input = &self->input;

  if (self->entry != NULL)
    return saffron_run_find_looks (saffron_run_entry_get_run (self->entry),
                                   input->slides[0], input->slides[1],
                                   input->looks, error);
  return saffron_look_choose (input->slides[0], input->slides[1], self->params,
                              &input->looks[0], &input->looks[1], error);
}

static gboolean
saffron_snap_work_run (SaffronWork *work, SaffronJob *job, GError **error)
{
  SaffronSnapWork *self = SAFFRON_SNAP_WORK (work);

  return find_looks (self, error)
         && saffron_landmark_snap (&self->input, job, &self->snap, error);
}

static void
saffron_snap_work_class_init (SaffronSnapWorkClass *klass)
{
  SaffronWorkClass *work_class = SAFFRON_WORK_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = saffron_snap_work_finalize;
  work_class->flags = SAFFRON_WORK_GIVES_WAY;
  work_class->run = saffron_snap_work_run;
}

static void
saffron_snap_work_init (SaffronSnapWork *self)
{
}

SaffronSnapWork *
saffron_snap_work_new (const SaffronSnapSpec *spec)
{
  SaffronSnapWork *self = g_object_new (SAFFRON_TYPE_SNAP_WORK, NULL);

  self->input = spec->input;
  for (int i = 0; i < 2; i++)
    {
      g_object_ref (self->input.slides[i]);
      self->input.looks[i] = (SaffronLook){ 0 };
    }
  saffron_transform_ref (self->input.transform);
  g_set_object (&self->entry, spec->entry);
  self->params = saffron_params_copy (spec->params);
  saffron_work_set_title (SAFFRON_WORK (self), _ ("Snapping a landmark"));
  saffron_work_start (SAFFRON_WORK (self), 1);
  return self;
}

const SaffronSnap *
saffron_snap_work_get_snap (SaffronSnapWork *self)
{
  return &self->snap;
}
