/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "quality/quality.h"

G_BEGIN_DECLS

/* How much of the tissue agrees, is off, has no counterpart or cannot be told:
 * a bar whose parts have the looks of the map of coverage, and a line for
 * each. */
#define SAFFRON_TYPE_QUALITY_SHARES (saffron_quality_shares_get_type ())
G_DECLARE_FINAL_TYPE (SaffronQualityShares,
                      saffron_quality_shares,
                      SAFFRON,
                      QUALITY_SHARES,
                      GtkBox)

void saffron_quality_shares_set (SaffronQualityShares *self,
                                 const SaffronQuality *quality);

G_END_DECLS
