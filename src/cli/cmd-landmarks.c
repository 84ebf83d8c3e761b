/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cli/cli.h"

#include <glib/gi18n.h>

#include "base/error.h"
#include "base/file.h"
#include "cli/cli-run.h"
#include "session/landmark-write.h"

typedef struct {
  char *moving, *format;
  gboolean force;
} Options;

static void
options_clear (Options *options)
{
  g_free (options->moving);
  g_free (options->format);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Options, options_clear)

static gboolean
is_geojson (const char *path)
{
  return g_str_has_suffix (path, ".geojson")
         || g_str_has_suffix (path, ".json");
}

/* The format by the option, or by how many files there are and their names. */
static gboolean
find_format (const Options *options,
             const char *first,
             const char *second,
             SaffronLandmarkFormat *format,
             GError **error)
{
  g_autoptr (GError) local = NULL;

  if (options->format != NULL)
    {
      if (!saffron_landmark_format_from_name (options->format, format, &local))
        {
          saffron_cli_usage_error (error, _ ("--format: %s"), local->message);
          return FALSE;
        }
    }
  else if (is_geojson (first))
    *format = SAFFRON_LANDMARK_FORMAT_GEOJSON;
  else
    *format = second != NULL ? SAFFRON_LANDMARK_FORMAT_POINTS
                             : SAFFRON_LANDMARK_FORMAT_BIGWARP;
  if (saffron_landmark_format_is_pair (*format) == (second != NULL))
    return TRUE;
  saffron_cli_usage_error (
      error,
      second != NULL
          ? _ ("%s is one file, with the places on both slides; give one name")
          : _ ("%s is two files; give the reference's name and the moving "
               "slide's"),
      saffron_landmark_format_get_name (*format));
  return FALSE;
}

static gboolean
check_targets (const char *first,
               const char *second,
               gboolean force,
               SaffronSession *session,
               GError **error)
{
  if (second != NULL && saffron_file_same (first, second))
    {
      g_set_error (
          error, SAFFRON_ERROR, SAFFRON_ERROR_ARGUMENT,
          _ ("%s: given twice; each slide's points need a file of their "
             "own"),
          second);
      return FALSE;
    }
  return saffron_cli_check_target (first, force, session, error)
         && (second == NULL
             || saffron_cli_check_target (second, force, session, error));
}

static SaffronExit
write_landmarks (const Options *options,
                 SaffronLandmarkFormat format,
                 char **argv,
                 GError **error)
{
  g_autoptr (SaffronSession) session = saffron_session_load (argv[1], error);
  const char *second =
      saffron_landmark_format_is_pair (format) ? argv[3] : NULL;
  SaffronMoving *moving = NULL;
  guint n_left_out = 0;

  if (session == NULL)
    return SAFFRON_EXIT_FAILED;
  saffron_cli_say_notes (session);
  moving = saffron_session_find_moving (session, options->moving, error);
  if (moving == NULL)
    {
      g_prefix_error (error, "%s: ", argv[1]);
      return SAFFRON_EXIT_FAILED;
    }
  if (!check_targets (argv[2], second, options->force, session, error)
      || !saffron_landmarks_file_write (argv[2], second, format,
                                        saffron_moving_get_landmarks (moving),
                                        &n_left_out, error))
    return SAFFRON_EXIT_FAILED;
  if (n_left_out > 0)
    g_printerr (ngettext ("%s: %u landmark is not active and is left out\n",
                          "%s: %u landmarks are not active and are left out\n",
                          n_left_out),
                argv[2], n_left_out);
  return SAFFRON_EXIT_OK;
}

static SaffronExit
run_landmarks (int argc, char **argv, GError **error)
{
  g_auto (Options) options = { 0 };
  const GOptionEntry entries[] = {
    { "format", 0, 0, G_OPTION_ARG_STRING, &options.format,
      N_ ("Without it: one file is BigWarp's, two are GeoJSON where the name "
          "ends "
          "so, else tables of points"),
      "bigwarp|xenium|points|geojson" },
    { "moving", 'm', 0, G_OPTION_ARG_STRING, &options.moving,
      N_ ("Which moving slide, when the session has several"), "NAME" },
    { "force", 'f', 0, G_OPTION_ARG_NONE, &options.force,
      N_ ("Replace the result if it is there"), NULL },
    G_OPTION_ENTRY_NULL
  };
  SaffronLandmarkFormat format;
  gboolean helped = FALSE;

  if (!saffron_cli_parse (&saffron_command_landmarks, entries, 2, 3, &argc,
                          &argv, &helped, error))
    return helped ? SAFFRON_EXIT_OK : SAFFRON_EXIT_USAGE;
  if (!find_format (&options, argv[2], argc > 3 ? argv[3] : NULL, &format,
                    error))
    return SAFFRON_EXIT_USAGE;
  return write_landmarks (&options, format, argv, error);
}

const SaffronCommand saffron_command_landmarks = {
  .name = "landmarks",
  .arguments = "FILE.saffron OUT.csv [MOVING-OUT.csv]",
  .summary = N_ ("Write a session's landmarks to files for other programs"),
  .run = run_landmarks,
  .description = N_ (
      "Level-0 pixels. register --landmarks reads the same files. Exit status: "
      "0 done, 1 failed,\n2 wrong usage.\n"),
};
