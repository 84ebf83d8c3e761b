/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "base/job-plan.h"

G_BEGIN_DECLS

/**
 * SaffronJob:
 *
 * One piece of long work: it can be cancelled, reports its progress and knows
 * how many threads it may use. Every long function takes one; with %NULL it
 * reports nothing, cannot be cancelled and uses all processors. All functions
 * may be called from any thread.
 */
#define SAFFRON_TYPE_JOB (saffron_job_get_type ())
G_DECLARE_FINAL_TYPE (SaffronJob, saffron_job, SAFFRON, JOB, GObject)

/**
 * SaffronJobFunc:
 * @stage: what it is doing, for a person ("coarse", "writing")
 * @fraction: of the whole job, 0 to 1, never falling
 *
 * Called in the working thread, each time that the stage changes or the
 * fraction has moved by a thousandth.
 */
typedef void (*SaffronJobFunc) (SaffronJob *job,
                                const char *stage,
                                double fraction,
                                gpointer user_data);

SaffronJob *saffron_job_new (void);

/* 0 means one thread per processor. Results do not depend on it. */
void saffron_job_set_threads (SaffronJob *job, guint n_threads);
guint saffron_job_get_threads (SaffronJob *job);

/* Set before the job starts; @func may be %NULL. */
void saffron_job_set_callback (SaffronJob *job,
                               SaffronJobFunc func,
                               gpointer user_data);

/* The job's own cancellable, for GIO calls; owned by the job. */
GCancellable *saffron_job_get_cancellable (SaffronJob *job);
void saffron_job_cancel (SaffronJob *job);
gboolean saffron_job_is_cancelled (SaffronJob *job);

/**
 * saffron_job_check:
 *
 * Returns: %FALSE with %G_IO_ERROR_CANCELLED set once the job is cancelled
 */
gboolean saffron_job_check (SaffronJob *job, GError **error);

/**
 * saffron_job_begin_stage:
 * @from: the fraction of the whole job at which the stage starts
 * @to: and at which it ends
 */
void saffron_job_begin_stage (SaffronJob *job,
                              const char *stage,
                              double from,
                              double to);

/**
 * saffron_job_set_plan:
 * @stages: in their order
 *
 * Sets the coming stages and how long each is estimated to take, from which
 * each gets its share of the fraction, and the time left can be told. Then use
 * saffron_job_begin_planned() instead of saffron_job_begin_stage().
 */
void saffron_job_set_plan (SaffronJob *job,
                           const SaffronJobStage *stages,
                           guint n_stages);
void saffron_job_begin_planned (SaffronJob *job, guint stage);

/* Says that the current planned stage is unnecessary, so that its time says
 * nothing about how long the others will take. */
void saffron_job_skip_stage (SaffronJob *job);

/* Sets how many seconds an estimated second of the plan takes on this machine;
 * call it before saffron_job_set_plan(). */
void saffron_job_set_pace (SaffronJob *job, double pace);

/* How much of the current stage is done, 0 to 1. */
void saffron_job_set_fraction (SaffronJob *job, double fraction);
/* So much more of it, for work that is done side by side. */
void saffron_job_add_fraction (SaffronJob *job, double by);

/**
 * saffron_job_new_part:
 * @job: (nullable): the job of whose current stage this is a part
 * @from: the fraction of that stage at which the part starts
 * @to: the fraction at which it ends; equal to @from for work that should not
 *   show in the progress
 *
 * Makes a job for a function that does a part of a stage. It has the threads of
 * @job and is cancelled with it. Its own progress from 0 to 1 moves @job from
 * @from to @to.
 *
 * Returns: (transfer full) (nullable): the part; %NULL if @job is %NULL
 */
SaffronJob *saffron_job_new_part (SaffronJob *job, double from, double to);

/* As saffron_job_new_part(), for one of several pieces of work that run at the
 * same time. Each adds up to @share of the stage to what the others add. */
SaffronJob *saffron_job_new_share (SaffronJob *job, double share);

/**
 * saffron_job_get_progress:
 * @stage: (out) (optional) (transfer full): the current stage
 *
 * Returns: the fraction of the whole job
 */
double saffron_job_get_progress (SaffronJob *job, char **stage);

/**
 * saffron_job_get_time_left:
 * @seconds: (out): seconds until the job is done, if that is known
 *
 * With a plan, the time left follows from its estimates, corrected by the
 * stages that are done. Without one, the rest is assumed to go as fast as what
 * is done. Call it again as time passes, even if the fraction does not move.
 */
SaffronTimeLeft saffron_job_get_time_left (SaffronJob *job, double *seconds);

/**
 * SaffronJobClock:
 *
 * Returns: the time in seconds from any start
 */
typedef double (*SaffronJobClock) (gpointer user_data);

/* Sets the clock for measuring the time left, before the job starts; by default
 * the monotonic clock. */
void saffron_job_set_clock (SaffronJob *job,
                            SaffronJobClock clock,
                            gpointer user_data);

G_END_DECLS
