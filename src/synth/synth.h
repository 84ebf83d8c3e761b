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
 * A number is drawn between @low and @high; if both are equal, it is that
 * number.
 */
typedef struct {
  double low, high;
} SaffronSynthRange;

/**
 * SaffronSynthOptions:
 * @width: width of the reference, level-0 pixels
 * @height: height of the reference; moving slides are as large as their tissue
 *   requires
 * @n_channels: channels of fluorescence slides, 1 to 14, all uint16
 * @n_slides: number of slides, including the reference
 * @seed: determines all random choices
 * @kind: what slides look like
 * @rotation: rotation of the tissue on the moving slide relative to the
 *   reference, degrees, clockwise as seen
 * @scale: moving pixels per reference pixel
 * @amplitude: largest displacement of the deformation, reference pixels
 * @wavelength: wavelength of the deformation's waves, reference pixels
 * @pixel_size: µm per pixel; nuclei are 5–10 µm long
 * @mirror: whether moving slides are mirror images, as sections that lie face
 *   down
 * @serial: whether moving slides are neighbouring sections, which share few
 *   nuclei, instead of further cycles of the same section
 * @shared: the part of the nuclei that a serial section shares
 * @lost: the part of the nuclei that another cycle loses
 * @gained: the part of the nuclei that are new in another cycle
 * @torn: how far a third of the tissue, torn off and turned by 5–20°, lies from
 *   where it was on moving slides, reference pixels; 0: nothing is torn
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
  SaffronSynthRange torn;
} SaffronSynthOptions;

#define SAFFRON_SYNTH_OPTIONS_INIT                                             \
  {                                                                            \
    .width = 6000, .height = 6000, .n_channels = 3, .n_slides = 2, .seed = 1,  \
    .rotation = { -180.0, 180.0 }, .scale = { 0.9, 1.1 },                      \
    .amplitude = { 20.0, 60.0 }, .wavelength = { 500.0, 1500.0 },              \
    .pixel_size = 0.325, .shared = 0.3, .lost = 0.03, .gained = 0.03           \
  }

/* The number of places that are marked in all slides. */
#define SAFFRON_SYNTH_POINTS 500

/**
 * SaffronSynth:
 *
 * A set of slides of one invented tissue, whose true transforms are known.
 * Every pixel is a pure function of the options and its place, so any region
 * can be drawn at any time and in any thread with the same result. Immutable
 * once made; all functions may be called from any thread. Slides are counted
 * from 0, the reference.
 */
typedef struct _SaffronSynth SaffronSynth;

/**
 * saffron_synth_new:
 *
 * Returns: (transfer full): the set, or %NULL with %SAFFRON_ERROR_ARGUMENT when
 *   an option is out of range
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
/* The channel's name, static; for an RGB slide, the name of its stain. */
const char *saffron_synth_get_channel_name (const SaffronSynth *synth,
                                            int slide,
                                            int channel);
guint32 saffron_synth_get_channel_color (const SaffronSynth *synth,
                                         int slide,
                                         int channel);

/* The slide's truth, moving → reference, of a torn slide that of the larger
 * part; for slide 0, the identity. */
const SaffronTruth *saffron_synth_get_truth (const SaffronSynth *synth,
                                             int slide);
/* The rotation in degrees and the scale in moving pixels per reference pixel
 * that were drawn. */
void saffron_synth_get_similarity (const SaffronSynth *synth,
                                   int slide,
                                   double *rotation,
                                   double *scale);

/* The exact map from the reference to the slide. */
SaffronMovPoint
saffron_synth_pull (const SaffronSynth *synth, int slide, SaffronRefPoint p);
/* The exact map from the slide to the reference. */
SaffronRefPoint
saffron_synth_push (const SaffronSynth *synth, int slide, SaffronMovPoint p);

/* Whether the place is torn off on the slide. */
gboolean
saffron_synth_is_off (const SaffronSynth *synth, int slide, SaffronRefPoint p);

/**
 * saffron_synth_get_points:
 *
 * Places spread over the tissue: centres of nuclei that every slide has and, if
 * there are too few of these, other places in the tissue.
 *
 * Returns: %SAFFRON_SYNTH_POINTS points on the reference
 */
const SaffronRefPoint *saffron_synth_get_points (const SaffronSynth *synth);

/**
 * saffron_synth_render:
 * @channel: 0 …, or -1 for the interleaved samples of an RGB slide
 * @rect: level-0 pixels of the slide, inside it
 * @out: a raster of @rect's size and the slide's type: one uint16 sample, or
 *   three uint8
 *
 * Draws a region. It is fastest if @rect begins at a multiple of 512 pixels and
 * the channels of one region are drawn one after the other.
 */
void saffron_synth_render (const SaffronSynth *synth,
                           int slide,
                           int channel,
                           const SaffronRect *rect,
                           SaffronRaster *out);

/* (transfer full): "slide1_DAPI_CD3_CD8.ome.tif", "slide2_HE.ome.tif" … */
char *saffron_synth_file_name (const SaffronSynth *synth, int slide);

/* (transfer full): the truth of all slides as JSON, with the options from which
 * they were made. Its format is "saffron-synth", version 1; its member "about"
 * says how to evaluate the truth. */
JsonNode *saffron_synth_to_json (const SaffronSynth *synth);

G_END_DECLS
