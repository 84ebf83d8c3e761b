/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "session/draft.h"

G_BEGIN_DECLS

/**
 * SaffronAutosave:
 *
 * Writes a session's draft (session/draft.h) a second after an edit, on a
 * worker, and again after each second in which there were more; discards it
 * once the session is saved. For the main thread.
 *
 * SaffronAutosave::failed (message): the draft cannot be written; said once,
 * until it can be again.
 */
#define SAFFRON_TYPE_AUTOSAVE (saffron_autosave_get_type ())
G_DECLARE_FINAL_TYPE (SaffronAutosave,
                      saffron_autosave,
                      SAFFRON,
                      AUTOSAVE,
                      GObject)

/* @draft: (nullable) (transfer full): where @session was recovered from; it is
 * written to from then on. */
SaffronAutosave *saffron_autosave_new (SaffronSession *session,
                                       SaffronDraft *draft);

/* What the session becomes meanwhile is no edit that would have to be kept; a
 * later one is written with it. */
void saffron_autosave_pause (SaffronAutosave *self, gboolean paused);

/* Writes what is not written yet and then ends; the application stays until it
 * is done. No signal comes any more. */
void saffron_autosave_close (SaffronAutosave *self);

G_END_DECLS
