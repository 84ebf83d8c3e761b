/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cli/batch-inputs.h"

#include "base/json.h"
#include "register/landmark.h"

static void
add_text (GChecksum *sum, const char *text)
{
  g_checksum_update (sum, (const guchar *) (text != NULL ? text : "-"), -1);
  g_checksum_update (sum, (const guchar *) "\n", 1);
}

static void
add_node (GChecksum *sum, JsonNode *node)
{
  g_autofree char *text = saffron_json_print (node);

  add_text (sum, text);
}

/* @run: (nullable): of the slide */
static void
add_slide (GChecksum *sum,
           const SaffronBatchStep *step,
           SaffronRun *run,
           guint slide)
{
  g_autoptr (JsonNode) node = run != NULL ? saffron_run_to_json (run) : NULL;

  add_text (sum, step->work->prints[slide]);
  if (node != NULL)
    add_node (sum, node);
}

/* As its own two slides judge it, whatever others say of it. */
static void
add_run (GChecksum *sum,
         const SaffronBatchStep *step,
         SaffronSession *session,
         guint slide)
{
  SaffronRunEntry *entry =
      saffron_batch_work_find_entry (step->work, session, slide);

  add_slide (sum, step,
             entry != NULL ? saffron_run_entry_get_own (entry) : NULL, slide);
}

/* The parameters on which a run depends, or a picture of it. */
static void
add_params (GChecksum *sum, const SaffronBatchStep *step)
{
  const SaffronParams *params = step->work->settings->params;
  guint n_specs;
  const SaffronParamSpec *specs = saffron_param_specs (&n_specs);

  for (guint i = 0; i < n_specs; i++)
    {
      g_autofree char *value = saffron_params_get (params, specs[i].name);

      if (!saffron_param_spec_changes_result (&specs[i]))
        continue;
      add_text (sum, specs[i].name);
      add_text (sum, value);
    }
}

static void
add_landmarks (GChecksum *sum, const SaffronBatchStep *step)
{
  g_autofree char *file =
      saffron_batch_work_landmarks (step->work, step->slide);
  g_autofree char *print =
      file != NULL ? saffron_batch_fingerprint (file) : NULL;

  add_text (sum, print);
}

/* What is marked on a slide also shows in the report. */
static void
add_marked (GChecksum *sum,
            const SaffronBatchStep *step,
            SaffronSession *session,
            guint slide)
{
  SaffronMoving *moving = saffron_session_find_path (
      session, saffron_batch_patient_get (step->work->input, slide)->path);
  g_autofree char *digest = saffron_landmarks_digest (
      moving != NULL ? saffron_moving_get_landmarks (moving) : NULL);

  add_text (sum, digest);
}

char *
saffron_batch_step_inputs (const SaffronBatchStep *step,
                           SaffronSession *session)
{
  const SaffronBatchWork *work = step->work;
  g_autoptr (GChecksum) sum = g_checksum_new (G_CHECKSUM_SHA256);

  add_text (sum, step->name);
  add_text (sum, work->prints[work->input->reference]);
  switch (step->kind)
    {
    case SAFFRON_BATCH_REGISTER:
      add_text (sum, work->prints[step->slide]);
      add_params (sum, step);
      add_landmarks (sum, step);
      for (guint i = 0; i < work->over[step->slide]->len; i++)
        add_run (sum, step, session,
                 g_array_index (work->over[step->slide], guint, i));
      break;
    case SAFFRON_BATCH_REFERENCE:
      add_text (sum, work->settings->compression);
      break;
    case SAFFRON_BATCH_WARP:
      add_run (sum, step, session, step->slide);
      add_text (sum, work->settings->compression);
      add_text (sum, work->settings->interpolation);
      break;
    case SAFFRON_BATCH_QC:
      /* The verdict is written into the picture. */
      add_slide (sum, step,
                 saffron_batch_work_find_run (work, session, step->slide),
                 step->slide);
      break;
    case SAFFRON_BATCH_REPORT:
      for (guint i = 0; i < work->input->slides->len; i++)
        if (i != work->input->reference)
          {
            add_run (sum, step, session, i);
            add_marked (sum, step, session, i);
          }
      break;
    }
  return g_strdup (g_checksum_get_string (sum));
}

/* Whether the session has a run of the slide that its landmarks agree with. */
static gboolean
has_run (const SaffronBatchStep *step, SaffronSession *session)
{
  SaffronMoving *moving = saffron_session_find_path (
      session,
      saffron_batch_patient_get (step->work->input, step->slide)->path);
  g_autofree char *note = NULL;
  SaffronRunEntry *entry =
      moving != NULL ? saffron_moving_get_export (moving, &note, NULL) : NULL;

  return entry != NULL && !saffron_moving_is_edited (moving, entry);
}

gboolean
saffron_batch_step_is_current (SaffronBatchStep *step, SaffronSession *session)
{
  g_free (step->inputs);
  step->inputs = saffron_batch_step_inputs (step, session);
  return saffron_batch_record_has (step->work->record, step->name, step->inputs,
                                   step->outputs)
         && (step->kind != SAFFRON_BATCH_REGISTER || has_run (step, session));
}
