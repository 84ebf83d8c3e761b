/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "register/features.h"
#include "register/match-level.h"

G_BEGIN_DECLS

/* Differences of Gaussians in which extrema are looked for, a third of an
 * octave apart, and the blurs that they need. */
#define SAFFRON_OCTAVE_LAYERS 3
#define SAFFRON_OCTAVE_BLURS (SAFFRON_OCTAVE_LAYERS + 3)

/**
 * SaffronKeySpot:
 * @octave: index of the octave
 * @x: pixels of the octave
 * @y: pixels of the octave
 * @layer: of the difference of Gaussians, a real number
 * @strength: of the extremum, without its sign
 * @rank: how many stronger ones lie in the same part of the plane
 */
typedef struct {
  int octave;
  double x, y;
  double layer;
  double strength;
  int rank;
} SaffronKeySpot;

/**
 * SaffronOctave:
 * @level: the slide at this size
 * @blurs: of the level's values, a third of an octave from one to the next
 * @dx: the derivatives of those in which spots are described, from the first
 * @dy: the same in y
 * @spots: of #SaffronKeySpot, those of low rank first
 */
typedef struct {
  SaffronMatchLevel *level;
  SaffronPlane *blurs[SAFFRON_OCTAVE_BLURS];
  SaffronPlane *dx[SAFFRON_OCTAVE_LAYERS + 2];
  SaffronPlane *dy[SAFFRON_OCTAVE_LAYERS + 2];
  GArray *spots;
} SaffronOctave;

/* @index: of the octave. Takes @level over; a cancelled job leaves it
 * unfinished. */
SaffronOctave *
saffron_octave_new (SaffronMatchLevel *level, int index, SaffronJob *job);
void saffron_octave_free (SaffronOctave *octave);

/* Sigma of the blob that a layer stands for, pixels of the octave. */
double saffron_octave_sigma (double layer);

/**
 * saffron_octave_angles:
 * @angles: (out caller-allocates): directions of the strongest gradients around
 *   the spot, radians, the strongest first
 *
 * Returns: how many, 1 or 2
 */
int saffron_octave_angles (const SaffronOctave *octave,
                           const SaffronKeySpot *spot,
                           double angles[2]);

/* @descriptor: (out): %SAFFRON_DESCRIPTOR numbers of length 1024, the square
 * roots of a histogram. */
void saffron_octave_describe (const SaffronOctave *octave,
                              const SaffronKeySpot *spot,
                              double angle,
                              gint16 *descriptor);

G_END_DECLS
