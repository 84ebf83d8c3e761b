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
 * slides, of #SaffronMoving. Slides are paths here; who looks at them opens
 * them. Runs and parameters that it hands out are immutable: an edit replaces
 * them. For one thread; a worker gets what saffron_session_to_json() returns,
 * which nothing changes any more.
 *
 * All edits are made by functions of the session, which remembers for undo what
 * they replaced. Undo exchanges values, never objects: a #SaffronMoving and a
 * #SaffronRunEntry stay the same objects. Who shows one value listens to the
 * object that has it: "items-changed" of the session (a moving slide came or
 * went), of a moving slide (a run came or went), "notify" of a property below,
 * of #SaffronMoving, of #SaffronRunEntry. Edit nothing from these signals.
 *
 * SaffronSession:params, SaffronSession:reference-path: read-only properties.
 * SaffronSession::changed: after every edit, undo and redo, after the signals
 * above; and when the session was saved. In the thread that did it.
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
 * What an edit was, for the words of Undo and Redo. A run that is added is an
 * edit like any other: undo takes it away, redo brings it back. Where a slide
 * was found (saffron_session_relocate()) is none: it is not undone.
 */
typedef enum {
  SAFFRON_EDIT_NONE,
  SAFFRON_EDIT_PARAMS,
  SAFFRON_EDIT_LANDMARKS,
  SAFFRON_EDIT_ADD_RUN,
  SAFFRON_EDIT_REMOVE_RUN,
  SAFFRON_EDIT_CURRENT_RUN,
  SAFFRON_EDIT_RUN_NOTE,
  SAFFRON_EDIT_RUN_STAR,
  SAFFRON_EDIT_ADD_MOVING,
  SAFFRON_EDIT_REMOVE_MOVING,
  SAFFRON_EDIT_SWAP,
  SAFFRON_EDIT_REFERENCE,
} SaffronEdit;

/* The version of the file that is written, and the newest that is read. Since
 * version 2 the reasons of runs, stages and looks are objects with a code and
 * values; in version 1 they are words, which are still read and shown. */
#define SAFFRON_SESSION_VERSION 2

/* Whether @path is, by its first bytes, meant as a session, whatever it is
 * called; saffron_session_load() says whether it is a good one. No slide
 * begins so. */
gboolean saffron_session_is_file (const char *path);

/* @reference: the slide's path. */
SaffronSession *saffron_session_new (const char *reference);
/* @reference: (transfer full): for a thread that must not ask for it. */
SaffronSession *saffron_session_new_for (SaffronSlideFile *reference);

/**
 * saffron_session_load:
 * @path: a *.saffron file
 *
 * Slides are looked for relative to the file, then where they were; one that
 * is nowhere is a note, not an error. Members of the file that this version
 * does not know are kept and written again.
 *
 * Returns: (transfer full): the session, or %NULL with an error that names the
 *   file: %SAFFRON_ERROR_NOT_FOUND, %SAFFRON_ERROR_FORMAT (not a session),
 *   %SAFFRON_ERROR_DAMAGED, %SAFFRON_ERROR_VERSION (written by a newer one)
 */
SaffronSession *saffron_session_load (const char *path, GError **error);

/**
 * saffron_session_save:
 * @path: where to; an existing file is replaced in one step, see
 *   saffron_save_file_replace(), and only if it is a session that can be read:
 *   anything else, a damaged or a newer session too, is left alone with
 *   %SAFFRON_ERROR_FORMAT, %SAFFRON_ERROR_DAMAGED or %SAFFRON_ERROR_VERSION;
 *   so is the session's own, with %SAFFRON_ERROR_CHANGED, once it is no longer
 *   as the session read or wrote it last
 *
 * The session then belongs to @path and is no longer modified. A worker does
 * the same with a snapshot, see session/snapshot.h.
 */
gboolean saffron_session_save (SaffronSession *session,
                               const char *path,
                               GError **error);

/* The same, replacing whatever ordinary file is there. */
gboolean saffron_session_save_over (SaffronSession *session,
                                    const char *path,
                                    GError **error);

/**
 * saffron_session_to_json:
 * @path: where it is going to be written; gives the slides' relative paths
 *
 * Returns: (transfer full): an immutable node, for a worker to read
 */
JsonNode *saffron_session_to_json (SaffronSession *session, const char *path);

/**
 * SaffronSessionEditFunc:
 *
 * Returns: (transfer full): the session that the file @path is to hold: the
 *   one that is there now, edited, or another; %NULL with an error
 */
typedef SaffronSession *(*SaffronSessionEditFunc) (const char *path,
                                                   gpointer user_data,
                                                   GError **error);

/**
 * saffron_session_edit_file:
 * @edit: called once; it decides what may be replaced
 *
 * What several processes may do to one file at once: from before @edit reads
 * it until it is written, no other of them, and no saffron_snapshot_write(),
 * gets in between.
 *
 * Returns: (transfer full): what the file holds now, or %NULL with an error;
 *   it is then what it was
 */
