/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "base/plane.h"

#include <string.h>

SaffronPlane *
saffron_plane_new (int width, int height)
{
  SaffronPlane *plane = NULL;

  g_return_val_if_fail (width > 0 && height > 0, NULL);

  plane = g_new0 (SaffronPlane, 1);
  plane->width = width;
  plane->height = height;
  plane->data = g_new0 (float, saffron_plane_n_pixels (plane));
  return plane;
}

SaffronPlane *
saffron_plane_copy (const SaffronPlane *plane)
{
  SaffronPlane *copy = saffron_plane_new (plane->width, plane->height);

  memcpy (copy->data, plane->data,
          saffron_plane_n_pixels (plane) * sizeof (float));
  return copy;
}

void
saffron_plane_free (SaffronPlane *plane)
{
  if (plane == NULL)
    return;
  g_free (plane->data);
  g_free (plane);
}

void
saffron_plane_fill (SaffronPlane *plane, float value)
{
  gsize n = saffron_plane_n_pixels (plane);

  for (gsize i = 0; i < n; i++)
    plane->data[i] = value;
}
