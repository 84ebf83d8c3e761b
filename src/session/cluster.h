/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "register/params.h"

G_BEGIN_DECLS

/**
 * saffron_cluster_nextflow:
 *
 * Returns: (transfer full): the parameters as a params block for
 *   nextflow.config, under the pipeline's names; those that the pipeline does
 *   not have, and that are not at their default, follow as a comment with the
 *   options that saffron-cli takes
 */
char *saffron_cluster_nextflow (const SaffronParams *params);

/**
 * saffron_cluster_options:
 *
 * Returns: (transfer full): " --set NAME=VALUE" for each parameter that is not
 *   at its default, quoted for a shell
 */
char *saffron_cluster_options (const SaffronParams *params);

G_END_DECLS
