/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib/gstdio.h>
#include <string.h>
#include <tiffio.h>

#include "common.h"
#include "slide/slide.h"

/* How a page of a test's TIFF is stored. A member that is 0 means libtiff's
 * default; @tile 0 means strips of @rows rows. */
typedef struct {
  guint32 width, height;
  guint16 samples, bits, format, photometric, planar, compression, predictor;
  guint32 tile, rows;
  guint32 subfile;
  int step;
  const char *description, *software;
} TiffSpec;

/* The value at a place of level 0: slopes up and down, different in each
 * sample, without jumps, which JPEG would blur. */
static inline double
tiff_value (const TiffSpec *spec, guint32 x, guint32 y, int sample)
{
  int step = MAX (spec->step, 1);
  int slope = (x * step / 2 + y * step / 3 + 40 * sample) % 400;
  double value = 20 + (slope > 200 ? 400 - slope : slope);

  if (spec->format == SAMPLEFORMAT_IEEEFP)
    return value / 64.0 - 1.0;
  return spec->bits == 16 ? value * 250.0 : value;
}

static inline void
tiff_put (const TiffSpec *spec, guint8 *to, double value)
{
  if (spec->bits == 8)
    *to = value;
  else if (spec->bits == 16)
    *(guint16 *) to = value;
  else
    *(float *) to = value;
}

static inline void
tiff_set_fields (TIFF *tif, const TiffSpec *spec)
{
  TIFFSetField (tif, TIFFTAG_IMAGEWIDTH, spec->width);
  TIFFSetField (tif, TIFFTAG_IMAGELENGTH, spec->height);
  TIFFSetField (tif, TIFFTAG_SAMPLESPERPIXEL, spec->samples);
  TIFFSetField (tif, TIFFTAG_BITSPERSAMPLE, spec->bits);
  TIFFSetField (tif, TIFFTAG_SAMPLEFORMAT,
                spec->format != 0 ? spec->format : SAMPLEFORMAT_UINT);
  TIFFSetField (tif, TIFFTAG_PHOTOMETRIC, spec->photometric);
  TIFFSetField (tif, TIFFTAG_PLANARCONFIG,
                spec->planar != 0 ? spec->planar : PLANARCONFIG_CONTIG);
  TIFFSetField (tif, TIFFTAG_COMPRESSION,
                spec->compression != 0 ? spec->compression : COMPRESSION_NONE);
  TIFFSetField (tif, TIFFTAG_SUBFILETYPE, spec->subfile);
  if (spec->predictor != 0)
    TIFFSetField (tif, TIFFTAG_PREDICTOR, spec->predictor);
  if (spec->compression == COMPRESSION_JPEG)
    {
      TIFFSetField (tif, TIFFTAG_JPEGQUALITY, 95);
      if (spec->photometric == PHOTOMETRIC_YCBCR)
        TIFFSetField (tif, TIFFTAG_JPEGCOLORMODE, JPEGCOLORMODE_RGB);
    }
  if (spec->compression == COMPRESSION_WEBP)
    TIFFSetField (tif, TIFFTAG_WEBP_LOSSLESS, 1);
  if (spec->tile != 0)
    {
      TIFFSetField (tif, TIFFTAG_TILEWIDTH, spec->tile);
      TIFFSetField (tif, TIFFTAG_TILELENGTH, spec->tile);
    }
  else
    TIFFSetField (tif, TIFFTAG_ROWSPERSTRIP, spec->rows != 0 ? spec->rows : 16);
  if (spec->description != NULL)
    TIFFSetField (tif, TIFFTAG_IMAGEDESCRIPTION, spec->description);
  if (spec->software != NULL)
    TIFFSetField (tif, TIFFTAG_SOFTWARE, spec->software);
}

/* Writes a whole page tile by tile or strip by strip. */
static inline void
tiff_write_page (TIFF *tif, const TiffSpec *spec)
{
  gboolean planar = spec->planar == PLANARCONFIG_SEPARATE;
  int n_passes = planar ? spec->samples : 1;
  int n = planar ? 1 : spec->samples;
  guint32 tw = spec->tile != 0 ? spec->tile : spec->width;
  guint32 th = spec->tile != 0 ? spec->tile : spec->rows != 0 ? spec->rows : 16;
  gsize size = spec->bits / 8;
  g_autofree guint8 *data = g_malloc0 (size * n * tw * th);
  guint32 index = 0;

  tiff_set_fields (tif, spec);
  for (int pass = 0; pass < n_passes; pass++)
    for (guint32 y0 = 0; y0 < spec->height; y0 += th)
      for (guint32 x0 = 0; x0 < spec->width; x0 += tw, index++)
        {
          guint32 rows = spec->tile != 0 ? th : MIN (th, spec->height - y0);

          for (guint32 y = 0; y < rows; y++)
            for (guint32 x = 0; x < tw; x++)
              for (int s = 0; s < n; s++)
                tiff_put (spec, data + ((y * tw + x) * n + s) * size,
                          tiff_value (spec, x0 + x, y0 + y, planar ? pass : s));
          if (spec->tile != 0)
            g_assert_cmpint (
                TIFFWriteEncodedTile (tif, index, data, size * n * tw * th), >,
                0);
          else
            g_assert_cmpint (
                TIFFWriteEncodedStrip (tif, index, data, size * n * tw * rows),
                >, 0);
        }
  g_assert_true (TIFFWriteDirectory (tif));
}

static inline void
tiff_write (const char *path,
            const char *mode,
            const TiffSpec *pages,
            guint n_pages)
{
  TIFF *tif = TIFFOpen (path, mode);

  g_assert_nonnull (tif);
  for (guint i = 0; i < n_pages; i++)
    tiff_write_page (tif, &pages[i]);
  TIFFClose (tif);
}

/* Compares a region of a level with what was written. */
static inline void
tiff_assert_region (SaffronSlide *slide,
                    int level,
                    const SaffronRect *rect,
                    int channel,
                    const TiffSpec *spec,
                    double tolerance)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (SaffronRaster) raster = NULL;

  raster = saffron_slide_read (slide, level, rect, channel, &error);
  g_assert_no_error (error);
  g_assert_cmpint (raster->width, ==, rect->width);
  g_assert_cmpint (raster->height, ==, rect->height);
  for (int y = 0; y < raster->height; y++)
    for (int x = 0; x < raster->width; x++)
      for (int s = 0; s < raster->n_samples; s++)
        g_assert_cmpfloat_with_epsilon (
            saffron_raster_get (raster, x, y, s),
            tiff_value (spec, rect->x + x, rect->y + y, MAX (channel, 0) + s),
            tolerance + 1e-6);
}
