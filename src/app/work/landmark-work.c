/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/work/landmark-work.h"

#include <glib/gi18n.h>
#include <math.h>

struct _SaffronLandmarkWork {
  SaffronWork parent_instance;

  SaffronLandmarkSpec spec;
  SaffronLandmarkError *errors;
};

G_DEFINE_FINAL_TYPE (SaffronLandmarkWork,
                     saffron_landmark_work,
                     SAFFRON_TYPE_WORK)

static void
saffron_landmark_work_finalize (GObject *object)
{
  SaffronLandmarkWork *self = SAFFRON_LANDMARK_WORK (object);

  g_clear_pointer (&self->spec.base, saffron_transform_unref);
  g_clear_pointer (&self->spec.place, saffron_transform_unref);
  g_clear_pointer (&self->spec.landmarks, g_array_unref);
  g_free (self->errors);
  G_OBJECT_CLASS (saffron_landmark_work_parent_class)->finalize (object);
}

static void
free_transform (gpointer data)
{
  saffron_transform_unref (data);
}

static gboolean
saffron_landmark_work_run (SaffronWork *work, SaffronJob *job, GError **error)
{
  SaffronLandmarkWork *self = SAFFRON_LANDMARK_WORK (work);
  const SaffronLandmarkSpec *spec = &self->spec;
  GArray *landmarks = spec->landmarks;

  if (spec->fits)
    {
      SaffronTransform *fit = saffron_landmark_fit_active (
          spec->base, spec->place, landmarks, &spec->pixels, error);

      if (fit == NULL)
        return FALSE;
      saffron_work_send (work, fit, free_transform);
    }
  for (guint i = 0; i < landmarks->len; i++)
    self->errors[i] = SAFFRON_LANDMARK_ERROR_UNKNOWN;
  if (!spec->leaves_out)
    return TRUE;
  return saffron_landmark_errors_measure (
      spec->base, saffron_transform_get_width (spec->place),
      saffron_transform_get_height (spec->place), landmarks, &spec->pixels,
      self->errors, job, error);
}

static void
saffron_landmark_work_class_init (SaffronLandmarkWorkClass *klass)
{
  SaffronWorkClass *work_class = SAFFRON_WORK_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = saffron_landmark_work_finalize;
  work_class->flags = SAFFRON_WORK_GIVES_WAY;
  work_class->run = saffron_landmark_work_run;
}

static void
saffron_landmark_work_init (SaffronLandmarkWork *self)
{
}

SaffronLandmarkWork *
saffron_landmark_work_new (const SaffronLandmarkSpec *spec)
{
  SaffronLandmarkWork *self = g_object_new (SAFFRON_TYPE_LANDMARK_WORK, NULL);

  self->spec = *spec;
  if (spec->base != NULL)
    saffron_transform_ref (spec->base);
  saffron_transform_ref (spec->place);
  self->spec.landmarks = saffron_landmarks_copy (spec->landmarks);
  self->errors = g_new0 (SaffronLandmarkError, spec->landmarks->len + 1);
  saffron_work_set_title (SAFFRON_WORK (self), _ ("Measuring landmarks"));
  saffron_work_start (SAFFRON_WORK (self), 1);
  return self;
}

const SaffronLandmarkError *
saffron_landmark_work_get_errors (SaffronLandmarkWork *self)
{
  return self->errors;
}
