/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/document/document.h"

G_BEGIN_DECLS

/**
 * SaffronCompare:
 *
 * Which run of the shown moving slide stands against the current one, and
 * whether the canvas shows it for the moment instead. The other run is the one
 * that was current before, unless somebody picks another. Likewise, whether the
 * canvas shows the affine part of a run alone: what was before the bending.
 * Nothing of this is in the session.
 *
 * SaffronCompare::changed: another pair of runs, flipped, or unbent.
 */
#define SAFFRON_TYPE_COMPARE (saffron_compare_get_type ())
G_DECLARE_FINAL_TYPE (SaffronCompare,
                      saffron_compare,
                      SAFFRON,
                      COMPARE,
                      GObject)

SaffronCompare *saffron_compare_new (SaffronDocument *document);

/* (transfer none) (nullable): runs of the shown moving slide. */
SaffronRunEntry *saffron_compare_get_current (SaffronCompare *self);
SaffronRunEntry *saffron_compare_get_other (SaffronCompare *self);

/* A run that is not in the session, or the current one, changes nothing. */
void saffron_compare_set_other (SaffronCompare *self, SaffronRunEntry *entry);

gboolean saffron_compare_get_flipped (SaffronCompare *self);
/* Shows the other run, or the current one again; does nothing without
 * another. */
void saffron_compare_set_flipped (SaffronCompare *self, gboolean flipped);

/* Whether the current run is more than an affine map. */
gboolean saffron_compare_can_unbend (SaffronCompare *self);
gboolean saffron_compare_get_unbent (SaffronCompare *self);
/* Shows the affine part alone, or all again; does nothing where there is
 * nothing else. */
void saffron_compare_set_unbent (SaffronCompare *self, gboolean unbent);

G_END_DECLS
