/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/document/quality-model.h"

G_BEGIN_DECLS

/**
 * SaffronPlacePictures:
 *
 * Pictures of the worst places of the run that is measured. They are read in
 * the background once somebody asks for one, until another run is shown.
 *
 * SaffronPlacePictures::read (index): one is there.
 */
#define SAFFRON_TYPE_PLACE_PICTURES (saffron_place_pictures_get_type ())
G_DECLARE_FINAL_TYPE (SaffronPlacePictures,
                      saffron_place_pictures,
                      SAFFRON,
                      PLACE_PICTURES,
                      GObject)

SaffronPlacePictures *saffron_place_pictures_new (SaffronDocument *document,
                                                  SaffronQualityModel *model);

/* (transfer none) (nullable): see #SaffronPlacePicture; %NULL until it is
 * read. */
GBytes *saffron_place_pictures_get (SaffronPlacePictures *self, guint index);

G_END_DECLS
