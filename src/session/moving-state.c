/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "session/moving-state.h"

#include "register/start.h"

SaffronMovingState
saffron_moving_get_state (SaffronMoving *self)
{
  SaffronRunEntry *whole = saffron_moving_get_whole (self);

  if (whole == NULL)
    return SAFFRON_MOVING_NOT_RUN;
  switch (saffron_run_get_state (saffron_run_entry_get_run (whole)))
    {
    case SAFFRON_RUN_VERIFIED:
      return SAFFRON_MOVING_VERIFIED;
    case SAFFRON_RUN_PARTLY:
      return SAFFRON_MOVING_PARTLY;
    case SAFFRON_RUN_UNVERIFIED:
    default:
      return SAFFRON_MOVING_UNVERIFIED;
    }
}

gboolean
saffron_moving_needs_look (SaffronMoving *self)
{
  SaffronRunEntry *whole = saffron_moving_get_whole (self);
  const SaffronSign *sign =
      whole != NULL ? saffron_run_entry_get_sign (whole) : NULL;

  if (sign != NULL)
    return sign->verdict == SAFFRON_SIGN_REDO;
  return saffron_moving_get_state (self) != SAFFRON_MOVING_VERIFIED;
}

static gboolean
has_params (const SaffronRun *run, const SaffronParams *params)
{
  guint n_specs;
  const SaffronParamSpec *specs = saffron_param_specs (&n_specs);

  if (run->params == NULL)
    return FALSE;
  for (guint i = 0; i < n_specs; i++)
    {
      g_autofree char *asked = saffron_params_get (params, specs[i].name);
      g_autofree char *had = saffron_params_get (run->params, specs[i].name);

      if (saffron_param_spec_changes_result (&specs[i])
          && g_strcmp0 (asked, had) != 0)
        return FALSE;
    }
  return TRUE;
}

/* A run of an older version does not say which landmarks it had. */
static gboolean
has_landmarks (SaffronMoving *self, const SaffronRun *run)
{
  g_autofree char *digest =
      saffron_landmarks_digest (saffron_moving_get_landmarks (self));

  return g_strcmp0 (run->landmarks, digest) == 0;
}

SaffronRunEntry *
saffron_moving_find_registered (SaffronMoving *self,
                                const SaffronParams *params,
                                const int z[2])
{
  for (guint i = saffron_moving_get_n_runs (self); i > 0; i--)
    {
      SaffronRunEntry *entry = saffron_moving_get_entry (self, i - 1);
      const SaffronRun *run = saffron_run_entry_get_run (entry);

      if (run->region.width == 0 && has_params (run, params)
          && has_landmarks (self, run)
          && saffron_start_equal (run->by_hand, saffron_moving_get_start (self))
          && (z == NULL
              || (run->looks[0].z == z[0] && run->looks[1].z == z[1])))
        return entry;
    }
  return NULL;
}
