/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/job.h"
#include "register/by-place.h"
#include "register/crops.h"

G_BEGIN_DECLS

/**
 * SaffronRivalKind:
 * @SAFFRON_RIVAL_FACE_DOWN: the moving slide turned over, anywhere
 * @SAFFRON_RIVAL_ELSEWHERE: not turned over, but in another place or at
 *   another angle: a half turn, the next row of a tissue array, the next gland
 */
typedef enum {
  SAFFRON_RIVAL_FACE_DOWN,
  SAFFRON_RIVAL_ELSEWHERE,
  SAFFRON_N_RIVALS,
} SaffronRivalKind;

/**
 * SaffronRival:
 * @found: whether there is any; the rest means nothing otherwise
 * @likeness: of the slides laid so, inside their tissue
 * @margin: by how much the registration is more alike than the rival
 * @place: the same place by place, where both cover the tissue
 * @affine: how the rival lies, between crops
 */
typedef struct {
  gboolean found;
  double likeness;
  double margin;
  SaffronByPlace place;
  SaffronAffine affine;
} SaffronRival;

/**
 * SaffronRivals:
 * @likeness: of the registration inside the tissue, after the same short fit
 *   that each rival has had
 * @area: of tissue that this was measured over, pixels of the crop
 * @fitted: that fit, between crops, of each piece by itself
 * @kinds: the best rival of each kind
 */
typedef struct {
  double likeness;
  double area;
  SaffronTransform *fitted;
  SaffronRival kinds[SAFFRON_N_RIVALS];
} SaffronRivals;

/**
 * saffron_rivals_find:
 * @crops: of %SAFFRON_CROPS_INSIDE
 * @transform: how the registration lays the slides, between crops
 * @rivals: (out caller-allocates): cleared with saffron_rivals_clear()
 *
 * The best that can be made of the slides in any other way, at the same scale:
 * what the registration must be clearly better than. Of slides that do not
 * belong together the registration is the best of very many ways to lay them,
 * and a mirrored or shifted copy of that one place is no fair chance; the best
 * of as many ways to lay the moving slide face down is. And where the tissue
 * itself is symmetric or periodic, the rival is as good as the truth, so that
 * nobody can tell which is right.
 *
 * Every rotation is tried at 128 px by masked correlation, the best few are
 * refined and fitted as saffron_crops_fit() does. Deterministic.
 *
 * Returns: %FALSE with an error when @job is cancelled
 */
gboolean saffron_rivals_find (const SaffronCrops *crops,
                              const SaffronTransform *transform,
                              SaffronJob *job,
                              SaffronRivals *rivals,
                              GError **error);
void saffron_rivals_clear (SaffronRivals *rivals);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (SaffronRivals, saffron_rivals_clear)

G_END_DECLS
