/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cli/batch-step.h"

#include "export/qc.h"
#include "export/report.h"
#include "session/export-name.h"

/* What warping, a picture and measuring take at most, as tests/bench measured
 * it; none of them grows with the slide. */
#define WARP_BYTES ((gint64) 500 * 1000 * 1000)
#define QC_BYTES ((gint64) 300 * 1000 * 1000)
#define REPORT_BYTES ((gint64) 600 * 1000 * 1000)

void
saffron_batch_step_free (SaffronBatchStep *step)
{
  g_free (step->name);
  g_strfreev (step->argv);
  g_free (step->log);
  g_strfreev (step->outputs);
  g_free (step->inputs);
  g_free (step);
}

gboolean
saffron_batch_step_is_good (const SaffronBatchStep *step)
{
  return step->state == SAFFRON_BATCH_DONE || step->state == SAFFRON_BATCH_KEPT;
}

const SaffronBatchStep *
saffron_batch_work_find (const SaffronBatchWork *work,
                         SaffronBatchKind kind,
                         guint slide)
{
  for (guint i = 0; i < work->steps->len; i++)
    {
      const SaffronBatchStep *step = work->steps->pdata[i];

      if (step->kind == kind && step->slide == slide)
        return step;
    }
  return NULL;
}

static const char *
verb_of (SaffronBatchKind kind)
{
  static const char *const verbs[] = {
    [SAFFRON_BATCH_REGISTER] = "register", [SAFFRON_BATCH_REFERENCE] = "warp",
    [SAFFRON_BATCH_WARP] = "warp",         [SAFFRON_BATCH_QC] = "qc",
    [SAFFRON_BATCH_REPORT] = "report",
  };

  return verbs[kind];
}

/* @argv, @outputs: (transfer full) */
static void
add_step (SaffronBatchWork *work,
          GPtrArray *steps,
          SaffronBatchKind kind,
          guint slide,
          gint64 memory,
          GPtrArray *argv,
          GPtrArray *outputs)
{
  SaffronBatchStep *step = g_new0 (SaffronBatchStep, 1);
  g_autofree char *log = NULL;

  step->work = work;
  step->kind = kind;
  step->slide = slide;
  step->name =
      kind == SAFFRON_BATCH_REPORT
          ? g_strdup (verb_of (kind))
          : g_strdup_printf ("%s %s", verb_of (kind), work->names[slide]);
  log = kind == SAFFRON_BATCH_REPORT
            ? g_strdup ("report.txt")
            : g_strdup_printf ("%s.%s.txt", work->names[slide], verb_of (kind));
  step->log = g_build_filename (work->folder, "log", log, NULL);
  step->memory = memory;
  g_ptr_array_add (argv, g_strdup ("--threads"));
  g_ptr_array_add (argv, g_strdup_printf ("%d", work->settings->threads));
  g_ptr_array_add (argv, NULL);
  g_ptr_array_add (outputs, NULL);
  step->argv = (GStrv) g_ptr_array_free (argv, FALSE);
  step->outputs = (GStrv) g_ptr_array_free (outputs, FALSE);
  g_ptr_array_add (steps, step);
  g_ptr_array_add (work->steps, step);
}

/* (transfer full): an array of copies of the words. */
static GPtrArray *
words (const char *first, ...)
{
  GPtrArray *array = g_ptr_array_new ();
  va_list args;

  va_start (args, first);
  for (const char *word = first; word != NULL; word = va_arg (args, char *))
    g_ptr_array_add (array, g_strdup (word));
  va_end (args);
  return array;
}

/* Unless there is no @value. */
static void
add_option (GPtrArray *argv, const char *option, const char *value)
{
  if (value == NULL)
    return;
  g_ptr_array_add (argv, g_strdup (option));
  g_ptr_array_add (argv, g_strdup (value));
}

static const char *
path_of (const SaffronBatchWork *work, guint slide)
{
  return saffron_batch_patient_get (work->input, slide)->path;
}

