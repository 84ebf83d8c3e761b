/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <math.h>

#include "register/acceptance.h"

G_BEGIN_DECLS

/**
 * SaffronHeldOutGain:
 * @gain: by how much stages made squares more alike that they had not seen, the
 *   sum over the stages that were kept
 * @variance: the square of its standard error
 *
 * What fits by themselves prove: tissue that does not belong together is not
 * made more alike where a fit does not look.
 */
typedef struct {
  double gain, variance;
} SaffronHeldOutGain;

/* Adds a stage that was kept. */
static inline void
saffron_held_out_gain_add (SaffronHeldOutGain *sum,
                           const SaffronEvidence *evidence)
{
  sum->gain += evidence->gain;
  sum->variance += evidence->error * evidence->error;
}

/* In standard errors; 0 when no stage was kept. @sum: (nullable) */
static inline double
saffron_held_out_gain_certainty (const SaffronHeldOutGain *sum)
{
  return sum != NULL && sum->variance > 0.0 ? sum->gain / sqrt (sum->variance)
                                            : 0.0;
}

G_END_DECLS
