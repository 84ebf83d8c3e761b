/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cli/cli.h"

#include <glib/gi18n.h>
#include <math.h>

#include "base/error.h"
#include "synth/write.h"

/* The arguments as they stand on the command line, before parsing. */
typedef struct {
  gint64 width, height;
  int channels, slides;
  char *seed;
  char *rotation, *scale, *amplitude, *wavelength, *torn;
  double pixel_size;
  double shared, lost, gained;
  char *layout, *compression, *kind, *similarity;
  int quality, threads;
  gboolean mirror, force;
} Arguments;

#define ARGUMENTS_INIT                                                         \
  {                                                                            \
    .width = 6000, .height = 6000, .channels = 3, .slides = 2,                 \
    .pixel_size = 0.325, .shared = 0.3, .lost = 0.03, .gained = 0.03           \
  }

static void
arguments_clear (Arguments *a)
{
  g_free (a->seed);
  g_free (a->rotation);
  g_free (a->scale);
  g_free (a->amplitude);
  g_free (a->wavelength);
  g_free (a->torn);
  g_free (a->layout);
  g_free (a->compression);
  g_free (a->kind);
  g_free (a->similarity);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Arguments, arguments_clear)

/* Finds which of @words the text is. */
static gboolean
parse_word (const char *option,
            const char *text,
            const char *const *words,
            int *index,
            GError **error)
{
  g_autofree char *list = NULL;

  if (text == NULL)
    return TRUE;
  for (int k = 0; words[k] != NULL; k++)
    if (g_str_equal (words[k], text))
      {
        *index = k;
        return TRUE;
      }
  list = g_strjoinv (", ", (char **) words);
  g_set_error (error, SAFFRON_ERROR, SAFFRON_ERROR_ARGUMENT,
               _ ("--%s is one of %s, not “%s”"), option, list, text);
  return FALSE;
}

static gboolean
parse_number (const char *text, double *value)
{
  char *end = NULL;

  *value = g_ascii_strtod (text, &end);
  return end != text && *end == '\0' && isfinite (*value);
}

/* Parses one number, or two with a colon between them. */
static gboolean
parse_range (const char *option,
             const char *text,
             SaffronSynthRange *range,
             GError **error)
{
  g_auto (GStrv) parts = NULL;
  guint n = 0;

  if (text == NULL)
    return TRUE;
  parts = g_strsplit (text, ":", 3);
  n = g_strv_length (parts);
  if (n >= 1 && n <= 2 && parse_number (parts[0], &range->low)
      && parse_number (parts[n - 1], &range->high))
    return TRUE;
  g_set_error (error, SAFFRON_ERROR, SAFFRON_ERROR_ARGUMENT,
               _ ("--%s is a number, or LOW:HIGH to draw one, not “%s”"),
               option, text);
  return FALSE;
}

static gboolean
parse_seed (const char *text, guint64 *seed, GError **error)
{
  if (text == NULL
      || g_ascii_string_to_unsigned (text, 10, 0, G_MAXUINT64, seed, NULL))
    return TRUE;
  g_set_error (error, SAFFRON_ERROR, SAFFRON_ERROR_ARGUMENT,
               _ ("--seed is a whole number from 0, not “%s”"), text);
  return FALSE;
}

/* JPEG and WebP hold 8 bits only. In a mixed set they are used for the
 * brightfield slides. For a set of fluorescence slides only, the writer reports
 * the error. */
static gboolean
parse_compression (const char *name,
                   int kind,
                   SaffronSynthFiles *files,
                   GError **error)
{
  SaffronCompression compression = SAFFRON_COMPRESSION_NONE;

  if (name == NULL)
    return TRUE;
  if (!saffron_compression_from_name (name, &compression, error))
    return FALSE;
  files->compression_rgb = compression;
  if (kind != SAFFRON_SYNTH_MIXED
      || (compression != SAFFRON_COMPRESSION_JPEG
          && compression != SAFFRON_COMPRESSION_WEBP))
    files->compression = compression;
  return TRUE;
}

