/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "quality/quality.h"

G_BEGIN_DECLS

/* How errors are distributed over the tissue, before and after the run's
 * bending, on one logarithmic axis with the tolerance; and the same in words.
 */
#define SAFFRON_TYPE_ERROR_VIEW (saffron_error_view_get_type ())
G_DECLARE_FINAL_TYPE (SaffronErrorView,
                      saffron_error_view,
                      SAFFRON,
                      ERROR_VIEW,
                      GtkBox)

void saffron_error_view_set (SaffronErrorView *self,
                             const SaffronQuality *quality);

G_END_DECLS
