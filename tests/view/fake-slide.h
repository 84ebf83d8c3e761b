/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "slide/slide.h"
#include "transform/transform.h"

/* Slides without files. Each level is a function of the place, smooth waves and
 * a grain of a few pixels, so that slides of any size cost nothing. */
typedef struct {
  gint64 width, height;
  int n_levels;
  double step; /* from level to level; 2 if 0 */
  int n_channels;
  gboolean rgb;
  SaffronSampleType type;
  int tile;     /* the file's tile size; 256 if 0 */
  double phase; /* shift of the pattern along x, level-0 pixels */
  guint value;  /* the same stored value everywhere, if not 0 */
  /* If not 0: by how much the stored value rises per level-0 pixel along x and
   * y, from 0 at the origin, in every level. */
  double ramp[2], origin[2];
  double um[2];   /* µm of a pixel along x and y; unknown if 0 */
  guint color[3]; /* the same stored values everywhere, if the first is not 0 */
} FakeSlide;

SaffronSlide *fake_slide_new (const FakeSlide *spec);

/* How many regions of the slide were read, in all threads. */
int fake_slide_get_n_reads (SaffronSlide *slide);

/* From now on, reading this level fails; -1 for none. */
void fake_slide_break_level (SaffronSlide *slide, int level);

/* Makes each read take @us microseconds longer. */
void fake_slide_set_delay (SaffronSlide *slide, gulong us);

/* A transform of waves with an amplitude of @amplitude pixels and a small
 * rotation. */
SaffronTransform *fake_transform_new (double width,
                                      double height,
                                      double amplitude,
                                      double spacing);

/* The same slide torn along two slanting lines: the pieces are turned by 0, 12
 * and 170 degrees and lie up to @apart pixels from where they were. */
SaffronTransform *fake_torn_new (double width, double height, double apart);

/* Of all reads so far, the pixels, and of the largest one. */
gint64 fake_slide_get_n_pixels (SaffronSlide *slide);
gint64 fake_slide_get_largest (SaffronSlide *slide);
