/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cli/cli-choice.h"

#include <glib/gi18n.h>
#include "cli/cli-join.h"
#include "cli/cli-landmarks.h"
#include "cli/cli-over.h"
#include "cli/cli-params.h"
#include "cli/cli-report.h"
#include "cli/cli-run.h"
#include "cli/cli-slides.h"
#include "cli/cli-start.h"

#include "base/error.h"
#include "base/file.h"
#include "export/warp-frame.h"
#include "register/pipeline.h"
#include "session/estimate.h"
#include "session/session.h"

typedef struct {
  char *output;
  char **landmarks;
  char **starts, **over;
  char *region;
  gboolean force;
  int threads;
  SaffronCliParams params;
  SaffronCliChoice choice;
  SaffronCliReading reading;
  double accept; /* see saffron_cli_exit_of() */
} Options;

static void
options_clear (Options *options)
{
  g_clear_pointer (&options->output, g_free);
  g_clear_pointer (&options->landmarks, g_strfreev);
  g_clear_pointer (&options->starts, g_strfreev);
  g_clear_pointer (&options->over, g_strfreev);
  g_clear_pointer (&options->region, g_free);
  saffron_cli_params_clear (&options->params);
  saffron_cli_choice_clear (&options->choice);
  saffron_cli_reading_clear (&options->reading);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Options, options_clear)

/* The counts of results so far, over all moving slides. */
typedef struct {
  guint done, failed, unverified;
} Tally;

static gboolean
check_paths (const Options *options, int argc, char **argv, GError **error)
{
  if (options->output == NULL)
    {
      saffron_cli_usage_error (error, _ ("the output is missing: give -o "
                                         "FILE.saffron"));
      return FALSE;
    }
  if (options->params.file != NULL
      && saffron_file_same (options->output, options->params.file))
    {
      saffron_cli_usage_error (error,
                               _ ("%s: is the file of parameters and would be "
                                  "overwritten; choose another name for -o"),
                               options->output);
      return FALSE;
    }
  for (int i = 1; i < argc; i++)
    {
      if (saffron_file_same (options->output, argv[i]))
        {
          saffron_cli_usage_error (
              error,
              _ ("%s: is a slide to read and would be "
                 "overwritten; choose another name for -o"),
              options->output);
          return FALSE;
        }
      for (int j = 2; j < i; j++)
        if (saffron_file_same (argv[i], argv[j]))
          {
            saffron_cli_usage_error (error, _ ("%s: given twice"), argv[i]);
            return FALSE;
          }
    }
  return TRUE;
}

/* The work of the command, shared by all moving slides. */
typedef struct {
  SaffronSession *session; /* as it was last read or written */
  SaffronCliJoin join;
  GPtrArray *landmarks; /* GArray or NULL for each moving slide */
  GArray *starts;       /* SaffronCliStart for each */
  GArray *choices;      /* SaffronSlideChoice for the reference and each */
  GPtrArray *over;      /* (nullable) SaffronStackSlide, of --over */
  SaffronStack *stack;  /* over which slides each is tried beside */
  const SaffronCliReading *reading;
  SaffronRect region; /* width 0: the whole slide */
  int threads;
  double accept; /* see saffron_cli_exit_of() */
  Tally tally;
} Work;

static void
work_clear (Work *work)
{
  g_clear_object (&work->session);
  g_clear_pointer (&work->choices, g_array_unref);
  g_clear_pointer (&work->over, g_ptr_array_unref);
  g_clear_pointer (&work->stack, saffron_stack_free);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Work, work_clear)

/* Returns the slide's run in the session that a run of a region starts from;
 * NULL if there is none. */
static SaffronRun *
get_start (SaffronSession *session, const char *path)
{
  SaffronMoving *moving = saffron_session_find_path (session, path);
  SaffronRunEntry *whole =
      moving != NULL ? saffron_moving_get_whole (moving) : NULL;

  return whole != NULL ? saffron_run_entry_get_run (whole) : NULL;
}

/* Landmarks do not correct a run of a region, because a landmark bends the
 * slide far beyond the region. */
static void
say_unused (SaffronSlide *moving, GArray *landmarks)
{
  g_autofree char *name =
      g_filename_display_basename (saffron_slide_get_path (moving));

  if (landmarks->len > 0)
    g_printerr (_ ("%s: the landmarks (%u) stay in the session, but do not "
                   "correct a run of a region; register without --region for "
                   "that\n"),
                name, landmarks->len);
}