SaffronSession *saffron_session_edit_file (const char *path,
                                           SaffronSessionEditFunc edit,
                                           gpointer user_data,
                                           GError **error);

/* The file it was read from or last written to; %NULL if none. */
const char *saffron_session_get_path (SaffronSession *session);
gboolean saffron_session_get_modified (SaffronSession *session);

/* What reading it found worth saying: a slide that is not there, or is not the
 * one that was registered. %NULL-terminated, never %NULL. */
const char *const *saffron_session_get_notes (SaffronSession *session);

const char *saffron_session_get_reference_path (SaffronSession *session);

/**
 * saffron_session_set_reference:
 * @file: (transfer full): another slide
 *
 * Runs and landmarks go, being onto the old one, and so does the moving slide
 * that is the same file. Undo brings everything back.
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
 * Returns: (transfer none): %NULL with %SAFFRON_ERROR_ARGUMENT, listing those
 *   there are
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

/* (transfer none) (nullable): the same; asks the file system. */
SaffronMoving *saffron_session_find_path (SaffronSession *session,
                                          const char *path);
/* (transfer none): a new one at the end, or the one that there is when it is
 * the same file. */
SaffronMoving *saffron_session_add_moving (SaffronSession *session,
                                           const char *path);
/* @moving: that the session does not have yet; it comes before the one that is
 * at @position now, or to the end. */
void saffron_session_insert_moving (SaffronSession *session,
                                    guint position,
                                    SaffronMoving *moving);
/* Its runs and landmarks go with it, until an undo. */
void saffron_session_remove_moving (SaffronSession *session,
                                    SaffronMoving *moving);

/**
 * saffron_session_relocate:
 * @missing: the path that the session has
 * @file: where that slide lies now
 *
 * Returns: whether a slide had that path
 */
gboolean saffron_session_relocate (SaffronSession *session,
                                   const char *missing,
                                   const SaffronSlideFile *file);

/**
 * saffron_session_swap:
 *
 * @moving becomes the reference, and the reference takes its place. Runs
 * onto the old reference go, and the others' landmarks with them; the pair's
 * own landmarks are turned round. Undo brings everything back.
 */
void saffron_session_swap (SaffronSession *session, SaffronMoving *moving);

void saffron_session_set_current_run (SaffronSession *session,
                                      SaffronRunEntry *entry);

/* (transfer none): the entry of a run that was made. It becomes the current
 * one, unless it is of a region and there is another. */
SaffronRunEntry *saffron_session_add_run (SaffronSession *session,
                                          SaffronMoving *moving,
                                          SaffronRun *run);
/* The same for a run of a region. @start: (nullable): the run that it started
 * from, which is recorded by its number. It becomes the current one on demand,
 * and where there is none. */
SaffronRunEntry *saffron_session_add_region_run (SaffronSession *session,
                                                 SaffronMoving *moving,
                                                 SaffronRun *run,
                                                 SaffronRunEntry *start,
                                                 gboolean becomes_current);
/* The same for a run that belongs to others, those of a sweep: it becomes the
 * current one only where there is none. */
SaffronRunEntry *saffron_session_add_run_to_group (SaffronSession *session,
                                                   SaffronMoving *moving,
                                                   SaffronRun *run,
                                                   const char *group);
/* The current one stays; if it is the one that goes, the last one follows. */
void saffron_session_remove_run (SaffronSession *session,
                                 SaffronRunEntry *entry);

/* What a person writes beside a run, which itself never changes. */
void saffron_session_set_run_note (SaffronSession *session,
                                   SaffronRunEntry *entry,
                                   const char *note);
void saffron_session_set_run_starred (SaffronSession *session,
                                      SaffronRunEntry *entry,
                                      gboolean starred);

/* Takes a copy. */
void saffron_session_set_landmarks (SaffronSession *session,
                                    SaffronMoving *moving,
                                    GArray *landmarks);

/**
 * saffron_session_get_undo:
 *
 * Returns: what saffron_session_undo() would take back; %SAFFRON_EDIT_NONE
 *   when nothing. One parameter, or one run's note, changed several times in a
 *   row is one edit. The history is the process's, not the file's.
 */
SaffronEdit saffron_session_get_undo (SaffronSession *session);
SaffronEdit saffron_session_get_redo (SaffronSession *session);
/* %FALSE when there is nothing to undo, to redo. */
gboolean saffron_session_undo (SaffronSession *session);
gboolean saffron_session_redo (SaffronSession *session);
/* What there is now is the start: nothing before it can be undone. No edit, but
 * "changed" is emitted. */
void saffron_session_forget_edits (SaffronSession *session);

/* A number that every edit, undo and redo changes: an offer to undo one edit
 * is void once it is another. */
guint64 saffron_session_get_edit (SaffronSession *session);

G_END_DECLS
