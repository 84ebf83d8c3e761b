/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "app/document/layer.h"

G_BEGIN_DECLS

/* One channel's histogram, counts on a logarithmic scale, with two handles:
 * what is shown as black and as white. Drag them, or move them with the arrow
 * keys (with Shift the white one). */
GtkWidget *saffron_histogram_view_new (SaffronLayer *layer, int index);

G_END_DECLS
