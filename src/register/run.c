/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "register/run-draft.h"

#include <glib/gi18n.h>
#include <math.h>

#include "base/error.h"
#include "base/json.h"
#include "register/start.h"
#include "register/stages.h"

static void
stage_record_clear (gpointer data)
{
  SaffronStageRecord *record = data;

  g_clear_pointer (&record->name, g_free);
  g_clear_pointer (&record->reasons, g_ptr_array_unref);
}

SaffronRunDraft *
saffron_run_draft_new (void)
{
  SaffronRunDraft *draft = g_new0 (SaffronRunDraft, 1);

  g_atomic_ref_count_init (&draft->ref_count);
  draft->stages = g_array_new (FALSE, TRUE, sizeof (SaffronStageRecord));
  g_array_set_clear_func (draft->stages, stage_record_clear);
  draft->reasons = saffron_reasons_new ();
  draft->parts = g_array_new (FALSE, FALSE, sizeof (SaffronPart));
  draft->quality = NAN;
  draft->certainty = NAN;
  draft->overlap = NAN;
  draft->min_jacobian = NAN;
  return draft;
}

void
saffron_run_draft_free (SaffronRunDraft *draft)
{
  if (draft == NULL)
    return;
  g_clear_pointer (&draft->params, saffron_params_free);
  g_clear_pointer (&draft->transform, saffron_transform_unref);
  g_clear_pointer (&draft->reasons, g_ptr_array_unref);
  g_clear_pointer (&draft->stages, g_array_unref);
  g_clear_pointer (&draft->parts, g_array_unref);
  saffron_look_clear (&draft->looks[0]);
  saffron_look_clear (&draft->looks[1]);
  g_clear_pointer (&draft->started, g_free);
  g_clear_pointer (&draft->landmarks, g_free);
  g_clear_pointer (&draft->by_hand, g_free);
  g_free (draft);
}

void
saffron_run_draft_add_stage (SaffronRunDraft *draft,
                             const char *name,
                             gboolean kept,
                             double before,
                             double after,
                             double seconds,
                             GPtrArray *reasons)
{
  SaffronStageRecord record = { g_strdup (name), kept,    before,
                                after,           seconds, reasons };

  g_array_append_val (draft->stages, record);
}

SaffronRun *
saffron_run_draft_finish (SaffronRunDraft *draft)
{
  return draft;
}

/* Only the reference count changes. */
SaffronRun *
saffron_run_ref (SaffronRun *run)
{
  g_atomic_ref_count_inc (&((SaffronRunDraft *) run)->ref_count);
  return run;
}

void
saffron_run_unref (SaffronRun *run)
{
  SaffronRunDraft *last = (SaffronRunDraft *) run;

  if (run != NULL && g_atomic_ref_count_dec (&last->ref_count))
    saffron_run_draft_free (last);
}

SaffronRunState
saffron_run_get_state (SaffronRun *run)
{
  if (run->verified)
    return SAFFRON_RUN_VERIFIED;
  return run->partial > 0.0 ? SAFFRON_RUN_PARTLY : SAFFRON_RUN_UNVERIFIED;
}

double
saffron_run_window_residual (SaffronRun *run)
{
  double residual = NAN;

  for (guint i = 0; i < run->stages->len; i++)
    {
      const SaffronStageRecord *stage =
          &g_array_index (run->stages, SaffronStageRecord, i);

      if (stage->kept && isfinite (stage->after)
          && !saffron_stage_measures_landmarks (stage->name))
        residual = stage->after;
    }
  return residual;
}

double
saffron_run_landmark_residual (SaffronRun *run)
{
  double residual = NAN;

  for (guint i = 0; i < run->stages->len; i++)
    {
      const SaffronStageRecord *stage =
          &g_array_index (run->stages, SaffronStageRecord, i);

      if (saffron_stage_measures_landmarks (stage->name))
        residual = stage->kept ? stage->after : stage->before;
    }
  return residual;
}

