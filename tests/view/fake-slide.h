/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "slide/slide.h"
#include "transform/transform.h"

/* Slides without files: each level is a function of the place, so that a slide
 * of any size costs nothing. Smooth waves and a grain of a few pixels. */
typedef struct {
  gint64 width, height;
  int n_levels;
  double step; /* from level to level; 2 if 0 */
  int n_channels;
  gboolean rgb;
  SaffronSampleType type;
  int tile;     /* of the file; 256 if 0 */
  double phase; /* moves the pattern, level-0 pixels in x */
  guint value;  /* the same stored value everywhere, if not 0 */
  /* If not 0: the stored value rises by so much a level-0 pixel in x and y,
   * from 0 at the origin, the same in every level. */
  double ramp[2], origin[2];
} FakeSlide;

SaffronSlide *fake_slide_new (const FakeSlide *spec);

/* How often a region of the slide was read; counts in several threads. */
int fake_slide_get_n_reads (SaffronSlide *slide);

/* Reading fails for this level from now on, -1 for none. */
void fake_slide_break_level (SaffronSlide *slide, int level);

/* Each read takes this long. */
void fake_slide_set_delay (SaffronSlide *slide, gulong us);

/* A bend of @amplitude pixels in waves, and a small rotation. */
SaffronTransform *fake_transform_new (double width,
                                      double height,
                                      double amplitude,
                                      double spacing);
