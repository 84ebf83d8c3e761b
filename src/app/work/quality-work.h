/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/work/work.h"
#include "quality/quality.h"

G_BEGIN_DECLS

/**
 * SaffronQualityWork:
 *
 * Measures a run in the background; see saffron_quality_measure().
 */
#define SAFFRON_TYPE_QUALITY_WORK (saffron_quality_work_get_type ())
G_DECLARE_FINAL_TYPE (SaffronQualityWork,
                      saffron_quality_work,
                      SAFFRON,
                      QUALITY_WORK,
                      SaffronWork)

/* A moving slide that was measured before, and what it is called. */
typedef struct {
  SaffronSlide *slide;
  SaffronRun *run;
  const SaffronWindows *windows;
  const char *name;
} SaffronQualityBeside;

/* Starts it. @landmarks: (element-type SaffronLandmark): of the moving slide;
 * they must not be changed. @beside: with which it is compared, too; copied.
 * @n_beside: at most %SAFFRON_QUALITY_LOOPS */
SaffronQualityWork *
saffron_quality_work_new (SaffronSlide *reference,
                          SaffronSlide *moving,
                          SaffronRun *run,
                          GArray *landmarks,
                          const SaffronQualityBeside *beside,
                          guint n_beside);

/* (transfer full) (nullable): the measures, once it has finished without an
 * error; later calls return %NULL. */
SaffronQuality *saffron_quality_work_steal (SaffronQualityWork *self);

G_END_DECLS
