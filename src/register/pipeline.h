/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/job.h"
#include "register/run.h"
#include "slide/slide.h"

G_BEGIN_DECLS

/**
 * saffron_register:
 * @params: what to do
 * @job: (nullable): progress and cancel
 *
 * Registers @moving onto @reference: planes → coarse → affine → deformable →
 * fine → evidence. The same input and parameters give the same bits on any
 * number of threads. Holds only planes at working sizes.
 *
 * Returns: (transfer full): the run, also when it is unverified; %NULL with an
 *   error when a slide cannot be read or the job is cancelled
 */
SaffronRun *saffron_register (SaffronSlide *reference,
                              SaffronSlide *moving,
                              const SaffronParams *params,
                              SaffronJob *job,
                              GError **error);

/**
 * SaffronStageDoneFunc:
 * @transform: what the stages have come to so far
 *
 * Called in the registering thread after each stage that has a transform.
 */
typedef void (*SaffronStageDoneFunc) (SaffronTransform *transform,
                                      gpointer user_data);

/* saffron_register(), telling of each stage as it is done. */
SaffronRun *saffron_register_watched (SaffronSlide *reference,
                                      SaffronSlide *moving,
                                      const SaffronParams *params,
                                      SaffronJob *job,
                                      SaffronStageDoneFunc done,
                                      gpointer user_data,
                                      GError **error);

/* saffron_register_watched() from a transform that is nearly right: the coarse
 * stage is not run. @start: (nullable) */
SaffronRun *saffron_register_from (SaffronSlide *reference,
                                   SaffronSlide *moving,
                                   const SaffronParams *params,
                                   SaffronTransform *start,
                                   SaffronJob *job,
                                   SaffronStageDoneFunc done,
                                   gpointer user_data,
                                   GError **error);

G_END_DECLS
