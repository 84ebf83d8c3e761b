/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cli/cli.h"

#include <glib/gi18n.h>
#include <math.h>

#include "base/error.h"
#include "base/save-file.h"
#include "cli/cli-quality.h"
#include "cli/cli-run.h"
#include "cli/cli-slides.h"
#include "cli/quality-target.h"
#include "export/report.h"
#include "quality/loop-chain.h"
#include "register/run-look.h"
#include "session/export-name.h"
#include "session/session-rings.h"

typedef struct {
  char *output, *moving;
  double tolerance; /* µm, or pixels where no size is known; 0: the usual */
  int threads;
  gboolean force, record;
  double accept; /* see saffron_cli_exit_of() */
} Options;

static void
options_clear (Options *options)
{
  g_free (options->output);
  g_free (options->moving);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Options, options_clear)

/* What is measured, and where it goes. */
typedef struct {
  SaffronSession *session;
  GPtrArray *targets; /* SaffronQualityTarget */
  SaffronReportSource *source;
  SaffronReport *report;
  SaffronLoopChain chain;
} Work;

static void
work_clear (Work *work)
{
  g_clear_pointer (&work->targets, g_ptr_array_unref);
  g_clear_pointer (&work->report, saffron_report_free);
  g_clear_pointer (&work->source, saffron_report_source_free);
  saffron_loop_chain_clear (&work->chain);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Work, work_clear)

/* Adds the slide's target. @folder: (nullable): its own; else the output */
static gboolean
add_target (SaffronSession *session,
            SaffronMoving *moving,
            const char *folder,
            const Options *options,
            GPtrArray *targets,
            GError **error)
{
  g_autofree char *note = NULL;
  g_autofree char *path = folder != NULL
                              ? g_build_filename (options->output, folder, NULL)
                              : g_strdup (options->output);
  SaffronRunEntry *entry = saffron_moving_get_export (moving, &note, error);

  if (entry == NULL)
    {
      g_prefix_error (error, "%s: ", saffron_session_get_path (session));
      return FALSE;
    }
  if (note != NULL)
    g_printerr ("%s: %s\n", saffron_session_get_path (session), note);
  g_ptr_array_add (targets,
                   saffron_quality_target_new (
                       moving,
                       folder != NULL ? saffron_run_entry_get_own (entry)
                                      : saffron_run_entry_get_run (entry),
                       path));
  return TRUE;
}

/* (transfer full): what is to be measured, or NULL with an error. A single
 * slide's files lie in the output folder itself; with several, each has a
 * folder of its own in it. @only: (nullable): the slide that was asked for */
static GPtrArray *
find_targets (SaffronSession *session,
              SaffronMoving *only,
              const Options *options,
              GError **error)
{
  g_autoptr (GPtrArray) targets = g_ptr_array_new_with_free_func (
      (GDestroyNotify) saffron_quality_target_free);
  g_auto (GStrv) names = saffron_session_export_names (session);
  guint n = saffron_session_get_n_moving (session);

  if (only != NULL)
    return add_target (session, only, NULL, options, targets, error)
               ? g_steal_pointer (&targets)
               : NULL;
  for (guint i = 0; i < n; i++)
    {
      SaffronMoving *moving = saffron_session_get_moving (session, i);

      if (saffron_moving_get_current (moving) != NULL
          && !add_target (session, moving, n > 1 ? names[i] : NULL, options,
                          targets, error))
        return NULL;
    }
  if (targets->len > 0)
    return g_steal_pointer (&targets);
  g_set_error (
      error, SAFFRON_ERROR, SAFFRON_ERROR_ARGUMENT,
      _ ("%s: nothing is registered in it yet; run saffron-cli register"),
      saffron_session_get_path (session));
  return NULL;
}

/* Before the first slide is measured: no file is replaced unasked. */
static gboolean
check_targets (SaffronSession *session,
               GPtrArray *targets,
               const Options *options,
               GError **error)
{
  if (!saffron_quality_make_folder (options->output, error))
    return FALSE;
  for (guint i = 0; i < targets->len; i++)
    {
      const SaffronQualityTarget *target = g_ptr_array_index (targets, i);

      if (!saffron_quality_target_check (target, session, options->force,
                                         error))
        return FALSE;
    }
  for (guint i = 0; i < SAFFRON_REPORT_N_FILES; i++)
    {
      g_autofree char *path = g_build_filename (
          options->output, saffron_report_file_name (i), NULL);

      if (!saffron_cli_check_target (path, options->force, session, error))
        return FALSE;
    }
  return TRUE;
}

