/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/plane.h"
#include "register/params.h"
#include "slide/slide.h"

G_BEGIN_DECLS

/**
 * SaffronLookKind:
 * @SAFFRON_LOOK_INTENSITY: one channel, bright on dark
 * @SAFFRON_LOOK_OPTICAL_DENSITY: absorption of light, of one channel or of all
 * @SAFFRON_LOOK_HEMATOXYLIN: the nuclear stain's part of the absorption
 */
typedef enum {
  SAFFRON_LOOK_INTENSITY,
  SAFFRON_LOOK_OPTICAL_DENSITY,
  SAFFRON_LOOK_HEMATOXYLIN,
} SaffronLookKind;

/**
 * SaffronLook:
 * @kind: how the plane is computed from the stored values
 * @channel: index of the channel, or -1 when it is computed from RGB
 * @name: the channel's name, or "optical density" or "hematoxylin"
 * @reason: why it was chosen, in words
 *
 * What registration looks at on one slide.
 */
typedef struct {
  SaffronLookKind kind;
  int channel;
  char *name;
  char *reason;
} SaffronLook;

/**
 * saffron_look_choose:
 *
 * Chooses for both slides together, because if one is brightfield and the other
 * fluorescence, registration looks at nuclei on both.
 *
 * Returns: %FALSE with %SAFFRON_ERROR_ARGUMENT, which lists the channels, when
 *   a channel asked for by name does not exist
 */
gboolean saffron_look_choose (SaffronSlide *reference,
                              SaffronSlide *moving,
                              const SaffronParams *params,
                              SaffronLook *reference_look,
                              SaffronLook *moving_look,
                              GError **error);
void saffron_look_clear (SaffronLook *look);

/* Whether the stored values are dark on a bright background. */
gboolean saffron_look_is_brightfield (const SaffronLook *look);

/* (transfer full): the values besides "auto" that the parameters
 * reference_channel and moving_channel may have for @slide: its channels, then
 * the stains of an RGB slide. */
char **saffron_look_choices (SaffronSlide *slide);

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
 *
 * One slide at one working size, as the stages use it.
 */
typedef struct {
  SaffronPlane *intensity;
  SaffronPlane *weight;
  SaffronPlane *tissue;
  double downsample;
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
