/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cli/cli.h"

#include <glib/gi18n.h>

#include "base/error.h"
#include "cli/cli-run.h"
#include "cli/cli-slides.h"
#include "export/merge.h"
#include "session/export-name.h"

/* At this level every slide has shrunk to one pixel. */
#define MAX_LEVEL 20

typedef struct {
  char *output, *compression;
  int level, quality, threads;
  gboolean duplicates, force;
  double accept; /* see saffron_cli_exit_of() */
} Options;

static void
options_clear (Options *options)
{
  g_free (options->output);
  g_free (options->compression);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Options, options_clear)

static gboolean
check_options (const Options *options,
               SaffronMergeOptions *merge,
               GError **error)
{
  g_autoptr (GError) local = NULL;

  if (options->output == NULL)
    saffron_cli_usage_error (error,
                             _ ("the output is missing: give -o OUT.ome.tiff"));
  else if (options->level < 0 || options->level > MAX_LEVEL)
    saffron_cli_usage_error (error, _ ("--level %d: give 0 to %d"),
                             options->level, MAX_LEVEL);
  else if (options->quality < 0 || options->threads < 0)
    saffron_cli_usage_error (error,
                             _ ("--quality and --threads: give 0 or more"));
  else if (options->compression != NULL
           && !saffron_compression_from_name (options->compression,
                                              &merge->compression, &local))
    saffron_cli_usage_error (error, "%s", local->message);
  else if (options->quality
           > saffron_compression_max_quality (merge->compression))
    saffron_cli_usage_error (error, _ ("--quality %d: more than %s takes"),
                             options->quality,
                             saffron_compression_name (merge->compression));
  else
    {
      merge->level = options->level;
      merge->quality = options->quality;
      merge->overwrite = options->force;
      return saffron_cli_check_accept (options->accept, error);
    }
  return FALSE;
}

/* Adds the reference, and each moving slide that has a run. @status: (inout):
 * what the command ends with */
static gboolean
add_slides (SaffronMerge *merge,
            SaffronSession *session,
            double accept,
            SaffronJob *job,
            SaffronExit *status,
            GError **error)
{
  const char *path = saffron_session_get_reference_path (session);
  g_autofree char *name = saffron_moving_name_of_path (path);
  g_auto (GStrv) names = saffron_session_export_names (session);
  g_autoptr (SaffronSlide) reference =
      saffron_cli_open_session_slide (session, path, job, error);

  if (reference == NULL)
    return FALSE;
  saffron_merge_add (merge, reference, NULL, name);
  for (guint i = 0; names[i] != NULL; i++)
    {
      SaffronMoving *moving = saffron_session_get_moving (session, i);
      g_autofree char *note = NULL;
      g_autoptr (SaffronSlide) slide = NULL;
      SaffronRunEntry *entry = saffron_moving_get_export (moving, &note, NULL);
      SaffronRun *run = NULL;

      if (entry == NULL)
        {
          g_printerr (_ ("%s: not registered, so left out\n"), names[i]);
          continue;
        }
      if (note != NULL)
        g_printerr ("%s: %s\n", names[i], note);
      run = saffron_run_entry_get_run (entry);
      saffron_cli_say_unverified (session, moving, run);
      slide = saffron_cli_open_session_slide (
          session, saffron_moving_get_path (moving), job, error);
      if (slide == NULL)
        return FALSE;
      saffron_merge_add (merge, slide, run->transform, names[i]);
      *status = MAX (*status, saffron_cli_exit_of (run, accept));
    }
  return TRUE;
}

static void
print_channels (GPtrArray *channels)
{
  for (guint i = 0; i < channels->len; i++)
    {
      const SaffronMergeChannel *channel = channels->pdata[i];

      g_print ("  %2u  #%06x  %s\n", i + 1, channel->color, channel->name);
    }
}

static SaffronExit
merge_all (const char *path,
           const Options *options,
           const SaffronMergeOptions *write,
           GError **error)
{
  g_autoptr (SaffronSession) session = saffron_session_load (path, error);
  g_autoptr (SaffronMerge) merge = saffron_merge_new ();
  g_autoptr (SaffronJob) job = NULL;
  g_autoptr (GPtrArray) channels = NULL;
  SaffronExit status = SAFFRON_EXIT_OK;

  if (session == NULL
      || !saffron_cli_check_target (options->output, options->force, session,
                                    error))
    return SAFFRON_EXIT_FAILED;
  saffron_cli_say_notes (session);
  job = saffron_cli_job_new (options->threads);
  saffron_job_begin_stage (job, "opening", 0.0, 0.0);
  if (!add_slides (merge, session, options->accept, job, &status, error))
    return SAFFRON_EXIT_FAILED;
  channels = saffron_merge_list (merge, options->duplicates);
  if (!saffron_merge_write (merge, channels, write, options->output, job,
                            error))
    return SAFFRON_EXIT_FAILED;
  saffron_cli_job_finish (job);
  g_print (ngettext ("%s: %u channel\n", "%s: %u channels\n", channels->len),
           options->output, channels->len);
  print_channels (channels);
  return status;
}

static SaffronExit
run (int argc, char **argv, GError **error)
{
  g_auto (Options) options = { 0 };
  SaffronMergeOptions merge = { .compression = SAFFRON_COMPRESSION_DEFLATE };
  const GOptionEntry entries[] = {
    { "output", 'o', 0, G_OPTION_ARG_FILENAME, &options.output,
      N_ ("The OME-TIFF to write"), "OUT.ome.tiff" },
    { "keep-duplicates", 0, 0, G_OPTION_ARG_NONE, &options.duplicates,
      N_ ("Keep the nuclear stain of each slide, named by the slide; without "
          "it "
          "the first of each stain is enough"),
      NULL },
    { "level", 'l', 0, G_OPTION_ARG_INT, &options.level,
      N_ ("At the resolution of this level of the reference; 0: full"), "N" },
    { "compression", 'c', 0, G_OPTION_ARG_STRING, &options.compression,
      N_ ("How the file is compressed (deflate)"),
      "none|lzw|deflate|zstd|jpeg|webp" },
    { "quality", 'q', 0, G_OPTION_ARG_INT, &options.quality,
      N_ ("1 to 100 for jpeg, 1 to 9 for deflate, 1 to 19 for zstd"), "N" },
    { "threads", 't', 0, G_OPTION_ARG_INT, &options.threads,
      N_ ("How many processors to use; 0: all"), "N" },
    SAFFRON_CLI_ACCEPT_ENTRY (&options.accept),
    { "force", 'f', 0, G_OPTION_ARG_NONE, &options.force,
      N_ ("Replace the output if it is there"), NULL },
    G_OPTION_ENTRY_NULL
  };
  gboolean helped = FALSE;

  if (!saffron_cli_parse (&saffron_command_merge, entries, 1, 1, &argc, &argv,
                          &helped, error))
    return helped ? SAFFRON_EXIT_OK : SAFFRON_EXIT_USAGE;
  if (!check_options (&options, &merge, error))
    return SAFFRON_EXIT_USAGE;
  return merge_all (argv[1], &options, &merge, error);
}

const SaffronCommand saffron_command_merge = {
  .name = "merge",
  .arguments = "FILE.saffron -o OUT.ome.tiff",
  .summary = N_ ("Write all slides of a session as one, registered"),
  .run = run,
  .description = N_ (
      "All channels of the reference and of each registered slide, with names "
      "and colours, in the\nreference's pixels, as one pyramidal OME-TIFF. "
      "DAPI of the later slides is left out.\n\nExit status: 0 done, 1 failed, "
      "2 wrong usage, 3 done by an unverified registration.\n"),
};
