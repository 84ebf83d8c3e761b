/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "register/acceptance.h"

G_BEGIN_DECLS

/**
 * saffron_piecewise:
 * @fit: a stage for tissue that is whole
 * @start: the transform before the stage, perhaps with pieces
 * @mask: (nullable): further weights over the reference
 * @data: for @fit
 *
 * Runs @fit on each piece of @start by itself, so that no piece pulls at
 * another across a tear: from the piece's own map, looking at the piece's
 * territory only. Without pieces, that is @fit itself.
 *
 * Returns: (transfer full): the pieces' new maps, joined; %NULL with an error
 *   when the job is cancelled
 */
SaffronTransform *saffron_piecewise (SaffronFitFunc fit,
                                     const SaffronRegPlane *reference,
                                     const SaffronRegPlane *moving,
                                     const SaffronTransform *start,
                                     const SaffronPlane *mask,
                                     gpointer data,
                                     SaffronJob *job,
                                     GError **error);

G_END_DECLS
