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
 * @info: the slide's information
 * @level: the level to read
 * @channel: the channel to read; or %SAFFRON_CHANNEL_RGB, also for a
 *   fluorescence slide, if its three samples lie together
 * @from: fraction of the job's stage at which this pass begins
 * @to: and at which it ends; if both are 0, the pass is the whole stage
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
 * @multiple: each strip but the last has a multiple of this many rows
 *
 * Reads a whole level from top to bottom in strips that take little memory and
 * follow the file's tiles. Several threads decode one strip together; each
 * strip is handed to @func in the caller's thread. Reports the fraction of rows
 * done.
 *
 * Returns: %FALSE with an error when reading or @func failed or @job was
 *   cancelled
 */
gboolean saffron_strips_run (const SaffronStripSource *source,
                             int multiple,
                             SaffronStripFunc func,
                             gpointer data,
                             SaffronJob *job,
                             GError **error);

G_END_DECLS
