/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/job.h"
#include "register/planes.h"
#include "transform/transform.h"

G_BEGIN_DECLS

/**
 * SaffronDeformableOptions:
 * @coarsest: longest side of the first level at least, pixels; levels are
 *   halves of the finest
 * @finest: longest side of the last level; no more than the plane itself has
 * @node_spacing: pixels of the level from node to node, so that the lattice
 *   gets finer with the levels
 * @alpha: weight of the diffusion regularisation; displacements count in
 *   pixels of the level, so it is free of scale
 * @radius: of the LNCC window, pixels of the level
 * @max_iterations: a level
 * @mask: (nullable): 0 … 1 over the reference, of any size: what is 0 is not
 *   looked at (held-out windows)
 */
typedef struct {
  int coarsest, finest;
  int node_spacing;
  double alpha;
  int radius;
  int max_iterations;
  const SaffronPlane *mask;
} SaffronDeformableOptions;

/* Levels 128, 256, 512, a node every 4 px: neighbouring sections. */
#define SAFFRON_DEFORMABLE_SERIAL                                              \
  ((SaffronDeformableOptions){ 128, 512, 4, 3.0, 8, 60, NULL })
/* Levels up to max_non_rigid_dim, a node every 8 px: the same section imaged
 * again. It starts from the neighbouring sections' result. */
#define SAFFRON_DEFORMABLE_SAME                                                \
  ((SaffronDeformableOptions){ 512, 2500, 8, 10.0, 8, 60, NULL })
/* Levels 128 and 256: what the verdict needs, for a true pair and a null. */
#define SAFFRON_DEFORMABLE_SHORT                                               \
  ((SaffronDeformableOptions){ 128, 256, 4, 3.0, 8, 30, NULL })

/**
 * saffron_deformable:
 * @reference: plane at the finest level's size or larger
 * @moving: the same of the moving slide
 * @start: where to start from; its affine is kept, its lattice (if any) is
 *   taken over and improved
 * @job: (nullable): only its threads and its cancelling are used; it sets
 *   the fraction of no stage
 *
 * Maximises the signed squared local NCC, weighted by tissue on both sides,
 * with diffusion regularisation of a cubic B-spline lattice:
 * J = Σ W (1 − c|c| / (v_R v_T)) / Σ W + α/2 Σ |∇u|² / Σ W, by L-BFGS with the
 * inverse of the regularisation as initial Hessian. The parameters are the
 * coefficients themselves: nothing is fitted again. Reentrant.
 *
 * Source: Haber & Modersitzki 2006 (multilevel variational framework); Cachier
 * et al. 2003 (local correlation); Nocedal & Wright 2006 (L-BFGS).
 *
 * Returns: (transfer full): the transform with its lattice, or %NULL when the
 *   job is cancelled
 */
SaffronTransform *saffron_deformable (const SaffronRegPlane *reference,
                                      const SaffronRegPlane *moving,
                                      const SaffronTransform *start,
                                      const SaffronDeformableOptions *options,
                                      SaffronJob *job,
                                      GError **error);

/* The same with @mask in the place of the mask of @options, which points to
 * SaffronDeformableOptions: a SaffronFitFunc. */
SaffronTransform *saffron_deformable_masked (const SaffronRegPlane *reference,
                                             const SaffronRegPlane *moving,
                                             const SaffronTransform *start,
                                             const SaffronPlane *mask,
                                             gpointer options,
                                             SaffronJob *job,
                                             GError **error);

/* The same, freeing @reference and @moving as soon as they can be done
 * without: large planes are not held beside what the optimiser needs. */
SaffronTransform *
saffron_deformable_take (SaffronRegPlane *reference,
                         SaffronRegPlane *moving,
                         const SaffronTransform *start,
                         const SaffronDeformableOptions *options,
                         SaffronJob *job,
                         GError **error);

G_END_DECLS
