/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/work/work.h"
#include "register/pipeline.h"
#include "session/session.h"
#include "session/stack.h"

G_BEGIN_DECLS

/**
 * SaffronRegistration:
 *
 * A registration under way, with its own handles of the slides, so that
 * browsing goes on. Its messages are the transforms (#SaffronTransform) that
 * the finished stages have come to.
 */
#define SAFFRON_TYPE_REGISTRATION (saffron_registration_get_type ())
G_DECLARE_FINAL_TYPE (SaffronRegistration,
                      saffron_registration,
                      SAFFRON,
                      REGISTRATION,
                      SaffronWork)

/**
 * saffron_registration_new:
 * @session: has the reference
 * @moving: one of its slides
 * @spec: copied, with its landmarks and its start by hand: what is edited
 * meanwhile counts for the next run; its stage_done is not used
 * @over: (nullable) (element-type SaffronStackSlide): over which slides it is
 *   tried, too
 * @n_threads: 0 for one per processor
 *
 * Starts at once; see saffron_register() and saffron_register_chain().
 */
SaffronRegistration *
saffron_registration_new (SaffronSession *session,
                          SaffronMoving *moving,
                          const SaffronRegisterOptions *spec,
                          GPtrArray *over,
                          guint n_threads);

/**
 * saffron_registration_new_in_order:
 *
 * The same, but over the slides that the parameters' order gives, of those of
 * the session that have a run by now: it finds the order first. A region is
 * registered directly.
 */
SaffronRegistration *
saffron_registration_new_in_order (SaffronSession *session,
                                   SaffronMoving *moving,
                                   const SaffronRegisterOptions *spec,
                                   guint n_threads);

/* (nullable): once it is done; %NULL when it failed or was cancelled. */
SaffronRun *saffron_registration_get_run (SaffronRegistration *self);

/* Of width 0 for the whole slide. */
const SaffronRect *saffron_registration_get_region (SaffronRegistration *self);
const char *saffron_registration_get_reference (SaffronRegistration *self);
/* The moving slide's path, which tells where the run belongs. */
const char *saffron_registration_get_moving (SaffronRegistration *self);

G_END_DECLS
