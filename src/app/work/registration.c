/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/work/registration.h"

#include <glib/gi18n.h>

#include "register/landmark.h"
#include "session/estimate.h"
#include "session/stack-slides.h"

struct _SaffronRegistration {
  SaffronWork parent_instance;

  char *reference;
  char *moving;
  SaffronSlideChoice choices[2]; /* what of these files the slides are */
  SaffronRegisterOptions spec;   /* references of its own */
  GPtrArray *over;               /* (nullable) SaffronStackSlide */
  SaffronStack *stack; /* (nullable): chooses from @over; owned by the thread
                          until it has ended */
  SaffronRun *run;     /* owned by the thread until it has ended */
};

G_DEFINE_FINAL_TYPE (SaffronRegistration,
                     saffron_registration,
                     SAFFRON_TYPE_WORK)

static void
saffron_registration_finalize (GObject *object)
{
  SaffronRegistration *self = SAFFRON_REGISTRATION (object);

  g_free (self->reference);
  g_free (self->moving);
  saffron_params_free ((SaffronParams *) self->spec.params);
  g_clear_pointer (&self->spec.landmarks, g_array_unref);
  g_clear_pointer (&self->spec.start, saffron_transform_unref);
  g_free ((SaffronAffine *) self->spec.by_hand);
  g_clear_pointer (&self->over, g_ptr_array_unref);
  g_clear_pointer (&self->stack, saffron_stack_free);
  g_clear_pointer (&self->run, saffron_run_unref);
  G_OBJECT_CLASS (saffron_registration_parent_class)->finalize (object);
}

static void
on_stage_done (SaffronTransform *transform, gpointer user_data)
{
  saffron_work_send (user_data, saffron_transform_ref (transform),
                     (GDestroyNotify) saffron_transform_unref);
}

/* (transfer full) (nullable): over which slides it is tried. */
static GPtrArray *
find_over (SaffronRegistration *self, SaffronJob *job, GError **error)
{
  if (self->stack == NULL)
    return self->over != NULL ? g_ptr_array_ref (self->over)
                              : saffron_stack_slides_new ();
  saffron_job_begin_stage (job, "comparing", 0.0, 0.0);
  if (!saffron_stack_order (self->stack, self->spec.params, job, error))
    return NULL;
  return saffron_stack_slides_choose (self->stack, self->moving, self->over);
}

static gboolean
saffron_registration_run (SaffronWork *work, SaffronJob *job, GError **error)
{
  SaffronRegistration *self = SAFFRON_REGISTRATION (work);
  g_autoptr (SaffronSlide) reference = NULL;
  g_autoptr (SaffronSlide) moving = NULL;
  g_autoptr (GPtrArray) over = find_over (self, job, error);

  if (over == NULL)
    return FALSE;
  reference = saffron_slide_open_choice (self->reference, &self->choices[0],
                                         NULL, error);
  if (reference != NULL)
    moving = saffron_slide_open_choice (self->moving, &self->choices[1], NULL,
                                        error);
  if (moving != NULL)
    {
      saffron_job_set_pace (
          job, saffron_estimate_pace (saffron_job_get_threads (job)));
      self->run = saffron_stack_register (reference, moving, &self->spec, over,
                                          job, error);
    }
  return self->run != NULL;
}

/* Gives way to the decoding of tiles and to whatever else a person waits
 * for. */
static void
saffron_registration_class_init (SaffronRegistrationClass *klass)
{
  SaffronWorkClass *work_class = SAFFRON_WORK_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = saffron_registration_finalize;
  work_class->flags = SAFFRON_WORK_GIVES_WAY;
  work_class->run = saffron_registration_run;
}

static void
saffron_registration_init (SaffronRegistration *self)
{
}

/* Without what it is tried over; not begun. */
static SaffronRegistration *
prepare (SaffronSession *session,
         SaffronMoving *moving,
         const SaffronRegisterOptions *spec)
{
  SaffronRegistration *self = g_object_new (SAFFRON_TYPE_REGISTRATION, NULL);

  self->reference = g_strdup (saffron_session_get_reference_path (session));
  self->moving = g_strdup (saffron_moving_get_path (moving));
  saffron_session_find_choice (session, self->reference, &self->choices[0]);
  saffron_session_find_choice (session, self->moving, &self->choices[1]);
  self->spec = *spec;
  self->spec.stage_done = on_stage_done;
  self->spec.user_data = self;
  self->spec.params = saffron_params_copy (spec->params);
  if (spec->landmarks != NULL)
    self->spec.landmarks = saffron_landmarks_copy (spec->landmarks);
  if (spec->by_hand != NULL)
    self->spec.by_hand = g_memdup2 (spec->by_hand, sizeof *spec->by_hand);
  if (spec->start != NULL)
    self->spec.start = saffron_transform_ref (spec->start);
  saffron_work_set_title (SAFFRON_WORK (self), _ ("Registering"));
  saffron_work_set_loss (SAFFRON_WORK (self),
                         _ ("The run that is under way would be lost."));
  return self;
}

SaffronRegistration *
saffron_registration_new (SaffronSession *session,
                          SaffronMoving *moving,
                          const SaffronRegisterOptions *spec,
                          GPtrArray *over,
                          guint n_threads)
{
  SaffronRegistration *self = prepare (session, moving, spec);

  if (over != NULL)
    self->over = g_ptr_array_ref (over);
  saffron_work_start (SAFFRON_WORK (self), n_threads);
  return self;
}

SaffronRegistration *
saffron_registration_new_in_order (SaffronSession *session,
                                   SaffronMoving *moving,
                                   const SaffronRegisterOptions *spec,
                                   guint n_threads)
{
  SaffronRegistration *self = prepare (session, moving, spec);

  if (spec->region.width == 0
      && saffron_order_of (spec->params) != SAFFRON_ORDER_REFERENCE)
    {
      self->over = saffron_stack_slides_gather_others (session, moving);
      self->stack = saffron_stack_new_of (session);
    }
  saffron_work_start (SAFFRON_WORK (self), n_threads);
  return self;
}

SaffronRun *
saffron_registration_get_run (SaffronRegistration *self)
{
  return saffron_work_get_state (SAFFRON_WORK (self)) == SAFFRON_WORK_DONE
             ? self->run
             : NULL;
}

const char *
saffron_registration_get_moving (SaffronRegistration *self)
{
  return self->moving;
}

const char *
saffron_registration_get_reference (SaffronRegistration *self)
{
  return self->reference;
}

const SaffronRect *
saffron_registration_get_region (SaffronRegistration *self)
{
  return &self->spec.region;
}
