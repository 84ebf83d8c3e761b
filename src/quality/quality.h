/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "quality/loop.h"
#include "quality/nuclei.h"
#include "quality/windows.h"
#include "register/run.h"
#include "transform/tre.h"

G_BEGIN_DECLS

/* With the moving slide before, and with the first. */
#define SAFFRON_QUALITY_LOOPS 2

/**
 * SaffronQualityLoop:
 * @with: (nullable): the other moving slide; %NULL when none was compared
 * @loop: how far both lie apart on the reference
 *
 * One loop over two moving slides, see quality/loop-chain.h.
 */
typedef struct {
  char *with;
  SaffronLoop loop;
} SaffronQualityLoop;

/**
 * SaffronQuality:
 * @windows: the error at many places of the tissue
 * @worst: (element-type SaffronWorstPlace): where it is worst
 * @bending: (element-type SaffronBending): what the transform does to each
 * piece
 * @nuclei: how far the nuclei of both slides agree
 * @n_landmarks: active landmarks; 0 without any
 * @landmarks: how far the run misses them, reference level-0 pixels
 * @landmarks_um: the same in µm; NaN when the size of a pixel is not known
 * @um_x: size of a reference level-0 pixel, µm; 0 when it is not known
 * @um_y: the same in y
 * @robustness: the share of active landmarks that are closer than before, see
 *   #SaffronTre; NaN without any
 * @diagonal: of the reference, level-0 pixels
 * @moving_width: of the moving slide, level-0 pixels
 * @moving_height: the same
 * @loops: with the moving slide before; and of the last of three or more with
 *   the first. In the window, with those that were measured before
 *
 * What can be measured of one run, once it is there.
 */
typedef struct {
  SaffronWindows *windows;
  GArray *worst;
  GArray *bending;
  SaffronNuclei nuclei;
  guint n_landmarks;
  SaffronTreStats landmarks, landmarks_um;
  double robustness;
  double um_x, um_y;
  double diagonal;
  double moving_width, moving_height;
  SaffronQualityLoop loops[SAFFRON_QUALITY_LOOPS];
} SaffronQuality;

void saffron_quality_free (SaffronQuality *quality);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SaffronQuality, saffron_quality_free)

/**
 * saffron_quality_measure:
 * @slides: the reference and the moving slide
 * @looks: what is compared, see saffron_run_find_looks()
 * @landmarks: (nullable) (element-type SaffronLandmark): of the moving slide
 * @tolerance: see saffron_windows_measure()
 * @job: (nullable): its fraction goes from 0 to 1
 *
 * Returns: (transfer full): all measures, the same on any number of threads;
 *   %NULL with an error when a slide cannot be read or @job is cancelled
 */
SaffronQuality *saffron_quality_measure (SaffronSlide *const slides[2],
                                         const SaffronLook looks[2],
                                         SaffronRun *run,
                                         GArray *landmarks,
                                         double tolerance,
                                         SaffronJob *job,
                                         GError **error);

/* Sets the loop with that slide, in place of the one with it, or of the oldest.
 */
void saffron_quality_set_loop (SaffronQuality *quality,
                               const char *with,
                               const SaffronLoop *loop);

/* Measures again what depends on @landmarks, which are others now. @landmarks:
 * (nullable) (element-type SaffronLandmark) */
void saffron_quality_set_landmarks (SaffronQuality *quality,
                                    SaffronRun *run,
                                    GArray *landmarks);

/* (transfer full): what docs/quality.md describes, without the names of the
 * slides. */
JsonNode *saffron_quality_to_json (const SaffronQuality *quality,
                                   SaffronRun *run);

/* (transfer full): its "verdict". */
JsonObject *saffron_quality_verdict_to_json (SaffronRun *run);

G_END_DECLS
