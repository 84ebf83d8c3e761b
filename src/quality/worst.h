/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "quality/windows.h"

G_BEGIN_DECLS

/* How many places are listed at most. */
#define SAFFRON_WORST_MOST 30

/**
 * SaffronWorstPlace:
 * @window: its index among the windows
 * @badness: by what places are ranked: the error less its standard error, times
 *   the share of tissue, reference level-0 pixels. Tissue that matches nowhere
 *   counts with the reach of the search
 */
typedef struct {
  guint window;
  double badness;
} SaffronWorstPlace;

/**
 * saffron_worst_find:
 *
 * Ranks the windows whose error is larger than its standard error. Of
 * neighbouring windows only the worst is a place, so that places are distinct.
 *
 * Returns: (transfer full) (element-type SaffronWorstPlace): at most
 *   %SAFFRON_WORST_MOST, the worst first
 */
GArray *saffron_worst_find (const SaffronWindows *windows);

G_END_DECLS
