/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "quality/quality.h"

G_BEGIN_DECLS

/**
 * SaffronLoopChain:
 *
 * The moving slide that was measured last, for the next one to be compared
 * with. It starts as zeros; saffron_loop_chain_clear() when done.
 */
typedef struct {
  SaffronSlide *slide;
  SaffronLook look;
  SaffronRun *run;
  SaffronWindows *windows;
  char *name;
} SaffronLoopChain;

void saffron_loop_chain_clear (SaffronLoopChain *chain);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (SaffronLoopChain, saffron_loop_chain_clear)

/**
 * saffron_loop_chain_next:
 * @slide: a moving slide
 * @look: what is compared on it
 * @run: its run
 * @name: what it is called, in UTF-8
 * @quality: (inout): what was measured of @run; gets the loop with the slide
 *   before, if there was one
 * @job: (nullable): asked whether it is cancelled
 *
 * Compares a slide with the one before it in @chain, and takes its place there.
 *
 * Returns: %FALSE with the error of saffron_loop_measure()
 */
gboolean saffron_loop_chain_next (SaffronLoopChain *chain,
                                  SaffronSlide *slide,
                                  const SaffronLook *look,
                                  SaffronRun *run,
                                  const char *name,
                                  SaffronQuality *quality,
                                  SaffronJob *job,
                                  GError **error);

G_END_DECLS
