/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "view/model.h"

G_BEGIN_DECLS

/* A dot in the colour that the slide of @side has in the overlay. It follows
 * the colours of @model. */
GtkWidget *saffron_colour_dot_new (SaffronViewModel *model,
                                   SaffronViewSide side);

/* (transfer full): "green": the colour of that dot now. */
char *saffron_colour_dot_name (SaffronViewModel *model, SaffronViewSide side);

/* (transfer full): the choices of win.colours. */
GMenuModel *saffron_colours_menu_new (void);

G_END_DECLS
