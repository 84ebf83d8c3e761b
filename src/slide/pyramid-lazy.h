/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "slide/pyramid.h"

G_BEGIN_DECLS

/**
 * SaffronLazyPyramid:
 *
 * The smaller levels of a slide that stores none, built channel by channel when
 * they are first read, each into a file of its own in the user's cache folder.
 * Registration looks at one channel of many, so the others are never read. The
 * values are those of a #SaffronPyramid.
 */
typedef struct _SaffronLazyPyramid SaffronLazyPyramid;

/**
 * saffron_lazy_pyramid_new:
 * @ops: of the slide's reader
 * @handle: its handle, which must live longer
 * @info: of the slide, which must live longer; gets the levels appended
 * @job: (nullable): for what is built without saffron_lazy_pyramid_prepare()
 *
 * Reads no pixels and writes nothing.
 *
 * Returns: (transfer full): the pyramid, or %NULL with %SAFFRON_ERROR_CACHE
 *   when not even one channel could be kept
 */
SaffronLazyPyramid *saffron_lazy_pyramid_new (const char *path,
                                              const SaffronSlideOps *ops,
                                              gpointer handle,
                                              SaffronSlideInfo *info,
                                              SaffronJob *job,
                                              GError **error);
void saffron_lazy_pyramid_free (SaffronLazyPyramid *lazy);

/* Builds the levels of @channel, or of all three for %SAFFRON_CHANNEL_RGB,
 * unless they are there. */
gboolean saffron_lazy_pyramid_prepare (SaffronLazyPyramid *lazy,
                                       int channel,
                                       SaffronJob *job,
                                       GError **error);

/* Reads from the levels; its handle is a SaffronLazyPyramid. */
extern const SaffronSlideOps saffron_lazy_pyramid_ops;

G_END_DECLS
