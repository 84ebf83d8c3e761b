/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "base/job.h"
#include "base/points.h"
#include "base/raster.h"

G_BEGIN_DECLS

/**
 * SaffronSlideKind:
 * @SAFFRON_SLIDE_FLUORESCENCE: channels of intensities, bright on dark
 * @SAFFRON_SLIDE_BRIGHTFIELD: RGB, dark on bright
 */
typedef enum {
  SAFFRON_SLIDE_FLUORESCENCE,
  SAFFRON_SLIDE_BRIGHTFIELD,
} SaffronSlideKind;

/**
 * SaffronLevel:
 * @width: columns
 * @height: rows
 * @downsample: level-0 pixels per pixel of this level; a real number, 1 for
 *   level 0. Level coordinates = level-0 coordinates / @downsample.
 * @tile_width: width of the file's own tiles, which are decoded at once
 * @tile_height: height of the tiles; in striped files, rows per strip
 */
typedef struct {
  gint64 width, height;
  double downsample;
  int tile_width, tile_height;
} SaffronLevel;

/**
 * SaffronChannel:
 * @name: never %NULL; "Channel 1" where the file names none
 * @has_color: whether the file gives @color
 * @color: 0xRRGGBB, a hint for display
 * @type: the type of the stored values
 */
typedef struct {
  char *name;
  gboolean has_color;
  guint32 color;
  SaffronSampleType type;
} SaffronChannel;

/* As a channel of saffron_slide_read(): all three samples of an RGB slide,
 * interleaved. */
#define SAFFRON_CHANNEL_RGB (-1)

/**
 * SaffronSlide:
 *
 * One opened whole-slide image: levels, channels, pixel size and regions of
 * stored values. Immutable once open; all functions may be called from any
 * thread at once. An RGB slide is %SAFFRON_SLIDE_BRIGHTFIELD with the three
 * channels "Red", "Green" and "Blue". If most of it is dark, it is
 * %SAFFRON_SLIDE_FLUORESCENCE with these channels, or with a single one if it
 * is grey.
 */
#define SAFFRON_TYPE_SLIDE (saffron_slide_get_type ())
G_DECLARE_FINAL_TYPE (SaffronSlide, saffron_slide, SAFFRON, SLIDE, GObject)

/* The values of SaffronSlideChoice.z that are no plane's number. */
#define SAFFRON_Z_SHARPEST 0
#define SAFFRON_Z_MAX (-1)

/**
 * SaffronSlideChoice:
 * @scene: which of a file's images, from 1; 0 for the largest
 * @z: which plane of a Z stack, from 1; %SAFFRON_Z_SHARPEST, or %SAFFRON_Z_MAX
 *   for the brightest value at each pixel
 * @damaged: whether to open a slide of which a part cannot be read, too; see
 *   saffron_slide_get_damage()
 *
 * What to open of a file. All members 0: the usual.
 */
typedef struct {
  int scene;
  int z;
  gboolean damaged;
} SaffronSlideChoice;

/**
 * SaffronScene:
 * @name: never %NULL; "" where the file names none
 * @width: columns of its level 0; 0 where it cannot be read
 * @height: rows
 *
 * One of several images in a file.
 */
typedef struct {
  char *name;
  gint64 width, height;
} SaffronScene;

/**
 * saffron_slide_open:
 * @path: a file; its kind is found by looking into it
 * @job: (nullable): for building a pyramid in the user's cache folder, in one
 *   streaming pass, when the slide has none; with %NULL an existing pyramid is
 *   used, but none is built
 *
 * Returns: (transfer full): the slide, or %NULL with an error that names the
 *   file: %SAFFRON_ERROR_NOT_FOUND, %SAFFRON_ERROR_FORMAT,
 *   %SAFFRON_ERROR_DAMAGED, %SAFFRON_ERROR_UNSUPPORTED, %SAFFRON_ERROR_IO …
 */
SaffronSlide *
saffron_slide_open (const char *path, SaffronJob *job, GError **error);
/* The same with a choice of what to open. */
SaffronSlide *saffron_slide_open_choice (const char *path,
                                         const SaffronSlideChoice *choice,
                                         SaffronJob *job,
                                         GError **error);

/**
 * saffron_slide_open_lazily:
 * @job: (nullable): for what is built later
 *
 * As saffron_slide_open_choice(), but a pyramid that the slide lacks is built
 * channel by channel, when a smaller level of a channel is first read. For work
 * that looks at few of many channels, and for what asks only which levels there
 * are. A brightfield slide and one with a single channel, whose pyramid is read
 * in one pass, get it at once if there is a @job.
 */
