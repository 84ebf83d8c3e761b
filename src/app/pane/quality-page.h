/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "app/document/place-pictures.h"

G_BEGIN_DECLS

/* The pane's page of quality: whether the shown run is right, where it is
 * wrong and by how much, why, and a person's verdict. It has the run measured
 * once it is looked at. Its controls activate win.* actions. */
#define SAFFRON_TYPE_QUALITY_PAGE (saffron_quality_page_get_type ())
G_DECLARE_FINAL_TYPE (SaffronQualityPage,
                      saffron_quality_page,
                      SAFFRON,
                      QUALITY_PAGE,
                      AdwBin)

GtkWidget *saffron_quality_page_new (SaffronDocument *document,
                                     SaffronQualityModel *model,
                                     SaffronPlacePictures *pictures,
                                     GSettings *settings);

/* (transfer full): what it says, a line for each thing; "" without a run. */
char *saffron_quality_page_describe (SaffronQualityPage *self);

G_END_DECLS
