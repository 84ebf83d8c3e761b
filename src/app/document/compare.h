/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/document/document.h"

G_BEGIN_DECLS

/**
 * SaffronCompare:
 *
 * Which run of the shown moving slide stands against the current one, and
 * whether the canvas shows it for the moment instead. The other run is the one
 * that was current before, unless somebody picks another; nothing of this is in
 * the session.
 *
 * SaffronCompare::changed: another pair of runs, or flipped.
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

G_END_DECLS
