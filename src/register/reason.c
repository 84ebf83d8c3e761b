/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "register/reason.h"

#include <math.h>

#include "base/json.h"

typedef struct {
  const char *nick;
  SaffronReasonStance stance;
  const char *numbers[SAFFRON_REASON_MAX_NUMBERS];
  const char *text;
} Row;

#define NEUTRAL SAFFRON_STANCE_NEUTRAL
#define FOR SAFFRON_STANCE_FOR
#define AGAINST SAFFRON_STANCE_AGAINST

/* Nicks and names of values stand in session files: they never change. Shares
 * are 0 to 1, distances are reference level-0 pixels. */
static const Row rows[SAFFRON_N_REASONS] = {
  [SAFFRON_REASON_TEXT] = { "text", NEUTRAL, { NULL }, "text" },
  [SAFFRON_REASON_UNKNOWN] = { "", NEUTRAL },
  [SAFFRON_REASON_UNRECORDED] = { "unrecorded", NEUTRAL },

  [SAFFRON_REASON_NO_TISSUE_REFERENCE] = { "no-tissue-reference", AGAINST },
  [SAFFRON_REASON_NO_TISSUE_MOVING] = { "no-tissue-moving", AGAINST },
  [SAFFRON_REASON_FOLDS] = { "folds", AGAINST },
  [SAFFRON_REASON_STRETCHED] = { "stretched", AGAINST, { "ratio" } },
  [SAFFRON_REASON_SCALE] = { "scale", AGAINST, { "scale", "expected" } },
  [SAFFRON_REASON_PIXEL_SIZES] = { "pixel-sizes",
                                   NEUTRAL,
                                   { "scale", "expected" } },
  [SAFFRON_REASON_MIRRORED] = { "mirrored", AGAINST },
  [SAFFRON_REASON_LIKENESS] = { "likeness", FOR, { "similarity", "needed" } },
  [SAFFRON_REASON_ALIKE_BY_PLACE] = { "alike-by-place",
                                      FOR,
                                      { "gain", "certainty" } },
  [SAFFRON_REASON_HELD_OUT] = { "held-out", FOR, { "gain", "certainty" } },
  [SAFFRON_REASON_FEW_PLACES] = { "few-places",
                                  AGAINST,
                                  { "certainty", "needed" } },
  [SAFFRON_REASON_DOUBTFUL] = { "doubtful",
                                AGAINST,
                                { "similarity", "needed" } },
  [SAFFRON_REASON_UNLIKE] = { "unlike", AGAINST, { "similarity", "needed" } },
  [SAFFRON_REASON_RIVAL_FACE_DOWN] = { "rival-face-down",
                                       AGAINST,
                                       { "similarity", "own" } },
  [SAFFRON_REASON_RIVAL_ELSEWHERE] = { "rival-elsewhere",
                                       AGAINST,
                                       { "similarity", "own" } },
  [SAFFRON_REASON_MOVES_AWAY] = { "moves-away", AGAINST, { "share" } },
  [SAFFRON_REASON_OVERLAP] = { "overlap", FOR, { "share" } },
  [SAFFRON_REASON_LITTLE_OVERLAP] = { "little-overlap", AGAINST, { "share" } },
  [SAFFRON_REASON_AMBIGUOUS] = { "ambiguous", AGAINST },
  [SAFFRON_REASON_PART_OFF] = { "part-off",
                                AGAINST,
                                { "share", "across", "down" } },
  [SAFFRON_REASON_PART_MISSING] = { "part-missing",
                                    NEUTRAL,
                                    { "share", "across", "down" } },
  [SAFFRON_REASON_PART_OUTSIDE] = { "part-outside",
                                    NEUTRAL,
                                    { "share", "across", "down" } },

  [SAFFRON_REASON_MOVING_UNUSED] = { "moving-unused", NEUTRAL, { "share" } },
  [SAFFRON_REASON_MOVING_TWICE] = { "moving-twice", NEUTRAL, { "share" } },
  [SAFFRON_REASON_LANDMARKS_AGREE] = { "landmarks-agree",
                                       FOR,
                                       { "landmarks", "missed" } },
  [SAFFRON_REASON_LANDMARKS_CONTRADICT] = { "landmarks-contradict",
                                            AGAINST,
                                            { "landmarks", "missed" } },
  [SAFFRON_REASON_LANDMARKS_DROPPED] = { "landmarks-dropped", NEUTRAL },
  [SAFFRON_REASON_LANDMARKS_UNLIKE] = { "landmarks-unlike",
                                        AGAINST,
                                        { "landmarks", "missed" } },
  [SAFFRON_REASON_LANDMARKS_READ_AS] = { "landmarks-read-as",
                                         NEUTRAL,
                                         { "swapped", "shift", "missed" },
                                         "units" },
  [SAFFRON_REASON_AUTOMATIC_NEAR] = { "automatic-near",
                                      FOR,
                                      { "landmarks", "missed" } },
  [SAFFRON_REASON_AUTOMATIC_FAR] = { "automatic-far",
                                     AGAINST,
                                     { "landmarks", "missed" } },

  [SAFFRON_REASON_LEFT_OUT_REFERENCE] = { "left-out-reference",
                                          NEUTRAL,
                                          { "share" } },
  [SAFFRON_REASON_LEFT_OUT_MOVING] = { "left-out-moving",
                                       NEUTRAL,
                                       { "share" } },
  [SAFFRON_REASON_START_GIVEN] = { "start-given", NEUTRAL },
  [SAFFRON_REASON_START_OVER] = { "start-over", NEUTRAL, { NULL }, "slide" },
  [SAFFRON_REASON_START_LANDMARKS] = { "start-landmarks",
                                       NEUTRAL,
                                       { "landmarks" } },
  [SAFFRON_REASON_START_BY_HAND] = { "start-by-hand", NEUTRAL, { "moved" } },
  [SAFFRON_REASON_PLACED] = { "placed",
                              NEUTRAL,
                              { "rotation", "scale", "overlap" } },
  [SAFFRON_REASON_PLACED_MIRRORED] = { "placed-mirrored",
                                       NEUTRAL,
                                       { "rotation", "scale", "overlap" } },
  [SAFFRON_REASON_BY_FEATURES] = { "by-features", NEUTRAL },
  [SAFFRON_REASON_GREW] = { "grew", FOR },
  [SAFFRON_REASON_PIECES] = { "pieces", NEUTRAL, { "pieces" } },
  [SAFFRON_REASON_IMPROVED] = { "improved",
                                FOR,
                                { "windows", "gain", "error" } },
  [SAFFRON_REASON_NOT_IMPROVED] = { "not-improved",
                                    AGAINST,
                                    { "windows", "gain", "error" } },
  [SAFFRON_REASON_FEW_WINDOWS] = { "few-windows", AGAINST, { "windows" } },
  [SAFFRON_REASON_WINDOWS_ROSE] = { "windows-rose",
                                    NEUTRAL,
                                    { "before", "after" } },
  [SAFFRON_REASON_LANDMARKS_ROSE] = { "landmarks-rose",
                                      NEUTRAL,
                                      { "before", "after" } },
  [SAFFRON_REASON_STILL_FOLDS] = { "still-folds", AGAINST },
  [SAFFRON_REASON_NOT_ASKED] = { "not-asked", NEUTRAL },
  [SAFFRON_REASON_SMOOTHNESS] = { "smoothness", NEUTRAL, { "weight" } },
  [SAFFRON_REASON_SAME_SECTION] = { "same-section",
                                    NEUTRAL,
                                    { "correlation", "needed" } },
  [SAFFRON_REASON_SAME_SECTION_ASKED] = { "same-section-asked", NEUTRAL },
  [SAFFRON_REASON_OTHER_SECTION] = { "other-section",
                                     NEUTRAL,
                                     { "correlation", "needed" } },
  [SAFFRON_REASON_OTHER_SECTION_ASKED] = { "other-section-asked", NEUTRAL },
  [SAFFRON_REASON_LANDMARKS_IMPROVED] = { "landmarks-improved",
                                          FOR,
                                          { "landmarks", "change", "error" } },
  [SAFFRON_REASON_LANDMARKS_NOT_IMPROVED] = { "landmarks-not-improved",
                                              AGAINST,
                                              { "landmarks", "change",
                                                "error" } },
  [SAFFRON_REASON_LANDMARKS_WEIGHED] = { "landmarks-weighed",
                                         FOR,
                                         { "landmarks", "missed",
                                           "standing_out" } },
  [SAFFRON_REASON_LANDMARKS_TRUSTED] = { "landmarks-trusted",
                                         FOR,
                                         { "landmarks" } },
  [SAFFRON_REASON_LANDMARKS_FOLD] = { "landmarks-fold",
                                      AGAINST,
                                      { "landmarks" } },
  [SAFFRON_REASON_AUTOMATIC_LEFT_OUT] = { "automatic-left-out", NEUTRAL },
  [SAFFRON_REASON_WORST_LANDMARK] = { "worst-landmark",
                                      NEUTRAL,
                                      { "number", "missed" },
                                      "name" },

  [SAFFRON_REASON_CHAIN_VERDICT] = { "chain-verdict",
                                     NEUTRAL,
                                     { "certainty" },
                                     "slide" },
  [SAFFRON_REASON_CHAIN_LIKENESS] = { "chain-likeness",
                                      NEUTRAL,
                                      { "certainty" },
                                      "slide" },
  [SAFFRON_REASON_CHAIN_LINKS] = { "chain-links",
                                   NEUTRAL,
                                   { "certainty" },
                                   "slide" },
  [SAFFRON_REASON_CHAIN_DIRECT] = { "chain-direct",
                                    NEUTRAL,
                                    { "certainty" },
                                    "slide" },
  [SAFFRON_REASON_CHAIN_BROKEN] = { "chain-broken",
                                    NEUTRAL,
                                    { NULL },
                                    "slide" },

  [SAFFRON_REASON_LOOK_ASKED] = { "look-asked", NEUTRAL },
  [SAFFRON_REASON_LOOK_KIND_ASKED] = { "look-kind-asked", NEUTRAL },
  [SAFFRON_REASON_LOOK_BRIGHT_GRAY] = { "look-bright-gray", NEUTRAL },
  [SAFFRON_REASON_LOOK_BRIGHTFIELD] = { "look-brightfield", NEUTRAL },
  [SAFFRON_REASON_LOOK_GRAY_BRIGHTFIELD] = { "look-gray-brightfield", NEUTRAL },
  [SAFFRON_REASON_LOOK_HEMATOXYLIN] = { "look-hematoxylin", NEUTRAL },
  [SAFFRON_REASON_LOOK_BLUE] = { "look-blue", NEUTRAL },
  [SAFFRON_REASON_LOOK_CONTRAST] = { "look-contrast", NEUTRAL },
  [SAFFRON_REASON_LOOK_NUCLEAR] = { "look-nuclear", NEUTRAL },
  [SAFFRON_REASON_LOOK_ONLY] = { "look-only", NEUTRAL },
  [SAFFRON_REASON_LOOK_COMMON] = { "look-common", NEUTRAL },
  [SAFFRON_REASON_LOOK_FIRST] = { "look-first", NEUTRAL },

  [SAFFRON_REASON_LOOP_OPEN] = { "loop-open",
                                 AGAINST,
                                 { "closure", "tolerance", "places" },
                                 "slide" },
};

