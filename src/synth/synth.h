/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/job.h"
#include "base/points.h"
#include "base/raster.h"
#include "synth/truth.h"

G_BEGIN_DECLS

/**
 * SaffronSynthKind:
 * @SAFFRON_SYNTH_FLUORESCENCE: channels of uint16, DAPI first
 * @SAFFRON_SYNTH_HE: RGB like hematoxylin and eosin
 * @SAFFRON_SYNTH_IHC: RGB like hematoxylin and DAB
 * @SAFFRON_SYNTH_MIXED: the three in turn, slide by slide
 */
typedef enum {
  SAFFRON_SYNTH_FLUORESCENCE,
  SAFFRON_SYNTH_HE,
  SAFFRON_SYNTH_IHC,
  SAFFRON_SYNTH_MIXED,
} SaffronSynthKind;

/**
 * SaffronSynthRange:
 *
 * A number is drawn between the two; the same twice gives that number.
 */
typedef struct {
  double low, high;
} SaffronSynthRange;

/**
 * SaffronSynthOptions:
 * @width: of the reference, level-0 pixels
 * @height: of the reference; moving slides are as large as their tissue needs
 * @n_channels: of fluorescence slides, 1 to 14, all uint16
 * @n_slides: the reference counted
 * @seed: everything follows from it
 * @kind: what slides look like
 * @rotation: of the tissue on the moving slide against the reference,
 *   degrees, clockwise as seen
 * @scale: moving pixels per reference pixel
 * @amplitude: largest displacement of the deformation, reference pixels
 * @wavelength: of its waves, reference pixels
 * @pixel_size: µm; nuclei are 5–10 µm long
 * @mirror: whether moving slides lie face down
 * @serial: whether moving slides are neighbouring sections instead of further
 *   cycles of the same: then few nuclei are shared
 * @shared: the part of nuclei that a serial section shares
 * @lost: the part that another cycle loses
 * @gained: and the part that it gains
 */
typedef struct {
  gint64 width, height;
  int n_channels;
  int n_slides;
  guint64 seed;
  SaffronSynthKind kind;
  SaffronSynthRange rotation;
  SaffronSynthRange scale;
  SaffronSynthRange amplitude;
  SaffronSynthRange wavelength;
  double pixel_size;
  gboolean mirror;
  gboolean serial;
  double shared;
  double lost;
  double gained;
} SaffronSynthOptions;

#define SAFFRON_SYNTH_OPTIONS_INIT                                             \
  {                                                                            \
    .width = 6000, .height = 6000, .n_channels = 3, .n_slides = 2, .seed = 1,  \
    .rotation = { -180.0, 180.0 }, .scale = { 0.9, 1.1 },                      \
    .amplitude = { 20.0, 60.0 }, .wavelength = { 500.0, 1500.0 },              \
    .pixel_size = 0.325, .shared = 0.3, .lost = 0.03, .gained = 0.03           \
  }

/* How many places are marked in all slides. */
#define SAFFRON_SYNTH_POINTS 500

/**
 * SaffronSynth:
 *
 * A set of slides of one tissue that never was, with known truth. Every pixel
 * is a pure function of the options and its place: any region can be drawn
 * at any time, in any thread, with the same result. Immutable once made; all
 * functions may be called from any thread. Slides count from 0, the reference.
 */
typedef struct _SaffronSynth SaffronSynth;

/**
 * saffron_synth_new:
 *
 * Returns: (transfer full): %NULL with %SAFFRON_ERROR_ARGUMENT when an option
 *   is out of its range
 */
SaffronSynth *saffron_synth_new (const SaffronSynthOptions *options,
                                 GError **error);
void saffron_synth_free (SaffronSynth *synth);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SaffronSynth, saffron_synth_free)

const SaffronSynthOptions *
saffron_synth_get_options (const SaffronSynth *synth);
gint64 saffron_synth_get_width (const SaffronSynth *synth, int slide);
gint64 saffron_synth_get_height (const SaffronSynth *synth, int slide);
/* Never %SAFFRON_SYNTH_MIXED. */
SaffronSynthKind saffron_synth_get_kind (const SaffronSynth *synth, int slide);
/* 3 for RGB. */
int saffron_synth_get_n_channels (const SaffronSynth *synth, int slide);
/* Static; of an RGB slide, its stain. */
const char *saffron_synth_get_channel_name (const SaffronSynth *synth,
                                            int slide,
                                            int channel);
guint32 saffron_synth_get_channel_color (const SaffronSynth *synth,
                                         int slide,
                                         int channel);

/* Moving → reference; of slide 0, the identity. */
const SaffronTruth *saffron_synth_get_truth (const SaffronSynth *synth,
                                             int slide);
/* Degrees and moving pixels per reference pixel, as drawn. */
void saffron_synth_get_similarity (const SaffronSynth *synth,
                                   int slide,
                                   double *rotation,
                                   double *scale);

/* Reference → moving, exact. */
SaffronMovPoint
saffron_synth_pull (const SaffronSynth *synth, int slide, SaffronRefPoint p);
/* Moving → reference, exact. */
SaffronRefPoint
saffron_synth_push (const SaffronSynth *synth, int slide, SaffronMovPoint p);

/**
 * saffron_synth_get_points:
 *
 * Places spread over the tissue: centres of nuclei that every slide has, and,
 * where the tissue has too few, other places in it.
 *
 * Returns: %SAFFRON_SYNTH_POINTS points on the reference
 */
const SaffronRefPoint *saffron_synth_get_points (const SaffronSynth *synth);

/**
 * saffron_synth_render:
 * @channel: 0 …, or -1 for the interleaved samples of an RGB slide
 * @rect: level-0 pixels of the slide, inside it
 * @out: of @rect's size and the slide's type: one uint16 sample, or three
 *   uint8
 *
 * Quickest when @rect is a multiple of 512 pixels from the origin, and when
 * the channels of one region follow each other.
 */
void saffron_synth_render (const SaffronSynth *synth,
                           int slide,
                           int channel,
                           const SaffronRect *rect,
                           SaffronRaster *out);

/* slide1_DAPI_CD3_CD8.ome.tif, slide2_HE.ome.tif …; free with g_free(). */
char *saffron_synth_file_name (const SaffronSynth *synth, int slide);

/* The truth of all slides as JSON, with the options that made them: the format
 * is "saffron-synth", version 1; its member "about" says how to evaluate it. */
JsonNode *saffron_synth_to_json (const SaffronSynth *synth);

G_END_DECLS
