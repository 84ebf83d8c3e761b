/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "view/model.h"

G_BEGIN_DECLS

/* The whole reference, small, with the part that is on the canvas; a click or
 * a drag goes there. */
GtkWidget *saffron_minimap_new (SaffronViewModel *model);

G_END_DECLS
