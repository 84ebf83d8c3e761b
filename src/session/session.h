/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>
#include <json-glib/json-glib.h>

#include "register/landmark.h"
#include "register/run.h"
#include "session/moving.h"

G_BEGIN_DECLS

/**
 * SaffronSession:
 *
 * One reference, one or more moving slides, each with landmarks and runs, and
 * the parameters that the next run will have. It is a list model of its moving
 * slides (#SaffronMoving). A session holds the paths of the slides and opens
 * none of them. Runs and parameters that it hands out are immutable: an edit
 * replaces them. A session is used in one thread only; a worker gets the node
 * that saffron_session_to_json() returns, which never changes.
 *
 * All edits are made by functions of the session, which keeps the replaced
 * values for undo. Undo exchanges values, never objects: a #SaffronMoving and a
 * #SaffronRunEntry stay the same objects. Code that shows a value listens to
 * the object that has it: "items-changed" of the session (a moving slide came
 * or went), of a moving slide (a run came or went), "notify" of a property
 * below, of #SaffronMoving or of #SaffronRunEntry. Handlers of these signals
 * must not edit the session.
 *
 * SaffronSession:params, SaffronSession:reference-path: read-only properties.
 * SaffronSession::changed: emitted after every edit, undo and redo, after the
 * signals above, and when the session was saved. It is emitted in the thread
 * that made the change.
 */
#define SAFFRON_TYPE_SESSION (saffron_session_get_type ())
G_DECLARE_FINAL_TYPE (SaffronSession,
                      saffron_session,
                      SAFFRON,
                      SESSION,
                      GObject)

/**
 * SaffronEdit:
 *
 * The kind of an edit, for the labels of Undo and Redo. Adding a run is an edit
 * like any other: undo takes it away, redo brings it back. A new place of a
 * slide (saffron_session_relocate()) is no edit and is not undone.
 */
typedef enum {
  SAFFRON_EDIT_NONE,
  SAFFRON_EDIT_PARAMS,
  SAFFRON_EDIT_LANDMARKS,
  SAFFRON_EDIT_START,
  SAFFRON_EDIT_ADD_RUN,
  SAFFRON_EDIT_REMOVE_RUN,
  SAFFRON_EDIT_CURRENT_RUN,
  SAFFRON_EDIT_RUN_NOTE,
  SAFFRON_EDIT_RUN_STAR,
  SAFFRON_EDIT_RUN_SIGN,
  SAFFRON_EDIT_ADD_MOVING,
  SAFFRON_EDIT_REMOVE_MOVING,
  SAFFRON_EDIT_SWAP,
  SAFFRON_EDIT_REFERENCE,
  SAFFRON_EDIT_SCENE,
  SAFFRON_EDIT_Z,
} SaffronEdit;

/* The version of the file that is written, and the newest that can be read.
 * Since version 2 the reasons of runs, stages and looks are objects with a code
 * and values, and a transform may have pieces. In version 1 the reasons are
 * text, which is still read and shown. */
#define SAFFRON_SESSION_VERSION 2

/* Whether the first bytes of the file @path are those of a session, whatever
 * its name is. saffron_session_load() tells whether the session can be read. No
 * slide begins with these bytes. */
gboolean saffron_session_is_file (const char *path);

/* @reference: the slide's path. */
SaffronSession *saffron_session_new (const char *reference);
/* @reference: (transfer full): for a thread that must not ask the file system
 * for it. */
SaffronSession *saffron_session_new_for (SaffronSlideFile *reference);

/**
 * saffron_session_load:
 * @path: a *.saffron file
 *
 * Looks for each slide relative to the file, then at its old place. A slide
 * that is not found gives a note, not an error. Members of the file that this
 * version does not know are kept and written again.
 *
 * Returns: (transfer full): the session, or %NULL with an error that names the
 *   file: %SAFFRON_ERROR_NOT_FOUND, %SAFFRON_ERROR_FORMAT (not a session),
 *   %SAFFRON_ERROR_DAMAGED, %SAFFRON_ERROR_VERSION (written by a newer one)
 */
