/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "session/session.h"

G_BEGIN_DECLS

/**
 * saffron_stack_find_changed:
 * @moving: a slide of the session
 *
 * A run that was laid over another slide is out of date when that one lies
 * otherwise now: it was registered anew, its landmarks were edited, or it is
 * out of date itself.
 *
 * Returns: (transfer none) (nullable): the slide over which the exported run of
 *   @moving was laid; %NULL when that has not changed since, or the run was
 *   laid over none that the session has
 */
SaffronMoving *saffron_stack_find_changed (SaffronSession *session,
                                           SaffronMoving *moving);

/* (transfer none) (nullable): the slide over which the exported run of @moving
 * was laid, changed or not. */
SaffronMoving *saffron_stack_find_link (SaffronSession *session,
                                        SaffronMoving *moving);

G_END_DECLS
