/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "gl/egl-context.h"
#include "gl/renderer.h"
#include "view/scene.h"

/* Of what a target draws into, pixels. */
#define TARGET_WIDTH 320
#define TARGET_HEIGHT 240

/* The kinds of context that the renderer is for, and one without any
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

/* FALSE, and the test is skipped, where the machine has no such context. */
gboolean target_open (Target *target, const Api *api);
void target_close (Target *target);

/* What the renderer draws, as draw_cpu() gives it. */
guint32 *target_draw (Target *target, SaffronFrame *frame);
SaffronGlCounts target_counts (Target *target);

/* Runs each test once for each kind of context, as /gl/NAME/API. */
typedef struct {
  const char *name;
  GTestDataFunc func;
} TargetTest;

int target_main (int argc, char **argv, const TargetTest *tests, guint n);
