/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "synth/block.h"

#include <math.h>

#include "synth/random.h"

/* The side of the microscope's field of view, pixels. Light is uneven within
 * each field. */
#define FIELD_OF_VIEW 1100.0

enum {
  KEY_LIGHT = 401,
  KEY_BLEACH,
  KEY_VIEW,
};

static void
content_at (const SaffronSynth *synth,
            const SaffronSynthSlide *slide,
            double x,
            double y,
            double *cx,
            double *cy)
{
  SaffronRefPoint p =
      saffron_truth_push (&slide->truth, (SaffronMovPoint){ x, y });

  *cx = p.x / synth->unit;
  *cy = p.y / synth->unit;
}

/* The light of lamp and camera: a slope over the whole slide and, in each field
 * of view, darker corners and a gain of its own. */
static double
light_at (const SaffronSynthSlide *slide, double x, double y)
{
  double size = (double) MAX (slide->width, slide->height);
  double i = floor (x / FIELD_OF_VIEW);
  double j = floor (y / FIELD_OF_VIEW);
  double vx = 2.0 * (x / FIELD_OF_VIEW - i) - 1.0;
  double vy = 2.0 * (y / FIELD_OF_VIEW - j) - 1.0;
  guint64 view = saffron_synth_key2 (saffron_synth_key (slide->key, KEY_VIEW),
                                     (gint64) i, (gint64) j);
  double light = 1.0 - 0.035 * (vx * vx + vy * vy)
                 + 0.02 * (saffron_synth_unit (view) - 0.5);

  return light
         * (1.0
            + 0.12
                  * saffron_synth_noise (
                      saffron_synth_key (slide->key, KEY_LIGHT), 1.3 * x / size,
                      1.3 * y / size));
}

/* What earlier exposures left of the signal, which differs from place to
 * place. */
static double
bleach_at (const SaffronSynthSlide *slide, double size, double x, double y)
{
  return slide->bleach
         * (1.0
            + 0.14
                  * saffron_synth_noise (
                      saffron_synth_key (slide->key, KEY_BLEACH),
                      2.2 * x / size, 2.2 * y / size));
}

static void
fill_node (SaffronBlock *block, int j, int i, double x, double y, double light)
{
  const SaffronSynth *synth = block->synth;
  const SaffronSynthSlide *slide = &synth->slides[block->slide];
  const SaffronTissue *tissue = slide->cells.tissue;
  double depth = saffron_tissue_depth (tissue, x, y);

  block->nodes[SAFFRON_FIELD_DEPTH][j][i] = (float) depth;
  if (depth > -30.0)
    {
      double lymphoid = saffron_tissue_lymphoid (tissue, x, y);
      double density = saffron_tissue_density (tissue, x, y);
      double along = 0.0, across = 0.0;

      block->empty = FALSE;
      saffron_tissue_fibre (tissue, x, y, &along, &across);
      block->nodes[SAFFRON_FIELD_ALONG][j][i] = (float) along;
      block->nodes[SAFFRON_FIELD_ACROSS][j][i] = (float) across;
      block->nodes[SAFFRON_FIELD_GLOW][j][i] =
          (float) saffron_tissue_glow (tissue, x, y);
      block->nodes[SAFFRON_FIELD_DENSITY][j][i] =
          (float) MAX (density, lymphoid);
      block->nodes[SAFFRON_FIELD_BLEACH][j][i] =
          (float) bleach_at (slide, MAX (tissue->width, tissue->height), x, y);
    }
  block->nodes[SAFFRON_FIELD_LIGHT][j][i] = (float) light;
}

/* Cubic Lagrange weights of four nodes for a place between the middle two. */
static void
cubic_weights (float t, float w[4])
{
  w[0] = -t * (t - 1.f) * (t - 2.f) / 6.f;
  w[1] = (t + 1.f) * (t - 1.f) * (t - 2.f) / 2.f;
  w[2] = -(t + 1.f) * t * (t - 2.f) / 2.f;
  w[3] = (t + 1.f) * t * (t - 1.f) / 6.f;
}

