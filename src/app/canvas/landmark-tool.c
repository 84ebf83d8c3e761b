/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/canvas/landmark-tool.h"

#include <math.h>

#include "app/canvas/canvas-steps.h"
#include "app/canvas/landmark-layer.h"
#include "app/canvas/tool-input.h"

/* A press that moves less is a click; logical pixels. */
#define CLICK 3.0

struct _SaffronLandmarkTool {
  GObject parent_instance;

  SaffronCanvas *canvas; /* owns the controllers that call this */
  SaffronViewModel *model;
  SaffronLandmarkEditor *editor;
  GtkWidget *layer;
  gboolean on;
  gboolean barred;  /* another tool has the canvas */
  gboolean dragged; /* the press has become a drag */
  gboolean has_pending[2];
  SaffronRefPoint pending[2];
};

G_DEFINE_FINAL_TYPE (SaffronLandmarkTool, saffron_landmark_tool, G_TYPE_OBJECT)

static void
saffron_landmark_tool_finalize (GObject *object)
{
  SaffronLandmarkTool *self = SAFFRON_LANDMARK_TOOL (object);

  g_object_unref (self->model);
  g_object_unref (self->editor);
  G_OBJECT_CLASS (saffron_landmark_tool_parent_class)->finalize (object);
}

static void
saffron_landmark_tool_class_init (SaffronLandmarkToolClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = saffron_landmark_tool_finalize;
}

static void
saffron_landmark_tool_init (SaffronLandmarkTool *self)
{
}

static gboolean
is_split (SaffronLandmarkTool *self)
{
  return saffron_view_model_get_look (self->model)->mode
         == SAFFRON_VIEW_MODE_SIDE_BY_SIDE;
}

static void
set_pending (SaffronLandmarkTool *self,
             SaffronViewSide side,
             const SaffronRefPoint *p)
{
  self->has_pending[side] = p != NULL;
  if (p != NULL)
    self->pending[side] = *p;
  saffron_landmark_layer_set_pending (self->layer, side, p);
}

/* Side by side: one end, or the pair once the other half has one. */
static void
place_end (SaffronLandmarkTool *self, SaffronViewPoint p)
{
  g_autoptr (SaffronFrame) frame = saffron_view_model_get_frame (self->model);
  SaffronRefPoint at = saffron_frame_to_reference (frame, p);
  SaffronViewSide side = p.x < frame->geometry.width * 0.5
                             ? SAFFRON_VIEW_REFERENCE
                             : SAFFRON_VIEW_MOVING;
  SaffronMovPoint moving;

  set_pending (self, side, &at);
  if (!self->has_pending[0] || !self->has_pending[1])
    return;
  moving =
      saffron_transform_pull (saffron_view_model_get_transform (self->model),
                              self->pending[SAFFRON_VIEW_MOVING]);
  at = self->pending[SAFFRON_VIEW_REFERENCE];
  set_pending (self, SAFFRON_VIEW_REFERENCE, NULL);
  set_pending (self, SAFFRON_VIEW_MOVING, NULL);
  saffron_landmark_editor_add (self->editor, at, &moving);
}

/* Whether the moving slide lies on the reference, so that tissue of the one can
 * be dragged onto that of the other. */
static gboolean
shows_both (SaffronLandmarkTool *self)
{
  SaffronViewMode mode = saffron_view_model_get_look (self->model)->mode;

  return mode != SAFFRON_VIEW_MODE_SIDE_BY_SIDE
         && mode != SAFFRON_VIEW_MODE_REFERENCE_ONLY
         && mode != SAFFRON_VIEW_MODE_MOVING_ONLY;
}

/* Whether a press is for this tool: while it is on any, else one with Shift
 * alone. */
static gboolean
takes (SaffronLandmarkTool *self, GdkModifierType state)
{
  GdkModifierType all = GDK_SHIFT_MASK | GDK_CONTROL_MASK | GDK_ALT_MASK
                        | GDK_SUPER_MASK | GDK_META_MASK;

  if (!saffron_landmark_editor_is_ready (self->editor))
    return FALSE;
  return self->on
         || ((state & all) == GDK_SHIFT_MASK && !self->barred
             && shows_both (self));
}

