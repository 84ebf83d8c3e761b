/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/vector.h"
#include "register/lncc.h"

G_BEGIN_DECLS

/* The least number of rows of a block. A block also reads the rows that its
 * windows reach beyond it, so tall planes use larger blocks: from MANY_BLOCKS
 * on, rows are doubled. */
#define BLOCK 64
#define MANY_BLOCKS 16

struct _SaffronLncc {
  int width, height, radius;
  const SaffronPlane *reference;
  const SaffronPlane *moving;
  /* The affine map from coordinates of level pixels' centres to indices of
   * moving pixels. */
  double a[6];
  /* Subtracted from both planes, because moments around zero lose less to
   * rounding. */
  float reference_mean, moving_mean;

  SaffronPlane *w;       /* weights of pixels in the moments */
  SaffronPlane *centre;  /* W: weights of the windows */
  SaffronPlane *inverse; /* 1 / Σ w of each window */
  SaffronPlane *r_mean, *r_var;
  double area;
  float r_floor, t_floor;
};

/* Buffers for reading one row of the moving slide. */
typedef struct {
  float *u, *v, *px, *py, *gx, *gy, *nodes;
  float *all;
} SaffronLnccScratch;

void saffron_lncc_scratch_init (SaffronLnccScratch *scratch,
                                const SaffronLncc *lncc,
                                const SaffronField *field);
void saffron_lncc_scratch_clear (SaffronLnccScratch *scratch);

static inline int
saffron_lncc_block_rows (const SaffronLncc *lncc)
{
  int rows = BLOCK;

  while (lncc->height >= 2 * rows * MANY_BLOCKS)
    rows *= 2;
  return rows;
}

static inline int
saffron_lncc_n_blocks (const SaffronLncc *lncc)
{
  int rows = saffron_lncc_block_rows (lncc);

  return (lncc->height + rows - 1) / rows;
}

/* Computes the reference's moments of every window, which never change. This is
 * done at the first use, when the caller may have freed the masks. */
void saffron_lncc_prepare (SaffronLncc *lncc, SaffronJob *job);

/* Computes where row @y of the reference lies in the moving plane under @field,
 * which may be %NULL. Keeps it in @scratch for the functions below. */
void saffron_lncc_place_row (const SaffronLncc *lncc,
                             const SaffronField *field,
                             int y,
                             SaffronLnccScratch *scratch);

/* Reads @from at these places, less @offset, and, if @dx is not %NULL, its
 * derivatives by the displacement. */
void saffron_lncc_read_row (const SaffronLncc *lncc,
                            const SaffronPlane *from,
                            float offset,
                            SaffronLnccScratch *scratch,
                            float *value,
                            float *dx,
                            float *dy);

/* Reads the values through a cubic B-spline without prefilter, which smooths
 * between pixels as much as on them. */
void saffron_lncc_read_row_smoothly (const SaffronLncc *lncc,
                                     const SaffronPlane *from,
                                     float offset,
                                     SaffronLnccScratch *scratch,
                                     float *value);

G_END_DECLS
