/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cli/cli.h"

#include <glib/gi18n.h>

#include "base/error.h"
#include "cli/cli-choice.h"
#include "cli/cli-run.h"
#include "cli/cli-slides.h"
#include "cli/qc-registered.h"
#include "export/qc-sheet.h"
#include "export/qc.h"
#include "quality/quality.h"
#include "register/run-look.h"
#include "session/export-name.h"

#define MAX_LEVEL 20

/* Up to where the picture and the measuring go, of the time of all with a
 * sheet. */
#define PICTURE_END 0.2
#define MEASURING_END 0.95

typedef struct {
  char *output, *moving;
  int level, threads;
  gboolean legend, sheet, tiff, force;
  SaffronCliChoice choice; /* of registered slides */
  double accept;           /* see saffron_cli_exit_of() */
} Options;

static void
options_clear (Options *options)
{
  g_free (options->output);
  g_free (options->moving);
  saffron_cli_choice_clear (&options->choice);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Options, options_clear)

/* What is written for one moving slide. */
typedef struct {
  char *picture;
  char *sheet; /* (nullable) */
  char *tiff;  /* (nullable) */
} Target;

static void
target_free (Target *target)
{
  g_free (target->picture);
  g_free (target->sheet);
  g_free (target->tiff);
  g_free (target);
}

/* (transfer full): for each moving slide the paths. */
static GPtrArray *
find_targets (SaffronSession *session, const Options *options)
{
  GPtrArray *targets =
      g_ptr_array_new_with_free_func ((GDestroyNotify) target_free);
  g_auto (GStrv) names = saffron_session_export_names (session);

  for (guint i = 0; names[i] != NULL; i++)
    {
      g_autofree char *picture = saffron_qc_file_name (names[i]);
      g_autofree char *sheet = saffron_qc_sheet_file_name (names[i]);
      g_autofree char *tiff = saffron_qc_tiff_name (names[i]);
      Target *target = g_new0 (Target, 1);

      target->picture = g_build_filename (options->output, picture, NULL);
      if (options->sheet)
        target->sheet = g_build_filename (options->output, sheet, NULL);
      if (options->tiff)
        target->tiff = g_build_filename (options->output, tiff, NULL);
      g_ptr_array_add (targets, target);
    }
  return targets;
}

static gboolean
is_asked_for (SaffronMoving *moving, SaffronMoving *only)
{
  return (only == NULL || only == moving)
         && saffron_moving_get_current (moving) != NULL;
}

/* (transfer none): the run to draw; an error names the session. */
static SaffronRun *
get_run (SaffronSession *session,
         SaffronMoving *moving,
         char **note,
         GError **error)
{
  SaffronRunEntry *entry = saffron_moving_get_export (moving, note, error);

  if (entry == NULL)
    {
      g_prefix_error (error, "%s: ", saffron_session_get_path (session));
      return NULL;
    }
  return saffron_run_entry_get_run (entry);
}

/* Checks all slides before the first picture is drawn: each has a run that can
 * be drawn, and no picture replaces an existing file. */
static gboolean
check_targets (SaffronSession *session,
               SaffronMoving *only,
               GPtrArray *targets,
               const Options *options,
               GError **error)
{
  for (guint i = 0; i < saffron_session_get_n_moving (session); i++)
    {
      SaffronMoving *moving = saffron_session_get_moving (session, i);
      const Target *target = g_ptr_array_index (targets, i);
      g_autofree char *note = NULL;

      if (!is_asked_for (moving, only))
        continue;
      if (get_run (session, moving, &note, error) == NULL)
        return FALSE;
      if (note != NULL)
        g_printerr ("%s: %s\n", saffron_session_get_path (session), note);
      if (!saffron_cli_check_target (target->picture, options->force, session,
                                     error)
          || (target->tiff != NULL
              && !saffron_cli_check_target (target->tiff, options->force,
                                            session, error))
          || (target->sheet != NULL
              && !saffron_cli_check_target (target->sheet, options->force,
                                            session, error)))
        return FALSE;
    }
  return TRUE;
}

/* Measures the run, and writes the sheet of its places. */
static gboolean
write_sheet (SaffronSlide *reference,
             SaffronSlide *moving,
             SaffronRun *run,
             const char *path,
             gboolean overwrite,
             SaffronJob *job,
             GError **error)
{
  SaffronSlide *slides[2] = { reference, moving };
  SaffronLook looks[2] = { 0 };
  g_autoptr (SaffronQuality) quality = NULL;

  saffron_job_begin_stage (job, "measuring", PICTURE_END, MEASURING_END);
  if (!saffron_run_find_looks (run, reference, moving, looks, error))
    return FALSE;
  quality = saffron_quality_measure (slides, looks, run, NULL, 0.0, job, error);
  saffron_look_clear (&looks[0]);
  saffron_look_clear (&looks[1]);
  if (quality == NULL)
    return FALSE;
  saffron_job_begin_stage (job, "sheet", MEASURING_END, 1.0);
  return saffron_qc_sheet_write (reference, moving, run, quality, path,
                                 overwrite, job, error);
}

