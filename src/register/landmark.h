/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

#include "base/points.h"
#include "register/params.h"
#include "slide/slide.h"

G_BEGIN_DECLS

/**
 * SaffronLandmarkExtra:
 * @SAFFRON_LANDMARK_PAIR: columns of a table of pairs
 * @SAFFRON_LANDMARK_REFERENCE: columns or properties of the reference's file
 * @SAFFRON_LANDMARK_MOVING: the same of the moving slide's
 *
 * Where a file has more of a landmark than places, name and state.
 */
typedef enum {
  SAFFRON_LANDMARK_PAIR,
  SAFFRON_LANDMARK_REFERENCE,
  SAFFRON_LANDMARK_MOVING,
  SAFFRON_LANDMARK_N_EXTRAS,
} SaffronLandmarkExtra;

/**
 * SaffronLandmark:
 * @reference: where it is on the reference
 * @moving: the same place on the moving slide
 * @name: never %NULL
 * @active: whether it counts
 * @source: "manual", or the name of the file it came from; never %NULL
 * @weight: against other landmarks; 1 is usual, more than 0
 * @match: how alike its ends' surroundings are by the snap that placed one of
 *   them (register/landmark-snap.h), −1 to 1; NaN where no end was snapped, or
 *   one was moved since
 * @extra: (nullable): what its file has of it beyond that, see base/extra.h
 */
typedef struct {
  SaffronRefPoint reference;
  SaffronMovPoint moving;
  char *name;
  gboolean active;
  char *source;
  double weight;
  double match;
  char *extra[SAFFRON_LANDMARK_N_EXTRAS];
} SaffronLandmark;

/* An array of #SaffronLandmark that frees what they hold. */
GArray *saffron_landmarks_new (void);
GArray *saffron_landmarks_copy (GArray *landmarks);
/* %NULL stands for "" and "manual". */
void saffron_landmarks_add (GArray *landmarks,
                            SaffronRefPoint reference,
                            SaffronMovPoint moving,
                            const char *name,
                            const char *source);

/**
 * saffron_landmarks_join:
 * @others: what was read from one file
 *
 * Takes copies of @others over, in place of those that came from the same
 * source before: reading a file again does not double its landmarks. Manual
 * ones stay.
 */
void saffron_landmarks_join (GArray *landmarks, GArray *others);

/* Landmarks that lie farther from a transform than this share of the
 * reference's diagonal (median) contradict it: it has found something else. */
#define SAFFRON_LANDMARKS_FAR (1.0 / 30.0)

/* What a landmark may lie beyond its slide, as a share of the diagonal. */
#define SAFFRON_LANDMARKS_BEYOND 0.01

/* How many are active; @landmarks: (nullable) */
guint saffron_landmarks_count (GArray *landmarks);

/**
 * SaffronLandmarkUse:
 * @SAFFRON_LANDMARKS_CORRECT: they correct what the stages have come to
 * @SAFFRON_LANDMARKS_MEET: the same, and each is met however it was picked
 * @SAFFRON_LANDMARKS_START: the same, and they lay the slide instead of the
 *   coarse search
 * @SAFFRON_LANDMARKS_ONLY: they lay and bend it, and no automatic stage runs
 *
 * What landmarks are for: the parameter landmark_use.
 */
typedef enum {
  SAFFRON_LANDMARKS_CORRECT,
  SAFFRON_LANDMARKS_MEET,
  SAFFRON_LANDMARKS_START,
  SAFFRON_LANDMARKS_ONLY,
} SaffronLandmarkUse;

/* By the parameter and by how many of them are active: without landmarks
 * %SAFFRON_LANDMARKS_CORRECT, and so with one that is to be a start, since it
 * does not say how the slide is turned. */
SaffronLandmarkUse saffron_landmark_use (const SaffronParams *params, guint n);

/**
 * saffron_landmarks_check:
 *
 * Whether all active landmarks lie on their slides, a hundredth of the diagonal
 * beyond the border allowed.
 *
 * Returns: %FALSE with %SAFFRON_ERROR_ARGUMENT, naming the first that does not
 */
gboolean saffron_landmarks_check (GArray *landmarks,
                                  SaffronSlide *reference,
                                  SaffronSlide *moving,
                                  GError **error);

/**
 * saffron_landmarks_digest:
 * @landmarks: (nullable): none
 *
 * What a run that is corrected by them depends on: how many are active, and a
 * digest of their places and weights in their order, as "4:b6d81b360a5672d8";
 * "0" without active ones. The same on every machine.
 */
char *saffron_landmarks_digest (GArray *landmarks);

JsonNode *saffron_landmarks_to_json (GArray *landmarks);
/* %NULL with %SAFFRON_ERROR_FORMAT; a coordinate must be a finite number. */
GArray *saffron_landmarks_from_json (JsonNode *node, GError **error);

G_END_DECLS
