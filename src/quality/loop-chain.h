/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "quality/quality.h"

G_BEGIN_DECLS

/**
 * SaffronLoopEnd:
 *
 * A moving slide that was measured, for another one to be compared with.
 */
typedef struct {
  SaffronSlide *slide;
  SaffronLook look;
  SaffronRun *run;
  SaffronWindows *windows;
  char *name;
} SaffronLoopEnd;

/* (transfer full): @name: see saffron_loop_chain_next(). To be cleared with
 * saffron_loop_end_clear(). */
SaffronLoopEnd saffron_loop_end_new (const SaffronLoopSide *side,
                                     const char *name);
void saffron_loop_end_clear (SaffronLoopEnd *end);

/* Measures the loop over both; @loop: (inout): empty before. %FALSE with the
 * error of saffron_loop_measure(). */
gboolean saffron_loop_end_measure (const SaffronLoopEnd *end,
                                   const SaffronLoopSide *side,
                                   SaffronQualityLoop *loop,
                                   SaffronJob *job,
                                   GError **error);

/**
 * SaffronLoopChain:
 * @n: how many slides were measured
 *
 * The moving slides that were measured first and last. It starts as zeros;
 * saffron_loop_chain_clear() when done.
 */
typedef struct {
  guint n;
  SaffronLoopEnd first, last;
} SaffronLoopChain;

void saffron_loop_chain_clear (SaffronLoopChain *chain);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (SaffronLoopChain, saffron_loop_chain_clear)

/**
 * saffron_loop_chain_next:
 * @slide: a moving slide
 * @look: what is compared on it
 * @run: its run
 * @name: what it is called, in UTF-8: unique among the slides
 * @ends: whether it is the last one
 * @quality: (inout): what was measured of @run; gets the loop with the slide
 *   before, if there was one, and where the last one ends a chain of three or
 *   more, that with the first: so that each slide is in two loops, and an open
 *   one tells which of its slides is wrong
 * @job: (nullable): asked whether it is cancelled
 *
 * Compares a slide with the one before it in @chain, and adds it there.
 *
 * Returns: %FALSE with the error of saffron_loop_measure()
 */
gboolean saffron_loop_chain_next (SaffronLoopChain *chain,
                                  SaffronSlide *slide,
                                  const SaffronLook *look,
                                  SaffronRun *run,
                                  const char *name,
                                  gboolean ends,
                                  SaffronQuality *quality,
                                  SaffronJob *job,
                                  GError **error);

G_END_DECLS
