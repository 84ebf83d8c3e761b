/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "register/acceptance.h"
#include "register/deformable.h"

G_BEGIN_DECLS

/**
 * saffron_same_section:
 * @transform: the result of the stages so far
 * @reason: (out) (transfer full): why
 *
 * Whether both slides are the same section imaged twice, so that single nuclei
 * have counterparts and bending can be followed below their size. Either the
 * parameter says so, or blocks match clearly better than in a wrong place.
 */
gboolean saffron_same_section (const SaffronRegPlane *reference,
                               const SaffronRegPlane *moving,
                               const SaffronTransform *transform,
                               const char *section,
                               SaffronJob *job,
                               SaffronReason **reason);

/* From one weight of smoothness that is tried to the next. Which is right
 * depends on how long the waves are in which the slide is bent, against the
 * working size, and nobody knows these. */
#define SAFFRON_FINE_RUNG 4.0

/**
 * SaffronFine:
 * @alpha: the weight of smoothness that was chosen
 * @transform: (nullable): the stage's result; %NULL when the stage is dropped
 * @evidence: the evidence from held-out squares
 * @folds: whether the stage was dropped because it folds, however stiff
 */
typedef struct {
  double alpha;
  SaffronTransform *transform;
  SaffronEvidence evidence;
  gboolean folds;
} SaffronFine;

void saffron_fine_clear (SaffronFine *fine);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (SaffronFine, saffron_fine_clear)

/**
 * saffron_fine:
 * @slides: the reference and the moving slide
 * @looks: what to look at on each
 * @start: the transform before the stage
 * @before: options of the deformable stage that made @start
 * @options: options of this stage; their @finest is the planes' longest side
 * @choose: whether other weights of smoothness are tried, too
 * @job: (nullable): its fraction goes from 0 to 1
 * @fine: (out caller-allocates)
 *
 * Repeats the deformable stage on planes of the size @finest, down to single
 * nuclei. It first collects the evidence: both stages are fitted quickly, at
 * half that size, with every other square of the reference held out. This
 * detects gains below a pixel. With @choose it takes two fifths of the stage's
 * time: of four weights of smoothness, from a sixteenth to four times that of
 * @options, it tries three, see #SAFFRON_FINE_RUNG, and chooses the one that
 * gains most. It fits the whole only if the stage helps.
 *
 * Returns: %FALSE with an error when a slide cannot be read or the job is
 *   cancelled
 */
gboolean saffron_fine (SaffronSlide *const slides[2],
                       const SaffronLook looks[2],
                       const SaffronTransform *start,
                       const SaffronDeformableOptions *before,
                       const SaffronDeformableOptions *options,
                       gboolean choose,
                       int max_image_dim,
                       SaffronJob *job,
                       SaffronFine *fine,
                       GError **error);

/* Collects only the evidence, from planes of the stage's size. */
gboolean saffron_fine_evidence (const SaffronRegPlane *reference,
                                const SaffronRegPlane *moving,
                                const SaffronTransform *start,
                                const SaffronDeformableOptions *before,
                                const SaffronDeformableOptions *options,
                                SaffronJob *job,
                                SaffronEvidence *evidence,
                                GError **error);

G_END_DECLS
