/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "register/moving-use.h"

#include <math.h>

#include "transform/pieces.h"

#define IS_TISSUE 0.5f
/* Within so many pixels of where tissue lies its counterpart is used: outlines
 * differ, and places scatter where the moving slide has the larger scale. */
#define USED_WITHIN 2
/* Stands for a place on which more than one piece lies. */
#define SEVERAL 255

/* Which piece lies on each moving pixel, counted from 1; 0 where none does. */
static guint8 *
lay (const SaffronRegPlane *reference,
     const SaffronPlane *onto,
     double onto_step,
     const SaffronTransform *transform)
{
  const SaffronPlane *tissue = reference->tissue;
  double step = reference->downsample;
  guint8 *pieces = g_new0 (guint8, saffron_plane_n_pixels (onto));

  for (int y = 0; y < tissue->height; y++)
    for (int x = 0; x < tissue->width; x++)
      {
        SaffronRefPoint p = { (x + 0.5) * step, (y + 0.5) * step };
        SaffronMovPoint q;
        int k, px, py;
        guint8 *here;

        if (saffron_plane_row (tissue, y)[x] < IS_TISSUE)
          continue;
        q = saffron_transform_pull (transform, p);
        k = saffron_transform_get_piece_at (transform, p) + 1;
        px = (int) floor (CLAMP (q.x / onto_step, -1.0, onto->width));
        py = (int) floor (CLAMP (q.y / onto_step, -1.0, onto->height));
        if (px < 0 || py < 0 || px >= onto->width || py >= onto->height)
          continue;
        here = &pieces[(gsize) py * (gsize) onto->width + (gsize) px];
        *here = *here == 0 || *here == k ? (guint8) k : SEVERAL;
      }
  return pieces;
}

static gboolean
is_near (const guint8 *pieces, const SaffronPlane *plane, int x, int y)
{
  for (int py = MAX (y - USED_WITHIN, 0);
       py <= MIN (y + USED_WITHIN, plane->height - 1); py++)
    for (int px = MAX (x - USED_WITHIN, 0);
         px <= MIN (x + USED_WITHIN, plane->width - 1); px++)
      if (pieces[(gsize) py * (gsize) plane->width + (gsize) px] != 0)
        return TRUE;
  return FALSE;
}

SaffronMovingUse
saffron_moving_use (const SaffronRegPlane *reference,
                    const SaffronRegPlane *moving,
                    const SaffronTransform *transform)
{
  const SaffronPlane *tissue = moving->tissue;
  g_autofree guint8 *pieces =
      lay (reference, tissue, moving->downsample, transform);
  SaffronMovingUse use = { 0 };
  double all = 0.0;

  for (int y = 0; y < tissue->height; y++)
    for (int x = 0; x < tissue->width; x++)
      {
        if (saffron_plane_row (tissue, y)[x] < IS_TISSUE)
          continue;
        all += 1.0;
        use.unused += !is_near (pieces, tissue, x, y);
        use.twice +=
            pieces[(gsize) y * (gsize) tissue->width + (gsize) x] == SEVERAL;
      }
  if (all > 0.0)
    {
      use.unused /= all;
      use.twice /= all;
    }
  return use;
}
