/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "synth/synth.h"

#include <glib/gi18n.h>
#include <math.h>

#include "base/error.h"
#include "synth/block.h"
#include "synth/markers.h"
#include "synth/random.h"
#include "synth/synth-private.h"

/* µm per content pixel. */
#define CONTENT_PIXEL 0.325
/* The tissue's extent is sampled at this many places per side. */
#define EXTENT_SAMPLES 128

enum {
  KEY_TISSUE = 1,
  KEY_SLIDE,
  KEY_TRUTH,
  KEY_CHROMATIN,
  KEY_GRAIN,
};

/* @name is the option's name in saffron-cli synth. */
static gboolean
check_range (const char *name,
             SaffronSynthRange range,
             double low,
             double high,
             GError **error)
{
  if (range.low >= low && range.high <= high && range.low <= range.high)
    return TRUE;

  if (range.low == range.high)
    g_set_error (error, SAFFRON_ERROR, SAFFRON_ERROR_ARGUMENT,
                 _ ("--%s %g: give %g to %g"), name, range.low, low, high);
  else
    g_set_error (
        error, SAFFRON_ERROR, SAFFRON_ERROR_ARGUMENT,
        _ ("--%s %g:%g: give two numbers from %g to %g, the smaller one "
           "first"),
        name, range.low, range.high, low, high);
  return FALSE;
}

static SaffronSynthRange
just (double value)
{
  return (SaffronSynthRange){ value, value };
}

static gboolean
check_options (const SaffronSynthOptions *o, GError **error)
{
  return check_range ("width", just ((double) o->width), 64, 200000, error)
         && check_range ("height", just ((double) o->height), 64, 200000, error)
         && check_range ("channels", just (o->n_channels), 1, SAFFRON_N_MARKERS,
                         error)
         && check_range ("slides", just (o->n_slides), 1, 100, error)
         && check_range ("rotation", o->rotation, -360, 360, error)
         && check_range ("scale", o->scale, 0.25, 4, error)
         && check_range ("amplitude", o->amplitude, 0, 1000, error)
         && check_range ("wavelength", o->wavelength, 150, 100000, error)
         && check_range ("pixel-size", just (o->pixel_size), 0.1, 4, error)
         && check_range ("shared", just (o->shared), 0, 1, error)
         && check_range ("lost", just (o->lost), 0, 1, error)
         && check_range ("gained", just (o->gained), 0, 0.5, error)
         && check_range ("torn", o->torn, 0, 100000, error);
}

static double
draw (SaffronSynthRng *rng, SaffronSynthRange range)
{
  return saffron_synth_rng_range (rng, range.low, range.high);
}

/* Moves everything on the slide by (@left, @top). */
static void
shift_origin (SaffronTruth *truth, double left, double top)
{
  SaffronAffine affine = truth->affine;

  affine.x0 -= affine.xx * left + affine.xy * top;
  affine.y0 -= affine.yx * left + affine.yy * top;
  saffron_truth_set_affine (truth, &affine);
}

/* Sets the slide's size so that its tissue fits, with some glass around it, and
 * the truth's shift accordingly. */
