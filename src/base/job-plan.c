/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "base/job-plan.h"

/* The first stages are short and say little about the pace. So the expected
 * pace counts as if this share of the whole had been measured already. */
#define EXPECTED_SHARE 0.1

/* A stage is late after this many times its estimate, corrected by the pace;
 * estimates are right within a factor of two. */
#define LATE 1.5

/* A stage this short, in seconds, is over before anybody reads that it is
 * late. */
#define LATE_SECONDS 2.0

struct _SaffronJobPlan {
  GArray *stages; /* SaffronJobStage */
  double total;
  double pace;

  int current; /* -1 before the first */
  double began;
  gboolean skipped;          /* whether the current stage is skipped */
  double measured, expected; /* seconds of the stages that are done */
};

SaffronJobPlan *
saffron_job_plan_new (const SaffronJobStage *stages, guint n_stages)
{
  SaffronJobPlan *plan = g_new0 (SaffronJobPlan, 1);

  plan->stages = g_array_new (FALSE, FALSE, sizeof (SaffronJobStage));
  g_array_append_vals (plan->stages, stages, n_stages);
  for (guint i = 0; i < n_stages; i++)
    plan->total += stages[i].seconds;
  plan->pace = 1.0;
  plan->current = -1;
  return plan;
}

void
saffron_job_plan_free (SaffronJobPlan *plan)
{
  if (plan == NULL)
    return;
  g_array_unref (plan->stages);
  g_free (plan);
}

static const SaffronJobStage *
get_stage (const SaffronJobPlan *plan, guint stage)
{
  g_assert (stage < plan->stages->len);
  return &g_array_index (plan->stages, SaffronJobStage, stage);
}

guint
saffron_job_plan_get_n_stages (const SaffronJobPlan *plan)
{
  return plan->stages->len;
}

const char *
saffron_job_plan_get_name (const SaffronJobPlan *plan, guint stage)
{
  return get_stage (plan, stage)->name;
}

static double
seconds_before (const SaffronJobPlan *plan, guint stage)
{
  double sum = 0.0;

  for (guint i = 0; i < stage; i++)
    sum += get_stage (plan, i)->seconds;
  return sum;
}

void
saffron_job_plan_get_share (const SaffronJobPlan *plan,
                            guint stage,
                            double *from,
                            double *to)
{
  double before = seconds_before (plan, stage);
  double total = MAX (plan->total, 1e-9);

  *from = before / total;
  *to = stage + 1 == plan->stages->len
            ? 1.0
            : (before + get_stage (plan, stage)->seconds) / total;
}

void
saffron_job_plan_set_pace (SaffronJobPlan *plan, double pace)
{
  plan->pace = pace;
}

void
saffron_job_plan_begin (SaffronJobPlan *plan, guint stage, double now)
{
  if (plan->current >= 0 && !plan->skipped)
    {
      plan->measured += now - plan->began;
      plan->expected += get_stage (plan, (guint) plan->current)->seconds;
    }
  plan->current = (int) stage;
  plan->began = now;
  plan->skipped = FALSE;
}

void
saffron_job_plan_skip (SaffronJobPlan *plan)
{
  plan->skipped = TRUE;
}

/* The seconds that an estimated second takes, by the stages that are done. */
static double
pace_so_far (const SaffronJobPlan *plan)
{
  double trusted = EXPECTED_SHARE * plan->total;

  return (plan->measured + plan->pace * trusted) / (plan->expected + trusted);
}

SaffronTimeLeft
saffron_job_plan_get_time_left (const SaffronJobPlan *plan,
                                double fraction,
                                double now,
                                double *seconds)
{
  double pace, stage, after;

  *seconds = 0.0;
  if (plan->current < 0 || plan->total <= 0.0)
    return SAFFRON_TIME_LEFT_UNKNOWN;
  pace = pace_so_far (plan);
  stage = get_stage (plan, (guint) plan->current)->seconds;
  after = plan->total - seconds_before (plan, (guint) plan->current) - stage;
  if (!plan->skipped
      && now - plan->began > MAX (LATE * pace * stage, LATE_SECONDS))
    return SAFFRON_TIME_LEFT_LONGER;
  *seconds = pace * (stage * (1.0 - CLAMP (fraction, 0.0, 1.0)) + after);
  return SAFFRON_TIME_LEFT_SECONDS;
}
