/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "register/ncc.h"

#include <complex.h>
#include <math.h>
#include <string.h>

#include <fftw3.h>

#include "register/fft-lock.h"

/* The terms that change slowly are computed on a grid this many times
 * coarser. */
#define STEP 4

/* Peaks of one search are at least this many coarse cells apart. */
#define APART 4

/* One size of Fourier transform, with its plans for both directions. */
typedef struct {
  int nx, ny;
  fftwf_plan forward, backward;
} Size;

/* Spectra of the reference on the coarse grid. */
enum { MASK, VALUES, SQUARES, TISSUE, N_SPECTRA };

struct _SaffronNcc {
  int width, height;
  double tissue;
  Size fine, coarse;
  fftwf_complex *values;
  fftwf_complex *spectra[N_SPECTRA];
};

/* The sums over the overlap on the coarse grid. */
enum { AREA, SUM_REF, SUM_MOV, SQUARE_REF, SQUARE_MOV, SHARED, N_FIELDS };

struct _SaffronNccWork {
  double balance; /* smaller amount of tissue / geometric mean of both */
  float *fine;
  fftwf_complex *fine_spectrum;
  float *coarse;
  fftwf_complex *spectra[N_SPECTRA];
  fftwf_complex *product;
  float *fields[N_FIELDS];
};

static int
good_size (int least)
{
  for (int n = (least + STEP - 1) / STEP;; n++)
    {
      int rest = n;

      for (int p = 2; p <= 7; p++)
        while (rest % p == 0)
          rest /= p;
      if (rest == 1)
        return n * STEP;
    }
}

static gsize
n_reals (const Size *size)
{
  return (gsize) size->nx * size->ny;
}

static gsize
n_complex (const Size *size)
{
  return (gsize) (size->nx / 2 + 1) * size->ny;
}

/* Makes the plans with scratch memory. They suit every array, because all come
 * from fftwf_malloc and have the same alignment. */
static void
size_init (Size *size, int nx, int ny)
{
  float *real = NULL;
  fftwf_complex *spectrum = NULL;

  size->nx = nx;
  size->ny = ny;
  real = fftwf_alloc_real (n_reals (size));
  spectrum = fftwf_alloc_complex (n_complex (size));
  saffron_fft_lock ();
  size->forward = fftwf_plan_dft_r2c_2d (ny, nx, real, spectrum, FFTW_ESTIMATE);
  size->backward =
      fftwf_plan_dft_c2r_2d (ny, nx, spectrum, real, FFTW_ESTIMATE);
  saffron_fft_unlock ();
  fftwf_free (real);
  fftwf_free (spectrum);
}

static void
size_clear (Size *size)
{
  saffron_fft_lock ();
  fftwf_destroy_plan (size->forward);
  fftwf_destroy_plan (size->backward);
  saffron_fft_unlock ();
}

static void
put_fine (float *to, const Size *size, const SaffronPlane *plane)
{
  memset (to, 0, n_reals (size) * sizeof (float));
  for (int y = 0; y < plane->height; y++)
    memcpy (to + (gsize) y * size->nx, saffron_plane_row (plane, y),
            plane->width * sizeof (float));
}

/* Writes sums over cells of STEP × STEP pixels, divided by STEP, so that a sum
 * of products of two cells is scaled as one over pixels. */
static void
put_coarse (float *to,
            const Size *size,
            const SaffronPlane *plane,
            gboolean square)
{
  const float scale = 1.0f / STEP;

  memset (to, 0, n_reals (size) * sizeof (float));
  for (int y = 0; y < plane->height; y++)
    {
      const float *row = saffron_plane_row (plane, y);
      float *cells = to + (gsize) (y / STEP) * size->nx;

      for (int x = 0; x < plane->width; x++)
        cells[x / STEP] += scale * (square ? row[x] * row[x] : row[x]);
    }
}

static void
coarse_spectra (const Size *size,
                float *real,
                fftwf_complex *const *spectra,
                const SaffronNccInput *input)
{
  const SaffronPlane *planes[N_SPECTRA] = { input->mask, input->values,
                                            input->values, input->tissue };

  for (int i = 0; i < N_SPECTRA; i++)
    {
      put_coarse (real, size, planes[i], i == SQUARES);
      fftwf_execute_dft_r2c (size->forward, real, spectra[i]);
    }
}

static double
plane_sum (const SaffronPlane *plane)
{
  double sum = 0.0;

  for (gsize i = 0; i < saffron_plane_n_pixels (plane); i++)
    sum += plane->data[i];
  return sum;
}

