/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "synth/cells.h"

#include <math.h>

#include "synth/random.h"

/* Each square of a grid with this spacing, content pixels, holds at most one
 * cell of the stroma. */
#define PITCH 19.0
/* If a gland's centre lies deeper in the tissue than this, content pixels, so
 * do all its cells, which then need not be checked one by one. */
#define DEEP 220.0

enum {
  KEY_STROMA = 201,
  KEY_RING,
  KEY_FATE,
  KEY_SLIDE,
};

typedef struct {
  const SaffronCellSource *source;
  /* The glands of the tissue, and those of this section, which hold the cells
   * that the section does not share. The same array unless the slide is
   * serial. */
  GArray *glands;
  GArray *own_glands;
  double x0, y0, x1, y1;
  GArray *out;
} Walk;

static gboolean
is_kept (const SaffronCellSource *source, guint64 key)
{
  int low = 0;
  int high = source->n_kept;

  while (low < high)
    {
      int middle = (low + high) / 2;

      if (source->kept[middle] < key)
        low = middle + 1;
      else
        high = middle;
    }
  return low < source->n_kept && source->kept[low] == key;
}

/* A random number for this slide and this cell, the same in every call. */
static double
fate (const SaffronCellSource *source, guint64 key)
{
  return saffron_synth_unit (
      saffron_synth_key (saffron_synth_key (key, KEY_FATE), source->slide));
}

static gboolean
is_lost (const SaffronCellSource *source, guint64 key)
{
  return source->slide != 0 && fate (source, key) < source->lost
         && !is_kept (source, key);
}

static void
cell_turn (SaffronCell *cell, double angle)
{
  cell->cos_angle = (float) cos (angle);
  cell->sin_angle = (float) sin (angle);
}

/* Draws the properties that cells of all kinds have. */
static void
cell_finish (SaffronCell *cell, guint64 key, SaffronSynthRng *rng)
{
  double focus = saffron_synth_rng_unit (rng);

  cell->key = key;
  cell->egg_x = (float) saffron_synth_rng_range (rng, -0.16, 0.16);
  cell->egg_y = (float) saffron_synth_rng_range (rng, -0.16, 0.16);
  cell->level *= (float) saffron_synth_rng_range (rng, 0.7, 1.2);
  /* Some nuclei lie above or below the focal plane and are blurred. */
  cell->blur = 2.4f;
  if (focus < 0.14)
    {
      cell->blur = (float) (3.5 + 25.0 * focus);
      cell->level *= (float) (0.75 - 2.0 * focus);
    }
}

static void
lymphocyte (SaffronCell *cell, SaffronSynthRng *rng, double kind)
{
  cell->kind = kind < 0.3   ? SAFFRON_CELL_T_HELPER
               : kind < 0.5 ? SAFFRON_CELL_T_CYTOTOXIC
                            : SAFFRON_CELL_B;
  cell->a = (float) saffron_synth_rng_range (rng, 7.6, 9.2);
  cell->b = cell->a * (float) saffron_synth_rng_range (rng, 0.84, 0.98);
  cell->level = 1.15f;
  cell_turn (cell, saffron_synth_rng_range (rng, 0.0, G_PI));
}

static void
fibroblast (const SaffronTissue *tissue,
            SaffronCell *cell,
            SaffronSynthRng *rng,
            double tangent)
{
  double angle = tangent;

  if (isnan (angle))
    {
      double along = 0.0, here = 0.0, right = 0.0, below = 0.0;

      saffron_tissue_fibre (tissue, cell->x, cell->y, &along, &here);
      saffron_tissue_fibre (tissue, cell->x + 4.0, cell->y, &along, &right);
      saffron_tissue_fibre (tissue, cell->x, cell->y + 4.0, &along, &below);
      angle = atan2 (right - here, here - below);
    }
  cell->kind = SAFFRON_CELL_FIBROBLAST;
  cell->a = (float) saffron_synth_rng_range (rng, 10.5, 15.0);
  cell->b = cell->a * (float) saffron_synth_rng_range (rng, 0.38, 0.58);
  cell->level = 0.85f;
  cell_turn (cell, angle + saffron_synth_rng_range (rng, -0.3, 0.3));
}

