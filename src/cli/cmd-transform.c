/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cli/cli.h"

#include <glib/gi18n.h>
#include <inttypes.h>

#include "base/error.h"
#include "cli/cli-run.h"
#include "cli/cli-slides.h"
#include "export/itk.h"
#include "session/export-name.h"

/* At this level every slide has shrunk to one pixel. */
#define MAX_LEVEL 20

typedef struct {
  char *output, *moving, *unit;
  int level, threads;
  double spacing;
  gboolean force;
  double accept; /* see saffron_cli_exit_of() */
} Options;

static void
options_clear (Options *options)
{
  g_free (options->output);
  g_free (options->moving);
  g_free (options->unit);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Options, options_clear)

static gboolean
check_options (const Options *options, SaffronItkOptions *itk, GError **error)
{
  g_autoptr (GError) local = NULL;

  itk->level = options->level;
  itk->spacing = options->spacing;
  itk->overwrite = options->force;
  if (options->output == NULL)
    saffron_cli_usage_error (error,
                             _ ("the output is missing: give -o OUT.mha, "
                                "OUT.txt or OUT.tfm"));
  else if (options->level < 0 || options->level > MAX_LEVEL)
    saffron_cli_usage_error (error, _ ("--level %d: give 0 to %d"),
                             options->level, MAX_LEVEL);
  else if (!(options->spacing >= 0.0))
    saffron_cli_usage_error (error, _ ("--spacing %g: give 0 or more"),
                             options->spacing);
  else if (options->threads < 0)
    saffron_cli_usage_error (error, _ ("--threads %d: give 0 or more"),
                             options->threads);
  else if (options->unit != NULL
           && !saffron_itk_unit_from_name (options->unit, &itk->unit, &local))
    saffron_cli_usage_error (error, "%s", local->message);
  else
    return saffron_cli_check_accept (options->accept, error);
  return FALSE;
}

/* Returns the file to write; in a folder, a field. */
static char *
find_target (const Options *options,
             SaffronSession *session,
             SaffronMoving *moving,
             SaffronItkOptions *itk,
             GError **error)
{
  g_autofree char *base = NULL;
  g_autofree char *name = NULL;
  g_autoptr (GError) local = NULL;

  if (g_file_test (options->output, G_FILE_TEST_IS_DIR))
    {
      base = saffron_session_export_name (session, moving);
      name = g_strdup_printf ("%s_transform.mha", base);
      return g_build_filename (options->output, name, NULL);
    }
  if (saffron_itk_format_from_path (options->output, &itk->format, &local))
    return g_strdup (options->output);
  saffron_cli_usage_error (error, "%s", local->message);
  return NULL;
}

static void
print_result (const char *target,
              const SaffronItkOptions *itk,
              const SaffronItkResult *result)
{
  g_autofree char *text = saffron_itk_text_path (target);

  if (itk->format != SAFFRON_ITK_FIELD)
    {
      g_print (
          _ ("%s: the affine part; bending of up to %.1f px is left out\n"),
          target, result->bending);
      return;
    }
  g_print (_ ("%s: %" PRId64 " × %" PRId64 " points, %.4g px "
              "apart; off between them by at most %.2g px\n%s\n"),
           target, result->grid.n_x, result->grid.n_y,
           MAX (result->grid.step_x, result->grid.step_y), result->grid.error,
           text);
}

static gboolean
write_one (const char *target,
           SaffronSession *session,
           SaffronMoving *which,
           SaffronRun *run,
           const SaffronItkOptions *itk,
           int threads,
           GError **error)
{
  g_autoptr (SaffronJob) job = saffron_cli_job_new (threads);
  g_autoptr (SaffronSlide) reference = NULL;
  g_autoptr (SaffronSlide) moving = NULL;
  SaffronItkResult result = { 0 };
  gboolean done = FALSE;

  saffron_job_begin_stage (job, "opening", 0.0, 0.0);
  reference = saffron_cli_open_session_slide (
      session, saffron_session_get_reference_path (session), job, error);
  if (reference != NULL)
    moving = saffron_cli_open_session_slide (
        session, saffron_moving_get_path (which), job, error);
  if (moving != NULL)
    done = saffron_itk_write (reference, moving, run, itk, target, job, &result,
                              error);
  saffron_cli_job_finish (job);
  if (done)
    print_result (target, itk, &result);
  return done;
}