/* The nodes that @pixels pixels need: one before them and two after them. */
static int
n_nodes (int pixels)
{
  return (pixels + SAFFRON_BLOCK_STEP - 1) / SAFFRON_BLOCK_STEP + 3;
}

static float
pixel_fraction (int pixel)
{
  return ((float) (pixel % SAFFRON_BLOCK_STEP) + 0.5f) / SAFFRON_BLOCK_STEP;
}

/* Interpolates the map between its exact values at the nodes; the error is
 * below 1e-3 px. */
static void
fill_map (SaffronBlock *block,
          float nodes[SAFFRON_BLOCK_NODES][SAFFRON_BLOCK_NODES],
          float *out)
{
  int n = n_nodes (block->width);
  float weights[SAFFRON_BLOCK_STEP][4];

  for (int k = 0; k < SAFFRON_BLOCK_STEP; k++)
    cubic_weights (pixel_fraction (k), weights[k]);

  for (int y = 0; y < block->height; y++)
    {
      const float *w = weights[y % SAFFRON_BLOCK_STEP];
      int j = y / SAFFRON_BLOCK_STEP;
      float line[SAFFRON_BLOCK_NODES];
      float *row = out + (gsize) y * block->width;

      for (int i = 0; i < n; i++)
        line[i] = w[0] * nodes[j][i] + w[1] * nodes[j + 1][i]
                  + w[2] * nodes[j + 2][i] + w[3] * nodes[j + 3][i];
      for (int x = 0; x < block->width; x++)
        {
          const float *v = weights[x % SAFFRON_BLOCK_STEP];
          const float *l = line + x / SAFFRON_BLOCK_STEP;

          row[x] = v[0] * l[0] + v[1] * l[1] + v[2] * l[2] + v[3] * l[3];
        }
    }
}

static void
fill_fields (SaffronBlock *block)
{
  const SaffronSynth *synth = block->synth;
  const SaffronSynthSlide *slide = &synth->slides[block->slide];
  gsize n = (gsize) block->width * block->height;
  int columns = n_nodes (block->width);
  int rows = n_nodes (block->height);
  float map_x[SAFFRON_BLOCK_NODES][SAFFRON_BLOCK_NODES];
  float map_y[SAFFRON_BLOCK_NODES][SAFFRON_BLOCK_NODES];

  content_at (synth, slide, (double) block->x0 + SAFFRON_BLOCK_SIZE / 2,
              (double) block->y0 + SAFFRON_BLOCK_SIZE / 2, &block->anchor_x,
              &block->anchor_y);
  block->empty = TRUE;
  for (int j = 0; j < rows; j++)
    for (int i = 0; i < columns; i++)
      {
        double x = (double) (block->x0 + SAFFRON_BLOCK_STEP * (i - 1));
        double y = (double) (block->y0 + SAFFRON_BLOCK_STEP * (j - 1));
        double cx = 0.0, cy = 0.0;

        content_at (synth, slide, x, y, &cx, &cy);
        map_x[j][i] = (float) (cx - block->anchor_x);
        map_y[j][i] = (float) (cy - block->anchor_y);
        fill_node (block, j, i, cx, cy, light_at (slide, x, y));
      }
  block->x = g_new (float, n);
  block->y = g_new (float, n);
  fill_map (block, map_x, block->x);
  fill_map (block, map_y, block->y);
}

/* The part of the tissue that the block shows, with a margin of @margin,
 * content pixels. */
static void
content_box (const SaffronBlock *block,
             double margin,
             double low[2],
             double high[2])
{
  gsize n = (gsize) block->width * block->height;
  float x0 = block->x[0], x1 = x0, y0 = block->y[0], y1 = y0;

  for (gsize k = 1; k < n; k++)
    {
      x0 = MIN (x0, block->x[k]);
      x1 = MAX (x1, block->x[k]);
      y0 = MIN (y0, block->y[k]);
      y1 = MAX (y1, block->y[k]);
    }
  low[0] = block->anchor_x + x0 - margin;
  low[1] = block->anchor_y + y0 - margin;
  high[0] = block->anchor_x + x1 + margin;
  high[1] = block->anchor_y + y1 + margin;
}

