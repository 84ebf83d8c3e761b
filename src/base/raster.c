/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "base/raster.h"

#include <math.h>

gsize
saffron_sample_type_size (SaffronSampleType type)
{
  static const gsize sizes[] = { 1, 2, 4 };

  return sizes[type];
}

const char *
saffron_sample_type_name (SaffronSampleType type)
{
  static const char *const names[] = { "uint8", "uint16", "float32" };

  return names[type];
}

double
saffron_sample_type_max (SaffronSampleType type)
{
  static const double maxima[] = { 255.0, 65535.0, 1.0 };

  return maxima[type];
}

float
saffron_half_to_float (guint16 half)
{
  int exponent = (half >> 10) & 31;
  int mantissa = half & 1023;
  float value;

  if (exponent == 31)
    value = mantissa != 0 ? NAN : INFINITY;
  else if (exponent == 0)
    value = ldexpf (mantissa, -24);
  else
    value = ldexpf (mantissa + 1024, exponent - 25);
  return (half & 0x8000) != 0 ? -value : value;
}

SaffronRaster *
saffron_raster_new (int width,
                    int height,
                    int n_samples,
                    SaffronSampleType type)
{
  SaffronRaster *raster = NULL;

  g_return_val_if_fail (width > 0 && height > 0 && n_samples > 0, NULL);

  raster = g_new0 (SaffronRaster, 1);
  raster->width = width;
  raster->height = height;
  raster->n_samples = n_samples;
  raster->type = type;
  raster->stride = (gsize) width * n_samples * saffron_sample_type_size (type);
  raster->data = g_malloc0 (raster->stride * height);
  g_atomic_ref_count_init (&raster->ref_count);
  return raster;
}

SaffronRaster *
saffron_raster_ref (SaffronRaster *raster)
{
  g_atomic_ref_count_inc (&raster->ref_count);
  return raster;
}

void
saffron_raster_unref (SaffronRaster *raster)
{
  if (raster == NULL || !g_atomic_ref_count_dec (&raster->ref_count))
    return;
  g_free (raster->data);
  g_free (raster);
}

gsize
saffron_raster_n_bytes (const SaffronRaster *raster)
{
  return raster->stride * raster->height;
}
