/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "register/pipeline.h"

G_BEGIN_DECLS

/**
 * saffron_region_find_parts:
 * @region: level-0 pixels of @reference
 * @start: (nullable): as in saffron_register_region()
 * @reference_part: (out): of @reference that is going to be looked at
 * @moving_part: (out): the same of @moving
 *
 * Returns: %FALSE with an error when too little of the region lies on the
 *   slides
 */
gboolean saffron_region_find_parts (SaffronSlide *reference,
                                    SaffronSlide *moving,
                                    const SaffronRect *region,
                                    const SaffronTransform *start,
                                    SaffronRect *reference_part,
                                    SaffronRect *moving_part,
                                    GError **error);

/**
 * saffron_register_region:
 * @region: level-0 pixels of @reference
 * @start: (nullable): a transform of the whole pair that is nearly right there
 * @done: (nullable): as in saffron_register_watched()
 *
 * What the parameters come to on a part of the reference, in a fraction of the
 * time: saffron_register_from() on the crop of the reference and on the part of
 * the moving slide that @start sends it to, with a margin; without @start on
 * all of the moving slide. The working sizes count for the rectangle, so a
 * small region is looked at as finely as if the whole slide were registered
 * with far larger ones. The rectangle is widened to whole pixels of the
 * coarser levels (slide/crop.h).
 *
 * Returns: (transfer full): a run whose region is the rectangle that it looked
 *   at and whose transform is one of the whole slides: exact inside, outside
 *   continued from the region's border. %NULL with an error when too little of
 *   the region lies on the slides, and as saffron_register()
 */
SaffronRun *saffron_register_region (SaffronSlide *reference,
                                     SaffronSlide *moving,
                                     const SaffronParams *params,
                                     const SaffronRect *region,
                                     SaffronTransform *start,
                                     SaffronJob *job,
                                     SaffronStageDoneFunc done,
                                     gpointer user_data,
                                     GError **error);

G_END_DECLS
