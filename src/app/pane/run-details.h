/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "session/moving.h"

G_BEGIN_DECLS

/**
 * SaffronRunDetails:
 *
 * Why one run is what it is: its note, its verdict's reasons, its parameters
 * and its stages, and what one does with it. Follows the entry's note. Its
 * buttons activate win.* actions.
 *
 * SaffronRunDetails::note-edited (note): a person wrote the note.
 * SaffronRunDetails::note-left: the note has no longer the focus.
 */
#define SAFFRON_TYPE_RUN_DETAILS (saffron_run_details_get_type ())
G_DECLARE_FINAL_TYPE (SaffronRunDetails,
                      saffron_run_details,
                      SAFFRON,
                      RUN_DETAILS,
                      AdwPreferencesGroup)

SaffronRunDetails *saffron_run_details_new (SaffronRunEntry *entry);

/* Says where a run of a region takes from what lies outside of it. @moving: the
 * slide that the run is of. To be called again when its runs came or went. */
void saffron_run_details_show_outside (SaffronRunDetails *self,
                                       SaffronMoving *moving);

/* Says what was looked at, and where a slide is read at another Z plane now.
 * @reference: (nullable); @moving: (nullable): while they are not open */
void saffron_run_details_show_looks (SaffronRunDetails *self,
                                     SaffronSlide *reference,
                                     SaffronSlide *moving);

SaffronRunEntry *saffron_run_details_get_entry (SaffronRunDetails *self);

/* Whether the note has the focus. */
gboolean saffron_run_details_is_writing (SaffronRunDetails *self);

G_END_DECLS
