/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cli/cli.h"

#include <errno.h>
#include <glib/gi18n.h>
#include <sys/resource.h>

#include "base/error.h"
#include "base/join.h"
#include "cli/batch-inputs.h"
#include "cli/batch-runner.h"
#include "cli/batch-summary.h"
#include "cli/cli-choice.h"
#include "cli/cli-params.h"
#include "cli/cli-print.h"
#include "cli/cli-run.h"
#include "export/tile-encoder.h"
#include "export/warper.h"
#include "register/chain.h"
#include "session/memory.h"

typedef struct {
  char *output, *reference, *landmarks, *compression, *interpolation, *order;
  int jobs, threads, memory;
  gboolean resume, force, first;
  gboolean no_warp, no_qc, no_report, qc_tiff;
  SaffronCliParams params;
  SaffronCliChoice choice;
  double accept; /* see saffron_cli_exit_of() */
} Options;

static void
options_clear (Options *options)
{
  g_free (options->output);
  g_free (options->reference);
  g_free (options->landmarks);
  g_free (options->compression);
  g_free (options->interpolation);
  g_free (options->order);
  saffron_cli_params_clear (&options->params);
  saffron_cli_choice_clear (&options->choice);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Options, options_clear)

/* The whole batch. */
typedef struct {
  SaffronBatchSettings settings;
  GPtrArray *patients; /* SaffronBatchPatient */
  GPtrArray *works;    /* SaffronBatchWork */
  GPtrArray *steps;    /* SaffronBatchStep */
  SaffronJob *job;
  guint n_failed;
} Batch;

static void
batch_clear (Batch *batch)
{
  g_clear_pointer (&batch->steps, g_ptr_array_unref);
  g_clear_pointer (&batch->works, g_ptr_array_unref);
  g_clear_pointer (&batch->patients, g_ptr_array_unref);
  g_clear_object (&batch->job);
  g_free (batch->settings.output);
  g_free (batch->settings.landmarks);
  g_free (batch->settings.compression);
  g_free (batch->settings.interpolation);
  g_strfreev (batch->settings.params_args);
  g_clear_pointer (&batch->settings.params, saffron_params_free);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Batch, batch_clear)

static gboolean
check_options (const Options *options, GError **error)
{
  SaffronCompression compression;
  SaffronInterpolation interpolation;
  g_autoptr (GError) local = NULL;

  if (options->output == NULL)
    saffron_cli_usage_error (error, _ ("the output is missing: give -o DIR"));
  else if (options->jobs < 1)
    saffron_cli_usage_error (error, _ ("--jobs %d: give 1 or more"),
                             options->jobs);
  else if (options->threads < 0 || options->memory < 0)
    saffron_cli_usage_error (error,
                             _ ("--threads and --memory: give 0 or more"));
  else if (options->resume && options->force)
    saffron_cli_usage_error (error, _ ("give --resume or --force, not both"));
  else if (options->landmarks != NULL
           && !g_file_test (options->landmarks, G_FILE_TEST_IS_DIR))
    saffron_cli_usage_error (error, _ ("--landmarks %s: no such folder"),
                             options->landmarks);
  else if ((options->compression != NULL
            && !saffron_compression_from_name (options->compression,
                                               &compression, &local))
           || (options->interpolation != NULL
               && !saffron_interpolation_from_name (options->interpolation,
                                                    &interpolation, &local)))
    saffron_cli_usage_error (error, "%s", local->message);
  else
    return saffron_cli_check_accept (options->accept, error);
  return FALSE;
}

/* Leaves each job its share of the processors. */
static int
share_threads (const Options *options)
{
  int all =
      options->threads > 0 ? options->threads : (int) g_get_num_processors ();

  return MAX (1, all / options->jobs);
}

/* Sets the order for this command and for those that it runs. */
static gboolean
set_order (const Options *options,
           SaffronBatchSettings *settings,
           GError **error)
{
  g_auto (GStrv) args = saffron_cli_params_to_args (&options->params);
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_autoptr (GError) local = NULL;

  g_strv_builder_addv (builder, (const char **) args);
  if (options->order != NULL)
    {
      g_autofree char *text = g_strdup_printf ("order=%s", options->order);

      if (!saffron_params_set (settings->params, "order", options->order,
                               &local))
        {
          saffron_cli_usage_error (error, "--order: %s", local->message);
          return FALSE;
        }
      g_strv_builder_add (builder, "--set");
      g_strv_builder_add (builder, text);
    }
  settings->params_args = g_strv_builder_end (builder);
  return TRUE;
}