/* What the slides say of each other, of which no single one knows. */
static void
print_findings (SaffronReport *report)
{
  JsonArray *findings = saffron_report_get_findings (report);

  for (guint i = 0; i < json_array_get_length (findings); i++)
    g_print ("%s\n", json_object_get_string_member (
                         json_array_get_object_element (findings, i), "text"));
}

static gboolean
is_last (const Work *work, const SaffronQualityTarget *target)
{
  return target == g_ptr_array_index (work->targets, work->targets->len - 1);
}

/* Names what is left, of the last slide together with the report, so that there
 * are both or none. @unnamed: (transfer full) (nullable) */
static gboolean
save (Work *work,
      const SaffronQualityTarget *target,
      GPtrArray *unnamed,
      const Options *options,
      GError **error)
{
  g_autoptr (GPtrArray) files = unnamed;
  gboolean last = is_last (work, target);

  if (files == NULL)
    return FALSE;
  if (last ? !saffron_report_finish (work->report, files, error)
           : !saffron_save_files_commit (
               (SaffronSaveFile *const *) files->pdata, files->len, error))
    return FALSE;
  for (guint i = 0; i < files->len; i++)
    g_print ("%s\n", saffron_save_file_get_path (files->pdata[i]));
  for (guint i = 0; last && i < SAFFRON_REPORT_N_FILES; i++)
    {
      g_autofree char *path = g_build_filename (
          options->output, saffron_report_file_name (i), NULL);

      g_print ("%s\n", path);
    }
  if (last)
    print_findings (work->report);
  return TRUE;
}

/* --tolerance as level-0 pixels of the reference; 0 without it. */
static double
tolerance_in_px (SaffronSlide *reference, double tolerance)
{
  double um_x, um_y;

  return saffron_slide_get_pixel_size (reference, &um_x, &um_y)
             ? tolerance / sqrt (um_x * um_y)
             : tolerance;
}

/* (transfer full): what is measured of the slide, and of it beside the one
 * before. */
static SaffronQuality *
measure_slide (Work *work,
               SaffronSlide *const slides[2],
               const SaffronQualityTarget *target,
               const Options *options,
               SaffronJob *job,
               GError **error)
{
  const SaffronReportSlide *source = saffron_report_source_find (
      work->source, saffron_moving_get_path (target->moving));
  g_autoptr (SaffronQuality) quality = NULL;
  SaffronLook looks[2];
  gboolean done;

  if (!saffron_run_find_looks (target->run, slides[0], slides[1], looks, error))
    return NULL;
  saffron_job_begin_stage (job, "measuring", 0.0, 0.9);
  quality = saffron_quality_measure (
      slides, looks, target->run, saffron_moving_get_landmarks (target->moving),
      tolerance_in_px (slides[0], options->tolerance), job, error);
  done = quality != NULL
         && saffron_loop_chain_next (
             &work->chain, slides[1], &looks[1], target->run, source->name,
             is_last (work, target), quality, job, error);
  saffron_look_clear (&looks[0]);
  saffron_look_clear (&looks[1]);
  return done ? g_steal_pointer (&quality) : NULL;
}

static gboolean
measure (Work *work,
         SaffronSlide *reference,
         const SaffronQualityTarget *target,
         const Options *options,
         SaffronJob *job,
         GError **error)
{
  const char *path = saffron_moving_get_path (target->moving);
  g_autoptr (SaffronSlide) moving = NULL;
  g_autoptr (SaffronQuality) quality = NULL;
  g_autoptr (GPtrArray) pictures = NULL;
  SaffronSlide *slides[2] = { reference, NULL };
  gboolean drawn;

  saffron_job_begin_stage (job, "opening", 0.0, 0.0);
  moving = saffron_cli_open_session_slide (work->session, path, job, error);
  if (moving == NULL)
    return FALSE;
  slides[1] = moving;
  quality = measure_slide (work, slides, target, options, job, error);
  if (quality == NULL)
    return FALSE;
  saffron_job_begin_stage (job, "drawing", 0.9, 1.0);
  drawn = saffron_report_add (
      work->report, saffron_report_source_find (work->source, path), reference,
      moving, quality, &pictures, job, error);
  saffron_cli_job_finish (job);
  if (!drawn)
    return FALSE;
  saffron_cli_print_quality (path, target->run, quality);
  return save (work, target,
               saffron_quality_target_write (target, work->session, quality,
                                             pictures, options->force, error),
               options, error);
}

