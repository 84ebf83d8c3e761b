/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "quality/loop.h"
#include "register/reason.h"
#include "register/run.h"

G_BEGIN_DECLS

/**
 * SaffronLoopPair:
 * @slides: two moving slides of a reference, by their numbers
 * @loop: over both
 */
typedef struct {
  guint slides[2];
  SaffronLoop loop;
} SaffronLoopPair;

/**
 * SaffronLoopFinding:
 * @slides: which slide does not lie as the slides beside it say, or which two
 *   contradict each other, the lower number first
 * @n_slides: 1 or 2
 * @n_loops: so many loops over them do not close
 *
 * What open loops say of the slides of a session together.
 */
typedef struct {
  guint slides[2];
  guint n_slides;
  guint n_loops;
} SaffronLoopFinding;

/**
 * saffron_loop_findings:
 * @pairs: the loops that were measured, each pair of slides once
 *
 * Names for each open loop the one of its slides that fits worse to the slides
 * beside it, so that without the named slides no measured loop stays open.
 * Where both fit as badly, both are named, since nothing tells which it is.
 *
 * Returns: (transfer full) (element-type SaffronLoopFinding): in order of the
 *   loops, each slide or pair once; empty when no loop is open
 */
GArray *saffron_loop_findings (const SaffronLoopPair *pairs, guint n);

/* (transfer full): for each of @n_slides slides whether a finding names it. */
gboolean *saffron_loop_named (const GArray *findings, guint n_slides);

/**
 * saffron_loop_judge:
 * @run: of the slide @slide, as its own two slides judge it; a finding names
 *   the slide
 * @pairs: those over the slide; others among them say nothing
 * @names: of all slides, in UTF-8
 *
 * A slide that a finding names is not verified, however well it fits to the
 * reference: not all slides of its open loops can lie right. Each of these
 * loops is a reason. This is the one place that decides it.
 *
 * Returns: (transfer full): the run with that verdict
 */
SaffronRun *saffron_loop_judge (SaffronRun *run,
                                guint slide,
                                const SaffronLoopPair *pairs,
                                guint n,
                                const char *const *names);

/* (transfer full): as a sentence. @names: of all slides, in UTF-8 */
char *saffron_loop_finding_to_words (const SaffronLoopFinding *finding,
                                     const char *const *names);

/* (transfer full) (nullable): the reason against a slide whose loop with the
 * slide @with is open; %NULL for any other loop. */
SaffronReason *saffron_loop_to_reason (const SaffronLoop *loop,
                                       const char *with);

G_END_DECLS
