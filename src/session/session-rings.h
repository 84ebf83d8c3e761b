/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "quality/loop.h"
#include "session/session.h"

G_BEGIN_DECLS

/**
 * SaffronSessionRing:
 * @entries: runs of two moving slides, both of the whole slide
 * @loop: over both
 *
 * A ring that was measured: the reference, one moving slide, the other one, and
 * back.
 */
typedef struct {
  SaffronRunEntry *entries[2];
  SaffronLoop loop;
} SaffronSessionRing;

/**
 * saffron_session_set_rings:
 *
 * Keeps what was measured, in place of what was known of the same two runs. A
 * ring counts while both runs are the ones that are exported: a run that
 * saffron_loop_judge() then finds contradicted has that verdict wherever it is
 * shown, see saffron_run_entry_get_run(). It is saved with the session, and no
 * edit: undo passes over it. The session is modified when a verdict changes.
 */
void saffron_session_set_rings (SaffronSession *session,
                                const SaffronSessionRing *rings,
                                guint n);

G_END_DECLS