gboolean
saffron_run_same (SaffronRun *a, SaffronRun *b)
{
  return g_strcmp0 (a->started, b->started) == 0
         && saffron_transform_equal (a->transform, b->transform);
}

static void
set_text (JsonObject *object, const char *member, const char *text)
{
  if (text != NULL)
    json_object_set_string_member (object, member, text);
}

static JsonNode *
stages_to_json (GArray *stages)
{
  g_autoptr (JsonArray) array = json_array_new ();

  for (guint i = 0; i < stages->len; i++)
    {
      const SaffronStageRecord *stage =
          &g_array_index (stages, SaffronStageRecord, i);
      JsonObject *object = json_object_new ();

      set_text (object, "name", stage->name);
      json_object_set_boolean_member (object, "kept", stage->kept);
      json_object_set_member (object, "before",
                              saffron_json_number (stage->before));
      json_object_set_member (object, "after",
                              saffron_json_number (stage->after));
      json_object_set_member (object, "seconds",
                              saffron_json_number (stage->seconds));
      json_object_set_member (object, "reasons",
                              saffron_reasons_to_json (stage->reasons));
      json_array_add_object_element (array, object);
    }
  return json_node_init_array (json_node_alloc (), array);
}

static JsonArray *
region_to_json (const SaffronRect *region)
{
  JsonArray *array = json_array_sized_new (4);

  json_array_add_int_element (array, region->x);
  json_array_add_int_element (array, region->y);
  json_array_add_int_element (array, region->width);
  json_array_add_int_element (array, region->height);
  return array;
}

/* Where a file has what was looked at: as data, or in words, which is all that
 * version 1 has. */
typedef struct {
  const char *data, *words;
} LookMembers;

static const LookMembers look_members[2] = {
  { "reference_look", "reference_channel" },
  { "moving_look", "moving_channel" },
};

static void
look_to_json (JsonObject *object,
              const SaffronLook *look,
              const LookMembers *members)
{
  if (look->name != NULL)
    json_object_set_member (object, members->data, saffron_look_to_json (look));
  else if (look->reason != NULL)
    set_text (object, members->words, look->reason->text);
}

JsonNode *
saffron_run_to_json (SaffronRun *run)
{
  g_autoptr (JsonObject) object = json_object_new ();

  set_text (object, "started", run->started);
  json_object_set_member (object, "seconds",
                          saffron_json_number (run->seconds));
  json_object_set_int_member (object, "peak_memory", run->peak_memory);
  json_object_set_boolean_member (object, "verified", run->verified);
  if (run->partial > 0.0)
    json_object_set_double_member (object, "partial", run->partial);
  if (run->parts->len > 0)
    json_object_set_member (object, "parts",
                            saffron_parts_to_json (run->parts));
  json_object_set_member (object, "reasons",
                          saffron_reasons_to_json (run->reasons));
  json_object_set_member (object, "quality",
                          saffron_json_number (run->quality));
  json_object_set_member (object, "certainty",
                          saffron_json_number (run->certainty));
  json_object_set_member (object, "overlap",
                          saffron_json_number (run->overlap));
  if (run->prior_scale > 0.0)
    json_object_set_double_member (object, "prior_scale", run->prior_scale);
  json_object_set_member (object, "min_jacobian",
                          saffron_json_number (run->min_jacobian));
  for (int i = 0; i < 2; i++)
    look_to_json (object, &run->looks[i], &look_members[i]);
  set_text (object, "landmarks", run->landmarks);
  if (run->by_hand != NULL)
    json_object_set_member (object, "start",
                            saffron_start_to_json (run->by_hand));
  json_object_set_member (object, "stages", stages_to_json (run->stages));
  if (run->params != NULL)
    json_object_set_member (object, "params",
                            saffron_params_to_json (run->params));
  if (run->region.width > 0)
    json_object_set_array_member (object, "region",
                                  region_to_json (&run->region));
  if (run->transform != NULL)
    json_object_set_member (object, "transform",
                            saffron_transform_to_json (run->transform));
  return json_node_init_object (json_node_alloc (), object);
}

