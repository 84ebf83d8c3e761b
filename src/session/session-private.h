/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "quality/loop.h"
#include "session/session.h"
#include "session/slide-file.h"
#include "session/snapshot.h"

G_BEGIN_DECLS

/* A loop over this run and another one's slide that was measured. */
typedef struct {
  char *slide;   /* the other one's name, see saffron_moving_get_name() */
  char *started; /* of its run */
  SaffronLoop loop;
} SaffronRing;

/* @json holds the run and what a person wrote beside it. It may have members
 * that this version does not know. An edit of the note, the star or the sign
 * replaces it by another node. */
struct _SaffronRunEntry {
  GObject parent_instance;

  SaffronRun *own; /* as its own two slides judge it */
  SaffronRun *run; /* as it is judged beside the other slides */
  GArray *rings;   /* SaffronRing */
  guint number;    /* from 1; 0 only while a file is read */
  int from;    /* for a run of a region, the number of the run that it started
                  from; 0: none, -1: not recorded */
  char *note;  /* never NULL */
  char *group; /* never NULL */
  gboolean starred;
  SaffronSign *sign; /* (nullable) */
  JsonNode *json;
};

struct _SaffronMoving {
  GObject parent_instance;

  SaffronSlideFile *file;
  char *name;
  GArray *landmarks;
  JsonNode *landmarks_json; /* (nullable): as read, until they are edited */
  SaffronAffine *start;     /* (nullable): how a person laid the slide */
  GPtrArray *runs;          /* SaffronRunEntry */
  SaffronRunEntry *current; /* one of @runs; NULL when there is none */
  guint last_number;        /* highest number of any run so far; no number is
                               used twice */
  JsonObject *extra; /* (nullable): members that this version does not know */
};

struct _SaffronSession {
  GObject parent_instance;

  char *path;
  char *stamp; /* (nullable): of the file @path, when it was last read or
                  written */
  GHashTable *contents; /* set of keys of what the file contained then, see
                           saffron_session_list_contents() */
  gboolean modified;
  GPtrArray *notes;
  SaffronSlideFile *reference;
  JsonObject *reference_extra;
  SaffronParams *params;
  JsonObject *params_extra;
  GPtrArray *moving; /* SaffronMoving */
  JsonObject *extra;
  GPtrArray *done;   /* SaffronCommand, the latest last */
  GPtrArray *undone; /* SaffronCommand, the next to redo last */
  guint64 edit;
};

#define SAFFRON_EXCHANGE(a, b)                                                 \
  G_STMT_START                                                                 \
  {                                                                            \
    __typeof__ (a) kept_ = (a);                                                \
    (a) = (b);                                                                 \
    (b) = kept_;                                                               \
  }                                                                            \
  G_STMT_END

/* object-list.c: takes a reference, as a GCopyFunc. */
gpointer saffron_copy_object (gconstpointer object, gpointer user_data);
/* Emits "items-changed" once, for the one stretch in which the lists differ;
 * emits nothing when they are equal. */
void saffron_emit_items_changed (GListModel *model,
                                 const GPtrArray *before,
                                 const GPtrArray *after);

/* run-entry.c. Takes ownership of @json, the run as it was read. */
SaffronRunEntry *saffron_run_entry_new (SaffronRun *run, JsonNode *json);
/* (transfer full): a new entry of the same run. @from: number of the run that
 * it started from; 0 keeps the recorded one. */
SaffronRunEntry *
saffron_run_entry_renumber (SaffronRunEntry *self, guint number, guint from);
/* (transfer full): the JSON that the entry will have after an edit. */
JsonNode *saffron_run_entry_with_note (SaffronRunEntry *self, const char *note);
JsonNode *saffron_run_entry_with_star (SaffronRunEntry *self, gboolean starred);
/* @sign: (nullable) */
JsonNode *saffron_run_entry_with_sign (SaffronRunEntry *self,
                                       const SaffronSign *sign);
/* (transfer full): the JSON of the file, with the rings that there are. */
JsonNode *saffron_run_entry_to_json (SaffronRunEntry *self);
/* @run: with the verdict that holds from now on; whether it is another one */
gboolean saffron_run_entry_set_run (SaffronRunEntry *self, SaffronRun *run);
/* session-rings.c */
/* (transfer full) (element-type SaffronRing): an empty list. */
GArray *saffron_rings_new (void);
/* What cannot be read is left out. @object: of a run in a file */
GArray *saffron_rings_from_json (JsonObject *object);
JsonArray *saffron_rings_to_json (GArray *rings);
/* Judges the current runs by the rings, and tells of each that has another
 * verdict now. Called after every change. */
void saffron_session_judge (SaffronSession *self);
/* Exchanges the entry's JSON and *@json. */
void saffron_run_entry_exchange (SaffronRunEntry *self, JsonNode **json);
/* Reads a number from 1 on; gives 0 when there is none. */
guint saffron_run_number_from_json (JsonObject *object, const char *member);

