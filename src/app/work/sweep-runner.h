/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/work/pair.h"
#include "app/work/sweep-likeness.h"
#include "app/work/work-list.h"

G_BEGIN_DECLS

/**
 * SaffronSweepRunner:
 *
 * Runs a sweep in the background, one registration after another, and keeps
 * each run in the session, grouped under the sweep's name. It ends when the
 * session is another, or the slides are. While nothing runs, its sweep is the
 * one that the shown moving slide's runs tell of.
 *
 * SaffronSweepRunner::changed: a result came or went, it started or stopped,
 *   or what a start would do may be something else.
 * SaffronSweepRunner::restored: there is a sweep that the session told of.
 * SaffronSweepRunner::memory: some combinations would take more memory than
 *   there is; it waits for saffron_sweep_runner_answer().
 * SaffronSweepRunner::show (SaffronMoving): that slide is to be
 *   shown, with the run that is now its current one.
 */
#define SAFFRON_TYPE_SWEEP_RUNNER (saffron_sweep_runner_get_type ())
G_DECLARE_FINAL_TYPE (SaffronSweepRunner,
                      saffron_sweep_runner,
                      SAFFRON,
                      SWEEP_RUNNER,
                      GObject)

/* @settings: the processors and the memory that a run may have. @works: the
 * list in which a running sweep appears. */
SaffronSweepRunner *saffron_sweep_runner_new (GSettings *settings,
                                              SaffronWorkList *works);

/* Call this whenever the pair or its session has changed. */
void saffron_sweep_runner_set_pair (SaffronSweepRunner *self,
                                    const SaffronPair *pair);

/**
 * saffron_sweep_runner_start:
 * @axes: see saffron_sweep_new(); every other parameter is the session's
 *
 * Registers the shown moving slide with each combination that the session does
 * not have yet, once it is known that the memory is enough.
 *
 * Returns: %FALSE with an error when one is running, nothing is shown, or the
 *   axes are not right
 */
gboolean saffron_sweep_runner_start (SaffronSweepRunner *self,
                                     const char *const *axes,
                                     GError **error);

/* Goes on with the sweep there is, with the parameters that it was started
 * with; what failed is tried again. Nothing happens when nothing is left. */
void saffron_sweep_runner_resume (SaffronSweepRunner *self);

/* Whether resuming would register anything. */
gboolean saffron_sweep_runner_can_resume (SaffronSweepRunner *self);

/* What would start with some axes, against the sweep there is. */
SaffronSweepLikeness saffron_sweep_runner_compare (SaffronSweepRunner *self,
                                                   const char *const *axes);

/* The bytes that a run may have; known when "memory" is emitted. */
gint64 saffron_sweep_runner_get_limit (SaffronSweepRunner *self);
/* Whether a combination that is still to run takes more memory than that. */
gboolean saffron_sweep_runner_is_too_large (SaffronSweepRunner *self, guint i);
/* @all: whether to run those that are too large, too. */
void saffron_sweep_runner_answer (SaffronSweepRunner *self, gboolean all);

/* Cancels the registration under way; finished runs stay. */
void saffron_sweep_runner_stop (SaffronSweepRunner *self);

/* Also while the memory is being checked. */
gboolean saffron_sweep_runner_is_running (SaffronSweepRunner *self);
/* The combination that is being registered; -1 when none is. */
int saffron_sweep_runner_get_item (SaffronSweepRunner *self);

/* (nullable): the sweep that runs, or that the runs tell of. */
const SaffronSweep *saffron_sweep_runner_get_sweep (SaffronSweepRunner *self);

/* The pair that is shown, and the settings; owned by the runner. */
const SaffronPair *saffron_sweep_runner_get_pair (SaffronSweepRunner *self);
GSettings *saffron_sweep_runner_get_settings (SaffronSweepRunner *self);

/* Shows a combination's run, if it is still there. */
void saffron_sweep_runner_show (SaffronSweepRunner *self, guint i);

G_END_DECLS
