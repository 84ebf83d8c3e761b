/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "transform/transform.h"

G_BEGIN_DECLS

struct _SaffronTransform {
  gatomicrefcount ref_count;
  double width, height;
  SaffronAffine affine;
  SaffronAffine inverse; /* of @affine, if @invertible */
  gboolean invertible;
  SaffronLattice *lattice; /* without pieces */
  /* With pieces; n_pieces of each. */
  SaffronPieceMap *map;
  SaffronLattice **lattices;
  SaffronRefBox *images; /* each p + u_k (p) of the territory is within */
};

static inline SaffronMovPoint
saffron_affine_apply (const SaffronAffine *a, double x, double y)
{
  return (SaffronMovPoint){ a->xx * x + a->xy * y + a->x0,
                            a->yx * x + a->yy * y + a->y0 };
}

/* Of piece @k; without pieces, of the whole. */
static inline const SaffronLattice *
saffron_transform_lattice_of (const SaffronTransform *transform, int k)
{
  return transform->map != NULL ? transform->lattices[k] : transform->lattice;
}

/* u_k and, if @du is not NULL, its derivatives; as saffron_lattice_eval()
 * without pieces, as saffron_lattice_eval_continued() with them. */
void saffron_transform_eval_piece (const SaffronTransform *transform,
                                   int k,
                                   SaffronRefPoint p,
                                   double *u,
                                   double *v,
                                   double du[4]);

static inline int
saffron_transform_label_at (const SaffronTransform *transform,
                            SaffronRefPoint p)
{
  return transform->map != NULL ? saffron_piece_map_at (transform->map, p) : 0;
}

G_END_DECLS
