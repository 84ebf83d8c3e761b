/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "register/pipeline.h"

G_BEGIN_DECLS

/**
 * SaffronChainLink:
 * @slide: another moving slide of the same reference
 * @run: its run
 * @name: what it is called among the slides of the session, in UTF-8
 *
 * A slide over which another one may be laid onto the reference; borrowed.
 */
typedef struct {
  SaffronSlide *slide;
  SaffronRun *run;
  const char *name;
} SaffronChainLink;

/**
 * saffron_register_chain:
 * @options: as for saffron_register(), of the whole slide; without a start
 * @links: over which slides @moving is tried, the best first
 * @job: (nullable)
 *
 * Registers @moving onto @reference directly, and over the first of @links that
 * serves: onto which @moving registers with a verified result, and whose own
 * way to the reference is supported (saffron_chain_supports()). Both transforms
 * are composed, refined against the reference by the stages that only improve
 * what is there, and judged by the reference's and the moving slide's pixels,
 * as every run is. Then the two results are compared, see
 * saffron_chain_prefers(). The run that is kept says which it is
 * and why, and which links did not serve.
 *
 * A person's own word about where the slide lies, a start by hand or landmarks
 * that are a start, leaves nothing to be found over others; then @links are not
 * looked at.
 *
 * One registration runs at a time, so this takes the memory of the largest.
 *
 * Returns: (transfer full): the run; %NULL with an error of saffron_register()
 */
SaffronRun *saffron_register_chain (SaffronSlide *reference,
                                    SaffronSlide *moving,
                                    const SaffronRegisterOptions *options,
                                    const SaffronChainLink *links,
                                    guint n_links,
                                    SaffronJob *job,
                                    GError **error);

/* Whether other slides may be laid over a slide with that run: it is verified,
 * or it was laid over others and each registration from slide to slide was
 * verified. */
gboolean saffron_chain_supports (SaffronRun *run);

/* (nullable) (transfer none): over which slide the run was laid; %NULL when it
 * was registered directly. */
const char *saffron_chain_get_over (SaffronRun *run);

/**
 * saffron_chain_prefers:
 * @direct: the verdict of the direct run
 * @over: that of the one over another slide
 * @certainty: by how many standard errors the reference and the slide are more
 *   alike by the second, place by place, see register/by-place.h
 *
 * The better verdict wins. Where both are the same and support their runs, the
 * slide over which it went has to be better by two standard errors, since each
 * step adds its own error. Where neither is supported by the slide and the
 * reference alone, the registrations from slide to slide still are. Then the
 * direct one has to be better by five, because a search over all places finds
 * chance likeness of nearly as much.
 *
 * Returns: whether the run over the other slide is kept
 */
gboolean saffron_chain_prefers (SaffronRunState direct,
                                SaffronRunState over,
                                double certainty);

/* (transfer full): the parameters for two moving slides with each other: both
 * are looked at as moving slides are, and full resolution is left to the
 * registration onto the reference. */
SaffronParams *saffron_chain_link_params (const SaffronParams *params);

G_END_DECLS
