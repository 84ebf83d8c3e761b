/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "slide/slide-private.h"

G_BEGIN_DECLS

/* Single-level slides with a longer side than this get a pyramid. */
#define SAFFRON_PYRAMID_MIN_SIDE 4096
/* What all pyramids in the cache folder may take. */
#define SAFFRON_PYRAMID_CACHE_BYTES ((guint64) 10 << 30)
#define SAFFRON_PYRAMID_TILE 256

/**
 * SaffronPyramid:
 *
 * The smaller levels of a slide that stores none: each the one before averaged
 * over 2 × 2 pixels, in tiles without compression, in one file of the user's
 * cache folder. What has no second row or column to average keeps its own.
 */
typedef struct _SaffronPyramid SaffronPyramid;

/* The file's head; everything else follows from it. */
typedef struct {
  char magic[8];
  gint64 width, height;
  gint32 n_channels, type, n_levels, tile;
} SaffronPyramidHead;

/* Whether a slide with this information is to get one. */
gboolean saffron_pyramid_is_needed (const SaffronSlideInfo *info);
void saffron_pyramid_head_init (SaffronPyramidHead *head,
                                const SaffronSlideInfo *info);
/* The size of level @level of the slide, 1 being the pyramid's first. */
void saffron_pyramid_level_size (const SaffronPyramidHead *head,
                                 int level,
                                 gint64 *width,
                                 gint64 *height);
/* Where a tile is in the file; @level n_levels + 1 gives the file's size. */
guint64 saffron_pyramid_offset (const SaffronPyramidHead *head,
                                int level,
                                int channel,
                                gint64 tile);

/**
 * saffron_pyramid_path:
 *
 * Returns: (transfer full) (nullable): where the pyramid of the slide at @path
 *   is or would be; %NULL when the slide is gone
 */
char *saffron_pyramid_path (const char *path);

/**
 * saffron_pyramid_open:
 * @path: of the slide
 * @info: of the slide; gets the pyramid's levels appended
 *
 * Returns: (transfer full) (nullable): the pyramid, or %NULL when there is
 *   none that fits
 */
SaffronPyramid *saffron_pyramid_open (const char *path, SaffronSlideInfo *info);
void saffron_pyramid_free (SaffronPyramid *pyramid);

/**
 * saffron_pyramid_build:
 *
 * Reads the slide once, from top to bottom, and leaves its pyramid in the cache
 * folder; a cancel or an error leaves nothing. Then drops the pyramids that
 * have not been used for longest until the rest fits.
 */
gboolean saffron_pyramid_build (const char *path,
                                const SaffronSlideOps *ops,
                                gpointer handle,
                                const SaffronSlideInfo *info,
                                SaffronJob *job,
                                GError **error);

/* Deletes the least recently used pyramids in @folder until they take at most
 * @max_bytes; never @keep. */
void
saffron_pyramid_evict (const char *folder, const char *keep, guint64 max_bytes);

/* Reads from the pyramid's levels; its handle is a SaffronPyramid. */
extern const SaffronSlideOps saffron_pyramid_ops;

G_END_DECLS
