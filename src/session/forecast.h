/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "session/estimate.h"

G_BEGIN_DECLS

/* Processors that a cluster's job has unless somebody says otherwise. */
#define SAFFRON_CLUSTER_CPUS 8

/**
 * SaffronForecast:
 * @here: what registering takes on this machine
 * @here_cpus: with so many processors
 * @cluster: what it takes on the cluster
 * @cluster_cpus: with so many
 * @limit: bytes of memory that it may have here; 0: not known
 * @fits: whether @here stays within @limit
 * @fitting: (nullable): the nearest parameters that do, when these do not and
 *   there are any
 *
 * What is said before anything runs: the same on the command line and in the
 * app.
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
 * @cpus: of this machine, 0: all it has
 * @cluster_cpus: of the cluster's job, 0: %SAFFRON_CLUSTER_CPUS
 * @limit: bytes, 0: what this machine has free
 *
 * By saffron_estimate_run() alone: nothing is read or registered. May be
 * called from any thread.
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
