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
 * @from: the fraction of the whole job at which this stage starts
 * @to: and ends
 */
void saffron_job_begin_stage (SaffronJob *job,
                              const char *stage,
                              double from,
                              double to);

/**
 * saffron_job_set_plan:
 * @stages: in their order
 *
 * Names the stages that are going to come and says how long each is estimated
 * to take, so that each gets its share of the fraction and the time left can be
 * told. saffron_job_begin_planned() then takes the place of
 * saffron_job_begin_stage().
 */
void saffron_job_set_plan (SaffronJob *job,
                           const SaffronJobStage *stages,
                           guint n_stages);
void saffron_job_begin_planned (SaffronJob *job, guint stage);

/* The planned stage that has begun is not necessary: the time it takes says
 * nothing about how long the others will take. */
void saffron_job_skip_stage (SaffronJob *job);

/* How many seconds an estimated second of the plan takes here; set before the
 * plan. */
void saffron_job_set_pace (SaffronJob *job, double pace);

/* How much of the current stage is done, 0 to 1. */
void saffron_job_set_fraction (SaffronJob *job, double fraction);

/**
 * saffron_job_new_part:
 * @job: (nullable): whose current stage this is a part of
 * @from: the fraction of that stage at which the part starts
 * @to: and ends; @from for work that is not to be seen in the progress
 *
 * A job for a function that is called for a part of a stage: it has the
 * threads of @job and is cancelled with it, and what it reports of itself, 0 to
 * 1, moves @job from @from to @to.
 *
 * Returns: (transfer full) (nullable): %NULL for %NULL
 */
SaffronJob *saffron_job_new_part (SaffronJob *job, double from, double to);

/* As saffron_job_new_part() for one of several pieces of work that run side by
 * side: each adds @share of the stage to what the others add. */
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
 * @seconds: (out): until the job is done, where that is known
 *
 * With a plan, by its estimates, corrected by the stages that are done. Without
 * one, as if the rest went as quickly as what is done. To be asked again as
 * time passes, also when the fraction stands still.
 */
SaffronTimeLeft saffron_job_get_time_left (SaffronJob *job, double *seconds);

/**
 * SaffronJobClock:
 *
 * Returns: seconds from any start
 */
typedef double (*SaffronJobClock) (gpointer user_data);

/* What the time left is measured with; set before the job starts. Without it,
 * the monotonic clock. */
void saffron_job_set_clock (SaffronJob *job,
                            SaffronJobClock clock,
                            gpointer user_data);

G_END_DECLS
