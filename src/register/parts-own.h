/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/job.h"
#include "register/crops.h"

G_BEGIN_DECLS

/**
 * saffron_parts_find_apart:
 * @crops: of %SAFFRON_CROPS_WHOLE
 * @between: how the slides lie, between crops
 * @doubtful: @n_x × @n_y cells over the reference's crop: 1 where the slides
 *   are hardly alike
 * @good: the same: 1 where they are alike, so that the moving tissue there is
 *   no other tissue's
 * @least: pixels of tissue that a part has at least
 * @apart: of the size of @doubtful: set to 1 in the parts that lie elsewhere
 * @job: (nullable)
 *
 * Low likeness may say that a part is misplaced, or that the stains show
 * nothing in common there. So each connected part of @doubtful is searched for
 * by itself on the moving slide, up to a quarter of the crop's diagonal from
 * where @between puts it and turned by up to 30°, on moving tissue that is
 * free. It lies elsewhere if, place by place, it is clearly more alike there
 * than under @between, and also than the same search finds with the moving
 * slide face down, which is what chance gives.
 */
void saffron_parts_find_apart (const SaffronCrops *crops,
                               const SaffronTransform *between,
                               const guint8 *doubtful,
                               const guint8 *good,
                               int n_x,
                               int n_y,
                               double least,
                               guint8 *apart,
                               SaffronJob *job);

G_END_DECLS
