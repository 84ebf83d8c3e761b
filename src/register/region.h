/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "slide/slide.h"
#include "transform/transform.h"

G_BEGIN_DECLS

/**
 * saffron_region_find_parts:
 * @rect: level-0 pixels of @reference
 * @start: (nullable): a transform of the whole pair that is nearly right there
 * @reference_part: (out): of @reference that is going to be looked at
 * @moving_part: (out): the same of @moving
 *
 * Returns: %FALSE with an error when too little of the region lies on the
 *   slides
 */
gboolean saffron_region_find_parts (SaffronSlide *reference,
                                    SaffronSlide *moving,
                                    const SaffronRect *rect,
                                    const SaffronTransform *start,
                                    SaffronRect *reference_part,
                                    SaffronRect *moving_part,
                                    GError **error);

/**
 * SaffronRegion:
 * @parts: of the reference and of the moving slide, level-0 pixels
 * @crops: the slides that these parts are
 * @start: (nullable): where to start from, between the crops
 *
 * The parts of two slides that are registered in place of the whole.
 */
typedef struct {
  SaffronRect parts[2];
  SaffronSlide *crops[2];
  SaffronTransform *start;
  /*< private >*/
  double width, height; /* of the whole reference */
} SaffronRegion;

/* %FALSE as saffron_region_find_parts(). */
gboolean saffron_region_init (SaffronRegion *region,
                              SaffronSlide *reference,
                              SaffronSlide *moving,
                              const SaffronRect *rect,
                              const SaffronTransform *start,
                              GError **error);
void saffron_region_clear (SaffronRegion *region);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (SaffronRegion, saffron_region_clear)

/* (transfer full): a transform between the crops as one between the slides. */
SaffronTransform *saffron_region_to_slides (const SaffronRegion *region,
                                            const SaffronTransform *crops);

G_END_DECLS
