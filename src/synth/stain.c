/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "synth/stain.h"

#include <math.h>

#include "synth/random.h"

/* Width of the cytoplasm around the nucleus, content pixels. */
#define CYTOPLASM 3.6f

/* One cell prepared for drawing. Lengths are in content pixels. */
typedef struct {
  /* Divisors that make the drawn outline the unit circle. */
  float a, b;
  /* Width of the edge in the square of the radius. */
  float edge;
  float level;
  float texture_x, texture_y;
  /* The nucleolus: its place, and 1 / radius², which is 0 without one. */
  float nucleolus_x, nucleolus_y, nucleolus;
  float reach;
} Brush;

static Brush
brush_new (const SaffronCell *cell,
           SaffronStain stain,
           const SaffronMarker *marker)
{
  Brush brush = { 0 };
  float grow = stain == SAFFRON_STAIN_RING   ? CYTOPLASM
               : stain == SAFFRON_STAIN_BLOB ? 1.5f * CYTOPLASM
                                             : 0.f;
  guint64 key = saffron_synth_key (cell->key, 501);
  SaffronSynthRng rng = { key };

  brush.a = cell->a + grow;
  brush.b = cell->b + grow;
  brush.level = stain == SAFFRON_STAIN_CHROMATIN ? cell->level : 1.f;
  /* Every cell has DNA, but the amount of a protein varies from cell to
   * cell. */
  if (marker != NULL && marker->part < 1.0)
    brush.level *= 0.45f
                   + 0.75f
                         * (float) saffron_synth_unit (saffron_synth_key (
                             key, (guint64) marker->name[0]));
  brush.texture_x = (float) saffron_synth_rng_range (&rng, 0.0, 256.0);
  brush.texture_y = (float) saffron_synth_rng_range (&rng, 0.0, 256.0);
  brush.edge = cell->blur / MIN (brush.a, brush.b);
  if (saffron_synth_rng_unit (&rng) < 0.55)
    {
      double radius = saffron_synth_rng_range (&rng, 2.2, 3.6);

      brush.nucleolus_x =
          (float) saffron_synth_rng_range (&rng, -0.45, 0.45) * cell->a;
      brush.nucleolus_y =
          (float) saffron_synth_rng_range (&rng, -0.4, 0.4) * cell->b;
      brush.nucleolus = (float) (1.0 / (radius * radius));
    }
  /* The glow around a nucleus ends at 1.7 radii. */
  brush.reach = brush.a * (stain == SAFFRON_STAIN_CHROMATIN ? 1.7f : 1.f) + 2.f
                + cell->blur;
  brush.reach = MIN (brush.reach, (float) SAFFRON_CELL_REACH);
  return brush;
}

static inline float
smooth (float t)
{
  t = CLAMP (t, 0.f, 1.f);
  return t * t * (3.f - 2.f * t);
}

/* Clumped chromatin, paler towards the rim, with a halo of stray light. */
static inline float
chromatin (const Brush *brush,
           const SaffronSynthTexture *texture,
           float u,
           float v,
           float square)
{
  float halo = MAX (1.f - square * 0.35f, 0.f);
  float value = 0.05f * halo * halo;
  float inside = smooth (0.5f + (1.f - square) / (2.f * brush->edge));

  if (inside > 0.f)
    {
      float clumps = saffron_synth_texture_at (texture, brush->texture_x + u,
                                               brush->texture_y + v);
      float body = 1.06f - 0.24f * square;
      float du = u - brush->nucleolus_x;
      float dv = v - brush->nucleolus_y;
      float hollow = 1.f - (du * du + dv * dv) * brush->nucleolus;

      body += clumps > 0.f ? 0.36f * clumps : 0.26f * clumps;
      if (brush->nucleolus > 0.f && hollow > 0.f)
        body *= 1.f - 0.5f * hollow * hollow;
      value += inside * MAX (body, 0.15f);
    }
  return value * brush->level;
}