/* (transfer full) (nullable): how the slide is laid by hand. */
static SaffronAffine *
get_by_hand (Work *work,
             SaffronSlide *reference,
             SaffronSlide *moving,
             const SaffronCliStart *start)
{
  SaffronMoving *known = saffron_session_find_path (
      work->session, saffron_slide_get_path (moving));

  return saffron_cli_start_place (
      start, known != NULL ? saffron_moving_get_start (known) : NULL, reference,
      moving);
}

/* Registers one moving slide. Returns NULL with an error; the other slides can
 * still be registered. */
static SaffronRun *
register_one (Work *work,
              SaffronSlide *reference,
              SaffronSlide *moving,
              GArray *given,
              const SaffronCliStart *laid,
              GPtrArray *over,
              SaffronJob *job,
              GError **error)
{
  const char *path = saffron_slide_get_path (moving);
  g_autofree SaffronAffine *by_hand =
      get_by_hand (work, reference, moving, laid);
  g_autoptr (GArray) landmarks =
      saffron_cli_gather_landmarks (work->session, path, given);
  SaffronRegisterOptions options = { work->join.params, landmarks,
                                     work->region };

  options.by_hand = by_hand;
  if (work->region.width > 0)
    {
      SaffronRun *start = get_start (work->session, path);

      say_unused (moving, landmarks);
      if (start != NULL
          && !saffron_warp_check_reference (reference, start->transform, error))
        return NULL;
      options.start = start != NULL ? start->transform : NULL;
    }
  saffron_job_set_pace (job, saffron_estimate_pace (work->threads));
  return saffron_stack_register (reference, moving, &options, over, job, error);
}

static const SaffronSlideChoice *
get_choice (const Work *work, guint index)
{
  return &g_array_index (work->choices, SaffronSlideChoice, index);
}

/* Saves the run before it is reported and before the next one starts. */
static gboolean
keep (Work *work,
      SaffronSlide *reference,
      SaffronSlide *moving,
      guint index,
      GArray *given,
      gboolean lays,
      SaffronRun *run,
      SaffronJob *job,
      GError **error)
{
  SaffronCliAddition addition = { .path = saffron_slide_get_path (moving),
                                  .choice = *get_choice (work, index + 1),
                                  .given = given,
                                  .lays = lays,
                                  .run = run };
  SaffronSession *saved = NULL;

  if (work->region.width > 0)
    addition.start = get_start (work->session, addition.path);
  saved = saffron_cli_join_run (&work->join, &addition, job, error);
  saffron_cli_job_finish (job);
  if (saved == NULL)
    return FALSE;
  g_object_unref (work->session);
  work->session = saved;
  /* --force has replaced the old session; further runs join the new one. */
  work->join.force = FALSE;
  saffron_cli_print_run (reference, moving, run);
  work->tally.done++;
  work->tally.unverified +=
      saffron_cli_exit_of (run, work->accept) != SAFFRON_EXIT_OK;
  return TRUE;
}

/* Does one slide. A slide that fails does not stop the others. Returns FALSE
 * with an error, which ends the command, when the session cannot be saved, on
 * Ctrl-C, or when the only slide fails. */
static gboolean
do_slide (Work *work,
          SaffronSlide *reference,
          const char *path,
          guint index,
          guint turn,
          gboolean only,
          SaffronJob *job,
          GError **error)
{
  GArray *given = work->landmarks->pdata[index];
  const SaffronCliStart *start =
      &g_array_index (work->starts, SaffronCliStart, index);
  g_autoptr (SaffronSlide) moving = NULL;
  g_autoptr (GPtrArray) over =
      work->region.width > 0 ? NULL
                             : saffron_cli_over_turn (
                                 work->session, work->stack, turn, work->over);
  g_autoptr (GArray) placed = NULL;
  g_autoptr (SaffronRun) run = NULL;
  g_autoptr (GError) local = NULL;

  saffron_job_begin_stage (job, "opening", 0.0, 0.0);
  moving =
      saffron_cli_open_slide (path, get_choice (work, index + 1), job, &local);
  if (moving != NULL
      && saffron_cli_landmarks_place (given, work->reading, reference, moving,
                                      &placed, &local))
    run = register_one (work, reference, moving, placed, start, over, job,
                        &local);
  if (run != NULL)
    return keep (work, reference, moving, index, placed, start->given, run, job,
                 error);
  saffron_cli_job_finish (job);
  if (only || saffron_job_is_cancelled (job))
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return FALSE;
    }
  saffron_cli_print_error ("register", local);
  work->tally.failed++;
  return TRUE;
}

