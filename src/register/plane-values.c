/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "register/plane-values.h"

#include "register/stain.h"

static SaffronPlane *
to_density (const SaffronPlaneValues *values, SaffronPlane *channels[3], int n)
{
  SaffronPlane *density =
      values->look == SAFFRON_LOOK_HEMATOXYLIN
          ? saffron_hematoxylin_density (channels, values->background,
                                         values->white, NULL)
          : saffron_optical_density (channels, values->background, n,
                                     values->white, NULL);

  for (int i = 0; i < n; i++)
    g_clear_pointer (&channels[i], saffron_plane_free);
  return density;
}

SaffronPlane *
saffron_plane_values_apply (const SaffronPlaneValues *values,
                            SaffronPlane *channels[3],
                            int n)
{
  gboolean dark = values->look != SAFFRON_LOOK_INTENSITY;
  SaffronPlane *plane =
      dark ? to_density (values, channels, n) : g_steal_pointer (&channels[0]);
  float low = dark ? 0.0f : (float) values->low;
  float factor = (float) values->factor;
  float top = (float) SAFFRON_PLANE_CEILING;
  gsize n_pixels = saffron_plane_n_pixels (plane);

  for (gsize i = 0; i < n_pixels; i++)
    {
      float v = (plane->data[i] - low) * factor;

      plane->data[i] = v < 0.0f ? 0.0f : (v > top ? top : v);
    }
  return plane;
}