static gboolean
read_settings (const Options *options,
               SaffronBatchSettings *settings,
               GError **error)
{
  settings->params = saffron_cli_params_make (&options->params, error);
  if (settings->params == NULL || !set_order (options, settings, error))
    return FALSE;
  settings->output = g_canonicalize_filename (options->output, NULL);
  if (options->landmarks != NULL)
    settings->landmarks = g_canonicalize_filename (options->landmarks, NULL);
  settings->compression = g_strdup (options->compression);
  settings->interpolation = g_strdup (options->interpolation);
  settings->jobs = options->jobs;
  settings->threads = share_threads (options);
  settings->limit = options->memory > 0 ? (gint64) options->memory * 1000000
                                        : saffron_memory_free (NULL);
  settings->warp = !options->no_warp;
  settings->qc = !options->no_qc;
  settings->qc_tiff = options->qc_tiff;
  settings->report = !options->no_report;
  settings->resume = options->resume;
  settings->force = options->force;
  settings->accept = options->accept;
  settings->choice = &options->choice;
  return TRUE;
}

/* Whether each name of a slide that the options give is one of a slide. */
static gboolean
check_choice (const Batch *batch, GError **error)
{
  g_autoptr (GPtrArray) paths = g_ptr_array_new ();
  g_autoptr (GArray) choices = NULL;

  for (guint i = 0; i < batch->patients->len; i++)
    {
      const SaffronBatchPatient *patient = batch->patients->pdata[i];

      for (guint k = 0; k < patient->slides->len; k++)
        g_ptr_array_add (paths, saffron_batch_patient_get (patient, k)->path);
    }
  choices = saffron_cli_choices_read (
      batch->settings.choice, (char **) paths->pdata, paths->len, NULL, error);
  return choices != NULL;
}

static gboolean
plan (Batch *batch, GError **error)
{
  batch->steps =
      g_ptr_array_new_with_free_func ((GDestroyNotify) saffron_batch_step_free);
  batch->works =
      g_ptr_array_new_with_free_func ((GDestroyNotify) saffron_batch_work_free);
  saffron_job_begin_stage (batch->job, "planning", 0.0, 0.0);
  for (guint i = 0; i < batch->patients->len; i++)
    {
      SaffronBatchWork *work =
          saffron_batch_work_new (&batch->settings, batch->patients->pdata[i],
                                  batch->steps, batch->job, error);

      if (work == NULL)
        return FALSE;
      g_ptr_array_add (batch->works, work);
    }
  return saffron_job_check (batch->job, error);
}

/* Says how registering one slide went. */
static void
say_registered (const SaffronBatchStep *step, double seconds)
{
  const SaffronBatchWork *work = step->work;
  g_autoptr (SaffronSession) session = saffron_batch_work_load (work, NULL);
  SaffronRun *run =
      session != NULL ? saffron_batch_work_find_run (work, session, step->slide)
                      : NULL;
  g_autoptr (GPtrArray) facts = g_ptr_array_new_with_free_func (g_free);
  g_autofree char *text = NULL;
  const char *over = NULL;

  if (run == NULL)
    return;
  over = saffron_chain_get_over (run);
  g_ptr_array_add (facts, g_strdup (saffron_batch_verdict_nick (run)));
  if (over != NULL)
    /* Translators: the slide through which another was registered; stands
     * between commas */
    g_ptr_array_add (facts, g_strdup_printf (_ ("over %s"), over));
  g_ptr_array_add (facts, step->state == SAFFRON_BATCH_KEPT
                              ? g_strdup (_ ("up to date"))
                              : g_strdup_printf ("%.1f s", seconds));
  text = saffron_join_facts (facts);
  saffron_cli_print_line ("%s/%s: %s", work->input->id,
                          work->names[step->slide], text);
}

static void
on_ended (SaffronBatchStep *step,
          const char *message,
          double seconds,
          gpointer user_data)
{
  Batch *batch = user_data;
  g_autofree char *line = NULL;

  if (step->state == SAFFRON_BATCH_FAILED)
    {
      batch->n_failed++;
      line = g_strdup_printf ("saffron-cli batch: %s: %s: %s (%s)",
                              step->work->input->id, step->name, message,
                              step->log);
      saffron_cli_job_say (batch->job, line);
    }
  else if (step->kind == SAFFRON_BATCH_REGISTER
           && saffron_batch_step_is_good (step))
    say_registered (step, seconds);
}

/* Writes what is about all slides together. */
static gboolean
write_tables (Batch *batch, GError **error)
{
  g_autofree char *folder =
      g_build_filename (batch->settings.output, "csv", NULL);
  g_autofree char *path = g_build_filename (folder, "registered.csv", NULL);

  for (guint i = 0; i < batch->works->len; i++)
    {
      const SaffronBatchWork *work = batch->works->pdata[i];
      g_autoptr (SaffronSession) session =
          saffron_batch_work_load (work, error);

      if (session == NULL
          || !saffron_batch_summary_write (work, session, error))
        return FALSE;
    }
  if (!batch->settings.warp)
    return TRUE;
  if (g_mkdir_with_parents (folder, 0777) != 0)
    {
      g_set_error (error, SAFFRON_ERROR, SAFFRON_ERROR_IO,
                   _ ("%s: cannot make the folder: %s"), folder,
                   g_strerror (errno));
      return FALSE;
    }
  return saffron_batch_registered_write (batch->works, path, error);
}