static void
press (SaffronLandmarkTool *self, SaffronViewPoint p, gboolean shift)
{
  gboolean landing = FALSE;
  guint hit = saffron_landmark_layer_hit (self->layer, p, &landing);
  g_autoptr (SaffronFrame) frame = NULL;

  /* Without the tool, Shift does not mean the reference end. */
  shift = shift && self->on;
  if (hit != SAFFRON_LANDMARK_NONE && (shift || (is_split (self) && !landing)))
    saffron_landmark_editor_begin_drag (self->editor, hit,
                                        SAFFRON_LANDMARK_DRAG_REFERENCE, FALSE);
  else if (hit != SAFFRON_LANDMARK_NONE)
    saffron_landmark_editor_begin_drag (self->editor, hit,
                                        landing ? SAFFRON_LANDMARK_DRAG_MOVING
                                                : SAFFRON_LANDMARK_DRAG_TISSUE,
                                        !is_split (self));
  else if (is_split (self))
    place_end (self, p);
  else
    {
      frame = saffron_view_model_get_frame (self->model);
      saffron_landmark_editor_begin_placing (
          self->editor, saffron_frame_to_reference (frame, p));
    }
}

static void
on_drag_begin (GtkGestureDrag *gesture, double x, double y, gpointer user_data)
{
  SaffronLandmarkTool *self = user_data;
  GdkModifierType state = gtk_event_controller_get_current_event_state (
      GTK_EVENT_CONTROLLER (gesture));

  if (!takes (self, state))
    {
      gtk_gesture_set_state (GTK_GESTURE (gesture), GTK_EVENT_SEQUENCE_DENIED);
      return;
    }
  gtk_gesture_set_state (GTK_GESTURE (gesture), GTK_EVENT_SEQUENCE_CLAIMED);
  gtk_widget_grab_focus (GTK_WIDGET (self->canvas));
  self->dragged = FALSE;
  press (self, saffron_to_device (GTK_WIDGET (self->canvas), x, y),
         (state & GDK_SHIFT_MASK) != 0);
}

static void
on_drag_update (GtkGestureDrag *gesture,
                double dx,
                double dy,
                gpointer user_data)
{
  SaffronLandmarkTool *self = user_data;
  SaffronViewPoint d = saffron_to_device (GTK_WIDGET (self->canvas), dx, dy);
  SaffronRefPoint way = saffron_view_way_to_reference (
      saffron_view_model_get_geometry (self->model), d);

  self->dragged = self->dragged || hypot (dx, dy) >= CLICK;
  if (self->dragged)
    saffron_landmark_editor_drag_to (self->editor, way.x, way.y);
}

static void
on_drag_end (GtkGestureDrag *gesture, double dx, double dy, gpointer user_data)
{
  SaffronLandmarkTool *self = user_data;

  on_drag_update (gesture, dx, dy, user_data);
  /* Without the tool, a click is no landmark. */
  if (self->on || self->dragged)
    saffron_landmark_editor_end_drag (self->editor);
  else
    saffron_landmark_editor_cancel_drag (self->editor);
}

static void
on_cancel (GtkGesture *gesture, GdkEventSequence *sequence, gpointer user_data)
{
  saffron_landmark_editor_cancel_drag (
      SAFFRON_LANDMARK_TOOL (user_data)->editor);
}

/* Side by side, an end waits: the cursor goes to where its partner is
 * expected. */
static void
go_to_partner (SaffronLandmarkTool *self)
{
  SaffronViewSide waits = self->has_pending[SAFFRON_VIEW_REFERENCE]
                              ? SAFFRON_VIEW_REFERENCE
                              : SAFFRON_VIEW_MOVING;
  g_autoptr (SaffronFrame) frame = saffron_view_model_get_frame (self->model);

  if (self->has_pending[waits])
    saffron_canvas_put_cursor (self->canvas, saffron_frame_from_reference (
                                                 frame,
                                                 waits == SAFFRON_VIEW_REFERENCE
                                                     ? SAFFRON_VIEW_MOVING
                                                     : SAFFRON_VIEW_REFERENCE,
                                                 self->pending[waits]));
}

