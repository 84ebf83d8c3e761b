/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/job.h"
#include "register/crops.h"

G_BEGIN_DECLS

/**
 * saffron_parts_detail:
 * @between: how the slides lie, between crops
 * @n_x: cells of the reference's crop in x
 * @n_y: in y
 * @job: (nullable)
 *
 * How much fine detail each cell shows on the slide that shows less of it, as a
 * share of what that slide's cells have as a rule. What lies under a bubble, is
 * out of focus or saturated has hardly any, so it can neither agree nor
 * disagree. The median of a cell's tissue counts: the rim of a bubble is sharp.
 *
 * Returns: (transfer full): @n_x × @n_y; 1 and more is usual; 0 without tissue
 */
double *saffron_parts_detail (const SaffronCrops *crops,
                              const SaffronTransform *between,
                              int n_x,
                              int n_y,
                              SaffronJob *job);

G_END_DECLS
