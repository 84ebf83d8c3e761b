/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "register/planes.h"

G_BEGIN_DECLS

/**
 * SaffronMicroSource:
 * @slide: the slide, not owned
 * @look: what its plane is made of, not owned
 * @values: how its stored values become intensities
 * @downsample: level-0 pixels per pixel
 * @width: of the whole slide at that size
 * @height: likewise
 *
 * One slide at the micro stage's working size, at which it is read in parts and
 * never held whole.
 */
typedef struct {
  SaffronSlide *slide;
  const SaffronLook *look;
  SaffronPlaneValues values;
  double downsample;
  int width, height;
} SaffronMicroSource;

/* @plane: the same slide at any size, which says how its values become
 * intensities. %FALSE with an error when the slide cannot be read, or the job
 * is cancelled. */
gboolean saffron_micro_source_init (SaffronMicroSource *source,
                                    SaffronSlide *slide,
                                    const SaffronLook *look,
                                    const SaffronRegPlane *plane,
                                    double downsample,
                                    SaffronJob *job,
                                    GError **error);

/**
 * saffron_micro_source_read:
 * @box: pixels of the working size; it may reach beyond the slide, whose border
 *   is repeated there, but is not wholly outside
 *
 * Reads the intensities of a part of the slide, smoothed as those of a
 * #SaffronRegPlane. May be called from several threads at once.
 *
 * Returns: (transfer full): the intensities, or %NULL with an error
 */
SaffronPlane *saffron_micro_source_read (const SaffronMicroSource *source,
                                         const SaffronRect *box,
                                         GError **error);

G_END_DECLS