static void
place_slide (SaffronSynth *synth, int index, SaffronSynthRng *rng)
{
  SaffronSynthSlide *slide = &synth->slides[index];
  const SaffronSynthOptions *options = &synth->options;
  const SaffronTissue *tissue = &synth->tissue;
  double low_x = G_MAXDOUBLE, low_y = G_MAXDOUBLE;
  double high_x = -G_MAXDOUBLE, high_y = -G_MAXDOUBLE;
  double step = MAX (tissue->width, tissue->height) / EXTENT_SAMPLES;
  double size = (double) MIN (options->width, options->height);
  double left = 0.0, top = 0.0;

  for (double y = 0.5 * step; y < tissue->height; y += step)
    for (double x = 0.5 * step; x < tissue->width; x += step)
      {
        SaffronMovPoint p;

        if (saffron_tissue_depth (tissue, x, y) < -step)
          continue;
        p = saffron_synth_pull (
            synth, index,
            (SaffronRefPoint){ x * synth->unit, y * synth->unit });
        low_x = MIN (low_x, p.x);
        high_x = MAX (high_x, p.x);
        low_y = MIN (low_y, p.y);
        high_y = MAX (high_y, p.y);
      }
  step *= synth->unit * slide->scale;
  left = step + size * saffron_synth_rng_range (rng, 0.02, 0.07) - low_x;
  top = step + size * saffron_synth_rng_range (rng, 0.02, 0.07) - low_y;
  slide->width = (gint64) ceil (
      high_x + left + step + size * saffron_synth_rng_range (rng, 0.02, 0.07));
  slide->height = (gint64) ceil (
      high_y + top + step + size * saffron_synth_rng_range (rng, 0.02, 0.07));

  shift_origin (&slide->truth, left, top);
  if (saffron_synth_is_torn (synth))
    {
      SaffronSynthSlide *piece =
          &synth->slides[saffron_synth_piece_of (synth, index)];

      shift_origin (&piece->truth, left, top);
      piece->width = slide->width;
      piece->height = slide->height;
    }
}

/* Moving → reference: the inverse of rotating the tissue by @degrees and
 * enlarging it by @scale. */
static SaffronAffine
similarity_to_reference (double degrees, double scale, gboolean mirror)
{
  double c = cos (degrees * G_PI / 180.0) / scale;
  double s = sin (degrees * G_PI / 180.0) / scale;
  double flip = mirror ? -1.0 : 1.0;

  return (SaffronAffine){ flip * c, flip * s, 0.0, -s, c, 0.0 };
}

static void
make_slide (SaffronSynth *synth, int index)
{
  const SaffronSynthOptions *o = &synth->options;
  SaffronSynthSlide *slide = &synth->slides[index];
  guint64 key = saffron_synth_key2 (o->seed, KEY_SLIDE, index);
  SaffronSynthRng rng = { key };

  slide->key = key;
  slide->kind =
      o->kind == SAFFRON_SYNTH_MIXED ? (SaffronSynthKind) (index % 3) : o->kind;
  slide->width = o->width;
  slide->height = o->height;
  slide->scale = 1.0;
  slide->gain = (float) saffron_synth_rng_range (&rng, 0.75, 1.35);
  slide->bleach =
      (float) (pow (0.95, index) * saffron_synth_rng_range (&rng, 0.9, 1.0));
  slide->cells = (SaffronCellSource){
    .tissue = &synth->tissue,
    .slide = (guint64) index,
    .serial = o->serial && index > 0,
    .lost = o->serial ? 1.0 - o->shared : o->lost,
    .gained = o->gained,
    .kept = synth->kept,
    .n_kept = SAFFRON_SYNTH_POINTS,
  };
  saffron_truth_init (&slide->truth, saffron_synth_key (key, KEY_TRUTH),
                      (double) o->width, (double) o->height,
                      index == 0 ? 0.0 : draw (&rng, o->amplitude),
                      o->wavelength.low, o->wavelength.high);
  if (index == 0)
    return;

  slide->rotation = draw (&rng, o->rotation);
  slide->scale = draw (&rng, o->scale);
  slide->truth.affine =
      similarity_to_reference (slide->rotation, slide->scale, o->mirror);
  saffron_truth_set_affine (&slide->truth, &slide->truth.affine);
  if (saffron_synth_is_torn (synth))
    saffron_synth_tear (synth, index);
  place_slide (synth, index, &rng);
}

