/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "register/pipeline.h"
#include "register/run-draft.h"

G_BEGIN_DECLS

/**
 * SaffronSquares:
 * @on: whether one of the slides has pixels that are not square; if not, all
 *   else is unused
 * @slides: the reference and the moving slide with square pixels
 * @options: what was asked for, in pixels of @slides
 *
 * The pair that is registered in place of slides whose pixels are not square.
 * All that the stages do rests on a turn being a turn, which it is only there.
 */
typedef struct {
  gboolean on;
  SaffronSlide *slides[2];
  SaffronRegisterOptions options;
  /*< private >*/
  SaffronSlide *originals[2];
  const SaffronRegisterOptions *asked;
  SaffronAffine to_square[2], from_square[2];
} SaffronSquares;

/* Borrows the slides and @options. */
void saffron_squares_init (SaffronSquares *squares,
                           SaffronSlide *reference,
                           SaffronSlide *moving,
                           const SaffronRegisterOptions *options);
void saffron_squares_clear (SaffronSquares *squares);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (SaffronSquares, saffron_squares_clear)

/* (transfer full): a transform between the squares as one between the slides
 * themselves. */
SaffronTransform *saffron_squares_to_slides (const SaffronSquares *squares,
                                             const SaffronTransform *transform);

/* Lets a run of the squares be one of the slides themselves; its transform is
 * one of those already. */
void saffron_squares_finish (const SaffronSquares *squares,
                             SaffronRunDraft *run);

G_END_DECLS
