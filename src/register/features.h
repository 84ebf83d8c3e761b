/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/job.h"
#include "register/planes.h"
#include "transform/transform.h"

G_BEGIN_DECLS

/* Numbers that describe one keypoint: 4 × 4 cells of 8 directions. */
#define SAFFRON_DESCRIPTOR 128

/**
 * SaffronKeypoint:
 * @x: level-0 pixels
 * @y: level-0 pixels
 * @sigma: of the blob that it is, level-0 pixels
 * @angle: of the strongest gradient around it, radians, clockwise as seen on
 *   the screen from the x axis
 */
typedef struct {
  double x, y;
  double sigma;
  double angle;
} SaffronKeypoint;

/**
 * SaffronFeatures:
 * @keypoints: of #SaffronKeypoint; one place may come twice, with two angles
 * @descriptors: %SAFFRON_DESCRIPTOR for each keypoint, of length 1024
 */
typedef struct {
  GArray *keypoints;
  gint16 *descriptors;
} SaffronFeatures;

/**
 * saffron_features_new:
 * @downsample: level-0 pixels per pixel of the first octave
 * @max: places at most
 *
 * Keypoints are extrema of the difference of Gaussians of the local contrast,
 * which is normalised in each octave by itself, so that the same tissue at
 * another scale looks the same. Half of them come from the first octave and of
 * what is left half from each further; within one the strongest of each part of
 * the tissue come first. Descriptors are histograms of gradients, compared by
 * Hellinger's distance.
 *
 * Source: Lowe 2004 (SIFT); Arandjelović & Zisserman 2012 (RootSIFT).
 *
 * Returns: (transfer full): the features; unfinished when @job is cancelled
 */
SaffronFeatures *saffron_features_new (const SaffronRegPlane *plane,
                                       double downsample,
                                       int max,
                                       SaffronJob *job);
void saffron_features_free (SaffronFeatures *features);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SaffronFeatures, saffron_features_free)

/**
 * SaffronMatch:
 * @reference: a keypoint of the reference, mirrored in x where the match is
 * @moving: its counterpart
 * @ratio: of its distance to that of the second best, 0 to 1: the less, the
 *   clearer
 */
typedef struct {
  SaffronKeypoint reference, moving;
  double ratio;
} SaffronMatch;

/**
 * SaffronMatchOptions:
 * @flip: match the reference mirrored in x
 * @least_scale: of moving level-0 pixels per reference level-0 pixel
 * @most_scale: matches far outside are not looked at
 */
typedef struct {
  gboolean flip;
  double least_scale, most_scale;
} SaffronMatchOptions;

/**
 * saffron_features_match:
 *
 * Pairs that are each other's nearest and clearly nearer than the next, which
 * lies elsewhere.
 *
 * Returns: (transfer full): of #SaffronMatch, the clearest first
 */
GArray *saffron_features_match (const SaffronFeatures *reference,
                                const SaffronFeatures *moving,
                                const SaffronMatchOptions *options,
                                SaffronJob *job);

/**
 * SaffronConsensus:
 * @affine: a similarity, reference level-0 → moving level-0
 * @n_inliers: matches that agree with it
 * @surprise: −log10 of how many similarities that so many matches agree with
 *   are to be expected if all matches were by chance
 */
typedef struct {
  SaffronAffine affine;
  int n_inliers;
  double surprise;
} SaffronConsensus;

/**
 * SaffronConsensusOptions:
 * @match: what the matches were made with
 * @rotation_range: degrees either side of unrotated
 * @tolerance: how far a match may be off, besides its own sigma, reference
 *   level-0 pixels
 * @apart: how far apart two answers lie at least, mean over the corners,
 *   reference level-0 pixels
 * @width: of the reference, level-0 pixels
 * @height: of the reference
 * @area: of the moving slide, level-0 pixels
 */
typedef struct {
  SaffronMatchOptions match;
  double rotation_range;
  double tolerance;
  double apart;
  double width, height;
  double area;
} SaffronConsensusOptions;

/**
 * saffron_features_fit:
 * @matches: of #SaffronMatch
 * @max: answers at most
 *
 * The similarities that most matches agree with, the most surprising first.
 * Every two matches whose own scales and angles agree propose one, so there is
 * no chance in it; each that is good is fitted again to those that agree.
 *
 * Source: Chum, Matas & Kittler 2003 (LO-RANSAC); Moisan & Stival 2004 (the
 * expected number of false alarms).
 *
 * Returns: (transfer full): of #SaffronConsensus, all with a @surprise above 0
 */
GArray *saffron_features_fit (const GArray *matches,
                              const SaffronConsensusOptions *options,
                              guint max,
                              SaffronJob *job);

G_END_DECLS
