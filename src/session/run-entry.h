/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>

#include "register/run.h"
#include "session/sign.h"

G_BEGIN_DECLS

/**
 * SaffronRunEntry:
 *
 * One run of a session, with what a person wrote beside it. Its number, its
 * group and all of the run but the verdict never change. The note, the star and
 * the sign are changed by edits of the session, see
 * saffron_session_set_run_note(); each emits "notify", and so do its undo and
 * redo. A run keeps the same entry object as long as the process runs: when a
 * deletion is undone, the same object comes back. saffron_moving_has_entry()
 * tells whether the entry is in the session now.
 *
 * SaffronRunEntry:note, SaffronRunEntry:starred, SaffronRunEntry:sign,
 * SaffronRunEntry:run: read-only properties.
 */
#define SAFFRON_TYPE_RUN_ENTRY (saffron_run_entry_get_type ())
G_DECLARE_FINAL_TYPE (SaffronRunEntry,
                      saffron_run_entry,
                      SAFFRON,
                      RUN_ENTRY,
                      GObject)

/* (transfer none): immutable, with the verdict that holds now: that of its own
 * two slides, unless other slides of the session contradict it, see
 * saffron_session_set_rings(). */
SaffronRun *saffron_run_entry_get_run (SaffronRunEntry *self);

/* (transfer none): the run as its own two slides judge it. */
SaffronRun *saffron_run_entry_get_own (SaffronRunEntry *self);

/* The number by which people name a run, from 1 on in the order in which runs
 * were made. Within one moving slide no two runs ever have the same number, not
 * even after a deletion. In a file without numbers, a run gets its place as its
 * number. */
guint saffron_run_entry_get_number (SaffronRunEntry *self);

/* The name of the sweep that the run belongs to; "" when there is none. */
const char *saffron_run_entry_get_group (SaffronRunEntry *self);

/* The person's note; "" when there is none. */
const char *saffron_run_entry_get_note (SaffronRunEntry *self);
gboolean saffron_run_entry_get_starred (SaffronRunEntry *self);

/* (transfer none) (nullable): the person's verdict on the run; %NULL when
 * nobody has signed. */
const SaffronSign *saffron_run_entry_get_sign (SaffronRunEntry *self);

G_END_DECLS