static const char *const stances[] = {
  [SAFFRON_STANCE_NEUTRAL] = NULL,
  [SAFFRON_STANCE_FOR] = "for",
  [SAFFRON_STANCE_AGAINST] = "against",
};

SaffronReason *
saffron_reason_new (SaffronReasonCode code,
                    const double *numbers,
                    const char *text)
{
  SaffronReason *reason = g_new0 (SaffronReason, 1);

  reason->code = code;
  reason->stance = rows[code].stance;
  for (guint i = 0; saffron_reason_number_name (code, i) != NULL; i++)
    reason->numbers[i] = numbers[i];
  reason->text = g_strdup (text);
  return reason;
}

SaffronReason *
saffron_reason_copy (const SaffronReason *reason)
{
  SaffronReason *copy = g_memdup2 (reason, sizeof *reason);

  copy->text = g_strdup (reason->text);
  if (copy->json != NULL)
    json_node_ref (copy->json);
  return copy;
}

void
saffron_reason_free (SaffronReason *reason)
{
  if (reason == NULL)
    return;
  g_free (reason->text);
  g_clear_pointer (&reason->json, json_node_unref);
  g_free (reason);
}

const char *
saffron_reason_get_nick (const SaffronReason *reason)
{
  if (reason->json == NULL)
    return rows[reason->code].nick;
  return json_object_get_string_member (json_node_get_object (reason->json),
                                        "code");
}

