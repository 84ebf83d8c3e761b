/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * SaffronJobStage:
 * @name: its name, as saffron_job_get_progress() returns it; static
 * @seconds: the time that the stage is estimated to take, relative to the
 *   others; 0 when it is off
 */
typedef struct {
  const char *name;
  double seconds;
} SaffronJobStage;

/**
 * SaffronTimeLeft:
 * @SAFFRON_TIME_LEFT_UNKNOWN: too early to tell
 * @SAFFRON_TIME_LEFT_SECONDS: the time left is known
 * @SAFFRON_TIME_LEFT_LONGER: the stage has taken longer than estimated, so the
 *   time left is not known any more
 */
typedef enum {
  SAFFRON_TIME_LEFT_UNKNOWN,
  SAFFRON_TIME_LEFT_SECONDS,
  SAFFRON_TIME_LEFT_LONGER,
} SaffronTimeLeft;

/**
 * SaffronJobPlan:
 *
 * The stages of a job with the estimated time of each. It gives each stage its
 * share of the whole and predicts the time left: the estimates of the coming
 * stages, multiplied by how the finished ones compared with theirs. It reads no
 * clock; the caller gives times in seconds from any start. Not thread-safe.
 */
typedef struct _SaffronJobPlan SaffronJobPlan;

SaffronJobPlan *saffron_job_plan_new (const SaffronJobStage *stages,
                                      guint n_stages);
void saffron_job_plan_free (SaffronJobPlan *plan);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SaffronJobPlan, saffron_job_plan_free)

guint saffron_job_plan_get_n_stages (const SaffronJobPlan *plan);
const char *saffron_job_plan_get_name (const SaffronJobPlan *plan, guint stage);

/* Where @stage begins and ends: fractions of the whole, 0 to 1. */
void saffron_job_plan_get_share (const SaffronJobPlan *plan,
                                 guint stage,
                                 double *from,
                                 double *to);

/* Sets how many seconds an estimated second is expected to take before any
 * stage is done; 1 by default. */
void saffron_job_plan_set_pace (SaffronJobPlan *plan, double pace);

/* Begins @stage at @now, which ends the one before. */
void saffron_job_plan_begin (SaffronJobPlan *plan, guint stage, double now);

/* Says that the current stage turned out to be unnecessary, so that its time
 * says nothing about the pace of the others. */
void saffron_job_plan_skip (SaffronJobPlan *plan);

/**
 * saffron_job_plan_get_time_left:
 * @fraction: the part of the current stage that is done, 0 to 1
 * @seconds: (out): the time left; valid only with %SAFFRON_TIME_LEFT_SECONDS
 */
SaffronTimeLeft saffron_job_plan_get_time_left (const SaffronJobPlan *plan,
                                                double fraction,
                                                double now,
                                                double *seconds);

G_END_DECLS
