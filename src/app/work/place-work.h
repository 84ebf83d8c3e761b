/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/work/work.h"
#include "register/run.h"
#include "slide/slide.h"

G_BEGIN_DECLS

/* The side of a picture of a place, pixels: level-0 pixels of the reference
 * along its shorter side. */
#define SAFFRON_PLACE_PICTURE_SIDE 192

/**
 * SaffronPlacePicture:
 * @index: of the place
 * @rgb: %SAFFRON_PLACE_PICTURE_SIDE rows and columns, 3 bytes a pixel: the
 *   moving slide in red, the reference in green
 */
typedef struct {
  guint index;
  GBytes *rgb;
} SaffronPlacePicture;

/**
 * SaffronPlaceWork:
 *
 * Reads pictures of places in the background; see export/place-painter.h. Each
 * comes as SaffronWork::message (a #SaffronPlacePicture).
 */
#define SAFFRON_TYPE_PLACE_WORK (saffron_place_work_get_type ())
G_DECLARE_FINAL_TYPE (SaffronPlaceWork,
                      saffron_place_work,
                      SAFFRON,
                      PLACE_WORK,
                      SaffronWork)

/* Starts it. @places: (element-type SaffronRefPoint): copied */
SaffronPlaceWork *saffron_place_work_new (SaffronSlide *reference,
                                          SaffronSlide *moving,
                                          SaffronRun *run,
                                          const GArray *places);

G_END_DECLS
