/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "register/match-level.h"

#include "register/filters.h"
#include "register/sample.h"

#define LCN_SIGMA 8.0
#define LCN_FLOOR 0.05

SaffronMatchLevel *
saffron_match_level_new (const SaffronRegPlane *plane, double downsample)
{
  SaffronMatchLevel *level = g_new0 (SaffronMatchLevel, 1);

  level->plane = saffron_reg_plane_scale (plane, downsample, NULL);
  level->values =
      saffron_plane_lcn (level->plane->intensity, level->plane->weight,
                         LCN_SIGMA, LCN_FLOOR, NULL);
  return level;
}

void
saffron_match_level_free (SaffronMatchLevel *level)
{
  if (level == NULL)
    return;
  saffron_reg_plane_free (level->plane);
  saffron_plane_free (level->values);
  g_free (level);
}

static double
tissue_area (const SaffronRegPlane *plane)
{
  double sum = 0.0;

  for (gsize i = 0; i < saffron_plane_n_pixels (plane->tissue); i++)
    sum += plane->tissue->data[i];
  return sum * plane->downsample * plane->downsample;
}

double
saffron_match_overlap (const SaffronMatchLevel *reference,
                       const SaffronMatchLevel *moving,
                       const SaffronAffine *affine,
                       double *balance)
{
  const SaffronRegPlane *ref = reference->plane;
  const SaffronRegPlane *mov = moving->plane;
  SaffronAffine m =
      saffron_affine_to_planes (affine, ref->downsample, mov->downsample);
  double area = ref->downsample * ref->downsample;
  double det = fabs (saffron_affine_determinant (affine));
  double a = tissue_area (ref);
  double b = tissue_area (mov) / MAX (det, 1e-12);
  double less = MIN (a, b);
  double sum = 0.0;

  *balance = less > 0.0 ? sqrt (less / MAX (a, b)) : 0.0;

  for (int y = 0; y < ref->tissue->height; y++)
    for (int x = 0; x < ref->tissue->width; x++)
      {
        double px = x + 0.5, py = y + 0.5;
        SaffronSpot spot;

        if (saffron_spot_find (mov->tissue, m.xx * px + m.xy * py + m.x0,
                               m.yx * px + m.yy * py + m.y0, &spot))
          sum += (double) saffron_plane_row (ref->tissue, y)[x]
                 * saffron_spot_read (mov->tissue, &spot);
      }
  return less > 0.0 ? CLAMP (sum * area / less, 0.0, 1.0) : 0.0;
}

enum { W, WR, WT, WRR, WTT, WRT, N_MOMENTS };

/* Fills the planes @p with the weighted moments of both slides' intensities,
 * and @tissue with the weighted tissue of either, where the moving slide,
 * shifted by (@shift_x, @shift_y) pixels of the reference, covers the
 * reference. */
static void
fill_moments (const SaffronRegPlane *ref,
              const SaffronRegPlane *mov,
              const SaffronAffine *m,
              double shift_x,
              double shift_y,
              SaffronPlane *p[N_MOMENTS],
              SaffronPlane *tissue)
{
  for (int y = 0; y < tissue->height; y++)
    for (int x = 0; x < tissue->width; x++)
      {
        gsize at = (gsize) y * tissue->width + x;
        double px = x + 0.5 + shift_x, py = y + 0.5 + shift_y;
        SaffronSpot spot;
        float w, r, t;

        if (!saffron_spot_find (mov->intensity, m->xx * px + m->xy * py + m->x0,
                                m->yx * px + m->yy * py + m->y0, &spot))
          continue;
        w = ref->weight->data[at] * saffron_spot_read (mov->weight, &spot);
        r = ref->intensity->data[at];
        t = saffron_spot_read (mov->intensity, &spot);
        tissue->data[at] =
            MAX (ref->tissue->data[at], saffron_spot_read (mov->tissue, &spot));
        p[W]->data[at] = w;
        p[WR]->data[at] = w * r;
        p[WT]->data[at] = w * t;
        p[WRR]->data[at] = w * r * r;
        p[WTT]->data[at] = w * t * t;
        p[WRT]->data[at] = w * r * t;
        tissue->data[at] *= w;
      }
}

