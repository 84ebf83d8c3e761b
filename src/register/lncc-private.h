/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "register/lncc.h"

G_BEGIN_DECLS

#define VECTOR __attribute__ ((target_clones ("avx2", "default")))
/* Rows a block. */
#define BLOCK 64

struct _SaffronLncc {
  int width, height, radius;
  const SaffronPlane *moving;
  /* Level pixel (centre coordinates) to moving pixel index. */
  double a[6];
  float moving_mean;

  SaffronPlane *r;       /* reference intensity less its mean */
  SaffronPlane *w;       /* weights of the moments */
  SaffronPlane *centre;  /* W: weights of the windows */
  SaffronPlane *inverse; /* 1 / Σ w of a window */
  SaffronPlane *r_mean, *r_var;
  double area;
  float r_floor, t_floor;

  /* The moving plane as seen through the current displacement, and its
   * derivatives by that displacement. */
  SaffronPlane *t, *tx, *ty;
};

/* One plane read through a displacement, row block by row block. */
typedef struct {
  const SaffronLncc *lncc;
  const SaffronField *field;
  const SaffronPlane *from;
  SaffronPlane *value, *dx, *dy;
  float offset;
} SaffronLnccWarp;

static inline int
saffron_lncc_n_blocks (const SaffronLncc *lncc)
{
  return (lncc->height + BLOCK - 1) / BLOCK;
}

/* For saffron_parallel_for(); @data is a #SaffronLnccWarp. */
void saffron_lncc_warp_block (gint64 block, gpointer data);

G_END_DECLS
