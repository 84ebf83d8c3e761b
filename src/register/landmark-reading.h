/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "register/landmark.h"
#include "register/reason.h"
#include "transform/transform.h"

G_BEGIN_DECLS

/**
 * SaffronLandmarkUnits:
 * @SAFFRON_LANDMARKS_PX: level-0 pixels
 * @SAFFRON_LANDMARKS_UM: µm, by each slide's pixel size
 * @SAFFRON_LANDMARKS_HALF: pixels of a picture of half the size
 * @SAFFRON_LANDMARKS_QUARTER: pixels of a picture of a quarter of the size
 *
 * What the coordinates of landmarks are given in, on both slides.
 */
typedef enum {
  SAFFRON_LANDMARKS_PX,
  SAFFRON_LANDMARKS_UM,
  SAFFRON_LANDMARKS_HALF,
  SAFFRON_LANDMARKS_QUARTER,
  SAFFRON_N_LANDMARK_UNITS,
} SaffronLandmarkUnits;

/* The name in options and files: "px", "um", "half", "quarter". */
const char *saffron_landmark_units_get_name (SaffronLandmarkUnits units);
/* Returns %FALSE with %SAFFRON_ERROR_ARGUMENT, which lists the names. */
gboolean saffron_landmark_units_from_name (const char *name,
                                           SaffronLandmarkUnits *units,
                                           GError **error);

/**
 * SaffronLandmarkReading:
 * @swapped: whether the coordinates that are called the reference's are the
 *   moving slide's, and the other way round
 * @units: what the coordinates are given in
 * @shift: the row of the moving slide that belongs to row i is row i + @shift:
 *   0, or 1 or −1 where one of the columns has slipped by a row
 *
 * One way of reading landmarks. All 0 reads them as they are.
 */
typedef struct {
  SaffronLandmarkUnits units;
  gboolean swapped;
  int shift;
} SaffronLandmarkReading;

gboolean saffron_landmark_reading_is_plain (const SaffronLandmarkReading *r);

/**
 * SaffronLandmarkSide:
 * @width: level-0 pixels
 * @height: the same
 * @um_x: µm per pixel, 0 when unknown
 * @um_y: the same
 *
 * What must be known of a slide to read landmarks on it.
 */
typedef struct {
  double width, height;
  double um_x, um_y;
} SaffronLandmarkSide;

SaffronLandmarkSide saffron_landmark_side (SaffronSlide *slide);

/**
 * saffron_landmarks_read_as:
 * @landmarks: as they stand
 * @sides: the reference and the moving slide
 *
 * Landmarks that a shift leaves without a partner are left out; the others keep
 * the name, source and weight of the reference's row.
 *
 * Returns: (transfer full): the landmarks in level-0 pixels, by @reading; %NULL
 *   with %SAFFRON_ERROR_ARGUMENT when they are µm and a slide has no pixel size
 */
GArray *saffron_landmarks_read_as (GArray *landmarks,
                                   const SaffronLandmarkReading *reading,
                                   const SaffronLandmarkSide sides[2],
                                   GError **error);

/**
 * SaffronLandmarkFinding:
 * @reading: how the landmarks have to be read so that they agree
 * @missed: how far they are off then, median, reference level-0 pixels
 * @missed_plain: how far they are off as they are; infinite when they lie
 *   beyond the slides
 */
typedef struct {
  SaffronLandmarkReading reading;
  double missed, missed_plain;
} SaffronLandmarkFinding;

/**
 * saffron_landmarks_find_reading:
 * @landmarks: as they stand
 * @sides: the reference and the moving slide
 * @automatic: (nullable): a transform that was verified without the landmarks
 * @finding: (out caller-allocates): set when there is one
 *
 * Looks for what people do wrong with files of landmarks: µm for pixels,
 * coordinates of a smaller picture, swapped columns, rows that slipped by one.
 * Each way of reading them, and each combination, is compared with @automatic
 * by the median of what the landmarks miss, so that single wrong landmarks have
 * no say. The simplest of the readings that agree about equally well is taken.
 *
 * Without @automatic they can only be compared with each other and with the
 * slides: by the best similarity (mirrored or not) through half of them, by its
 * scale where both slides have pixel sizes, and by whether they lie on the
 * slides. Half and quarter size cannot be told then, nor can a swap where the
 * slides are about equally large.
 *
 * Returns: whether another reading agrees clearly better than the plain one: it
 *   is missed by less than a hundredth of the diagonal, and the plain one by
 *   three times as much at least
 */
gboolean saffron_landmarks_find_reading (GArray *landmarks,
                                         const SaffronLandmarkSide sides[2],
                                         const SaffronTransform *automatic,
                                         SaffronLandmarkFinding *finding);

/* Whether all active landmarks lie on the slides, as saffron_landmarks_check()
 * has it. */
gboolean saffron_landmarks_are_on (GArray *landmarks,
                                   const SaffronLandmarkSide sides[2]);

/* Adds the reason %SAFFRON_REASON_LANDMARKS_READ_AS, which says the finding. */
void saffron_landmark_finding_tell (const SaffronLandmarkFinding *finding,
                                    GPtrArray *reasons);

/* Gets the reading back from such a reason; %FALSE when @reason is another or
 * names units that are not known. */
gboolean saffron_landmark_reading_from_reason (const SaffronReason *reason,
                                               SaffronLandmarkReading *reading);

G_END_DECLS
