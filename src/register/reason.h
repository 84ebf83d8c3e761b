/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/* How many numbers a reason carries at most. */
#define SAFFRON_REASON_MAX_NUMBERS 3

/**
 * SaffronReasonStance:
 *
 * Whether a reason speaks for the result, against it, or only tells what was
 * done.
 */
typedef enum {
  SAFFRON_STANCE_NEUTRAL,
  SAFFRON_STANCE_FOR,
  SAFFRON_STANCE_AGAINST,
} SaffronReasonStance;

/**
 * SaffronReasonCode:
 *
 * What a reason says. The table in reason.c gives each code its nick (its name
 * in files, which never changes), its stance and its values; quality/words.h
 * gives it its words.
 */
typedef enum {
  /* The words of an older version: shown, and never the ground of a decision.
   */
  SAFFRON_REASON_TEXT,
  /* A code of a newer version: shown in general terms, and written back as it
   * was read. */
  SAFFRON_REASON_UNKNOWN,
  SAFFRON_REASON_UNRECORDED,

  /* Of the verdict. */
  SAFFRON_REASON_NO_TISSUE_REFERENCE,
  SAFFRON_REASON_NO_TISSUE_MOVING,
  SAFFRON_REASON_FOLDS,
  SAFFRON_REASON_STRETCHED,
  SAFFRON_REASON_SCALE,
  SAFFRON_REASON_PIXEL_SIZES,
  SAFFRON_REASON_MIRRORED,
  SAFFRON_REASON_LIKENESS,
  SAFFRON_REASON_ALIKE_BY_PLACE,
  SAFFRON_REASON_HELD_OUT,
  SAFFRON_REASON_FEW_PLACES,
  SAFFRON_REASON_DOUBTFUL,
  SAFFRON_REASON_UNLIKE,
  SAFFRON_REASON_RIVAL_FACE_DOWN,
  SAFFRON_REASON_RIVAL_ELSEWHERE,
  SAFFRON_REASON_MOVES_AWAY,
  SAFFRON_REASON_OVERLAP,
  SAFFRON_REASON_LITTLE_OVERLAP,
  SAFFRON_REASON_AMBIGUOUS,
  SAFFRON_REASON_PART_OFF,
  SAFFRON_REASON_PART_MISSING,
  SAFFRON_REASON_PART_OUTSIDE,
  SAFFRON_REASON_MOVING_UNUSED,
  SAFFRON_REASON_MOVING_TWICE,
  SAFFRON_REASON_LANDMARKS_AGREE,
  SAFFRON_REASON_LANDMARKS_CONTRADICT,
  SAFFRON_REASON_LANDMARKS_DROPPED,
  SAFFRON_REASON_LANDMARKS_UNLIKE,
  SAFFRON_REASON_LANDMARKS_READ_AS,
  SAFFRON_REASON_AUTOMATIC_NEAR,
  SAFFRON_REASON_AUTOMATIC_FAR,

  /* Of the stages. */
  SAFFRON_REASON_LEFT_OUT_REFERENCE,
  SAFFRON_REASON_LEFT_OUT_MOVING,
  SAFFRON_REASON_START_GIVEN,
  SAFFRON_REASON_START_OVER,
  SAFFRON_REASON_START_LANDMARKS,
  SAFFRON_REASON_START_BY_HAND,
  SAFFRON_REASON_PLACED,
  SAFFRON_REASON_PLACED_MIRRORED,
  SAFFRON_REASON_BY_FEATURES,
  SAFFRON_REASON_GREW,
  SAFFRON_REASON_PIECES,
  SAFFRON_REASON_IMPROVED,
  SAFFRON_REASON_NOT_IMPROVED,
  SAFFRON_REASON_FEW_WINDOWS,
  SAFFRON_REASON_WINDOWS_ROSE,
  SAFFRON_REASON_LANDMARKS_ROSE,
  SAFFRON_REASON_STILL_FOLDS,
  SAFFRON_REASON_NOT_ASKED,
  SAFFRON_REASON_SMOOTHNESS,
  SAFFRON_REASON_SAME_SECTION,
  SAFFRON_REASON_SAME_SECTION_ASKED,
  SAFFRON_REASON_OTHER_SECTION,
  SAFFRON_REASON_OTHER_SECTION_ASKED,
  SAFFRON_REASON_LANDMARKS_IMPROVED,
  SAFFRON_REASON_LANDMARKS_NOT_IMPROVED,
  SAFFRON_REASON_LANDMARKS_TRUSTED,
  SAFFRON_REASON_LANDMARKS_WEIGHED,
  SAFFRON_REASON_LANDMARKS_FOLD,
  SAFFRON_REASON_AUTOMATIC_LEFT_OUT,
  SAFFRON_REASON_WORST_LANDMARK,

  /* Of a slide that was tried over another one, see register/chain.h. */
  SAFFRON_REASON_CHAIN_VERDICT,
  SAFFRON_REASON_CHAIN_LIKENESS,
  SAFFRON_REASON_CHAIN_LINKS,
  SAFFRON_REASON_CHAIN_DIRECT,
  SAFFRON_REASON_CHAIN_BROKEN,

  /* Of what was looked at on a slide. */
  SAFFRON_REASON_LOOK_ASKED,
  SAFFRON_REASON_LOOK_KIND_ASKED,
  SAFFRON_REASON_LOOK_BRIGHT_GRAY,
  SAFFRON_REASON_LOOK_BRIGHTFIELD,
  SAFFRON_REASON_LOOK_GRAY_BRIGHTFIELD,
  SAFFRON_REASON_LOOK_HEMATOXYLIN,
  SAFFRON_REASON_LOOK_BLUE,
  SAFFRON_REASON_LOOK_CONTRAST,
  SAFFRON_REASON_LOOK_NUCLEAR,
  SAFFRON_REASON_LOOK_ONLY,
  SAFFRON_REASON_LOOK_COMMON,
  SAFFRON_REASON_LOOK_FIRST,

  /* Of several moving slides; in no run. */
  SAFFRON_REASON_LOOP_OPEN,

  SAFFRON_N_REASONS,
} SaffronReasonCode;