/* Does all slides. Those that are done stay saved and are reported, even if a
 * later one ends the command. */
static gboolean
register_all (Work *work, int argc, char **argv, GError **error)
{
  guint n = (guint) argc - 2;
  g_autoptr (SaffronJob) job = saffron_cli_job_new (work->threads);
  g_autoptr (SaffronSlide) reference = NULL;

  saffron_job_begin_stage (job, "opening", 0.0, 0.0);
  reference =
      saffron_cli_open_slide (argv[1], get_choice (work, 0), job, error);
  if (reference == NULL)
    return FALSE;
  work->stack = saffron_cli_stack_order (argv + 1, work->choices,
                                         work->join.params, job, error);
  if (work->stack == NULL)
    return FALSE;
  for (guint i = 0; i < n; i++)
    {
      const char *path = saffron_stack_get_path (work->stack, i);
      g_autofree char *name = g_filename_display_basename (path);
      /* The old job lives until the new one exists, so that a signal always has
       * a job to cancel. */
      g_autoptr (SaffronJob) last = job;

      job = saffron_cli_job_new_part (work->threads, n > 1 ? name : NULL, i, n);
      if (!do_slide (work, reference, path,
                     saffron_cli_find_path (argv + 2, path), i, n == 1, job,
                     error))
        return FALSE;
    }
  return TRUE;
}

