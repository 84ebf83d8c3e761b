/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "quality/loop.h"
#include "register/reason.h"

G_BEGIN_DECLS

/**
 * SaffronLoopFinding:
 * @slides: which slide does not lie as the slides beside it say, or which two
 *   contradict each other
 * @n_slides: 1 or 2
 * @n_loops: so many loops over them do not close
 *
 * What open loops say of the slides of a session together. It changes no run:
 * each run was judged by its own two slides.
 */
typedef struct {
  guint slides[2];
  guint n_slides;
  guint n_loops;
} SaffronLoopFinding;

/**
 * saffron_loop_findings:
 * @states: for each slide, the loop with the slide before it; of the first,
 *   that with the last, which closes the ring; with fewer than three slides it
 * is not looked at
 * @n: slides
 *
 * Names for each open loop the one of its slides that fits worse to the slides
 * beside it, so that without the named slides no measured loop stays open.
 * Where both fit as badly, both are named, since nothing tells which it is.
 *
 * Returns: (transfer full) (element-type SaffronLoopFinding): in order of the
 *   slides, each slide or pair once; empty when no loop is open
 */
GArray *saffron_loop_findings (const SaffronLoopState *states, guint n);

/* (transfer full): as a sentence. @names: of all slides, in UTF-8 */
char *saffron_loop_finding_to_words (const SaffronLoopFinding *finding,
                                     const char *const *names);

/* (transfer full) (nullable): the reason against a slide whose loop with the
 * slide @with is open; %NULL for any other loop. */
SaffronReason *saffron_loop_to_reason (const SaffronLoop *loop,
                                       const char *with);

G_END_DECLS
