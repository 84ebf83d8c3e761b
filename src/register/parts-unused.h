/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/job.h"
#include "register/crops.h"

G_BEGIN_DECLS

/**
 * saffron_parts_at_frame:
 * @plane: a crop, see register/crops.h
 * @job: (nullable)
 *
 * Returns: (transfer full): 1 where a place lies just beyond the slide's frame,
 *   next to tissue that reaches it; 0 elsewhere
 */
SaffronPlane *saffron_parts_at_frame (const SaffronRegPlane *plane,
                                      SaffronJob *job);

/* Whether tissue of @area pixels, @touching of which lie just beyond a frame
 * next to tissue that reaches it, is cut off by that frame: it touches the
 * frame along a fifth to a third of the width that it has. */
gboolean saffron_parts_is_cut_off (double area, double touching);

/**
 * saffron_parts_unused:
 * @between: how the slides lie, between crops
 * @used: of the size of the moving crop: 1 where tissue of the reference lies
 * @least: pixels that a part has at least
 * @job: (nullable)
 *
 * Looks for moving tissue on which nothing of the reference lies, though the
 * reference's frame does not cut it off.
 *
 * Returns: the pixels of its largest connected part; 0 when there is none
 */
double saffron_parts_unused (const SaffronCrops *crops,
                             const SaffronTransform *between,
                             const SaffronPlane *used,
                             double least,
                             SaffronJob *job);

G_END_DECLS
