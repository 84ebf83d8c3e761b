/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "session/session.h"
#include "slide/slide.h"

G_BEGIN_DECLS

/**
 * SaffronCorrections:
 *
 * How slides lie with the landmarks that were edited since their runs: a fit
 * for each, made in the background when it is first asked for, and kept while
 * run and landmarks stay. The slide on screen has its own, see
 * #SaffronLandmarkEditor.
 *
 * SaffronCorrections::changed: a fit is there.
 */
#define SAFFRON_TYPE_CORRECTIONS (saffron_corrections_get_type ())
G_DECLARE_FINAL_TYPE (SaffronCorrections,
                      saffron_corrections,
                      SAFFRON,
                      CORRECTIONS,
                      GObject)

SaffronCorrections *saffron_corrections_new (void);

/**
 * saffron_corrections_get:
 * @moving: a slide of @session with a run of the whole slide
 * @slides: the reference and that slide
 *
 * Returns: (transfer none): the transform through the landmarks that there are;
 *   the run's own when they are those of the run, when they cannot be met, and
 *   until the fit is there
 */
SaffronTransform *saffron_corrections_get (SaffronCorrections *self,
                                           SaffronSession *session,
                                           SaffronMoving *moving,
                                           SaffronSlide *const slides[2]);

G_END_DECLS
