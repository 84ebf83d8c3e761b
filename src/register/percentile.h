/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/job.h"
#include "base/plane.h"

G_BEGIN_DECLS

/**
 * saffron_plane_percentile:
 * @mask: (nullable): only pixels where it is above 0.5 are counted
 * @percent: 0 to 100
 * @job: (nullable): threads, and cancelling; without one the caller works alone
 *
 * Returns: the value below which that share of the pixels lies, found by ever
 *   finer histograms; 0 when no pixel is counted, or the job is cancelled
 */
double saffron_plane_percentile (const SaffronPlane *plane,
                                 const SaffronPlane *mask,
                                 double percent,
                                 SaffronJob *job);

/**
 * saffron_plane_percentile_above:
 * @mask: only pixels where it is above 0.5 are counted
 * @above: and of these those with a larger value than this
 *
 * Returns: the same of the counted pixels
 */
double saffron_plane_percentile_above (const SaffronPlane *plane,
                                       const SaffronPlane *mask,
                                       double above,
                                       double percent,
                                       SaffronJob *job);

G_END_DECLS