static gboolean
read_text (JsonObject *object, const char *member, char **text, GError **error)
{
  const char *value = NULL;

  if (!saffron_json_get_string (object, member, &value, error))
    return FALSE;
  *text = g_strdup (value);
  return TRUE;
}

/* A session file of version 1 has a note instead, in words. */
static gboolean
read_stage_reasons (SaffronStageRecord *stage,
                    JsonObject *object,
                    GError **error)
{
  JsonArray *array = NULL;
  const char *note = NULL;

  if (!saffron_json_get_array (object, "reasons", &array, error)
      || !saffron_json_get_string (object, "note", &note, error))
    return FALSE;
  stage->reasons = saffron_reasons_from_json (array);
  if (array == NULL && note != NULL && *note != '\0')
    saffron_reasons_add (stage->reasons, SAFFRON_REASON_TEXT, NULL, note);
  return TRUE;
}

static gboolean
read_stage (GArray *stages, JsonNode *node, GError **error)
{
  SaffronStageRecord stage = { 0 };
  JsonObject *object = NULL;

  if (!JSON_NODE_HOLDS_OBJECT (node))
    {
      g_set_error (error, SAFFRON_ERROR, SAFFRON_ERROR_FORMAT,
                   _ ("a stage should be a group of values"));
      return FALSE;
    }
  object = json_node_get_object (node);
  if (read_text (object, "name", &stage.name, error)
      && read_stage_reasons (&stage, object, error)
      && saffron_json_get_boolean (object, "kept", FALSE, &stage.kept, error)
      && saffron_json_get_number (object, "before", NAN, &stage.before, error)
      && saffron_json_get_number (object, "after", NAN, &stage.after, error)
      && saffron_json_get_number (object, "seconds", NAN, &stage.seconds,
                                  error))
    {
      if (stage.name == NULL)
        stage.name = g_strdup ("");
      g_array_append_val (stages, stage);
      return TRUE;
    }
  stage_record_clear (&stage);
  return FALSE;
}

static gboolean
read_stages (SaffronRunDraft *run, JsonObject *object, GError **error)
{
  JsonArray *array = NULL;

  if (!saffron_json_get_array (object, "stages", &array, error))
    return FALSE;
  for (guint i = 0; array != NULL && i < json_array_get_length (array); i++)
    if (!read_stage (run->stages, json_array_get_element (array, i), error))
      return FALSE;
  return TRUE;
}

static gboolean
read_reasons (SaffronRunDraft *run, JsonObject *object, GError **error)
{
  JsonArray *array = NULL;

  if (!saffron_json_get_array (object, "reasons", &array, error))
    return FALSE;
  g_ptr_array_unref (run->reasons);
  run->reasons = saffron_reasons_from_json (array);
  if (run->reasons->len == 0)
    saffron_reasons_add (run->reasons, SAFFRON_REASON_UNRECORDED, NULL, NULL);
  return TRUE;
}

static gboolean
read_region (SaffronRunDraft *run, JsonObject *object, GError **error)
{
  JsonArray *array = NULL;
  gint64 numbers[4] = { 0 };

  if (!saffron_json_get_array (object, "region", &array, error))
    return FALSE;
  if (array == NULL)
    return TRUE;
  for (guint i = 0; i < 4 && json_array_get_length (array) == 4; i++)
    {
      JsonNode *node = json_array_get_element (array, i);

      if (JSON_NODE_HOLDS_VALUE (node)
          && json_node_get_value_type (node) == G_TYPE_INT64)
        numbers[i] = json_node_get_int (node);
    }
  run->region = (SaffronRect){ numbers[0], numbers[1], numbers[2], numbers[3] };
  for (int i = 0; i < 4; i++)
    if (numbers[i] < (i < 2 ? 0 : 1) || numbers[i] > G_MAXINT)
      {
        g_set_error (error, SAFFRON_ERROR, SAFFRON_ERROR_FORMAT,
                     _ ("a run's “region” should be x, y, width and height in "
                        "pixels"));
        return FALSE;
      }
  return TRUE;
}

