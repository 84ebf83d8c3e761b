/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "app/document/document.h"

G_BEGIN_DECLS

/* A row that says what registration looks at on @layer's slide, and why; the
 * choice is @document's parameter reference_channel or moving_channel. */
GtkWidget *saffron_look_row_new (SaffronDocument *document,
                                 SaffronLayer *layer,
                                 gboolean is_reference);

G_END_DECLS
