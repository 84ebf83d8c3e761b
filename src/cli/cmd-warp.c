/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cli/cli.h"

#include <glib/gi18n.h>
#include <glib/gstdio.h>

#include "base/error.h"
#include "base/file.h"
#include "cli/cli-choice.h"
#include "cli/cli-run.h"
#include "cli/cli-slides.h"
#include "export/other-image.h"
#include "export/warp.h"
#include "session/export-name.h"

/* At this level every slide has shrunk to one pixel. */
#define MAX_LEVEL 20

typedef struct {
  char *output, *moving, *image, *crop, *interpolation, *compression;
  int level, quality, threads;
  gboolean predictor, no_predictor, planar, float32, flat, force, reference;
  SaffronCliChoice choice; /* of the image */
  double accept;           /* see saffron_cli_exit_of() */
} Options;

static void
options_clear (Options *options)
{
  g_free (options->output);
  g_free (options->moving);
  g_free (options->image);
  g_free (options->crop);
  g_free (options->interpolation);
  g_free (options->compression);
  saffron_cli_choice_clear (&options->choice);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Options, options_clear)

static gboolean
check_numbers (const Options *options, GError **error)
{
  if (options->output == NULL)
    saffron_cli_usage_error (error,
                             _ ("the output is missing: give -o OUT.ome.tiff"));
  else if (options->level < 0 || options->level > MAX_LEVEL)
    saffron_cli_usage_error (error, _ ("--level %d: give 0 to %d"),
                             options->level, MAX_LEVEL);
  else if (options->quality < 0 || options->quality > 100)
    saffron_cli_usage_error (error, _ ("--quality %d: give 1 to 100"),
                             options->quality);
  else if (options->threads < 0)
    saffron_cli_usage_error (error, _ ("--threads %d: give 0 or more"),
                             options->threads);
  else if (options->predictor && options->no_predictor)
    saffron_cli_usage_error (error,
                             _ ("give --predictor or --no-predictor, not "
                                "both"));
  else
    return TRUE;
  return FALSE;
}

static gboolean
check_quality (const SaffronWarpOptions *warp, GError **error)
{
  const char *name = saffron_compression_name (warp->compression);
  int most = saffron_compression_max_quality (warp->compression);

  if (warp->quality <= most)
    return TRUE;
  if (most == 0)
    saffron_cli_usage_error (
        error, _ ("--quality %d: %s has no quality setting; leave it out"),
        warp->quality, name);
  else
    saffron_cli_usage_error (error, _ ("--quality %d: %s takes 1 to %d"),
                             warp->quality, name, most);
  return FALSE;
}

/* Only compressions without loss have a predictor. */
static gboolean
check_predictor (const SaffronWarpOptions *warp, GError **error)
{
  if (warp->predictor != SAFFRON_PREDICTOR_ON
      || saffron_compression_has_predictor (warp->compression))
    return TRUE;
  saffron_cli_usage_error (
      error,
      _ ("--predictor: %s has none; leave it out, or choose "
         "deflate, zstd or lzw"),
      saffron_compression_name (warp->compression));
  return FALSE;
}

static gboolean
make_warp_options (const Options *options,
                   SaffronWarpOptions *warp,
                   GError **error)
{
  g_autoptr (GError) local = NULL;

  if (!check_numbers (options, error)
      || (options->image == NULL
          && !saffron_cli_choice_check_none (&options->choice, error)))
    return FALSE;
  warp->level = options->level;
  warp->quality = options->quality;
  if (options->predictor)
    warp->predictor = SAFFRON_PREDICTOR_ON;
  else if (options->no_predictor)
    warp->predictor = SAFFRON_PREDICTOR_OFF;
  warp->planar = options->planar;
  warp->float32 = options->float32;
  warp->layout = options->flat ? SAFFRON_OME_FLAT : SAFFRON_OME_SUBIFD;
  warp->overwrite = options->force;
  if ((options->crop == NULL
       || saffron_crop_from_name (options->crop, &warp->crop, &local))
      && (options->interpolation == NULL
          || saffron_interpolation_from_name (options->interpolation,
                                              &warp->interpolation, &local))
      && (options->compression == NULL
          || saffron_compression_from_name (options->compression,
                                            &warp->compression, &local)))
    return check_quality (warp, error) && check_predictor (warp, error);
  saffron_cli_usage_error (error, "%s", local->message);
  return FALSE;
}

/* Returns the file to write. In a folder, the file gets the name that pipelines
 * expect. */
static char *
find_target (const Options *options,
             SaffronSession *session,
             SaffronMoving *moving)
{
  g_autofree char *base = NULL;
  g_autofree char *name = NULL;

  if (!g_file_test (options->output, G_FILE_TEST_IS_DIR))
    return g_strdup (options->output);
  base = options->image != NULL ? saffron_moving_name_of_path (options->image)
                                : saffron_session_export_name (session, moving);
  name = g_strdup_printf ("%s_registered.ome.tiff", base);
  return g_build_filename (options->output, name, NULL);
}

