/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "register/lncc-private.h"

#include "base/parallel.h"
#include "register/box.h"

/* The plane's values averaged over the weight, to be taken off: moments lose
 * less to rounding around zero. */
static double
weighted_mean (const SaffronPlane *plane, const SaffronPlane *weight)
{
  double sum = 0.0, total = 1e-6;
  gsize n = saffron_plane_n_pixels (plane);

  for (gsize i = 0; i < n; i++)
    {
      sum += (double) plane->data[i] * weight->data[i];
      total += weight->data[i];
    }
  return sum / total;
}

static double
weighted_variance (const SaffronPlane *plane, const SaffronPlane *weight)
{
  double mean = weighted_mean (plane, weight), sum = 0.0, total = 1e-6;
  gsize n = saffron_plane_n_pixels (plane);

  for (gsize i = 0; i < n; i++)
    {
      double v = plane->data[i] - mean;

      sum += v * v * weight->data[i];
      total += weight->data[i];
    }
  return sum / total;
}

static void
set_geometry (SaffronLncc *l,
              const SaffronRegPlane *reference,
              const SaffronRegPlane *moving,
              const SaffronAffine *affine)
{
  double in = reference->downsample, out = 1.0 / moving->downsample;

  l->a[0] = affine->xx * in * out;
  l->a[1] = affine->xy * in * out;
  l->a[2] = affine->x0 * out - 0.5;
  l->a[3] = affine->yx * in * out;
  l->a[4] = affine->yy * in * out;
  l->a[5] = affine->y0 * out - 0.5;
}

/* What of the moving slide lies under each reference pixel. */
static SaffronPlane *
warp_plane (const SaffronLncc *l,
            const SaffronPlane *from,
            const SaffronField *at,
            SaffronJob *job)
{
  SaffronPlane *to = saffron_plane_new (l->width, l->height);
  SaffronLnccWarp warp = { l, at, from, to, NULL, NULL, 0.0f };

  saffron_parallel_for (job, saffron_lncc_n_blocks (l),
      saffron_lncc_warp_block, &warp);
  return to;
}

/* @mask read at the nearest pixel: its windows keep their edges. */
static void
apply_mask (SaffronPlane *plane, const SaffronPlane *mask)
{
  for (int y = 0; y < plane->height; y++)
    {
      float *row = saffron_plane_row (plane, y);
      gint64 my = ((gint64) y * 2 + 1) * mask->height / (2 * plane->height);
      const float *from = saffron_plane_row (mask, (int) my);

      for (int x = 0; x < plane->width; x++)
        row[x] *= from[((gint64) x * 2 + 1) * mask->width
                       / (2 * plane->width)];
    }
}

static void
set_weights (SaffronLncc *l,
             const SaffronRegPlane *reference,
             const SaffronRegPlane *moving,
             const SaffronField *at,
             const SaffronPlane *mask,
             SaffronJob *job)
{
  g_autoptr (SaffronPlane) seen = warp_plane (l, moving->weight, at, job);
  g_autoptr (SaffronPlane) tissue = warp_plane (l, moving->tissue, at, job);
  gsize n = saffron_plane_n_pixels (l->r);

  l->w = saffron_plane_copy (reference->weight);
  l->centre = saffron_plane_new (l->width, l->height);
  for (gsize i = 0; i < n; i++)
    {
      l->w->data[i] *= seen->data[i];
      /* Where only one side has tissue something is out of place: at an
       * outline that is the best evidence there is. */
      l->centre->data[i] = l->w->data[i]
                           * MAX (reference->tissue->data[i],
                                  tissue->data[i]);
    }
  if (mask != NULL)
    {
      apply_mask (l->w, mask);
      apply_mask (l->centre, mask);
    }
  l->area = 0.0;
  for (gsize i = 0; i < n; i++)
    l->area += l->centre->data[i];
}

/* The reference's side of every window, which never changes. */
static void
set_reference_moments (SaffronLncc *l)
{
  gsize n = saffron_plane_n_pixels (l->r);
  g_autoptr (SaffronPlane) product = saffron_plane_new (l->width, l->height);

  l->inverse = saffron_plane_new (l->width, l->height);
  l->r_mean = saffron_plane_new (l->width, l->height);
  l->r_var = saffron_plane_new (l->width, l->height);
  saffron_box_plane (l->w, l->radius, l->inverse);
  for (gsize i = 0; i < n; i++)
    l->inverse->data[i] = 1.0f / MAX (l->inverse->data[i], 1.0f);
  for (gsize i = 0; i < n; i++)
    product->data[i] = l->w->data[i] * l->r->data[i];
  saffron_box_plane (product, l->radius, l->r_mean);
  for (gsize i = 0; i < n; i++)
    product->data[i] *= l->r->data[i];
  saffron_box_plane (product, l->radius, l->r_var);
  for (gsize i = 0; i < n; i++)
    {
      float mean = l->r_mean->data[i] * l->inverse->data[i];
      float var = l->r_var->data[i] * l->inverse->data[i] - mean * mean;

      l->r_mean->data[i] = mean;
      l->r_var->data[i] = MAX (var, 0.0f);
    }
}

SaffronLncc *
saffron_lncc_new (const SaffronRegPlane *reference,
                  const SaffronRegPlane *moving,
                  const SaffronAffine *affine,
                  const SaffronField *at,
                  const SaffronPlane *mask,
                  int radius,
                  SaffronJob *job)
{
  SaffronLncc *l = g_new0 (SaffronLncc, 1);
  double mean = 0.0;
  gsize n = 0;

  l->width = reference->intensity->width;
  l->height = reference->intensity->height;
  l->radius = radius;
  l->moving = moving->intensity;
  set_geometry (l, reference, moving, affine);

  l->r = saffron_plane_copy (reference->intensity);
  n = saffron_plane_n_pixels (l->r);
  mean = weighted_mean (l->r, reference->tissue);
  l->r_floor
      = (float) (0.01 * weighted_variance (l->r, reference->tissue) + 1e-6);
  for (gsize i = 0; i < n; i++)
    l->r->data[i] -= (float) mean;
  l->moving_mean = (float) weighted_mean (moving->intensity, moving->tissue);
  l->t_floor
      = (float) (0.01 * weighted_variance (moving->intensity, moving->tissue)
                 + 1e-6);

  set_weights (l, reference, moving, at, mask, job);
  set_reference_moments (l);
  l->t = saffron_plane_new (l->width, l->height);
  l->tx = saffron_plane_new (l->width, l->height);
  l->ty = saffron_plane_new (l->width, l->height);
  return l;
}

void
saffron_lncc_free (SaffronLncc *lncc)
{
  if (lncc == NULL)
    return;
  saffron_plane_free (lncc->r);
  saffron_plane_free (lncc->w);
  saffron_plane_free (lncc->centre);
  saffron_plane_free (lncc->inverse);
  saffron_plane_free (lncc->r_mean);
  saffron_plane_free (lncc->r_var);
  saffron_plane_free (lncc->t);
  saffron_plane_free (lncc->tx);
  saffron_plane_free (lncc->ty);
  g_free (lncc);
}

double
saffron_lncc_get_area (const SaffronLncc *lncc)
{
  return lncc->area;
}
