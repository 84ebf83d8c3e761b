/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "gl/egl-context.h"
#include "gl/renderer.h"
#include "view/model.h"

/* How long one wait may last before the benchmark gives up. */
#define STAGE_PATIENCE_US (120 * G_USEC_PER_SEC)

/**
 * Stage:
 *
 * What the window is to the view, without a window: a main loop, frames drawn
 * when something changed, and a watch on what the thread does besides drawing.
 */
typedef struct {
  const char *paths[2];
  int width, height;
  gsize cache_bytes;
  guint n_threads;
  EglContext *context;
  SaffronGlRenderer *renderer;
  SaffronViewModel *model;
  gboolean dirty;
  /* Outside drawing: by the clock, and what the thread has worked of that;
   * milliseconds. */
  double longest_stall, longest_work;
  guint n_frames;
} Stage;

void stage_init (Stage *stage);
void stage_clear (Stage *stage);

/* (transfer full): the slide at @path, or the end of the benchmark. */
SaffronSlide *stage_open_slide (const char *path);
/* (transfer full): one that bends, over what the pixel sizes say. */
SaffronTransform *stage_make_transform (SaffronSlide *reference,
                                        SaffronSlide *moving);
/* A model without slides takes the place of the former. */
void stage_make_model (Stage *stage);

/* Opens both slides beside each other, as the window does, and sets a
 * transform that bends. */
void stage_open (Stage *stage);

/* Dispatches what is there; waits for something first if @block. */
void stage_pump (Stage *stage, gboolean block);
void stage_show (Stage *stage, const SaffronViewGeometry *view);
/* (transfer full): the frame that was drawn. */
SaffronFrame *stage_draw (Stage *stage);
/* Draws whenever there is something new, until the frame is as wanted. */
void stage_draw_until (Stage *stage,
                       gboolean (*is_enough) (const SaffronFrame *frame));

/* Places of the canvas that lie on a slide and show nothing. */
int stage_count_holes (const SaffronFrame *frame);

/* Milliseconds of the clock, and of all threads' work. */
double stage_clock (void);
double stage_work (void);
/* Megabytes of this process in memory. */
double stage_resident (void);
