/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "synth/brightfield.h"

#include <math.h>

#include "synth/fluorescence.h"
#include "synth/random.h"
#include "synth/stain.h"

/* The table of transmitted light has steps of 1/1024 of optical density. */
#define DENSITY_STEPS 1024
#define DENSITY_MAX 4

/* Optical density of each stain in red, green and blue. Eosin is that of slides
 * that have been kept a while, less violet than fresh. */
static const float hematoxylin[3] = { 0.650f, 0.704f, 0.286f };
static const float eosin_pink[3] = { 0.100f, 0.840f, 0.260f };
static const float dab_brown[3] = { 0.268f, 0.570f, 0.776f };
/* The values of empty glass. */
static const float white[3] = { 243.f, 240.f, 244.f };

static void
light_table (float table[DENSITY_STEPS * DENSITY_MAX])
{
  for (int k = 0; k < DENSITY_STEPS * DENSITY_MAX; k++)
    table[k] = expf (-(float) k / DENSITY_STEPS);
}

/* Computes the optical densities of the two stains for one row. @marked says
 * what DAB stains. */
static void
stain_row (const SaffronBlockRow *row,
           int n,
           gboolean eosin,
           const float *nuclei,
           const float *marked,
           float *blue,
           float *other)
{
  for (int x = 0; x < n; x++)
    {
      float nucleus = MIN (nuclei[x], 1.6f);
      float stroma = 1.f - row->gland[x];
      float even = 1.f + 0.16f * row->grain[x];
      float body = stroma * (0.12f + 0.36f * row->fibre[x])
                   + 0.26f * row->epithelium[x] + 0.02f;

      body *= even * (0.6f + 0.4f * row->glow[x]);
      blue[x] =
          row->tissue[x]
          * (0.85f * nucleus + 0.13f * row->epithelium[x] * MAX (even, 0.f));
      if (eosin)
        other[x] = row->tissue[x] * (body + 0.12f * nucleus);
      else
        {
          blue[x] = 0.62f * blue[x] + row->tissue[x] * 0.10f * body;
          other[x] = row->tissue[x] * (0.07f * body + 1.15f * marked[x]);
        }
    }
}

static void
light_row (const SaffronBlock *block,
           const SaffronBlockRow *row,
           const float *table,
           const float *other_color,
           const float *blue,
           const float *other,
           guint64 key,
           guint8 *out)
{
  const int last = DENSITY_STEPS * DENSITY_MAX - 1;

  for (int x = 0; x < block->width; x++)
    {
      guint64 h =
          saffron_synth_mix (key
                             + (guint64) (block->x0 + x)
                                   * G_GUINT64_CONSTANT (0x9e3779b97f4a7c15));
      /* The lamps of slide scanners are even: their light varies a fifth as
       * much as in fluorescence. */
      float lamp = 1.f + 0.2f * (MIN (row->light[x], 1.1f) - 1.f);
      float noise = 1.4f * saffron_synth_normal (h);

      for (int c = 0; c < 3; c++)
        {
          float density =
              1.25f * (blue[x] * hematoxylin[c] + other[x] * other_color[c]);
          int k = (int) (density * DENSITY_STEPS);
          float value = white[c] * lamp * table[CLAMP (k, 0, last)] + noise;

          out[3 * x + c] = (guint8) CLAMP (value + 0.5f, 0.f, 255.f);
        }
    }
}

/* Marks what DAB stains: slides take turns with T cells, epithelium and
 * dividing cells. */
static void
mark_cells (const SaffronBlock *block, float *plane)
{
  static const int turn[] = { 1, 5, 4, 8 };
  const SaffronSynthSlide *slide = &block->synth->slides[block->slide];
  const SaffronMarker *marker =
      saffron_marker_get (turn[slide->cells.slide % G_N_ELEMENTS (turn)]);
  SaffronStain stain =
      marker->site == SAFFRON_MARKER_MEMBRANE    ? SAFFRON_STAIN_RING
      : marker->site == SAFFRON_MARKER_CYTOPLASM ? SAFFRON_STAIN_BLOB
                                                 : SAFFRON_STAIN_CHROMATIN;

  saffron_stain_cells (block, stain, marker, plane);
}

guint8 *
saffron_brightfield_new (const SaffronBlock *block, gboolean eosin)
{
  const SaffronSynthSlide *slide = &block->synth->slides[block->slide];
  gsize n = (gsize) block->width * block->height;
  g_autofree float *table = g_new (float, DENSITY_STEPS *DENSITY_MAX);
  g_autofree float *nuclei = g_new0 (float, n);
  g_autofree float *marked = g_new0 (float, n);
  g_autofree SaffronBlockRow *row = g_new0 (SaffronBlockRow, 1);
  float blue[SAFFRON_BLOCK_SIZE] = { 0 };
  float other[SAFFRON_BLOCK_SIZE] = { 0 };
  guint64 key = saffron_synth_key (slide->key, 801);
  guint8 *out = g_new (guint8, 3 * n);

  light_table (table);
  if (!block->empty)
    {
      saffron_stain_cells (block, SAFFRON_STAIN_CHROMATIN, NULL, nuclei);
      if (!eosin)
        mark_cells (block, marked);
    }
  for (int y = 0; y < block->height; y++)
    {
      gsize start = (gsize) y * block->width;

      saffron_block_row_fill (block, y, row);
      if (!block->empty)
        stain_row (row, block->width, eosin, nuclei + start, marked + start,
                   blue, other);
      light_row (block, row, table, eosin ? eosin_pink : dab_brown, blue, other,
                 saffron_synth_key (key, (guint64) (block->y0 + y)),
                 out + 3 * start);
    }
  return out;
}
