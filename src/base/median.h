/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * saffron_median:
 * @values: (element-type double): sorted by the call
 *
 * Returns: the one in the middle, the upper of two; NaN when there is none
 */
double saffron_median (GArray *values);

G_END_DECLS
