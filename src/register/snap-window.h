/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "register/look-window.h"

G_BEGIN_DECLS

/* A place of a window. */
typedef SaffronLookPlace SaffronSnapPlace;

/**
 * SaffronSnapWindow:
 * @values: local contrast, 0 beyond the slide
 * @covered: the share of the window that lies on the slide, 0 to 1
 * @texture: how alike places two pixels apart are, of what is smaller than the
 *   window: 1 for smooth structure, about 0 for noise and for what is constant
 *
 * What a small part of a slide looks like.
 */
typedef struct {
  SaffronPlane *values;
  double covered;
  double texture;
} SaffronSnapWindow;

void saffron_snap_window_clear (SaffronSnapWindow *window);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (SaffronSnapWindow, saffron_snap_window_clear)

/**
 * saffron_snap_window_read:
 * @look: what is looked at
 * @places: (array): @side × @side places on @slide, level-0 pixels, row after
 *   row; about equally far apart
 * @side: at least 8
 * @window: (out caller-allocates)
 *
 * Reads the part of the slide around the places, from the level that suits
 * their distance, as values at them.
 *
 * Returns: %FALSE with the error of saffron_slide_read(), or with
 *   %SAFFRON_ERROR_ARGUMENT if the slide lacks what is looked at
 */
gboolean saffron_snap_window_read (SaffronSlide *slide,
                                   const SaffronLook *look,
                                   const SaffronSnapPlace *places,
                                   int side,
                                   SaffronSnapWindow *window,
                                   GError **error);

G_END_DECLS
