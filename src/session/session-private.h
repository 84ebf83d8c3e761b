/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "session/session.h"
#include "session/slide-file.h"
#include "session/snapshot.h"

G_BEGIN_DECLS

/* A run with what a person wrote beside it, and the JSON of both, which may
 * hold members that this version does not know. Immutable and counted
 * (g_rc_box): an edit replaces it. */
typedef struct {
  SaffronRun *run;
  guint number; /* from 1; 0 only while a file is read */
  int from;     /* number of the run that one of a region started from; 0:
                   none, -1: not recorded */
  char *note;   /* never NULL */
  char *group;  /* never NULL */
  gboolean starred;
  JsonNode *json;
} SaffronRunEntry;

/* Counted (g_rc_box), so that the history can hold one that was removed. */
typedef struct {
  SaffronSlideFile *file;
  char *name;
  GArray *landmarks;
  JsonNode *landmarks_json; /* (nullable): as read, until they are edited */
  GPtrArray *runs;          /* SaffronRunEntry */
  int current;              /* -1: none */
  guint last_number;        /* that a run has had: none has it again */
  JsonObject *extra; /* (nullable): as it was read, for unknown members */
} SaffronMoving;

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

SaffronMoving *saffron_moving_new (SaffronSlideFile *file);
gpointer saffron_moving_copy (gconstpointer moving, gpointer user_data);
void saffron_moving_unref (gpointer moving);

/* Takes @json, which is as it was read. */
SaffronRunEntry *saffron_run_entry_new (SaffronRun *run, JsonNode *json);
void saffron_run_entry_unref (gpointer entry);
/* The same run with another number. @from: of the run that it started from; 0
 * leaves it */
SaffronRunEntry *saffron_run_entry_renumber (const SaffronRunEntry *entry,
                                             guint number,
                                             guint from);
/* (transfer full): an array of the same entries, to put an edit into. */
GPtrArray *saffron_moving_copy_runs (const SaffronMoving *moving);
/* For runs as they were read: those without a number of their own get one.
 * @last: what the file says the last one was, 0 when nothing */
void saffron_moving_number_runs (SaffronMoving *moving, guint last);
/* A number from 1 on; 0 when there is none. */
guint saffron_run_number_from_json (JsonObject *object, const char *member);

SaffronMoving *saffron_session_moving (SaffronSession *self, guint moving);
/* (transfer full): a set of names for the moving slides and their runs: what a
 * file that is written now has in it. */
GHashTable *saffron_session_list_contents (SaffronSession *self);
/* (transfer full): the names in it. */
char *saffron_moving_get_key (const SaffronMoving *moving);
char *saffron_run_entry_get_key (const SaffronRunEntry *entry,
                                 const SaffronMoving *moving);
/* The session's file was read or written. @stamp: (nullable) */
void saffron_session_set_contents (SaffronSession *self,
                                   const char *stamp,
                                   GHashTable *contents);
/* Without a look at what is there, nor a lock. */
gboolean saffron_snapshot_replace (SaffronSnapshot *snapshot, GError **error);
/* After an edit: it is modified now. */
void saffron_session_changed (SaffronSession *self);
void saffron_session_emit_changed (SaffronSession *self);

/* What an edit puts in the place of what the session has. Doing it exchanges
 * the two, so that doing it again undoes it. */
typedef struct _SaffronCommand SaffronCommand;

SaffronCommand *saffron_command_new_params (SaffronSession *self,
                                            const SaffronParams *params);
/* Takes @landmarks. */
SaffronCommand *saffron_command_new_landmarks (guint moving, GArray *landmarks);
/* Takes @runs, of #SaffronRunEntry. @last_number: see #SaffronMoving. @run:
 * which one it is about, so that the same edit of the same run made twice in a
 * row is one step. */
SaffronCommand *saffron_command_new_runs (SaffronEdit edit,
                                          guint moving,
                                          GPtrArray *runs,
                                          int current,
                                          guint last_number,
                                          guint run);
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
