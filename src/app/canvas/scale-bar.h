/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "view/model.h"

G_BEGIN_DECLS

/* A bar of a round length over the canvas, in µm where the reference has a
 * pixel size, else in pixels. */
GtkWidget *saffron_scale_bar_new (SaffronViewModel *model);

G_END_DECLS
