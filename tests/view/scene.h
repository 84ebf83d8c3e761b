/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "view/fake-slide.h"
#include "view/frame.h"

/* Two made-up slides, a cache and everything a frame is made from; change its
 * members, then scene_frame(). */
typedef struct {
  SaffronSlide *slides[2];
  SaffronSlideDisplay *displays[2];
  SaffronTileCache *cache;
  SaffronScheduler *scheduler;
  SaffronTransform *transform;
  SaffronViewGeometry geometry;
  SaffronViewLook look;
} Scene;

typedef enum {
  SCENE_IDENTITY,
  SCENE_AFFINE,
  SCENE_LATTICE,
} SceneWarp;

Scene *
scene_new (const FakeSlide *reference, const FakeSlide *moving, SceneWarp warp);
void scene_free (Scene *scene);

/* Decodes what the frame plans if @load, then makes the frame. */
SaffronFrame *scene_frame (Scene *scene, gboolean load);

/* Decodes one level whole, nothing else. */
void scene_load_level (Scene *scene, SaffronViewSide side, int level);
/* Decodes one tile of the first channel. */
void
scene_load_tile (Scene *scene, SaffronViewSide side, int level, int x, int y);

typedef struct {
  double within_one; /* part of the pixels that differ by at most one grey */
  int largest;
} Difference;

Difference compare_pixels (const guint32 *a, const guint32 *b, gsize n);
guint32 *draw_cpu (const SaffronFrame *frame);

/**
 * scene_ramps:
 * @span: device pixels from black to white
 *
 * Two slides of @width × @height whose stored values rise along a slope that is
 * grey in the middle of @view, and the scene that shows them one by one in
 * grey. A place that is drawn @e device pixels off changes a grey by
 * 255 × @e / @span.
 */
Scene *scene_ramps (double width,
                    double height,
                    const SaffronViewGeometry *view,
                    double span,
                    SceneWarp warp);
/* By how many device pixels, at most, what @pixels show of @side is off from
 * where the transform's doubles place it. Not where a slide ends, whose last
 * half pixel has nothing beyond to rise to. */
double scene_ramp_error (const Scene *scene,
                         const SaffronFrame *frame,
                         SaffronViewSide side,
                         double span,
                         const guint32 *pixels);
