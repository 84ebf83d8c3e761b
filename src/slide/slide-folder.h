/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib/gstdio.h>

G_BEGIN_DECLS

/* Whether @path is a folder that is opened as a slide: a Zarr's, by its name or
 * by the metadata in it. */
gboolean saffron_slide_is_folder (const char *path);

/* Whether a file of this name holds the metadata of the folder that it is
 * in. */
gboolean saffron_slide_is_folder_metadata (const char *path);

/**
 * saffron_slide_stat:
 *
 * As g_stat(), but the size and the time of the last change are those of the
 * metadata where @path is a slide's folder, because a folder's own say little
 * and differ between disks.
 *
 * Returns: 0, or -1 with errno set
 */
int saffron_slide_stat (const char *path, GStatBuf *status);

G_END_DECLS
