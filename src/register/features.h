/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/job.h"
#include "register/planes.h"
#include "transform/transform.h"

G_BEGIN_DECLS

/* Numbers in a keypoint's descriptor: 4 × 4 cells of 8 directions. */
#define SAFFRON_DESCRIPTOR 128

/**
 * SaffronKeypoint:
 * @x: place, level-0 pixels
 * @y: the same along y
 * @sigma: sigma of its blob, level-0 pixels
 * @angle: direction of the strongest gradient around it, radians from the x
 *   axis, clockwise as seen on the screen
 */
typedef struct {
  double x, y;
  double sigma;
  double angle;
} SaffronKeypoint;

/**
 * SaffronFeatures:
 * @keypoints: (element-type SaffronKeypoint): the keypoints; a place may appear
 *   twice, with two angles
 * @descriptors: %SAFFRON_DESCRIPTOR numbers for each keypoint, a vector of
 *   length 1024
 */
typedef struct {
  GArray *keypoints;
  gint16 *descriptors;
} SaffronFeatures;

/**
 * saffron_features_new:
 * @downsample: level-0 pixels per pixel of the first octave
 * @max: the most places to return
 *
 * Finds keypoints: extrema of the difference of Gaussians of the local
 * contrast. The contrast is normalised in each octave separately, so that the
 * same tissue at another scale looks the same. Half of the keypoints come from
 * the first octave, and half of the rest from each further one. Within an
 * octave the strongest of each part of the tissue come first. Descriptors are
 * histograms of gradients, compared by Hellinger's distance.
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
 * @reference: a keypoint of the reference; mirrored in x if the match is
 * @moving: its counterpart on the moving slide
 * @ratio: its distance divided by that of the second best, 0 to 1; the smaller,
 *   the clearer
 */
typedef struct {
  SaffronKeypoint reference, moving;
  double ratio;
} SaffronMatch;

/**
 * SaffronMatchOptions:
 * @flip: whether to match the reference mirrored in x
 * @least_scale: smallest scale, moving level-0 pixels per reference level-0
 *   pixel
 * @most_scale: largest scale; matches far outside the two are ignored
 */
typedef struct {
  gboolean flip;
  double least_scale, most_scale;
} SaffronMatchOptions;

/**
 * saffron_features_match:
 *
 * Finds pairs that are each other's nearest, and clearly nearer than the next
 * keypoint that lies elsewhere.
 *
 * Returns: (transfer full) (element-type SaffronMatch): the matches, clearest
 *   first
 */
GArray *saffron_features_match (const SaffronFeatures *reference,
                                const SaffronFeatures *moving,
                                const SaffronMatchOptions *options,
                                SaffronJob *job);

/**
 * SaffronConsensus:
 * @affine: a similarity, reference level-0 → moving level-0
 * @n_inliers: number of matches that agree with it
 * @surprise: −log10 of the number of similarities with which that many matches
 *   would agree if all matches were random
 */
typedef struct {
  SaffronAffine affine;
  int n_inliers;
  double surprise;
} SaffronConsensus;

/**
 * SaffronConsensusOptions:
 * @match: the options with which the matches were made
 * @rotation_range: degrees either side of unrotated
 * @tolerance: how far a match may be off, in addition to its own sigma,
 *   reference level-0 pixels
 * @apart: the least distance between two answers, the mean over the corners,
 *   reference level-0 pixels
 * @width: width of the reference, level-0 pixels
 * @height: its height
 * @area: area of the moving slide, level-0 pixels²
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
 * @matches: (element-type SaffronMatch): the matches
 * @max: the most answers to return
 *
 * Finds the similarities with which the most matches agree, the most surprising
 * first. Every two matches whose own scales and angles agree propose one, so
 * nothing is random; each good one is fitted again to the matches that agree.
 *
 * Source: Chum, Matas & Kittler 2003 (LO-RANSAC); Moisan & Stival 2004 (the
 * expected number of false alarms).
 *
 * Returns: (transfer full) (element-type SaffronConsensus): the similarities,
 *   all with a @surprise above 0
 */
GArray *saffron_features_fit (const GArray *matches,
                              const SaffronConsensusOptions *options,
                              guint max,
                              SaffronJob *job);

G_END_DECLS
