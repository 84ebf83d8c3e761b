/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "session/estimate.h"

G_BEGIN_DECLS

/* The default number of processors of a cluster's job. */
#define SAFFRON_CLUSTER_CPUS 8

/**
 * SaffronForecast:
 * @here: the memory and time of the registration on this machine
 * @here_cpus: the number of processors assumed for @here
 * @cluster: the memory and time on the cluster
 * @cluster_cpus: the number of processors assumed for @cluster
 * @limit: bytes of memory that it may use here; 0: not known
 * @fits: whether @here stays within @limit
 * @fitting: (nullable): when @here exceeds @limit, the nearest parameters that
 *   stay within it; %NULL when there are none
 *
 * The forecast that the command line and the app show before anything runs.
 */
typedef struct {
  SaffronEstimate here;
  guint here_cpus;
  SaffronEstimate cluster;
  guint cluster_cpus;
  gint64 limit;
  gboolean fits;
  SaffronParams *fitting;
} SaffronForecast;

/**
 * saffron_forecast_new:
 * @cpus: processors of this machine; 0: all of them
 * @cluster_cpus: processors of the cluster's job; 0: %SAFFRON_CLUSTER_CPUS
 * @limit: bytes; 0: the free memory of this machine
 *
 * Uses saffron_estimate_run() alone, so that no pixels are read and nothing is
 * registered. May be called from any thread.
 */
SaffronForecast *saffron_forecast_new (SaffronSlide *reference,
                                       SaffronSlide *moving,
                                       const SaffronParams *params,
                                       guint cpus,
                                       guint cluster_cpus,
                                       gint64 limit);
void saffron_forecast_free (SaffronForecast *forecast);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SaffronForecast, saffron_forecast_free)

/* (transfer full): "310 MB, 3.2 s". */
char *saffron_estimate_describe (gint64 memory, double seconds);

G_END_DECLS
