/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/canvas/canvas-steps.h"

SaffronViewPoint
saffron_to_device (GtkWidget *widget, double x, double y)
{
  int scale = gtk_widget_get_scale_factor (widget);

  return (SaffronViewPoint){ x * scale, y * scale };
}

gboolean
saffron_arrow_direction (guint keyval, double *x, double *y)
{
  *x = *y = 0.0;
  switch (keyval)
    {
    case GDK_KEY_Left:
    case GDK_KEY_KP_Left:
      *x = -1.0;
      return TRUE;
    case GDK_KEY_Right:
    case GDK_KEY_KP_Right:
      *x = 1.0;
      return TRUE;
    case GDK_KEY_Up:
    case GDK_KEY_KP_Up:
      *y = -1.0;
      return TRUE;
    case GDK_KEY_Down:
    case GDK_KEY_KP_Down:
      *y = 1.0;
      return TRUE;
    default:
      return FALSE;
    }
}

gboolean
saffron_arrow_step (guint keyval, GdkModifierType state, double *dx, double *dy)
{
  double step = (state & GDK_SHIFT_MASK) != 0 ? 10.0
                : (state & GDK_ALT_MASK) != 0 ? 0.1
                                              : 1.0;
  gboolean arrow = saffron_arrow_direction (keyval, dx, dy);

  *dx *= step;
  *dy *= step;
  return arrow;
}
