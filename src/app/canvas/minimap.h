/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "app/document/landmark-editor.h"
#include "view/model.h"

G_BEGIN_DECLS

/* See app/document/quality-model.h, whose windows are not those of the
 * desktop: a file that has to do with both includes one of them. */
typedef struct _SaffronQualityModel SaffronQualityModel;

/* The whole reference, small, with the part that is on the canvas; a click or
 * a drag goes there. */
GtkWidget *saffron_minimap_new (SaffronViewModel *model);

/* Shows the landmarks of @editor on it. */
void saffron_minimap_set_landmarks (GtkWidget *minimap,
                                    SaffronLandmarkEditor *editor);
/* Marks the worst places on it while they are to be marked. */
void saffron_minimap_set_quality (GtkWidget *minimap,
                                  SaffronQualityModel *quality);

/* Declared in app/canvas/map-picture.h; see app/window/shell.h. */
typedef struct _SaffronMapPicture SaffronMapPicture;

/* Draws a map over it. @picture: (nullable) */
void saffron_minimap_set_map (GtkWidget *minimap, SaffronMapPicture *picture);

G_END_DECLS