static gboolean
parse_arguments (const Arguments *a,
                 SaffronSynthOptions *options,
                 SaffronSynthFiles *files,
                 GError **error)
{
  static const char *const kinds[] = { "fluorescence", "he", "ihc", "mixed",
                                       NULL };
  static const char *const layouts[] = { "subifd", "flat", "pages", NULL };
  static const char *const similarities[] = { "cyclic", "serial", NULL };
  int kind = 0, layout = 0, similarity = 0;

  if (!parse_word ("kind", a->kind, kinds, &kind, error)
      || !parse_word ("layout", a->layout, layouts, &layout, error)
      || !parse_word ("similarity", a->similarity, similarities, &similarity,
                      error)
      || !parse_seed (a->seed, &options->seed, error)
      || (g_strcmp0 (a->rotation, "any") != 0
          && !parse_range ("rotation", a->rotation, &options->rotation, error))
      || !parse_range ("scale", a->scale, &options->scale, error)
      || !parse_range ("amplitude", a->amplitude, &options->amplitude, error)
      || !parse_range ("wavelength", a->wavelength, &options->wavelength, error)
      || !parse_range ("torn", a->torn, &options->torn, error)
      || !parse_compression (a->compression, kind, files, error))
    return FALSE;

  options->kind = (SaffronSynthKind) kind;
  options->serial = similarity == 1;
  options->width = a->width;
  options->height = a->height;
  options->n_channels = a->channels;
  options->n_slides = a->slides;
  options->pixel_size = a->pixel_size;
  options->mirror = a->mirror;
  options->shared = a->shared;
  options->lost = a->lost;
  options->gained = a->gained;
  files->layout = (SaffronOmeLayout) layout;
  files->quality = a->quality;
  files->overwrite = a->force;
  return TRUE;
}

static void
print_result (const SaffronSynth *synth, const char *folder)
{
  for (int k = 0; k < saffron_synth_get_options (synth)->n_slides; k++)
    {
      g_autofree char *name = saffron_synth_file_name (synth, k);
      g_autofree char *path = g_build_filename (folder, name, NULL);
      const SaffronTruth *truth = saffron_synth_get_truth (synth, k);
      double rotation = 0.0, scale = 1.0;

      saffron_synth_get_similarity (synth, k, &rotation, &scale);
      g_print ("%s  %" G_GINT64_FORMAT " × %" G_GINT64_FORMAT, path,
               saffron_synth_get_width (synth, k),
               saffron_synth_get_height (synth, k));
      if (k == 0)
        g_print (_ ("  reference\n"));
      else
        g_print (_ ("  rotation %.2f°, scale %.4f, deformation %.1f px\n"),
                 rotation, scale, truth->amplitude);
    }
}

static SaffronExit
make_slides (const Arguments *arguments, const char *folder, GError **error)
{
  SaffronSynthOptions options = SAFFRON_SYNTH_OPTIONS_INIT;
  SaffronSynthFiles files = {
    .compression = SAFFRON_COMPRESSION_DEFLATE,
    .compression_rgb = SAFFRON_COMPRESSION_JPEG,
  };
  g_autoptr (SaffronSynth) synth = NULL;
  g_autoptr (SaffronJob) job = NULL;

  if (arguments->threads < 0 || arguments->threads > 1024)
    {
      g_set_error (error, SAFFRON_ERROR, SAFFRON_ERROR_ARGUMENT,
                   _ ("--threads must lie between 0 and 1024"));
      return SAFFRON_EXIT_USAGE;
    }
  if (!parse_arguments (arguments, &options, &files, error))
    return SAFFRON_EXIT_USAGE;
  synth = saffron_synth_new (&options, error);
  if (synth == NULL)
    return SAFFRON_EXIT_USAGE;
  job = saffron_cli_job_new (arguments->threads);
  if (!saffron_synth_write (synth, folder, &files, job, error))
    return SAFFRON_EXIT_FAILED;
  print_result (synth, folder);
  return SAFFRON_EXIT_OK;
}

