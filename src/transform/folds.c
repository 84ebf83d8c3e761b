/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "transform/folds.h"

#include <math.h>

#define PLACES 3

static gboolean
folds_in (const SaffronTransform *transform, const SaffronRefBox *box)
{
  for (int j = 0; j < PLACES; j++)
    for (int i = 0; i < PLACES; i++)
      {
        double x = (i + 0.5) / PLACES, y = (j + 0.5) / PLACES;

        if (saffron_transform_jacobian (
                transform,
                (SaffronRefPoint){ box->x0 + x * (box->x1 - box->x0),
                                   box->y0 + y * (box->y1 - box->y0) })
            <= 0.0)
          return TRUE;
      }
  return FALSE;
}

GArray *
saffron_transform_find_folds (const SaffronTransform *transform, int n)
{
  double width = saffron_transform_get_width (transform);
  double height = saffron_transform_get_height (transform);
  double side = MAX (width, height) / n;
  GArray *boxes = g_array_new (FALSE, FALSE, sizeof (SaffronRefBox));

  if (!saffron_transform_bends (transform))
    return boxes;
  for (double y = 0.0; y < height; y += side)
    for (double x = 0.0; x < width; x += side)
      {
        SaffronRefBox box = { x, y, MIN (x + side, width),
                              MIN (y + side, height) };

        if (folds_in (transform, &box))
          g_array_append_val (boxes, box);
      }
  return boxes;
}
