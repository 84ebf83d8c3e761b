/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

#include "slide/slide.h"
#include "transform/transform.h"

G_BEGIN_DECLS

/* How a person lays the moving slide by hand, as a start for the registration:
 * an affine map from the reference to the moving slide, level-0 pixels. What
 * moves the slide here moves it as it is seen on the reference. */

/**
 * saffron_start_lay:
 * @dx: how far right of the reference's centre its own centre lies, reference
 *   pixels
 * @dy: how far below
 * @turn: by how many degrees it is turned clockwise about its centre
 * @flip: whether it is mirrored left to right before that
 *
 * The scale is that of the pixel sizes, or 1 where one of them is unknown, from
 * the shorter side of the one's pixels to that of the other's.
 */
SaffronAffine saffron_start_lay (SaffronSlide *reference,
                                 SaffronSlide *moving,
                                 double dx,
                                 double dy,
                                 double turn,
                                 gboolean flip);

/* Laid about as @affine lays it, which may be a run's: with its centre, turn
 * and flip, but with the scale of the pixel sizes where both are known. */
SaffronAffine saffron_start_like (SaffronSlide *reference,
                                  SaffronSlide *moving,
                                  const SaffronAffine *affine);

/* Where the moving slide's centre lies on the reference. */
SaffronRefPoint saffron_start_centre (const SaffronAffine *start,
                                      SaffronSlide *moving);

/* Moves the moving slide by so many reference pixels. */
void saffron_start_shift (SaffronAffine *start, double dx, double dy);
/* Turns it clockwise about a place of the reference, whose pixels are @aspect
 * times as tall as wide. */
void saffron_start_turn (SaffronAffine *start,
                         double aspect,
                         SaffronRefPoint about,
                         double degrees);
/* Makes it that many times as large about a place of the reference. */
void saffron_start_scale (SaffronAffine *start,
                          SaffronRefPoint about,
                          double factor);
/* Mirrors it left to right about a place of the reference. */
void saffron_start_flip (SaffronAffine *start, SaffronRefPoint about);

/* Whether both are the same numbers. %NULL: there is none. */
gboolean saffron_start_equal (const SaffronAffine *a, const SaffronAffine *b);

/**
 * saffron_start_check:
 *
 * Whether a registration can start from there: the slides overlap, and the map
 * neither stretches the moving slide to twice its shape nor scales it more than
 * 32 times.
 *
 * Returns: %FALSE with %SAFFRON_ERROR_ARGUMENT, naming the moving slide
 */
gboolean saffron_start_check (const SaffronAffine *start,
                              SaffronSlide *reference,
                              SaffronSlide *moving,
                              GError **error);

/* Six numbers: xx, xy, x0, yx, yy, y0. */
JsonNode *saffron_start_to_json (const SaffronAffine *start);

/**
 * saffron_start_from_json:
 * @node: (nullable): %NULL or JSON's null when there is none
 * @start: (out) (transfer full) (nullable): to be freed with g_free()
 *
 * Returns: %FALSE with %SAFFRON_ERROR_FORMAT when it is no invertible map
 */
gboolean
saffron_start_from_json (JsonNode *node, SaffronAffine **start, GError **error);

G_END_DECLS
