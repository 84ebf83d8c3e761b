/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "export/report-json.h"

#include <string.h>

#include "base/fingerprint.h"
#include "base/json.h"
#include "quality/advice.h"
#include "quality/loop-finding.h"
#include "quality/quality-words.h"
#include "quality/verdict-words.h"
#include "quality/words.h"

static void
set_text (JsonObject *object, const char *name, const char *text)
{
  g_autofree char *valid = text != NULL ? g_utf8_make_valid (text, -1) : NULL;

  if (valid != NULL)
    json_object_set_string_member (object, name, valid);
  else
    json_object_set_null_member (object, name);
}

static void
set_path (JsonObject *object, const char *name, const char *path)
{
  g_autofree char *shown = path != NULL ? g_filename_display_name (path) : NULL;

  set_text (object, name, shown);
}

/* @slide: (nullable): the open slide; @look: (nullable): what the run looked at
 * on it */
static JsonObject *
file_to_json (const char *path,
              SaffronSlide *slide,
              const SaffronLook *look,
              GError **error)
{
  g_autoptr (JsonObject) object = json_object_new ();
  gint64 bytes = -1;
  g_autofree char *fingerprint = NULL;
  g_autofree char *looked = look != NULL ? saffron_look_to_words (look) : NULL;

  if (!saffron_fingerprint (path, &fingerprint, &bytes,
                            slide != NULL ? error : NULL)
      && slide != NULL)
    return NULL;
  set_path (object, "path", path);
  set_text (object, "fingerprint", fingerprint);
  json_object_set_int_member (object, "bytes", bytes);
  if (slide == NULL)
    return g_steal_pointer (&object);
  json_object_set_int_member (object, "width", saffron_slide_get_width (slide));
  json_object_set_int_member (object, "height",
                              saffron_slide_get_height (slide));
  set_text (object, "format", saffron_slide_get_format (slide));
  set_text (object, "look", looked);
  return g_steal_pointer (&object);
}

/* (transfer full): what tells one result from another. */
static char *
fingerprint_transform (const SaffronTransform *transform)
{
  g_autoptr (JsonNode) node = saffron_transform_to_json (transform);
  g_autofree char *text = saffron_json_print (node);

  return g_compute_checksum_for_string (G_CHECKSUM_SHA256, text, -1);
}

static void
set_reason (JsonObject *object, SaffronRun *run)
{
  const SaffronReason *main = saffron_reasons_get_main (run->reasons);
  g_autofree char *reason =
      main != NULL ? saffron_reason_to_words (main) : NULL;

  set_text (object, "reason", reason);
}

static JsonObject *
run_to_json (const SaffronReportSlide *slide)
{
  SaffronRun *run = slide->run;
  JsonObject *object = json_object_new ();
  g_autofree char *transform = fingerprint_transform (run->transform);

  json_object_set_int_member (object, "number", slide->number);
  set_text (object, "started", run->started);
  set_reason (object, run);
  set_text (object, "note", slide->note);
  set_text (object, "landmarks", run->landmarks);
  set_text (object, "transform_fingerprint", transform);
  json_object_set_member (object, "params",
                          saffron_params_to_json (run->params));
  return object;
}

static JsonArray *
advice_to_json (SaffronRun *run)
{
  g_autoptr (GPtrArray) advice = saffron_advice (run);
  JsonArray *array = json_array_new ();

  for (guint i = 0; i < advice->len; i++)
    {
      const SaffronAdvice *step = advice->pdata[i];
      JsonObject *object = json_object_new ();

      set_text (object, "text", saffron_advice_get_text (step));
      set_text (object, "parameter", step->parameter);
      set_text (object, "value", step->value);
      json_array_add_object_element (array, object);
    }
  return array;
}

static void
set_verdict_words (JsonObject *object, SaffronRun *run)
{
  JsonArray *reasons = json_array_new ();
  g_autofree char *verdict = saffron_verdict_to_words (run);

  set_text (object, "verdict", verdict);
  for (guint i = 0; i < run->reasons->len; i++)
    {
      g_autofree char *words = saffron_reason_to_words (run->reasons->pdata[i]);

      json_array_add_string_element (reasons, words);
    }
  json_object_set_array_member (object, "reasons", reasons);
  json_object_set_array_member (object, "advice", advice_to_json (run));
}