/* Reports the result of the command. */
static SaffronExit
finish (const Work *work, gboolean all, GError **error)
{
  const Tally *tally = &work->tally;

  if (tally->done > 0)
    g_print (_ ("session: %s\n"), work->join.output);
  if (!all && tally->done > 0
      && g_error_matches (*error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      g_clear_error (error);
      g_set_error (
          error, SAFFRON_ERROR, SAFFRON_ERROR_PARTLY_DONE,
          ngettext ("cancelled; the %u slide that was done is in %s",
                    "cancelled; the %u slides that were done are in %s",
                    tally->done),
          tally->done, work->join.output);
    }
  if (!all || tally->failed > 0)
    return SAFFRON_EXIT_FAILED;
  return tally->unverified > 0 ? SAFFRON_EXIT_UNVERIFIED : SAFFRON_EXIT_OK;
}

/* A run of a region starts from the session's run. */
static gboolean
check_starts (const Options *options, GError **error)
{
  if ((options->starts == NULL && options->over == NULL)
      || options->region == NULL)
    return TRUE;
  saffron_cli_usage_error (error,
                           options->starts != NULL
                               ? _ ("--start and --region: give one of them; a "
                                    "region starts from the session's run")
                               : _ ("--over and --region: give one of them; a "
                                    "region starts from the session's run"));
  return FALSE;
}

static gboolean
check_threads (int threads, GError **error)
{
  if (threads >= 0)
    return TRUE;
  saffron_cli_usage_error (error, _ ("--threads %d: give 0 or more"), threads);
  return FALSE;
}

/* @region: (out): of width 0 without --region */
static gboolean
check_options (const Options *options, SaffronRect *region, GError **error)
{
  return check_threads (options->threads, error)
         && check_starts (options, error)
         && saffron_cli_check_accept (options->accept, error)
         && saffron_cli_reading_check (&options->reading, error)
         && (options->region == NULL
             || saffron_cli_parse_region (options->region, region, error));
}

/* Opens the session, which may say what of the slides' files is registered. */
static SaffronExit
open_session (Work *work,
              const Options *options,
              char **paths,
              guint n,
              GError **error)
{
  work->reading = &options->reading;
  work->threads = options->threads;
  work->accept = options->accept;
  work->session = saffron_cli_open_session (&work->join, error);
  if (work->session == NULL)
    return SAFFRON_EXIT_FAILED;
  work->choices = saffron_cli_choices_read (&options->choice, paths, n,
                                            work->session, error);
  if (work->choices == NULL)
    return SAFFRON_EXIT_USAGE;
  work->join.choice = *get_choice (work, 0);
  work->over = saffron_cli_over_find (work->session, options->over, error);
  return work->over != NULL ? SAFFRON_EXIT_OK : SAFFRON_EXIT_USAGE;
}

static SaffronExit
run (int argc, char **argv, GError **error)
{
  g_auto (Options) options = { 0 };
  gboolean helped = FALSE;
  const GOptionEntry entries[] = {
    { "output", 'o', 0, G_OPTION_ARG_FILENAME, &options.output,
      N_ ("The session to write; a session of the same reference gets the new "
          "runs"),
      "FILE.saffron" },
    SAFFRON_CLI_PARAMS_ENTRIES (&options.params),
    SAFFRON_CLI_CHOICE_ENTRIES (&options.choice),
    { "landmarks", 'l', 0, G_OPTION_ARG_FILENAME_ARRAY, &options.landmarks,
      N_ ("Correct the result by these landmarks; may be given again"),
      "[NAME=]FILE[,FILE]" },
    SAFFRON_CLI_READING_ENTRIES (&options.reading),
    SAFFRON_CLI_START_ENTRY (&options.starts),
    SAFFRON_CLI_OVER_ENTRY (&options.over),
    { "region", 0, 0, G_OPTION_ARG_STRING, &options.region,
      N_ ("Register only this part of the reference, level-0 pixels, starting "
          "from the session's current run"),
      "X,Y,WIDTH,HEIGHT" },
    SAFFRON_CLI_ACCEPT_ENTRY (&options.accept),
    { "threads", 't', 0, G_OPTION_ARG_INT, &options.threads,
      N_ ("How many processors to use; 0: all"), "N" },
    { "force", 'f', 0, G_OPTION_ARG_NONE, &options.force,
      N_ ("Replace the output if it is there"), NULL },
    G_OPTION_ENTRY_NULL
  };
  g_autoptr (SaffronParams) params = NULL;
  g_autoptr (GPtrArray) landmarks = NULL;
  g_autoptr (GArray) starts = NULL;
  SaffronExit status;
  g_auto (Work) work = { .session = NULL };

  if (!saffron_cli_parse (&saffron_command_register, entries, 2, G_MAXINT - 1,
                          &argc, &argv, &helped, error))
    return helped ? SAFFRON_EXIT_OK : SAFFRON_EXIT_USAGE;
  if (!check_options (&options, &work.region, error))
    return SAFFRON_EXIT_USAGE;
  starts = saffron_cli_starts_read (options.starts, argv + 2, (guint) argc - 2,
                                    error);
  if (starts == NULL)
    return SAFFRON_EXIT_USAGE;
  params = saffron_cli_params_make (&options.params, error);
  if (params == NULL || !check_paths (&options, argc, argv, error))
    return SAFFRON_EXIT_FAILED;
  landmarks = saffron_cli_landmarks_read (
      options.landmarks, argv + 2, (guint) argc - 2, options.output, error);
  if (landmarks == NULL)
    return SAFFRON_EXIT_FAILED;
  work.join =
      (SaffronCliJoin){ options.output, argv[1], { 0 }, params, options.force };
  work.landmarks = landmarks;
  work.starts = starts;
  status = open_session (&work, &options, argv + 1, (guint) argc - 1, error);
  if (status != SAFFRON_EXIT_OK)
    return status;
  return finish (&work, register_all (&work, argc, argv, error), error);
}

const SaffronCommand saffron_command_register = {
  .name = "register",
  .arguments = "REFERENCE MOVING… -o FILE.saffron",
  .summary = N_ ("Register moving slides onto a reference"),
  .run = run,
  .description = N_ (
      "saffron-cli params lists the parameters of --set. --landmarks takes a "
      "file of pairs that\nBigWarp or Xenium Explorer wrote, or two files of "
      "points, the reference's first: tables\nwith the header ,X,Y (row by row "
      "the same places) or GeoJSON from QuPath (paired by\nname). Coordinates "
      "are level-0 pixels, unless --landmark-units says otherwise.\nWith "
      "several "
      "moving slides, NAME= says whose they are. They stay in the session "
      "and\ncorrect each later run of that slide, too; a --region is not "
      "corrected.\n\n"
      "--start lays a slide roughly by hand where the search fails: DX and DY "
      "are reference\npixels from the reference's centre to the moving "
      "slide's, "
      "TURN is clockwise in degrees,\nflip mirrors it left to right before "
      "that. The registration looks near there alone. The\nstart stays in the "
      "session for later runs, as do those laid in the window; none "
      "removes\nit. With --set landmark_use=start, landmarks come first.\n\n"
      "Exit status: 0 verified, 1 failed, 2 wrong usage, 3 done but "
      "unverified, or verified only\nin part (see --accept-partial).\n"),
};
