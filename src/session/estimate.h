/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "register/stages.h"

G_BEGIN_DECLS

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
 * @stages: as in the table of stages; one that is off takes no time
 * @peak_memory: bytes, the largest of them
 * @seconds: all of them
 *
 * What a registration is going to take. The model: the program itself, plus
 * what each stage of the table costs (register/stages.h): the strips that are
 * decoded, and bytes per pixel of the planes at their working sizes. The bytes
 * are counted from the stages' buffers and checked against measured runs
 * (tests/bench/estimate): within a quarter. Time goes by pixels decoded and
 * pixels of the planes, at the speed that this machine is measured to have:
 * within a factor of two.
 */
typedef struct {
  SaffronEstimateStage stages[SAFFRON_N_STAGES];
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

/* Seconds here for one of the stages' costs, on so many threads (0: one per
 * processor): what saffron_job_set_pace() takes. */
double saffron_estimate_pace (guint threads);

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
