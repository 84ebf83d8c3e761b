/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "register/micro-tile.h"

#include <math.h>
#include <string.h>

#include "base/vector.h"
#include "register/micro-moments.h"

#define BLOCK SAFFRON_MICRO_BLOCK

/* Correlations above this count as if they were this: what is left then is
 * rounding, and the likelihood has no bound. */
#define MOST_CORRELATION 0.98f
/* Variance of a window that counts half as tissue, wherever it lies: that of a
 * nucleus of brightness 0.25 which takes a quarter of it. */
#define SEEN 0.01f

/* Coordinates of the moving slide's pixels, those of the centre of its first
 * pixel being 0, at each pixel of the tile with its margin. */
typedef struct {
  int width, height, margin;
  SaffronPlane *x, *y;
} Places;

static void
places_clear (Places *places)
{
  g_clear_pointer (&places->x, saffron_plane_free);
  g_clear_pointer (&places->y, saffron_plane_free);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Places, places_clear)

static void
places_init (Places *places, const SaffronMicroTile *tile)
{
  double step = tile->pair->sources[0].downsample;
  double moving = tile->pair->sources[1].downsample;
  g_autofree SaffronMovPoint *row = NULL;
  int margin = tile->pair->radius + 1;

  places->margin = margin;
  places->width = tile->n_x * BLOCK + 2 * margin;
  places->height = tile->n_y * BLOCK + 2 * margin;
  places->x = saffron_plane_new (places->width, places->height);
  places->y = saffron_plane_new (places->width, places->height);
  row = g_new (SaffronMovPoint, places->width);
  for (int y = 0; y < places->height; y++)
    {
      const SaffronRefPoint start = { (tile->x - margin + 0.5) * step,
                                      (tile->y - margin + y + 0.5) * step };
      float *px = saffron_plane_row (places->x, y);
      float *py = saffron_plane_row (places->y, y);

      saffron_transform_pull_row (tile->transform, start, step, places->width,
                                  row);
      for (int x = 0; x < places->width; x++)
        {
          px[x] = (float) (row[x].x / moving - 0.5);
          py[x] = (float) (row[x].y / moving - 0.5);
        }
    }
}

/* The value at a place of level 0, between the pixels of a plane. */
static double
value_at (const SaffronPlane *plane, double downsample, double x, double y)
{
  double px = CLAMP (x / downsample - 0.5, 0.0, plane->width - 1.0);
  double py = CLAMP (y / downsample - 0.5, 0.0, plane->height - 1.0);
  int ix = (int) px, iy = (int) py;
  const float *top = saffron_plane_row (plane, iy);
  const float *low = saffron_plane_row (plane, MIN (iy + 1, plane->height - 1));
  int right = MIN (ix + 1, plane->width - 1);
  double fx = px - ix, fy = py - iy;

  return (1.0 - fy) * ((1.0 - fx) * top[ix] + fx * top[right])
         + fy * ((1.0 - fx) * low[ix] + fx * low[right]);
}

/* What the reference's point @p counts: as windows do in register/lncc-setup.c,
 * where either slide has tissue and both have image. @image: (out): the latter
 * alone */
static double
weight_at (const SaffronMicroTile *tile, SaffronRefPoint p, double *image)
{
  const SaffronMicroPair *pair = tile->pair;
  const SaffronRegPlane *r = pair->planes[0], *m = pair->planes[1];
  const SaffronPlane *mask = pair->mask;
  SaffronMovPoint q = saffron_transform_pull (tile->transform, p);
  double weight;

  *image = 0.0;
  if (!(q.x >= 0.0 && q.y >= 0.0
        && q.x < (double) saffron_slide_get_width (pair->sources[1].slide)
        && q.y < (double) saffron_slide_get_height (pair->sources[1].slide)))
    return 0.0;
  weight = value_at (r->weight, r->downsample, p.x, p.y)
           * value_at (m->weight, m->downsample, q.x, q.y);
  if (mask != NULL && weight > 0.0)
    {
      double width = saffron_transform_get_width (tile->transform);
      double height = saffron_transform_get_height (tile->transform);
      int x = CLAMP ((int) (p.x / width * mask->width), 0, mask->width - 1);
      int y = CLAMP ((int) (p.y / height * mask->height), 0, mask->height - 1);

      weight *= saffron_plane_row (mask, y)[x];
    }
  *image = weight;
  return weight
         * MAX (value_at (r->tissue, r->downsample, p.x, p.y),
                value_at (m->tissue, m->downsample, q.x, q.y));
}

/* Writes the blocks' weights, and into @image what they would be if all were
 * tissue. FALSE when all are 0. */
