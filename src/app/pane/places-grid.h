/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "app/document/place-pictures.h"

G_BEGIN_DECLS

/* The worst places as pictures, the worst first, with what was measured there.
 * The selected one is where the person is; selecting another activates
 * win.select-place. Of many only the first are shown until all are asked
 * for. */
#define SAFFRON_TYPE_PLACES_GRID (saffron_places_grid_get_type ())
G_DECLARE_FINAL_TYPE (SaffronPlacesGrid,
                      saffron_places_grid,
                      SAFFRON,
                      PLACES_GRID,
                      GtkBox)

/* Call once. */
void saffron_places_grid_set_model (SaffronPlacesGrid *self,
                                    SaffronQualityModel *model,
                                    SaffronPlacePictures *pictures);

/* (transfer full): what is said of a place: "2.1 µm ± 0.2, upper left". */
char *saffron_places_grid_describe (SaffronQualityModel *model, guint index);

G_END_DECLS
