/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "register/acceptance.h"
#include "register/micro-source.h"

G_BEGIN_DECLS

/**
 * SaffronMicro:
 * @sources: reference and moving slide at the working size
 * @radius: radius of the windows in which they are compared, pixels
 * @alpha: (out): the weight of smoothness that was chosen; 0 for none
 * @kept: (out): whether anything was changed
 * @folds: (out): whether a result was dropped because it folds
 * @evidence: (out): from held-out squares; of several pieces, that of the one
 *   with most tissue. To be cleared
 */
typedef struct {
  SaffronMicroSource sources[2];
  int radius;
  double alpha;
  gboolean kept, folds;
  SaffronEvidence evidence;
} SaffronMicro;

/**
 * saffron_micro:
 * @reference: the reference at a small size: where there is tissue
 * @moving: likewise
 * @start: the transform before the stage, without pieces, right to within a few
 *   pixels of the working size
 * @mask: (nullable): what of the reference counts, 0 … 1
 * @micro: the #SaffronMicro
 *
 * Corrects a transform at a size at which neither slide is held: a
 * #SaffronFitFunc. Each pass goes over both slides tile by tile, asks each
 * block of pixels how it wants to be moved and how certain that is (see
 * register/micro-blocks.h), and solves for the lattice that bends least and
 * gives most. Of five weights of smoothness it takes the one that gains most in
 * held-out squares (see register/micro-evidence.h); where cells of the
 * reference gain nothing, what was there before is kept.
 *
 * Returns: (transfer full): the corrected transform, or @start when the
 * evidence is against it; %NULL with an error when a slide cannot be read or
 * the job is cancelled
 */
SaffronTransform *saffron_micro (const SaffronRegPlane *reference,
                                 const SaffronRegPlane *moving,
                                 const SaffronTransform *start,
                                 const SaffronPlane *mask,
                                 gpointer micro,
                                 SaffronJob *job,
                                 GError **error);

G_END_DECLS
