/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "app/document/document.h"

G_BEGIN_DECLS

/* What one slide of @document is and how it is shown; @note is a line below its
 * description, or "". */
#define SAFFRON_TYPE_LAYER_GROUP (saffron_layer_group_get_type ())
G_DECLARE_FINAL_TYPE (SaffronLayerGroup,
                      saffron_layer_group,
                      SAFFRON,
                      LAYER_GROUP,
                      AdwPreferencesGroup)

GtkWidget *saffron_layer_group_new (SaffronDocument *document,
                                    SaffronLayer *layer,
                                    gboolean is_reference,
                                    const char *note);

/* "25000 × 30000, 6 levels, 0.325 µm/px, fluorescence, OME-TIFF" */
char *saffron_layer_group_describe (SaffronSlide *slide);

/* The row of a scene or a Z plane that has the focus, -1 if none; and gives it
 * to that of another group. */
int saffron_layer_group_find_focus (SaffronLayerGroup *self);
void saffron_layer_group_focus (SaffronLayerGroup *self, int index);

G_END_DECLS
