/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "session/session.h"
#include "session/sweep.h"

G_BEGIN_DECLS

/**
 * SaffronSweepLikeness:
 * @SAFFRON_SWEEP_OTHER: other combinations, or there is no sweep
 * @SAFFRON_SWEEP_SAME_AXES: the session's other parameters, or its landmarks,
 *   are not the sweep's
 * @SAFFRON_SWEEP_SAME: nothing differs
 *
 * What would start with some axes, against the sweep there is.
 */
typedef enum {
  SAFFRON_SWEEP_OTHER,
  SAFFRON_SWEEP_SAME_AXES,
  SAFFRON_SWEEP_SAME,
} SaffronSweepLikeness;

/**
 * saffron_sweep_compare:
 * @sweep: (nullable): what was, or is being, run
 * @session: (nullable): whose parameters would be used
 * @moving: (nullable): the slide that @sweep is of; %NULL when it went
 * @axes: see saffron_sweep_new()
 */
SaffronSweepLikeness saffron_sweep_compare (const SaffronSweep *sweep,
                                            SaffronSession *session,
                                            SaffronMoving *moving,
                                            const char *const *axes);

G_END_DECLS
