/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "register/lncc.h"

G_BEGIN_DECLS

#define VECTOR __attribute__ ((target_clones ("avx2", "default")))
/* Rows a block at least: each reads as many rows again as its windows reach
 * beyond it, so that tall planes go by larger ones. */
#define BLOCK 64
#define MANY_BLOCKS 16

struct _SaffronLncc {
  int width, height, radius;
  const SaffronPlane *reference;
  const SaffronPlane *moving;
  /* Level pixel (centre coordinates) to moving pixel index. */
  double a[6];
  /* Taken off both: moments lose less to rounding around zero. */
  float reference_mean, moving_mean;

  SaffronPlane *w;       /* weights of the moments */
  SaffronPlane *centre;  /* W: weights of the windows */
  SaffronPlane *inverse; /* 1 / Σ w of a window */
  SaffronPlane *r_mean, *r_var;
  double area;
  float r_floor, t_floor;
};

/* What reading one row of the moving slide needs besides. */
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

/* The reference's side of every window, which never changes: made when it is
 * first wanted, when whoever made the measure may have let the masks go. */
void saffron_lncc_prepare (SaffronLncc *lncc, SaffronJob *job);

/* Where row @y of the reference lies in the moving plane under @field, which
 * may be %NULL: kept in @scratch for the next function. */
void saffron_lncc_place_row (const SaffronLncc *lncc,
                             const SaffronField *field,
                             int y,
                             SaffronLnccScratch *scratch);

/* @from there, less @offset, and if @dx is not %NULL its derivatives by the
 * displacement. */
void saffron_lncc_read_row (const SaffronLncc *lncc,
                            const SaffronPlane *from,
                            float offset,
                            SaffronLnccScratch *scratch,
                            float *value,
                            float *dx,
                            float *dy);

/* The same by a cubic B-spline as it is, which smooths as much between pixels
 * as on them. */
void saffron_lncc_read_row_smoothly (const SaffronLncc *lncc,
                                     const SaffronPlane *from,
                                     float offset,
                                     SaffronLnccScratch *scratch,
                                     float *value);

G_END_DECLS
