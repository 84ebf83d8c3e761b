/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "quality/quality.h"

#include <math.h>

#include "base/json.h"
#include "quality/bending.h"
#include "quality/loop-finding.h"
#include "quality/worst.h"

static void
set_number (JsonObject *object, const char *name, double value)
{
  json_object_set_member (object, name, saffron_json_number (value));
}

/* To so many decimals as the table of windows has, so that both say the same.
 */
static double
rounded (double value)
{
  return isfinite (value) ? round (value * 1000.0) / 1000.0 : value;
}

/* A length in both units: "NAME_px", and "NAME_um" where a size is known. */
static void
set_both (JsonObject *object,
          const char *name,
          double px,
          double um,
          const SaffronQuality *quality)
{
  g_autofree char *in_px = g_strdup_printf ("%s_px", name);
  g_autofree char *in_um = g_strdup_printf ("%s_um", name);

  set_number (object, in_px, rounded (px));
  if (quality->um_x > 0.0 && quality->um_y > 0.0)
    set_number (object, in_um, rounded (um));
}

static void
set_length (JsonObject *object,
            const char *name,
            double px,
            const SaffronQuality *quality)
{
  set_both (object, name, px, px * sqrt (quality->um_x * quality->um_y),
            quality);
}

JsonObject *
saffron_quality_verdict_to_json (SaffronRun *run)
{
  static const char *const states[] = {
    [SAFFRON_RUN_UNVERIFIED] = "unverified",
    [SAFFRON_RUN_PARTLY] = "partly",
    [SAFFRON_RUN_VERIFIED] = "verified",
  };
  JsonObject *object = json_object_new ();

  json_object_set_string_member (object, "state",
                                 states[saffron_run_get_state (run)]);
  if (saffron_run_get_state (run) == SAFFRON_RUN_PARTLY)
    set_number (object, "partial", run->partial);
  set_number (object, "quality", run->quality);
  set_number (object, "certainty", run->certainty);
  set_number (object, "overlap", run->overlap);
  set_number (object, "min_jacobian", run->min_jacobian);
  json_object_set_member (object, "reasons",
                          saffron_reasons_to_json (run->reasons));
  json_object_set_member (object, "parts", saffron_parts_to_json (run->parts));
  return object;
}

static JsonArray *
stages_to_json (SaffronRun *run)
{
  JsonArray *array = json_array_new ();

  for (guint i = 0; i < run->stages->len; i++)
    {
      const SaffronStageRecord *stage =
          &g_array_index (run->stages, SaffronStageRecord, i);
      JsonObject *object = json_object_new ();

      json_object_set_string_member (object, "name", stage->name);
      json_object_set_boolean_member (object, "kept", stage->kept);
      set_number (object, "before_px", stage->before);
      set_number (object, "after_px", stage->after);
      json_array_add_object_element (array, object);
    }
  return array;
}

/* @length: in pixels; the next one is the same in µm */
static void
set_quantile (JsonObject *object,
              const char *name,
              SaffronWindowLength length,
              double share,
              const SaffronQuality *quality)
{
  set_both (
      object, name, saffron_windows_quantile (quality->windows, length, share),
      saffron_windows_quantile (quality->windows, length + 1, share), quality);
}

static JsonObject *
windows_to_json (const SaffronQuality *quality)
{
  const SaffronWindows *windows = quality->windows;
  JsonObject *object = json_object_new ();
  JsonObject *shares = json_object_new ();

  json_object_set_int_member (object, "n", windows->windows->len);
  set_length (object, "pitch", windows->pitch, quality);
  set_length (object, "reach", windows->reach, quality);
  set_length (object, "tolerance", windows->tolerance, quality);
  json_object_set_boolean_member (object, "same_section",
                                  windows->same_section);
  for (int i = 0; i < SAFFRON_N_WINDOW_CLASSES; i++)
    set_number (shares, saffron_window_class_nick (i),
                rounded (saffron_windows_share (windows, i)));
  json_object_set_object_member (object, "shares", shares);
  set_quantile (object, "error_median", SAFFRON_WINDOW_ERROR, 0.5, quality);
  set_quantile (object, "error_p90", SAFFRON_WINDOW_ERROR, 0.9, quality);
  set_quantile (object, "before_median", SAFFRON_WINDOW_BEFORE, 0.5, quality);
  set_quantile (object, "before_p90", SAFFRON_WINDOW_BEFORE, 0.9, quality);
  set_length (
      object, "consistency_median",
      saffron_windows_quantile (windows, SAFFRON_WINDOW_CONSISTENCY, 0.5),
      quality);
  return object;
}

