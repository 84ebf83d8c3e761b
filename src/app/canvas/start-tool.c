/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/canvas/start-tool.h"

#include <math.h>

#include "app/canvas/canvas-steps.h"
#include "app/canvas/start-layer.h"
#include "app/canvas/tool-input.h"

/* A press that moves less is a click, which does nothing; logical pixels. */
#define CLICK 3.0

struct _SaffronStartTool {
  GObject parent_instance;

  SaffronCanvas *canvas; /* owns the controllers that call this */
  SaffronViewModel *model;
  SaffronStartEditor *editor;
  GtkWidget *layer;
  gboolean barred;
  gboolean dragged; /* the press has become a drag */
  gboolean turns;
  SaffronViewPoint press, pivot;
};

G_DEFINE_FINAL_TYPE (SaffronStartTool, saffron_start_tool, G_TYPE_OBJECT)

static void
saffron_start_tool_finalize (GObject *object)
{
  SaffronStartTool *self = SAFFRON_START_TOOL (object);

  g_object_unref (self->model);
  g_object_unref (self->editor);
  G_OBJECT_CLASS (saffron_start_tool_parent_class)->finalize (object);
}

static void
saffron_start_tool_class_init (SaffronStartToolClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = saffron_start_tool_finalize;
}

static void
saffron_start_tool_init (SaffronStartTool *self)
{
}

static SaffronRefPoint
to_reference (SaffronStartTool *self, SaffronViewPoint way)
{
  return saffron_view_way_to_reference (
      saffron_view_model_get_geometry (self->model), way);
}

/* Whether a press is for this tool: while it is on any, else one with Control
 * where laying the slide is offered. */
static gboolean
takes (SaffronStartTool *self, GdkModifierType state)
{
  gboolean control = (state & GDK_CONTROL_MASK) != 0;

  if (saffron_start_editor_get_on (self->editor))
    return TRUE;
  return control && !self->barred
         && saffron_start_editor_is_offered (self->editor);
}

static void
on_drag_begin (GtkGestureDrag *gesture, double x, double y, gpointer user_data)
{
  SaffronStartTool *self = user_data;
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
  self->press = saffron_to_device (GTK_WIDGET (self->canvas), x, y);
  saffron_start_editor_begin_drag (self->editor);
  self->turns = saffron_start_layer_hit (self->layer, self->press);
  self->pivot = saffron_start_layer_get_pivot (self->layer);
}

/* By how many degrees the way from the pivot to the pointer has turned. */
static double
find_turn (SaffronStartTool *self, SaffronViewPoint d)
{
  double x = self->press.x - self->pivot.x, y = self->press.y - self->pivot.y;

  return (atan2 (y + d.y, x + d.x) - atan2 (y, x)) * 180.0 / G_PI;
}

static void
on_drag_update (GtkGestureDrag *gesture,
                double dx,
                double dy,
                gpointer user_data)
{
  SaffronStartTool *self = user_data;
  SaffronViewPoint d = saffron_to_device (GTK_WIDGET (self->canvas), dx, dy);
  SaffronRefPoint way = to_reference (self, d);

  self->dragged = self->dragged || hypot (dx, dy) >= CLICK;
  if (self->dragged && self->turns)
    saffron_start_editor_drag_turn (self->editor, find_turn (self, d));
  else if (self->dragged)
    saffron_start_editor_drag_shift (self->editor, way.x, way.y);
}

static void
on_drag_end (GtkGestureDrag *gesture, double dx, double dy, gpointer user_data)
{
  SaffronStartTool *self = user_data;

  on_drag_update (gesture, dx, dy, user_data);
  saffron_start_editor_end_drag (self->editor);
}

static void
on_cancel (GtkGesture *gesture, GdkEventSequence *sequence, gpointer user_data)
{
  saffron_start_editor_cancel_drag (SAFFRON_START_TOOL (user_data)->editor);
}

static gboolean
turn (SaffronStartTool *self, guint keyval)
{
  switch (keyval)
    {
    case GDK_KEY_bracketleft:
      saffron_start_editor_turn (self->editor, -1.0);
      return TRUE;
    case GDK_KEY_bracketright:
      saffron_start_editor_turn (self->editor, 1.0);
      return TRUE;
    case GDK_KEY_braceleft:
      saffron_start_editor_turn (self->editor, -10.0);
      return TRUE;
    case GDK_KEY_braceright:
      saffron_start_editor_turn (self->editor, 10.0);
      return TRUE;
    default:
      return FALSE;
    }
}

static gboolean
shift (SaffronStartTool *self, guint keyval, GdkModifierType state)
{
  double dx = 0.0, dy = 0.0;
  SaffronRefPoint way;

  if (!saffron_arrow_step (keyval, state, &dx, &dy))
    return FALSE;
  way = to_reference (self, (SaffronViewPoint){ dx, dy });
  saffron_start_editor_shift (self->editor, way.x, way.y);
  return TRUE;
}

static gboolean
on_key (GtkEventControllerKey *controller,
        guint keyval,
        guint keycode,
        GdkModifierType state,
        gpointer user_data)
{
  SaffronStartTool *self = user_data;

  /* With Control, arrows move the cursor. */
  if (!saffron_start_editor_get_on (self->editor)
      || (state & GDK_CONTROL_MASK) != 0)
    return GDK_EVENT_PROPAGATE;
  return turn (self, keyval) || shift (self, keyval, state)
             ? GDK_EVENT_STOP
             : GDK_EVENT_PROPAGATE;
}

void
saffron_start_tool_set_barred (SaffronStartTool *self, gboolean barred)
{
  self->barred = barred;
}

SaffronStartTool *
saffron_start_tool_new (SaffronCanvas *canvas,
                        SaffronViewModel *model,
                        SaffronStartEditor *editor,
                        GtkWidget *layer)
{
  SaffronStartTool *self = g_object_new (SAFFRON_TYPE_START_TOOL, NULL);

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
