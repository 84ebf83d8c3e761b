/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>

#include "view/frame.h"

G_BEGIN_DECLS

/**
 * SaffronViewModel:
 *
 * What one canvas shows, and the tiles coming in for it: the only thing a
 * widget has to talk to. Set slides, transform, geometry and look; on
 * #SaffronViewModel::changed, take the frame and draw it. To be used in the
 * thread that made it; decoding happens elsewhere.
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
 * Something to draw: a setter changed something, or tiles that are shown
 * arrived: the first and the last of a picture at once, those between a dozen
 * times a second. Tiles that are decoded ahead change nothing.
 *
 * SaffronViewModel::tile-failed:
 * @side: an int, #SaffronViewSide
 * @message: what went wrong, naming the file
 *
 * Once per slide, not per tile.
 */

/**
 * saffron_view_model_new:
 * @cache_bytes: budget for tiles of both slides
 * @n_threads: that decode, 0 for one per processor
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
 * Forgets the tiles of the slide that was there. A reference is fitted; so is a
 * moving slide that is there alone, whose size the view then goes by.
 */
void saffron_view_model_set_slide (SaffronViewModel *model,
                                   SaffronViewSide side,
                                   SaffronSlide *slide,
                                   const SaffronSlideDisplay *display);
SaffronSlide *saffron_view_model_get_slide (SaffronViewModel *model,
                                            SaffronViewSide side);

/* Exchanges both slides with their displays and tiles; the transform becomes
 * NULL. */
void saffron_view_model_swap (SaffronViewModel *model);

void saffron_view_model_set_display (SaffronViewModel *model,
                                     SaffronViewSide side,
                                     const SaffronSlideDisplay *display);
/* (nullable): owned by the model; %NULL without a slide. */
const SaffronSlideDisplay *
saffron_view_model_get_display (SaffronViewModel *model, SaffronViewSide side);

/* @transform: (nullable): NULL places both by pixel size, centred, see
 * saffron_view_place(). */
void saffron_view_model_set_transform (SaffronViewModel *model,
                                       SaffronTransform *transform);
/* Within @region, reference level-0 pixels, the moving slide lies by @inside
 * instead, until saffron_view_model_set_transform(). */
void saffron_view_model_set_inside (SaffronViewModel *model,
                                    SaffronTransform *inside,
                                    const SaffronRect *region);
/* The one in use, never %NULL once both slides are there. */
SaffronTransform *saffron_view_model_get_transform (SaffronViewModel *model);

void saffron_view_model_set_look (SaffronViewModel *model,
                                  const SaffronViewLook *look);
const SaffronViewLook *saffron_view_model_get_look (SaffronViewModel *model);

/* Limited by saffron_view_limit() to the reference. */
void saffron_view_model_set_geometry (SaffronViewModel *model,
                                      const SaffronViewGeometry *geometry);
const SaffronViewGeometry *
saffron_view_model_get_geometry (SaffronViewModel *model);
/* The canvas got another size, device pixels; the centre stays. Fits the
 * reference the first time. */
void
saffron_view_model_set_size (SaffronViewModel *model, int width, int height);
void saffron_view_model_fit (SaffronViewModel *model);

/**
 * saffron_view_model_get_frame:
 *
 * Returns: (transfer full): the present frame, the same one until something
 *   changes; also tells the scheduler what is wanted
 */
SaffronFrame *saffron_view_model_get_frame (SaffronViewModel *model);

/**
 * saffron_view_model_get_overview:
 *
 * Returns: (transfer full): a frame of the whole reference for a minimap of
 *   @width × @height device pixels, from the tiles that are there; asks for
 *   none
 */
SaffronFrame *saffron_view_model_get_overview (SaffronViewModel *model,
                                               int width,
                                               int height);

/**
 * saffron_view_place:
 *
 * Where the moving slide lies before anything is registered: centres on each
 * other, scaled by the pixel sizes when both are known, else not scaled.
 */
SaffronTransform *saffron_view_place (SaffronSlide *reference,
                                      SaffronSlide *moving);

G_END_DECLS
