/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "export/ome-writer.h"
#include "export/warp-frame.h"
#include "export/warper.h"
#include "register/params.h"

G_BEGIN_DECLS

/**
 * SaffronWarpOptions:
 * @level: the output has this level's pixels; see saffron_warp_downsample()
 * @crop: how much of the plane is written
 * @interpolation: see #SaffronWarper
 * @params: (nullable): of the run, which tell whether the slides are
 *   brightfield where a file's layout does not
 * @compression: see #SaffronOmeSpec, as all that follows
 *
 * How a moving slide is warped.
 */
typedef struct {
  int level;
  SaffronCrop crop;
  SaffronInterpolation interpolation;
  const SaffronParams *params;
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
 * Writes @moving as it lies on @reference: all channels with their names and
 * colours, the stored type (the widest where channels differ), the reference's
 * pixel size, black (fluorescence) or white (brightfield) where @moving has
 * nothing. See saffron_ome_write() for how. Whole numbers are rounded to the
 * nearest, halves up.
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
 * @width: columns of what would be written
 * @height: rows
 * @bytes: about what the file will take
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
 * Warps and compresses a few tiles spread over the image, writing nothing: what
 * saffron_warp_write() would take. The size is within a few tens of percent;
 * the time is this machine's, as busy as it is, with @job's threads.
 *
 * Returns: %FALSE with an error that writing would have too
 */
gboolean saffron_warp_estimate (SaffronSlide *reference,
                                SaffronSlide *moving,
                                const SaffronTransform *transform,
                                const SaffronWarpOptions *options,
                                SaffronJob *job,
                                SaffronExportEstimate *estimate,
                                GError **error);

G_END_DECLS
