/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "view/model.h"

G_BEGIN_DECLS

/**
 * SaffronCanvas:
 *
 * The widget that shows a #SaffronViewModel: draws its frames and turns
 * pointer, touch and keys into views. It never decodes; what is not there yet
 * is drawn from a coarser level.
 *
 * SaffronCanvas::pointer-moved is emitted when the pointer, or what lies under
 * it, has changed; SaffronCanvas::renderer-failed (message) when a renderer
 * could not be used and another one has taken its place.
 */
#define SAFFRON_TYPE_CANVAS (saffron_canvas_get_type ())
G_DECLARE_FINAL_TYPE (SaffronCanvas, saffron_canvas, SAFFRON, CANVAS, GtkWidget)

/**
 * SaffronRenderer:
 *
 * What draws: tried in this order by %SAFFRON_RENDERER_AUTO.
 */
typedef enum {
  SAFFRON_RENDERER_AUTO,
  SAFFRON_RENDERER_GL,
  SAFFRON_RENDERER_GLES,
  SAFFRON_RENDERER_CPU,
} SaffronRenderer;

GtkWidget *saffron_canvas_new (SaffronViewModel *model,
                               SaffronRenderer renderer);

/* What draws now: never AUTO once the canvas has been shown. */
SaffronRenderer saffron_canvas_get_renderer (SaffronCanvas *self);
/* Whether OpenGL ES is used because OpenGL failed. */
gboolean saffron_canvas_get_fell_back (SaffronCanvas *self);

/**
 * saffron_canvas_get_pointer:
 * @p: (out): where the pointer is, device pixels
 *
 * Returns: %FALSE when it is not over the canvas
 */
gboolean saffron_canvas_get_pointer (SaffronCanvas *self, SaffronViewPoint *p);

/* Puts the cursor that keys move at @p, device pixels. */
void saffron_canvas_put_cursor (SaffronCanvas *self, SaffronViewPoint p);

/* Whether a key is held that shows the reference alone. */
gboolean saffron_canvas_is_held (SaffronCanvas *self);

/* Goes to a view, eased where animations are wanted. */
void saffron_canvas_go_to (SaffronCanvas *self,
                           const SaffronViewGeometry *geometry);
/* Whether it is still on its way there. */
gboolean saffron_canvas_is_moving (SaffronCanvas *self);
/* Zooms by @factor about the pointer, or the centre when it is elsewhere. */
void saffron_canvas_zoom_by (SaffronCanvas *self, double factor);
/* Steps to the next preset zoom, @direction 1 in, -1 out. */
void saffron_canvas_zoom_step (SaffronCanvas *self, int direction);
/* Device pixels per level-0 pixel of the reference, about the centre. */
void saffron_canvas_zoom_to (SaffronCanvas *self, double zoom);
void saffron_canvas_fit (SaffronCanvas *self);

G_END_DECLS
