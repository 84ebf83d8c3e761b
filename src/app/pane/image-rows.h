/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "app/document/document.h"

G_BEGIN_DECLS

/**
 * saffron_scene_row_new:
 *
 * Which of its file's images @layer's slide is. A choice activates
 * win.choose-image; until that image is open, the row shows what is awaited.
 *
 * Returns: (nullable): %NULL where the file holds one image
 */
GtkWidget *saffron_scene_row_new (SaffronDocument *document,
                                  SaffronLayer *layer);
/* The same with the Z plane, of a Z stack. */
GtkWidget *saffron_z_row_new (SaffronDocument *document, SaffronLayer *layer);

G_END_DECLS
