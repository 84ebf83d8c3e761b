/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "register/cosine.h"

#include <fftw3.h>

#include "register/fft-lock.h"

/* Blocks along each side. Waking a thread for less than that does not pay. */
#define N_BLOCKS 16
#define LEAST_BLOCK 8

/* The plans for lines along one axis, by direction: of a whole block, and of
 * the last one. */
typedef struct {
  int n, block;
  fftwf_plan whole[2], last[2];
} Axis;

struct _SaffronCosine {
  int n_x, n_y;
  Axis rows, columns;
};

static fftwf_plan
plan (const SaffronCosine *cosine,
      float *data,
      gboolean rows,
      int n_lines,
      int inverse)
{
  fftwf_r2r_kind kind = inverse ? FFTW_REDFT01 : FFTW_REDFT10;
  int n = rows ? cosine->n_x : cosine->n_y;
  int along = rows ? 1 : cosine->n_x, across = rows ? cosine->n_x : 1;

  return fftwf_plan_many_r2r (1, &n, n_lines, data, NULL, along, across, data,
                              NULL, along, across, &kind,
                              FFTW_ESTIMATE | FFTW_UNALIGNED);
}

static void
axis_init (Axis *axis, const SaffronCosine *cosine, gboolean rows, float *data)
{
  axis->n = rows ? cosine->n_y : cosine->n_x;
  axis->block = MAX ((axis->n + N_BLOCKS - 1) / N_BLOCKS, LEAST_BLOCK);
  axis->block = MIN (axis->block, axis->n);
  for (int i = 0; i < 2; i++)
    {
      axis->whole[i] = plan (cosine, data, rows, axis->block, i);
      if (axis->n % axis->block > 0)
        axis->last[i] = plan (cosine, data, rows, axis->n % axis->block, i);
    }
}

static void
axis_clear (Axis *axis)
{
  for (int i = 0; i < 2; i++)
    {
      fftwf_destroy_plan (axis->whole[i]);
      if (axis->last[i] != NULL)
        fftwf_destroy_plan (axis->last[i]);
    }
}

SaffronCosine *
saffron_cosine_new (int n_x, int n_y)
{
  SaffronCosine *cosine = g_new0 (SaffronCosine, 1);
  float *data = fftwf_alloc_real ((gsize) n_x * (gsize) n_y);

  cosine->n_x = n_x;
  cosine->n_y = n_y;
  saffron_fft_lock ();
  axis_init (&cosine->rows, cosine, TRUE, data);
  axis_init (&cosine->columns, cosine, FALSE, data);
  saffron_fft_unlock ();
  fftwf_free (data);
  return cosine;
}

void
saffron_cosine_free (SaffronCosine *cosine)
{
  if (cosine == NULL)
    return;
  saffron_fft_lock ();
  axis_clear (&cosine->rows);
  axis_clear (&cosine->columns);
  saffron_fft_unlock ();
  g_free (cosine);
}

int
saffron_cosine_row_block (const SaffronCosine *cosine)
{
  return cosine->rows.block;
}

int
saffron_cosine_column_block (const SaffronCosine *cosine)
{
  return cosine->columns.block;
}

static void
transform (const Axis *axis, float *at, int first, gboolean inverse)
{
  fftwf_plan chosen = first + axis->block <= axis->n
                          ? axis->whole[inverse ? 1 : 0]
                          : axis->last[inverse ? 1 : 0];

  fftwf_execute_r2r (chosen, at, at);
}

void
saffron_cosine_rows (const SaffronCosine *cosine,
                     float *data,
                     int first,
                     gboolean inverse)
{
  transform (&cosine->rows, data + (gsize) first * (gsize) cosine->n_x, first,
             inverse);
}

void
saffron_cosine_columns (const SaffronCosine *cosine,
                        float *data,
                        int first,
                        gboolean inverse)
{
  transform (&cosine->columns, data + first, first, inverse);
}