/* Replaces each plane of @p by its means over the window, and adds up in @sums
 * what it held before. */
static void
average_moments (SaffronPlane *p[N_MOMENTS], int radius, double sums[N_MOMENTS])
{
  for (int i = 0; i < N_MOMENTS; i++)
    {
      SaffronPlane *mean = saffron_plane_box_mean (p[i], radius, NULL);

      sums[i] = 0.0;
      for (gsize k = 0; k < saffron_plane_n_pixels (p[i]); k++)
        sums[i] += p[i]->data[k];
      saffron_plane_free (p[i]);
      p[i] = mean;
    }
}

/* The mean of the signed squares of the local correlation, from the means of
 * the moments. A hundredth of the whole overlap's variance is added to the
 * local one, so that noise in flat places does not count as structure. */
static double
mean_square (SaffronPlane *p[N_MOMENTS],
             const SaffronPlane *tissue,
             const double sums[N_MOMENTS])
{
  double sum_w = MAX (sums[W], 1e-9);
  double floor_r = 0.01 * (sums[WRR] - sums[WR] * sums[WR] / sum_w) / sum_w;
  double floor_t = 0.01 * (sums[WTT] - sums[WT] * sums[WT] / sum_w) / sum_w;
  double total = 0.0, weights = 0.0;

  for (gsize k = 0; k < saffron_plane_n_pixels (tissue); k++)
    {
      double w = p[W]->data[k];
      double mr, mt, vr, vt, c;

      if (tissue->data[k] <= 0.0f || w < 1e-3)
        continue;
      mr = p[WR]->data[k] / w;
      mt = p[WT]->data[k] / w;
      vr = MAX (p[WRR]->data[k] / w - mr * mr, 0.0) + floor_r;
      vt = MAX (p[WTT]->data[k] / w - mt * mt, 0.0) + floor_t;
      c = p[WRT]->data[k] / w - mr * mt;
      weights += tissue->data[k];
      if (vr * vt > 1e-20)
        total += tissue->data[k] * c * fabs (c) / (vr * vt);
    }
  return weights > 0.0 ? total / weights : 0.0;
}

/* saffron_match_lncc() with the moving slide shifted by pixels of the
 * reference's plane. */
static double
shifted_lncc (const SaffronRegPlane *ref,
              const SaffronRegPlane *mov,
              const SaffronAffine *affine,
              int radius,
              double shift_x,
              double shift_y)
{
  SaffronAffine m =
      saffron_affine_to_planes (affine, ref->downsample, mov->downsample);
  int width = ref->intensity->width;
  int height = ref->intensity->height;
  g_autoptr (SaffronPlane) tissue = saffron_plane_new (width, height);
  SaffronPlane *p[N_MOMENTS];
  double sums[N_MOMENTS];
  double mean;

  for (int i = 0; i < N_MOMENTS; i++)
    p[i] = saffron_plane_new (width, height);
  fill_moments (ref, mov, &m, shift_x, shift_y, p, tissue);
  average_moments (p, radius, sums);
  mean = mean_square (p, tissue, sums);
  for (int i = 0; i < N_MOMENTS; i++)
    saffron_plane_free (p[i]);
  return mean;
}

double
saffron_match_lncc (const SaffronMatchLevel *reference,
                    const SaffronMatchLevel *moving,
                    const SaffronAffine *affine,
                    int radius,
                    double *chance)
{
  const SaffronRegPlane *ref = reference->plane;
  const SaffronRegPlane *mov = moving->plane;
  double far = 2.5 * radius;

  if (chance != NULL)
    {
      *chance = 0.0;
      for (int i = 0; i < 4; i++)
        *chance +=
            0.25
            * shifted_lncc (ref, mov, affine, radius, (i & 1) != 0 ? far : -far,
                            (i & 2) != 0 ? far : -far);
    }
  return shifted_lncc (ref, mov, affine, radius, 0.0, 0.0);
}
