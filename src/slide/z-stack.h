/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "slide/slide-private.h"

G_BEGIN_DECLS

/**
 * saffron_z_choose:
 * @ops: of the reader
 * @handle: its handle, complete but for the Z plane
 * @path: of the slide, for messages
 * @info: has the levels and channels, and the choice; receives a note
 * @n_z: how many planes there are
 * @z: where @handle keeps which is read, from 0, or %SAFFRON_Z_MAX; @ops' read
 *   follows it
 *
 * Sets which Z plane is read: the one that was asked for, or the sharpest, by
 * its nuclear channel or, without one, its first.
 *
 * Returns: %FALSE with an error when there is no such plane, or it cannot be
 *   read
 */
gboolean saffron_z_choose (const SaffronSlideOps *ops,
                           gpointer handle,
                           const char *path,
                           SaffronSlideInfo *info,
                           int n_z,
                           int *z,
                           GError **error);

/* As SaffronSlideOps.read, from Z plane @z. */
typedef SaffronRaster *(*SaffronZFunc) (gpointer handle,
                                        int level,
                                        int z,
                                        const SaffronRect *rect,
                                        int channel,
                                        GError **error);

/* Reads from plane @z or, for %SAFFRON_Z_MAX, the brightest value of all @n_z
 * planes at each pixel. */
SaffronRaster *saffron_z_read (SaffronZFunc func,
                               gpointer handle,
                               int n_z,
                               int level,
                               int z,
                               const SaffronRect *rect,
                               int channel,
                               GError **error);

G_END_DECLS
