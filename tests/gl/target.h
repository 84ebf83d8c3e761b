/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "gl/egl-context.h"
#include "gl/renderer.h"
#include "view/scene.h"

/* Size of a target's framebuffer, pixels. */
#define TARGET_WIDTH 320
#define TARGET_HEIGHT 240

/* The kinds of context that the renderer supports, and one in which it uses no
 * extension. */
typedef struct {
  const char *name;
  gboolean gles;
  SaffronGlFlags flags;
} Api;

#define N_APIS 3
extern const Api apis[N_APIS];

typedef struct {
  EglContext *context;
  SaffronGlRenderer *renderer;
} Target;

/* Returns FALSE and marks the test as skipped if the machine offers no such
 * context. */
gboolean target_open (Target *target, const Api *api);
void target_close (Target *target);

/* The pixels that the renderer draws, in the form of draw_cpu(). */
guint32 *target_draw (Target *target, SaffronFrame *frame);
/* Fails where @gl, what OpenGL drew, is not what @cpu, the processor, drew. */
void
target_check_pixels (const guint32 *cpu, const guint32 *gl, const char *what);
/* Fails where both do not draw the same of a frame. */
void target_check_same (Target *target, SaffronFrame *frame, const char *what);
SaffronGlCounts target_counts (Target *target);

/* Runs each test once for each kind of context, as /gl/NAME/API. */
typedef struct {
  const char *name;
  GTestDataFunc func;
} TargetTest;

int target_main (int argc, char **argv, const TargetTest *tests, guint n);
