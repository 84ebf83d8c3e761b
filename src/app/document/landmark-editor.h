/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/document/document.h"
#include "quality/landmark-errors.h"
#include "quality/landmark-folds.h"
#include "register/landmark-snap.h"

G_BEGIN_DECLS

/**
 * SaffronLandmarkEditor:
 *
 * The landmarks of the shown moving slide, as the table and the canvas show
 * them: with their errors, which come from a worker, and one of them selected.
 * Each edit is one of the session's, and so is a whole drag. Once landmarks are
 * other than those that the current run was corrected by, the document shows
 * the transform that they correct it to; see
 * saffron_document_set_corrected().
 *
 * SaffronLandmarkEditor::changed: landmarks, errors, the selection, what is
 *   dragged, or how a snap goes.
 */
#define SAFFRON_TYPE_LANDMARK_EDITOR (saffron_landmark_editor_get_type ())
G_DECLARE_FINAL_TYPE (SaffronLandmarkEditor,
                      saffron_landmark_editor,
                      SAFFRON,
                      LANDMARK_EDITOR,
                      GObject)

/* No landmark; as a position of the selection. */
#define SAFFRON_LANDMARK_NONE G_MAXUINT

SaffronLandmarkEditor *saffron_landmark_editor_new (SaffronDocument *document);

/* Whether both slides are open, so that landmarks can be placed. */
gboolean saffron_landmark_editor_is_ready (SaffronLandmarkEditor *self);

guint saffron_landmark_editor_get_n (SaffronLandmarkEditor *self);
/* (transfer none): as it is now, also during a drag. */
const SaffronLandmark *saffron_landmark_editor_get (SaffronLandmarkEditor *self,
                                                    guint index);
const SaffronLandmarkError *
saffron_landmark_editor_get_error (SaffronLandmarkEditor *self, guint index);
/* Where the current run, or the placement without one, puts its moving end. */
SaffronRefPoint
saffron_landmark_editor_get_landing (SaffronLandmarkEditor *self, guint index);
/* Of the active ones; see saffron_landmark_errors_sum_up(). */
SaffronTreStats
saffron_landmark_editor_get_totals (SaffronLandmarkEditor *self);
/* The same in µm; see saffron_landmark_errors_sum_up_um(). */
SaffronTreStats
saffron_landmark_editor_get_totals_um (SaffronLandmarkEditor *self);
/* Whether errors are still being measured. */
gboolean saffron_landmark_editor_is_measuring (SaffronLandmarkEditor *self);

/* (transfer none) (nullable): what the canvas shows; %NULL while that is not
 * final, because errors are still being measured or an end is being snapped. */
SaffronTransform *
saffron_landmark_editor_get_settled (SaffronLandmarkEditor *self);
/* How far active landmarks are missed when they are held out, median, reference
 * level-0 pixels; NaN where the run went through landmarks, so that this says
 * nothing. */
double saffron_landmark_editor_get_held_out (SaffronLandmarkEditor *self);

/* (nullable): what the landmarks fold, also during a drag; NULL: nothing */
const SaffronLandmarkFolds *
saffron_landmark_editor_get_folds (SaffronLandmarkEditor *self);

guint saffron_landmark_editor_get_selected (SaffronLandmarkEditor *self);
void saffron_landmark_editor_select (SaffronLandmarkEditor *self, guint index);

/* Places a pair, selected, whose moving end then snaps. @moving: (nullable):
 * where the transform that is shown expects it. */
void saffron_landmark_editor_add (SaffronLandmarkEditor *self,
                                  SaffronRefPoint reference,
                                  const SaffronMovPoint *moving);
void saffron_landmark_editor_remove (SaffronLandmarkEditor *self, guint index);
void saffron_landmark_editor_set_active (SaffronLandmarkEditor *self,
                                         guint index,
                                         gboolean active);
void saffron_landmark_editor_rename (SaffronLandmarkEditor *self,
                                     guint index,
                                     const char *name);
/* Takes those of a file over; see saffron_landmarks_join(). */
void saffron_landmark_editor_join (SaffronLandmarkEditor *self, GArray *others);

/**
 * SaffronLandmarkDragKind:
 * @SAFFRON_LANDMARK_DRAG_TISSUE: the moving end, so that the moving slide
 *   follows the pointer
 * @SAFFRON_LANDMARK_DRAG_MOVING: the moving end, so that its mark follows
 * @SAFFRON_LANDMARK_DRAG_REFERENCE: the reference end
 */
typedef enum {
  SAFFRON_LANDMARK_DRAG_TISSUE,
  SAFFRON_LANDMARK_DRAG_MOVING,
  SAFFRON_LANDMARK_DRAG_REFERENCE,
} SaffronLandmarkDragKind;

/**
 * saffron_landmark_editor_begin_drag:
 * @live: whether the canvas shows what each event makes of the transform;
 *   otherwise it does so at the end
 *
 * Begins to move one end of a landmark, which becomes selected. Until the end
 * of the drag the session is not edited.
 */
void saffron_landmark_editor_begin_drag (SaffronLandmarkEditor *self,
                                         guint index,
                                         SaffronLandmarkDragKind kind,
                                         gboolean live);
/* The same for a new pair. The tissue that the canvas shows at @reference is
 * its moving end; the reference end is where the drag leaves it. */
void saffron_landmark_editor_begin_placing (SaffronLandmarkEditor *self,
                                            SaffronRefPoint reference);
gboolean saffron_landmark_editor_is_dragging (SaffronLandmarkEditor *self);
/* By how far in all, reference level-0 pixels. */
void saffron_landmark_editor_drag_to (SaffronLandmarkEditor *self,
                                      double dx,
                                      double dy);
/* One edit of the session, unless nothing has moved. The end that was dragged
 * then snaps. */
void saffron_landmark_editor_end_drag (SaffronLandmarkEditor *self);
/* Everything is as before. */
void saffron_landmark_editor_cancel_drag (SaffronLandmarkEditor *self);
/* A whole drag of the selected landmark, which does not snap. Several in a row
 * are one edit. */
void saffron_landmark_editor_nudge (SaffronLandmarkEditor *self,
                                    SaffronLandmarkDragKind kind,
                                    double dx,
                                    double dy);

/**
 * saffron_landmark_editor_set_snaps:
 *
 * Whether ends that are placed or dragged snap to the best match around them,
 * see saffron_landmark_snap(). It runs in the background, and the snap is a
 * part of the edit before; if another edit comes first, it is dropped. At first
 * they do not snap.
 */
void saffron_landmark_editor_set_snaps (SaffronLandmarkEditor *self,
                                        gboolean snaps);
/* Snaps the moving end of a landmark now, as an edit of its own. */
void saffron_landmark_editor_snap (SaffronLandmarkEditor *self, guint index);
gboolean saffron_landmark_editor_is_snapping (SaffronLandmarkEditor *self);
/* The landmark that is being snapped, or was snapped last and has not been
 * edited since, or %SAFFRON_LANDMARK_NONE. @snap: (out): how that ended */
guint saffron_landmark_editor_get_snapped (SaffronLandmarkEditor *self,
                                           SaffronSnap *snap);

G_END_DECLS
