/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "register/landmark.h"
#include "transform/affine-fit.h"

G_BEGIN_DECLS

/* (transfer full): the active landmarks as pairs; @n: (out) */
SaffronPointPair *saffron_landmarks_to_pairs (GArray *landmarks, gsize *n);

/**
 * saffron_landmarks_lay:
 *
 * How the moving slide lies by its active landmarks, before any bending: by a
 * shift for one of them, a similarity for two, an affine map for more. An
 * affine map that stretches one axis much more than the other, as from three
 * landmarks nearly on a line, gives way to the similarity.
 *
 * Returns: reference → moving; the identity when there are none
 */
SaffronAffine saffron_landmarks_lay (GArray *landmarks);

G_END_DECLS
