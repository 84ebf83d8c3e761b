/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/job.h"
#include "base/plane.h"

G_BEGIN_DECLS

/**
 * SaffronNucleus:
 * @x: of its centre, pixels of the field
 * @y: the same
 * @radius: of a disc that is as wide, pixels
 */
typedef struct {
  double x, y;
  double radius;
} SaffronNucleus;

/**
 * SaffronNucleiFound:
 * @nuclei: (element-type SaffronNucleus): the most distinct first
 * @mask: one byte for each pixel: 1 in a nucleus
 * @width: of the field, pixels
 * @height: the same
 */
typedef struct {
  GArray *nuclei;
  guint8 *mask;
  int width, height;
} SaffronNucleiFound;

void saffron_nuclei_found_clear (SaffronNucleiFound *found);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (SaffronNucleiFound,
                                  saffron_nuclei_found_clear)

/**
 * saffron_nuclei_find:
 * @values: bright where nuclei are
 * @weight: 1 where there are values, 0 elsewhere
 * @least: the least radius that is looked for, pixels
 * @most: the largest
 * @found: (out caller-allocates)
 *
 * Finds nuclei as blobs. A blob is a maximum over place and scale of the
 * scale-normalised Laplacian of a Gaussian, here a difference of Gaussians; a
 * disc answers most at a sigma of its radius / √2 (Lindeberg 1998; for nuclei
 * Al-Kofahi et al. 2010). Of blobs that overlap, the most distinct is kept. The
 * mask holds the pixels that are brighter than their surroundings by more than
 * Otsu's threshold (Otsu 1979), as far as they are connected with the middle of
 * a blob; only blobs on the mask are nuclei.
 *
 * The result is of no use once @job is cancelled.
 */
void saffron_nuclei_find (const SaffronPlane *values,
                          const SaffronPlane *weight,
                          double least,
                          double most,
                          SaffronJob *job,
                          SaffronNucleiFound *found);

G_END_DECLS
