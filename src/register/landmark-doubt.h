/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "register/landmark-reading.h"
#include "register/pipeline-private.h"
#include "register/verdict.h"

G_BEGIN_DECLS

/* The share of the reference's diagonal within which landmarks agree with a
 * transform. */
#define SAFFRON_LANDMARKS_NEAR (1.0 / 100.0)

/**
 * SaffronLandmarkDoubt:
 * @unlike: the automatic result, which lies elsewhere, is supported by what the
 *   slides show, and the one that the landmarks took it to is not
 * @misread: whether the landmarks agree if they are read as @finding has it
 *
 * What speaks against the landmarks.
 */
typedef struct {
  gboolean unlike;
  gboolean misread;
  SaffronLandmarkFinding finding;
} SaffronLandmarkDoubt;

/**
 * saffron_landmarks_doubt:
 * @verdict: of the transform that goes on
 * @job: cancelled with it; it is not moved
 * @doubt: (out caller-allocates): all 0 where nothing speaks against them
 *
 * Landmarks that agree among each other may still be wrong, all in the same
 * way. So where they were kept and the slides are not alike by them, the
 * automatic result is judged, too. If it is supported, the landmarks are
 * compared with it; else each other reading of them that lies on the slides is
 * judged by what the slides show. Landmarks that were dropped are compared with
 * the result.
 *
 * Returns: %FALSE only when the job is cancelled
 */
gboolean saffron_landmarks_doubt (SaffronPipeline *pipeline,
                                  const SaffronVerdict *verdict,
                                  SaffronJob *job,
                                  SaffronLandmarkDoubt *doubt,
                                  GError **error);

G_END_DECLS