/* A field's text is a target, too. */
static gboolean
check_targets (const char *target,
               const SaffronItkOptions *itk,
               SaffronSession *session,
               GError **error)
{
  g_autofree char *text = saffron_itk_text_path (target);

  return saffron_cli_check_target (target, itk->overwrite, session, error)
         && (itk->format != SAFFRON_ITK_FIELD
             || saffron_cli_check_target (text, itk->overwrite, session,
                                          error));
}

static SaffronExit
run_transform (int argc, char **argv, GError **error)
{
  g_auto (Options) options = { 0 };
  const GOptionEntry entries[] = {
    { "output", 'o', 0, G_OPTION_ARG_FILENAME, &options.output,
      N_ ("What to write, by how it ends, see below; in a folder, "
          "NAME_transform.mha"),
      "OUT" },
    { "moving", 'm', 0, G_OPTION_ARG_STRING, &options.moving,
      N_ ("Which moving slide, when the session has several"), "NAME" },
    { "level", 'l', 0, G_OPTION_ARG_INT, &options.level,
      N_ ("For pictures of both slides at this level; 0: full resolution"),
      "N" },
    { "unit", 'u', 0, G_OPTION_ARG_STRING, &options.unit,
      N_ ("The pictures' pixels (the default), or lengths by the slides' pixel "
          "sizes"),
      "px|um|mm" },
    { "spacing", 's', 0, G_OPTION_ARG_DOUBLE, &options.spacing,
      N_ ("Of a field's points, in the reference's full pixels; 0: so that it "
          "is "
          "right to 0.05 px"),
      "PX" },
    { "threads", 't', 0, G_OPTION_ARG_INT, &options.threads,
      N_ ("How many processors to use; 0: all"), "N" },
    SAFFRON_CLI_ACCEPT_ENTRY (&options.accept),
    { "force", 'f', 0, G_OPTION_ARG_NONE, &options.force,
      N_ ("Replace the output if it is there"), NULL },
    G_OPTION_ENTRY_NULL
  };
  SaffronItkOptions itk = { 0 };
  g_autoptr (SaffronSession) session = NULL;
  g_autofree char *target = NULL;
  SaffronMoving *moving = NULL;
  SaffronRun *run = NULL;
  gboolean helped = FALSE;

  if (!saffron_cli_parse (&saffron_command_transform, entries, 1, 1, &argc,
                          &argv, &helped, error))
    return helped ? SAFFRON_EXIT_OK : SAFFRON_EXIT_USAGE;
  if (!check_options (&options, &itk, error))
    return SAFFRON_EXIT_USAGE;
  run =
      saffron_cli_load_run (argv[1], options.moving, &session, &moving, error);
  if (run == NULL)
    return SAFFRON_EXIT_FAILED;
  target = find_target (&options, session, moving, &itk, error);
  if (target == NULL)
    return SAFFRON_EXIT_USAGE;
  if (!check_targets (target, &itk, session, error)
      || !write_one (target, session, moving, run, &itk, options.threads,
                     error))
    return SAFFRON_EXIT_FAILED;
  return saffron_cli_exit_of (run, options.accept);
}

const SaffronCommand saffron_command_transform = {
  .name = "transform",
  .arguments = "FILE.saffron -o OUT.mha|OUT.txt|OUT.tfm",
  .summary = N_ ("Write a transform for elastix, ITK and SimpleITK"),
  .run = run_transform,
  .description = N_ (
      "  OUT.mha  all of it as a displacement field, with OUT.txt beside it "
      "for "
      "transformix;\n"
      "           in a gap between pieces of tissue, each place goes with the "
      "nearest\n"
      "  OUT.txt  the affine part alone, for elastix and transformix\n"
      "  OUT.tfm  the affine part alone, for ITK and SimpleITK\n\n"
      "They lead from the reference to the moving slide, as those programs "
      "apply them to the\nmoving slide's picture. Exit status: 0 done, 1 "
      "failed, 2 wrong usage, 3 done by an\nunverified registration.\n"),
};
