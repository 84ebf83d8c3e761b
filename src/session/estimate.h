/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "register/stages.h"

G_BEGIN_DECLS

/**
 * SaffronEstimateStage:
 * @name: the stage's name, as in the run's record
 * @memory: the most bytes that the process uses during the stage
 * @seconds: wall time
 */
typedef struct {
  const char *name;
  gint64 memory;
  double seconds;
} SaffronEstimateStage;

/**
 * SaffronEstimate:
 * @stages: in the order of the table of stages; a stage that is off takes no
 *   time
 * @peak_memory: bytes, the largest of all stages
 * @seconds: wall time, the sum of all stages
 *
 * The memory and time that a registration will take. The memory is that of the
 * program itself plus the costs of each stage of the table (register/stages.h):
 * the strips that are decoded, and a number of bytes per pixel of the planes at
 * their working sizes. These numbers are counted from the stages' buffers;
 * measured runs (tests/bench/estimate) agree within a quarter. The time follows
 * from the pixels that are decoded, the pixels of the planes and the measured
 * speed of this machine; it is right within a factor of two.
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
 * Estimates from the sizes of the slides alone: no pixels are read and nothing
 * is registered.
 */
void saffron_estimate_run (SaffronSlide *reference,
                           SaffronSlide *moving,
                           const SaffronParams *params,
                           guint threads,
                           SaffronEstimate *estimate);

/* Returns the seconds that the costs of one stage take on this machine with
 * @threads threads (0: one per processor), for saffron_job_set_pace(). */
double saffron_estimate_pace (guint threads);

/**
 * saffron_estimate_machine_memory:
 *
 * Returns the bytes that a registration in this process may use at the moment:
 * those of saffron_memory_free(), plus the program itself, because the
 * estimates count it and the process already holds it. The other memory of the
 * process is not added, because the tiles that are shown stay during the
 * registration. If the free memory is not known, the memory of the whole
 * machine takes its place.
 *
 * Returns: the bytes, or 0 when nothing is known
 */
gint64 saffron_estimate_machine_memory (void);

G_END_DECLS
