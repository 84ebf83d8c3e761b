/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

/* Lays children out in a row where their words have room for it, and below each
 * other where they have not: words of some languages are long, and the pane is
 * narrow. A row gives each child the same width if @homogeneous, and otherwise
 * gives the last one what is left. */

G_BEGIN_DECLS

#define SAFFRON_TYPE_FIT_LAYOUT (saffron_fit_layout_get_type ())
G_DECLARE_FINAL_TYPE (SaffronFitLayout,
                      saffron_fit_layout,
                      SAFFRON,
                      FIT_LAYOUT,
                      GtkLayoutManager)

G_END_DECLS
