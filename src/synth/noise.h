/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * saffron_synth_noise:
 * @key: which noise
 * @x: place, in wavelengths
 * @y: the same
 *
 * Smooth noise with one hill or so per unit (gradient noise, Perlin 2002).
 *
 * Returns: about -1 to 1, deviation about 0.35
 */
double saffron_synth_noise (guint64 key, double x, double y);

/* The sum of @octaves of it, each half as long and half as strong. */
double saffron_synth_fractal (guint64 key, double x, double y, int octaves);

/* A texture's side; it repeats. A power of two. */
#define SAFFRON_SYNTH_TEXTURE 256

/**
 * SaffronSynthTexture:
 *
 * A periodic picture with values about 0, looked up instead of computed where
 * each pixel needs one. Its first row and column are repeated at the end.
 */
typedef struct {
  float data[SAFFRON_SYNTH_TEXTURE + 1][SAFFRON_SYNTH_TEXTURE + 1];
} SaffronSynthTexture;

/**
 * saffron_synth_texture_new:
 * @fine: size of the fine grains, in samples
 * @coarse: size of the coarse ones
 * @mix: how much the coarse ones weigh, 0 to 1
 *
 * Returns: (transfer full): blurred white noise of deviation 1; free with
 *   g_free()
 */
SaffronSynthTexture *
saffron_synth_texture_new (guint64 key, double fine, double coarse, double mix);

/* Bilinear; @x and @y in samples, any finite value below 2^30. */
static inline float
saffron_synth_texture_at (const SaffronSynthTexture *texture, float x, float y)
{
  /* The offset makes truncation a floor. */
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
