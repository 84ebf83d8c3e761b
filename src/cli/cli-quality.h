/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "quality/quality.h"

G_BEGIN_DECLS

/* Prints the figures of one slide for a person. @path: the moving slide's */
void saffron_cli_print_quality (const char *path,
                                SaffronRun *run,
                                const SaffronQuality *quality);

G_END_DECLS
