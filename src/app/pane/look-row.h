/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "app/document/document.h"

G_BEGIN_DECLS

/* A row that says what registration looks at on @layer's slide, and why; the
 * choice is @document's parameter reference_channel or moving_channel. */
#define SAFFRON_TYPE_LOOK_ROW (saffron_look_row_get_type ())
G_DECLARE_FINAL_TYPE (SaffronLookRow,
                      saffron_look_row,
                      SAFFRON,
                      LOOK_ROW,
                      AdwComboRow)

GtkWidget *saffron_look_row_new (SaffronDocument *document,
                                 SaffronLayer *layer,
                                 gboolean is_reference);

G_END_DECLS
