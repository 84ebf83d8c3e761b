/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/job-plan.h"

G_BEGIN_DECLS

/* (transfer full): "3.2 s", "4 min 10 s", "2 h 5 min"; at least 0.1 s. */
char *saffron_describe_seconds (double seconds);

/**
 * saffron_describe_time_left:
 * @left: from saffron_job_get_time_left()
 * @seconds: from there, too
 *
 * Returns: (transfer full) (nullable): "4 min 10 s left" or "longer than
 *   estimated", translated; %NULL while it is unknown
 */
char *saffron_describe_time_left (SaffronTimeLeft left, double seconds);

G_END_DECLS
