/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/job.h"
#include "register/look.h"
#include "transform/transform.h"

G_BEGIN_DECLS

/**
 * SaffronSnapEnd:
 *
 * Which end of a landmark is moved. The other one stays.
 */
typedef enum {
  SAFFRON_SNAP_MOVING,
  SAFFRON_SNAP_REFERENCE,
} SaffronSnapEnd;

/**
 * SaffronSnapOutcome:
 * @SAFFRON_SNAP_FOUND: the end was moved to the best match
 * @SAFFRON_SNAP_OUTSIDE: too much of what would be compared lies beyond a slide
 * @SAFFRON_SNAP_FLAT: nothing stands out there on one of the slides
 * @SAFFRON_SNAP_UNLIKE: the best match is no better than chance
 * @SAFFRON_SNAP_FAR: the best match lies on the border of the search area, so
 *   that a better one may lie beyond it
 * @SAFFRON_SNAP_AMBIGUOUS: another place matches nearly as well
 *
 * Only for %SAFFRON_SNAP_FOUND the end has been moved.
 */
typedef enum {
  SAFFRON_SNAP_FOUND,
  SAFFRON_SNAP_OUTSIDE,
  SAFFRON_SNAP_FLAT,
  SAFFRON_SNAP_UNLIKE,
  SAFFRON_SNAP_FAR,
  SAFFRON_SNAP_AMBIGUOUS,
} SaffronSnapOutcome;

/**
 * SaffronSnapInput:
 * @slides: the reference and the moving slide
 * @looks: what is compared on each, as the registration does
 * @transform: reference → moving; says how the slides are turned, scaled and
 *   bent around the landmark, not where it lies
 * @reference: the landmark's end on the reference
 * @moving: its end on the moving slide
 * @end: which of them is moved
 * @reach: how far it may be moved at most, reference level-0 pixels; the larger
 *   it is, the larger is the neighbourhood that is compared. At least
 *   %SAFFRON_SNAP_LEAST_REACH is taken
 */
typedef struct {
  SaffronSlide *slides[2];
  SaffronLook looks[2];
  SaffronTransform *transform;
  SaffronRefPoint reference;
  SaffronMovPoint moving;
  SaffronSnapEnd end;
  double reach;
} SaffronSnapInput;

#define SAFFRON_SNAP_LEAST_REACH 48.0

/**
 * SaffronSnap:
 * @outcome: whether an end was moved, and if not, why
 * @reference: the landmark's end on the reference afterwards
 * @moving: its end on the moving slide afterwards
 * @score: normalised cross-correlation of the best match, -1 to 1; 0 where
 *   nothing was compared
 * @rival: that of the second best
 * @chance: the best that the same parts have when one of them is mirrored or
 *   turned by 180°: what similar structure reaches without a match
 */
typedef struct {
  SaffronSnapOutcome outcome;
  SaffronRefPoint reference;
  SaffronMovPoint moving;
  double score, rival, chance;
} SaffronSnap;

/**
 * saffron_landmark_snap:
 * @job: (nullable): may be cancelled
 * @snap: (out caller-allocates)
 *
 * Moves one end of a landmark to where its surroundings look most like those of
 * the other end. Both are compared by local contrast on the reference's grid:
 * the moving slide is pulled by @transform, shifted so that the landmark's ends
 * lie on each other. Squares of 81 pixels are compared, at a scale at which
 * @reach is 24 pixels, then at finer scales down to level 0 for as long as they
 * still match. Reads a few tiles of each slide. Deterministic.
 *
 * Source: normalised cross-correlation as in Lewis 1995.
 *
 * Returns: %FALSE with an error when a slide cannot be read or @job is
 *   cancelled
 */
gboolean saffron_landmark_snap (const SaffronSnapInput *input,
                                SaffronJob *job,
                                SaffronSnap *snap,
                                GError **error);

G_END_DECLS
