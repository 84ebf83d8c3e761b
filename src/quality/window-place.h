/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "quality/window-search.h"

G_BEGIN_DECLS

/* How far a window may be moved along each axis at most, level-0 pixels. */
#define SAFFRON_WINDOW_PLACE_REACH 32.0

/**
 * saffron_window_place:
 * @at: (inout): the centre of a window; moved to where the reference shows the
 *   most around it
 * @reach: how far it may be moved along each axis, level-0 pixels, at most
 *   %SAFFRON_WINDOW_PLACE_REACH
 *
 * Finds the place near @at where a shift can be told best, in its worse
 * direction: where the smaller eigenvalue of the structure tensor of the
 * reference, at level 0, is largest. In an empty place the transform may be
 * anything, and nothing there can tell; what can be told is told for where it
 * holds.
 *
 * Source: Shi & Tomasi 1994, Good features to track.
 *
 * Returns: %FALSE with an error when the reference cannot be read
 */
gboolean saffron_window_place (const SaffronWindowInput *input,
                               SaffronRefPoint *at,
                               double reach,
                               GError **error);

G_END_DECLS
