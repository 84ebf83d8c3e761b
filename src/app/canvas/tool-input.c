/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/canvas/tool-input.h"

void
saffron_tool_input_connect (SaffronCanvas *canvas,
                            GObject *tool,
                            const SaffronToolInput *input)
{
  GtkEventController *drag = GTK_EVENT_CONTROLLER (gtk_gesture_drag_new ());
  GtkEventController *keys = gtk_event_controller_key_new ();

  gtk_event_controller_set_propagation_phase (drag, GTK_PHASE_CAPTURE);
  g_signal_connect_object (drag, "drag-begin", input->drag_begin, tool, 0);
  g_signal_connect_object (drag, "drag-update", input->drag_update, tool, 0);
  g_signal_connect_object (drag, "drag-end", input->drag_end, tool, 0);
  g_signal_connect_object (drag, "cancel", input->cancel, tool, 0);
  gtk_widget_add_controller (GTK_WIDGET (canvas), drag);
  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect_object (keys, "key-pressed", input->key, tool, 0);
  gtk_widget_add_controller (GTK_WIDGET (canvas), keys);
}
