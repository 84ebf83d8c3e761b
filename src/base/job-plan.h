/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * SaffronJobStage:
 * @name: as saffron_job_get_progress() gives it; static
 * @seconds: what the stage is estimated to take, against the others; 0 when it
 *   is off
 */
typedef struct {
  const char *name;
  double seconds;
} SaffronJobStage;

/**
 * SaffronTimeLeft:
 * @SAFFRON_TIME_LEFT_UNKNOWN: too early to tell
 * @SAFFRON_TIME_LEFT_SECONDS: so many seconds
 * @SAFFRON_TIME_LEFT_LONGER: the stage has taken longer than estimated, so the
 *   estimate says nothing more about it
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
 * share of the whole, and predicts the time left: the estimates of what is to
 * come, times how the stages that are done compared with theirs. It reads no
 * clock: times are given in seconds, from any start. Not thread-safe.
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

/* How many seconds an estimated one takes, before any stage has shown it; 1
 * unless it is set. */
void saffron_job_plan_set_pace (SaffronJobPlan *plan, double pace);

/* Begins @stage at @now, which ends the one before. */
void saffron_job_plan_begin (SaffronJobPlan *plan, guint stage, double now);

/* The stage that has begun turns out to be unnecessary: what it takes says
 * nothing about the pace of the others. */
void saffron_job_plan_skip (SaffronJobPlan *plan);

/**
 * saffron_job_plan_get_time_left:
 * @fraction: of the current stage that is done, 0 to 1
 * @seconds: (out): meant for %SAFFRON_TIME_LEFT_SECONDS only
 */
SaffronTimeLeft saffron_job_plan_get_time_left (const SaffronJobPlan *plan,
                                                double fraction,
                                                double now,
                                                double *seconds);

G_END_DECLS
