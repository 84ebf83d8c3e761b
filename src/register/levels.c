/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "register/levels.h"

#include <math.h>

/* A plane whose downsample is within this factor of a level's is used as it
 * is. */
#define NEAR 1.02

static const SaffronRegPlane *
plane_at (const SaffronRegPlane *plane,
          double downsample,
          GPtrArray *owned,
          SaffronJob *job)
{
  SaffronRegPlane *scaled = NULL;

  if (downsample <= plane->downsample * NEAR)
    return plane;
  scaled = saffron_reg_plane_scale (plane, downsample, job);
  g_ptr_array_add (owned, scaled);
  return scaled;
}

SaffronLevels *
saffron_levels_new (const SaffronRegPlane *reference,
                    const SaffronRegPlane *moving,
                    const SaffronAffine *affine,
                    int coarsest,
                    int finest,
                    SaffronJob *job)
{
  SaffronLevels *levels = g_new0 (SaffronLevels, 1);
  double side = MAX (reference->intensity->width, reference->intensity->height);
  double ratio = sqrt (fabs (saffron_affine_determinant (affine)));
  const SaffronRegPlane *top = NULL, *top_moving = NULL;

  levels->owned =
      g_ptr_array_new_with_free_func ((GDestroyNotify) saffron_reg_plane_free);
  top = plane_at (reference, reference->downsample * MAX (1.0, side / finest),
                  levels->owned, job);
  top_moving = plane_at (moving, top->downsample * ratio, levels->owned, job);

  side = MAX (top->intensity->width, top->intensity->height);
  levels->n = 1;
  while (side / (1 << levels->n) >= coarsest * 0.99 && levels->n < 16)
    levels->n++;
  levels->reference = g_new0 (const SaffronRegPlane *, levels->n);
  levels->moving = g_new0 (const SaffronRegPlane *, levels->n);
  for (int k = levels->n - 1; k >= 0; k--)
    {
      double factor = 1 << (levels->n - 1 - k);

      /* Each level is made from the next finer one, because the mean of means
       * is the mean. */
      if (k < levels->n - 1)
        {
          double target = top->downsample * factor;
          SaffronRegPlane *half =
              saffron_reg_plane_scale (levels->reference[k + 1], target, job);

          g_ptr_array_add (levels->owned, half);
          levels->reference[k] = half;
          levels->moving[k] = plane_at (levels->moving[k + 1], target * ratio,
                                        levels->owned, job);
        }
      else
        {
          levels->reference[k] = top;
          levels->moving[k] = top_moving;
        }
    }
  return levels;
}

SaffronLevels *
saffron_levels_new_take (SaffronRegPlane *reference,
                         SaffronRegPlane *moving,
                         const SaffronAffine *affine,
                         int coarsest,
                         int finest,
                         SaffronJob *job)
{
  SaffronLevels *levels =
      saffron_levels_new (reference, moving, affine, coarsest, finest, job);
  int last = levels->n - 1;
  gboolean used = levels->reference[last] == reference;
  gboolean moving_used = FALSE;

  for (int k = 0; k < levels->n; k++)
    moving_used = moving_used || levels->moving[k] == moving;
  if (used)
    g_ptr_array_add (levels->owned, reference);
  else
    saffron_reg_plane_free (reference);
  if (moving_used)
    g_ptr_array_add (levels->owned, moving);
  else
    saffron_reg_plane_free (moving);
  return levels;
}

void
saffron_levels_drop_masks (SaffronLevels *levels)
{
  const SaffronRegPlane *finest[2] = { levels->reference[levels->n - 1],
                                       levels->moving[levels->n - 1] };

  for (guint i = 0; i < levels->owned->len; i++)
    {
      SaffronRegPlane *plane = g_ptr_array_index (levels->owned, i);

      if (plane != finest[0] && plane != finest[1])
        continue;
      g_clear_pointer (&plane->weight, saffron_plane_free);
      g_clear_pointer (&plane->tissue, saffron_plane_free);
    }
}

/* Frees the planes that were made for this level alone. */
static void
drop_level (SaffronLevels *levels, int k)
{
  const SaffronRegPlane *moving = levels->moving[k];

  g_ptr_array_remove_fast (levels->owned, (gpointer) levels->reference[k]);
  if (moving != levels->moving[k + 1])
    g_ptr_array_remove_fast (levels->owned, (gpointer) moving);
  levels->reference[k] = levels->moving[k] = NULL;
}

/* A level takes this many times as long as the next coarser one: it has four
 * times the pixels, but starts nearer to its end. */
#define LEVEL_TIME 3.0

/* The part of the job that level @k is. */
static SaffronJob *
part_of_level (SaffronJob *job, int n, int k)
{
  double whole = pow (LEVEL_TIME, n) - 1.0;

  return saffron_job_new_part (job, (pow (LEVEL_TIME, k) - 1.0) / whole,
                               (pow (LEVEL_TIME, k + 1) - 1.0) / whole);
}

gboolean
saffron_levels_climb (SaffronLevels *levels,
                      SaffronLevelFunc solve,
                      gpointer data,
                      SaffronJob *job,
                      GError **error)
{
  if (!saffron_job_check (job, error))
    return FALSE;
  for (int k = 0; k < levels->n; k++)
    {
      g_autoptr (SaffronJob) part = part_of_level (job, levels->n, k);

      solve (levels->reference[k], levels->moving[k], data, part);
      saffron_job_set_fraction (part, 1.0);
      if (!saffron_job_check (job, error))
        return FALSE;
      if (k + 1 < levels->n)
        drop_level (levels, k);
    }
  return TRUE;
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
