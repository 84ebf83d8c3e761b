/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/job.h"
#include "register/params.h"
#include "register/planes.h"
#include "register/reason.h"
#include "transform/transform.h"

G_BEGIN_DECLS

/* Likeness above chance that a registration needs to be verified; under the
 * lower one it has failed, between them it is doubtful. Sixteen wrong pairs of
 * real slides reach 0.044 at most, the hardest true pair has 0.096. */
#define SAFFRON_QUALITY_NEEDED 0.07
#define SAFFRON_QUALITY_FAILED 0.05

/**
 * SaffronVerdict:
 * @verified: whether the evidence supports the transform
 * @quality: Q: @likeness − @chance
 * @likeness: saffron_likeness_fitted() from the transform's affine
 * @chance: the mean of the same for the moving slide mirrored in x, in y and
 *   turned by 180°, each in its place: the null
 * @overlap: shared tissue over the tissue of the slide that has less, 0 to 1
 * @min_jacobian: the smallest over the reference
 * @reasons: (element-type SaffronReason): why, what speaks against it first; at
 *   least one
 */
typedef struct {
  gboolean verified;
  double quality;
  double likeness, chance;
  double overlap;
  double min_jacobian;
  GPtrArray *reasons;
} SaffronVerdict;

/**
 * saffron_verdict:
 * @reference: 256 px or larger
 * @moving: the same of the moving slide
 * @transform: what the stages ended with
 * @prior_scale: moving level-0 pixels per reference level-0 pixel by the pixel
 *   sizes, 0 when unknown
 * @job: (nullable): goes from 0 to 1
 * @verdict: (out caller-allocates): cleared with saffron_verdict_clear()
 *
 * Whether two slides really correspond under @transform, without any ground
 * truth. Slides without tissue, of any size, are unverified, never an error.
 *
 * Returns: %FALSE only when the job is cancelled
 */
gboolean saffron_verdict (const SaffronRegPlane *reference,
                          const SaffronRegPlane *moving,
                          const SaffronTransform *transform,
                          const SaffronParams *params,
                          double prior_scale,
                          SaffronJob *job,
                          SaffronVerdict *verdict,
                          GError **error);
void saffron_verdict_clear (SaffronVerdict *verdict);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (SaffronVerdict, saffron_verdict_clear)

G_END_DECLS