static gboolean
write_one (SaffronSession *session,
           SaffronSlide *reference,
           SaffronMoving *which,
           SaffronRun *run,
           const Target *target,
           const Options *options,
           SaffronJob *job,
           GError **error)
{
  g_autoptr (SaffronSlide) moving = NULL;
  g_autoptr (SaffronJob) drawing = NULL;
  SaffronQcOptions qc = { .level = options->level,
                          .legend = options->legend,
                          .tiff = target->tiff,
                          .overwrite = options->force };
  gboolean done;

  if (qc.level < 0)
    qc.level = run->params->qc_level;
  saffron_cli_say_unverified (session, which, run);
  saffron_job_begin_stage (job, "opening", 0.0, 0.0);
  moving = saffron_cli_open_session_slide (
      session, saffron_moving_get_path (which), job, error);
  if (moving == NULL)
    return FALSE;
  saffron_job_begin_stage (job, "picture", 0.0, 1.0);
  drawing = saffron_job_new_part (job, 0.0,
                                  target->sheet != NULL ? PICTURE_END : 1.0);
  done = saffron_qc_write (reference, moving, run, &qc, target->picture,
                           drawing, error)
         && (target->sheet == NULL
             || write_sheet (reference, moving, run, target->sheet,
                             options->force, job, error));
  saffron_cli_job_finish (job);
  if (done)
    g_print ("%s\n", target->picture);
  if (done && target->tiff != NULL)
    g_print ("%s\n", target->tiff);
  if (done && target->sheet != NULL)
    g_print ("%s\n", target->sheet);
  return done;
}

static SaffronSlide *
open_reference (SaffronSession *session, SaffronJob *job, GError **error)
{
  saffron_job_begin_stage (job, "opening", 0.0, 0.0);
  return saffron_cli_open_session_slide (
      session, saffron_session_get_reference_path (session), job, error);
}

/* Draws the slide that was named, or all slides that have a run. */
static SaffronExit
write_all (SaffronSession *session, const Options *options, GError **error)
{
  g_autoptr (GPtrArray) targets = find_targets (session, options);
  g_autoptr (SaffronJob) job = NULL;
  g_autoptr (SaffronSlide) reference = NULL;
  SaffronExit status = SAFFRON_EXIT_OK;
  SaffronMoving *only = NULL;
  guint n = 0;

  if (options->moving != NULL)
    {
      only = saffron_session_find_moving (session, options->moving, error);
      if (only == NULL)
        {
          g_prefix_error (error, "%s: ", saffron_session_get_path (session));
          return SAFFRON_EXIT_FAILED;
        }
    }
  if (!check_targets (session, only, targets, options, error))
    return SAFFRON_EXIT_FAILED;
  saffron_cli_say_notes (session);
  job = saffron_cli_job_new (options->threads);
  for (guint i = 0; i < saffron_session_get_n_moving (session); i++)
    {
      SaffronMoving *moving = saffron_session_get_moving (session, i);
      g_autofree char *note = NULL;
      SaffronRun *run = NULL;
      g_autoptr (SaffronJob) last = NULL;

      if (!is_asked_for (moving, only))
        continue;
      run = get_run (session, moving, &note, error);
      if (run == NULL)
        return SAFFRON_EXIT_FAILED;
      if (reference == NULL)
        reference = open_reference (session, job, error);
      if (reference == NULL)
        return SAFFRON_EXIT_FAILED;
      /* The old job lives until the new one exists, so that a signal always has
       * a job to cancel. */
      last = g_steal_pointer (&job);
      job = saffron_cli_job_new (options->threads);
      if (!write_one (session, reference, moving, run,
                      g_ptr_array_index (targets, i), options, job, error))
        return SAFFRON_EXIT_FAILED;
      status = MAX (status, saffron_cli_exit_of (run, options->accept));
      n++;
    }
  if (n > 0)
    return status;
  g_set_error (
      error, SAFFRON_ERROR, SAFFRON_ERROR_ARGUMENT,
      _ ("%s: nothing is registered in it yet; run saffron-cli register"),
      saffron_session_get_path (session));
  return SAFFRON_EXIT_FAILED;
}

