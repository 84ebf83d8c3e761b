/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "synth/cells.h"
#include "synth/noise.h"
#include "synth/synth.h"

G_BEGIN_DECLS

/**
 * SaffronSynthSlide:
 * @truth: moving → reference
 * @cells: its cells
 * @key: the key for what is its own: noise, light, bleaching
 * @gain: gain of its exposure
 * @bleach: the part of the signal that is left in this cycle
 *
 * One slide of the set.
 */
typedef struct {
  gint64 width, height;
  SaffronSynthKind kind;
  double rotation, scale;
  SaffronTruth truth;
  SaffronCellSource cells;
  guint64 key;
  float gain;
  float bleach;
} SaffronSynthSlide;

struct _SaffronSynth {
  SaffronSynthOptions options;
  SaffronTissue tissue;
  /* Reference pixels per content pixel. */
  double unit;
  SaffronSynthSlide *slides;
  SaffronRefPoint points[SAFFRON_SYNTH_POINTS];
  guint64 kept[SAFFRON_SYNTH_POINTS];
  SaffronSynthTexture *chromatin;
  SaffronSynthTexture *grain;
  /* The latest blocks, newest first; drawing the next channel needs them
   * again. */
  GMutex mutex;
  GQueue blocks;
};

/* Fills @points and @kept. The slides' sizes must be known. */
void saffron_synth_choose_points (SaffronSynth *synth);

G_END_DECLS