static SaffronExit
run_synth (int argc, char **argv, GError **error)
{
  g_auto (Arguments) a = ARGUMENTS_INIT;
  const GOptionEntry entries[] = {
    { "width", 0, 0, G_OPTION_ARG_INT64, &a.width,
      N_ ("Width of the reference, pixels (6000)"), "N" },
    { "height", 0, 0, G_OPTION_ARG_INT64, &a.height,
      N_ ("Height of the reference, pixels (6000)"), "N" },
    { "channels", 0, 0, G_OPTION_ARG_INT, &a.channels,
      N_ ("Channels in fluorescence, 1 to 14; the first is DAPI (3)"), "N" },
    { "slides", 0, 0, G_OPTION_ARG_INT, &a.slides,
      N_ ("Number of slides, with the reference (2)"), "N" },
    { "seed", 0, 0, G_OPTION_ARG_STRING, &a.seed,
      N_ ("Each number gives another tissue (1)"), "N" },
    { "kind", 0, 0, G_OPTION_ARG_STRING, &a.kind,
      N_ ("What is shown (fluorescence)"), "fluorescence|he|ihc|mixed" },
    { "similarity", 0, 0, G_OPTION_ARG_STRING, &a.similarity,
      N_ ("cyclic: one section again; serial: neighbouring ones (cyclic)"),
      "cyclic|serial" },
    { "shared", 0, 0, G_OPTION_ARG_DOUBLE, &a.shared,
      N_ ("Part of the nuclei shared with the next section (0.3)"), "PART" },
    { "lost", 0, 0, G_OPTION_ARG_DOUBLE, &a.lost,
      N_ ("Part of the nuclei that each cycle loses (0.03)"), "PART" },
    { "gained", 0, 0, G_OPTION_ARG_DOUBLE, &a.gained,
      N_ ("Part of the nuclei that are new in each cycle (0.03)"), "PART" },
    { "rotation", 0, 0, G_OPTION_ARG_STRING, &a.rotation,
      N_ ("Rotation, clockwise: a number, LOW:HIGH or any (any)"), "DEGREES" },
    { "scale", 0, 0, G_OPTION_ARG_STRING, &a.scale,
      N_ ("Scale of moving slides: a number or LOW:HIGH (0.9:1.1)"), "FACTOR" },
    { "mirror", 0, 0, G_OPTION_ARG_NONE, &a.mirror,
      N_ ("Turn moving slides face down"), NULL },
    { "amplitude", 0, 0, G_OPTION_ARG_STRING, &a.amplitude,
      N_ ("Largest shift by bending: a number or LOW:HIGH (20:60)"), "PX" },
    { "wavelength", 0, 0, G_OPTION_ARG_STRING, &a.wavelength,
      N_ ("Wavelength of bending: a number or LOW:HIGH (500:1500)"), "PX" },
    { "torn", 0, 0, G_OPTION_ARG_STRING, &a.torn,
      N_ ("How far off a torn third lies: a number, LOW:HIGH (0)"), "PX" },
    { "pixel-size", 0, 0, G_OPTION_ARG_DOUBLE, &a.pixel_size,
      N_ ("Size of a pixel, µm (0.325)"), "UM" },
    { "layout", 0, 0, G_OPTION_ARG_STRING, &a.layout,
      N_ ("Where the pyramid is; flat has none (subifd)"),
      "subifd|pages|flat" },
    { "compression", 0, 0, G_OPTION_ARG_STRING, &a.compression,
      N_ ("How the files are compressed (deflate; jpeg for RGB)"),
      "none|lzw|deflate|zstd|jpeg|webp" },
    { "quality", 0, 0, G_OPTION_ARG_INT, &a.quality,
      N_ ("Quality of the compression; 0: its default (0)"), "N" },
    { "threads", 0, 0, G_OPTION_ARG_INT, &a.threads,
      N_ ("How many processors to use; 0: all"), "N" },
    { "force", 0, 0, G_OPTION_ARG_NONE, &a.force,
      N_ ("Replace files that are there"), NULL },
    G_OPTION_ENTRY_NULL
  };
  gboolean helped = FALSE;

  if (!saffron_cli_parse (&saffron_command_synth, entries, 1, 1, &argc, &argv,
                          &helped, error))
    return helped ? SAFFRON_EXIT_OK : SAFFRON_EXIT_USAGE;
  return make_slides (&a, argv[1], error);
}

const SaffronCommand saffron_command_synth = {
  .name = "synth",
  .arguments = "DIR",
  .summary = N_ ("Make slides of an invented tissue, with the true transforms"),
  .run = run_synth,
};