const char *
saffron_reason_number_name (SaffronReasonCode code, guint i)
{
  return i < SAFFRON_REASON_MAX_NUMBERS ? rows[code].numbers[i] : NULL;
}

const char *
saffron_reason_text_name (SaffronReasonCode code)
{
  return rows[code].text;
}

JsonNode *
saffron_reason_to_json (const SaffronReason *reason)
{
  const Row *row = &rows[reason->code];
  g_autoptr (JsonObject) object = NULL;
  JsonObject *values = NULL;

  if (reason->json != NULL)
    return json_node_ref (reason->json);
  object = json_object_new ();
  json_object_set_string_member (object, "code", row->nick);
  if (stances[reason->stance] != NULL)
    json_object_set_string_member (object, "speaks", stances[reason->stance]);
  if (row->numbers[0] != NULL || row->text != NULL)
    {
      values = json_object_new ();
      json_object_set_object_member (object, "values", values);
    }
  for (guint i = 0; saffron_reason_number_name (reason->code, i) != NULL; i++)
    json_object_set_member (values, row->numbers[i],
                            saffron_json_number (reason->numbers[i]));
  if (row->text != NULL && reason->text != NULL)
    json_object_set_string_member (values, row->text, reason->text);
  return json_node_init_object (json_node_alloc (), object);
}

