/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "synth/fluorescence.h"

#include <math.h>
#include <string.h>

#include "synth/random.h"
#include "synth/stain.h"

/* The camera's counts for a bright nucleus, for empty glass, and without
 * light. */
#define PEAK 7000.f
#define GLASS 70.f
#define OFFSET 110.f
/* Variance of the noise: shot noise in counts² per count of signal, and read
 * noise in counts². */
#define SHOT 2.2f
#define READ 60.f

static inline float
smooth (float t)
{
  t = CLAMP (t, 0.f, 1.f);
  return t * t * (3.f - 2.f * t);
}

/* Bundles of fibres: a texture stretched along the fibres. */
static inline float
fibre (const SaffronSynthTexture *texture, float along, float across)
{
  float strand =
      saffron_synth_texture_at (texture, 0.045f * along, 0.42f * across);
  float bundle = saffron_synth_texture_at (texture, 0.02f * along + 90.f,
                                           0.09f * across + 40.f);
  float body = 0.46f + 0.22f * strand + 0.16f * bundle;

  return CLAMP (body, 0.f, 1.3f);
}

void
saffron_block_row_fill (const SaffronBlock *block,
                        int row,
                        SaffronBlockRow *out)
{
  const SaffronSynthTexture *texture = block->synth->grain;
  gsize start = (gsize) row * block->width;
  float ax = (float) fmod (block->anchor_x, SAFFRON_SYNTH_TEXTURE);
  float ay = (float) fmod (block->anchor_y, SAFFRON_SYNTH_TEXTURE);
  float along[SAFFRON_BLOCK_SIZE] = { 0 };

  saffron_block_field_row (block, SAFFRON_FIELD_LIGHT, row, out->light);
  if (block->empty)
    return;

  saffron_block_field_row (block, SAFFRON_FIELD_DEPTH, row, out->tissue);
  saffron_block_field_row (block, SAFFRON_FIELD_BLEACH, row, out->bleach);
  saffron_block_field_row (block, SAFFRON_FIELD_ALONG, row, along);
  saffron_block_field_row (block, SAFFRON_FIELD_ACROSS, row, out->fibre);
  saffron_block_field_row (block, SAFFRON_FIELD_GLOW, row, out->glow);
  saffron_block_field_row (block, SAFFRON_FIELD_DENSITY, row, out->density);
  for (int x = 0; x < block->width; x++)
    {
      gsize k = start + x;
      float depth = block->gland[k];
      float lumen = block->lumen[k];
      float rim = 1.f - fabsf (depth + 4.f) / 6.f;
      /* Slow fields shift the texture, so that its repeats do not show. */
      float grain = saffron_synth_texture_at (
          texture, ax + block->x[k] + 70.f * out->glow[x],
          ay + block->y[k] + 70.f * out->density[x]);

      out->tissue[x] = smooth ((out->tissue[x] + 3.f) / 8.f);
      out->fibre[x] = fibre (texture, along[x], out->fibre[x]);
      out->gland[x] = smooth ((depth + 2.f) / 5.f);
      out->epithelium[x] = out->gland[x] * (1.f - lumen);
      out->rim[x] = MAX (rim, 0.f);
      out->grain[x] = grain;
    }
}

/* The part of the marker's signal that does not belong to single cells. */
static inline float
spread_signal (const SaffronBlockRow *row,
               int x,
               const SaffronMarker *marker,
               float nucleus)
{
  float stroma = 1.f - row->gland[x];
  float glow = row->glow[x]
               * (stroma * (0.5f + 0.65f * row->fibre[x])
                  + 0.75f * row->epithelium[x] + 0.08f)
               * (1.f + 0.14f * row->grain[x]);
  float signal = (float) marker->glow * glow;

  switch (marker->site)
    {
    case SAFFRON_MARKER_NUCLEUS:
      signal +=
          (float) (marker->level * marker->part)
          * (0.05f * stroma * row->density[x] + 0.05f * row->epithelium[x]);
      break;
    case SAFFRON_MARKER_EPITHELIUM:
      signal += (float) marker->level * row->epithelium[x]
                * (1.f - 0.65f * MIN (nucleus, 1.f))
                * MAX (0.62f + 0.17f * row->grain[x], 0.1f);
      break;
    case SAFFRON_MARKER_FIBRES:
      signal += (float) marker->level
                * (stroma * row->fibre[x] * row->fibre[x] * row->fibre[x]
                       * MAX (1.8f * row->glow[x] - 1.2f, 0.12f)
                   + 0.9f * row->rim[x] * row->rim[x]);
      break;
    case SAFFRON_MARKER_MEMBRANE:
    case SAFFRON_MARKER_CYTOPLASM:
      break;
    }
  return signal * row->tissue[x];
}

static SaffronStain
stain_of (const SaffronMarker *marker)
{
  switch (marker->site)
    {
    case SAFFRON_MARKER_NUCLEUS:
      return SAFFRON_STAIN_CHROMATIN;
    case SAFFRON_MARKER_MEMBRANE:
      return SAFFRON_STAIN_RING;
    case SAFFRON_MARKER_CYTOPLASM:
      return SAFFRON_STAIN_BLOB;
    case SAFFRON_MARKER_EPITHELIUM:
    case SAFFRON_MARKER_FIBRES:
    default:
      return SAFFRON_STAIN_MASK;
    }
}

static void
expose_row (const SaffronBlock *block,
            const SaffronSynthSlide *slide,
            const float *signal,
            const float *light,
            guint64 key,
            guint16 *out)
{
  for (int x = 0; x < block->width; x++)
    {
      guint64 h =
          saffron_synth_mix (key
                             + (guint64) (block->x0 + x)
                                   * G_GUINT64_CONSTANT (0x9e3779b97f4a7c15));
      float counts = slide->gain * (PEAK * signal[x] + GLASS) * light[x];
      float noise = sqrtf (SHOT * counts + READ) * saffron_synth_normal (h);
      float value = OFFSET + counts + noise + 0.5f;

      out[x] = (guint16) CLAMP (value, 0.f, 65535.f);
    }
}

guint16 *
saffron_fluorescence_new (const SaffronBlock *block,
                          const SaffronMarker *marker)
{
  const SaffronSynthSlide *slide = &block->synth->slides[block->slide];
  gsize n = (gsize) block->width * block->height;
  g_autofree float *cells = g_new0 (float, n);
  g_autofree SaffronBlockRow *row = g_new0 (SaffronBlockRow, 1);
  guint16 *out = g_new (guint16, n);
  guint64 key = saffron_synth_key (saffron_synth_key (slide->key, 601),
                                   (guint64) (marker - saffron_marker_get (0)));
  gboolean cells_shine = marker->site != SAFFRON_MARKER_EPITHELIUM
                         && marker->site != SAFFRON_MARKER_FIBRES;

  if (!block->empty && marker->site != SAFFRON_MARKER_FIBRES)
    saffron_stain_cells (block, stain_of (marker), marker, cells);
  for (int y = 0; y < block->height; y++)
    {
      float *line = cells + (gsize) y * block->width;

      saffron_block_row_fill (block, y, row);
      if (!block->empty)
        for (int x = 0; x < block->width; x++)
          {
            float spread = spread_signal (row, x, marker, line[x]);

            if (cells_shine)
              spread += (float) marker->level * line[x];
            line[x] = spread * row->bleach[x];
          }
      expose_row (block, slide, line, row->light,
                  saffron_synth_key (key, (guint64) (block->y0 + y)),
                  out + (gsize) y * block->width);
    }
  return out;
}
