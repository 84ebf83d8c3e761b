/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "register/params.h"
#include "session/forecast.h"
#include "slide/slide.h"
#include "transform/transform.h"

G_BEGIN_DECLS

/**
 * SaffronClusterNeed:
 * @memory: bytes, for the slide that needs most
 * @seconds: the sum over all slides, run one after the other
 * @cpus: processors that the estimate assumes
 * @n_slides: moving slides that are counted; 0: nothing was estimated
 *
 * The memory and time that the cluster's job will take, without any margin.
 */
typedef struct {
  gint64 memory;
  double seconds;
  guint cpus;
  guint n_slides;
} SaffronClusterNeed;

/* Adds one more moving slide. All slides must be estimated for the same number
 * of processors. */
void saffron_cluster_need_add (SaffronClusterNeed *need,
                               const SaffronForecast *forecast);

/* The resources to ask for. Memory is one and a half times the estimate,
 * rounded up to whole GB (of 1024³ bytes, as Nextflow counts). Time is four
 * times the estimate, rounded up to whole steps of ten minutes, because a
 * scheduler ends a job that takes longer. */
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
 * @choices: (nullable): what of each file is the slide
 * @starts: (nullable): how each moving slide was laid by hand, or %NULL
 * @output: the name of the session to write
 * @folder: what takes the place of the folder that all @slides have in common;
 *   the session is written into it
 *
 * The command is for another machine, where the slides lie in a folder of
 * another name. No path of this machine above that folder stands in it.
 *
 * Returns: (transfer full): the command line that registers them with @params,
 *   quoted for a shell, without a newline
 */
char *saffron_cluster_command (const char *const *slides,
                               const SaffronSlideChoice *choices,
                               const SaffronAffine *const *starts,
                               const char *output,
                               const char *folder,
                               const SaffronParams *params);

/**
 * saffron_cluster_slurm:
 * @slides: absolute paths, the reference first; at least two
 * @choices: what of each file is the slide
 * @session: absolute path of the session that gets the runs
 * @need: of the slide that needs most memory and the one that needs most time
 *
 * Returns: (transfer full): a script for sbatch: an array with a task for each
 *   moving slide, all of which register onto one session
 */
char *saffron_cluster_slurm (const char *const *slides,
                             const SaffronSlideChoice *choices,
                             const char *session,
                             const SaffronParams *params,
                             const SaffronClusterNeed *need);

/* (transfer full): @params as the file that register --params takes. */
char *saffron_cluster_json (const SaffronParams *params);

G_END_DECLS