SaffronNcc *
saffron_ncc_new (const SaffronNccInput *reference,
                 int max_width,
                 int max_height)
{
  SaffronNcc *ncc = g_new0 (SaffronNcc, 1);
  int nx = good_size (reference->values->width + max_width);
  int ny = good_size (reference->values->height + max_height);
  float *real = NULL;

  ncc->width = reference->values->width;
  ncc->height = reference->values->height;
  ncc->tissue = plane_sum (reference->tissue);
  size_init (&ncc->fine, nx, ny);
  size_init (&ncc->coarse, nx / STEP, ny / STEP);

  real = fftwf_alloc_real (n_reals (&ncc->fine));
  ncc->values = fftwf_alloc_complex (n_complex (&ncc->fine));
  put_fine (real, &ncc->fine, reference->values);
  fftwf_execute_dft_r2c (ncc->fine.forward, real, ncc->values);
  for (int i = 0; i < N_SPECTRA; i++)
    ncc->spectra[i] = fftwf_alloc_complex (n_complex (&ncc->coarse));
  coarse_spectra (&ncc->coarse, real, ncc->spectra, reference);
  fftwf_free (real);
  return ncc;
}

void
saffron_ncc_free (SaffronNcc *ncc)
{
  if (ncc == NULL)
    return;
  size_clear (&ncc->fine);
  size_clear (&ncc->coarse);
  fftwf_free (ncc->values);
  for (int i = 0; i < N_SPECTRA; i++)
    fftwf_free (ncc->spectra[i]);
  g_free (ncc);
}

SaffronNccWork *
saffron_ncc_work_new (const SaffronNcc *ncc)
{
  SaffronNccWork *work = g_new0 (SaffronNccWork, 1);

  work->fine = fftwf_alloc_real (n_reals (&ncc->fine));
  work->fine_spectrum = fftwf_alloc_complex (n_complex (&ncc->fine));
  work->coarse = fftwf_alloc_real (n_reals (&ncc->coarse));
  work->product = fftwf_alloc_complex (n_complex (&ncc->coarse));
  for (int i = 0; i < N_SPECTRA; i++)
    work->spectra[i] = fftwf_alloc_complex (n_complex (&ncc->coarse));
  for (int i = 0; i < N_FIELDS; i++)
    work->fields[i] = fftwf_alloc_real (n_reals (&ncc->coarse));
  return work;
}

void
saffron_ncc_work_free (SaffronNccWork *work)
{
  if (work == NULL)
    return;
  fftwf_free (work->fine);
  fftwf_free (work->fine_spectrum);
  fftwf_free (work->coarse);
  fftwf_free (work->product);
  for (int i = 0; i < N_SPECTRA; i++)
    fftwf_free (work->spectra[i]);
  for (int i = 0; i < N_FIELDS; i++)
    fftwf_free (work->fields[i]);
  g_free (work);
}

/* @out = @reference × conj (@moving) / number of samples. */
static void
multiply (const fftwf_complex *reference,
          const fftwf_complex *moving,
          fftwf_complex *out,
          const Size *size)
{
  const float *a = (const float *) reference;
  const float *b = (const float *) moving;
  float *c = (float *) out;
  float scale = 1.0f / (float) n_reals (size);
  gsize n = n_complex (size);

  for (gsize i = 0; i < n; i++)
    {
      float re = a[2 * i] * b[2 * i] + a[2 * i + 1] * b[2 * i + 1];
      float im = a[2 * i + 1] * b[2 * i] - a[2 * i] * b[2 * i + 1];

      c[2 * i] = scale * re;
      c[2 * i + 1] = scale * im;
    }
}

/* Turns the sums into what the search needs: AREA becomes the factor of the
 * correlation (0 for a shift that is ruled out), SUM_REF the product of the
 * means to subtract, SHARED the overlap. */
static void
fields_finish (const SaffronNcc *ncc,
               SaffronNccWork *work,
               double tissue,
               double min_overlap)
{
  float *const *f = work->fields;
  gsize n = n_reals (&ncc->coarse);
  double less = MIN (ncc->tissue, tissue);

  for (gsize i = 0; i < n; i++)
    {
      double area = f[AREA][i];
      double overlap = CLAMP (f[SHARED][i] / less, 0.0, 1.0);
      double var_ref, var_mov, mean = 0.0, factor = 0.0;

      if (area > 16.0 && overlap >= min_overlap)
        {
          mean = (double) f[SUM_REF][i] * f[SUM_MOV][i] / area;
          var_ref =
              f[SQUARE_REF][i] - (double) f[SUM_REF][i] * f[SUM_REF][i] / area;
          var_mov =
              f[SQUARE_MOV][i] - (double) f[SUM_MOV][i] * f[SUM_MOV][i] / area;
          /* Smaller variances are noise of the transforms. */
          if (var_ref > 1e-3 * area && var_mov > 1e-3 * area)
            factor = 1.0 / sqrt (var_ref * var_mov);
        }
      f[AREA][i] = (float) factor;
      f[SUM_REF][i] = (float) mean;
      f[SHARED][i] = (float) overlap;
    }
}

