/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "register/levels.h"

#include <math.h>

/* A plane this close to a level's resolution is taken as it is. */
#define NEAR 1.02

static const SaffronRegPlane *
plane_at (const SaffronRegPlane *plane, double downsample, GPtrArray *owned)
{
  SaffronRegPlane *scaled = NULL;

  if (downsample <= plane->downsample * NEAR)
    return plane;
  scaled = saffron_reg_plane_scale (plane, downsample);
  g_ptr_array_add (owned, scaled);
  return scaled;
}

SaffronLevels *
saffron_levels_new (const SaffronRegPlane *reference,
                    const SaffronRegPlane *moving,
                    const SaffronAffine *affine,
                    int coarsest,
                    int finest)
{
  SaffronLevels *levels = g_new0 (SaffronLevels, 1);
  double side = MAX (reference->intensity->width,
                     reference->intensity->height);
  double ratio = sqrt (fabs (saffron_affine_determinant (affine)));
  const SaffronRegPlane *top = NULL, *top_moving = NULL;

  levels->owned = g_ptr_array_new_with_free_func (
      (GDestroyNotify) saffron_reg_plane_free);
  top = plane_at (reference,
                  reference->downsample * MAX (1.0, side / finest),
                  levels->owned);
  top_moving = plane_at (moving, top->downsample * ratio, levels->owned);

  side = MAX (top->intensity->width, top->intensity->height);
  levels->n = 1;
  while (side / (1 << levels->n) >= coarsest * 0.99 && levels->n < 16)
    levels->n++;
  levels->reference = g_new0 (const SaffronRegPlane *, levels->n);
  levels->moving = g_new0 (const SaffronRegPlane *, levels->n);
  for (int k = levels->n - 1; k >= 0; k--)
    {
      double factor = 1 << (levels->n - 1 - k);

      /* Each from the level above it: the mean of means is the mean. */
      if (k < levels->n - 1)
        {
          double target = top->downsample * factor;
          SaffronRegPlane *half
              = saffron_reg_plane_scale (levels->reference[k + 1], target);

          g_ptr_array_add (levels->owned, half);
          levels->reference[k] = half;
          levels->moving[k] = plane_at (levels->moving[k + 1],
                                        target * ratio, levels->owned);
        }
      else
        {
          levels->reference[k] = top;
          levels->moving[k] = top_moving;
        }
    }
  return levels;
}

void
saffron_levels_free (SaffronLevels *levels)
{
  if (levels == NULL)
    return;
  g_free (levels->reference);
  g_free (levels->moving);
  g_ptr_array_unref (levels->owned);
  g_free (levels);
}