static void
stroma_kind (const SaffronTissue *tissue,
             SaffronCell *cell,
             SaffronSynthRng *rng,
             double lymphoid,
             double tangent)
{
  double mixed = saffron_synth_rng_unit (rng);
  double kind = saffron_synth_rng_unit (rng);

  if (mixed < lymphoid || kind < 0.2)
    lymphocyte (cell, rng, mixed < lymphoid ? kind : kind * 3.0);
  else if (kind < 0.72)
    fibroblast (tissue, cell, rng, tangent);
  else
    {
      cell->kind = kind < 0.86 ? SAFFRON_CELL_MACROPHAGE : SAFFRON_CELL_OTHER;
      cell->a = (float) saffron_synth_rng_range (rng, 9.0, 12.5);
      cell->b = cell->a * (float) saffron_synth_rng_range (rng, 0.65, 0.95);
      cell->level = 0.8f;
      cell_turn (cell, saffron_synth_rng_range (rng, 0.0, G_PI));
    }
}

static void
nest_kind (SaffronCell *cell, SaffronSynthRng *rng)
{
  cell->kind = SAFFRON_CELL_EPITHELIUM;
  cell->a = (float) saffron_synth_rng_range (rng, 9.0, 13.0);
  cell->b = cell->a * (float) saffron_synth_rng_range (rng, 0.7, 0.97);
  cell->level = 0.9f;
  cell_turn (cell, saffron_synth_rng_range (rng, 0.0, G_PI));
}

/* The gland in which, or right next to which, (x, y) lies; NULL if there is
 * none. */
static const SaffronGland *
gland_near (GArray *glands, double x, double y, float *depth)
{
  for (guint k = 0; k < glands->len; k++)
    {
      const SaffronGland *gland = &g_array_index (glands, SaffronGland, k);
      double dx = x - gland->x;
      double dy = y - gland->y;

      if (dx * dx + dy * dy > SAFFRON_GLAND_REACH * SAFFRON_GLAND_REACH)
        continue;
      *depth = saffron_gland_depth (gland, (float) dx, (float) dy);
      if (*depth > -16.f)
        return gland;
    }
  return NULL;
}

/* Makes the stroma's cell in square (i, j) from @key; FALSE when the square has
 * none. */
static gboolean
stroma_cell (Walk *walk,
             GArray *glands,
             guint64 key,
             gint64 i,
             gint64 j,
             SaffronCell *cell)
{
  const SaffronTissue *tissue = walk->source->tissue;
  SaffronSynthRng rng = { key };
  double chance = saffron_synth_rng_unit (&rng);
  const SaffronGland *gland = NULL;
  double lymphoid = 0.0, tangent = NAN;
  float depth = 0.f;

  cell->x = ((double) i + saffron_synth_rng_range (&rng, 0.08, 0.92)) * PITCH;
  cell->y = ((double) j + saffron_synth_rng_range (&rng, 0.08, 0.92)) * PITCH;
  if (chance > 0.95 || cell->x < walk->x0 || cell->x >= walk->x1
      || cell->y < walk->y0 || cell->y >= walk->y1)
    return FALSE;

  gland = gland_near (glands, cell->x, cell->y, &depth);
  if (gland != NULL && depth > -9.f)
    {
      if (!gland->solid || depth < 25.f || chance > 0.62)
        return FALSE;
      nest_kind (cell, &rng);
    }
  else
    {
      lymphoid = saffron_tissue_lymphoid (tissue, cell->x, cell->y);
      if (chance > 0.85 * lymphoid
          && chance > 0.72 * saffron_tissue_density (tissue, cell->x, cell->y))
        return FALSE;
      if (gland != NULL)
        tangent = atan2 (cell->x - gland->x, gland->y - cell->y);
      stroma_kind (tissue, cell, &rng, lymphoid, tangent);
    }
  if (saffron_tissue_depth (tissue, cell->x, cell->y) < 7.0)
    return FALSE;
  cell_finish (cell, key, &rng);
  return TRUE;
}

