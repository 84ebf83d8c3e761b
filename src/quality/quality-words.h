/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "quality/quality.h"

G_BEGIN_DECLS

/* What was measured, as text for a person in the language of the locale. All
 * return text that the caller frees. Lengths are in µm where the size of a
 * pixel is known, else in pixels; they have two digits after the point, as the
 * command line's have. */

/* "94.1 %" */
char *saffron_share_to_words (double share);

/* "1.83 µm", "5.63 px" or "unknown". @um: the same length in µm */
char *saffron_quality_length_to_words (const SaffronQuality *quality,
                                       double px,
                                       double um);

/* "agrees within 5.00 µm", "is off", … */
char *saffron_quality_class_to_words (const SaffronQuality *quality,
                                      SaffronWindowClass class);

/* How many of the worst places are off; the others agree within the
 * tolerance. */
guint saffron_quality_count_off (const SaffronQuality *quality);

/* One sentence: whether anything is wrong, how much, and at how many places. */
char *saffron_quality_headline (const SaffronQuality *quality);

/* The errors of the run, or of its affine part alone: "median 1.83 µm, 90 %
 * below 4.12 µm". */
char *saffron_quality_errors_to_words (const SaffronQuality *quality,
                                       gboolean before);

/* "The error is known of 24.0 % of the tissue": what the errors speak for. */
char *saffron_quality_known_to_words (const SaffronQuality *quality);

/* How well nuclei agree, or why that is not known. */
char *saffron_quality_nuclei_to_words (const SaffronQuality *quality);

/* How much the transform bends the tissue, and whether it folds it. */
char *saffron_quality_bending_to_words (const SaffronQuality *quality);

/* (nullable): how far landmarks are missed; %NULL without any. */
char *saffron_quality_landmarks_to_words (const SaffronQuality *quality);

/* (nullable): how the slide lies on other moving slides, a line each; %NULL
 * when it was compared with none. @open: (out): whether one contradicts it */
char *saffron_quality_loops_to_words (const SaffronQuality *quality,
                                      gboolean *open);

/* Where a place is on the reference: "upper left". @width, @height: of the
 * reference, level-0 pixels */
const char *
saffron_place_on_slide (SaffronRefPoint at, double width, double height);

G_END_DECLS
