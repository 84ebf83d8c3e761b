/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/plane.h"
#include "register/look.h"
#include "register/plane-values.h"

G_BEGIN_DECLS

/* Moving level-0 pixels per reference level-0 pixel by the files' pixel sizes;
 * 0 when one gives none or @params forbid their use. */
double saffron_prior_scale (SaffronSlide *reference,
                            SaffronSlide *moving,
                            const SaffronParams *params);

/**
 * SaffronRegPlane:
 * @intensity: 0 … 1.5, bright where there is tissue or nuclei, smoothed
 * @weight: 0 … 1: how far the pixel lies inside the image area
 * @tissue: 0 … 1: how far the pixel is tissue
 * @downsample: level-0 pixels per pixel; plane = level-0 / @downsample
 * @foreign: the share of the slide that was left out because something else
 *   than tissue lies there: see register/ink.h and register/glare.h
 * @values: how the stored values became @intensity, before coarser planes were
 *   brightened again
 *
 * One slide at one working size, as the stages use it.
 */
typedef struct {
  SaffronPlane *intensity;
  SaffronPlane *weight;
  SaffronPlane *tissue;
  double downsample;
  double foreign;
  SaffronPlaneValues values;
} SaffronRegPlane;

/**
 * saffron_reg_plane_new:
 * @max_dim: the longest side of the plane, at most that of the slide, pixels
 * @job: (nullable): its fraction goes from 0 to 1
 *
 * Reads one slide and prepares its plane.
 */
SaffronRegPlane *saffron_reg_plane_new (SaffronSlide *slide,
                                        const SaffronLook *look,
                                        int max_dim,
                                        int max_image_dim,
                                        SaffronJob *job,
                                        GError **error);

/* (transfer full): the same plane at a coarser working size, averaged over
 * areas of @plane. It is unusable once @job is cancelled, which the caller
 * checks. */
SaffronRegPlane *saffron_reg_plane_scale (const SaffronRegPlane *plane,
                                          double downsample,
                                          SaffronJob *job);
void saffron_reg_plane_free (SaffronRegPlane *plane);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SaffronRegPlane, saffron_reg_plane_free)

G_END_DECLS
