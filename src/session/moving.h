/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "register/landmark.h"
#include "session/run-entry.h"
#include "session/slide-file.h"

G_BEGIN_DECLS

/**
 * SaffronMoving:
 *
 * One moving slide of a session, with the landmarks and the runs that lay it on
 * the session's reference. It is a list model of its runs, of #SaffronRunEntry,
 * in the order in which they were made. Edits go through the session
 * (session/session.h), which remembers them for undo; this object only reads.
 *
 * It is the same object for as long as the process knows the pair of slides:
 * removing it and undoing that gives the same object back. With another
 * reference it is another pair: a swap or a new reference puts new objects into
 * the session, and its undo the old ones. A handle of which
 * saffron_session_has_moving() is %FALSE is kept by the undo history at most.
 *
 * SaffronMoving:path, SaffronMoving:current, SaffronMoving:landmarks: read-only
 * properties that emit "notify": the slide was found elsewhere, another run is
 * the current one, the landmarks were edited. When they and the list change in
 * one edit, all of it is in place before the first signal. After them comes
 * SaffronSession::changed.
 */
#define SAFFRON_TYPE_MOVING (saffron_moving_get_type ())
G_DECLARE_FINAL_TYPE (SaffronMoving, saffron_moving, SAFFRON, MOVING, GObject)

/* @file: (transfer full). It belongs to a session from
 * saffron_session_insert_moving() on. */
SaffronMoving *saffron_moving_new (SaffronSlideFile *file);

const SaffronSlideFile *saffron_moving_get_file (SaffronMoving *self);
const char *saffron_moving_get_path (SaffronMoving *self);
/* The file's name without folder and endings (.ome.tif and the like). */
const char *saffron_moving_get_name (SaffronMoving *self);

/* (transfer none) (element-type SaffronLandmark): not to be changed. */
GArray *saffron_moving_get_landmarks (SaffronMoving *self);

guint saffron_moving_get_n_runs (SaffronMoving *self);
/* (transfer none) */
SaffronRunEntry *saffron_moving_get_entry (SaffronMoving *self, guint index);
/* Whether it is one of the slide's runs now. @entry: (nullable) */
gboolean saffron_moving_has_entry (SaffronMoving *self, SaffronRunEntry *entry);
/* (transfer none) (nullable): the run with this number. */
SaffronRunEntry *saffron_moving_find_number (SaffronMoving *self, guint number);
/* (transfer none) (nullable): the entry of this very run. */
SaffronRunEntry *saffron_moving_find_run (SaffronMoving *self, SaffronRun *run);

/* (transfer none) (nullable): what is shown and exported; %NULL only when
 * there is no run. */
SaffronRunEntry *saffron_moving_get_current (SaffronMoving *self);

/**
 * saffron_moving_get_whole_of:
 * @entry: one of the slide's runs
 *
 * Returns: (transfer none) (nullable): the run itself, or where it is of a
 *   region only, the one of the whole slide that it started from; %NULL when
 *   it started from none or that one is gone. In files that do not say, it is
 *   the last one before it.
 */
SaffronRunEntry *saffron_moving_get_whole_of (SaffronMoving *self,
                                              SaffronRunEntry *entry);
/* Of the current run. */
SaffronRunEntry *saffron_moving_get_whole (SaffronMoving *self);

/**
 * saffron_moving_get_export:
 * @note: (out) (nullable): what to tell, one line, when it is not the current
 *   run that is taken
 *
 * What leaves the session, pictures, slides, points and figures alike, is of
 * whole slides: where the current run is of a region, the one that it started
 * from is taken, which is what the canvas shows outside the region.
 *
 * Returns: (transfer none): the run, or %NULL with %SAFFRON_ERROR_ARGUMENT when
 *   there is none of the whole slide
 */
SaffronRunEntry *
saffron_moving_get_export (SaffronMoving *self, char **note, GError **error);

G_END_DECLS