static void
draw_gland (SaffronBlock *block, const SaffronGland *gland)
{
  float gx = (float) (gland->x - block->anchor_x);
  float gy = (float) (gland->y - block->anchor_y);
  float grain_x = (float) (gland->key & 255);
  float grain_y = (float) ((gland->key >> 8) & 255);
  SaffronRect box = { 0 };

  if (!saffron_block_box (block, gland->x, gland->y, SAFFRON_GLAND_REACH, &box))
    return;
  for (gint64 y = box.y; y < box.y + box.height; y++)
    for (gint64 x = box.x; x < box.x + box.width; x++)
      {
        gsize k = (gsize) (y * block->width + x);
        float dx = block->x[k] - gx;
        float dy = block->y[k] - gy;
        float depth = 0.f, wall = 0.f;

        if (dx * dx + dy * dy > SAFFRON_GLAND_REACH * SAFFRON_GLAND_REACH)
          continue;
        depth = saffron_gland_depth (gland, dx, dy);
        if (depth < -20.f || depth < block->gland[k])
          continue;
        block->gland[k] = depth;
        if (gland->solid || depth < 0.6f * gland->height)
          continue;
        wall = gland->height
               + 2.5f
                     * saffron_synth_texture_at (block->synth->grain,
                                                 grain_x + dx * 0.35f,
                                                 grain_y + dy * 0.35f);
        block->lumen[k] = CLAMP ((depth - wall) * 0.4f + 0.5f, 0.f, 1.f);
      }
}

static void
fill_glands (SaffronBlock *block)
{
  const SaffronSynth *synth = block->synth;
  const SaffronSynthSlide *slide = &synth->slides[block->slide];
  gsize n = (gsize) block->width * block->height;
  guint64 section = slide->cells.serial ? slide->cells.slide : 0;
  g_autoptr (GArray) glands = g_array_new (FALSE, FALSE, sizeof (SaffronGland));
  double low[2], high[2];

  block->gland = g_new (float, n);
  block->lumen = g_new0 (float, n);
  for (gsize k = 0; k < n; k++)
    block->gland[k] = -1000.f;

  content_box (block, 20.0, low, high);
  saffron_glands_within (slide->cells.tissue, section, low[0], low[1], high[0],
                         high[1], glands);
  for (guint k = 0; k < glands->len; k++)
    draw_gland (block, &g_array_index (glands, SaffronGland, k));
}

SaffronBlock *
saffron_block_new (const SaffronSynth *synth, int slide, gint64 i, gint64 j)
{
  const SaffronSynthSlide *of = &synth->slides[slide];
  SaffronBlock *block = g_new0 (SaffronBlock, 1);
  double low[2], high[2];

  g_atomic_ref_count_init (&block->ref_count);
  block->synth = synth;
  block->slide = slide;
  block->x0 = i * SAFFRON_BLOCK_SIZE;
  block->y0 = j * SAFFRON_BLOCK_SIZE;
  block->width = (int) MIN (SAFFRON_BLOCK_SIZE, of->width - block->x0);
  block->height = (int) MIN (SAFFRON_BLOCK_SIZE, of->height - block->y0);
  block->cells = g_array_new (FALSE, FALSE, sizeof (SaffronCell));
  fill_fields (block);
  if (block->empty)
    return block;

  fill_glands (block);
  content_box (block, SAFFRON_CELL_REACH, low, high);
  saffron_cells_within (&of->cells, low[0], low[1], high[0], high[1],
                        block->cells);
  return block;
}

SaffronBlock *
saffron_block_ref (SaffronBlock *block)
{
  g_atomic_ref_count_inc (&block->ref_count);
  return block;
}

