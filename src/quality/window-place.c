/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "quality/window-place.h"

#include <math.h>

#include "quality/shift-fit.h"
#include "register/snap-window.h"

#define HALF ((int) SAFFRON_WINDOW_PLACE_REACH + SAFFRON_SHIFT_FIT_HALF)
#define SIDE (2 * HALF + 1)
/* Pixels from one place that is tried to the next. */
#define STEP 8
/* Another place must be better by this factor, or the window stays. */
#define BETTER 1.5

/* The smaller eigenvalue of the structure tensor around a place of @values. */
static double
told_at (const SaffronPlane *values, int cx, int cy)
{
  double xx = 0.0, xy = 0.0, yy = 0.0;

  for (int j = 1 - SAFFRON_SHIFT_FIT_HALF; j < SAFFRON_SHIFT_FIT_HALF; j++)
    for (int i = 1 - SAFFRON_SHIFT_FIT_HALF; i < SAFFRON_SHIFT_FIT_HALF; i++)
      {
        const float *at = saffron_plane_row (values, cy + j) + cx + i;
        double w = exp (-0.5 * (i * i + j * j)
                        / (SAFFRON_SHIFT_FIT_SIGMA * SAFFRON_SHIFT_FIT_SIGMA));
        double gx = 0.5 * (at[1] - at[-1]);
        double gy = 0.5 * (at[values->width] - at[-values->width]);

        xx += w * gx * gx;
        xy += w * gx * gy;
        yy += w * gy * gy;
      }
  return 0.5 * (xx + yy - hypot (xx - yy, 2.0 * xy));
}

gboolean
saffron_window_place (const SaffronWindowInput *input,
                      SaffronRefPoint *at,
                      double reach,
                      GError **error)
{
  g_autofree SaffronSnapPlace *places = g_new (SaffronSnapPlace, SIDE * SIDE);
  g_auto (SaffronSnapWindow) window = { 0 };
  int limit = (int) (MIN (reach, SAFFRON_WINDOW_PLACE_REACH) / STEP) * STEP;
  double best;
  int dx = 0, dy = 0;

  for (int y = 0; y < SIDE; y++)
    for (int x = 0; x < SIDE; x++)
      places[y * SIDE + x] =
          (SaffronSnapPlace){ at->x + x - HALF, at->y + y - HALF };
  if (!saffron_snap_window_read (input->slides[0], &input->looks[0], places,
                                 SIDE, &window, error))
    return FALSE;
  best = BETTER * told_at (window.values, HALF, HALF);
  for (int y = -limit; y <= limit; y += STEP)
    for (int x = -limit; x <= limit; x += STEP)
      {
        double told = told_at (window.values, HALF + x, HALF + y);

        if (told <= best)
          continue;
        best = told;
        dx = x;
        dy = y;
      }
  at->x += dx;
  at->y += dy;
  return TRUE;
}
