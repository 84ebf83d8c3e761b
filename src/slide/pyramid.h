/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "slide/slide-private.h"

G_BEGIN_DECLS

/* A slide with a single level gets a pyramid if its longer side exceeds
 * this. */
#define SAFFRON_PYRAMID_MIN_SIDE 4096
/* The bytes that all pyramids in the cache folder together may take. */
#define SAFFRON_PYRAMID_CACHE_BYTES ((guint64) 10 << 30)
#define SAFFRON_PYRAMID_TILE 256

/**
 * SaffronPyramid:
 *
 * The smaller levels of a slide that stores none, in one file of the user's
 * cache folder, in uncompressed tiles. Each pixel of a level is the mean of 2 ×
 * 2 pixels of the level before; at an odd border, of those that exist.
 */
typedef struct _SaffronPyramid SaffronPyramid;

/* The head of the file, from which the place of every tile follows. */
typedef struct {
  char magic[8];
  gint64 width, height;
  gint32 n_channels, type, n_levels, tile;
} SaffronPyramidHead;

/* Whether a slide with this information should get a pyramid. */
gboolean saffron_pyramid_is_needed (const SaffronSlideInfo *info);
void saffron_pyramid_head_init (SaffronPyramidHead *head,
                                const SaffronSlideInfo *info);
/* The size of the slide's level @level; the pyramid's first level is 1. */
void saffron_pyramid_level_size (const SaffronPyramidHead *head,
                                 int level,
                                 gint64 *width,
                                 gint64 *height);
/* The offset of a tile in the file. For @level n_levels + 1, the file's
 * size. */
guint64 saffron_pyramid_offset (const SaffronPyramidHead *head,
                                int level,
                                int channel,
                                gint64 tile);

/* Appends the pyramid's levels to those of its slide. */
void saffron_pyramid_add_levels (const SaffronPyramidHead *head,
                                 SaffronSlideInfo *info);

/**
 * saffron_pyramid_path:
 * @part: (nullable): see #SaffronSlideInfo
 *
 * Returns: (transfer full) (nullable): where the pyramid of the slide at @path
 *   is or would be; %NULL when there is no such slide
 */
char *saffron_pyramid_path (const char *path, const char *part);

/**
 * saffron_pyramid_open:
 * @path: of the slide
 * @info: of the slide; gets the pyramid's levels appended
 *
 * Returns: (transfer full) (nullable): the pyramid, or %NULL when there is none
 *   that fits the slide
 */
SaffronPyramid *saffron_pyramid_open (const char *path, SaffronSlideInfo *info);
void saffron_pyramid_free (SaffronPyramid *pyramid);

/**
 * saffron_pyramid_build:
 *
 * Reads the slide once, from top to bottom, and writes its pyramid to the cache
 * folder; when it is cancelled or fails, it leaves nothing. Then deletes the
 * least recently used pyramids until the rest fits.
 *
 * Returns: %FALSE with %SAFFRON_ERROR_CACHE when the pyramid cannot be kept,
 *   else with the error of reading the slide or of cancelling
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
