/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "session/session.h"
#include "slide/slide.h"

G_BEGIN_DECLS

/**
 * SaffronPair:
 * @session: (nullable): until a reference is there
 * @moving: (nullable): the moving slide that is shown
 * @reference_slide: (nullable): when it is not open
 * @moving_slide: (nullable): when it is not open
 *
 * The two slides that a window shows, and the session that they belong to.
 * Nothing in it is owned, unless it was set by saffron_pair_set().
 */
typedef struct {
  SaffronSession *session;
  SaffronMoving *moving;
  SaffronSlide *reference_slide;
  SaffronSlide *moving_slide;
} SaffronPair;

/* Whether both slides are open. */
gboolean saffron_pair_is_complete (const SaffronPair *self);

/* For an object that keeps a pair: takes references to the new members and
 * drops those to the old. */
void saffron_pair_set (SaffronPair *self, const SaffronPair *other);
void saffron_pair_clear (SaffronPair *self);

G_END_DECLS
