/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/plane.h"
#include "register/look.h"

G_BEGIN_DECLS

/**
 * SaffronLookPlace:
 *
 * A place on either slide, in its level-0 pixels.
 */
typedef struct {
  double x, y;
} SaffronLookPlace;

/**
 * SaffronLookPlaces:
 * @at: (array): @width × @height places on one slide, row after row
 * @pitch: how far apart they are, level-0 pixels of that slide
 *
 * Where a slide is read. The places of a moving slide are those of the
 * reference, pulled through a transform.
 */
typedef struct {
  const SaffronLookPlace *at;
  int width, height;
  double pitch;
} SaffronLookPlaces;

/**
 * SaffronLookWindow:
 * @values: what is looked at, bright where there is tissue or nuclei; 0 beyond
 *   the slide
 * @weight: 1 on the slide, 0 beyond it
 * @covered: the share of the places that lies on the slide, 0 to 1
 *
 * One value for each place.
 */
typedef struct {
  SaffronPlane *values;
  SaffronPlane *weight;
  double covered;
} SaffronLookWindow;

void saffron_look_window_clear (SaffronLookWindow *window);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (SaffronLookWindow, saffron_look_window_clear)

/**
 * saffron_look_window_read:
 * @look: what is looked at
 * @window: (out caller-allocates)
 *
 * Reads the part of the slide around the places, from the level that suits
 * their distance, averages it over areas as large as that distance, and
 * interpolates at the places. The values are what registration looks at but
 * for a factor and a constant, since the background is not measured.
 *
 * Memory grows with the rectangle around all places, so places that a tear
 * parts are better read one part at a time.
 *
 * Returns: %FALSE with the error of saffron_slide_read(), or with
 *   %SAFFRON_ERROR_ARGUMENT if the slide lacks what is looked at
 */
gboolean saffron_look_window_read (SaffronSlide *slide,
                                   const SaffronLook *look,
                                   const SaffronLookPlaces *places,
                                   SaffronLookWindow *window,
                                   GError **error);

G_END_DECLS