/* FALSE when a number is missing, or a value is of another type. */
static gboolean
read_values (JsonObject *object, SaffronReason *reason)
{
  const Row *row = &rows[reason->code];
  JsonNode *node = json_object_get_member (object, "values");
  JsonObject *values = NULL;
  const char *text = NULL;

  if (row->numbers[0] == NULL && row->text == NULL)
    return TRUE;
  if (node == NULL || !JSON_NODE_HOLDS_OBJECT (node))
    return FALSE;
  values = json_node_get_object (node);
  for (guint i = 0; saffron_reason_number_name (reason->code, i) != NULL; i++)
    if (!saffron_json_get_number (values, row->numbers[i], NAN,
                                  &reason->numbers[i], NULL)
        || !isfinite (reason->numbers[i]))
      return FALSE;
  if (row->text == NULL)
    return TRUE;
  if (!saffron_json_get_string (values, row->text, &text, NULL))
    return FALSE;
  reason->text = g_strdup (text);
  return text != NULL || reason->code != SAFFRON_REASON_TEXT;
}

static SaffronReasonStance
read_stance (JsonObject *object)
{
  const char *speaks = NULL;

  saffron_json_get_string (object, "speaks", &speaks, NULL);
  for (guint i = 1; i < G_N_ELEMENTS (stances); i++)
    if (g_strcmp0 (speaks, stances[i]) == 0)
      return (SaffronReasonStance) i;
  return SAFFRON_STANCE_NEUTRAL;
}

static SaffronReasonCode
find_code (const char *nick)
{
  for (guint i = 0; i < SAFFRON_N_REASONS; i++)
    if (i != SAFFRON_REASON_UNKNOWN && g_str_equal (rows[i].nick, nick))
      return (SaffronReasonCode) i;
  return SAFFRON_REASON_UNKNOWN;
}

