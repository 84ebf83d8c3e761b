/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "view/fake-slide.h"
#include "view/frame.h"

/* Two fake slides, those that scene_add() adds, a cache and everything else
 * that a frame is made from. Change its members, then call scene_frame(). */
typedef struct {
  SaffronSlide *slides[2];
  SaffronSlideDisplay *displays[2];
  SaffronTileCache *cache;
  SaffronScheduler *scheduler;
  SaffronTransform *transform;
  SaffronViewGeometry geometry;
  SaffronViewLook look;
  int n_others;
  SaffronFrameSource others[SAFFRON_FRAME_MAX_SLIDES - 2];
} Scene;

typedef enum {
  SCENE_IDENTITY,
  SCENE_AFFINE,
  SCENE_LATTICE,
  SCENE_TORN,
} SceneWarp;

Scene *
scene_new (const FakeSlide *reference, const FakeSlide *moving, SceneWarp warp);
void scene_free (Scene *scene);

/* Adds a slide that only a composite shows, in @color, and returns its display,
 * which the scene owns. */
SaffronSlideDisplay *
scene_add (Scene *scene, const FakeSlide *spec, SceneWarp warp, guint32 color);

/* Makes the frame. With @load, first decodes all tiles that it plans. */
SaffronFrame *scene_frame (Scene *scene, gboolean load);

/* Decodes one whole level and nothing else. */
void scene_load_level (Scene *scene, SaffronViewSide side, int level);
/* Decodes one tile of the first channel. */
void
scene_load_tile (Scene *scene, SaffronViewSide side, int level, int x, int y);

typedef struct {
  double within_one; /* share of the pixels that differ by at most one grey
                        level */
  int largest;
} Difference;

Difference compare_pixels (const guint32 *a, const guint32 *b, gsize n);
guint32 *draw_cpu (const SaffronFrame *frame);

/**
 * scene_ramps:
 * @span: device pixels from black to white
 *
 * A scene of two slides of @width × @height level-0 pixels, to be shown one at
 * a time in grey. Their values rise along a slope that is middle grey at the
 * centre of @view. If a place is drawn e device pixels off, its grey changes by
 * 255 × e / @span. The slides' pixels have the aspect of @view.
 */
Scene *scene_ramps (double width,
                    double height,
                    const SaffronViewGeometry *view,
                    double span,
                    SceneWarp warp);
/* The largest distance, in device pixels, between where @pixels show @side and
 * where the transform, in doubles, places it. The borders of a slide are left
 * out, because its last half pixel has no slope. */
double scene_ramp_error (const Scene *scene,
                         const SaffronFrame *frame,
                         SaffronViewSide side,
                         double span,
                         const guint32 *pixels);