/* Places one at the cursor, which keys move, or in the middle. */
static void
place_at_cursor (SaffronLandmarkTool *self)
{
  const SaffronViewGeometry *view =
      saffron_view_model_get_geometry (self->model);
  SaffronViewPoint p = { view->width * (is_split (self) ? 0.25 : 0.5),
                         view->height * 0.5 };
  SaffronViewPoint pointer;
  g_autoptr (SaffronFrame) frame = NULL;

  if (saffron_canvas_get_pointer (self->canvas, &pointer))
    p = pointer;
  if (is_split (self))
    {
      place_end (self, p);
      go_to_partner (self);
      return;
    }
  frame = saffron_view_model_get_frame (self->model);
  saffron_landmark_editor_add (self->editor,
                               saffron_frame_to_reference (frame, p), NULL);
}

static gboolean
nudge (SaffronLandmarkTool *self, guint keyval, GdkModifierType state)
{
  double dx = 0.0, dy = 0.0;

  if (!saffron_arrow_step (keyval, state, &dx, &dy))
    return GDK_EVENT_PROPAGATE;
  /* Without a selected one, arrows move the view. */
  if (saffron_landmark_editor_get_selected (self->editor)
      == SAFFRON_LANDMARK_NONE)
    return GDK_EVENT_PROPAGATE;
  saffron_landmark_editor_nudge (self->editor,
                                 is_split (self) ? SAFFRON_LANDMARK_DRAG_MOVING
                                                 : SAFFRON_LANDMARK_DRAG_TISSUE,
                                 dx, dy);
  return GDK_EVENT_STOP;
}

static gboolean
on_key (GtkEventControllerKey *controller,
        guint keyval,
        guint keycode,
        GdkModifierType state,
        gpointer user_data)
{
  SaffronLandmarkTool *self = user_data;

  /* With Control, arrows move the cursor. */
  if (!self->on || !saffron_landmark_editor_is_ready (self->editor)
      || (state & GDK_CONTROL_MASK) != 0)
    return GDK_EVENT_PROPAGATE;
  if (keyval != GDK_KEY_Return && keyval != GDK_KEY_KP_Enter)
    return nudge (self, keyval, state);
  place_at_cursor (self);
  return GDK_EVENT_STOP;
}

gboolean
saffron_landmark_tool_get_on (SaffronLandmarkTool *self)
{
  return self->on;
}

void
saffron_landmark_tool_set_on (SaffronLandmarkTool *self, gboolean on)
{
  if (!on)
    saffron_landmark_editor_cancel_drag (self->editor);
  self->on = on;
  for (int side = 0; side < 2; side++)
    set_pending (self, side, NULL);
}

void
saffron_landmark_tool_set_barred (SaffronLandmarkTool *self, gboolean barred)
{
  self->barred = barred;
}

gboolean
saffron_landmark_tool_escape (SaffronLandmarkTool *self)
{
  if (saffron_landmark_editor_is_dragging (self->editor))
    saffron_landmark_editor_cancel_drag (self->editor);
  else if (self->has_pending[0] || self->has_pending[1])
    {
      set_pending (self, SAFFRON_VIEW_REFERENCE, NULL);
      set_pending (self, SAFFRON_VIEW_MOVING, NULL);
    }
  else if (saffron_landmark_editor_get_selected (self->editor)
           != SAFFRON_LANDMARK_NONE)
    saffron_landmark_editor_select (self->editor, SAFFRON_LANDMARK_NONE);
  else
    return FALSE;
  return TRUE;
}

SaffronLandmarkTool *
saffron_landmark_tool_new (SaffronCanvas *canvas,
                           SaffronViewModel *model,
                           SaffronLandmarkEditor *editor,
                           GtkWidget *layer)
{
  SaffronLandmarkTool *self = g_object_new (SAFFRON_TYPE_LANDMARK_TOOL, NULL);

  self->canvas = canvas;
  self->model = g_object_ref (model);
  self->editor = g_object_ref (editor);
  self->layer = layer;
  saffron_tool_input_connect (canvas, G_OBJECT (self),
                              &(SaffronToolInput){ G_CALLBACK (on_drag_begin),
                                                   G_CALLBACK (on_drag_update),
                                                   G_CALLBACK (on_drag_end),
                                                   G_CALLBACK (on_cancel),
                                                   G_CALLBACK (on_key) });
  return self;
}
