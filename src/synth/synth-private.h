/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "synth/cells.h"
#include "synth/noise.h"
#include "synth/synth.h"

G_BEGIN_DECLS

/**
 * SaffronSynthSlide:
 * @truth: moving → reference
 * @cells: which cells it has
 * @key: for all that is its own: noise, light, bleaching
 * @gain: of its exposure
 * @bleach: how much of the signal is left in this cycle
 *
 * What makes one slide of the set.
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
  /* The blocks drawn last, newest first: the next channel needs them again. */
  GMutex mutex;
  GQueue blocks;
};

/* Fills points and kept; the slides' sizes are known by then. */
void saffron_synth_choose_points (SaffronSynth *synth);

G_END_DECLS
