/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "register/unfolded.h"

/* How often a transform that folds is made stiffer before it is dropped, and by
 * which factor. */
#define MAX_UNFOLDING 3
#define STIFFER 3.0

gboolean
saffron_unfolded (SaffronBendFunc bend,
                  gpointer data,
                  SaffronDeformableOptions *options,
                  SaffronTransform **transform,
                  GError **error)
{
  *transform = NULL;
  for (int tries = 0; tries <= MAX_UNFOLDING; tries++)
    {
      g_autoptr (SaffronTransform) bent = NULL;
      double bound = 0.0;

      if (tries > 0)
        options->alpha *= STIFFER;
      bent = bend (options, data, error);
      if (bent == NULL)
        return FALSE;
      saffron_transform_min_jacobian (bent, &bound);
      if (bound > 0.0)
        {
          *transform = g_steal_pointer (&bent);
          return TRUE;
        }
    }
  return TRUE;
}
