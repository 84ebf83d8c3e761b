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
  /* @options.n_slides of them. Of a torn set there are as many again: slide k's
   * tissue beyond the tear is that of n_slides + k. */
  SaffronSynthSlide *slides;
  SaffronTissue halves[2]; /* of a torn set: the rest and what is torn off */
  SaffronRefPoint points[SAFFRON_SYNTH_POINTS];
  guint64 kept[SAFFRON_SYNTH_POINTS];
  SaffronSynthTexture *chromatin;
  SaffronSynthTexture *grain;
  /* The latest blocks, newest first; drawing the next channel needs them
   * again. */
  GMutex mutex;
  GQueue blocks;
};

static inline gboolean
saffron_synth_is_torn (const SaffronSynth *synth)
{
  return synth->options.torn.high > 0.0;
}

/* The index in @slides of what is torn off slide @slide. */
static inline int
saffron_synth_piece_of (const SaffronSynth *synth, int slide)
{
  return synth->options.n_slides + slide;
}

/* Tears slide @slide, whose truth is known up to its shift. */
void saffron_synth_tear (SaffronSynth *synth, int slide);

/* Fills @points and @kept. The slides' sizes must be known. */
void saffron_synth_choose_points (SaffronSynth *synth);

G_END_DECLS
