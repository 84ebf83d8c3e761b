/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/job.h"
#include "register/planes.h"
#include "transform/transform.h"

G_BEGIN_DECLS

/* How many pieces are looked for at most. */
#define SAFFRON_PIECES_MAX 12

/**
 * SaffronPieces:
 * @n: how many pieces; 1 when the tissue is whole
 * @relaid: whether the tissue lies otherwise than the transform had it, even
 *   where there is one piece
 * @affines: how each lies, reference level-0 → moving level-0
 * @shares: of the reference's tissue that each has
 * @width: cells of @labels in x, over the whole reference
 * @height: in y
 * @cell: reference level-0 pixels a cell
 * @labels: the piece that each cell belongs to; borders run through what is
 *   no tissue, or where one piece's map agrees better than the next one's
 *
 * Tissue that was torn, or sections that moved apart, as pieces of which each
 * moved as one.
 */
typedef struct {
  int n;
  gboolean relaid;
  SaffronAffine affines[SAFFRON_PIECES_MAX];
  double shares[SAFFRON_PIECES_MAX];
  int width, height;
  double cell;
  guint8 *labels;
} SaffronPieces;

/**
 * saffron_pieces_find:
 * @reference: the reference's plane, as fine as there is one
 * @moving: the moving slide's
 * @transform: how one piece lies, the largest as a rule
 * @shown: (element-type SaffronAffine): how further pieces lie, as a person has
 *   shown, reference level-0 → moving level-0
 * @search: whether pieces are searched for beside
 * @pieces: (out caller-allocates): cleared with saffron_pieces_clear()
 *
 * What agrees under @transform is taken away on both sides. While tissue is
 * left on both, the rest is searched for one more way to lay it, at any
 * rotation and at the same scale. A way is a piece if more of the rest agrees
 * under it, in one connected part that no other piece uses, than under the
 * best way to lay the rest face down, which is what chance gives. What @shown
 * says is taken if any of the rest agrees.
 *
 * Where @transform agrees with little, each separate fragment of either slide
 * is searched for first, so @transform may be wrong everywhere. Fragments that
 * one bent fit lays right, though each moved by itself, become pieces, too. In
 * the end each piece is fitted again on its own territory.
 *
 * Returns: %FALSE with an error when @job is cancelled
 */
gboolean saffron_pieces_find (const SaffronRegPlane *reference,
                              const SaffronRegPlane *moving,
                              const SaffronTransform *transform,
                              const GArray *shown,
                              gboolean search,
                              SaffronJob *job,
                              SaffronPieces *pieces,
                              GError **error);
/* (transfer full): each piece's affine in its territory, as one transform of
 * the reference of @start. */
SaffronTransform *saffron_pieces_join (const SaffronPieces *pieces,
                                       const SaffronTransform *start);

void saffron_pieces_clear (SaffronPieces *pieces);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (SaffronPieces, saffron_pieces_clear)

G_END_DECLS
