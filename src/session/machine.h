/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * saffron_machine_slowness:
 *
 * How much longer one processor of this machine takes than the one whose
 * seconds the estimates are written in: 2 for half as fast. Measured on the
 * work that most of a registration is, in the thread's own processor time, so
 * that other programs matter little; takes some 15 ms the first time in a
 * process and is remembered.
 */
double saffron_machine_slowness (void);

G_END_DECLS
