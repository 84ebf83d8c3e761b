/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "register/coarse-scales.h"

#include <glib.h>
#include <math.h>

static int
add_scale (double *scales, int n, double scale, double least, double most)
{
  if (scale < 0.999 * least || scale > 1.001 * most)
    return n;
  for (int i = 0; i < n; i++)
    if (fabs (log (scales[i] / scale)) < 0.05)
      return n;
  scales[n] = scale;
  return n + 1;
}

int
saffron_scales_likely (const SaffronScaleRange *range,
                       double prior,
                       double reference_area,
                       double moving_area,
                       double *scales)
{
  static const double about[] = { 1.0, 0.9, 1.12, 0.8, 1.25 };
  static const double near[] = { 1.0, 0.93, 1.07 };
  double a = reference_area, b = moving_area;
  int n = 0;

  if (prior > 0.0)
    {
      for (guint i = 0; i < G_N_ELEMENTS (near); i++)
        n = add_scale (scales, n, prior * near[i], range->least, range->most);
      return n;
    }
  for (guint i = 0; i < G_N_ELEMENTS (about); i++)
    n = add_scale (scales, n, about[i], range->least, range->most);
  if (a > 0.0 && b > 0.0 && fabs (log (sqrt (b / a))) > 0.27)
    for (guint i = 0; i < G_N_ELEMENTS (near); i++)
      n = add_scale (scales, n, sqrt (b / a) * near[i], range->least_wide,
                     range->most_wide);
  return n;
}

int
saffron_scales_other (const SaffronScaleRange *range, double *scales)
{
  int n = 0;

  for (double s = 1.0; s < 1.001 * range->most; s *= 1.12)
    {
      if (s > 1.3)
        n = add_scale (scales, n, s, range->least, range->most);
      if (1.0 / s < 0.77)
        n = add_scale (scales, n, 1.0 / s, range->least, range->most);
    }
  return n;
}
