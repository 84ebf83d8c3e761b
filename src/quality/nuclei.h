/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "register/look.h"
#include "register/planes.h"
#include "transform/transform.h"

G_BEGIN_DECLS

/**
 * SaffronNucleiOutcome:
 * @SAFFRON_NUCLEI_MEASURED: there are figures
 * @SAFFRON_NUCLEI_NO_STAIN: one of the slides has no nuclear stain
 * @SAFFRON_NUCLEI_TOO_COARSE: the pixels are too large to tell nuclei apart
 * @SAFFRON_NUCLEI_NO_FIELDS: nowhere do both slides show enough tissue
 * @SAFFRON_NUCLEI_TOO_FEW: one of the slides shows hardly any nuclei
 * @SAFFRON_NUCLEI_CHANCE: no more nuclei match than by chance: the slides show
 *   other cells, as serial sections do, or lie wrong by more than a nucleus
 *
 * Whether nuclei could be measured, and if not, why.
 */
typedef enum {
  SAFFRON_NUCLEI_MEASURED,
  SAFFRON_NUCLEI_NO_STAIN,
  SAFFRON_NUCLEI_TOO_COARSE,
  SAFFRON_NUCLEI_NO_FIELDS,
  SAFFRON_NUCLEI_TOO_FEW,
  SAFFRON_NUCLEI_CHANCE,
} SaffronNucleiOutcome;

/**
 * SaffronNucleiFigures:
 * @matched: the share of the nuclei of both slides that have a match, 0 to 1:
 *   twice the number of pairs, divided by the number of nuclei
 * @distance: median distance of matched nuclei, reference level-0 pixels
 * @dice: Dice's coefficient of both nuclear masks: twice the pixels that both
 *   have, divided by the pixels of the one and of the other
 * @iou: the pixels that both masks have, divided by those that any has
 */
typedef struct {
  double matched;
  double distance;
  double dice, iou;
} SaffronNucleiFigures;

/**
 * SaffronNuclei:
 * @outcome: unless it is %SAFFRON_NUCLEI_MEASURED, what could not be measured
 * is NaN
 * @n_fields: how many fields were looked at
 * @n_reference: nuclei that were found on the reference
 * @n_moving: on the moving slide
 * @radius: median radius of the reference's nuclei, level-0 pixels
 * @shift: mean length of the shifts for @chance, reference level-0 pixels
 * @um_per_px: µm per level-0 pixel of the reference; 0 when neither slide says
 * @here: under the transform
 * @chance: the same when the moving slide is shifted: the mean of several
 *   shifts by 50 to 100 µm, or by 6 to 12 radii where no pixel size is known.
 *   With %SAFFRON_NUCLEI_CHANCE, only @matched of both is there
 */
typedef struct {
  SaffronNucleiOutcome outcome;
  int n_fields;
  int n_reference, n_moving;
  double radius;
  double shift;
  double um_per_px;
  SaffronNucleiFigures here, chance;
} SaffronNuclei;

/**
 * saffron_nuclei_measure:
 * @slides: the reference and the moving slide
 * @looks: what registration looked at. Of a slide in colours, hematoxylin is
 *   looked at here, and of one with channels, that of a nuclear stain
 * @transform: reference → moving
 * @planes: small planes of both, with tissue
 * @job: (nullable): its fraction goes from 0 to 1
 * @nuclei: (out caller-allocates)
 *
 * Measures how well the nuclei of both slides agree, in up to 20 fields that
 * are spread evenly over the tissue of both; see quality/nuclei-fields.h. A
 * field has 512 × 512 pixels, each of 0.5 µm, or of level 0 where that is
 * coarser or no pixel size is known. The moving slide is laid onto the
 * reference's pixels, and nuclei are found on both; see quality/nuclei-find.h.
 * Two nuclei match when each is the other's nearest, not farther than 1.5
 * median radii. The result is the same on any number of threads.
 *
 * A median distance says little by itself, since nuclei of other cells are
 * matched, too, where they happen to lie close: compare it with chance.
 *
 * Returns: %FALSE with the error of saffron_slide_read() or when cancelled
 */
gboolean saffron_nuclei_measure (SaffronSlide *const slides[2],
                                 const SaffronLook looks[2],
                                 const SaffronTransform *transform,
                                 const SaffronRegPlane *const planes[2],
                                 SaffronJob *job,
                                 SaffronNuclei *nuclei,
                                 GError **error);

/* "measured", "no-stain" …; static. Its name in files, which never changes. */
const char *saffron_nuclei_outcome_name (SaffronNucleiOutcome outcome);

/**
 * saffron_nuclei_to_json:
 *
 * {"outcome":, "fields":, "nuclei_reference":, "nuclei_moving":, "radius_px":,
 * "matched":, "distance_px":, "dice":, "iou":, "distance_above_chance_px": the
 * distance less that of chance, "chance": {"shift_px":, "matched":,
 * "distance_px":, "dice":, "iou":}}. Lengths are in reference level-0 pixels;
 * where a pixel size is known, each is there in µm, too, with the ending "_um".
 * What could not be measured is null.
 *
 * Returns: (transfer full)
 */
JsonNode *saffron_nuclei_to_json (const SaffronNuclei *nuclei);

G_END_DECLS