static JsonArray *
worst_to_json (const SaffronQuality *quality)
{
  JsonArray *array = json_array_new ();

  for (guint i = 0; i < quality->worst->len; i++)
    {
      const SaffronWorstPlace *place =
          &g_array_index (quality->worst, SaffronWorstPlace, i);
      const SaffronWindow *window = &g_array_index (
          quality->windows->windows, SaffronWindow, place->window);
      JsonObject *object = json_object_new ();

      set_number (object, "x", window->at.x);
      set_number (object, "y", window->at.y);
      json_object_set_string_member (object, "class",
                                     saffron_window_class_nick (window->class));
      set_both (object, "error", window->error, window->error_um, quality);
      set_length (object, "uncertainty", window->uncertainty, quality);
      json_array_add_object_element (array, object);
    }
  return array;
}

static JsonArray *
bending_to_json (const SaffronQuality *quality)
{
  JsonArray *array = json_array_new ();

  for (guint i = 0; i < quality->bending->len; i++)
    {
      const SaffronBending *bending =
          &g_array_index (quality->bending, SaffronBending, i);
      JsonObject *object = json_object_new ();

      json_object_set_int_member (object, "piece", bending->piece);
      set_number (object, "tissue", rounded (bending->tissue));
      set_number (object, "min_jacobian", rounded (bending->min_jacobian));
      set_number (object, "folded", rounded (bending->folded));
      set_number (object, "strain", rounded (bending->strain));
      set_number (object, "strain_p99", rounded (bending->most_strain));
      json_array_add_object_element (array, object);
    }
  return array;
}

static JsonObject *
landmarks_to_json (const SaffronQuality *quality)
{
  JsonObject *object = json_object_new ();

  const SaffronTreStats *px = &quality->landmarks;
  const SaffronTreStats *um = &quality->landmarks_um;

  json_object_set_int_member (object, "n", quality->n_landmarks);
  set_both (object, "tre_median", px->median, um->median, quality);
  set_both (object, "tre_p90", px->p90, um->p90, quality);
  set_both (object, "tre_max", px->max, um->max, quality);
  set_number (object, "rtre_median", px->median / quality->diagonal);
  set_number (object, "robustness", rounded (quality->robustness));
  return object;
}

static JsonObject *
loop_to_json (const SaffronQuality *quality, guint index)
{
  const char *with = quality->loops[index].with;
  const SaffronLoop *loop = &quality->loops[index].loop;
  SaffronLoopState state = saffron_loop_get_state (loop);
  g_autoptr (SaffronReason) reason = saffron_loop_to_reason (loop, with);
  JsonArray *reasons = json_array_new ();
  JsonObject *object = json_object_new ();

  json_object_set_string_member (object, "with", with);
  json_object_set_int_member (object, "n", loop->n);
  set_length (object, "apart_median", loop->apart_median, quality);
  set_length (object, "apart_p90", loop->apart_p90, quality);
  set_length (object, "closure_median", loop->closure_median, quality);
  set_length (object, "closure_p90", loop->closure_p90, quality);
  set_length (object, "tolerance", loop->tolerance, quality);
  if (state == SAFFRON_LOOP_UNKNOWN)
    json_object_set_null_member (object, "closes");
  else
    json_object_set_boolean_member (object, "closes",
                                    state == SAFFRON_LOOP_CLOSED);
  if (reason != NULL)
    json_array_add_element (reasons, saffron_reason_to_json (reason));
  json_object_set_array_member (object, "reasons", reasons);
  return object;
}

JsonNode *
saffron_quality_to_json (const SaffronQuality *quality, SaffronRun *run)
{
  JsonNode *node = json_node_new (JSON_NODE_OBJECT);
  JsonObject *object = json_object_new ();

  json_object_set_string_member (object, "format", "saffron-quality");
  json_object_set_int_member (object, "version", 1);
  json_object_set_string_member (object, "run", run->started);
  if (quality->um_x > 0.0)
    {
      set_number (object, "pixel_um_x", quality->um_x);
      set_number (object, "pixel_um_y", quality->um_y);
    }
  json_object_set_object_member (object, "verdict",
                                 saffron_quality_verdict_to_json (run));
  json_object_set_array_member (object, "stages", stages_to_json (run));
  json_object_set_object_member (object, "windows", windows_to_json (quality));
  json_object_set_array_member (object, "worst", worst_to_json (quality));
  json_object_set_array_member (object, "bending", bending_to_json (quality));
  json_object_set_member (object, "nuclei",
                          saffron_nuclei_to_json (&quality->nuclei));
  if (quality->n_landmarks > 0)
    json_object_set_object_member (object, "landmarks",
                                   landmarks_to_json (quality));
  for (guint i = 0; i < SAFFRON_QUALITY_LOOPS; i++)
    if (quality->loops[i].with != NULL)
      json_object_set_object_member (object, i == 0 ? "loop" : "ring",
                                     loop_to_json (quality, i));
  json_node_take_object (node, object);
  return node;
}