SaffronSession *saffron_session_load (const char *path, GError **error);

/**
 * saffron_session_save:
 * @path: the file to write. An existing file is replaced in one step, see
 *   saffron_save_file_replace(), and only if it is a session that can be read.
 *   Any other file, also a damaged or a newer session, is left as it is, with
 *   %SAFFRON_ERROR_FORMAT, %SAFFRON_ERROR_DAMAGED or %SAFFRON_ERROR_VERSION.
 *   The session's own file is left as it is, with %SAFFRON_ERROR_CHANGED, if it
 *   was changed since the session last read or wrote it
 *
 * The session then belongs to @path and is no longer modified. A worker does
 * the same with a snapshot, see session/snapshot.h.
 */
gboolean saffron_session_save (SaffronSession *session,
                               const char *path,
                               GError **error);

/* The same, but replaces any ordinary file that is there. */
gboolean saffron_session_save_over (SaffronSession *session,
                                    const char *path,
                                    GError **error);

/**
 * saffron_session_to_json:
 * @path: the file that it will be written to; the relative paths of the slides
 *   start from its folder
 *
 * Returns: (transfer full): an immutable node, for a worker to read
 */
JsonNode *saffron_session_to_json (SaffronSession *session, const char *path);

/**
 * SaffronSessionEditFunc:
 *
 * Returns: (transfer full): the session to write to the file @path: the one
 *   that is there now, edited, or another; %NULL with an error
 */
typedef SaffronSession *(*SaffronSessionEditFunc) (const char *path,
                                                   gpointer user_data,
                                                   GError **error);

/**
 * saffron_session_edit_file:
 * @edit: called once; it decides whether the file may be replaced
 * @job: (nullable): says whom it waits for, and may be cancelled while it does
 *
 * Edits a file that several processes may edit at the same time. A lock is held
 * from before @edit reads the file until it is written, so that no other call
 * and no saffron_snapshot_write() can change it in between.
 *
 * Returns: (transfer full): the session that the file holds now, or %NULL with
 *   an error; the file is then unchanged
 */
SaffronSession *saffron_session_edit_file (const char *path,
                                           SaffronSessionEditFunc edit,
                                           gpointer user_data,
                                           SaffronJob *job,
                                           GError **error);

/* The file that the session was read from or last written to; %NULL if there is
 * none. */
const char *saffron_session_get_path (SaffronSession *session);
gboolean saffron_session_get_modified (SaffronSession *session);

/* Notes from reading the file: a slide was not found, or is not the file that
 * was registered. %NULL-terminated, never %NULL. */
const char *const *saffron_session_get_notes (SaffronSession *session);

const char *saffron_session_get_reference_path (SaffronSession *session);

/* What of the file at @path is the session's slide; asks the file system unless
 * it is a path that the session gave out. %FALSE, and the usual, when the
 * session has no such slide. */
gboolean saffron_session_find_choice (SaffronSession *session,
                                      const char *path,
                                      SaffronSlideChoice *choice);
/* Of a slide that the session has. This is no edit: it is for a slide that has
 * just come. */
void saffron_session_set_choice (SaffronSession *session,
                                 const char *path,
                                 const SaffronSlideChoice *choice);

/**
 * saffron_session_choose:
 * @path: of a slide, as the session gave it out
 *
 * Takes another scene or Z plane of the file. Another plane has the same
 * coordinates, so that everything stays; several choices of a plane in a row
 * count as one edit. Another scene has its own: the slide's runs, landmarks and
 * start by hand are removed, and those of all moving slides when it is the
 * reference's. Undo brings everything back.
 */
void saffron_session_choose (SaffronSession *session,
                             const char *path,
                             const SaffronSlideChoice *choice);

