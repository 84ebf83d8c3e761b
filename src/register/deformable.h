/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/job.h"
#include "register/planes.h"
#include "register/smoothness.h"
#include "transform/transform.h"

G_BEGIN_DECLS

/**
 * SaffronDeformableOptions:
 * @coarsest: the first level's longest side is at least this, pixels; each
 *   level has half the size of the next
 * @finest: the last level's longest side, at most that of the plane, pixels
 * @node_spacing: distance of the nodes, pixels of the level, so that the
 *   lattice gets finer from level to level
 * @smoothness: what is held small, see register/smoothness.h
 * @alpha: its weight. Displacements are measured in pixels of the level. Of
 *   first differences it then does not depend on the level; by second ones the
 *   same displacement costs four times less on the next finer level, so that
 *   what bends in long waves is found first
 * @radius: radius of the LNCC window, pixels of the level
 * @max_iterations: most iterations per level
 * @mask: (nullable): weights 0 … 1 over the reference, a plane of any size;
 *   pixels of weight 0 are ignored (held-out squares)
 */
typedef struct {
  int coarsest, finest;
  int node_spacing;
  SaffronSmoothnessKind smoothness;
  double alpha;
  int radius;
  int max_iterations;
  const SaffronPlane *mask;
} SaffronDeformableOptions;

/* For neighbouring sections: levels of 128, 256 and 512 px, a node every 4
 * px. */
#define SAFFRON_DEFORMABLE_SERIAL                                              \
  ((SaffronDeformableOptions){ 128, 512, 4, SAFFRON_SMOOTHNESS_DIFFUSION, 3.0, \
                               8, 60, NULL })
/* For the same section imaged again: levels from 512 px up to
 * max_non_rigid_dim, a node every 8 px. It starts from the result of
 * %SAFFRON_DEFORMABLE_SERIAL. Where nuclei are sparse, tissue goes on bending
 * as it does around: second differences halve the error there. */
#define SAFFRON_DEFORMABLE_SAME                                                \
  ((SaffronDeformableOptions){ 512, 2500, 8, SAFFRON_SMOOTHNESS_BENDING, 16.0, \
                               8, 60, NULL })
/* For comparisons such as those of the verdict: levels of 128 and 256 px. */
#define SAFFRON_DEFORMABLE_SHORT                                               \
  ((SaffronDeformableOptions){ 128, 256, 4, SAFFRON_SMOOTHNESS_DIFFUSION, 3.0, \
                               8, 30, NULL })

/**
 * saffron_deformable:
 * @reference: a plane of the finest level's size or larger
 * @moving: the same of the moving slide
 * @start: the transform to start from, without pieces, since a stage refines
 *   them one by one (see saffron_transform_get_piece()). Its affine part is
 *   kept, and its lattice, if any, is improved
 * @job: (nullable): its fraction goes from 0 to 1
 *
 * Maximises the signed squared local NCC, weighted by tissue on both sides,
 * with a regularised cubic B-spline lattice: J = Σ W (1 − c|c| / (v_R v_T)) / Σ
 * W + α/2 Σ |∇u|² / Σ W, or with second derivatives in the place of ∇u, by
 * L-BFGS with the inverse of the regularisation as initial Hessian. The
 * parameters are the coefficients themselves: nothing is fitted again.
 * Reentrant.
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
