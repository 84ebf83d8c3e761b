/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "register/acceptance.h"
#include "register/deformable.h"

G_BEGIN_DECLS

/**
 * saffron_same_section:
 * @transform: how far the stages have come
 * @reason: (out) (transfer full): why
 *
 * Whether both slides are the same section imaged twice, so that single nuclei
 * have a counterpart and bending can be followed below their size: the
 * parameter says so, or blocks match clearly better than in a wrong place.
 */
gboolean saffron_same_section (const SaffronRegPlane *reference,
                               const SaffronRegPlane *moving,
                               const SaffronTransform *transform,
                               const char *section,
                               SaffronJob *job,
                               SaffronReason **reason);

/* A weight of smoothness that suits slides which are bent more than scanners
 * and rounds of staining bend them: tried beside that of
 * %SAFFRON_DEFORMABLE_SAME. */
#define SAFFRON_FINE_SOFTER 4.0

/**
 * SaffronFine:
 * @alpha: the weight of smoothness that was taken
 * @transform: (nullable): what to go on with; %NULL when the stage is dropped
 * @evidence: whether it helps where it did not look
 * @folds: dropped since it folds, however stiff
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
 * @slides: reference, moving
 * @looks: what to look at on each
 * @start: the transform before the stage
 * @before: of the deformable stage that @start has been through
 * @options: of the stage; @options->finest is the planes' longest side
 * @softer: another weight of smoothness to try, 0: none
 * @fine: (out caller-allocates)
 *
 * The deformable stage once more on planes of @options->finest, down to single
 * nuclei. First comes its evidence: both stages once more, quickly and at half
 * that size, with every other square of the reference held out, which sees what
 * is gained below a pixel for a quarter of the stage's time. Of two weights of
 * smoothness the one that gains more there is taken; only when it helps is the
 * whole fitted.
 *
 * Returns: %FALSE with an error when a slide cannot be read or the job is
 *   cancelled
 */
gboolean saffron_fine (SaffronSlide *const slides[2],
                       const SaffronLook looks[2],
                       const SaffronTransform *start,
                       const SaffronDeformableOptions *before,
                       const SaffronDeformableOptions *options,
                       double softer,
                       int max_image_dim,
                       SaffronJob *job,
                       SaffronFine *fine,
                       GError **error);

/* The evidence alone, from planes of the stage's size. */
gboolean saffron_fine_evidence (const SaffronRegPlane *reference,
                                const SaffronRegPlane *moving,
                                const SaffronTransform *start,
                                const SaffronDeformableOptions *before,
                                const SaffronDeformableOptions *options,
                                SaffronJob *job,
                                SaffronEvidence *evidence,
                                GError **error);

G_END_DECLS