/* (transfer none) (nullable): what of the slide a composite shows, an array of
 * #SaffronCompositeChannel; %NULL when nobody has chosen, or the session has no
 * such slide. */
const GArray *saffron_session_get_composite (SaffronSession *session,
                                             const char *path);
/* Sets that of several slides, as the session gave out their @paths, which end
 * with %NULL. It is saved with the session, and no edit: undo passes over it.
 * @composites: (element-type GArray): copied */
void saffron_session_set_composite (SaffronSession *session,
                                    const char *const *paths,
                                    const GPtrArray *composites);

/**
 * SaffronSceneLoss:
 * @runs: how many runs
 * @landmarks: how many landmarks
 * @starts: how many slides that were laid by hand
 *
 * What another scene of a slide would remove.
 */
typedef struct {
  guint runs, landmarks, starts;
} SaffronSceneLoss;

/* @path: of a slide, as the session gave it out. All 0: nothing. */
SaffronSceneLoss saffron_session_find_scene_loss (SaffronSession *session,
                                                  const char *path);

/**
 * saffron_session_set_reference:
 * @file: (transfer full): another slide
 *
 * Removes all runs, landmarks and starts by hand, because they belong to the
 * old reference, and the moving slide that is the same file as the new one.
 * Undo brings everything back.
 */
void saffron_session_set_reference (SaffronSession *session,
                                    SaffronSlideFile *file);

/* The parameters of the next run; immutable. */
const SaffronParams *saffron_session_get_params (SaffronSession *session);
void saffron_session_set_params (SaffronSession *session,
                                 const SaffronParams *params);

guint saffron_session_get_n_moving (SaffronSession *session);
/* (transfer none) */
SaffronMoving *saffron_session_get_moving (SaffronSession *session,
                                           guint index);
/* Whether it is one of the session's moving slides now. @moving: (nullable) */
gboolean saffron_session_has_moving (SaffronSession *session,
                                     SaffronMoving *moving);

/**
 * saffron_session_find_moving:
 * @name: (nullable): a path, a file name, or a name without its endings; %NULL
 *   for the only one there is
 *
 * Returns: (transfer none): %NULL with %SAFFRON_ERROR_ARGUMENT, listing the
 *   slides that there are
 */
SaffronMoving *saffron_session_find_moving (SaffronSession *session,
                                            const char *name,
                                            GError **error);
/* (transfer none) (nullable): the moving slide that is the same file. */
SaffronMoving *saffron_session_find_slide (SaffronSession *session,
                                           const SaffronSlideFile *file);
/* Whether the reference is the same file. */
gboolean saffron_session_is_reference (SaffronSession *session,
                                       const SaffronSlideFile *file);

/* (transfer none) (nullable): the moving slide at that path; asks the file
 * system. */
SaffronMoving *saffron_session_find_path (SaffronSession *session,
                                          const char *path);
/* (transfer none): a new moving slide at the end, or the existing one that is
 * the same file. */
SaffronMoving *saffron_session_add_moving (SaffronSession *session,
                                           const char *path);
/* @moving: a slide that the session does not have yet; it is put before the
 * slide that is at @position now, or at the end. */
void saffron_session_insert_moving (SaffronSession *session,
                                    guint position,
                                    SaffronMoving *moving);
/* Removes the slide with its runs and landmarks; an undo brings them back. */
void saffron_session_remove_moving (SaffronSession *session,
                                    SaffronMoving *moving);

/**
 * saffron_session_relocate:
 * @missing: the path that the session holds
 * @file: the file of that slide now
 *
 * Returns: whether a slide had that path
 */
gboolean saffron_session_relocate (SaffronSession *session,
                                   const char *missing,
                                   const SaffronSlideFile *file);

/**
 * saffron_session_swap:
 *
 * Makes @moving the reference and puts the old reference in its place. Removes
 * all runs and the landmarks of the other slides, because they belong to the
 * old reference. The landmarks of @moving stay, with their two points
 * exchanged, and so does its start by hand, inverted. Undo brings everything
 * back.
 */
