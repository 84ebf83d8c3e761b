/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "register/crops.h"
#include "register/pieces.h"

G_BEGIN_DECLS

/**
 * saffron_pieces_assign:
 * @agreements: @n planes over the reference's crop: how well each piece's map
 *   agrees there
 * @reference: the whole reference's plane, for its size
 * @threshold: what agrees
 * @pieces: (inout): has the affines; gets labels, shares, and @n, less those
 *   that have got nothing
 *
 * Gives every place to a piece: tissue that agrees goes to the piece that
 * agrees best, islands too small to be one go with what is around them, and
 * everything else, gaps and background too, goes to the nearest.
 */
void saffron_pieces_assign (const SaffronCrops *crops,
                            const SaffronPlane *const *agreements,
                            int n,
                            const SaffronRegPlane *reference,
                            double threshold,
                            SaffronPieces *pieces);

G_END_DECLS
