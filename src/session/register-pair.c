/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "session/register-pair.h"

#include "register/region.h"
#include "session/landmark-run.h"

static SaffronRun *
register_whole (SaffronSlide *reference,
                SaffronSlide *moving,
                const SaffronPairSpec *spec,
                SaffronJob *job,
                SaffronStageDoneFunc done,
                gpointer user_data,
                GError **error)
{
  g_autoptr (SaffronRun) automatic = saffron_register_watched (
      reference, moving, spec->params, job, done, user_data, error);
  SaffronRun *run = NULL;

  if (automatic == NULL || spec->landmarks == NULL)
    return g_steal_pointer (&automatic);
  run = saffron_landmark_run (reference, moving, automatic, spec->landmarks,
                              job, error);
  if (run != NULL && run != automatic && done != NULL)
    done (run->transform, user_data);
  return run;
}

SaffronRun *
saffron_register_pair (SaffronSlide *reference,
                       SaffronSlide *moving,
                       const SaffronPairSpec *spec,
                       SaffronJob *job,
                       SaffronStageDoneFunc done,
                       gpointer user_data,
                       GError **error)
{
  SaffronRun *run = NULL;

  /* Before the work that they would make worthless. */
  if (spec->landmarks != NULL
      && !saffron_landmarks_check (spec->landmarks, reference, moving, error))
    return NULL;
  if (spec->region.width > 0)
    return saffron_register_region (reference, moving, spec->params,
                                    &spec->region, spec->start, job, done,
                                    user_data, error);
  run = register_whole (reference, moving, spec, job, done, user_data, error);
  /* Nobody else has it yet. */
  if (run != NULL)
    run->landmarks = saffron_landmarks_digest (spec->landmarks);
  return run;
}