/* moving.c. Each exchanges the given values and the object's own, and emits the
 * signals. */
void saffron_moving_exchange_landmarks (SaffronMoving *self,
                                        GArray **landmarks,
                                        JsonNode **json);
void saffron_moving_exchange_start (SaffronMoving *self, SaffronAffine **start);
void saffron_moving_exchange_runs (SaffronMoving *self,
                                   GPtrArray **runs,
                                   SaffronRunEntry **current,
                                   guint *last_number);
/* Its current run, or the one that this starts from, has another verdict. */
void saffron_moving_judged (SaffronMoving *self);
/* Takes ownership of @file. */
void saffron_moving_relocate (SaffronMoving *self, SaffronSlideFile *file);
/* (transfer full): a new array of the same entries, which an edit can
 * change. */
GPtrArray *saffron_moving_copy_runs (SaffronMoving *self);
/* session-runs.c. Called for runs that were just read: gives a number to those
 * that have none. @last: the last number according to the file, 0 when the file
 * has none. */
void saffron_moving_number_runs (SaffronMoving *self, guint last);

/* (transfer full): a set of keys of the moving slides and their runs, as a file
 * that is written now would contain them. */
GHashTable *saffron_session_list_contents (SaffronSession *self);
/* (transfer full): the key of the slide or run in that set. */
char *saffron_moving_get_key (SaffronMoving *moving);
char *saffron_run_entry_get_key (SaffronRunEntry *entry, SaffronMoving *moving);
/* (nullable): the key of the run's sign; %NULL when it has none. */
char *saffron_run_entry_get_sign_key (SaffronRunEntry *entry,
                                      SaffronMoving *moving);
/* Records that the session's file was read or written. @stamp: (nullable) */
void saffron_session_set_contents (SaffronSession *self,
                                   const char *stamp,
                                   GHashTable *contents);
/* Replaces the file without a lock and without a check of what is there. */
gboolean saffron_snapshot_replace (SaffronSnapshot *snapshot, GError **error);
/* Called after an edit: marks the session as modified. */
void saffron_session_changed (SaffronSession *self);
void saffron_session_emit_changed (SaffronSession *self);
/* Exchanges the given values and the session's own; a value that is NULL stays
 * as it is. */
void saffron_session_exchange_params (SaffronSession *self,
                                      SaffronParams **params);
void saffron_session_exchange_slides (SaffronSession *self,
                                      SaffronSlideFile **reference,
                                      JsonObject **reference_extra,
                                      GPtrArray **moving);

/* A command holds the values that an edit gives to the session. Doing it
 * exchanges them with the session's own, so that doing it again undoes it. */
typedef struct _SaffronCommand SaffronCommand;

SaffronCommand *saffron_command_new_params (SaffronSession *self,
                                            const SaffronParams *params);
/* Takes ownership of @landmarks. */
SaffronCommand *saffron_command_new_landmarks (SaffronMoving *moving,
                                               GArray *landmarks);
/* @start: (nullable): copied. */
SaffronCommand *saffron_command_new_start (SaffronMoving *moving,
                                           const SaffronAffine *start);
/* Takes ownership of @runs, an array of #SaffronRunEntry. @current: (nullable):
 * one of them. @last_number: see #SaffronMoving. */
SaffronCommand *saffron_command_new_runs (SaffronEdit edit,
                                          SaffronMoving *moving,
                                          GPtrArray *runs,
                                          SaffronRunEntry *current,
                                          guint last_number);
/* Takes ownership of @json, the new JSON of @entry. */
SaffronCommand *saffron_command_new_entry (SaffronEdit edit,
                                           SaffronRunEntry *entry,
                                           JsonNode *json);
/* Takes ownership of both. @reference is %NULL when the reference stays. */
SaffronCommand *saffron_command_new_slides (SaffronEdit edit,
                                            SaffronSlideFile *reference,
                                            GPtrArray *moving);
/* @moving: (nullable): the slide; %NULL for the reference. */
SaffronCommand *
saffron_command_new_z (SaffronSession *self, SaffronMoving *moving, int z);
void saffron_session_init_history (SaffronSession *self);
/* Does @command and keeps it for undo. Takes ownership of it. */
void saffron_session_do (SaffronSession *self, SaffronCommand *command);
/* The same as a part of the last command, if that was of the same kind and
 * slide; FALSE, and nothing is done, if not. */
gboolean saffron_session_amend (SaffronSession *self, SaffronCommand *command);

/* (transfer full): the object of saffron_session_to_json() before it is
 * sealed. */
JsonObject *saffron_session_to_object (SaffronSession *session,
                                       const char *path);

/* Reads everything but the path and the modified flag from a parsed file. */
SaffronSession *
saffron_session_from_json (JsonNode *node, const char *folder, GError **error);

G_END_DECLS