static gboolean
weigh (const SaffronMicroTile *tile, float *image)
{
  double step = tile->pair->sources[0].downsample;
  gboolean any = FALSE;

  for (int j = 0; j < tile->n_y; j++)
    for (int i = 0; i < tile->n_x; i++)
      {
        const SaffronRefPoint p = { (tile->x + (i + 0.5) * BLOCK) * step,
                                    (tile->y + (j + 0.5) * BLOCK) * step };
        double whole = 0.0, weight = weight_at (tile, p, &whole);

        tile->blocks[(gsize) j * tile->stride + (gsize) i].weight =
            (float) weight;
        image[j * tile->n_x + i] = (float) whole;
        any = any || weight > 0.0;
      }
  return any;
}

/* The part of the moving slide that the tile shows, with what bilinear
 * interpolation needs; empty when it shows none. */
static SaffronRect
box_around (const Places *places, const SaffronMicroSource *moving)
{
  gsize n = saffron_plane_n_pixels (places->x);
  float x0 = INFINITY, y0 = INFINITY, x1 = -INFINITY, y1 = -INFINITY;
  SaffronRect box = { 0, 0, 0, 0 };

  for (gsize i = 0; i < n; i++)
    {
      x0 = MIN (x0, places->x->data[i]);
      x1 = MAX (x1, places->x->data[i]);
      y0 = MIN (y0, places->y->data[i]);
      y1 = MAX (y1, places->y->data[i]);
    }
  if (!(x1 >= 0.0f && y1 >= 0.0f && x0 <= (float) (moving->width - 1)
        && y0 <= (float) (moving->height - 1)))
    return box;
  box.x = (gint64) MAX (floorf (x0), 0.0f);
  box.y = (gint64) MAX (floorf (y0), 0.0f);
  box.width = MIN ((gint64) floorf (x1) + 2, moving->width) - box.x;
  box.height = MIN ((gint64) floorf (y1) + 2, moving->height) - box.y;
  return box;
}

/* (transfer full): the moving slide as the tile shows it, from its part @box;
 * beyond that, its border is repeated. */
static SaffronPlane *
lay (const SaffronPlane *part, const SaffronRect *box, const Places *places)
{
  SaffronPlane *out = saffron_plane_new (places->width, places->height);
  gsize n = saffron_plane_n_pixels (out);
  float max_x = (float) (part->width - 1), max_y = (float) (part->height - 1);
  int right = part->width > 1, below = part->height > 1 ? part->width : 0;

  for (gsize i = 0; i < n; i++)
    {
      float x = places->x->data[i] - (float) box->x;
      float y = places->y->data[i] - (float) box->y;
      int ix, iy;
      const float *p;
      float fx, fy, top, low;

      x = x < 0.0f ? 0.0f : (x > max_x ? max_x : x);
      y = y < 0.0f ? 0.0f : (y > max_y ? max_y : y);
      ix = MIN ((int) x, MAX (part->width - 2, 0));
      iy = MIN ((int) y, MAX (part->height - 2, 0));
      fx = x - (float) ix;
      fy = y - (float) iy;
      p = part->data + (gsize) iy * (gsize) part->width + ix;
      top = p[0] + fx * (p[right] - p[0]);
      low = p[below] + fx * (p[below + right] - p[below]);
      out->data[i] = top + fy * (low - top);
    }
  return out;
}

/* Three rows of the sum and the difference of both slides, normalised, and of
 * their correlation: the one that is looked at, and its neighbours. */
typedef struct {
  float *sum[3], *difference[3], *c[3];
} Ring;

/* What one row of a block says; its sums are added to @to, which has the
 * block's weight. @above and @below are the neighbours of @sum. */
VECTOR static void
micro_add_block_row (const float *above,
                     const float *sum,
                     const float *below,
                     const float *difference,
                     const float *c,
                     float *to)
{
  float xx = 0.0f, xy = 0.0f, yy = 0.0f, x = 0.0f, y = 0.0f;

  for (int i = 0; i < BLOCK; i++)
    {
      float gx = 0.25f * (sum[i + 1] - sum[i - 1]);
      float gy = 0.25f * (below[i] - above[i]);
      float one = c[i] < 0.0f
                      ? 0.0f
                      : (c[i] > MOST_CORRELATION ? MOST_CORRELATION : c[i]);
      float left = 1.0f - one * one;
      float omega = one / left;
      float wx = omega * gx, wy = omega * gy;

      xx += wx * gx;
      xy += wx * gy;
      yy += wy * gy;
      x += wx * difference[i];
      y += wy * difference[i];
    }
  to[0] += xx;
  to[1] += xy;
  to[2] += yy;
  to[3] += x;
  to[4] += y;
}

