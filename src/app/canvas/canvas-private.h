/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/canvas/canvas.h"

G_BEGIN_DECLS

struct _SaffronCanvas {
  GtkWidget parent_instance;

  SaffronViewModel *model;
  SaffronRenderer renderer;
  GtkWidget *area; /* GtkGLArea or GtkDrawingArea */
  gpointer gl;     /* the GL renderer's state, see canvas-gl.c */
  char *no_gl; /* why OpenGL ES is used instead of OpenGL; NULL: it is not */

  /* Where the pointer is, device pixels. */
  SaffronViewPoint pointer;
  gboolean has_pointer;
  gboolean by_keys;      /* keys have put it there, and it is drawn */
  SaffronViewPoint rest; /* where the pointer itself was last */

  /* An eased move: from where, to where, since when; 0 when none. One to the
   * whole slide follows the canvas's size. */
  SaffronViewGeometry ease_from, ease_to;
  gint64 ease_start;
  gboolean ease_fits;
  guint tick;

  /* A drag: the view when it began, and whether it moves the swipe's edge. */
  SaffronViewGeometry drag_from;
  gboolean drag_swipe;
  double pinch_zoom;
};

/* canvas.c */
void saffron_canvas_show_now (SaffronCanvas *self,
                              const SaffronViewGeometry *geometry);
/* The view that is being eased to, or the present one. */
SaffronViewGeometry saffron_canvas_get_target (SaffronCanvas *self);
/* The point of a view over the whole canvas that shows what @p shows. */
SaffronViewPoint saffron_canvas_unsplit (SaffronCanvas *self,
                                         SaffronViewPoint p);

/* Zooms @view, as far as zooms go, about what @p of the canvas shows; %FALSE
 * with nothing to show. */
gboolean saffron_canvas_zoom_view (SaffronCanvas *self,
                                   SaffronViewGeometry *view,
                                   SaffronViewPoint p,
                                   double zoom);

/* canvas-marks.c: the cross hairs of the cursor that keys move and, side by
 * side, of the same place in the other half. */
void saffron_canvas_snapshot_marks (SaffronCanvas *self, GtkSnapshot *snapshot);

/* canvas-input.c */
void saffron_canvas_add_input (SaffronCanvas *self);

/* canvas-gl.c: an area that draws with OpenGL; NULL when there is none. When
 * it fails later, it calls saffron_canvas_fall_back(). */
GtkWidget *saffron_canvas_gl_new (SaffronCanvas *self, gboolean gles);
void saffron_canvas_gl_free (SaffronCanvas *self);
void saffron_canvas_fall_back (SaffronCanvas *self, const char *why);
/* An area with OpenGL is ready to draw: says so if it was fallen back to. */
void saffron_canvas_fell_back (SaffronCanvas *self);

G_END_DECLS
