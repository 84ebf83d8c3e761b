/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/document/autosave.h"
#include "app/document/document.h"
#include "app/document/looks.h"

G_BEGIN_DECLS

struct _SaffronDocument {
  GObject parent_instance;

  SaffronViewModel *model;
  SaffronSession *session;
  SaffronAutosave *autosave; /* of the session */
  GHashTable *layers; /* by path: every slide that was opened, also those that
                         have left the session, for an undo */
  GPtrArray *early;   /* SaffronMoving: opened before there is a session */
  SaffronMoving *shown;
  GHashTable
      *left; /* paths of slides of the session whose opening was cancelled */

  /* The session as last seen, see document-follow.c. */
  char *reference_path;
  guint holds;
  gboolean slides_changed;
  gboolean runs_changed;

  SaffronJob *job; /* of the opening; NULL once closed */
  guint n_opening;
  SaffronWork *opening; /* the opening under way, or NULL */
  GQueue saves;         /* the first saving under way, see document-save.c */
  gboolean shows_first; /* of the moving slides, as they come */
  gboolean looking;     /* see document-looks.c */
};

typedef enum {
  SAFFRON_OPEN_STATE_WAITING,
  SAFFRON_OPEN_STATE_OPENED,
  SAFFRON_OPEN_STATE_FAILED,
} SaffronOpenState;

/* One slide that a thread has opened or failed to open. */
typedef struct {
  guint index; /* index in the opening's paths */
  SaffronSlide *slide;
  SaffronSlideFile *file;
  GError *error; /* NULL where there is a slide */
} SaffronArrival;

/* One request to open files. Threads list the files and open several slides at
 * a time; the main thread puts each in its place as it arrives. Counted
 * (g_atomic_rc_box). */
typedef struct {
  /* The request; its document may change when a session goes to another
   * window. */
  SaffronDocument *document;
  GPtrArray *files; /* GFile */
  SaffronOpenAs as;
  char *missing; /* (nullable): the path that the session has of it */
  char *markers;
  gboolean wants_reference;
  SaffronDraft *draft; /* (nullable): opened as well */
  SaffronJob *job;

  /* What the thread lists, before any slide arrives. */
  SaffronSession *session; /* (nullable) */
  GPtrArray *paths;        /* of the slides, absolute */
  guint n_session; /* how many of them, from the first on, are the session's */
  GPtrArray *errors; /* texts; for the main thread afterwards */
  int n_left_out;    /* files of a folder that Saffron made itself */
  int reference;     /* index of the reference in the paths, -1 if none */

  GMutex lock;
  GPtrArray *arrived; /* SaffronArrival, not taken yet */
  gboolean queued;    /* the main thread is about to take them */
  double *fractions;  /* by path */
  char *stage;

  /* Of the main thread alone. */
  gboolean begun, ended;
  gboolean fresh;           /* the session began with this opening */
  SaffronOpenState *states; /* by path */
  GHashTable *indices;      /* number of paths, plus one */
} SaffronOpening;

/* document-list.c: for a thread. */
void saffron_opening_list (SaffronOpening *opening);

/**
 * saffron_document_choose_reference:
 * @markers: separated by commas, as in the parameter reference_markers
 *
 * The index of the path whose file name has most of the markers; the first of
 * equals.
 */
guint saffron_document_choose_reference (GPtrArray *paths, const char *markers);

/* document.c */
/* @draft: (nullable) (transfer full): that it was recovered from. */
void saffron_document_set_session (SaffronDocument *self,
                                   SaffronSession *session,
                                   SaffronDraft *draft);
void saffron_document_leave_session (SaffronDocument *self);
void saffron_document_fail (SaffronDocument *self, const char *message);
void saffron_document_tell_saved (SaffronDocument *self, const char *path);
void saffron_document_tell_conflict (SaffronDocument *self,
                                     const char *path,
                                     SaffronSession *there);
/* @what is being opened, and how much of it already is. */
void saffron_document_tell_progress (SaffronDocument *self,
                                     const char *what,
                                     double fraction);
/* Nothing is being opened any more. */
void saffron_document_end_progress (SaffronDocument *self);
void saffron_document_tell_opened (SaffronDocument *self, GFile *file);
void saffron_document_tell_edited (SaffronDocument *self);
void saffron_document_tell_changed (SaffronDocument *self);
/* (transfer full) (nullable): a window's that has nothing open. */
SaffronDocument *saffron_document_find_other (SaffronDocument *self);
/* The view has the slides that are to be shown, and their current run. */
void saffron_document_show_sides (SaffronDocument *self);
/* (nullable): of the slide at @path, if it was opened. */
SaffronLayer *saffron_document_find_layer (SaffronDocument *self,
                                           const char *path);

/* document-follow.c: which slides and which run are shown follows the
 * session. */
void saffron_document_follow_session (SaffronDocument *self);
void saffron_document_unfollow_session (SaffronDocument *self);
void saffron_document_set_shown (SaffronDocument *self, SaffronMoving *moving);
/* Until the release nothing is shown of what the session becomes; then all at
 * once. */
void saffron_document_hold (SaffronDocument *self);
void saffron_document_release (SaffronDocument *self);

/* document-slides.c: what was opened takes its place. */
/* The session of @opening, in the place of what there is. */
void saffron_document_take_session (SaffronOpening *opening);
void saffron_document_take (SaffronOpening *opening, SaffronArrival *arrival);

/* document-looks.c: what registration looks at on each slide is found, one
 * after the other, on a thread: it reads pixels, which the canvas does not wait
 * for. It follows the parameters and the slides. */
void saffron_document_update_looks (SaffronDocument *self);

G_END_DECLS