void saffron_session_swap (SaffronSession *session, SaffronMoving *moving);

void saffron_session_set_current_run (SaffronSession *session,
                                      SaffronRunEntry *entry);

/* (transfer none): the entry of a run that was just made. It becomes the
 * current run, unless it covers a region only and there is another run. */
SaffronRunEntry *saffron_session_add_run (SaffronSession *session,
                                          SaffronMoving *moving,
                                          SaffronRun *run);
/* The same for a run of a region. @start: (nullable): the run that it started
 * from, which is recorded by its number. The new run becomes the current one on
 * demand, or when there is no other. */
SaffronRunEntry *saffron_session_add_region_run (SaffronSession *session,
                                                 SaffronMoving *moving,
                                                 SaffronRun *run,
                                                 SaffronRunEntry *start,
                                                 gboolean becomes_current);
/* The same for a run that belongs to a sweep. It becomes the current run only
 * when there is no other. */
SaffronRunEntry *saffron_session_add_run_to_group (SaffronSession *session,
                                                   SaffronMoving *moving,
                                                   SaffronRun *run,
                                                   const char *group);
/* Deletes a run. The current run stays; if it is the one deleted, the last run
 * becomes the current one. */
void saffron_session_remove_run (SaffronSession *session,
                                 SaffronRunEntry *entry);

/* Set the note and the star that a person gives to a run. The run itself never
 * changes. */
void saffron_session_set_run_note (SaffronSession *session,
                                   SaffronRunEntry *entry,
                                   const char *note);
void saffron_session_set_run_starred (SaffronSession *session,
                                      SaffronRunEntry *entry,
                                      gboolean starred);
/* Sets the person's verdict on the run. @sign: (nullable): copied; %NULL takes
 * the verdict back. A sign that equals the run's own is no edit. */
void saffron_session_set_sign (SaffronSession *session,
                               SaffronRunEntry *entry,
                               const SaffronSign *sign);

/* Copies @landmarks. */
void saffron_session_set_landmarks (SaffronSession *session,
                                    SaffronMoving *moving,
                                    GArray *landmarks);

/* How a person laid the slide, from which its next runs start; see
 * register/start.h. @start: (nullable): nobody has. */
void saffron_session_set_start (SaffronSession *session,
                                SaffronMoving *moving,
                                const SaffronAffine *start);

/**
 * saffron_session_amend_landmarks:
 * @landmarks: is copied
 * @edit: saffron_session_get_edit() after the edit that is amended
 *
 * Sets the landmarks as a part of the last edit, which has set the same
 * slide's: one undo takes both back.
 *
 * Returns: %FALSE, and nothing changes, when there was another edit, an undo or
 *   a redo since
 */
gboolean saffron_session_amend_landmarks (SaffronSession *session,
                                          SaffronMoving *moving,
                                          GArray *landmarks,
                                          guint64 edit);

/**
 * saffron_session_get_undo:
 *
 * Returns: the edit that saffron_session_undo() would undo, or
 *   %SAFFRON_EDIT_NONE when there is none. Several changes in a row of one
 *   parameter, or of one run's note, count as one edit. The history lives in
 *   the process and is not saved.
 */
SaffronEdit saffron_session_get_undo (SaffronSession *session);
SaffronEdit saffron_session_get_redo (SaffronSession *session);
/* Return %FALSE when there is nothing to undo or to redo. */
gboolean saffron_session_undo (SaffronSession *session);
gboolean saffron_session_redo (SaffronSession *session);
/* Makes the present state the start: nothing before it can be undone. This is
 * no edit, but "changed" is emitted. */
void saffron_session_forget_edits (SaffronSession *session);

/* A number that changes with every edit, undo and redo. An offer to undo an
 * edit is valid only while the number stays the same. */
guint64 saffron_session_get_edit (SaffronSession *session);

G_END_DECLS
