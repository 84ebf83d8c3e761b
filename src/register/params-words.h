/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "register/params.h"

G_BEGIN_DECLS

/**
 * saffron_params_describe_changes:
 *
 * Returns: (transfer full): "name = value" for each parameter that differs
 *   between @params and @base, separated by ", "; "" when they are equal
 */
char *saffron_params_describe_changes (const SaffronParams *params,
                                       const SaffronParams *base);

/* The index in saffron_params_preset_names() of the preset with the fewest
 * differences from @params. */
guint saffron_params_nearest_preset (const SaffronParams *params);

/**
 * saffron_params_describe:
 *
 * Returns: (transfer full): the title of the nearest preset and what differs
 *   from it, as in "Optimised; num_features = 100"
 */
char *saffron_params_describe (const SaffronParams *params);

G_END_DECLS
