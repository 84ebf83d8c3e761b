/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cli/cli-choice.h"
#include "cli/cli-params.h"
#include "session/session.h"
#include "slide/slide.h"

G_BEGIN_DECLS

/* (transfer full): opens the slide and prints the notes from opening it on
 * stderr. For a slide whose pixel values will be used. @choice: (nullable) */
SaffronSlide *saffron_cli_open_slide (const char *path,
                                      const SaffronSlideChoice *choice,
                                      SaffronJob *job,
                                      GError **error);
/* The same of a session's slide. */
SaffronSlide *saffron_cli_open_session_slide (SaffronSession *session,
                                              const char *path,
                                              SaffronJob *job,
                                              GError **error);

/**
 * saffron_cli_find_slides:
 * @argv: from index 1 on, FILE.saffron or REFERENCE MOVING…
 * @options: the options that choose parameters
 * @of_run: whether to take the parameters of the session's first current run,
 *   if there is one; else those of the next run are taken
 * @params: (inout): replaced by the session's parameters when there is a
 *   session and @options give none
 * @choice: what is asked for with --scene and --z
 * @choices: (out) (element-type SaffronSlideChoice): what to open of each
 *   slide: what is asked for, else what the session has
 *
 * Returns: (transfer full) (element-type filename): the slides' paths, the
 *   reference first; %NULL with an error when the session cannot be read
 */
GPtrArray *saffron_cli_find_slides (int argc,
                                    char **argv,
                                    const SaffronCliParams *options,
                                    gboolean of_run,
                                    SaffronParams **params,
                                    const SaffronCliChoice *choice,
                                    GArray **choices,
                                    GError **error);

/* The index of the moving slide that @name, given with @option, refers to; -1
 * with a usage error. */
int saffron_cli_find_slide (const char *option,
                            const char *name,
                            char **paths,
                            guint n,
                            GError **error);

/* Which of @paths it is, which has to be one of them. */
guint saffron_cli_find_path (char *const *paths, const char *path);

/* "X,Y,WIDTH,HEIGHT"; %FALSE with a usage error. */
gboolean saffron_cli_parse_region (const char *text,
                                   SaffronRect *region,
                                   GError **error);

G_END_DECLS