static gboolean
read_numbers (SaffronRunDraft *run, JsonObject *object, GError **error)
{
  double peak = 0.0;

  if (!saffron_json_get_number (object, "seconds", 0.0, &run->seconds, error)
      || !saffron_json_get_number (object, "peak_memory", 0.0, &peak, error)
      || !saffron_json_get_number (object, "quality", NAN, &run->quality, error)
      || !saffron_json_get_number (object, "certainty", NAN, &run->certainty,
                                   error)
      || !saffron_json_get_number (object, "overlap", NAN, &run->overlap, error)
      || !saffron_json_get_number (object, "prior_scale", 0.0,
                                   &run->prior_scale, error)
      || !saffron_json_get_number (object, "min_jacobian", NAN,
                                   &run->min_jacobian, error))
    return FALSE;
  run->peak_memory = peak > 0.0 && peak < 1e18 ? (gint64) peak : 0;
  return TRUE;
}

static gboolean
read_verdict (SaffronRunDraft *run, JsonObject *object, GError **error)
{
  JsonArray *parts = NULL;

  if (!saffron_json_get_boolean (object, "verified", FALSE, &run->verified,
                                 error)
      || !saffron_json_get_number (object, "partial", 0.0, &run->partial, error)
      || !saffron_json_get_array (object, "parts", &parts, error))
    return FALSE;
  if (!(run->partial > 0.0 && run->partial < 1.0) || run->verified)
    run->partial = 0.0;
  g_array_unref (run->parts);
  run->parts = saffron_parts_from_json (parts);
  return TRUE;
}

static gboolean
read_look (SaffronLook *look,
           JsonObject *object,
           const LookMembers *members,
           GError **error)
{
  const char *words = NULL;

  if (saffron_look_from_json (json_object_get_member (object, members->data),
                              look))
    return TRUE;
  if (!saffron_json_get_string (object, members->words, &words, error))
    return FALSE;
  if (words != NULL)
    look->reason = saffron_reason_new (SAFFRON_REASON_TEXT, NULL, words);
  return TRUE;
}

SaffronRun *
saffron_run_from_json (JsonNode *node, GError **error)
{
  g_autoptr (SaffronRunDraft) run = saffron_run_draft_new ();
  JsonObject *object = NULL;
  JsonNode *params = NULL, *transform = NULL;

  if (!JSON_NODE_HOLDS_OBJECT (node))
    {
      g_set_error (error, SAFFRON_ERROR, SAFFRON_ERROR_FORMAT,
                   _ ("a run should be a group of values"));
      return NULL;
    }
  object = json_node_get_object (node);
  params = json_object_get_member (object, "params");
  transform = json_object_get_member (object, "transform");
  if (params == NULL || transform == NULL)
    {
      g_set_error (error, SAFFRON_ERROR, SAFFRON_ERROR_DAMAGED, "%s",
                   params == NULL ? _ ("a run lacks its parameters")
                                  : _ ("a run lacks its transform"));
      return NULL;
    }
  run->params = saffron_params_from_json_known (params, error);
  if (run->params == NULL)
    return NULL;
  run->transform = saffron_transform_from_json (transform, error);
  if (run->transform == NULL || !read_verdict (run, object, error)
      || !read_numbers (run, object, error) || !read_region (run, object, error)
      || !read_reasons (run, object, error) || !read_stages (run, object, error)
      || !read_text (object, "started", &run->started, error)
      || !read_text (object, "landmarks", &run->landmarks, error)
      || !saffron_start_from_json (json_object_get_member (object, "start"),
                                   &run->by_hand, error)
      || !read_look (&run->looks[0], object, &look_members[0], error)
      || !read_look (&run->looks[1], object, &look_members[1], error))
    return NULL;
  return saffron_run_draft_finish (g_steal_pointer (&run));
}
