/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "register/lncc-private.h"

#include <string.h>

#include "base/parallel.h"
#include "register/box.h"

/* Rows that one running sum spans, so that rounding errors do not accumulate
 * further. */
#define MOMENT_ROWS 128

/* Weighted by @weight. Its sums have one order, so one thread takes them. */
static void
take_moments (const SaffronPlane *plane,
              const SaffronPlane *weight,
              double *mean,
              double *variance)
{
  double sum = 0.0, total = 1e-6, squares = 0.0;
  gsize n = saffron_plane_n_pixels (plane);

  for (gsize i = 0; i < n; i++)
    {
      sum += (double) plane->data[i] * weight->data[i];
      total += weight->data[i];
    }
  *mean = sum / total;
  for (gsize i = 0; i < n; i++)
    {
      double v = plane->data[i] - *mean;

      squares += v * v * weight->data[i];
    }
  *variance = squares / total;
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

typedef struct {
  SaffronLncc *lncc;
  const SaffronRegPlane *reference, *moving;
  const SaffronField *at;
  const SaffronPlane *mask;
  SaffronJob *job;
} Setup;

/* Multiplies row @y by @mask at the nearest pixel, so that its squares keep
 * their edges. */
static void
apply_mask (const SaffronLncc *l, const SaffronPlane *mask, int y)
{
  float *w = saffron_plane_row (l->w, y);
  float *centre = saffron_plane_row (l->centre, y);
  gint64 my = ((gint64) y * 2 + 1) * mask->height / (2 * l->height);
  const float *from = saffron_plane_row (mask, (int) my);

  for (int x = 0; x < l->width; x++)
    {
      float one = from[((gint64) x * 2 + 1) * mask->width / (2 * l->width)];

      w[x] *= one;
      centre[x] *= one;
    }
}

/* Computes the weights of a block of reference rows from both slides. */
static void
weigh_block (gint64 block, gpointer data)
{
  Setup *setup = data;
  SaffronLncc *l = setup->lncc;
  int block_rows = saffron_lncc_block_rows (l), n = l->width;
  int end = MIN (((int) block + 1) * block_rows, l->height);
  g_autofree float *rows = g_new (float, 2 * (gsize) n);
  float *seen = rows, *tissue = rows + n;
  SaffronLnccScratch scratch;

  saffron_lncc_scratch_init (&scratch, l, setup->at);
  for (int y = (int) block * block_rows; y < end; y++)
    {
      const float *own = saffron_plane_row (setup->reference->weight, y);
      const float *own_tissue = saffron_plane_row (setup->reference->tissue, y);
      float *w = saffron_plane_row (l->w, y);
      float *centre = saffron_plane_row (l->centre, y);

      saffron_lncc_place_row (l, setup->at, y, &scratch);
      saffron_lncc_read_row (l, setup->moving->weight, 0.0f, &scratch, seen,
                             NULL, NULL);
      saffron_lncc_read_row (l, setup->moving->tissue, 0.0f, &scratch, tissue,
                             NULL, NULL);
      for (int x = 0; x < n; x++)
        {
          w[x] = own[x] * seen[x];
          /* Windows count where either slide has tissue. Where only one has,
           * something is misplaced; at an outline, that is the best
           * evidence. */
          centre[x] = w[x] * MAX (own_tissue[x], tissue[x]);
        }
      if (setup->mask != NULL)
        apply_mask (l, setup->mask, y);
    }
  saffron_lncc_scratch_clear (&scratch);
}

static void
set_weights (Setup *setup)
{
  SaffronLncc *l = setup->lncc;
  gsize n = saffron_plane_n_pixels (l->centre);

  saffron_parallel_for (setup->job, saffron_lncc_n_blocks (l), weigh_block,
                        setup);
  l->area = 0.0;
  for (gsize i = 0; i < n; i++)
    l->area += l->centre->data[i];
}

static void
set_reference_floor (SaffronLncc *l, const SaffronRegPlane *reference)
{
  double mean, variance;

  take_moments (reference->intensity, reference->tissue, &mean, &variance);
  l->reference_mean = (float) mean;
  l->r_floor = (float) (0.01 * variance + 1e-6);
}

static void
set_moving_floor (SaffronLncc *l, const SaffronRegPlane *moving)
{
  double mean, variance;

  take_moments (moving->intensity, moving->tissue, &mean, &variance);
  l->moving_mean = (float) mean;
  l->t_floor = (float) (0.01 * variance + 1e-6);
}

/* The weights need neither mean nor variance. */
static void
set_up (gint64 index, gpointer data)
{
  Setup *setup = data;

  if (index == 0)
    set_reference_floor (setup->lncc, setup->reference);
  else if (index == 1)
    set_moving_floor (setup->lncc, setup->moving);
  else
    set_weights (setup);
}

/* Computes row @y of w, w r and w r²; zero outside the image. */
static void
reference_products (const SaffronLncc *l, int y, float *out[3])
{
  gsize n = (gsize) l->width;

  if (y < 0 || y >= l->height)
    {
      for (int k = 0; k < 3; k++)
        memset (out[k], 0, sizeof (float) * n);
      return;
    }
  memcpy (out[0], saffron_plane_row (l->w, y), sizeof (float) * n);
  for (gsize x = 0; x < n; x++)
    {
      float r = saffron_plane_row (l->reference, y)[x] - l->reference_mean;

      out[1][x] = out[0][x] * r;
      out[2][x] = out[1][x] * r;
    }
}

static void
finish_moments (float *inverse, float *mean, float *var, int n)
{
  for (int x = 0; x < n; x++)
    {
      float v;

      inverse[x] = 1.0f / MAX (inverse[x], 1.0f);
      mean[x] *= inverse[x];
      v = var[x] * inverse[x] - mean[x] * mean[x];
      var[x] = MAX (v, 0.0f);
    }
}

static void
moments_block (gint64 block, gpointer data)
{
  SaffronLncc *l = data;
  int y0 = (int) block * MOMENT_ROWS;
  int y1 = MIN (y0 + MOMENT_ROWS, l->height);
  SaffronBoxStream streams[3];

  for (int k = 0; k < 3; k++)
    saffron_box_stream_init (&streams[k], l->width, l->radius);
  for (int y = y0 - l->radius; y < y1 + l->radius; y++)
    {
      int centre = MAX (y - l->radius, y0);
      float *in[3];
      float *out[3] = { saffron_plane_row (l->inverse, centre),
                        saffron_plane_row (l->r_mean, centre),
                        saffron_plane_row (l->r_var, centre) };
      gboolean ready = FALSE;

      for (int k = 0; k < 3; k++)
        in[k] = saffron_box_stream_next (&streams[k]);
      reference_products (l, y, in);
      for (int k = 0; k < 3; k++)
        ready = saffron_box_stream_push (&streams[k], out[k]);
      if (ready)
        finish_moments (out[0], out[1], out[2], l->width);
    }
  for (int k = 0; k < 3; k++)
    saffron_box_stream_clear (&streams[k]);
}

void
saffron_lncc_prepare (SaffronLncc *l, SaffronJob *job)
{
  if (l->inverse != NULL)
    return;
  l->inverse = saffron_plane_new (l->width, l->height);
  l->r_mean = saffron_plane_new (l->width, l->height);
  l->r_var = saffron_plane_new (l->width, l->height);
  saffron_parallel_for (job, (l->height + MOMENT_ROWS - 1) / MOMENT_ROWS,
                        moments_block, l);
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
  Setup setup = { l, reference, moving, at, mask, job };

  l->width = reference->intensity->width;
  l->height = reference->intensity->height;
  l->radius = radius;
  l->reference = reference->intensity;
  l->moving = moving->intensity;
  l->w = saffron_plane_new (l->width, l->height);
  l->centre = saffron_plane_new (l->width, l->height);
  set_geometry (l, reference, moving, affine);
  saffron_parallel_for (job, 3, set_up, &setup);
  return l;
}

void
saffron_lncc_free (SaffronLncc *lncc)
{
  if (lncc == NULL)
    return;
  saffron_plane_free (lncc->w);
  saffron_plane_free (lncc->centre);
  saffron_plane_free (lncc->inverse);
  saffron_plane_free (lncc->r_mean);
  saffron_plane_free (lncc->r_var);
  g_free (lncc);
}

double
saffron_lncc_get_area (const SaffronLncc *lncc)
{
  return lncc->area;
}
