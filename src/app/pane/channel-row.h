/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "app/document/layer.h"

G_BEGIN_DECLS

/* Whether the channel is shown, its colour, its histogram with the contrast,
 * percentiles and gamma. @index is the display's. */
#define SAFFRON_TYPE_CHANNEL_ROW (saffron_channel_row_get_type ())
G_DECLARE_FINAL_TYPE (SaffronChannelRow,
                      saffron_channel_row,
                      SAFFRON,
                      CHANNEL_ROW,
                      AdwExpanderRow)

GtkWidget *saffron_channel_row_new (SaffronLayer *layer, int index);

G_END_DECLS
