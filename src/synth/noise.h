/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * saffron_synth_noise:
 * @key: selects the noise
 * @x: place, in wavelengths
 * @y: the same
 *
 * Smooth noise with about one hill per unit (gradient noise, Perlin 2002).
 *
 * Returns: a value of about -1 to 1, with a standard deviation of about 0.35
 */
double saffron_synth_noise (guint64 key, double x, double y);

/* The sum of @octaves such noises; each has about half the wavelength and half
 * the strength of the one before. */
double saffron_synth_fractal (guint64 key, double x, double y, int octaves);

/* A texture's period in samples, a power of two. */
#define SAFFRON_SYNTH_TEXTURE 256

/**
 * SaffronSynthTexture:
 *
 * A periodic picture with mean 0, for values that each pixel needs: looking
 * them up is faster than computing noise. Its first row and column are repeated
 * at the end.
 */
typedef struct {
  float data[SAFFRON_SYNTH_TEXTURE + 1][SAFFRON_SYNTH_TEXTURE + 1];
} SaffronSynthTexture;

/**
 * saffron_synth_texture_new:
 * @fine: size of the fine grains, samples
 * @coarse: size of the coarse ones
 * @mix: weight of the coarse grains, 0 to 1
 *
 * Returns: (transfer full): blurred white noise with a standard deviation of 1;
 *   free with g_free()
 */
SaffronSynthTexture *
saffron_synth_texture_new (guint64 key, double fine, double coarse, double mix);

/* Bilinear look-up; @x and @y in samples, any finite value from −65536 to
 * 2^30. */
static inline float
saffron_synth_texture_at (const SaffronSynthTexture *texture, float x, float y)
{
  /* The offset makes the values positive, so that the cast rounds down. */
  float sx = x + 65536.f;
  float sy = y + 65536.f;
  int ix = (int) sx;
  int iy = (int) sy;
  float fx = sx - (float) ix;
  float fy = sy - (float) iy;
  const float *a = NULL;
  const float *b = NULL;

  ix &= SAFFRON_SYNTH_TEXTURE - 1;
  iy &= SAFFRON_SYNTH_TEXTURE - 1;
  a = &texture->data[iy][ix];
  b = &texture->data[iy + 1][ix];
  return (a[0] + (a[1] - a[0]) * fx) * (1.f - fy)
         + (b[0] + (b[1] - b[0]) * fx) * fy;
}

G_END_DECLS
