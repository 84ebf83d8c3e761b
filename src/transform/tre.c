/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "transform/tre.h"

#include <math.h>
#include <stdlib.h>

static int
compare (const void *a, const void *b)
{
  double x = *(const double *) a, y = *(const double *) b;

  return (x > y) - (x < y);
}

static double
percentile (const double *sorted, gsize n, double p)
{
  double rank = (double) (n - 1) * p;
  gsize i = (gsize) rank;

  return i + 1 >= n
             ? sorted[n - 1]
             : sorted[i] + (sorted[i + 1] - sorted[i]) * (rank - (double) i);
}

SaffronTreStats
saffron_tre_stats (const double *values, gsize n)
{
  g_autofree double *sorted = g_new (double, n);
  double sum = 0.0;
  gsize k = 0;

  for (gsize i = 0; i < n; i++)
    if (!isnan (values[i]))
      {
        sorted[k++] = values[i];
        sum += values[i];
      }
  if (k == 0)
    return (SaffronTreStats){ NAN, NAN, NAN, NAN };
  qsort (sorted, k, sizeof *sorted, compare);
  return (SaffronTreStats){ percentile (sorted, k, 0.5), sum / (double) k,
                            percentile (sorted, k, 0.9), sorted[k - 1] };
}

void
saffron_tre_measure (const SaffronTransform *transform,
                     const SaffronRefPoint *reference,
                     const SaffronMovPoint *moving,
                     gsize n,
                     double moving_width,
                     double moving_height,
                     SaffronTre *tre,
                     double *errors)
{
  g_autofree double *after = g_new (double, n);
  g_autofree double *before = g_new (double, n);
  double diagonal = hypot (saffron_transform_get_width (transform),
                           saffron_transform_get_height (transform));
  gboolean sized = moving_width > 0.0 && moving_height > 0.0;
  double scale = sized ? diagonal / hypot (moving_width, moving_height) : NAN;
  gsize closer = 0, unmapped = 0;

  for (gsize i = 0; i < n; i++)
    {
      SaffronRefPoint p;

      after[i] = NAN;
      before[i] = hypot (moving[i].x * scale - reference[i].x,
                         moving[i].y * scale - reference[i].y);
      if (!saffron_transform_push (transform, moving[i], &p))
        {
          unmapped++;
          continue;
        }
      after[i] = hypot (p.x - reference[i].x, p.y - reference[i].y);
      if (after[i] < before[i])
        closer++;
    }
  *tre = (SaffronTre){
    .n = n,
    .n_unmapped = unmapped,
    .diagonal = diagonal,
    .tre = saffron_tre_stats (after, n),
    .before = saffron_tre_stats (before, n),
    .robustness = sized && n > 0 ? (double) closer / (double) n : NAN,
  };
  for (gsize i = 0; errors != NULL && i < n; i++)
    errors[i] = after[i];
}