static gboolean
check_image (const char *target, const char *image, GError **error)
{
  if (image == NULL || !saffron_file_same (image, target))
    return TRUE;
  g_set_error (
      error, SAFFRON_ERROR, SAFFRON_ERROR_ARGUMENT,
      _ ("%s: is an input and would be overwritten; choose another name "
         "for the result"),
      target);
  return FALSE;
}

static void
print_result (const char *target, gint64 started)
{
  double seconds = (g_get_monotonic_time () - started) / 1e6;
  g_autofree char *size = NULL;
  GStatBuf st = { 0 };

  g_stat (target, &st);
  size = g_format_size (st.st_size);
  g_print (_ ("%s: %s in %.1f s\n"), target, size, seconds);
}

static SaffronSlide *
open_image (const Options *options, SaffronJob *job, GError **error)
{
  g_autoptr (GArray) choices = saffron_cli_choices_read (
      &options->choice, (char **) &options->image, 1, NULL, error);

  if (choices == NULL)
    return NULL;
  return saffron_cli_open_slide (
      options->image, &g_array_index (choices, SaffronSlideChoice, 0), job,
      error);
}

/* Opens the slides of @which, and the image that goes in its place. */
static gboolean
open_slides (const Options *options,
             SaffronSession *session,
             SaffronMoving *which,
             SaffronJob *job,
             SaffronSlide **reference,
             SaffronSlide **moving,
             SaffronSlide **image,
             GError **error)
{
  saffron_job_begin_stage (job, "opening", 0.0, 0.0);
  *reference = saffron_cli_open_session_slide (
      session, saffron_session_get_reference_path (session), job, error);
  if (*reference == NULL)
    return FALSE;
  *moving = saffron_cli_open_session_slide (
      session, saffron_moving_get_path (which), job, error);
  if (*moving == NULL)
    return FALSE;
  if (options->image != NULL)
    *image = open_image (options, job, error);
  return options->image == NULL || *image != NULL;
}

static gboolean
warp_one (const char *target,
          SaffronSession *session,
          SaffronMoving *which,
          SaffronRun *run,
          const Options *options,
          const SaffronWarpOptions *warp,
          GError **error)
{
  g_autoptr (SaffronJob) job = saffron_cli_job_new (options->threads);
  g_autoptr (SaffronSlide) reference = NULL;
  g_autoptr (SaffronSlide) moving = NULL;
  g_autoptr (SaffronSlide) image = NULL;
  g_autoptr (SaffronTransform) transform =
      saffron_transform_ref (run->transform);
  gint64 started = g_get_monotonic_time ();
  SaffronWarpOptions what = *warp;
  gboolean labels = FALSE, done;

  what.run = run;
  if (!open_slides (options, session, which, job, &reference, &moving, &image,
                    error))
    return FALSE;
  if (image != NULL)
    {
      g_clear_pointer (&transform, saffron_transform_unref);
      transform = saffron_other_image_prepare (
          &what, run->transform, moving, image, options->interpolation == NULL,
          &labels, error);
      if (transform == NULL)
        return FALSE;
      if (labels)
        g_printerr (
            _ ("%s: looks like labels, so nearest pixels are taken; for "
               "others give --interpolation\n"),
            options->image);
    }
  done = saffron_warp_write (reference, image != NULL ? image : moving,
                             transform, &what, target, job, error);
  saffron_cli_job_finish (job);
  if (done)
    print_result (target, started);
  return done;
}

/* Writes the reference itself, so that all slides have one form. */
static SaffronExit
write_reference (const char *path,
                 const Options *options,
                 SaffronWarpOptions *warp,
                 GError **error)
{
  g_autoptr (SaffronSession) session = saffron_session_load (path, error);
  g_autoptr (SaffronJob) job = NULL;
  g_autoptr (SaffronSlide) reference = NULL;
  g_autoptr (SaffronTransform) identity = NULL;
  gint64 started = g_get_monotonic_time ();

  if (session == NULL
      || !saffron_cli_check_target (options->output, options->force, session,
                                    error))
    return SAFFRON_EXIT_FAILED;
  job = saffron_cli_job_new (options->threads);
  reference = saffron_cli_open_session_slide (
      session, saffron_session_get_reference_path (session), job, error);
  /* On whole pixels, linear gives the stored values. */
  warp->interpolation = SAFFRON_INTERPOLATION_LINEAR;
  if (reference != NULL)
    identity =
        saffron_transform_new ((double) saffron_slide_get_width (reference),
                               (double) saffron_slide_get_height (reference),
                               &SAFFRON_AFFINE_IDENTITY, NULL);
  if (reference == NULL
      || !saffron_warp_write (reference, reference, identity, warp,
                              options->output, job, error))
    return SAFFRON_EXIT_FAILED;
  saffron_cli_job_finish (job);
  print_result (options->output, started);
  return SAFFRON_EXIT_OK;
}

