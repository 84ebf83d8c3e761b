/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/job.h"
#include "register/planes.h"
#include "transform/transform.h"

G_BEGIN_DECLS

/* Longest side, in pixels, of the bounding box of the tissue on which two
 * slides are compared. */
#define SAFFRON_CROPS_DIM 256

/**
 * SaffronCropsKind:
 * @SAFFRON_CROPS_WHOLE: around all tissue of the reference, masks as they are
 * @SAFFRON_CROPS_INSIDE: around the tissue that both slides share; the masks
 *   are its inside: eroded by two pixels, so that no window of the local
 *   correlation counts what lies beyond the tissue
 */
typedef enum {
  SAFFRON_CROPS_WHOLE,
  SAFFRON_CROPS_INSIDE,
} SaffronCropsKind;

/**
 * SaffronCrops:
 * @reference: the part of the reference around its tissue, whose longest side
 *   is about %SAFFRON_CROPS_DIM pixels
 * @moving: the part of the moving slide around its tissue, at the same scale
 * @corner: where the first pixel of @reference begins, reference level-0 px
 * @moving_corner: the same of @moving, moving level-0 px
 *
 * Two slides cut out around their tissue, so that a small biopsy is looked at
 * as closely as a large section. With masks of the inside, an outline counts
 * for nothing: outlines of different tissue can be laid on each other.
 *
 * Maps between the two crops are ordinary transforms whose points count from
 * the crops' corners: "between crops" below.
 */
typedef struct {
  SaffronRegPlane *reference, *moving;
  SaffronRefPoint corner;
  SaffronMovPoint moving_corner;
} SaffronCrops;

/**
 * saffron_crops_new:
 * @reference: the reference's plane, as fine as there is one
 * @moving: the moving slide's
 * @transform: says how the slides lie
 *
 * Returns: (transfer full) (nullable): the crops; %NULL where there is too
 *   little tissue for a single window, or when @job is cancelled
 */
SaffronCrops *saffron_crops_new (const SaffronRegPlane *reference,
                                 const SaffronRegPlane *moving,
                                 const SaffronTransform *transform,
                                 SaffronCropsKind kind,
                                 SaffronJob *job);
void saffron_crops_free (SaffronCrops *crops);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SaffronCrops, saffron_crops_free)

/* (transfer full): the same crops with masks of the inside, see
 * %SAFFRON_CROPS_INSIDE. */
SaffronCrops *saffron_crops_inside (const SaffronCrops *crops);

/* @affine, reference level-0 → moving level-0, as a map between crops. */
SaffronAffine saffron_crops_from_slides (const SaffronCrops *crops,
                                         const SaffronAffine *affine);
/* The other way round. */
SaffronAffine saffron_crops_to_slides (const SaffronCrops *crops,
                                       const SaffronAffine *affine);
/* (transfer full): a whole transform as a map between crops. */
SaffronTransform *
saffron_crops_transform_from_slides (const SaffronCrops *crops,
                                     const SaffronTransform *transform);

/**
 * saffron_crops_fit:
 * @reference: @crops' own, or a copy with other masks
 * @moving: the same
 * @affine: between crops: where to start
 *
 * Returns: (transfer full) (nullable): an affine and a short deformable fit
 *   from there, between crops; %NULL when @job is cancelled
 */
SaffronTransform *saffron_crops_fit (const SaffronRegPlane *reference,
                                     const SaffronRegPlane *moving,
                                     const SaffronAffine *affine,
                                     SaffronJob *job);

/* (transfer full) (nullable): the same for each piece of @transform, a map
 * between crops, in its own territory. */
SaffronTransform *saffron_crops_fit_pieces (const SaffronCrops *crops,
                                            const SaffronTransform *transform,
                                            SaffronJob *job);

/**
 * SaffronCropsMap:
 * @likeness: the signed squared local correlation at each pixel of the
 *   reference's crop, −1 … 1
 * @weight: how far the pixel counts, by the masks of both, 0 … 1
 */
typedef struct {
  SaffronPlane *likeness, *weight;
} SaffronCropsMap;

/* @transform: between crops. @map: (out caller-allocates) */
void saffron_crops_map (const SaffronCrops *crops,
                        const SaffronTransform *transform,
                        SaffronJob *job,
                        SaffronCropsMap *map);
void saffron_crops_map_clear (SaffronCropsMap *map);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (SaffronCropsMap, saffron_crops_map_clear)

/* The mean of a map over its weight; 0 where there is none. @area: (out)
 * (optional): the weight's sum, pixels */
double saffron_crops_map_mean (const SaffronCropsMap *map, double *area);

G_END_DECLS
