/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * SaffronSampleType:
 *
 * How one stored value is kept. Other types are converted to the smallest of
 * these that holds every value of theirs (1 to 8 bits to U8, int8 and int16 to
 * F32 …). Values that none of these holds are rounded to F32, with a note, or
 * the file is refused.
 */
typedef enum {
  SAFFRON_SAMPLE_U8,
  SAFFRON_SAMPLE_U16,
  SAFFRON_SAMPLE_F32,
} SaffronSampleType;

/**
 * SaffronRaster:
 * @width: columns
 * @height: rows
 * @n_samples: 1 for one channel, 3 for interleaved RGB
 * @type: the type of each sample
 * @stride: bytes from one row to the next
 * @data: the samples
 *
 * The stored values of one region of one level, in memory. Reference counted,
 * and immutable once shared.
 */
typedef struct {
  int width, height;
  int n_samples;
  SaffronSampleType type;
  gsize stride;
  guint8 *data;
  /*< private >*/
  gatomicrefcount ref_count;
} SaffronRaster;

gsize saffron_sample_type_size (SaffronSampleType type);
const char *saffron_sample_type_name (SaffronSampleType type);
/* The largest stored value: 255, 65535, or 1 for float. */
double saffron_sample_type_max (SaffronSampleType type);
/* The value of an IEEE 754 half float. */
float saffron_half_to_float (guint16 half);

/**
 * saffron_raster_new:
 *
 * Returns: (transfer full): a raster of zeros
 */
SaffronRaster *saffron_raster_new (int width,
                                   int height,
                                   int n_samples,
                                   SaffronSampleType type);
SaffronRaster *saffron_raster_ref (SaffronRaster *raster);
void saffron_raster_unref (SaffronRaster *raster);

/* The bytes that the samples take. */
gsize saffron_raster_n_bytes (const SaffronRaster *raster);

/* One sample as a double, which holds the values of every type exactly. */
static inline double
saffron_raster_get (const SaffronRaster *raster, int x, int y, int sample)
{
  const guint8 *row = raster->data + (gsize) y * raster->stride;
  gsize i = (gsize) x * raster->n_samples + sample;

  switch (raster->type)
    {
    case SAFFRON_SAMPLE_U8:
      return row[i];
    case SAFFRON_SAMPLE_U16:
      return ((const guint16 *) row)[i];
    case SAFFRON_SAMPLE_F32:
    default:
      return ((const float *) row)[i];
    }
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SaffronRaster, saffron_raster_unref)

G_END_DECLS
