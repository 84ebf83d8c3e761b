/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The most memory that this process has held since saffron_peak_memory_reset(),
 * or since its start where the system cannot forget; bytes, 0 when unknown. */
gint64 saffron_peak_memory (void);

/* The peak is what the process holds now. %FALSE where the system does not
 * forget. */
gboolean saffron_peak_memory_reset (void);

/**
 * SaffronMemoryMeter:
 *
 * What one task takes in a process that holds other things, too, from
 * saffron_memory_meter_start() to saffron_memory_meter_stop(), each called once
 * and by any thread. The peak is the process's, so it tells of a task only
 * while no other is measured: of those that overlap, nothing is known.
 */
typedef struct {
  gint64 held; /* when it started; 0: not known */
  guint turn;
} SaffronMemoryMeter;

void saffron_memory_meter_start (SaffronMemoryMeter *meter);

/**
 * saffron_memory_meter_stop:
 *
 * Returns: bytes that a process which did nothing else would have held at most:
 *   what was held beyond the start, and what a bare saffron-cli holds; 0 when
 *   it is not known. What else grew meanwhile, tiles that a person looked at,
 *   counts with it.
 */
gint64 saffron_memory_meter_stop (SaffronMemoryMeter *meter);

G_END_DECLS
