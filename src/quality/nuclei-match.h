/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "quality/nuclei-find.h"

G_BEGIN_DECLS

/**
 * SaffronNucleiShift:
 *
 * By how much the moving slide's field is shifted, pixels of the field. What
 * leaves it on one side comes in on the other, so that a shifted field has as
 * many nuclei as before, as close to each other: the random toroidal shift of
 * Lotwick and Silverman (1982), which says how much two patterns agree by
 * chance.
 */
typedef struct {
  int dx, dy;
} SaffronNucleiShift;

/**
 * SaffronNucleiTally:
 * @n_reference: nuclei of the reference
 * @n_moving: of the moving slide
 * @distances: (element-type double): of each matched pair, pixels of a field
 * @reference_pixels: pixels of the reference's mask
 * @moving_pixels: of the moving slide's
 * @common_pixels: of both
 *
 * What several fields come to together.
 */
typedef struct {
  gint64 n_reference, n_moving;
  GArray *distances;
  gint64 reference_pixels, moving_pixels, common_pixels;
} SaffronNucleiTally;

void saffron_nuclei_tally_init (SaffronNucleiTally *tally);
void saffron_nuclei_tally_clear (SaffronNucleiTally *tally);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (SaffronNucleiTally,
                                  saffron_nuclei_tally_clear)

/**
 * saffron_nuclei_match:
 * @reference: the nuclei of a field
 * @moving: those of the moving slide, on the same pixels
 * @reach: how far apart the centres of one nucleus may be, pixels
 * @shift: of the moving slide's; not negative and less than the field's size
 * @tally: gets what there is in this field in addition
 *
 * Matches each nucleus with the nearest of the other slide if it is that one's
 * nearest, too, and counts the pixels that both masks have.
 */
void saffron_nuclei_match (const SaffronNucleiFound *reference,
                           const SaffronNucleiFound *moving,
                           double reach,
                           SaffronNucleiShift shift,
                           SaffronNucleiTally *tally);

G_END_DECLS
