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

/**
 * saffron_param_spec_value_title:
 * @text: a value, as saffron_params_get() gives it
 *
 * Returns: (transfer full): what a window calls it: "Neighbouring", "on",
 *   "1800 px"
 */
char *saffron_param_spec_value_title (const SaffronParamSpec *spec,
                                      const char *text);

/* (transfer full): as saffron_params_describe_changes(), but in the words of a
 * window: "Working size: 1200 px, Bend: off" */
char *saffron_params_title_changes (const SaffronParams *params,
                                    const SaffronParams *base);

/* The index in saffron_params_preset_names() of the preset with the fewest
 * differences from @params. */
guint saffron_params_nearest_preset (const SaffronParams *params);

/**
 * saffron_params_describe:
 *
 * Returns: (transfer full): the title of the nearest preset and what differs
 *   from it, as in "Optimised; Keypoints per slide: 100"
 */
char *saffron_params_describe (const SaffronParams *params);

G_END_DECLS
