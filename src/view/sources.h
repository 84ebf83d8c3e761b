/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "view/frame.h"

G_BEGIN_DECLS

/**
 * SaffronSources:
 *
 * The slides of a composite and how it shows each. Immutable, but for what has
 * been reported of a slide.
 */
typedef struct _SaffronSources SaffronSources;

/* Refers to the slides and transforms, and copies the displays. */
SaffronSources *saffron_sources_new (const SaffronFrameSource *sources,
                                     guint n);
void saffron_sources_free (SaffronSources *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SaffronSources, saffron_sources_free)

guint saffron_sources_get_n (const SaffronSources *self);
SaffronSlide *saffron_sources_get_slide (const SaffronSources *self,
                                         guint index);
/* @self: (nullable): has none */
gboolean saffron_sources_has (const SaffronSources *self, SaffronSlide *slide);

/* Whether both show the same channels of the same slides. */
gboolean saffron_sources_show_same (const SaffronSources *a,
                                    const SaffronSources *b);

/* Whether this is the first time that it is asked about @slide; %FALSE for a
 * slide that is not among them. @self: (nullable) */
gboolean saffron_sources_report (SaffronSources *self, SaffronSlide *slide);

/**
 * saffron_sources_fill:
 * @self: (nullable): shows nothing
 * @sides: reference and moving slide
 * @out: (out caller-allocates): room for %SAFFRON_FRAME_MAX_SLIDES
 *
 * What a composite's frame is made from: both sides, with the displays that
 * they have here or hidden, then those of the other slides that have a visible
 * channel.
 *
 * Returns: how many, at least 2
 */
int saffron_sources_fill (const SaffronSources *self,
                          const SaffronFrameSource sides[2],
                          SaffronFrameSource *out);

G_END_DECLS
