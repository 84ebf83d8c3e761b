/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * saffron_median:
 * @values: (element-type double): the call sorts them
 *
 * Returns: the middle value, of an even number the upper of the two; NaN when
 *   @values is empty
 */
double saffron_median (GArray *values);

G_END_DECLS