/**
 * SaffronReason:
 * @code: what it says
 * @stance: for or against
 * @numbers: in the order of saffron_reason_number_name(); as many as that names
 * @text: (nullable): a name, or the words of an older version, where the code
 *   carries one
 * @json: (nullable): of a code that this version does not know: all of it
 *
 * Why a run is verified or not, why a stage's result was kept, or why a channel
 * was looked at: as data, from which decisions and words are made. Immutable.
 */
typedef struct {
  SaffronReasonCode code;
  SaffronReasonStance stance;
  double numbers[SAFFRON_REASON_MAX_NUMBERS];
  char *text;
  JsonNode *json;
} SaffronReason;

/* @numbers: (nullable): as many as the code carries; @text: (nullable) */
SaffronReason *saffron_reason_new (SaffronReasonCode code,
                                   const double *numbers,
                                   const char *text);
SaffronReason *saffron_reason_copy (const SaffronReason *reason);
void saffron_reason_free (SaffronReason *reason);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SaffronReason, saffron_reason_free)

/* The code's name in files: lower case and hyphens, the same in all versions.
 * That of an unknown reason is the one that it was read with. */
const char *saffron_reason_get_nick (const SaffronReason *reason);

/* The name in files of number @i that @code carries; %NULL behind the last. */
const char *saffron_reason_number_name (SaffronReasonCode code, guint i);
/* The name in files of the text that @code carries; %NULL when it has none. */
const char *saffron_reason_text_name (SaffronReasonCode code);

/* {"code": nick, "speaks": "for" or "against", "values": {name: value}} */
JsonNode *saffron_reason_to_json (const SaffronReason *reason);

/**
 * saffron_reason_from_json:
 *
 * Reads what saffron_reason_to_json() wrote; a string, as session files of
 * version 1 have it, is %SAFFRON_REASON_TEXT. A code that is not known, or that
 * lacks one of its values, is %SAFFRON_REASON_UNKNOWN.
 *
 * Returns: (transfer full) (nullable): %NULL when it is no reason at all
 */
SaffronReason *saffron_reason_from_json (JsonNode *node);

/* (element-type SaffronReason): an empty list of reasons. A list that a run has
 * is immutable and may be shared. */
GPtrArray *saffron_reasons_new (void);

/* Adds a reason of @code, see saffron_reason_new(). */
void saffron_reasons_add (GPtrArray *reasons,
                          SaffronReasonCode code,
                          const double *numbers,
                          const char *text);

/* Adds copies of all that @others has. */
void saffron_reasons_add_all (GPtrArray *reasons, GPtrArray *others);

/* (transfer full): copies of @reasons, the lengths among whose numbers are @by
 * times as large. */
GPtrArray *saffron_reasons_scale (GPtrArray *reasons, double by);

/* (nullable): the first of @code. */
const SaffronReason *saffron_reasons_find (GPtrArray *reasons,
                                           SaffronReasonCode code);

/* (nullable): the first that speaks against the result, or else the first;
 * %NULL when there is none. */
const SaffronReason *saffron_reasons_get_main (GPtrArray *reasons);

JsonNode *saffron_reasons_to_json (GPtrArray *reasons);

/* Those that @array holds; what is no reason is skipped. @array: (nullable) */
GPtrArray *saffron_reasons_from_json (JsonArray *array);

G_END_DECLS
