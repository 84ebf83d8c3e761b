/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "app/work/export-job.h"

G_BEGIN_DECLS

/**
 * SaffronWarpRows:
 *
 * How a warped OME-TIFF is written, in the dialog of exports.
 *
 * SaffronWarpRows::changed: a person has chosen something else.
 * SaffronWarpRows::image-chosen: the image is another one.
 */
#define SAFFRON_TYPE_WARP_ROWS (saffron_warp_rows_get_type ())
G_DECLARE_FINAL_TYPE (SaffronWarpRows,
                      saffron_warp_rows,
                      SAFFRON,
                      WARP_ROWS,
                      AdwPreferencesGroup)

/* Shows what @spec has; no signal. */
void saffron_warp_rows_show (SaffronWarpRows *self, const SaffronExport *spec);
/* Puts what the rows have into @spec. */
void saffron_warp_rows_take (SaffronWarpRows *self, SaffronExport *spec);

/* Shows an interpolation that nobody has chosen here; no signal. */
void saffron_warp_rows_show_interpolation (SaffronWarpRows *self,
                                           SaffronInterpolation interpolation);

G_END_DECLS