static void
plan_register (SaffronBatchWork *work, GPtrArray *steps, guint slide)
{
  const SaffronBatchSettings *settings = work->settings;
  const char *paths[] = { path_of (work, work->input->reference),
                          path_of (work, slide) };
  GPtrArray *argv =
      words ("register", paths[0], paths[1], "--output", work->session, NULL);
  g_auto (GStrv) choice =
      saffron_cli_choice_to_args (settings->choice, (char **) paths, 2);
  g_autofree char *file = saffron_batch_work_landmarks (work, slide);

  for (guint i = 0; settings->params_args[i] != NULL; i++)
    g_ptr_array_add (argv, g_strdup (settings->params_args[i]));
  for (guint i = 0; choice[i] != NULL; i++)
    g_ptr_array_add (argv, g_strdup (choice[i]));
  add_option (argv, "--landmarks", file);
  for (guint i = 0; i < work->over[slide]->len; i++)
    add_option (argv, "--over",
                path_of (work, g_array_index (work->over[slide], guint, i)));
  add_step (work, steps, SAFFRON_BATCH_REGISTER, slide, work->needs[slide],
            argv, words (NULL, NULL));
}

static void
plan_warp (SaffronBatchWork *work,
           GPtrArray *steps,
           SaffronBatchKind kind,
           guint slide)
{
  g_autofree char *name =
      g_strdup_printf ("%s_registered.ome.tiff", work->names[slide]);
  g_autofree char *out =
      g_build_filename (work->folder, "registered", name, NULL);
  GPtrArray *argv =
      words ("warp", work->session, "--force", "--output", out, NULL);

  if (kind == SAFFRON_BATCH_REFERENCE)
    g_ptr_array_add (argv, g_strdup ("--reference"));
  else
    add_option (argv, "--moving", path_of (work, slide));
  add_option (argv, "--compression", work->settings->compression);
  add_option (argv, "--interpolation", work->settings->interpolation);
  add_step (work, steps, kind, slide, WARP_BYTES, argv, words (out, NULL));
}

static void
plan_qc (SaffronBatchWork *work, GPtrArray *steps, guint slide)
{
  g_autofree char *folder =
      g_build_filename (work->folder, "qc", "registration", NULL);
  g_autofree char *name = saffron_qc_file_name (work->names[slide]);
  g_autofree char *out = g_build_filename (folder, name, NULL);
  g_autofree char *tiff_name = saffron_qc_tiff_name (work->names[slide]);
  g_autofree char *tiff = g_build_filename (folder, tiff_name, NULL);
  gboolean with_tiff = work->settings->qc_tiff;

  add_step (work, steps, SAFFRON_BATCH_QC, slide, QC_BYTES,
            words ("qc", work->session, "--force", "--output", folder,
                   "--moving", path_of (work, slide),
                   with_tiff ? "--tiff" : NULL, NULL),
            words (out, with_tiff ? tiff : NULL, NULL));
}

static void
plan_report (SaffronBatchWork *work, GPtrArray *steps)
{
  g_autofree char *folder = g_build_filename (work->folder, "quality", NULL);
  GPtrArray *outputs = g_ptr_array_new ();
  gint64 memory = REPORT_BYTES;

  for (guint i = 0; i < SAFFRON_REPORT_N_FILES; i++)
    g_ptr_array_add (
        outputs, g_build_filename (folder, saffron_report_file_name (i), NULL));
  add_step (work, steps, SAFFRON_BATCH_REPORT, work->input->reference, memory,
            words ("quality", work->session, "--record", "--force", "--output",
                   folder, NULL),
            outputs);
}

void
saffron_batch_work_plan (SaffronBatchWork *work, GPtrArray *steps)
{
  const SaffronBatchSettings *settings = work->settings;
  guint n = work->input->slides->len;

  for (guint i = 0; i < work->turns->len; i++)
    {
      guint slide = g_array_index (work->turns, guint, i);

      plan_register (work, steps, slide);
      if (settings->warp)
        plan_warp (work, steps, SAFFRON_BATCH_WARP, slide);
      if (settings->qc)
        plan_qc (work, steps, slide);
    }
  if (settings->warp)
    plan_warp (work, steps, SAFFRON_BATCH_REFERENCE, work->input->reference);
  if (settings->report && n > 1)
    plan_report (work, steps);
}
