/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/work/sweep-likeness.h"

SaffronSweepLikeness
saffron_sweep_compare (const SaffronSweep *sweep,
                       SaffronSession *session,
                       SaffronMoving *moving,
                       const char *const *axes)
{
  g_autoptr (SaffronSweep) next = NULL;
  g_autoptr (SaffronSweep) same = NULL;

  if (sweep == NULL || session == NULL)
    return SAFFRON_SWEEP_OTHER;
  /* The axes replace the session's values of their own parameters. */
  same = saffron_sweep_new (saffron_sweep_get_params (sweep, 0), axes, NULL);
  if (same == NULL || !saffron_sweep_equal (same, sweep))
    return SAFFRON_SWEEP_OTHER;
  next = saffron_sweep_new (saffron_session_get_params (session), axes, NULL);
  return next != NULL && saffron_sweep_equal (next, sweep) && moving != NULL
                 && saffron_sweep_has_landmarks (
                     sweep, saffron_moving_get_landmarks (moving))
                 && saffron_sweep_has_start (sweep,
                                             saffron_moving_get_start (moving))
             ? SAFFRON_SWEEP_SAME
             : SAFFRON_SWEEP_SAME_AXES;
}
