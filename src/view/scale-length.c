/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "view/scale-length.h"

#include <math.h>

/* Tolerance, so that a length that only rounding puts above the room still
 * fits. */
#define NEARLY (1.0 + 1e-9)

double
saffron_scale_length (double longest)
{
  double power = 1.0, digits = 0.0;

  g_return_val_if_fail (isfinite (longest) && longest > 0.0, 1.0);

  power = pow (10.0, floor (log10 (longest * NEARLY)));
  digits = longest * NEARLY / power;
  if (digits >= 5.0)
    return 5.0 * power;
  return digits >= 2.0 ? 2.0 * power : power;
}