/* @registered: whether slides are given, not a session */
static gboolean
check_options (const Options *options, gboolean registered, GError **error)
{
  if (options->output == NULL)
    saffron_cli_usage_error (error, _ ("the output is missing: give -o DIR"));
  else if (options->level < -1 || options->level > MAX_LEVEL)
    saffron_cli_usage_error (error, _ ("--level %d: give 0 to %d"),
                             options->level, MAX_LEVEL);
  else if (options->threads < 0)
    saffron_cli_usage_error (error, _ ("--threads %d: give 0 or more"),
                             options->threads);
  else if (registered && (options->legend || options->sheet))
    saffron_cli_usage_error (error,
                             _ ("--legend and --sheet are for a session; "
                                "registered slides have no verdict"));
  else if (!registered
           && !saffron_cli_choice_check_none (&options->choice, error))
    return FALSE;
  else
    return saffron_cli_check_accept (options->accept, error);
  return FALSE;
}

static SaffronExit
draw_registered (char **paths, guint n, const Options *options, GError **error)
{
  const SaffronQcOptions qc = { .level = options->level,
                                .overwrite = options->force };
  g_autoptr (GArray) choices =
      saffron_cli_choices_read (&options->choice, paths, n, NULL, error);

  if (choices == NULL)
    return SAFFRON_EXIT_USAGE;
  return saffron_qc_registered_write (
      paths, n, (const SaffronSlideChoice *) choices->data, options->output,
      &qc, options->tiff, options->threads, error);
}

static SaffronExit
run_qc (int argc, char **argv, GError **error)
{
  g_auto (Options) options = { .level = -1 };
  const GOptionEntry entries[] = {
    { "output", 'o', 0, G_OPTION_ARG_FILENAME, &options.output,
      N_ ("The folder for NAME_QC_RGB.png and NAME_QC_sheet.png"), "DIR" },
    { "moving", 'm', 0, G_OPTION_ARG_STRING, &options.moving,
      N_ ("Which moving slide; all that have a run when it is left out"),
      "NAME" },
    { "level", 'l', 0, G_OPTION_ARG_INT, &options.level,
      N_ ("At the resolution of this level of the reference (qc_level, or what "
          "gives about 2000 pixels on the longest side)"),
      "N" },
    { "legend", 0, 0, G_OPTION_ARG_NONE, &options.legend,
      N_ ("Draw the verdict, the names and a scale bar into it"), NULL },
    { "sheet", 0, 0, G_OPTION_ARG_NONE, &options.sheet,
      N_ ("Write the nine worst places and nine random ones at full "
          "resolution, too; measures the registration as quality does"),
      NULL },
    { "tiff", 0, 0, G_OPTION_ARG_NONE, &options.tiff,
      N_ ("Write NAME_QC_RGB.tif, too, a composite for ImageJ"), NULL },
    SAFFRON_CLI_CHOICE_ENTRIES (&options.choice),
    { "threads", 't', 0, G_OPTION_ARG_INT, &options.threads,
      N_ ("How many processors to use; 0: all"), "N" },
    SAFFRON_CLI_ACCEPT_ENTRY (&options.accept),
    { "force", 'f', 0, G_OPTION_ARG_NONE, &options.force,
      N_ ("Replace pictures that are there"), NULL },
    G_OPTION_ENTRY_NULL
  };
  g_autoptr (SaffronSession) session = NULL;
  gboolean helped = FALSE;

  if (!saffron_cli_parse (&saffron_command_qc, entries, 1, G_MAXINT - 1, &argc,
                          &argv, &helped, error))
    return helped ? SAFFRON_EXIT_OK : SAFFRON_EXIT_USAGE;
  if (!check_options (&options, argc > 2, error))
    return SAFFRON_EXIT_USAGE;
  if (argc > 2)
    return draw_registered (argv + 1, (guint) argc - 1, &options, error);
  session = saffron_session_load (argv[1], error);
  return session != NULL ? write_all (session, &options, error)
                         : SAFFRON_EXIT_FAILED;
}

const SaffronCommand saffron_command_qc = {
  .name = "qc",
  .arguments = "FILE.saffron | REFERENCE REGISTERED… -o DIR",
  .summary = N_ ("Write a picture of how well the slides agree"),
  .run = run_qc,
  .description =
      N_ ("Red: the moving slide, green: the reference, yellow where "
          "they agree. The sheet\nshows places in the same way, each "
          "with how far the slides are apart there; what is\ncertainly "
          "wrong is in amber. Slides that were registered before lie on "
          "the reference "
          "pixel\non pixel.\n\nExit status: 0 done, 1 failed, 2 wrong "
          "usage, "
          "3 done by an unverified registration.\n"),
};