SaffronSlide *saffron_slide_open_lazily (const char *path,
                                         const SaffronSlideChoice *choice,
                                         SaffronJob *job,
                                         GError **error);

/* Builds now what reading smaller levels of @channel needs, so that it can be
 * cancelled and has all threads. At once TRUE for most slides. */
gboolean saffron_slide_prepare (SaffronSlide *slide,
                                int channel,
                                SaffronJob *job,
                                GError **error);

/* (transfer none) (nullable): why a part of the slide is missing, with the
 * codes of saffron_slide_open(). Only of a slide that was opened with
 * #SaffronSlideChoice.damaged. */
const GError *saffron_slide_get_damage (SaffronSlide *slide);

/* Whether the slide is large and has only one level, so that opening it again
 * with a job would give it a pyramid. */
gboolean saffron_slide_needs_pyramid (SaffronSlide *slide);

const char *saffron_slide_get_path (SaffronSlide *slide);
/* "OME-TIFF", "TIFF", "Aperio SVS", "PNG" … */
const char *saffron_slide_get_format (SaffronSlide *slide);
/* The library that reads it: "libtiff", "OpenSlide", "libvips". */
const char *saffron_slide_get_reader (SaffronSlide *slide);
SaffronSlideKind saffron_slide_get_kind (SaffronSlide *slide);
gint64 saffron_slide_get_width (SaffronSlide *slide);
gint64 saffron_slide_get_height (SaffronSlide *slide);

int saffron_slide_get_n_levels (SaffronSlide *slide);
/* Level 0 is full resolution; higher levels are smaller. */
const SaffronLevel *saffron_slide_get_level (SaffronSlide *slide, int level);

int saffron_slide_get_n_channels (SaffronSlide *slide);
const SaffronChannel *saffron_slide_get_channel (SaffronSlide *slide,
                                                 int channel);

/**
 * saffron_slide_get_pixel_size:
 * @um_x: (out): µm per level-0 pixel along x
 * @um_y: (out): the same along y
 *
 * Returns: %FALSE if the file gives no believable pixel size; the outputs are
 *   then 0
 */
gboolean
saffron_slide_get_pixel_size (SaffronSlide *slide, double *um_x, double *um_y);

/* How many images the file holds, of which the slide is one; 1 for most files,
 * and at most 1000. */
int saffron_slide_get_n_scenes (SaffronSlide *slide);
/* (nullable): the scene @number, from 1. %NULL where there is none of that
 * number, or the file holds one image only. */
const SaffronScene *saffron_slide_get_scene (SaffronSlide *slide, int number);
/* How many Z planes the slide has; 1 for most. */
int saffron_slide_get_n_z (SaffronSlide *slide);
/* What the slide was opened with: where that is the usual, the file decided.
 * %SAFFRON_Z_SHARPEST says why the plane was taken. */
const SaffronSlideChoice *saffron_slide_get_asked (SaffronSlide *slide);
/* Which scene and Z plane are read: numbers from 1, or %SAFFRON_Z_MAX. Both are
 * 1 where there is one only. */
SaffronSlideChoice saffron_slide_get_taken (SaffronSlide *slide);

/* Remarks for the user on what was ignored or assumed, e.g. "Z planes 2–5 are
 * ignored"; %NULL-terminated, never %NULL. */
const char *const *saffron_slide_get_notes (SaffronSlide *slide);

/**
 * saffron_slide_read:
 * @level: 0 … n_levels - 1
 * @rect: in pixels of @level, within the level
 * @channel: 0 … n_channels - 1, or %SAFFRON_CHANNEL_RGB for a brightfield
 *   slide's three samples
 *
 * Returns: (transfer full): the stored values, or %NULL with an error. Each
 *   compressed tile that the region touches is decoded at most once.
 */
SaffronRaster *saffron_slide_read (SaffronSlide *slide,
                                   int level,
                                   const SaffronRect *rect,
                                   int channel,
                                   GError **error);

/**
 * saffron_slide_best_level:
 *
 * Returns: the coarsest level whose downsample is at most @downsample (with a
 *   tolerance of 1 %): the level to read for a picture at that scale
 */
int saffron_slide_best_level (SaffronSlide *slide, double downsample);

G_END_DECLS