static inline float
ring (const Brush *brush,
      const SaffronSynthTexture *texture,
      float u,
      float v,
      float square)
{
  float t = (square - 1.f) / (0.75f + 0.6f * (brush->edge - 0.2f));
  float bump = 1.f - t * t;

  if (bump <= 0.f)
    return 0.f;
  return brush->level * bump * bump
         * MAX (0.8f
                    + 0.3f
                          * saffron_synth_texture_at (
                              texture, brush->texture_x + 0.5f * u,
                              brush->texture_y + 0.5f * v),
                0.1f);
}

static inline float
blob (const Brush *brush,
      const SaffronSynthTexture *texture,
      float u,
      float v,
      float square)
{
  float ragged =
      square
      * (1.15f
         + 0.3f
               * saffron_synth_texture_at (texture, brush->texture_x + 0.3f * u,
                                           brush->texture_y + 0.3f * v));
  float inside = smooth (0.5f + (1.f - ragged) / (2.4f * brush->edge + 0.5f));

  if (inside <= 0.f)
    return 0.f;
  return brush->level * inside
         * MAX (0.55f
                    + 0.28f
                          * saffron_synth_texture_at (texture,
                                                      brush->texture_x + u,
                                                      brush->texture_y + v),
                0.05f);
}

static void
draw_cell (const SaffronBlock *block,
           const SaffronCell *cell,
           SaffronStain stain,
           const SaffronMarker *marker,
           float *plane)
{
  const SaffronSynthTexture *texture = block->synth->chromatin;
  Brush brush = brush_new (cell, stain, marker);
  float cx = (float) (cell->x - block->anchor_x);
  float cy = (float) (cell->y - block->anchor_y);
  float farthest = brush.reach * brush.reach;
  float inverse_a = 1.f / brush.a;
  float inverse_b = 1.f / brush.b;
  SaffronRect box = { 0 };

  if (!saffron_block_box (block, cell->x, cell->y, brush.reach, &box))
    return;
  for (gint64 y = box.y; y < box.y + box.height; y++)
    for (gint64 x = box.x; x < box.x + box.width; x++)
      {
        gsize k = (gsize) (y * block->width + x);
        float dx = block->x[k] - cx;
        float dy = block->y[k] - cy;
        float u = dx * cell->cos_angle + dy * cell->sin_angle;
        float v = dy * cell->cos_angle - dx * cell->sin_angle;
        float ua = u * inverse_a;
        float vb = v * inverse_b;
        float square = 0.f;

        if (dx * dx + dy * dy > farthest)
          continue;
        square = (ua * ua + vb * vb)
                 * MAX (1.f + cell->egg_x * ua + cell->egg_y * vb, 0.4f);
        switch (stain)
          {
          case SAFFRON_STAIN_CHROMATIN:
            /* Overlapping nuclei hide part of each other's light. */
            plane[k] += chromatin (&brush, texture, u, v, square)
                        * (1.f - 0.4f * MIN (plane[k], 1.f));
            break;
          case SAFFRON_STAIN_MASK:
            plane[k] += smooth (0.5f + (1.f - square) / (2.f * brush.edge));
            break;
          case SAFFRON_STAIN_RING:
            plane[k] += ring (&brush, texture, u, v, square);
            break;
          case SAFFRON_STAIN_BLOB:
            plane[k] += blob (&brush, texture, u, v, square);
            break;
          }
      }
}

void
saffron_stain_cells (const SaffronBlock *block,
                     SaffronStain stain,
                     const SaffronMarker *marker,
                     float *plane)
{
  for (guint k = 0; k < block->cells->len; k++)
    {
      const SaffronCell *cell = &g_array_index (block->cells, SaffronCell, k);

      if (marker == NULL || saffron_marker_has (marker, cell))
        draw_cell (block, cell, stain, marker, plane);
    }
}