void
saffron_block_unref (SaffronBlock *block)
{
  if (!g_atomic_ref_count_dec (&block->ref_count))
    return;
  g_free (block->x);
  g_free (block->y);
  g_free (block->gland);
  g_free (block->lumen);
  g_array_unref (block->cells);
  g_free (block);
}

void
saffron_block_field_row (const SaffronBlock *block,
                         SaffronBlockField field,
                         int row,
                         float *out)
{
  int n = n_nodes (block->width) - 2;
  int j = row / SAFFRON_BLOCK_STEP + 1;
  float t = pixel_fraction (row);
  float line[SAFFRON_BLOCK_NODES];

  for (int i = 0; i < n; i++)
    line[i] = block->nodes[field][j][i + 1] * (1.f - t)
              + block->nodes[field][j + 1][i + 1] * t;
  for (int x = 0; x < block->width; x++)
    {
      const float *l = line + x / SAFFRON_BLOCK_STEP;

      out[x] = l[0] + (l[1] - l[0]) * pixel_fraction (x);
    }
}

/* How far along x and y, in pixels of the slide, a disc may reach that has a
 * radius of @reach reference pixels around the reference point of @m. */
static void
box_reach (const SaffronSynthSlide *slide,
           SaffronMovPoint m,
           double reach,
           double *rx,
           double *ry)
{
  const SaffronTruth *truth = &slide->truth;
  const SaffronAffine *a = &truth->affine;
  const SaffronAffine *b = &truth->inverse;
  double u = 0.0, v = 0.0, du[4];
  double det = 0.0, ixx = 0.0, ixy = 0.0, iyx = 0.0, iyy = 0.0;

  /* For a large disc a simple bound suffices: no point moves farther than the
   * amplitude. */
  if (reach > 60.0)
    {
      *rx = *ry = slide->scale * (reach + 2.1 * truth->amplitude) + 1.0;
      return;
    }
  saffron_truth_displacement (truth, a->xx * m.x + a->xy * m.y + a->x0,
                              a->yx * m.x + a->yy * m.y + a->y0, &u, &v, du);
  det = (1.0 + du[0]) * (1.0 + du[3]) - du[1] * du[2];
  ixx = (1.0 + du[3]) / det;
  ixy = -du[1] / det;
  iyx = -du[2] / det;
  iyy = (1.0 + du[0]) / det;
  *rx = 1.12 * reach
            * hypot (b->xx * ixx + b->xy * iyx, b->xx * ixy + b->xy * iyy)
        + 1.5;
  *ry = 1.12 * reach
            * hypot (b->yx * ixx + b->yy * iyx, b->yx * ixy + b->yy * iyy)
        + 1.5;
}

gboolean
saffron_block_box (const SaffronBlock *block,
                   double x,
                   double y,
                   double reach,
                   SaffronRect *box)
{
  const SaffronSynth *synth = block->synth;
  const SaffronSynthSlide *slide = &synth->slides[block->slide];
  SaffronRefPoint p = { x * synth->unit, y * synth->unit };
  SaffronMovPoint m = saffron_truth_pull (&slide->truth, p);
  double rx = 0.0, ry = 0.0, x0 = 0.0, y0 = 0.0, x1 = 0.0, y1 = 0.0;

  box_reach (slide, m, reach * synth->unit, &rx, &ry);
  x0 = MAX (floor (m.x - rx) - (double) block->x0, 0.0);
  y0 = MAX (floor (m.y - ry) - (double) block->y0, 0.0);
  x1 = MIN (ceil (m.x + rx) - (double) block->x0, block->width);
  y1 = MIN (ceil (m.y + ry) - (double) block->y0, block->height);
  if (x0 >= x1 || y0 >= y1)
    return FALSE;
  *box = (SaffronRect){ (gint64) x0, (gint64) y0, (gint64) (x1 - x0),
                        (gint64) (y1 - y0) };
  return TRUE;
}
