/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/plane.h"
#include "register/params.h"
#include "slide/slide.h"

G_BEGIN_DECLS

/**
 * SaffronLookKind:
 * @SAFFRON_LOOK_INTENSITY: one channel, bright on dark
 * @SAFFRON_LOOK_OPTICAL_DENSITY: what absorbs light, of one channel or of all
 * @SAFFRON_LOOK_HEMATOXYLIN: the nuclear stain's share of the absorption
 */
typedef enum {
  SAFFRON_LOOK_INTENSITY,
  SAFFRON_LOOK_OPTICAL_DENSITY,
  SAFFRON_LOOK_HEMATOXYLIN,
} SaffronLookKind;

/**
 * SaffronLook:
 * @kind: how the plane is made of the stored values
 * @channel: index of the channel, or -1 when it is made of RGB
 * @name: its name, or "optical density", "hematoxylin"
 * @reason: why this one, in words
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
 * For both slides at once, since one being brightfield and the other
 * fluorescence makes both look at nuclei. Never fails silently: a channel asked
 * for by name that is not there is %SAFFRON_ERROR_ARGUMENT, listing those that
 * are.
 */
gboolean saffron_look_choose (SaffronSlide *reference,
                              SaffronSlide *moving,
                              const SaffronParams *params,
                              SaffronLook *reference_look,
                              SaffronLook *moving_look,
                              GError **error);
void saffron_look_clear (SaffronLook *look);

/* Whether what it looks at is dark on a bright background. */
gboolean saffron_look_is_brightfield (const SaffronLook *look);

/* (transfer full): what the parameters reference_channel and moving_channel may
 * say of @slide, besides "auto": its channels, then the stains of colour. */
char **saffron_look_choices (SaffronSlide *slide);

/* Moving level-0 pixels per reference level-0 pixel by the pixel sizes that the
 * files give; 0 when one gives none or @params do not want it. */
double saffron_prior_scale (SaffronSlide *reference,
                            SaffronSlide *moving,
                            const SaffronParams *params);

/**
 * SaffronRegPlane:
 * @intensity: 0 … 1.5, bright where there is tissue (nuclei), smoothed
 * @weight: 0 … 1, soft: how far the pixel lies inside the image area
 * @tissue: 0 … 1, soft: how far the pixel is tissue
 * @downsample: level-0 pixels per pixel; plane = level-0 / @downsample
 *
 * One slide at one working size, as the stages see it.
 */
typedef struct {
  SaffronPlane *intensity;
  SaffronPlane *weight;
  SaffronPlane *tissue;
  double downsample;
} SaffronRegPlane;

/**
 * saffron_reg_plane_new:
 * @max_dim: the longest side of the plane; the slide's own where that is less
 *
 * Reads and prepares one slide's plane (REGISTRATION: planes).
 */
SaffronRegPlane *saffron_reg_plane_new (SaffronSlide *slide,
                                        const SaffronLook *look,
                                        int max_dim,
                                        int max_image_dim,
                                        SaffronJob *job,
                                        GError **error);

/* The same plane at a coarser working size, area-averaged from @plane. It is
 * of no use once the job is cancelled, which the caller asks. */
SaffronRegPlane *saffron_reg_plane_scale (const SaffronRegPlane *plane,
                                          double downsample,
                                          SaffronJob *job);
void saffron_reg_plane_free (SaffronRegPlane *plane);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SaffronRegPlane, saffron_reg_plane_free)

G_END_DECLS