/* Finds the best shift whose nearest coarse shift is the cell (@cx, @cy). */
static SaffronNccPeak
cell_best (const SaffronNcc *ncc, const SaffronNccWork *work, int cx, int cy)
{
  gsize cell = (gsize) cy * ncc->coarse.nx + cx;
  float factor = work->fields[AREA][cell];
  float mean = work->fields[SUM_REF][cell];
  float best = -INFINITY;
  SaffronNccPeak peak = { 0 };

  for (int j = -STEP / 2; j < STEP / 2; j++)
    {
      int y = (cy * STEP + j + ncc->fine.ny) % ncc->fine.ny;
      const float *row = work->fine + (gsize) y * ncc->fine.nx;

      for (int i = -STEP / 2; i < STEP / 2; i++)
        {
          int x = (cx * STEP + i + ncc->fine.nx) % ncc->fine.nx;

          if (row[x] > best)
            {
              best = row[x];
              peak.dx = x;
              peak.dy = y;
            }
        }
    }
  peak.ncc = CLAMP ((best - mean) * factor, -1.0f, 1.0f);
  peak.overlap = work->fields[SHARED][cell];
  peak.score = peak.ncc * sqrt (peak.overlap * work->balance);
  return peak;
}

static int
ring_distance (int a, int b, int n)
{
  int d = abs (a - b);

  return MIN (d, n - d);
}

/* Inserts a peak so that @peaks stay sorted, each the best of its
 * neighbourhood. */
static int
insert_peak (const SaffronNcc *ncc,
             SaffronNccPeak *peaks,
             int n,
             int max_peaks,
             const SaffronNccPeak *peak)
{
  int at;

  for (int i = 0; i < n; i++)
    if (ring_distance (peaks[i].dx, peak->dx, ncc->fine.nx) < APART * STEP
        && ring_distance (peaks[i].dy, peak->dy, ncc->fine.ny) < APART * STEP)
      {
        if (peaks[i].score >= peak->score)
          return n;
        memmove (peaks + i, peaks + i + 1, (n - 1 - i) * sizeof *peaks);
        n--;
        i--;
      }
  if (n == max_peaks)
    {
      if (peaks[n - 1].score >= peak->score)
        return n;
      n--;
    }
  for (at = n; at > 0 && peaks[at - 1].score < peak->score; at--)
    peaks[at] = peaks[at - 1];
  peaks[at] = *peak;
  return n + 1;
}

int
saffron_ncc_search (const SaffronNcc *ncc,
                    SaffronNccWork *work,
                    const SaffronNccInput *moving,
                    double min_overlap,
                    SaffronNccPeak *peaks,
                    int max_peaks)
{
  static const int pairs[N_FIELDS][2] = {
    [AREA] = { MASK, MASK },          [SUM_REF] = { VALUES, MASK },
    [SUM_MOV] = { MASK, VALUES },     [SQUARE_REF] = { SQUARES, MASK },
    [SQUARE_MOV] = { MASK, SQUARES }, [SHARED] = { TISSUE, TISSUE },
  };
  double tissue;
  int n = 0;

  g_return_val_if_fail (moving->values->width + ncc->width <= ncc->fine.nx
                            && moving->values->height + ncc->height
                                   <= ncc->fine.ny,
                        0);

  coarse_spectra (&ncc->coarse, work->coarse, work->spectra, moving);
  for (int i = 0; i < N_FIELDS; i++)
    {
      multiply (ncc->spectra[pairs[i][0]], work->spectra[pairs[i][1]],
                work->product, &ncc->coarse);
      fftwf_execute_dft_c2r (ncc->coarse.backward, work->product,
                             work->fields[i]);
    }
  tissue = plane_sum (moving->tissue);
  if (tissue <= 0.0 || ncc->tissue <= 0.0)
    return 0;
  work->balance = sqrt (MIN (tissue, ncc->tissue) / MAX (tissue, ncc->tissue));
  fields_finish (ncc, work, tissue, min_overlap);

  put_fine (work->fine, &ncc->fine, moving->values);
  fftwf_execute_dft_r2c (ncc->fine.forward, work->fine, work->fine_spectrum);
  multiply (ncc->values, work->fine_spectrum, work->fine_spectrum, &ncc->fine);
  fftwf_execute_dft_c2r (ncc->fine.backward, work->fine_spectrum, work->fine);

  for (int cy = 0; cy < ncc->coarse.ny; cy++)
    for (int cx = 0; cx < ncc->coarse.nx; cx++)
      if (work->fields[AREA][(gsize) cy * ncc->coarse.nx + cx] > 0.0f)
        {
          SaffronNccPeak peak = cell_best (ncc, work, cx, cy);

          n = insert_peak (ncc, peaks, n, max_peaks, &peak);
        }

  for (int i = 0; i < n; i++)
    {
      if (peaks[i].dx >= ncc->width)
        peaks[i].dx -= ncc->fine.nx;
      if (peaks[i].dy >= ncc->height)
        peaks[i].dy -= ncc->fine.ny;
    }
  return n;
}
