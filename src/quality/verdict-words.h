/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "register/run.h"

G_BEGIN_DECLS

/* (transfer full): the verdict in a few words: "Verified in part (71 %)". */
char *saffron_verdict_to_words (SaffronRun *run);

/* (transfer full) (nullable): for whoever takes something out of the program
 * that the run made: the verdict and what speaks against the run most, one
 * line; %NULL when the run is verified. */
char *saffron_verdict_to_warning (SaffronRun *run);

G_END_DECLS