/* (nullable): the run in the session that was measured. */
static SaffronRunEntry *
find_measured (SaffronSession *session, const SaffronReportSlide *slide)
{
  SaffronMoving *moving = saffron_session_find_path (session, slide->path);

  for (guint i = 0; moving != NULL && i < saffron_moving_get_n_runs (moving);
       i++)
    {
      SaffronRunEntry *entry = saffron_moving_get_entry (moving, i);

      if (saffron_run_same (saffron_run_entry_get_own (entry), slide->run))
        return entry;
    }
  return NULL;
}

/* The session as it is by now, with the loops in it. */
static SaffronSession *
add_loops (const char *path, gpointer user_data, GError **error)
{
  const Work *work = user_data;
  SaffronSession *session = saffron_session_load (path, error);
  g_autofree SaffronSessionRing *rings = NULL;
  const SaffronLoopPair *pairs = NULL;
  guint n_pairs, n = 0;

  if (session == NULL)
    return NULL;
  pairs = saffron_report_get_loops (work->report, &n_pairs);
  rings = g_new0 (SaffronSessionRing, n_pairs);
  for (guint i = 0; i < n_pairs; i++)
    {
      SaffronSessionRing *ring = &rings[n];

      for (int k = 0; k < 2; k++)
        ring->entries[k] = find_measured (
            session, work->source->slides->pdata[pairs[i].slides[k]]);
      ring->loop = pairs[i].loop;
      n += ring->entries[0] != NULL && ring->entries[1] != NULL;
    }
  saffron_session_set_rings (session, rings, n);
  return session;
}

/* Keeps the loops in the session, so that the verdict there counts them. */
static gboolean
record (Work *work, SaffronJob *job, GError **error)
{
  const char *path = saffron_session_get_path (work->session);
  g_autoptr (SaffronSession) written = NULL;
  guint n;

  saffron_report_get_loops (work->report, &n);
  if (n == 0)
    return TRUE;
  saffron_cli_say_owner (path);
  written = saffron_session_edit_file (path, add_loops, work, job, error);
  return written != NULL;
}

/* Gives the slides that the others contradict, whose files had to be written
 * before that was known, the verdict that they have by it. */
static gboolean
correct (Work *work, GError **error)
{
  for (guint i = 0; i < work->targets->len; i++)
    {
      const SaffronQualityTarget *target = g_ptr_array_index (work->targets, i);
      JsonNode *json = saffron_report_get_contradicted (
          work->report,
          saffron_report_source_find (
              work->source, saffron_moving_get_path (target->moving)));

      if (json != NULL && !saffron_quality_target_correct (target, json, error))
        return FALSE;
    }
  return TRUE;
}

/* Finds out what is to be done before anything is read. */
static gboolean
prepare (Work *work, const Options *options, GError **error)
{
  SaffronMoving *only = NULL;

  if (options->moving != NULL)
    {
      only =
          saffron_session_find_moving (work->session, options->moving, error);
      if (only == NULL)
        {
          g_prefix_error (error,
                          "%s: ", saffron_session_get_path (work->session));
          return FALSE;
        }
    }
  work->targets = find_targets (work->session, only, options, error);
  if (work->targets == NULL
      || !check_targets (work->session, work->targets, options, error))
    return FALSE;
  work->source = saffron_report_source_new (work->session, only);
  work->report =
      saffron_report_new (work->source, options->output, options->force, error);
  return work->report != NULL;
}

