/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "register/features.h"
#include "register/match-level.h"

G_BEGIN_DECLS

/* The number of differences of Gaussians in which extrema are searched, a third
 * of an octave apart, and the number of blurs that they need. */
#define SAFFRON_OCTAVE_LAYERS 3
#define SAFFRON_OCTAVE_BLURS (SAFFRON_OCTAVE_LAYERS + 3)

/**
 * SaffronKeySpot:
 * @octave: index of its octave
 * @x: place, pixels of the octave
 * @y: the same along y
 * @layer: place among the differences of Gaussians, a real number
 * @strength: absolute value of the extremum
 * @rank: number of stronger spots in the same part of the plane
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
 * @blurs: blurs of the level's values, a third of an octave apart
 * @dx: derivatives along x of the blurs in which spots are described
 * @dy: the same along y
 * @spots: (element-type SaffronKeySpot): the spots, lowest rank first
 */
typedef struct {
  SaffronMatchLevel *level;
  SaffronPlane *blurs[SAFFRON_OCTAVE_BLURS];
  SaffronPlane *dx[SAFFRON_OCTAVE_LAYERS + 2];
  SaffronPlane *dy[SAFFRON_OCTAVE_LAYERS + 2];
  GArray *spots;
} SaffronOctave;

/* (transfer full): the octave @index of a slide. Takes ownership of @level.
 * When @job is cancelled, the result is unfinished. */
SaffronOctave *
saffron_octave_new (SaffronMatchLevel *level, int index, SaffronJob *job);
void saffron_octave_free (SaffronOctave *octave);

/* The sigma of the blobs that a layer detects, pixels of the octave. */
double saffron_octave_sigma (double layer);

/**
 * saffron_octave_angles:
 * @angles: (out caller-allocates): directions of the strongest gradients around
 *   the spot, radians, strongest first
 *
 * Returns: the number of directions, 1 or 2
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
