/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * saffron_machine_slowness:
 *
 * Measures how many times longer one processor of this machine takes than the
 * processor that the estimates were fitted on: 2 means half as fast. The test
 * does the work that takes most of a registration and counts the thread's own
 * processor time, so that other programs hardly affect it. The first call in a
 * process takes about 15 ms; later calls return the same value.
 */
double saffron_machine_slowness (void);

G_END_DECLS
