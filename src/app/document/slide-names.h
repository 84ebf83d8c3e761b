/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The endings of the names of slides, with the dot, in lower case; ends with
 * %NULL. They choose the files of a folder; a file that is named itself is
 * opened whatever its ending. */
const char *const *saffron_slide_names_get_endings (void);

/* (transfer full): the ones of @markers (separated by commas) that @name
 * contains, joined by commas. */
char *saffron_slide_names_find_markers (const char *name, const char *markers);

/**
 * saffron_slide_names_choose_reference:
 * @paths: at least one
 * @markers: separated by commas, as in the parameter reference_markers
 *
 * The index of the path whose file name has most of the markers; the first of
 * equals.
 */
guint saffron_slide_names_choose_reference (GPtrArray *paths,
                                            const char *markers);

G_END_DECLS
