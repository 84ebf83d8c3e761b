/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "register/params.h"
#include "slide/slide.h"

G_BEGIN_DECLS

#define SAFFRON_ESTIMATE_STAGES 6

/**
 * SaffronEstimateStage:
 * @name: as in the run's record
 * @memory: bytes that the process has while it works, at most
 * @seconds: wall time
 */
typedef struct {
  const char *name;
  gint64 memory;
  double seconds;
} SaffronEstimateStage;

/**
 * SaffronEstimate:
 * @stages: in their order; one that is off takes no time
 * @peak_memory: bytes, the largest of them
 * @seconds: all of them
 *
 * What a registration is going to take. The model: the program itself, plus
 * the strips that are decoded, plus bytes per pixel of the planes at their
 * working sizes, stage by stage; the bytes are counted from the stages' buffers
 * and checked against measured runs (tests/bench/estimate): within a quarter.
 * Time goes by pixels decoded and pixels of the planes, at the speed that this
 * machine is measured to have: within a factor of two.
 */
typedef struct {
  SaffronEstimateStage stages[SAFFRON_ESTIMATE_STAGES];
  gint64 peak_memory;
  double seconds;
} SaffronEstimate;

/**
 * saffron_estimate_run:
 * @threads: 0: one per processor
 *
 * Looks at the slides' sizes alone: nothing is read or registered.
 */
void saffron_estimate_run (SaffronSlide *reference,
                           SaffronSlide *moving,
                           const SaffronParams *params,
                           guint threads,
                           SaffronEstimate *estimate);

/**
 * saffron_estimate_machine_memory:
 *
 * Bytes that a registration in this process may have at the moment: what
 * saffron_memory_free() leaves to take, and of what the process holds the
 * program itself, which the estimates count. Not the rest of that: tiles that
 * are shown stay while it registers. All the machine's where that is not said.
 *
 * Returns: 0 when nothing is known
 */
gint64 saffron_estimate_machine_memory (void);

G_END_DECLS
