/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "transform/landmark-fit.h"

G_BEGIN_DECLS

/**
 * SaffronLandmarkDrag:
 *
 * saffron_landmark_fit() on a base for as long as one pair is dragged. The
 * correction is linear in that pair's pull, so the system is solved once, and
 * each event costs an addition.
 */
typedef struct _SaffronLandmarkDrag SaffronLandmarkDrag;

/**
 * saffron_landmark_drag_new:
 * @base: the transform to correct; it must be invertible
 * @pairs: @n landmarks
 * @index: the pair that is dragged
 *
 * Solves the system, which takes some 0.2 s: not for the main loop.
 *
 * Returns: (transfer full): %NULL with the errors of saffron_landmark_fit()
 */
SaffronLandmarkDrag *saffron_landmark_drag_new (SaffronTransform *base,
                                                const SaffronPointPair *pairs,
                                                gsize n,
                                                gsize index,
                                                GError **error);
void saffron_landmark_drag_free (SaffronLandmarkDrag *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SaffronLandmarkDrag, saffron_landmark_drag_free)

/* Whether the correction is wide enough for the pair at these places, whose
 * pull is longer than before or begins elsewhere. A longer pull may fold;
 * another drag, begun with the pair there, suits it. */
gboolean saffron_landmark_drag_suits (const SaffronLandmarkDrag *self,
                                      SaffronRefPoint reference,
                                      SaffronMovPoint moving);

/**
 * saffron_landmark_drag_fit:
 * @reference: where the reference end of the pair is now
 * @moving: where its moving end is now
 *
 * While the reference end stays, as saffron_landmark_fit() to within 0.01 px,
 * except that it widens no correction because it folds, and that a drag which
 * began with a long pull has a correction that is wide enough for somewhat
 * longer ones. Where it has moved, the correction stays centred on where it
 * was, and is made so strong that the pair is met all the same.
 *
 * Returns: (transfer full): the transform, or %NULL with
 *   %SAFFRON_ERROR_ARGUMENT when an end is not finite
 */
SaffronTransform *saffron_landmark_drag_fit (const SaffronLandmarkDrag *self,
                                             SaffronRefPoint reference,
                                             SaffronMovPoint moving,
                                             GError **error);

G_END_DECLS
