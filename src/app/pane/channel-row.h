/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "app/document/layer.h"

G_BEGIN_DECLS

/* An AdwExpanderRow: whether the channel is shown, its colour, its histogram
 * with the contrast, percentiles and gamma. @index is the display's. */
GtkWidget *saffron_channel_row_new (SaffronLayer *layer, int index);

G_END_DECLS
