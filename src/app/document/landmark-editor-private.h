/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/document/landmark-editor.h"
#include "app/work/landmark-work.h"
#include "app/work/snap-work.h"
#include "transform/landmark-drag.h"

G_BEGIN_DECLS

struct _SaffronLandmarkEditor {
  GObject parent_instance;

  SaffronDocument *document;
  SaffronMoving *moving;   /* whose landmarks they are */
  SaffronRunEntry *entry;  /* the run that they are measured against */
  GArray *kept;            /* the session's, as last seen */
  GArray *landmarks;       /* a copy that a drag changes */
  SaffronTransform *base;  /* the run's; NULL: no run */
  SaffronTransform *place; /* where the slide lies without a run */
  SaffronLandmarkPixels pixels;
  SaffronTransform *shown;   /* what the canvas shows, but for a drag; never
                                NULL with slides */
  GArray *errors;            /* SaffronLandmarkError, one for each */
  GArray *landings;          /* SaffronRefPoint, likewise */
  SaffronLandmarkWork *work; /* that measures; or NULL */
  guint selected;
  SaffronLandmarkFolds *folds; /* of what the canvas shows; NULL: none */

  /* A drag: see landmark-editor-drag.c. */
  guint dragged; /* SAFFRON_LANDMARK_NONE: no drag */
  SaffronLandmarkDragKind kind;
  gboolean live, moved, placing;
  SaffronRefPoint begin;           /* of the end that moves, on the reference */
  SaffronTransform *begin_through; /* takes the drag to the moving slide */
  GCancellable *preparing;         /* a thread prepares a fit; or NULL */
  SaffronLandmarkDrag *fast;       /* the fit, once it is prepared */

  /* The last nudge, which one more in a row becomes a part of. */
  guint nudged; /* the landmark */
  SaffronLandmarkDragKind nudge_kind;
  guint64 nudge_edit; /* of the session, after it */

  /* Snapping: see landmark-editor-snap.c. */
  gboolean snaps;            /* whether what is placed or dragged is snapped */
  SaffronSnapWork *snapping; /* or NULL */
  guint snapped;             /* the landmark that is, or was, snapped */
  SaffronSnap snap;          /* how that ended */
  guint64 snap_edit;         /* of the session, when it began */
  gboolean snap_amends;      /* whether it belongs to that edit */
};

void saffron_landmark_editor_tell (SaffronLandmarkEditor *self);
/* Has the canvas show @transform, or the run's if it is NULL, and finds where
 * it folds. */
void saffron_landmark_editor_show (SaffronLandmarkEditor *self,
                                   SaffronTransform *transform);
/* Makes the working copy an edit of the session. */
void saffron_landmark_editor_commit (SaffronLandmarkEditor *self);
/* Whether the canvas shows more than the run or the placement. */
gboolean saffron_landmark_editor_is_corrected (SaffronLandmarkEditor *self);
/* Goes back to what the session has. */
void saffron_landmark_editor_revert (SaffronLandmarkEditor *self);
/* Where the run puts landmark @index, and its residual, after it was moved. */
void saffron_landmark_editor_place_one (SaffronLandmarkEditor *self,
                                        guint index);
/* Forgets a drag without a trace. */
void saffron_landmark_editor_drop_drag (SaffronLandmarkEditor *self);
/* Snaps the landmark that was just placed or dragged, if that is wanted; the
 * edit before and the snap are one step. */
void saffron_landmark_editor_snap_placed (SaffronLandmarkEditor *self,
                                          guint index,
                                          SaffronSnapEnd end);
/* Stops a snap under way, and forgets the last. */
void saffron_landmark_editor_drop_snap (SaffronLandmarkEditor *self);

G_END_DECLS
