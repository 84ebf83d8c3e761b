/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "session/estimate.h"

#include <unistd.h>

#include "session/machine.h"
#include "session/memory.h"

/* Bytes of the program, its libraries, the directories of both slides and a few
 * FFT planes. */
#define BASE_BYTES 56e6

/* The part of a stage's work that more threads make quicker. */
#define PARALLEL 0.85

double
saffron_estimate_pace (guint threads)
{
  if (threads == 0)
    threads = g_get_num_processors ();
  return saffron_machine_slowness () * ((1.0 - PARALLEL) + PARALLEL / threads);
}

void
saffron_estimate_run (SaffronSlide *reference,
                      SaffronSlide *moving,
                      const SaffronParams *params,
                      guint threads,
                      SaffronEstimate *estimate)
{
  const SaffronStageInput input = { { reference, moving }, params, FALSE, 0 };
  const SaffronStage *stages = saffron_stages ();
  double pace = saffron_estimate_pace (threads);

  *estimate = (SaffronEstimate){ 0 };
  for (guint i = 0; i < SAFFRON_N_STAGES; i++)
    {
      SaffronEstimateStage *stage = &estimate->stages[i];
      SaffronStageCost cost = { 0 };

      stages[i].cost (&input, &cost);
      stage->name = stages[i].name;
      stage->memory = (gint64) (BASE_BYTES + cost.bytes);
      stage->seconds = pace * cost.seconds;
      estimate->peak_memory = MAX (estimate->peak_memory, stage->memory);
      estimate->seconds += stage->seconds;
    }
}

gint64
saffron_estimate_machine_memory (void)
{
  gint64 left = saffron_memory_free (NULL);
  long pages = sysconf (_SC_PHYS_PAGES);
  long size = sysconf (_SC_PAGESIZE);

  if (left > 0)
    return left + MIN (saffron_memory_held (NULL), (gint64) BASE_BYTES);
  return pages > 0 && size > 0 ? (gint64) pages * size : 0;
}
