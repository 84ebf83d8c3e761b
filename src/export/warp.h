/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "export/ome-writer.h"
#include "export/warp-frame.h"
#include "export/warper.h"
#include "register/run.h"

G_BEGIN_DECLS

/**
 * SaffronWarpOptions:
 * @level: the level whose pixel size the output has; see
 *   saffron_warp_downsample()
 * @crop: which area is written
 * @interpolation: see #SaffronWarper
 * @planar: whether RGB is written as three channels, a page each, for readers
 *   that know no RGB
 * @float32: whether values are stored as floats, not rounded to the slide's
 *   type
 * @run: (nullable): what it looked at says whether the slides are brightfield
 *   when the files do not
 * @compression: see #SaffronOmeSpec, as for the members below
 *
 * How a moving slide is warped.
 */
typedef struct {
  int level;
  SaffronCrop crop;
  SaffronInterpolation interpolation;
  gboolean planar;
  gboolean float32;
  const SaffronRun *run;
  SaffronCompression compression;
  int quality;
  SaffronPredictor predictor;
  SaffronOmeLayout layout;
  int tile_size;
  gboolean overwrite;
} SaffronWarpOptions;

/* Full resolution, the reference's area, cubic, deflate. */
#define SAFFRON_WARP_OPTIONS_INIT                                              \
  {                                                                            \
    .interpolation = SAFFRON_INTERPOLATION_CUBIC,                              \
    .compression = SAFFRON_COMPRESSION_DEFLATE, .tile_size = 512               \
  }

/**
 * saffron_warp_write:
 * @transform: reference → moving
 * @path: the OME-TIFF to write
 *
 * Writes @moving warped onto @reference: all channels with their names and
 * colours, in the stored type (the widest if channels differ) unless
 * @options asks for floats, with the
 * reference's pixel size. Where @moving has nothing, the output is black
 * (fluorescence) or white (brightfield). Whole numbers are rounded to the
 * nearest, halves up. See saffron_ome_write() for the file.
 *
 * Returns: %FALSE with an error; %SAFFRON_ERROR_ARGUMENT when @path is one of
 *   the slides
 */
gboolean saffron_warp_write (SaffronSlide *reference,
                             SaffronSlide *moving,
                             const SaffronTransform *transform,
                             const SaffronWarpOptions *options,
                             const char *path,
                             SaffronJob *job,
                             GError **error);

/**
 * SaffronExportEstimate:
 * @width: columns of the output
 * @height: rows of the output
 * @bytes: about how large the file will be
 * @seconds: about how long writing will take
 */
typedef struct {
  gint64 width, height;
  gint64 bytes;
  double seconds;
} SaffronExportEstimate;

/**
 * saffron_warp_estimate:
 *
 * Estimates what saffron_warp_write() would take: warps and compresses a few
 * tiles spread over the image and writes nothing. The size is right within a
 * few tens of percent. The time is that of this machine, as busy as it is now,
 * with @job's threads.
 *
 * Returns: %FALSE with an error that writing would give, too
 */
gboolean saffron_warp_estimate (SaffronSlide *reference,
                                SaffronSlide *moving,
                                const SaffronTransform *transform,
                                const SaffronWarpOptions *options,
                                SaffronJob *job,
                                SaffronExportEstimate *estimate,
                                GError **error);

G_END_DECLS
