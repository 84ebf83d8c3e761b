/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "register/run.h"
#include "view/model.h"

G_BEGIN_DECLS

/**
 * saffron_arrow_layer_new:
 *
 * A layer over the canvas that draws how two runs differ where both mean
 * something, see saffron_arrows_new(), with a legend. It takes no input; hidden
 * until there is something to draw.
 */
GtkWidget *saffron_arrow_layer_new (SaffronViewModel *model);

/* @from: (nullable): %NULL in either hides the layer. */
void
saffron_arrow_layer_set (GtkWidget *layer, SaffronRun *from, SaffronRun *to);

/* Draws instead how far one run moves tissue beside its affine part: what that
 * shows at the tail, the run shows at the head. @run: (nullable): %NULL hides
 * the layer. */
void saffron_arrow_layer_set_run (GtkWidget *layer, SaffronRun *run);

G_END_DECLS