/* Says what all steps together took: for planning, and beside what a cluster is
 * asked for. */
static void
print_cost (gint64 started)
{
  double seconds = (double) (g_get_monotonic_time () - started) / 1e6;
  struct rusage usage = { 0 };

  /* Of the children that were waited for; the memory is the largest's. */
  if (getrusage (RUSAGE_CHILDREN, &usage) != 0 || usage.ru_maxrss == 0)
    return;
  g_print (_ ("%.0f s, %.0f s of processors, at most %.0f MB for a step\n"),
           seconds, (double) (usage.ru_utime.tv_sec + usage.ru_stime.tv_sec),
           (double) usage.ru_maxrss * 1024.0 / 1e6);
}

/* Draws again what shows a verdict that the slides together have changed. */
static gboolean
draw_again (Batch *batch, GError **error)
{
  g_autoptr (GPtrArray) stale = g_ptr_array_new ();

  for (guint i = 0; i < batch->works->len; i++)
    {
      const SaffronBatchWork *work = batch->works->pdata[i];
      g_autoptr (SaffronSession) session =
          saffron_batch_work_load (work, error);

      if (session == NULL)
        return FALSE;
      for (guint k = 0; k < work->steps->len; k++)
        {
          SaffronBatchStep *step = work->steps->pdata[k];

          if (step->kind != SAFFRON_BATCH_QC
              || !saffron_batch_step_is_good (step)
              || saffron_batch_step_is_current (step, session))
            continue;
          step->state = SAFFRON_BATCH_WAITING;
          g_ptr_array_add (stale, step);
        }
    }
  return stale->len == 0
         || saffron_batch_run (&batch->settings, stale, batch->job, on_ended,
                               batch, error);
}

/* Counts the slides that were registered by the verdict that holds now. */
static void
count (const Batch *batch, guint *n_verified, guint *n_unverified)
{
  *n_verified = *n_unverified = 0;
  for (guint i = 0; i < batch->works->len; i++)
    {
      const SaffronBatchWork *work = batch->works->pdata[i];
      g_autoptr (SaffronSession) session = saffron_batch_work_load (work, NULL);

      for (guint k = 0; session != NULL && k < work->steps->len; k++)
        {
          const SaffronBatchStep *step = work->steps->pdata[k];
          SaffronRun *run =
              saffron_batch_work_find_run (work, session, step->slide);

          if (step->kind != SAFFRON_BATCH_REGISTER || run == NULL
              || !saffron_batch_step_is_good (step))
            continue;
          if (saffron_cli_exit_of (run, batch->settings.accept)
              == SAFFRON_EXIT_OK)
            (*n_verified)++;
          else
            (*n_unverified)++;
        }
    }
}

static SaffronExit
finish (const Batch *batch)
{
  guint n_findings = 0, n_verified, n_unverified;

  for (guint i = 0; i < batch->works->len; i++)
    n_findings += saffron_batch_summary_print_findings (batch->works->pdata[i]);
  count (batch, &n_verified, &n_unverified);
  g_print (_ ("verified: %u, unverified: %u, failed: %u; results are in %s\n"),
           n_verified, n_unverified, batch->n_failed, batch->settings.output);
  if (batch->n_failed > 0)
    return SAFFRON_EXIT_FAILED;
  return n_unverified + n_findings > 0 ? SAFFRON_EXIT_UNVERIFIED
                                       : SAFFRON_EXIT_OK;
}

static SaffronExit
run_all (const Options *options, char **paths, guint n, GError **error)
{
  g_auto (Batch) batch = { .job = NULL };
  SaffronBatchWish wish = { options->reference, NULL, options->first };
  gint64 started = g_get_monotonic_time ();

  if (!read_settings (options, &batch.settings, error))
    return SAFFRON_EXIT_FAILED;
  wish.markers = batch.settings.params->reference_markers;
  batch.patients = saffron_batch_input_read (paths, n, &wish, error);
  if (batch.patients == NULL)
    return SAFFRON_EXIT_FAILED;
  if (!check_choice (&batch, error))
    return SAFFRON_EXIT_USAGE;
  batch.job = saffron_cli_job_new (options->threads);
  if (!plan (&batch, error))
    return SAFFRON_EXIT_FAILED;
  if (!saffron_batch_run (&batch.settings, batch.steps, batch.job, on_ended,
                          &batch, error)
      || !draw_again (&batch, error) || !write_tables (&batch, error))
    return SAFFRON_EXIT_FAILED;
  saffron_cli_job_finish (batch.job);
  print_cost (started);
  return finish (&batch);
}

