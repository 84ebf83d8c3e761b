/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/canvas-private.h"

GtkWidget *
saffron_canvas_gl_new (SaffronCanvas *self, gboolean gles)
{
  return NULL;
}

void
saffron_canvas_gl_free (SaffronCanvas *self)
{
}
