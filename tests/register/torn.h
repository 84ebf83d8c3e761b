/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "blobs.h"

/* Torn tissue: on the reference it is whole, on the moving slide the part right
 * of a line has moved away and turned. */

/* The tear, a share of the width. */
#define TORN_AT 0.6
/* How the moving slide is larger than the reference, level-0 pixels. */
#define TORN_WIDTH 1400.0
#define TORN_HEIGHT 1000.0
/* Tissue begins and ends so far from the reference's borders, shares. */
#define TORN_MARGIN 0.08
/* The part right of the tear has this share of the tissue. */
#define TORN_SHARE ((1.0 - TORN_MARGIN - TORN_AT) / (1.0 - 2.0 * TORN_MARGIN))

/* How each part lies, reference → moving. */
static inline SaffronAffine
torn_affine (int part)
{
  double angle = part == 0 ? 0.0 : 12.0 * G_PI / 180.0;
  double c = cos (angle), s = sin (angle);
  double x = 0.8 * BLOBS_WIDTH, y = 0.5 * BLOBS_HEIGHT;
  double to_x = part == 0 ? x + 40.0 : x + 240.0;
  double to_y = part == 0 ? y + 60.0 : y + 130.0;

  return (SaffronAffine){ c, -s, to_x - c * x + s * y,
                          s, c,  to_y - s * x - c * y };
}

static inline void
torn_keep (SaffronRegPlane *plane, const SaffronAffine *place, int part)
{
  SaffronAffine back;

  g_assert_true (saffron_affine_invert (place, &back));
  for (int j = 0; j < plane->tissue->height; j++)
    for (int i = 0; i < plane->tissue->width; i++)
      {
        double x = (i + 0.5) * BLOBS_DOWNSAMPLE;
        double y = (j + 0.5) * BLOBS_DOWNSAMPLE;
        double at = (back.xx * x + back.xy * y + back.x0) / BLOBS_WIDTH;
        double down = (back.yx * x + back.yy * y + back.y0) / BLOBS_HEIGHT;
        gboolean in = at > TORN_MARGIN && at < 1.0 - TORN_MARGIN
                      && down > TORN_MARGIN && down < 1.0 - TORN_MARGIN;

        if (!in || (part == 0 && at > TORN_AT) || (part == 1 && at < TORN_AT))
          saffron_plane_row (plane->tissue, j)[i] =
              saffron_plane_row (plane->intensity, j)[i] = 0.0f;
      }
}

/* (transfer full): whole tissue. */
static inline SaffronRegPlane *
torn_reference (guint32 seed)
{
  SaffronRegPlane *plane =
      blobs_plane (seed, &SAFFRON_AFFINE_IDENTITY, BLOBS_WIDTH, BLOBS_HEIGHT);

  torn_keep (plane, &SAFFRON_AFFINE_IDENTITY, -1);
  return plane;
}

/* (transfer full): the same tissue in two parts. */
static inline SaffronRegPlane *
torn_moving (guint32 seed)
{
  SaffronRegPlane *parts[2];

  for (int part = 0; part < 2; part++)
    {
      SaffronAffine place = torn_affine (part);

      parts[part] = blobs_plane (seed, &place, TORN_WIDTH, TORN_HEIGHT);
      torn_keep (parts[part], &place, part);
    }
  for (gsize i = 0; i < saffron_plane_n_pixels (parts[0]->tissue); i++)
    if (parts[1]->tissue->data[i] > 0.0f)
      {
        parts[0]->tissue->data[i] = parts[1]->tissue->data[i];
        parts[0]->intensity->data[i] = parts[1]->intensity->data[i];
      }
  saffron_reg_plane_free (parts[1]);
  return parts[0];
}

/* The median distance, over the tissue of one part, between where @transform
 * and the truth put it, level-0 pixels. */
static inline double
torn_error (const SaffronTransform *transform, int part)
{
  SaffronAffine truth = torn_affine (part);
  g_autoptr (GArray) errors = g_array_new (FALSE, FALSE, sizeof (double));

  for (int j = 0; j < 40; j++)
    for (int i = 0; i < 40; i++)
      {
        double at = (i + 0.5) / 40.0, down = (j + 0.5) / 40.0;
        SaffronRefPoint p = { at * BLOBS_WIDTH, down * BLOBS_HEIGHT };
        SaffronMovPoint q = saffron_transform_pull (transform, p);
        double error = hypot (truth.xx * p.x + truth.xy * p.y + truth.x0 - q.x,
                              truth.yx * p.x + truth.yy * p.y + truth.y0 - q.y);

        if ((part == 0 ? at < TORN_AT - 0.05 : at > TORN_AT + 0.05) && at > 0.1
            && at < 0.9 && down > 0.1 && down < 0.9)
          g_array_append_val (errors, error);
      }
  return saffron_median (errors);
}