static SaffronExit
run (int argc, char **argv, GError **error)
{
  g_auto (Options) options = { .jobs = 1 };
  const GOptionEntry entries[] = {
    { "output", 'o', 0, G_OPTION_ARG_FILENAME, &options.output,
      N_ ("The folder for all results; made if it is not there"), "DIR" },
    { "reference", 'r', 0, G_OPTION_ARG_FILENAME, &options.reference,
      N_ ("Which slide is the reference"), "NAME" },
    { "auto-reference", 0, 0, G_OPTION_ARG_NONE, &options.first,
      N_ ("Take the first slide of a patient where the table marks none"),
      NULL },
    { "jobs", 'j', 0, G_OPTION_ARG_INT, &options.jobs,
      N_ ("How many slides to work on at the same time (1), as far as the "
          "memory "
          "goes"),
      "N" },
    { "memory", 0, 0, G_OPTION_ARG_INT, &options.memory,
      N_ ("Memory that all jobs may take together; 0: all that is free"),
      "MB" },
    { "threads", 't', 0, G_OPTION_ARG_INT, &options.threads,
      N_ ("How many processors to use; 0: all"), "N" },
    { "resume", 0, 0, G_OPTION_ARG_NONE, &options.resume,
      N_ ("Make only what is missing or out of date"), NULL },
    { "force", 'f', 0, G_OPTION_ARG_NONE, &options.force,
      N_ ("Make all of it again, and replace what is there"), NULL },
    { "order", 0, 0, G_OPTION_ARG_STRING, &options.order,
      N_ ("Of serial sections: whether each is also laid over the slide that "
          "it "
          "is most like, or over the one beside it by name; the same as --set "
          "order=NAME"),
      "reference|chain|given" },
    SAFFRON_CLI_CHOICE_ENTRIES (&options.choice),
    { "landmarks", 'l', 0, G_OPTION_ARG_FILENAME, &options.landmarks,
      N_ ("Correct the slides by the files NAME.csv of this folder"), "DIR" },
    SAFFRON_CLI_PARAMS_ENTRIES (&options.params),
    { "compression", 'c', 0, G_OPTION_ARG_STRING, &options.compression,
      N_ ("How the registered slides are compressed (deflate)"),
      "none|lzw|deflate|zstd|jpeg|webp" },
    { "interpolation", 0, 0, G_OPTION_ARG_STRING, &options.interpolation,
      N_ ("Between the pixels of the registered slides (cubic)"),
      "nearest|linear|cubic" },
    { "no-warp", 0, 0, G_OPTION_ARG_NONE, &options.no_warp,
      N_ ("Write no registered slides"), NULL },
    { "no-qc", 0, 0, G_OPTION_ARG_NONE, &options.no_qc,
      N_ ("Draw no QC pictures"), NULL },
    { "qc-tiff", 0, 0, G_OPTION_ARG_NONE, &options.qc_tiff,
      N_ ("Write QC pictures as ImageJ's composites, too"), NULL },
    { "no-report", 0, 0, G_OPTION_ARG_NONE, &options.no_report,
      N_ ("Measure nothing and write no report"), NULL },
    SAFFRON_CLI_ACCEPT_ENTRY (&options.accept),
    G_OPTION_ENTRY_NULL
  };
  gboolean helped = FALSE;

  if (!saffron_cli_parse (&saffron_command_batch, entries, 1, G_MAXINT - 1,
                          &argc, &argv, &helped, error))
    return helped ? SAFFRON_EXIT_OK : SAFFRON_EXIT_USAGE;
  if (!check_options (&options, error))
    return SAFFRON_EXIT_USAGE;
  return run_all (&options, argv + 1, (guint) argc - 1, error);
}

const SaffronCommand saffron_command_batch = {
  .name = "batch",
  .arguments = "FOLDER | LIST | TABLE.csv | REFERENCE MOVING… -o DIR",
  .summary = N_ ("Register all slides of one or many patients, and write all "
                 "results"),
  .run = run,
  .description = N_ (
      "The table has the columns patient_id, preprocessed_image, is_reference "
      "and channels. In\nDIR, each patient gets a folder with the session, the "
      "registered slides, QC pictures, a\nreport and summary.csv; "
      "csv/registered.csv lists the registered slides of all. A slide "
      "that\nfails does not stop the others. docs/batch.md says what each file "
      "holds.\n\nExit status: 0 all verified, 1 some failed, 2 wrong usage, 3 "
      "some unverified,\nor slides that contradict each other.\n"),
};
