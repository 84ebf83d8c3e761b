/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "slide/slide-private.h"

G_BEGIN_DECLS

/**
 * SaffronStripFunc:
 * @strip: rows [@y, @y + height) of the level, over its whole width
 *
 * Returns: %FALSE with an error to stop
 */
typedef gboolean (*SaffronStripFunc) (const SaffronRaster *strip,
                                      gint64 y,
                                      gpointer data,
                                      GError **error);

/**
 * SaffronStripSource:
 * @ops: the reader
 * @handle: its handle
 * @info: what it found
 * @level: to be read
 * @channel: or %SAFFRON_CHANNEL_RGB, whatever the slide's kind, where it has
 *   three samples that lie together
 * @from: fraction of the job's stage at which this pass starts
 * @to: and ends; 0 and 0 mean all of the stage
 */
typedef struct {
  const SaffronSlideOps *ops;
  gpointer handle;
  const SaffronSlideInfo *info;
  int level;
  int channel;
  double from, to;
} SaffronStripSource;

/* Fills @source, which borrows from @slide. */
void saffron_slide_get_strip_source (SaffronSlide *slide,
                                     int level,
                                     int channel,
                                     SaffronStripSource *source);

/**
 * saffron_strips_run:
 * @multiple: each strip but the last has a multiple of so many rows
 *
 * Reads a whole level from top to bottom in strips that take little memory and
 * follow the file's tiles, several threads decoding one strip together, and
 * hands each to @func in the caller's thread. Reports the fraction of rows
 * done.
 */
gboolean saffron_strips_run (const SaffronStripSource *source,
                             int multiple,
                             SaffronStripFunc func,
                             gpointer data,
                             SaffronJob *job,
                             GError **error);

G_END_DECLS
