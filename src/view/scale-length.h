/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * saffron_scale_length:
 * @longest: the room that there is, in any unit; more than 0
 *
 * Returns: the longest round length that is not longer: 1, 2 or 5 times a
 *   power of ten
 */
double saffron_scale_length (double longest);

G_END_DECLS
