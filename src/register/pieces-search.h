/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "register/pieces-ways.h"

G_BEGIN_DECLS

/**
 * saffron_pieces_seed:
 * @ways: has the first way, which may be wrong
 *
 * Where the first way agrees with less than 60 % of the tissue and one of the
 * slides shows several separate sections or fragments, each of these is
 * searched for on the other slide by itself. The best of all that is found and
 * the first way then begin anew, each on moving tissue that the better ones
 * leave free.
 *
 * Returns: whether the first way was replaced
 */
gboolean saffron_pieces_seed (SaffronWays *ways);

/**
 * saffron_pieces_take_shown:
 * @affine: how a person has shown that a piece lies, reference level-0 →
 *   moving level-0
 *
 * Takes the piece over if tissue that agrees under none of @ways does so there;
 * no comparison with chance is asked, because the person knows.
 */
void saffron_pieces_take_shown (SaffronWays *ways, const SaffronAffine *affine);

/**
 * saffron_pieces_search:
 * @ways: the pieces so far
 *
 * Looks for one more piece in what agrees under none of @ways.
 *
 * Returns: %FALSE when there is none
 */
gboolean saffron_pieces_search (SaffronWays *ways);

G_END_DECLS
