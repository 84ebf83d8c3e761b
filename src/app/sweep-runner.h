/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/document.h"
#include "session/sweep.h"

G_BEGIN_DECLS

/**
 * SaffronSweepRunner:
 *
 * Runs a document's sweep in the background, one registration after another,
 * and keeps each run in the session, grouped under the sweep's name. It ends
 * when the session is another, or the slides are.
 *
 * SaffronSweepRunner::changed: a result came, or it started or stopped.
 * SaffronSweepRunner::progress (text, fraction of the whole sweep).
 */
#define SAFFRON_TYPE_SWEEP_RUNNER (saffron_sweep_runner_get_type ())
G_DECLARE_FINAL_TYPE (SaffronSweepRunner,
                      saffron_sweep_runner,
                      SAFFRON,
                      SWEEP_RUNNER,
                      GObject)

SaffronSweepRunner *saffron_sweep_runner_new (SaffronDocument *document);

/**
 * saffron_sweep_runner_start:
 * @axes: see saffron_sweep_new(); every other parameter is the session's
 *
 * Registers the shown moving slide with each combination that the session does
 * not have yet: starting a sweep that was stopped resumes it.
 *
 * Returns: %FALSE with an error when one is running, nothing is shown, or the
 *   axes are not right
 */
gboolean saffron_sweep_runner_start (SaffronSweepRunner *self,
                                     const char *const *axes,
                                     guint n_threads,
                                     GError **error);

/* Cancels the one under way; those that are done stay. */
void saffron_sweep_runner_stop (SaffronSweepRunner *self);

gboolean saffron_sweep_runner_is_running (SaffronSweepRunner *self);

/* (nullable): the one that runs or was stopped last. */
const SaffronSweep *saffron_sweep_runner_get_sweep (SaffronSweepRunner *self);

/* Shows one's run, if it is there still. */
void saffron_sweep_runner_show (SaffronSweepRunner *self, guint i);

G_END_DECLS
