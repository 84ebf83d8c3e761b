/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "session/session.h"
#include "session/slide-file.h"
#include "session/snapshot.h"

G_BEGIN_DECLS

/* @json holds the run and what a person wrote beside it; it may have members
 * that this version does not know. An edit of the note or the star puts another
 * one in its place. */
struct _SaffronRunEntry {
  GObject parent_instance;

  SaffronRun *run;
  guint number; /* from 1; 0 only while a file is read */
  int from;     /* number of the run that one of a region started from; 0:
                   none, -1: not recorded */
  char *note;   /* never NULL */
  char *group;  /* never NULL */
  gboolean starred;
  JsonNode *json;
};

struct _SaffronMoving {
  GObject parent_instance;

  SaffronSlideFile *file;
  char *name;
  GArray *landmarks;
  JsonNode *landmarks_json; /* (nullable): as read, until they are edited */
  GPtrArray *runs;          /* SaffronRunEntry */
  SaffronRunEntry *current; /* one of them; NULL when there is none */
  guint last_number;        /* that a run has had: none has it again */
  JsonObject *extra; /* (nullable): as it was read, for unknown members */
};

struct _SaffronSession {
  GObject parent_instance;

  char *path;
  char *stamp; /* (nullable): of that file, as it was last read or written */
  GHashTable *contents; /* set of what was in it then, see
                           saffron_session_list_contents() */
  gboolean modified;
  GPtrArray *notes;
  SaffronSlideFile *reference;
  JsonObject *reference_extra;
  SaffronParams *params;
  JsonObject *params_extra;
  GPtrArray *moving; /* SaffronMoving */
  JsonObject *extra;
  GPtrArray *done;   /* SaffronCommand, the last one last */
  GPtrArray *undone; /* SaffronCommand, the next one last */
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

/* object-list.c: a reference, as a GCopyFunc. */
gpointer saffron_copy_object (gconstpointer object, gpointer user_data);
/* Emits "items-changed" for the one stretch in which both differ; nothing when
 * they are equal. */
void saffron_emit_items_changed (GListModel *model,
                                 const GPtrArray *before,
                                 const GPtrArray *after);

/* run-entry.c. Takes @json, which is as it was read. */
SaffronRunEntry *saffron_run_entry_new (SaffronRun *run, JsonNode *json);
/* (transfer full): another entry of the same run. @from: number of the run that
 * it started from; 0 leaves it */
SaffronRunEntry *
saffron_run_entry_renumber (SaffronRunEntry *self, guint number, guint from);
/* (transfer full): the JSON that it has after an edit. */
JsonNode *saffron_run_entry_with_note (SaffronRunEntry *self, const char *note);
JsonNode *saffron_run_entry_with_star (SaffronRunEntry *self, gboolean starred);
/* Puts *@json in the place of its own, which goes there. */
void saffron_run_entry_exchange (SaffronRunEntry *self, JsonNode **json);
/* A number from 1 on; 0 when there is none. */
guint saffron_run_number_from_json (JsonObject *object, const char *member);

/* moving.c. Each puts the values given in the place of those that it has, which
 * go there, and tells who listens. */
void saffron_moving_exchange_landmarks (SaffronMoving *self,
                                        GArray **landmarks,
                                        JsonNode **json);
void saffron_moving_exchange_runs (SaffronMoving *self,
                                   GPtrArray **runs,
                                   SaffronRunEntry **current,
                                   guint *last_number);
/* Takes @file. */
void saffron_moving_relocate (SaffronMoving *self, SaffronSlideFile *file);
/* (transfer full): an array of the same entries, to put an edit into. */
GPtrArray *saffron_moving_copy_runs (SaffronMoving *self);
/* session-runs.c. For runs as they were read: those without a number of their
 * own get one. @last: what the file says the last one was, 0 when nothing */
void saffron_moving_number_runs (SaffronMoving *self, guint last);

/* (transfer full): a set of names for the moving slides and their runs: what a
 * file that is written now has in it. */
GHashTable *saffron_session_list_contents (SaffronSession *self);
/* (transfer full): the names in it. */
char *saffron_moving_get_key (SaffronMoving *moving);
char *saffron_run_entry_get_key (SaffronRunEntry *entry, SaffronMoving *moving);
/* The session's file was read or written. @stamp: (nullable) */
void saffron_session_set_contents (SaffronSession *self,
                                   const char *stamp,
                                   GHashTable *contents);
/* Without a look at what is there, nor a lock. */
gboolean saffron_snapshot_replace (SaffronSnapshot *snapshot, GError **error);
/* After an edit: it is modified now. */
void saffron_session_changed (SaffronSession *self);
void saffron_session_emit_changed (SaffronSession *self);
/* Puts the values given in the place of those that it has; NULL leaves one. */
void saffron_session_exchange_params (SaffronSession *self,
                                      SaffronParams **params);
void saffron_session_exchange_slides (SaffronSession *self,
                                      SaffronSlideFile **reference,
                                      JsonObject **reference_extra,
                                      GPtrArray **moving);

/* What an edit puts in the place of what the session has. Doing it exchanges
 * the two, so that doing it again undoes it. */
typedef struct _SaffronCommand SaffronCommand;

SaffronCommand *saffron_command_new_params (SaffronSession *self,
                                            const SaffronParams *params);
/* Takes @landmarks. */
SaffronCommand *saffron_command_new_landmarks (SaffronMoving *moving,
                                               GArray *landmarks);
/* Takes @runs, of #SaffronRunEntry. @current: (nullable): one of them.
 * @last_number: see #SaffronMoving. */
SaffronCommand *saffron_command_new_runs (SaffronEdit edit,
                                          SaffronMoving *moving,
                                          GPtrArray *runs,
                                          SaffronRunEntry *current,
                                          guint last_number);
/* Takes @json, which @entry is to have. */
SaffronCommand *saffron_command_new_entry (SaffronEdit edit,
                                           SaffronRunEntry *entry,
                                           JsonNode *json);
/* Takes both; @reference is %NULL when it stays. */
SaffronCommand *saffron_command_new_slides (SaffronEdit edit,
                                            SaffronSlideFile *reference,
                                            GPtrArray *moving);
void saffron_session_init_history (SaffronSession *self);
/* Takes @command, does it and remembers it. */
void saffron_session_do (SaffronSession *self, SaffronCommand *command);

/* (transfer full): what saffron_session_to_json() holds, still open. */
JsonObject *saffron_session_to_object (SaffronSession *session,
                                       const char *path);

/* Everything but the path and the modified flag, from a parsed file. */
SaffronSession *
saffron_session_from_json (JsonNode *node, const char *folder, GError **error);

G_END_DECLS
