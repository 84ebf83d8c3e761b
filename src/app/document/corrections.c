/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/document/corrections.h"

#include "app/work/landmark-work.h"

/* Of one slide. */
typedef struct {
  SaffronRunEntry *entry;
  GArray *landmarks;         /* as they were then; never changed */
  SaffronTransform *fit;     /* NULL until it is there, and without one */
  SaffronLandmarkWork *work; /* NULL when it has ended */
  SaffronCorrections *owner; /* not owned */
} Fit;

struct _SaffronCorrections {
  GObject parent_instance;

  GHashTable *fits; /* of SaffronMoving, owned, to Fit */
};

enum {
  CHANGED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (SaffronCorrections, saffron_corrections, G_TYPE_OBJECT)

static void
fit_free (gpointer data)
{
  Fit *fit = data;

  if (fit->work != NULL)
    {
      g_signal_handlers_disconnect_by_data (fit->work, fit);
      saffron_work_cancel (SAFFRON_WORK (fit->work));
    }
  g_clear_object (&fit->work);
  g_object_unref (fit->entry);
  g_array_unref (fit->landmarks);
  g_clear_pointer (&fit->fit, saffron_transform_unref);
  g_free (fit);
}

static void
saffron_corrections_finalize (GObject *object)
{
  g_hash_table_unref (SAFFRON_CORRECTIONS (object)->fits);
  G_OBJECT_CLASS (saffron_corrections_parent_class)->finalize (object);
}

static void
saffron_corrections_class_init (SaffronCorrectionsClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = saffron_corrections_finalize;

  signals[CHANGED] =
      g_signal_new ("changed", SAFFRON_TYPE_CORRECTIONS, G_SIGNAL_RUN_LAST, 0,
                    NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
saffron_corrections_init (SaffronCorrections *self)
{
  self->fits = g_hash_table_new_full (NULL, NULL, g_object_unref, fit_free);
}

SaffronCorrections *
saffron_corrections_new (void)
{
  return g_object_new (SAFFRON_TYPE_CORRECTIONS, NULL);
}

static void
on_fit (SaffronWork *work, SaffronTransform *transform, gpointer user_data)
{
  Fit *fit = user_data;

  fit->fit = saffron_transform_ref (transform);
  g_signal_emit (fit->owner, signals[CHANGED], 0);
}

static void
on_finished (SaffronWork *work, gpointer user_data)
{
  g_clear_object (&((Fit *) user_data)->work);
}

static Fit *
start (SaffronCorrections *self,
       SaffronSession *session,
       SaffronMoving *moving,
       SaffronSlide *const slides[2])
{
  Fit *fit = g_new0 (Fit, 1);
  SaffronTransform *base = NULL;
  SaffronLandmarkSpec spec = { .fits = TRUE };

  fit->owner = self;
  fit->entry = g_object_ref (saffron_moving_get_whole (moving));
  fit->landmarks = g_array_ref (saffron_moving_get_landmarks (moving));
  base = saffron_run_entry_get_run (fit->entry)->transform;
  spec.base = spec.place = base;
  spec.landmarks = fit->landmarks;
  spec.pixels = saffron_landmark_pixels_of (
      slides[0], slides[1],
      saffron_session_get_params (session)->use_pixel_size);
  fit->work = saffron_landmark_work_new (&spec);
  g_signal_connect (fit->work, "message", G_CALLBACK (on_fit), fit);
  g_signal_connect (fit->work, "finished", G_CALLBACK (on_finished), fit);
  g_hash_table_insert (self->fits, g_object_ref (moving), fit);
  return fit;
}

SaffronTransform *
saffron_corrections_get (SaffronCorrections *self,
                         SaffronSession *session,
                         SaffronMoving *moving,
                         SaffronSlide *const slides[2])
{
  SaffronRunEntry *whole = saffron_moving_get_whole (moving);
  Fit *fit = g_hash_table_lookup (self->fits, moving);

  if (fit != NULL
      && (fit->entry != whole
          || fit->landmarks != saffron_moving_get_landmarks (moving)))
    {
      g_hash_table_remove (self->fits, moving);
      fit = NULL;
    }
  if (fit == NULL && saffron_moving_is_edited (moving, whole))
    fit = start (self, session, moving, slides);
  return fit != NULL && fit->fit != NULL
             ? fit->fit
             : saffron_run_entry_get_run (whole)->transform;
}
