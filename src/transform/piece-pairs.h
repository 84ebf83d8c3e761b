/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "transform/pieces.h"

G_BEGIN_DECLS

/* A piece of one transform followed by a piece of another. */
typedef struct {
  int first, second;
} SaffronPiecePair;

/**
 * saffron_piece_pairs_new:
 * @second: (nullable): its reference is @first's moving slide
 * @pairs: (out) (transfer full): for each label of the result, what it stands
 *   for
 *
 * The territories of @second after @first; see saffron_transform_compose().
 */
SaffronPieceMap *saffron_piece_pairs_new (const SaffronTransform *first,
                                          const SaffronTransform *second,
                                          SaffronPiecePair **pairs);

G_END_DECLS
