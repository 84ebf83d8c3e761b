/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "register/landmark.h"
#include "transform/transform.h"

G_BEGIN_DECLS

/**
 * saffron_landmark_groups:
 * @landmarks: (nullable) (element-type SaffronLandmark)
 * @transform: how the slides lie by the automatic stages
 *
 * Three or more landmarks that lie far from where @transform has them, and that
 * one similarity of nearly its scale and of its handedness brings together,
 * show a piece that moved by itself. The similarity with the most landmarks is
 * taken first; those of two landmarks are tried, as in RANSAC (Fischler &
 * Bolles 1981), but all of them, so the result is deterministic.
 *
 * Returns: (transfer full) (element-type SaffronAffine): how such pieces lie,
 *   reference level-0 → moving level-0; empty as a rule
 */
GArray *saffron_landmark_groups (GArray *landmarks,
                                 const SaffronTransform *transform);

G_END_DECLS