/* Adds row @y of the tile, the middle one of the ring, to its blocks. */
static void
add_row (const SaffronMicroTile *tile, const Ring *ring, int y, float *sums)
{
  int margin = tile->pair->radius + 1;
  int before = y % 3, own = (y + 1) % 3, after = (y + 2) % 3;

  for (int i = 0; i < tile->n_x; i++)
    {
      int x = margin + i * BLOCK;

      micro_add_block_row (ring->sum[before] + x, ring->sum[own] + x,
                           ring->sum[after] + x, ring->difference[own] + x,
                           ring->c[own] + x, sums + 5 * i);
    }
}

/* Raises the weights of the blocks of row @j that are tissue by themselves, and
 * writes what share is left to what the small planes say. The moments' row is
 * the one below the blocks' middle. */
static void
see_cells (const SaffronMicroTile *tile,
           const SaffronMicroMoments *moments,
           float *image,
           int j)
{
  int middle = tile->pair->radius + 1 + BLOCK / 2;

  for (int i = 0; i < tile->n_x; i++)
    {
      SaffronMicroBlock *b =
          &tile->blocks[(gsize) j * tile->stride + (gsize) i];
      float *weight = &image[j * tile->n_x + i];
      float v = saffron_micro_moments_variance (moments, middle + i * BLOCK);
      float seen = v * v / (v * v + SEEN * SEEN);

      *weight = MAX (b->weight, *weight * seen);
      b->share = *weight > 0.0f ? b->weight / *weight : 0.0f;
    }
}

/* Writes the blocks of row @j from their weights and what their pixels add up
 * to. */
static void
write_blocks (const SaffronMicroTile *tile,
              const float *weights,
              int j,
              const float *sums)
{
  for (int i = 0; i < tile->n_x; i++)
    {
      SaffronMicroBlock *b =
          &tile->blocks[(gsize) j * tile->stride + (gsize) i];
      const float *s = sums + 5 * i;
      float w = weights[j * tile->n_x + i];

      *b = (SaffronMicroBlock){ w * s[0], w * s[1],
                                w * s[2], w * s[3],
                                w * s[4], b->weight * (float) (BLOCK * BLOCK),
                                b->share };
    }
}

static void
compare (const SaffronMicroTile *tile,
         float *image,
         const SaffronPlane *r,
         const SaffronPlane *t)
{
  SaffronMicroMoments *moments =
      saffron_micro_moments_new (r, t, tile->pair->radius);
  gsize n = (gsize) r->width;
  g_autofree float *rows = g_new0 (float, 9 * n);
  g_autofree float *sums = g_new0 (float, 5 * (gsize) tile->n_x + 1);
  Ring ring;

  for (int k = 0; k < 3; k++)
    {
      ring.sum[k] = rows + 3 * (gsize) k * n;
      ring.difference[k] = ring.sum[k] + n;
      ring.c[k] = ring.difference[k] + n;
    }
  /* Row y of the moments is the tile's row y - 1. */
  for (int y = 0; y < tile->n_y * BLOCK + 2; y++)
    {
      saffron_micro_moments_next (moments, ring.sum[y % 3],
                                  ring.difference[y % 3], ring.c[y % 3]);
      if (y % BLOCK == BLOCK / 2 + 1 && y < tile->n_y * BLOCK)
        see_cells (tile, moments, image, y / BLOCK);
      if (y < 2)
        continue;
      add_row (tile, &ring, y - 2, sums);
      if ((y - 1) % BLOCK == 0)
        {
          write_blocks (tile, image, (y - 2) / BLOCK, sums);
          memset (sums, 0, sizeof (float) * 5 * (gsize) tile->n_x);
        }
    }
  saffron_micro_moments_free (moments);
}

gboolean
saffron_micro_tile (const SaffronMicroTile *tile, GError **error)
{
  const SaffronMicroSource *sources = tile->pair->sources;
  g_auto (Places) places = { 0 };
  g_autoptr (SaffronPlane) reference = NULL;
  g_autoptr (SaffronPlane) part = NULL;
  g_autoptr (SaffronPlane) moving = NULL;
  g_autofree float *image = NULL;
  SaffronRect box;

  if (tile->n_x <= 0 || tile->n_y <= 0)
    return TRUE;
  image = g_new (float, tile->n_x * tile->n_y);
  if (!weigh (tile, image))
    return TRUE;
  places_init (&places, tile);
  box = box_around (&places, &sources[1]);
  if (box.width <= 0 || box.height <= 0)
    return TRUE;
  part = saffron_micro_source_read (&sources[1], &box, error);
  if (part == NULL)
    return FALSE;
  moving = lay (part, &box, &places);
  box = (SaffronRect){ tile->x - places.margin, tile->y - places.margin,
                       places.width, places.height };
  reference = saffron_micro_source_read (&sources[0], &box, error);
  if (reference == NULL)
    return FALSE;
  compare (tile, image, reference, moving);
  return TRUE;
}
