/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/job.h"
#include "register/held-out-gain.h"
#include "register/params.h"
#include "register/part.h"
#include "register/planes.h"
#include "register/reason.h"
#include "transform/transform.h"

G_BEGIN_DECLS

/* By how much a registration must be more alike than the best rival to be
 * verified; under the lower one it has failed, between them it is doubtful. Of
 * 167 wrong pairs (periodic tissue apart) none without an artefact at the same
 * place of both slides came to more than 0.03, with one up to 0.081. Right
 * pairs of weakly stained sections come to 0.02 to 0.07, so that the certainty
 * decides on many of them. */
#define SAFFRON_QUALITY_NEEDED 0.045
#define SAFFRON_QUALITY_FAILED 0.03

/**
 * SaffronVerdict:
 * @verified: whether the evidence supports the transform everywhere
 * @partial: the share of the reference's tissue for which it does, if the only
 *   thing against it is that some tissue is misplaced; else 0
 * @parts: (element-type SaffronPart): what is misplaced or has no counterpart
 * @quality: Q: by how much the slides are more alike than under the best rival,
 *   over the tissue that both cover, see register/rivals.h
 * @certainty: the same place by place, in standard errors, see
 *   register/by-place.h; NaN where there is no rival
 * @likeness: of the registration, inside the tissue, after a short fit
 * @chance: the same of the best rival: the null
 * @overlap: shared tissue over the tissue of the slide that has less, 0 to 1
 * @min_jacobian: the smallest over the reference
 * @reasons: (element-type SaffronReason): why, what speaks against it first; at
 *   least one
 */
typedef struct {
  gboolean verified;
  double partial;
  GArray *parts;
  double quality;
  double certainty;
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
 * @held_out: (nullable): what the stages that made @transform gained where
 *   they had not looked
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
                          const SaffronHeldOutGain *held_out,
                          SaffronJob *job,
                          SaffronVerdict *verdict,
                          GError **error);
void saffron_verdict_clear (SaffronVerdict *verdict);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (SaffronVerdict, saffron_verdict_clear)

G_END_DECLS
