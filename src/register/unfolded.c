/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "register/unfolded.h"

/* How often a transform that folds is made stiffer before it is dropped, and by
 * which factor. */
#define MAX_UNFOLDING 3
#define STIFFER 3.0

/* The first try is nearly always good: the others share what it leaves of the
 * job. */
#define FIRST_SHARE 0.94

gboolean
saffron_unfolded (SaffronBendFunc bend,
                  gpointer data,
                  SaffronDeformableOptions *options,
                  SaffronJob *job,
                  SaffronTransform **transform,
                  GError **error)
{
  double from = 0.0, to = FIRST_SHARE;

  *transform = NULL;
  for (int tries = 0; tries <= MAX_UNFOLDING; tries++)
    {
      g_autoptr (SaffronJob) part = saffron_job_new_part (job, from, to);
      g_autoptr (SaffronTransform) bent = NULL;
      double bound = 0.0;

      if (tries > 0)
        options->alpha *= STIFFER;
      bent = bend (options, data, part, error);
      if (bent == NULL)
        return FALSE;
      saffron_transform_min_jacobian (bent, &bound);
      if (bound > 0.0)
        {
          *transform = g_steal_pointer (&bent);
          return TRUE;
        }
      from = to;
      to += (1.0 - FIRST_SHARE) / MAX_UNFOLDING;
    }
  return TRUE;
}
