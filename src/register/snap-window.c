/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "register/snap-window.h"

#include <math.h>

#include "register/filters.h"

/* Local contrast is taken over this sigma, pixels; this share of the window's
 * standard deviation counts as none. */
#define LCN_SIGMA 8.0
#define LCN_FLOOR 0.3

/* Sigma by which both slides are smoothed, pixels. */
#define SMOOTHING 1.0

/* Pixels between the places that are compared for the texture: noise of the
 * slide is independent there, also after interpolation. */
#define LAG 2

void
saffron_snap_window_clear (SaffronSnapWindow *window)
{
  g_clear_pointer (&window->values, saffron_plane_free);
}

/* Level-0 pixels from one place to the next, in the middle of the window. */
static double
pitch_of (const SaffronSnapPlace *places, int side)
{
  const SaffronSnapPlace *at = places + (gsize) (side / 2) * side + side / 2;
  double x = hypot (at[1].x - at[0].x, at[1].y - at[0].y);
  double y = hypot (at[side].x - at[0].x, at[side].y - at[0].y);

  return sqrt (x * y);
}

/* To a mean of 0 and a variance of 1; 0 where there is no weight, and
 * everywhere if all are the same. */
static void
normalise (SaffronPlane *values, const SaffronPlane *weight)
{
  gsize n = saffron_plane_n_pixels (values);
  double count = 0.0, mean = 0.0, squares = 0.0, factor = 0.0;

  for (gsize i = 0; i < n; i++)
    {
      mean += (double) weight->data[i] * values->data[i];
      count += weight->data[i];
    }
  mean /= MAX (count, 1.0);
  for (gsize i = 0; i < n; i++)
    squares +=
        weight->data[i] * (values->data[i] - mean) * (values->data[i] - mean);
  if (squares > 1e-12 * mean * mean * count && squares > 0.0)
    factor = sqrt (count / squares);
  for (gsize i = 0; i < n; i++)
    values->data[i] =
        (float) (weight->data[i] * factor * (values->data[i] - mean));
}

/* The correlation of @values, less their surroundings, with themselves. */
static double
measure_texture (const SaffronPlane *values)
{
  g_autoptr (SaffronPlane) around =
      saffron_plane_gaussian (values, LCN_SIGMA, NULL);
  double alike = 0.0, squares = 0.0;
  int width = values->width;

  for (gsize i = 0; i < saffron_plane_n_pixels (values); i++)
    around->data[i] = values->data[i] - around->data[i];
  for (int y = 0; y < values->height - LAG; y++)
    for (int x = 0; x < width - LAG; x++)
      {
        const float *at = saffron_plane_row (around, y) + x;

        squares += 2.0 * at[0] * at[0];
        alike += at[0] * (at[LAG] + at[(gsize) LAG * width]);
      }
  return squares > 0.0 ? alike / squares : 0.0;
}

gboolean
saffron_snap_window_read (SaffronSlide *slide,
                          const SaffronLook *look,
                          const SaffronSnapPlace *places,
                          int side,
                          SaffronSnapWindow *window,
                          GError **error)
{
  const SaffronLookPlaces at = { places, side, side, pitch_of (places, side) };
  g_auto (SaffronLookWindow) seen = { 0 };
  g_autoptr (SaffronPlane) smooth = NULL;

  *window = (SaffronSnapWindow){ 0 };
  if (!saffron_look_window_read (slide, look, &at, &seen, error))
    return FALSE;
  window->covered = seen.covered;
  normalise (seen.values, seen.weight);
  window->texture = measure_texture (seen.values);
  smooth = saffron_plane_gaussian (seen.values, SMOOTHING, NULL);
  window->values =
      saffron_plane_lcn (smooth, seen.weight, LCN_SIGMA, LCN_FLOOR, NULL);
  return TRUE;
}
