/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* The endings of the names of slides, with the dot, in lower case; ends with
 * %NULL. They choose the files of a folder; a file that is named itself is
 * opened whatever its ending. */
const char *const *saffron_slide_names_get_endings (void);

/**
 * saffron_slide_names_in_folder:
 * @n_left_out: (out): how many files were left out because Saffron has made
 *   them from slides: pictures of QC and warped slides
 *
 * The slides in a folder, chosen by the endings of their names; a file that is
 * named itself is opened whatever its ending. A folder that is a slide (a
 * Zarr's) counts; other folders are not looked into.
 *
 * Returns: (transfer full) (element-type filename): paths, in the order in
 *   which a person counts; %NULL with an error when the folder cannot be read
 */
GPtrArray *saffron_slide_names_in_folder (const char *folder,
                                          guint *n_left_out,
                                          GError **error);

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

/* As strcmp(), in the order in which a person counts: "round2" comes before
 * "round10". */
int saffron_slide_names_compare (const char *a, const char *b);

/**
 * saffron_slide_names_tell_apart:
 * @paths: absolute, of slides that are shown together
 *
 * Returns: (transfer full): of each path the file's name, in their order. Where
 *   several have the same name, as much of the folder as tells them apart
 *   follows in brackets: "he.jpg (round1)"
 */
char **saffron_slide_names_tell_apart (GPtrArray *paths);

G_END_DECLS
