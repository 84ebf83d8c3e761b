/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "view/model.h"

G_BEGIN_DECLS

/**
 * SaffronScaleBar:
 *
 * A bar of a round length, in µm or in pixels of the reference.
 */
#define SAFFRON_TYPE_SCALE_BAR (saffron_scale_bar_get_type ())
G_DECLARE_FINAL_TYPE (SaffronScaleBar,
                      saffron_scale_bar,
                      SAFFRON,
                      SCALE_BAR,
                      GtkWidget)

GtkWidget *saffron_scale_bar_new (SaffronViewModel *model);

G_END_DECLS
