/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "session/session.h"

G_BEGIN_DECLS

/**
 * saffron_scene_dialog_new:
 * @name: of the slide
 * @scene: the number of the other scene
 * @loss: what belongs to the present one; not nothing
 *
 * Returns: a question whether the other scene is to be opened nevertheless. Its
 * response is "open" or "keep"
 */
GtkWidget *saffron_scene_dialog_new (GtkWindow *parent,
                                     const char *name,
                                     int scene,
                                     const SaffronSceneLoss *loss);

G_END_DECLS