SaffronReason *
saffron_reason_from_json (JsonNode *node)
{
  g_autoptr (SaffronReason) reason = NULL;
  JsonObject *object = NULL;
  const char *nick = NULL;

  if (JSON_NODE_HOLDS_VALUE (node)
      && json_node_get_value_type (node) == G_TYPE_STRING)
    return saffron_reason_new (SAFFRON_REASON_TEXT, NULL,
                               json_node_get_string (node));
  if (!JSON_NODE_HOLDS_OBJECT (node))
    return NULL;
  object = json_node_get_object (node);
  if (!saffron_json_get_string (object, "code", &nick, NULL) || nick == NULL)
    return NULL;
  reason = g_new0 (SaffronReason, 1);
  reason->code = find_code (nick);
  reason->stance = rows[reason->code].stance;
  if (reason->code != SAFFRON_REASON_UNKNOWN && read_values (object, reason))
    return g_steal_pointer (&reason);
  g_clear_pointer (&reason->text, g_free);
  reason->code = SAFFRON_REASON_UNKNOWN;
  reason->stance = read_stance (object);
  reason->json = json_node_copy (node);
  json_node_seal (reason->json);
  return g_steal_pointer (&reason);
}

GPtrArray *
saffron_reasons_new (void)
{
  return g_ptr_array_new_with_free_func ((GDestroyNotify) saffron_reason_free);
}

void
saffron_reasons_add (GPtrArray *reasons,
                     SaffronReasonCode code,
                     const double *numbers,
                     const char *text)
{
  g_ptr_array_add (reasons, saffron_reason_new (code, numbers, text));
}

void
saffron_reasons_add_all (GPtrArray *reasons, GPtrArray *others)
{
  for (guint i = 0; i < others->len; i++)
    g_ptr_array_add (reasons, saffron_reason_copy (others->pdata[i]));
}

/* Whether a number of that name is a length in pixels of the reference. */
static gboolean
is_length (SaffronReasonCode code, const char *name)
{
  static const char *const lengths[] = { "missed", "moved",   "before",
                                         "after",  "closure", "tolerance",
                                         NULL };

  return g_strv_contains (lengths, name)
         || ((code == SAFFRON_REASON_LANDMARKS_IMPROVED
              || code == SAFFRON_REASON_LANDMARKS_NOT_IMPROVED)
             && !g_str_equal (name, "landmarks"));
}

GPtrArray *
saffron_reasons_scale (GPtrArray *reasons, double by)
{
  GPtrArray *scaled = saffron_reasons_new ();

  saffron_reasons_add_all (scaled, reasons);
  for (guint i = 0; i < scaled->len; i++)
    {
      SaffronReason *reason = g_ptr_array_index (scaled, i);
      const char *name;

      for (guint k = 0;
           (name = saffron_reason_number_name (reason->code, k)) != NULL; k++)
        if (is_length (reason->code, name))
          reason->numbers[k] *= by;
    }
  return scaled;
}

const SaffronReason *
saffron_reasons_find (GPtrArray *reasons, SaffronReasonCode code)
{
  for (guint i = 0; i < reasons->len; i++)
    {
      const SaffronReason *reason = reasons->pdata[i];

      if (reason->code == code)
        return reason;
    }
  return NULL;
}

const SaffronReason *
saffron_reasons_get_main (GPtrArray *reasons)
{
  for (guint i = 0; i < reasons->len; i++)
    {
      const SaffronReason *reason = reasons->pdata[i];

      if (reason->stance == SAFFRON_STANCE_AGAINST)
        return reason;
    }
  return reasons->len > 0 ? reasons->pdata[0] : NULL;
}

JsonNode *
saffron_reasons_to_json (GPtrArray *reasons)
{
  g_autoptr (JsonArray) array = json_array_sized_new (reasons->len);

  for (guint i = 0; i < reasons->len; i++)
    json_array_add_element (array, saffron_reason_to_json (reasons->pdata[i]));
  return json_node_init_array (json_node_alloc (), array);
}

GPtrArray *
saffron_reasons_from_json (JsonArray *array)
{
  GPtrArray *reasons = saffron_reasons_new ();

  for (guint i = 0; array != NULL && i < json_array_get_length (array); i++)
    {
      SaffronReason *reason =
          saffron_reason_from_json (json_array_get_element (array, i));

      if (reason != NULL)
        g_ptr_array_add (reasons, reason);
    }
  return reasons;
}
