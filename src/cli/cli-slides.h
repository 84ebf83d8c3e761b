/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cli/cli-params.h"
#include "slide/slide.h"

G_BEGIN_DECLS

/* (transfer full): saffron_slide_open(), with what opening it found worth
 * saying on stderr; for a slide whose values are going to be used. */
SaffronSlide *
saffron_cli_open_slide (const char *path, SaffronJob *job, GError **error);

/**
 * saffron_cli_find_slides:
 * @argv: from 1 on FILE.saffron, or REFERENCE MOVING…
 * @options: what was said about parameters
 * @of_run: whether a session's parameters are those of its first current run,
 *   if there is one, or those of the next run
 * @params: (inout): replaced by the session's when there is one and @options
 *   say nothing
 *
 * Returns: (transfer full) (element-type filename): the slides' paths, the
 *   reference first; %NULL with an error when the session cannot be read
 */
GPtrArray *saffron_cli_find_slides (int argc,
                                    char **argv,
                                    const SaffronCliParams *options,
                                    gboolean of_run,
                                    SaffronParams **params,
                                    GError **error);

G_END_DECLS
