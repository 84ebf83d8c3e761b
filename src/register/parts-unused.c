/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "register/parts-unused.h"

#include <math.h>

#include "register/filters.h"
#include "register/components.h"

/* How far beyond a frame tissue counts as next to it, pixels, and the tissue
 * around such a place, a share of the box of twice that size. */
#define REACH 6
#define NEXT_TO 0.03f
/* Within so many pixels of where tissue lies its counterpart is used. */
#define USED_WITHIN 2
#define IS_TISSUE 0.3f
#define IN_FRAME 0.5f

SaffronPlane *
saffron_parts_at_frame (const SaffronRegPlane *plane, SaffronJob *job)
{
  SaffronPlane *near = saffron_plane_box_mean (plane->tissue, REACH, job);

  for (gsize i = 0; i < saffron_plane_n_pixels (near); i++)
    near->data[i] = near->data[i] > NEXT_TO && plane->weight->data[i] < IN_FRAME
                        ? 1.0f
                        : 0.0f;
  return near;
}

gboolean
saffron_parts_is_cut_off (double area, double touching)
{
  /* The band of places that touch is three to five pixels wide. */
  return touching >= sqrt (area);
}

/* Which moving pixels lie, by @back, just beyond the reference's frame next to
 * its tissue. */
static gboolean
touches (const SaffronCrops *crops,
         const SaffronPlane *at_frame,
         const SaffronAffine *back,
         gsize pixel)
{
  int width = crops->moving->tissue->width;
  double step = crops->moving->downsample, to = crops->reference->downsample;
  double x = ((double) (pixel % (gsize) width) + 0.5) * step;
  double y = ((double) (pixel / (gsize) width) + 0.5) * step;
  double px = floor ((back->xx * x + back->xy * y + back->x0) / to);
  double py = floor ((back->yx * x + back->yy * y + back->y0) / to);

  return px >= 0.0 && py >= 0.0 && px < at_frame->width && py < at_frame->height
         && saffron_plane_row (at_frame, (int) py)[(int) px] > 0.5f;
}

double
saffron_parts_unused (const SaffronCrops *crops,
                      const SaffronTransform *between,
                      const SaffronPlane *used,
                      double least,
                      SaffronJob *job)
{
  const SaffronPlane *tissue = crops->moving->tissue;
  gsize n = saffron_plane_n_pixels (tissue);
  g_autoptr (SaffronPlane) covered =
      saffron_plane_box_mean (used, USED_WITHIN, job);
  g_autoptr (SaffronPlane) at_frame =
      saffron_parts_at_frame (crops->reference, job);
  g_autofree guint8 *free = g_new (guint8, n);
  g_autofree guint8 *seen = g_new0 (guint8, n);
  g_autofree gsize *queue = g_new (gsize, n);
  double largest = 0.0;
  SaffronAffine back;

  if (!saffron_affine_invert (saffron_transform_get_affine (between), &back))
    return 0.0;
  for (gsize i = 0; i < n; i++)
    free[i] = tissue->data[i] > IS_TISSUE && covered->data[i] < 0.05f;
  for (gsize i = 0; i < n; i++)
    {
      double touching = 0.0;
      guint size;

      if (!free[i] || seen[i])
        continue;
      size =
          saffron_flood (free, tissue->width, tissue->height, i, seen, queue);
      for (guint k = 0; size >= least && k < size; k++)
        touching += touches (crops, at_frame, &back, queue[k]);
      if (size >= least && !saffron_parts_is_cut_off (size, touching))
        largest = MAX (largest, size);
    }
  return largest;
}