static SaffronExit
measure_all (SaffronSession *session, const Options *options, GError **error)
{
  g_auto (Work) work = { .session = session };
  g_autoptr (SaffronJob) job = NULL;
  g_autoptr (SaffronSlide) reference = NULL;
  SaffronExit status = SAFFRON_EXIT_OK;

  if (!prepare (&work, options, error))
    return SAFFRON_EXIT_FAILED;
  saffron_cli_say_notes (session);
  job = saffron_cli_job_new (options->threads);
  saffron_job_begin_stage (job, "opening", 0.0, 0.0);
  reference = saffron_cli_open_session_slide (
      session, saffron_session_get_reference_path (session), job, error);
  if (reference == NULL)
    return SAFFRON_EXIT_FAILED;
  for (guint i = 0; i < work.targets->len; i++)
    {
      const SaffronQualityTarget *target = g_ptr_array_index (work.targets, i);
      /* The old job lives until the new one exists, so that a signal always has
       * a job to cancel. */
      g_autoptr (SaffronJob) last = g_steal_pointer (&job);

      job = saffron_cli_job_new (options->threads);
      if (!measure (&work, reference, target, options, job, error))
        return SAFFRON_EXIT_FAILED;
      status = MAX (status, saffron_cli_exit_of (target->run, options->accept));
    }
  if (!correct (&work, error)
      || (options->record && !record (&work, job, error)))
    return SAFFRON_EXIT_FAILED;
  /* Slides that contradict each other cannot all lie right. */
  if (json_array_get_length (saffron_report_get_findings (work.report)) > 0)
    status = MAX (status, SAFFRON_EXIT_UNVERIFIED);
  return status;
}

static SaffronExit
run_quality (int argc, char **argv, GError **error)
{
  g_auto (Options) options = { 0 };
  const GOptionEntry entries[] = {
    { "output", 'o', 0, G_OPTION_ARG_FILENAME, &options.output,
      N_ ("The folder for the files; made if it is not there"), "DIR" },
    { "moving", 'm', 0, G_OPTION_ARG_STRING, &options.moving,
      N_ ("Which moving slide; all that have a run when it is left out"),
      "NAME" },
    { "tolerance", 0, 0, G_OPTION_ARG_DOUBLE, &options.tolerance,
      N_ ("Up to which error a place agrees, µm, or pixels where the reference "
          "has "
          "no pixel size (5 µm for one section, a two-hundredth of the "
          "diagonal "
          "between sections)"),
      "UM" },
    { "threads", 't', 0, G_OPTION_ARG_INT, &options.threads,
      N_ ("How many processors to use; 0: all"), "N" },
    SAFFRON_CLI_ACCEPT_ENTRY (&options.accept),
    { "record", 0, 0, G_OPTION_ARG_NONE, &options.record,
      N_ ("Keep in the session which slides contradict each other, so that "
          "their verdict says so everywhere"),
      NULL },
    { "force", 'f', 0, G_OPTION_ARG_NONE, &options.force,
      N_ ("Replace files that are there"), NULL },
    G_OPTION_ENTRY_NULL
  };
  g_autoptr (SaffronSession) session = NULL;
  gboolean helped = FALSE;

  if (!saffron_cli_parse (&saffron_command_quality, entries, 1, 1, &argc, &argv,
                          &helped, error))
    return helped ? SAFFRON_EXIT_OK : SAFFRON_EXIT_USAGE;
  if (options.output == NULL)
    saffron_cli_usage_error (error, _ ("the output is missing: give -o DIR"));
  else if (!(options.tolerance >= 0.0) || isinf (options.tolerance))
    saffron_cli_usage_error (error, _ ("--tolerance: give a number above 0"));
  else if (options.threads < 0)
    saffron_cli_usage_error (error, _ ("--threads %d: give 0 or more"),
                             options.threads);
  else if (saffron_cli_check_accept (options.accept, error))
    {
      session = saffron_session_load (argv[1], error);
      return session != NULL ? measure_all (session, &options, error)
                             : SAFFRON_EXIT_FAILED;
    }
  return SAFFRON_EXIT_USAGE;
}

const SaffronCommand saffron_command_quality = {
  .name = "quality",
  .arguments = "FILE.saffron -o DIR",
  .summary = N_ ("Measure where the slides still differ, and by how much"),
  .run = run_quality,
  .description = N_ (
      "report.html is one file to look at, to print and to send: whether and "
      "where each slide\nis wrong, with pictures; report.csv and report.json "
      "have its numbers. windows.csv has the\nerror at about 1500 places of "
      "the tissue, quality.json the summary, the worst places, and\nhow well "
      "nuclei agree; the pictures are the report's. With several moving slides "
      "each has a\nfolder of its own for these. docs/quality.md says what each "
      "number means.\n\nExit status: 0 done, 1 failed, 2 wrong usage, 3 done "
      "for an unverified registration, or\nfor slides that contradict each "
      "other.\n"),
};
