/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/work/work.h"
#include "register/run.h"
#include "slide/slide.h"

G_BEGIN_DECLS

/* The longer side of an overview, pixels. */
#define SAFFRON_OVERVIEW_SIDE 256

/**
 * SaffronOverview:
 * @width: columns, at most %SAFFRON_OVERVIEW_SIDE
 * @height: rows, the same
 * @rgb: rows of @width × 3 bytes: the moving slide in red, the reference in
 *   green
 */
typedef struct {
  int width, height;
  GBytes *rgb;
} SaffronOverview;

/**
 * SaffronOverviewWork:
 *
 * Draws the whole reference with the moving slide on it, small, in the true
 * shape of the tissue, in the background.
 */
#define SAFFRON_TYPE_OVERVIEW_WORK (saffron_overview_work_get_type ())
G_DECLARE_FINAL_TYPE (SaffronOverviewWork,
                      saffron_overview_work,
                      SAFFRON,
                      OVERVIEW_WORK,
                      SaffronWork)

/* Starts it. */
SaffronOverviewWork *saffron_overview_work_new (SaffronSlide *reference,
                                                SaffronSlide *moving,
                                                SaffronRun *run);

/* (nullable): once it is done; owned by the work. */
const SaffronOverview *saffron_overview_work_get (SaffronOverviewWork *self);

G_END_DECLS