static void
walk_stroma (Walk *walk)
{
  const SaffronCellSource *source = walk->source;
  guint64 seed = saffron_synth_key (source->tissue->seed, KEY_STROMA);
  guint64 own =
      saffron_synth_key (saffron_synth_key (seed, KEY_SLIDE), source->slide);
  gint64 i0 = (gint64) floor (walk->x0 / PITCH);
  gint64 i1 = (gint64) floor (walk->x1 / PITCH);
  gint64 j0 = (gint64) floor (walk->y0 / PITCH);
  gint64 j1 = (gint64) floor (walk->y1 / PITCH);

  for (gint64 j = j0; j <= j1; j++)
    for (gint64 i = i0; i <= i1; i++)
      {
        guint64 key = saffron_synth_key2 (seed, i, j);
        guint64 own_key = saffron_synth_key2 (own, i, j);
        gboolean lost = is_lost (source, key);
        gboolean found = FALSE;
        SaffronCell cell = { 0 };

        if (!lost)
          found = stroma_cell (walk, walk->glands, key, i, j, &cell);
        /* A serial section has a cell of its own in a lost one's place; another
         * cycle of the same section gains only a few cells. */
        if (!found && source->slide != 0
            && (source->serial
                    ? lost
                    : saffron_synth_unit (saffron_synth_key (own_key, 1))
                          < 1.2 * source->gained))
          found = stroma_cell (walk, walk->own_glands, own_key, i, j, &cell);
        if (found)
          g_array_append_val (walk->out, cell);
      }
}

/* Makes the epithelium, whose cells stand side by side along the basement. */
static void
walk_ring (Walk *walk, const SaffronGland *gland, guint64 base, gboolean own)
{
  const SaffronCellSource *source = walk->source;
  const SaffronTissue *tissue = source->tissue;
  SaffronSynthRng start = { base };
  double phase = saffron_synth_rng_range (&start, 0.0, 2.0 * G_PI);
  double spacing = saffron_synth_rng_range (&start, 13.5, 17.5);
  gboolean deep = saffron_tissue_depth (tissue, gland->x, gland->y) > DEEP;
  double turned = 0.0;

  for (guint n = 0; n < 200; n++)
    {
      guint64 key = saffron_synth_key (base, n + 1);
      SaffronSynthRng rng = { key };
      double angle = phase + turned;
      double c = cos (angle);
      double s = sin (angle);
      double rim = 1.0 / saffron_gland_fraction (gland, (float) c, (float) s);
      double inward = saffron_synth_rng_range (&rng, 11.0, 16.0);
      gboolean raised = saffron_synth_rng_unit (&rng) < 0.25;
      SaffronCell cell = { 0 };

      turned += spacing * saffron_synth_rng_range (&rng, 0.85, 1.15)
                / MAX (rim - 12.0, 8.0);
      if (turned > 2.0 * G_PI)
        break;
      if (raised && gland->height > 32.f)
        inward += 8.0;
      inward = MIN (inward, 0.75 * rim);
      cell.x = gland->x + (rim - inward) * c;
      cell.y = gland->y + (rim - inward) * s;
      if (cell.x < walk->x0 || cell.x >= walk->x1 || cell.y < walk->y0
          || cell.y >= walk->y1 || is_lost (source, key) != own
          || (!deep && saffron_tissue_depth (tissue, cell.x, cell.y) < 7.0))
        continue;
      cell.kind = SAFFRON_CELL_EPITHELIUM;
      cell.a = (float) saffron_synth_rng_range (&rng, 9.5, 12.8);
      cell.b = (float) saffron_synth_rng_range (&rng, 6.8, 8.3);
      cell.level = 0.95f;
      cell_turn (&cell, angle + saffron_synth_rng_range (&rng, -0.2, 0.2));
      cell_finish (&cell, key, &rng);
      g_array_append_val (walk->out, cell);
    }
}

static void
walk_rings (Walk *walk, GArray *glands, gboolean own)
{
  for (guint k = 0; k < glands->len; k++)
    {
      const SaffronGland *gland = &g_array_index (glands, SaffronGland, k);
      guint64 base = saffron_synth_key (gland->key, KEY_RING);

      if (own)
        base = saffron_synth_key (base, walk->source->slide);
      walk_ring (walk, gland, base, own);
    }
}

void
saffron_cells_within (const SaffronCellSource *source,
                      double x0,
                      double y0,
                      double x1,
                      double y1,
                      GArray *out)
{
  g_autoptr (GArray) glands = g_array_new (FALSE, FALSE, sizeof (SaffronGland));
  g_autoptr (GArray) own = NULL;
  Walk walk = { source, glands, glands, x0, y0, x1, y1, out };

  saffron_glands_within (source->tissue, 0, x0, y0, x1, y1, glands);
  walk_rings (&walk, glands, FALSE);
  if (source->serial && source->slide != 0)
    {
      own = g_array_new (FALSE, FALSE, sizeof (SaffronGland));
      saffron_glands_within (source->tissue, source->slide, x0, y0, x1, y1,
                             own);
      walk.own_glands = own;
      walk_rings (&walk, own, TRUE);
    }
  walk_stroma (&walk);
}
