/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cli/cli.h"
#include "export/qc.h"

G_BEGIN_DECLS

/**
 * saffron_qc_registered_write:
 * @paths: the reference, and slides that lie on it already, pixel on pixel
 * @n: how many
 * @choices: for each, what to read of it
 * @folder: gets NAME_QC_RGB.png of each; an ending "_registered" of a file's
 *   name is left out
 * @options: as for each picture; its composite's path is ignored
 * @tiff: whether composites are written, too
 * @threads: 0: all processors
 *
 * Draws slides that something else has registered and warped.
 */
SaffronExit saffron_qc_registered_write (char *const *paths,
                                         guint n,
                                         const SaffronSlideChoice *choices,
                                         const char *folder,
                                         const SaffronQcOptions *options,
                                         gboolean tiff,
                                         int threads,
                                         GError **error);

G_END_DECLS
