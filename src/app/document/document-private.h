/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/document/autosave.h"
#include "app/document/document.h"
#include "app/document/looks.h"
#include "app/document/opening.h"

G_BEGIN_DECLS

struct _SaffronDocument {
  GObject parent_instance;

  SaffronViewModel *model;
  SaffronCompositeChoice *composite;
  SaffronSession *session;
  SaffronAutosave *autosave; /* of the session */
  GHashTable *layers; /* by path: every slide that was opened, also those that
                         have left the session, for an undo */
  GPtrArray *early;   /* SaffronMoving: opened before there is a session */
  SaffronMoving *shown;
  /* What landmarks make of a run of the shown slide (NULL: of no run); NULL
   * when they make nothing of it. */
  SaffronTransform *corrected;
  SaffronRunEntry *corrected_of;
  SaffronTransform *place; /* (nullable): where the shown slide was laid by
                              hand, made when it is asked for */
  SaffronTransform *laid;  /* (nullable): while it is laid */
  GHashTable *choosing;    /* by path: SaffronRequest of the scene or Z plane
                              that is being opened, see document-choice.c */
  GHashTable
      *left; /* paths of slides of the session whose opening was cancelled */

  /* The session as last seen, see document-follow.c. */
  char *reference_path;
  guint holds;
  gboolean slides_changed;
  gboolean runs_changed;

  gboolean closed;
  GPtrArray *requests;  /* SaffronRequest, of the openings under way */
  GQueue saves;         /* the first saving under way, see document-save.c */
  gboolean shows_first; /* of the moving slides, as they come */
  gboolean looking;     /* see document-looks.c */
};

typedef enum {
  SAFFRON_OPEN_STATE_WAITING,
  SAFFRON_OPEN_STATE_OPENED,
  SAFFRON_OPEN_STATE_FAILED,
} SaffronOpenState;

/* What the document knows of one opening. */
typedef struct {
  SaffronDocument *document; /* another window's once a session goes there */
  SaffronOpening *opening;
  SaffronOpenAs as;
  char *missing;            /* (nullable): the path that the session has of
                               the only file */
  char *chosen;             /* (nullable): path of the slide of which another
                               scene or Z plane is opened */
  gboolean is_edit;         /* the session takes that over, and has not yet */
  SaffronSceneLoss loss;    /* when it was chosen */
  gboolean fresh;           /* the session began with this opening */
  SaffronOpenState *states; /* by path */
  GHashTable *indices;      /* by path: its index plus one */
} SaffronRequest;

/* document.c */
/* @draft: (nullable) (transfer full): that it was recovered from. */
void saffron_document_set_session (SaffronDocument *self,
                                   SaffronSession *session,
                                   SaffronDraft *draft);
void saffron_document_leave_session (SaffronDocument *self);
void saffron_document_fail (SaffronDocument *self, const char *message);
void saffron_document_tell_refused (SaffronDocument *self, const char *message);
/* @is_new_owners: see saffron_snapshot_is_new_owners() */
void saffron_document_tell_saved (SaffronDocument *self,
                                  const char *path,
                                  gboolean is_new_owners);
void saffron_document_tell_conflict (SaffronDocument *self,
                                     const char *path,
                                     SaffronSession *there);
void saffron_document_tell_opening (SaffronDocument *self,
                                    SaffronWork *opening);
void saffron_document_tell_opened (SaffronDocument *self, GFile *file);
void saffron_document_tell_edited (SaffronDocument *self);
void saffron_document_tell_changed (SaffronDocument *self);
/* (transfer full) (nullable): a window's that has nothing open. */
SaffronDocument *saffron_document_find_other (SaffronDocument *self);
/* The view has the slides that are to be shown, and their current run. */
void saffron_document_show_sides (SaffronDocument *self);
/* The next thing shown is a run as it is. */
void saffron_document_drop_corrected (SaffronDocument *self);
/* Nobody lays the slide any more; shows nothing anew. */
void saffron_document_drop_laid (SaffronDocument *self);
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

/* document-open.c */
/* Opens another scene or Z plane of the slide at @path. */
SaffronRequest *saffron_document_open_choice (SaffronDocument *self,
                                              const char *path,
                                              const SaffronSlideChoice *choice);

/* document-choice.c: another scene or Z plane of a slide that is open. */
/* What was opened takes the place of what was open. */
void saffron_document_take_choice (SaffronRequest *request,
                                   SaffronArrival *arrival);
/* The request has ended. FALSE: another took its place, so nobody waits for
 * it. */
gboolean saffron_document_end_choice (SaffronRequest *request);
/* Opens what the session has other than what is open, as after an undo. */
void saffron_document_follow_choices (SaffronDocument *self);

/* document-slides.c: what was opened takes its place. */
/* (transfer full) */
SaffronLayer *saffron_document_make_layer (SaffronDocument *self,
                                           SaffronArrival *arrival);
/* The session that was opened replaces what there is. */
void saffron_document_take_session (SaffronRequest *request);
void saffron_document_take (SaffronRequest *request, SaffronArrival *arrival);

/* document-looks.c: what registration looks at on each slide is found, one
 * after the other, on a thread: it reads pixels, which the canvas does not wait
 * for. It follows the parameters and the slides. */
void saffron_document_update_looks (SaffronDocument *self);

G_END_DECLS
