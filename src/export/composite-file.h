/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * SaffronCompositeFile:
 *
 * A TIFF of two channels of 8 bits that ImageJ and Fiji open as a composite,
 * the first in red, the second in green, each with a contrast of its own; other
 * programs see two pages. It is not compressed. Written row by row, it appears
 * under its name all at once or not at all (see #SaffronSaveFile). Use it from
 * one thread at a time.
 */
typedef struct _SaffronCompositeFile SaffronCompositeFile;

/* (transfer full): the file, or %NULL with an error of saffron_save_file_new(),
 * when the disk lacks the space, or %SAFFRON_ERROR_TOO_LARGE for what needs
 * more than the 4 GB of a TIFF. */
SaffronCompositeFile *saffron_composite_file_new (const char *path,
                                                  int width,
                                                  int height,
                                                  gboolean overwrite,
                                                  GError **error);
/* Discards what was written unless it was finished. */
void saffron_composite_file_free (SaffronCompositeFile *file);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SaffronCompositeFile,
                               saffron_composite_file_free)

/* Writes the next @n_rows rows of width × 3 bytes each, without padding, of
 * which red and green are taken. */
gboolean saffron_composite_file_write (SaffronCompositeFile *file,
                                       const guint8 *rows,
                                       int n_rows,
                                       GError **error);
gboolean saffron_composite_file_finish (SaffronCompositeFile *file,
                                        GError **error);

G_END_DECLS