/* What stands in the report as sentences. */
static JsonObject *
words_to_json (SaffronRun *run, const SaffronQuality *quality)
{
  JsonObject *object = json_object_new ();
  g_autofree char *headline = saffron_quality_headline (quality);

  set_text (object, "measured", headline);
  set_verdict_words (object, run);
  return object;
}

/* (transfer full): as quality.json has it. */
static JsonNode *
quality_to_json (const SaffronReportSource *source,
                 const SaffronReportSlide *slide,
                 const SaffronQuality *quality)
{
  JsonNode *node = saffron_quality_to_json (quality, slide->run);
  JsonObject *object = json_node_get_object (node);

  set_path (object, "reference", source->reference);
  set_path (object, "moving", slide->path);
  return node;
}

static const char *
state_of (SaffronRun *run)
{
  static const char *const states[] = {
    [SAFFRON_RUN_UNVERIFIED] = "unverified",
    [SAFFRON_RUN_PARTLY] = "partly",
    [SAFFRON_RUN_VERIFIED] = "verified",
  };

  return states[saffron_run_get_state (run)];
}

void
saffron_report_slide_judge (JsonObject *object, SaffronRun *run)
{
  set_text (object, "state", state_of (run));
  set_reason (json_object_get_object_member (object, "run"), run);
  set_verdict_words (json_object_get_object_member (object, "words"), run);
  json_object_set_object_member (
      json_object_get_object_member (object, "quality"), "verdict",
      saffron_quality_verdict_to_json (run));
}

JsonObject *
saffron_report_slide_to_json (const SaffronReportSource *source,
                              const SaffronReportSlide *slide,
                              SaffronSlide *reference,
                              SaffronSlide *moving,
                              const SaffronQuality *quality,
                              GError **error)
{
  g_autoptr (JsonObject) object = json_object_new ();
  SaffronRun *run = slide->run;
  JsonObject *files[2] = {
    file_to_json (source->reference, reference,
                  run != NULL ? &run->looks[0] : NULL, error),
    NULL,
  };

  if (files[0] == NULL)
    return NULL;
  json_object_set_object_member (object, "reference", files[0]);
  files[1] = file_to_json (slide->path, moving,
                           run != NULL ? &run->looks[1] : NULL, error);
  if (files[1] == NULL)
    return NULL;
  json_object_set_object_member (object, "moving", files[1]);
  set_text (object, "name", slide->name);
  set_text (object, "state", run != NULL ? state_of (run) : "unregistered");
  set_text (object, "caution", slide->caution);
  set_text (object, "saffron", SAFFRON_VERSION);
  if (slide->sign != NULL)
    json_object_set_member (object, "sign", saffron_sign_to_json (slide->sign));
  else
    json_object_set_null_member (object, "sign");
  if (quality == NULL)
    return g_steal_pointer (&object);
  json_object_set_object_member (object, "run", run_to_json (slide));
  json_object_set_object_member (object, "words", words_to_json (run, quality));
  json_object_set_member (object, "quality",
                          quality_to_json (source, slide, quality));
  return g_steal_pointer (&object);
}

JsonArray *
saffron_report_findings_to_json (const GArray *findings,
                                 const char *const *names)
{
  JsonArray *array = json_array_new ();

  for (guint i = 0; i < findings->len; i++)
    {
      const SaffronLoopFinding *finding =
          &g_array_index (findings, SaffronLoopFinding, i);
      g_autofree char *words = saffron_loop_finding_to_words (finding, names);
      JsonObject *object = json_object_new ();
      JsonArray *slides = json_array_new ();

      for (guint k = 0; k < finding->n_slides; k++)
        json_array_add_string_element (slides, names[finding->slides[k]]);
      json_object_set_array_member (object, "slides", slides);
      json_object_set_int_member (object, "loops", finding->n_loops);
      set_text (object, "text", words);
      json_array_add_object_element (array, object);
    }
  return array;
}

char *
saffron_report_to_json (const SaffronReportSource *source,
                        JsonArray *slides,
                        JsonArray *findings)
{
  g_autoptr (JsonObject) object = json_object_new ();
  g_autoptr (JsonNode) node = json_node_alloc ();

  json_object_set_string_member (object, "format", "saffron-report");
  json_object_set_int_member (object, "version", 1);
  set_text (object, "saffron", SAFFRON_VERSION);
  set_path (object, "session", source->session);
  set_path (object, "reference", source->reference);
  json_object_set_array_member (object, "findings", findings);
  json_object_set_array_member (object, "slides", slides);
  json_node_init_object (node, object);
  return saffron_json_print (node);
}
