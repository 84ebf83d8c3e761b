/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>

#include "view/frame.h"

G_BEGIN_DECLS

/**
 * SaffronViewModel:
 *
 * What one canvas shows, including the tiles that arrive for it; a canvas
 * widget needs no other object. Set slides, transform, geometry and look; on
 * #SaffronViewModel::changed, take the frame and draw it. Use it in the thread
 * that made it only; decoding happens in other threads.
 */
#define SAFFRON_TYPE_VIEW_MODEL (saffron_view_model_get_type ())
G_DECLARE_FINAL_TYPE (SaffronViewModel,
                      saffron_view_model,
                      SAFFRON,
                      VIEW_MODEL,
                      GObject)

/**
 * SaffronViewModel::changed:
 *
 * There is something to draw: a setter changed something, or tiles arrived that
 * are shown. The first and the last tiles of a picture are signalled at once,
 * those between a dozen times a second. Tiles that are decoded ahead are not
 * signalled.
 *
 * SaffronViewModel::tile-failed:
 * @side: an int, #SaffronViewSide, or 2 for a slide that only a composite shows
 * @message: what went wrong, with the file's name
 *
 * A tile could not be decoded. Emitted once per slide, not per tile.
 */

/**
 * saffron_view_model_new:
 * @cache_bytes: budget for the tiles of all slides
 * @n_threads: threads that decode; 0 for one per processor
 */
SaffronViewModel *saffron_view_model_new (gsize cache_bytes, guint n_threads);

void saffron_view_model_set_cache_bytes (SaffronViewModel *model, gsize bytes);
SaffronTileCache *saffron_view_model_get_cache (SaffronViewModel *model);
SaffronScheduler *saffron_view_model_get_scheduler (SaffronViewModel *model);

/**
 * saffron_view_model_set_slide:
 * @slide: (nullable)
 * @display: (nullable): saffron_slide_display_new() of channel 0 if %NULL
 *
 * Replaces a slide and drops the tiles of the previous one. Fits the canvas to
 * a new reference, or to a moving slide if there is no reference.
 */
void saffron_view_model_set_slide (SaffronViewModel *model,
                                   SaffronViewSide side,
                                   SaffronSlide *slide,
                                   const SaffronSlideDisplay *display);
SaffronSlide *saffron_view_model_get_slide (SaffronViewModel *model,
                                            SaffronViewSide side);

/* Exchanges the slides with their displays and tiles, and sets the transform to
 * NULL. */
void saffron_view_model_swap (SaffronViewModel *model);

void saffron_view_model_set_display (SaffronViewModel *model,
                                     SaffronViewSide side,
                                     const SaffronSlideDisplay *display);
/* (nullable): owned by the model; %NULL without a slide. */
const SaffronSlideDisplay *
saffron_view_model_get_display (SaffronViewModel *model, SaffronViewSide side);

/* Sets the transform. NULL stands for that of saffron_view_place(). */
void saffron_view_model_set_transform (SaffronViewModel *model,
                                       SaffronTransform *transform);
/* Places the moving slide by @inside within @region, reference level-0 pixels,
 * until saffron_view_model_set_transform() is called. */
void saffron_view_model_set_inside (SaffronViewModel *model,
                                    SaffronTransform *inside,
                                    const SaffronRect *region);
/* (transfer none): the transform in use, never %NULL once both slides are
 * set. */
SaffronTransform *saffron_view_model_get_transform (SaffronViewModel *model);

/**
 * saffron_view_model_set_composite:
 * @sources: the slides that a composite shows, and how; both sides may be among
 *   them, and then only their displays count
 * @n: how many
 *
 * What %SAFFRON_VIEW_MODE_COMPOSITE shows, whichever mode is on. The transform
 * of a side stays the model's own. Of more channels than
 * %SAFFRON_COMPOSITE_MAX_CHANNELS, the last slides are left out. A slide that
 * was among the sources and is no more is forgotten with its tiles; one without
 * a visible channel is not drawn, and keeps them.
 */
void saffron_view_model_set_composite (SaffronViewModel *model,
                                       const SaffronFrameSource *sources,
                                       guint n);

void saffron_view_model_set_look (SaffronViewModel *model,
                                  const SaffronViewLook *look);
const SaffronViewLook *saffron_view_model_get_look (SaffronViewModel *model);

/* Shows the place of @geometry at its zoom, limited by saffron_view_limit().
 * The size stays that of saffron_view_model_set_size(), so that a move which
 * began before a resize does not undo it. The aspect is always that of the
 * reference's pixels, or of the moving slide's while there is no reference. */
void saffron_view_model_set_geometry (SaffronViewModel *model,
                                      const SaffronViewGeometry *geometry);
const SaffronViewGeometry *
saffron_view_model_get_geometry (SaffronViewModel *model);
/* Tells the size of the canvas, device pixels. Keeps the place and the zoom;
 * the first time, and while the view is that of saffron_view_model_get_fit(),
 * fits the reference anew. */
void
saffron_view_model_set_size (SaffronViewModel *model, int width, int height);
/* Whether the size was told. Until then a place and a zoom mean nothing. */
gboolean saffron_view_model_has_size (SaffronViewModel *model);
/* The view that shows the whole reference; side by side, in each half. */
SaffronViewGeometry saffron_view_model_get_fit (SaffronViewModel *model);
void saffron_view_model_fit (SaffronViewModel *model);

/**
 * saffron_view_model_get_frame:
 *
 * Returns: (transfer full): the current frame, the same until something
 *   changes. The call also tells the scheduler which tiles are wanted
 */
SaffronFrame *saffron_view_model_get_frame (SaffronViewModel *model);

/* (transfer none) (nullable): the slide that the geometry refers to: the
 * reference or, while there is none, the moving slide. */
SaffronSlide *saffron_view_model_get_base (SaffronViewModel *model);

/* How an overview of @width × @height device pixels shows the whole
 * reference. */
SaffronViewGeometry
saffron_view_model_get_overview_geometry (SaffronViewModel *model,
                                          int width,
                                          int height);

/**
 * saffron_view_model_get_overview:
 *
 * Returns: (transfer full): a frame of the whole reference for a minimap of
 *   @width × @height device pixels, from the tiles that are decoded. It
 *   requests none
 */
SaffronFrame *saffron_view_model_get_overview (SaffronViewModel *model,
                                               int width,
                                               int height);

/* How many times as tall as wide the slide's pixels are; 1 for %NULL and where
 * it is not known. */
double saffron_view_find_aspect (SaffronSlide *slide);

/**
 * saffron_view_place:
 *
 * Places the moving slide before it is registered: its centre on the
 * reference's, scaled by the pixel sizes if both are known. Otherwise the
 * shorter sides of both slides' pixels are taken for the same length, so that
 * both keep their true shape.
 *
 * Returns: (transfer full): the transform
 */
SaffronTransform *saffron_view_place (SaffronSlide *reference,
                                      SaffronSlide *moving);

G_END_DECLS
