/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/canvas/canvas-layer.h"

/* Under which a layer keeps what it draws from. */
#define KEY "saffron-layer"

GtkWidget *
saffron_canvas_layer_new (SaffronViewModel *model,
                          GtkDrawingAreaDrawFunc draw,
                          gpointer self,
                          GDestroyNotify free)
{
  GtkWidget *area = g_object_new (GTK_TYPE_DRAWING_AREA, "accessible-role",
                                  GTK_ACCESSIBLE_ROLE_PRESENTATION, NULL);

  g_object_set_data_full (G_OBJECT (area), KEY, self, free);
  gtk_drawing_area_set_draw_func (GTK_DRAWING_AREA (area), draw, self, NULL);
  gtk_widget_set_can_target (area, FALSE);
  g_signal_connect_object (model, "changed", G_CALLBACK (gtk_widget_queue_draw),
                           area, G_CONNECT_SWAPPED);
  return area;
}

gpointer
saffron_canvas_layer_get (GtkWidget *layer)
{
  return g_object_get_data (G_OBJECT (layer), KEY);
}
