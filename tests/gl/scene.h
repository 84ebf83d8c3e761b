/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "gl/egl-context.h"
#include "gl/renderer.h"
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

Scene *scene_new (const FakeSlide *reference,
                  const FakeSlide *moving,
                  SceneWarp warp);
void scene_free (Scene *scene);

/* Decodes what the frame plans if @load, then makes the frame. */
SaffronFrame *scene_frame (Scene *scene, gboolean load);

/* Decodes one level whole, nothing else. */
void scene_load_level (Scene *scene, SaffronViewSide side, int level);

typedef struct {
  double within_one; /* part of the pixels that differ by at most one grey */
  int largest;
} Difference;

Difference compare_pixels (const guint32 *a, const guint32 *b, gsize n);
guint32 *draw_cpu (const SaffronFrame *frame);
guint32 *draw_gl (EglContext *context,
                  SaffronGlRenderer *renderer,
                  SaffronFrame *frame);
