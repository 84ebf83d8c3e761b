/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The most memory that this process has held since saffron_peak_memory_reset(),
 * or since its start where the system cannot reset the peak; bytes, 0 when
 * unknown. */
gint64 saffron_peak_memory (void);

/* Sets the peak to what the process holds now; %FALSE where the system
 * cannot. */
gboolean saffron_peak_memory_reset (void);

/**
 * SaffronMemoryMeter:
 *
 * Measures how much memory one task takes, in a process that holds other
 * things, too. The task lasts from saffron_memory_meter_start() to
 * saffron_memory_meter_stop(), each called once, from any thread. The peak is
 * the process's, so it says nothing about a task during which another one was
 * started.
 */
typedef struct {
  gint64 held; /* bytes at the start; 0: not known */
  guint turn;
} SaffronMemoryMeter;

void saffron_memory_meter_start (SaffronMemoryMeter *meter);

/**
 * saffron_memory_meter_stop:
 *
 * Returns: the most bytes that a process would have held which did nothing but
 *   this task: the peak less what was held at the start, plus what a bare
 *   saffron-cli holds; 0 when it is not known. Whatever else grew meanwhile,
 *   such as tiles that a person looked at, is counted, too.
 */
gint64 saffron_memory_meter_stop (SaffronMemoryMeter *meter);

G_END_DECLS
