/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/job.h"
#include "quality/windows.h"

G_BEGIN_DECLS

/* So many places are compared at most. */
#define SAFFRON_LOOP_PLACES 300
/* With fewer places nothing is said of whether a loop closes. */
#define SAFFRON_LOOP_FEW 20

/**
 * SaffronLoopSide:
 * @slide: a moving slide
 * @look: what is compared on it
 * @run: its run
 * @windows: what was measured of @run
 *
 * One of the two moving slides of a loop; borrowed.
 */
typedef struct {
  SaffronSlide *slide;
  const SaffronLook *look;
  SaffronRun *run;
  const SaffronWindows *windows;
} SaffronLoopSide;

/**
 * SaffronLoop:
 * @n: places at which all three slides match each other; with 0, nothing below
 *   is known
 * @apart_median: how far apart the same tissue of both moving slides lies on
 *   the reference, by their own pixels, reference level-0 pixels
 * @apart_p90: the same, which nine of ten places do not exceed
 * @closure_median: how far the way from the reference over one moving slide and
 *   the other back to the reference misses its start, reference level-0 pixels
 * @closure_p90: the same, which nine of ten places do not exceed
 * @tolerance: up to which median the loop counts as closed: the larger
 * tolerance of both slides, see #SaffronWindows; known without places, too
 *
 * How well two moving slides that were registered alone lie on each other.
 * Cells are measured across rounds, so this is what their pixels need. The
 * closure says how far the measured errors themselves can be trusted: three
 * exact measurements would close.
 */
typedef struct {
  guint n;
  double apart_median, apart_p90;
  double closure_median, closure_p90;
  double tolerance;
} SaffronLoop;

/**
 * SaffronLoopState:
 * @SAFFRON_LOOP_UNKNOWN: too few places match on all three slides to tell
 * @SAFFRON_LOOP_CLOSED: closes within the tolerance
 * @SAFFRON_LOOP_OPEN: does not: the three slides contradict each other
 */
typedef enum {
  SAFFRON_LOOP_UNKNOWN,
  SAFFRON_LOOP_CLOSED,
  SAFFRON_LOOP_OPEN,
} SaffronLoopState;

SaffronLoopState saffron_loop_get_state (const SaffronLoop *loop);

/**
 * saffron_loop_measure:
 * @sides: two moving slides of one reference
 * @job: (nullable): its fraction goes from 0 to 1
 * @loop: (out caller-allocates)
 *
 * Compares both slides, as their runs lay them on the reference, at places at
 * which both were measured, evenly chosen; see quality/window-search.h. The
 * result is the same on any number of threads.
 *
 * Returns: %FALSE with an error when a slide cannot be read or @job is
 *   cancelled
 */
gboolean saffron_loop_measure (const SaffronLoopSide sides[2],
                               SaffronJob *job,
                               SaffronLoop *loop,
                               GError **error);

G_END_DECLS
