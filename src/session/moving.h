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
 * One moving slide of a session, with its landmarks and the runs that register
 * it to the session's reference. It is a list model of its runs
 * (#SaffronRunEntry) in the order in which they were made. Edits go through the
 * session (session/session.h), which remembers them for undo; this object only
 * reads.
 *
 * A pair of slides keeps the same object as long as the process runs: if the
 * slide is removed and the removal is undone, the same object comes back.
 * Another reference makes another pair: a swap or a new reference puts new
 * objects into the session, and its undo puts the old ones back. When
 * saffron_session_has_moving() returns %FALSE for an object, only the undo
 * history may still refer to it.
 *
 * SaffronMoving:path, SaffronMoving:current, SaffronMoving:landmarks,
 * SaffronMoving:start: read-only properties. They emit "notify" when the slide
 * was found in another place, when another run becomes the current one or it
 * gets another verdict, when the landmarks were edited and when the slide was
 * laid by hand. When one edit changes properties and the list, all of them have
 * their new values before the first signal is emitted. SaffronSession::changed
 * follows these signals.
 */
#define SAFFRON_TYPE_MOVING (saffron_moving_get_type ())
G_DECLARE_FINAL_TYPE (SaffronMoving, saffron_moving, SAFFRON, MOVING, GObject)

/* @file: (transfer full). The new object belongs to no session until
 * saffron_session_insert_moving(). */
SaffronMoving *saffron_moving_new (SaffronSlideFile *file);

const SaffronSlideFile *saffron_moving_get_file (SaffronMoving *self);
const char *saffron_moving_get_path (SaffronMoving *self);
/* The file's name without folder and endings (.ome.tif and the like). */
const char *saffron_moving_get_name (SaffronMoving *self);
/* (transfer full): the same of another file: "b.corrected" of
 * "a/b.corrected.ome.tiff". */
char *saffron_moving_name_of_path (const char *path);

/* (transfer none) (element-type SaffronLandmark): must not be changed. */
GArray *saffron_moving_get_landmarks (SaffronMoving *self);

/* (nullable): how a person laid the slide by hand, reference → moving: the next
 * run starts from there; see register/start.h. %NULL: nobody has. */
const SaffronAffine *saffron_moving_get_start (SaffronMoving *self);

guint saffron_moving_get_n_runs (SaffronMoving *self);
/* (transfer none) */
SaffronRunEntry *saffron_moving_get_entry (SaffronMoving *self, guint index);
/* Whether it is one of the slide's runs now. @entry: (nullable) */
gboolean saffron_moving_has_entry (SaffronMoving *self, SaffronRunEntry *entry);
/* (transfer none) (nullable): the run with this number. */
SaffronRunEntry *saffron_moving_find_number (SaffronMoving *self, guint number);
/* (transfer none) (nullable): the entry that holds this run. */
SaffronRunEntry *saffron_moving_find_run (SaffronMoving *self, SaffronRun *run);

/* (transfer none) (nullable): the run that is shown and exported; %NULL only
 * when there is no run. */
SaffronRunEntry *saffron_moving_get_current (SaffronMoving *self);

/**
 * saffron_moving_get_whole_of:
 * @entry: one of the slide's runs
 *
 * Returns: (transfer none) (nullable): @entry itself when it covers the whole
 *   slide; for a run of a region, the run of the whole slide that it started
 *   from, or %NULL when it started from none or that run was deleted. If the
 *   file does not record the start, it is the last run of the whole slide
 *   before @entry.
 */
SaffronRunEntry *saffron_moving_get_whole_of (SaffronMoving *self,
                                              SaffronRunEntry *entry);
/* The same for the current run. */
SaffronRunEntry *saffron_moving_get_whole (SaffronMoving *self);

/* (transfer container) (element-type SaffronRunEntry): the runs of regions that
 * take from the run of @entry what lies outside of theirs. */
GPtrArray *saffron_moving_get_regions_of (SaffronMoving *self,
                                          SaffronRunEntry *entry);

/* Whether the active landmarks are other than those that the run of @entry was
 * corrected by. %FALSE when the run's are not known, and for a run of a region,
 * which none correct. */
gboolean saffron_moving_is_edited (SaffronMoving *self, SaffronRunEntry *entry);

/**
 * saffron_moving_get_export:
 * @note: (out) (nullable): one line that tells the person when the returned run
 *   is not the current one, or does not have the landmarks that there are
 *
 * Chooses the run for everything that is exported: pictures, slides, points and
 * figures. Exports always cover whole slides. When the current run covers a
 * region only, the run that it started from is taken; the canvas shows that run
 * outside the region.
 *
 * Returns: (transfer none): the run, or %NULL with %SAFFRON_ERROR_ARGUMENT when
 *   no run covers the whole slide
 */
SaffronRunEntry *
saffron_moving_get_export (SaffronMoving *self, char **note, GError **error);

G_END_DECLS