static SaffronExit
warp_moving (const char *path,
             const Options *options,
             const SaffronWarpOptions *warp,
             GError **error)
{
  g_autoptr (SaffronSession) session = NULL;
  g_autofree char *target = NULL;
  SaffronMoving *moving = NULL;
  SaffronRun *run =
      saffron_cli_load_run (path, options->moving, &session, &moving, error);

  if (run == NULL)
    return SAFFRON_EXIT_FAILED;
  target = find_target (options, session, moving);
  if (!saffron_cli_check_target (target, options->force, session, error)
      || !check_image (target, options->image, error)
      || !warp_one (target, session, moving, run, options, warp, error))
    return SAFFRON_EXIT_FAILED;
  return saffron_cli_exit_of (run, options->accept);
}

static SaffronExit
run_warp (int argc, char **argv, GError **error)
{
  g_auto (Options) options = { 0 };
  const GOptionEntry entries[] = {
    { "output", 'o', 0, G_OPTION_ARG_FILENAME, &options.output,
      N_ ("The OME-TIFF to write, or a folder for NAME_registered.ome.tiff"),
      "OUT.ome.tiff" },
    { "moving", 'm', 0, G_OPTION_ARG_STRING, &options.moving,
      N_ ("Which moving slide, when the session has several"), "NAME" },
    { "reference", 0, 0, G_OPTION_ARG_NONE, &options.reference,
      N_ ("Write the reference itself in the same form"), NULL },
    { "image", 'i', 0, G_OPTION_ARG_FILENAME, &options.image,
      N_ ("Another image of that moving slide, in its place: a mask, another "
          "stain "
          "or scan, at any size"),
      "FILE" },
    SAFFRON_CLI_CHOICE_ENTRIES (&options.choice),
    { "level", 'l', 0, G_OPTION_ARG_INT, &options.level,
      N_ ("At the resolution of this level of the reference; 0: full"), "N" },
    { "crop", 0, 0, G_OPTION_ARG_STRING, &options.crop,
      N_ ("The reference's area, the overlap, or all"),
      "reference|overlap|all" },
    { "interpolation", 0, 0, G_OPTION_ARG_STRING, &options.interpolation,
      N_ ("Between pixels (cubic; nearest for an --image of labels)"),
      "nearest|linear|cubic" },
    { "compression", 'c', 0, G_OPTION_ARG_STRING, &options.compression,
      N_ ("How the file is compressed (deflate)"),
      "none|lzw|deflate|zstd|jpeg|webp" },
    { "quality", 'q', 0, G_OPTION_ARG_INT, &options.quality,
      N_ ("1 to 100 for jpeg and webp, 1 to 9 for deflate, 1 to 19 for zstd"),
      "N" },
    { "predictor", 0, 0, G_OPTION_ARG_NONE, &options.predictor,
      N_ ("Compress differences of floats, too: smaller, for fewer readers"),
      NULL },
    { "no-predictor", 0, 0, G_OPTION_ARG_NONE, &options.no_predictor,
      N_ ("Compress values, not differences: larger, for old readers"), NULL },
    { "planar", 0, 0, G_OPTION_ARG_NONE, &options.planar,
      N_ ("RGB as three channels, for readers that know no RGB"), NULL },
    { "float32", 0, 0, G_OPTION_ARG_NONE, &options.float32,
      N_ ("Floats, not rounded to the slide's type"), NULL },
    { "no-pyramid", 0, 0, G_OPTION_ARG_NONE, &options.flat,
      N_ ("Full resolution only"), NULL },
    { "threads", 't', 0, G_OPTION_ARG_INT, &options.threads,
      N_ ("How many processors to use; 0: all"), "N" },
    SAFFRON_CLI_ACCEPT_ENTRY (&options.accept),
    { "force", 'f', 0, G_OPTION_ARG_NONE, &options.force,
      N_ ("Replace the output if it is there"), NULL },
    G_OPTION_ENTRY_NULL
  };
  SaffronWarpOptions warp = SAFFRON_WARP_OPTIONS_INIT;
  gboolean helped = FALSE;

  if (!saffron_cli_parse (&saffron_command_warp, entries, 1, 1, &argc, &argv,
                          &helped, error))
    return helped ? SAFFRON_EXIT_OK : SAFFRON_EXIT_USAGE;
  if (!make_warp_options (&options, &warp, error)
      || !saffron_cli_check_accept (options.accept, error))
    return SAFFRON_EXIT_USAGE;
  return options.reference ? write_reference (argv[1], &options, &warp, error)
                           : warp_moving (argv[1], &options, &warp, error);
}

const SaffronCommand saffron_command_warp = {
  .name = "warp",
  .arguments = "FILE.saffron -o OUT.ome.tiff",
  .summary = N_ ("Write a moving slide as it lies on the reference"),
  .run = run_warp,
  .description = N_ ("All channels, the stored type, a pyramid. Exit status: 0 "
                     "done, 1 failed, 2 wrong usage,\n3 done by an unverified "
                     "registration.\n"),
};
