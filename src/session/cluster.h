/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "register/params.h"
#include "session/forecast.h"

G_BEGIN_DECLS

/**
 * SaffronClusterNeed:
 * @memory: bytes, of the slide that needs most
 * @seconds: of all slides, one after the other
 * @cpus: processors that this was estimated for
 * @n_slides: moving slides that it is for; 0: nothing was estimated
 *
 * What the cluster's job is going to take, without any margin.
 */
typedef struct {
  gint64 memory;
  double seconds;
  guint cpus;
  guint n_slides;
} SaffronClusterNeed;

/* One more moving slide; all with the same number of processors. */
void saffron_cluster_need_add (SaffronClusterNeed *need,
                               const SaffronForecast *forecast);

/* What to ask for: half as much memory again in whole GB (of 1024³ bytes, as
 * Nextflow counts), four times the time in whole steps of ten minutes: a
 * scheduler ends a job that takes more. */
gint64 saffron_cluster_ask_gb (const SaffronClusterNeed *need);
gint64 saffron_cluster_ask_minutes (const SaffronClusterNeed *need);

/**
 * saffron_cluster_nextflow:
 * @need: (nullable): %NULL or without slides: only the parameters
 *
 * Returns: (transfer full): the parameters as a params block for
 *   nextflow.config, under the pipeline's names; those that the pipeline does
 *   not have, and that are not at their default, follow as a comment with the
 *   options that saffron-cli takes; then what the process REGISTER asks for,
 *   with the estimate and the margin in a comment
 */
char *saffron_cluster_nextflow (const SaffronParams *params,
                                const SaffronClusterNeed *need);

/**
 * saffron_cluster_options:
 *
 * Returns: (transfer full): " --set NAME=VALUE" for each parameter that is not
 *   at its default, quoted for a shell
 */
char *saffron_cluster_options (const SaffronParams *params);

/**
 * saffron_cluster_command:
 * @slides: paths, the reference first; at least two
 * @output: the session to write
 *
 * Returns: (transfer full): the command line that registers them with @params,
 *   quoted for a shell, without a newline
 */
char *saffron_cluster_command (const char *const *slides,
                               const char *output,
                               const SaffronParams *params);

/* (transfer full): @params as the file that register --params takes. */
char *saffron_cluster_json (const SaffronParams *params);

G_END_DECLS
