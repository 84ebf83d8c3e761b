/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * SaffronJob:
 *
 * One piece of long work: who may cancel it, how far it is, how many threads it
 * may use. Every long function takes one; %NULL means: do not report, cannot
 * be cancelled, all processors. All functions may be called from any thread.
 */
#define SAFFRON_TYPE_JOB (saffron_job_get_type ())
G_DECLARE_FINAL_TYPE (SaffronJob, saffron_job, SAFFRON, JOB, GObject)

/**
 * SaffronJobFunc:
 * @stage: what it is doing, for a person ("coarse", "writing")
 * @fraction: of the whole job, 0 to 1, never falling
 *
 * Called in the working thread, each time that the stage or the fraction moves.
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

/* How much of the current stage is done, 0 to 1. */
void saffron_job_set_fraction (SaffronJob *job, double fraction);

/**
 * saffron_job_get_progress:
 * @stage: (out) (optional) (transfer full): the current stage
 *
 * Returns: the fraction of the whole job
 */
double saffron_job_get_progress (SaffronJob *job, char **stage);

G_END_DECLS
