/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "session/moving.h"

G_BEGIN_DECLS

/**
 * SaffronMovingState:
 * @SAFFRON_MOVING_NOT_RUN: no run covers the whole slide
 * @SAFFRON_MOVING_UNVERIFIED: the evidence does not support its run
 * @SAFFRON_MOVING_PARTLY: it does for a part of the tissue
 * @SAFFRON_MOVING_VERIFIED: it does everywhere
 *
 * What is known of one moving slide of a session. The run is the one that is
 * exported, see saffron_moving_get_whole().
 */
typedef enum {
  SAFFRON_MOVING_NOT_RUN,
  SAFFRON_MOVING_UNVERIFIED,
  SAFFRON_MOVING_PARTLY,
  SAFFRON_MOVING_VERIFIED,
  SAFFRON_MOVING_N_STATES,
} SaffronMovingState;

SaffronMovingState saffron_moving_get_state (SaffronMoving *self);

/* Whether a person still has to see to the slide: it is not verified, and
 * nobody has accepted or rejected its run. */
gboolean saffron_moving_needs_look (SaffronMoving *self);

/**
 * saffron_moving_find_registered:
 * @params: what another registration would be asked
 * @z: (nullable): the Z planes of the reference and of the moving slide that it
 *   would look at, see saffron_look_find_z(); %NULL when they do not count
 *
 * Another registration of the whole slide with the landmarks and the start that
 * there are would come to the same as the run that this returns: a parameter on
 * which no result depends may differ.
 *
 * Returns: (transfer none) (nullable): the newest such run; %NULL: there is
 *   none
 */
SaffronRunEntry *saffron_moving_find_registered (SaffronMoving *self,
                                                 const SaffronParams *params,
                                                 const int z[2]);

G_END_DECLS
