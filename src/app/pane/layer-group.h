/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "app/document/document.h"

G_BEGIN_DECLS

/* An AdwPreferencesGroup about one slide of @document; @note is a line below
 * its description, or "". */
GtkWidget *saffron_layer_group_new (SaffronDocument *document,
                                    SaffronLayer *layer,
                                    gboolean is_reference,
                                    const char *note);

/* "25000 × 30000, 6 levels, 0.325 µm/px, fluorescence, OME-TIFF" */
char *saffron_layer_group_describe (SaffronSlide *slide);

G_END_DECLS
