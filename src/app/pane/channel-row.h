/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "app/document/document.h"

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

/**
 * saffron_channel_row_new_for_composite:
 * @name: of the slide, in short
 *
 * A row of a channel in a composite of all slides: whether it is shown there,
 * in which colour, and the contrast that it has everywhere.
 */
GtkWidget *saffron_channel_row_new_for_composite (SaffronDocument *document,
                                                  SaffronLayer *layer,
                                                  int index,
                                                  const char *name);

G_END_DECLS
