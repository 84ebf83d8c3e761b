/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "register/parts-detail.h"

#include <math.h>

#include "base/median.h"
#include "register/filters.h"
#include "register/sample.h"

/* Sigma of what is coarser than detail, pixels of the crop. */
#define SIGMA 1.0
#define IS_TISSUE 0.3f

/* (transfer full): the size of what is finer than a pixel or two. */
static SaffronPlane *
detail_of (const SaffronRegPlane *plane, SaffronJob *job)
{
  SaffronPlane *out = saffron_plane_gaussian (plane->intensity, SIGMA, job);

  for (gsize i = 0; i < saffron_plane_n_pixels (out); i++)
    out->data[i] = fabsf (plane->intensity->data[i] - out->data[i]);
  return out;
}

/* The moving slide's detail under pixel (x, y) of the reference's crop; FALSE
 * where it has no tissue. */
static gboolean
moving_detail (const SaffronCrops *crops,
               const SaffronTransform *between,
               const SaffronPlane *detail,
               int x,
               int y,
               double *value)
{
  double step = crops->reference->downsample;
  double to = crops->moving->downsample;
  SaffronMovPoint q = saffron_transform_pull (
      between, (SaffronRefPoint){ (x + 0.5) * step, (y + 0.5) * step });
  SaffronSpot spot;

  if (!saffron_spot_find (detail, q.x / to, q.y / to, &spot)
      || saffron_spot_read (crops->moving->tissue, &spot) < IS_TISSUE)
    return FALSE;
  *value = saffron_spot_read (detail, &spot);
  return TRUE;
}

/* The median of each list, as a share of the median of these medians; 0 where a
 * list is empty. */
static double *
as_shares (GArray **lists, int n)
{
  double *shares = g_new0 (double, (gsize) n);
  g_autoptr (GArray) all = g_array_new (FALSE, FALSE, sizeof (double));
  double usual = 0.0;

  for (int i = 0; i < n; i++)
    if (lists[i]->len > 0)
      {
        shares[i] = saffron_median (lists[i]);
        g_array_append_val (all, shares[i]);
      }
  if (all->len > 0)
    usual = saffron_median (all);
  for (int i = 0; i < n; i++)
    shares[i] /= MAX (usual, 1e-12);
  return shares;
}

double *
saffron_parts_detail (const SaffronCrops *crops,
                      const SaffronTransform *between,
                      int n_x,
                      int n_y,
                      SaffronJob *job)
{
  const SaffronPlane *tissue = crops->reference->tissue;
  g_autoptr (SaffronPlane) detail = detail_of (crops->reference, job);
  g_autoptr (SaffronPlane) moving = detail_of (crops->moving, job);
  int n = n_x * n_y;
  g_autofree GArray **lists = g_new (GArray *, 2 * (gsize) n);
  g_autofree double *other = NULL;
  double *shares = NULL;

  for (int i = 0; i < 2 * n; i++)
    lists[i] = g_array_new (FALSE, FALSE, sizeof (double));
  for (int y = 0; y < tissue->height; y++)
    for (int x = 0; x < tissue->width; x++)
      {
        int i = y * n_y / tissue->height * n_x + x * n_x / tissue->width;
        double value = saffron_plane_row (detail, y)[x];

        if (saffron_plane_row (tissue, y)[x] < IS_TISSUE)
          continue;
        g_array_append_val (lists[i], value);
        if (moving_detail (crops, between, moving, x, y, &value))
          g_array_append_val (lists[n + i], value);
      }
  shares = as_shares (lists, n);
  other = as_shares (lists + n, n);
  for (int i = 0; i < n; i++)
    shares[i] = MIN (shares[i], other[i]);
  for (int i = 0; i < 2 * n; i++)
    g_array_unref (lists[i]);
  return shares;
}
