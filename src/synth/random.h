/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/*
 * Random numbers as a pure function of a key and a place, so that any region
 * of a slide can be made without any other. The mixing step is the finaliser
 * of SplitMix64 (Steele, Lea and Flood 2014).
 */

static inline guint64
saffron_synth_mix (guint64 x)
{
  x ^= x >> 30;
  x *= G_GUINT64_CONSTANT (0xbf58476d1ce4e5b9);
  x ^= x >> 27;
  x *= G_GUINT64_CONSTANT (0x94d049bb133111eb);
  return x ^ (x >> 31);
}

/* Makes a key from another key and a number. */
static inline guint64
saffron_synth_key (guint64 key, guint64 number)
{
  return saffron_synth_mix (
      key + (number + 1) * G_GUINT64_CONSTANT (0x9e3779b97f4a7c15));
}

/* Makes a key from another key and a cell of a grid. */
static inline guint64
saffron_synth_key2 (guint64 key, gint64 i, gint64 j)
{
  return saffron_synth_mix (saffron_synth_key (key, (guint64) i)
                            + (guint64) j
                                  * G_GUINT64_CONSTANT (0xc2b2ae3d27d4eb4f));
}

/* A uniform number in [0, 1). */
static inline double
saffron_synth_unit (guint64 key)
{
  return (double) (key >> 11) * 0x1p-53;
}

/* A nearly normal number with mean 0 and standard deviation 1, within ±3.46:
 * the scaled sum of the key's four 16-bit parts. */
static inline float
saffron_synth_normal (guint64 key)
{
  gint32 sum = (gint32) (key & 0xffff) + (gint32) ((key >> 16) & 0xffff)
               + (gint32) ((key >> 32) & 0xffff) + (gint32) (key >> 48);

  return (float) (sum - 131070) * (1.f / 37837.f);
}

/**
 * SaffronSynthRng:
 *
 * A stream of random numbers that starts from a key (SplitMix64).
 */
typedef struct {
  guint64 state;
} SaffronSynthRng;

static inline guint64
saffron_synth_rng_next (SaffronSynthRng *rng)
{
  rng->state += G_GUINT64_CONSTANT (0x9e3779b97f4a7c15);
  return saffron_synth_mix (rng->state);
}

static inline double
saffron_synth_rng_unit (SaffronSynthRng *rng)
{
  return saffron_synth_unit (saffron_synth_rng_next (rng));
}

static inline double
saffron_synth_rng_range (SaffronSynthRng *rng, double low, double high)
{
  return low + (high - low) * saffron_synth_rng_unit (rng);
}

/* A smooth step: 0 below @low, 1 above @high. If @low exceeds @high, it falls
 * instead. */
static inline double
saffron_synth_step (double low, double high, double x)
{
  double t = CLAMP ((x - low) / (high - low), 0.0, 1.0);

  return t * t * (3.0 - 2.0 * t);
}

G_END_DECLS