SaffronSynth *
saffron_synth_new (const SaffronSynthOptions *options, GError **error)
{
  SaffronSynth *synth = NULL;

  if (!check_options (options, error))
    return NULL;

  synth = g_new0 (SaffronSynth, 1);
  g_mutex_init (&synth->mutex);
  g_queue_init (&synth->blocks);
  synth->options = *options;
  synth->unit = CONTENT_PIXEL / options->pixel_size;
  saffron_tissue_init (&synth->tissue,
                       saffron_synth_key (options->seed, KEY_TISSUE),
                       (double) options->width / synth->unit,
                       (double) options->height / synth->unit);
  synth->chromatin = saffron_synth_texture_new (
      saffron_synth_key (options->seed, KEY_CHROMATIN), 0.9, 2.4, 0.5);
  synth->grain = saffron_synth_texture_new (
      saffron_synth_key (options->seed, KEY_GRAIN), 1.3, 5.0, 0.5);
  synth->slides = g_new0 (SaffronSynthSlide, 2 * options->n_slides);
  for (int k = 0; k < options->n_slides; k++)
    make_slide (synth, k);
  saffron_synth_choose_points (synth);
  return synth;
}

void
saffron_synth_free (SaffronSynth *synth)
{
  g_queue_clear_full (&synth->blocks, (GDestroyNotify) saffron_block_unref);
  g_mutex_clear (&synth->mutex);
  g_free (synth->chromatin);
  g_free (synth->grain);
  g_free (synth->slides);
  g_free (synth);
}

const SaffronSynthOptions *
saffron_synth_get_options (const SaffronSynth *synth)
{
  return &synth->options;
}

gint64
saffron_synth_get_width (const SaffronSynth *synth, int slide)
{
  return synth->slides[slide].width;
}

gint64
saffron_synth_get_height (const SaffronSynth *synth, int slide)
{
  return synth->slides[slide].height;
}

SaffronSynthKind
saffron_synth_get_kind (const SaffronSynth *synth, int slide)
{
  return synth->slides[slide].kind;
}

int
saffron_synth_get_n_channels (const SaffronSynth *synth, int slide)
{
  return synth->slides[slide].kind == SAFFRON_SYNTH_FLUORESCENCE
             ? synth->options.n_channels
             : 3;
}

const char *
saffron_synth_get_channel_name (const SaffronSynth *synth,
                                int slide,
                                int channel)
{
  switch (synth->slides[slide].kind)
    {
    case SAFFRON_SYNTH_HE:
      return "HE";
    case SAFFRON_SYNTH_IHC:
      return "IHC";
    case SAFFRON_SYNTH_FLUORESCENCE:
    case SAFFRON_SYNTH_MIXED:
    default:
      return saffron_marker_of_channel (slide, channel,
                                        synth->options.n_channels)
          ->name;
    }
}

guint32
saffron_synth_get_channel_color (const SaffronSynth *synth,
                                 int slide,
                                 int channel)
{
  return saffron_marker_of_channel (slide, channel, synth->options.n_channels)
      ->color;
}

const SaffronTruth *
saffron_synth_get_truth (const SaffronSynth *synth, int slide)
{
  return &synth->slides[slide].truth;
}

void
saffron_synth_get_similarity (const SaffronSynth *synth,
                              int slide,
                              double *rotation,
                              double *scale)
{
  *rotation = synth->slides[slide].rotation;
  *scale = synth->slides[slide].scale;
}

const SaffronRefPoint *
saffron_synth_get_points (const SaffronSynth *synth)
{
  return synth->points;
}

char *
saffron_synth_file_name (const SaffronSynth *synth, int slide)
{
  g_autoptr (GString) name = g_string_new (NULL);
  int n = saffron_synth_get_kind (synth, slide) == SAFFRON_SYNTH_FLUORESCENCE
              ? saffron_synth_get_n_channels (synth, slide)
              : 1;

  g_string_printf (name, "slide%d", slide + 1);
  for (int k = 0; k < n; k++)
    g_string_append_printf (name, "_%s",
                            saffron_synth_get_channel_name (synth, slide, k));
  g_string_append (name, ".ome.tif");
  return g_string_free (g_steal_pointer (&name), FALSE);
}
