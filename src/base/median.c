/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "base/median.h"

#include <math.h>

static int
compare_doubles (gconstpointer a, gconstpointer b)
{
  double d = *(const double *) a - *(const double *) b;

  return (d > 0) - (d < 0);
}

double
saffron_median (GArray *values)
{
  if (values->len == 0)
    return NAN;
  g_array_sort (values, compare_doubles);
  return g_array_index (values, double, values->len / 2);
}
