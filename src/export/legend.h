/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <cairo.h>

#include "register/run.h"
#include "slide/slide.h"

G_BEGIN_DECLS

/**
 * SaffronLegend:
 * @reference: the slide that is shown in green
 * @moving: the one in red
 * @run: whose transform the picture shows
 * @downsample: level-0 pixels of the reference per pixel of the picture, along
 *   x
 * @room: the widest that the verdict may be, pixels: it is broken into as many
 *   as three lines to fit in
 * @longest: the bar is at most so long, pixels
 *
 * What the legend of a picture is made of.
 */
typedef struct {
  SaffronSlide *reference;
  SaffronSlide *moving;
  SaffronRun *run;
  double downsample;
  int room;
  double longest;
} SaffronLegend;

/* What is free around the text, pixels. */
#define SAFFRON_LEGEND_PAD 8

/* The colour of what a reader of the picture must know. */
#define SAFFRON_LEGEND_AMBER 1.0, 0.75, 0.2

/**
 * saffron_legend_draw:
 *
 * The run's verdict, in amber with the main reason against it unless it is
 * verified, both slides' names in their colours, and a scale bar of a round
 * length, in level-0 pixels where the pixel size is not known.
 *
 * Returns: (transfer full): a small picture, CAIRO_FORMAT_RGB24
 */
cairo_surface_t *saffron_legend_draw (const SaffronLegend *legend);

G_END_DECLS
