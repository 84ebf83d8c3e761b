/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "register/ink.h"

#include <math.h>

#include "register/components.h"
#include "register/masks.h"

/* Ink lets at most this share of the light pass, in all three colours.
 * Hematoxylin lets blue pass, eosin and DAB red: both together and dense reach
 * 0.35. Of a grey picture one channel speaks, in which dense nuclei reach 0.25.
 */
#define DARK 0.30
#define DARK_GRAY 0.18

/* Coloured ink stops all but this share of the light of one colour, and lets
 * 2.6 times as much of another pass. Stains do so, too, where they are strong.
 */
#define SATURATED 0.25
#define SATURATION 2.6

/* A pixel below this density is neither kind of ink, so that few need a closer
 * look. It is the density of a channel that lets SATURATED of the light
 * pass. */
#define LEAST_INK 1.38

/* What lies within BRIDGE pixels of two candidates belongs to them: tissue
 * shows through ink. */
#define BRIDGE 2

/* The largest deviation of 3 × 3 pixels from their mean, as a share of the
 * background. JPEG and cameras add 0.02, nuclei 0.1 and more. So many of a
 * stroke's pixels are smooth. */
#define SMOOTH 0.045
#define SMOOTH_SHARE 0.5

/* A colour is foreign if at most FOREIGN of the slide's other dense pixels have
 * it, within HUE_REACH bins. A stain that is strong in one place is weak in
 * others; a pen is not. */
#define HUE_BINS 64
#define HUE_REACH 4
#define FOREIGN 0.03

/* Around ink the density is at most this share of the ink's own. */
#define STEEP 0.5

/* Ink covers at least (side / 100)² pixels or is as long as side / 25, a
 * millimetre of a slide; in colour it is both, because vessels full of blood
 * are either. What is smaller and dark is pigment if it lies in tissue, and
 * dust if the density around is at most GLASS; it counts from LEAST_SPECK
 * pixels on. */
#define STROKE_WIDTH 100
#define STROKE_LENGTH 25
#define GLASS 0.3
#define LEAST_SPECK 4

/* What is dark, long and cut off is ink whatever its texture: so much of it is
 * dark, since granules of pigment have gaps, and the density around is at most
 * this share of its own. */
#define SOLID 0.85
#define VERY_STEEP 0.33

/* More dark spots than this that are no strokes are nuclei. */
#define MANY 60

/* Ink is no tissue as long as it is less than this share of all dense pixels.
 */
#define RARE 0.6

/* How far around ink is left out, pixels: its edge is neither dark nor smooth.
 */
#define MARGIN 3

enum { NOT_INK, DARK_INK, COLOURED_INK };

typedef struct {
  gsize area, n_candidates, n_smooth, n_around;
  int left, right, top, bottom;
  double density, around;
  double hue[2];
  int kind; /* above 0: more dark than coloured pixels */
  gboolean compact;
} Stroke;

typedef struct {
  SaffronPlane *const *channels;
  const double *background;
  int n;
  int width, height;
  const SaffronPlane *density;
  const SaffronPlane *blank;
  gsize hues[HUE_BINS * HUE_BINS];
  gsize n_dense;
} Look;

static inline double
passes (const Look *look, int channel, gsize i)
{
  return look->channels[channel]->data[i] / look->background[channel];
}

/* What the pixel may be, by its own colour. */
static int
ink_by_colour (const Look *look, gsize i)
{
  double least = G_MAXDOUBLE, most = 0.0;

  for (int c = 0; c < look->n; c++)
    {
      least = MIN (least, passes (look, c, i));
      most = MAX (most, passes (look, c, i));
    }
  if (most <= (look->n == 3 ? DARK : DARK_GRAY))
    return DARK_INK;
  return look->n == 3 && least <= SATURATED
                 && most >= SATURATION * MAX (least, 0.0)
             ? COLOURED_INK
             : NOT_INK;
}

/* (nullable): DARK_INK or COLOURED_INK where a pixel may be ink. */
static guint8 *
find_candidates (const Look *look)
{
  gsize n = saffron_plane_n_pixels (look->density);
  g_autofree guint8 *kinds = g_new0 (guint8, n);
  gboolean any = FALSE;

  for (gsize i = 0; i < n; i++)
    if (look->density->data[i] >= LEAST_INK
        && (look->blank == NULL || look->blank->data[i] <= 0.5f))
      {
        kinds[i] = (guint8) ink_by_colour (look, i);
        any = any || kinds[i] != NOT_INK;
      }
  return any ? g_steal_pointer (&kinds) : NULL;
}

/* Whether @at is bridged along a line of @n pixels, @step apart: there is a
 * candidate within reach on both sides. */
static gboolean
is_bridged (const guint8 *kinds, gssize at, gssize step, int before, int after)
{
  gboolean back = FALSE, ahead = FALSE;

  for (int d = 1; d <= MIN (BRIDGE, before); d++)
    back = back || kinds[at - d * step] != NOT_INK;
  for (int d = 1; d <= MIN (BRIDGE, after); d++)
    ahead = ahead || kinds[at + d * step] != NOT_INK;
  return back && ahead;
}

/* Candidates and what lies between them. */
static guint8 *
bridge_gaps (const Look *look, const guint8 *kinds)
{
  guint8 *mask = g_new0 (guint8, saffron_plane_n_pixels (look->density));

  for (int y = 0; y < look->height; y++)
    for (int x = 0; x < look->width; x++)
      {
        gssize i = (gssize) y * look->width + x;

        mask[i] =
            kinds[i] != NOT_INK
            || is_bridged (kinds, i, 1, x, look->width - 1 - x)
            || is_bridged (kinds, i, look->width, y, look->height - 1 - y);
      }
  return mask;
}

static gboolean
is_smooth (const Look *look, int x, int y)
{
  if (x < 1 || y < 1 || x > look->width - 2 || y > look->height - 2)
    return FALSE;
  for (int c = 0; c < look->n; c++)
    {
      const float *at = saffron_plane_row (look->channels[c], y) + x;
      double sum = 0.0, most = 0.0;

      for (int dy = -1; dy <= 1; dy++)
        for (int dx = -1; dx <= 1; dx++)
          sum += at[dy * look->width + dx];
      sum /= 9.0;
      for (int dy = -1; dy <= 1; dy++)
        for (int dx = -1; dx <= 1; dx++)
          most = MAX (most, fabs (at[dy * look->width + dx] - sum));
      if (most > SMOOTH * look->background[c])
        return FALSE;
    }
  return TRUE;
}

/* How much of the density red and blue have, as two places in the histogram. */
static void
hue_of (const Look *look, gsize i, double hue[2])
{
  for (int k = 0; k < 2; k++)
    {
      double share = -log (MAX (passes (look, 2 * k, i), 1e-3))
                     / MAX (look->density->data[i], 1e-3f);

      hue[k] = CLAMP (share * HUE_BINS, 0.0, HUE_BINS - 1.0);
    }
}

/* Counts the hues of dense pixels away from candidates. */
static void
count_hues (Look *look, const guint8 *mask)
{
  for (gsize i = 0; i < saffron_plane_n_pixels (look->density); i++)
    {
      gsize x = i % (gsize) look->width, y = i / (gsize) look->width;
      double hue[2];

      if (look->density->data[i] < 0.15 * look->n || mask[i]
          || (look->blank != NULL && look->blank->data[i] > 0.5f))
        continue;
      /* Ink is thin at the edges of strokes; most of these pixels are left
       * out. */
      if ((x >= MARGIN && mask[i - MARGIN])
          || (x + MARGIN < (gsize) look->width && mask[i + MARGIN])
          || (y >= MARGIN && mask[i - MARGIN * (gsize) look->width])
          || (y + MARGIN < (gsize) look->height
              && mask[i + MARGIN * (gsize) look->width]))
        continue;
      hue_of (look, i, hue);
      look->hues[(int) hue[1] * HUE_BINS + (int) hue[0]]++;
      look->n_dense++;
    }
}

static gboolean
is_foreign_hue (const Look *look, const Stroke *stroke)
{
  int x = (int) (stroke->hue[0] / (double) stroke->area);
  int y = (int) (stroke->hue[1] / (double) stroke->area);
  gsize n = 0;

  if (look->n != 3)
    return FALSE;
  for (int v = MAX (y - HUE_REACH, 0); v <= MIN (y + HUE_REACH, HUE_BINS - 1);
       v++)
    for (int u = MAX (x - HUE_REACH, 0); u <= MIN (x + HUE_REACH, HUE_BINS - 1);
         u++)
      n += look->hues[v * HUE_BINS + u];
  return n <= FOREIGN * look->n_dense;
}

static void
stroke_add (Stroke *stroke,
            const Look *look,
            const guint8 *kinds,
            const guint8 *mask,
            int x,
            int y)
{
  gsize i = (gsize) y * look->width + x;
  double hue[2] = { 0 };

  if (stroke->area == 0)
    *stroke = (Stroke){ .left = x, .right = x, .top = y, .bottom = y };
  stroke->area++;
  stroke->left = MIN (stroke->left, x);
  stroke->right = MAX (stroke->right, x);
  stroke->bottom = MAX (stroke->bottom, y);
  stroke->density += look->density->data[i];
  if (kinds[i] != NOT_INK)
    {
      stroke->n_candidates++;
      stroke->n_smooth += is_smooth (look, x, y);
      stroke->kind += kinds[i] == DARK_INK ? 1 : -1;
    }
  if (look->n == 3)
    hue_of (look, i, hue);
  stroke->hue[0] += hue[0];
  stroke->hue[1] += hue[1];
  for (int s = 0; s < 8; s++)
    {
      int u = x + saffron_places_around[s][0];
      int v = y + saffron_places_around[s][1];
      gsize j = (gsize) v * look->width + u;

      if (u < 0 || v < 0 || u >= look->width || v >= look->height || mask[j])
        continue;
      stroke->around += MAX (look->density->data[j], 0.0f);
      stroke->n_around++;
    }
}

/* Whether it is as large as ink, ends as ink does, and is smooth or of a colour
 * that the slide has nowhere else. */
static gboolean
is_ink (Stroke *stroke, const Look *look)
{
  int side = MAX (look->width, look->height);
  int length =
      MAX (stroke->right - stroke->left, stroke->bottom - stroke->top) + 1;
  gboolean is_long = length * STROKE_LENGTH >= side;
  gboolean is_large =
      stroke->area * STROKE_WIDTH * STROKE_WIDTH >= (gsize) side * (gsize) side;
  double around;

  if (stroke->n_around == 0 || stroke->area < LEAST_SPECK)
    return FALSE;
  around = stroke->around / (double) stroke->n_around;
  if (around > STEEP * stroke->density / (double) stroke->area)
    return FALSE;
  stroke->compact = !is_long;
  if (stroke->kind <= 0 && !(is_long && is_large))
    return FALSE;
  if (!is_long && !is_large && around > GLASS)
    return FALSE;
  /* Only ink is dark all over, long and sharply bounded. */
  return (is_long && stroke->kind > SOLID * (double) stroke->area
          && around <= VERY_STEEP * stroke->density / (double) stroke->area)
         || stroke->n_smooth >= SMOOTH_SHARE * stroke->n_candidates
         || is_foreign_hue (look, stroke);
}

/* Sets the area of strokes that are no ink to 0. Returns the area that is
 * left. */
static gsize
choose_strokes (const Look *look, Stroke *strokes, int n)
{
  gsize area = 0, spots = 0;

  for (int s = 0; s < n; s++)
    if (!is_ink (&strokes[s], look))
      strokes[s].area = 0;
    else
      spots += strokes[s].compact;
  for (int s = 0; s < n; s++)
    {
      if (spots > MANY && strokes[s].compact)
        strokes[s].area = 0;
      area += strokes[s].area;
    }
  return area;
}

/* Whether this much of the slide may be ink. */
static gboolean
is_rare (const Look *look, gsize area)
{
  gsize dense = 0;

  for (gsize i = 0; i < saffron_plane_n_pixels (look->density); i++)
    dense += look->density->data[i] > 0.1 * look->n
             && (look->blank == NULL || look->blank->data[i] <= 0.5f);
  return area < RARE * dense;
}

/* (nullable): 1 inside the strokes that are ink. */
static SaffronPlane *
draw_strokes (Look *look, const guint8 *kinds)
{
  int n = 0;
  g_autofree guint8 *mask = bridge_gaps (look, kinds);
  g_autoptr (GArray) stretches = saffron_components (
      mask, look->width, look->height, SAFFRON_TOUCH_CORNERS, &n);
  g_autofree Stroke *strokes = g_new0 (Stroke, MAX (n, 1));
  SaffronPlane *out = NULL;
  gsize area;

  if (look->n == 3)
    count_hues (look, mask);
  for (guint i = 0; i < stretches->len; i++)
    {
      const SaffronStretch *at = &g_array_index (stretches, SaffronStretch, i);

      for (int x = at->x0; x < at->x1; x++)
        stroke_add (&strokes[at->component], look, kinds, mask, x, at->y);
    }
  area = choose_strokes (look, strokes, n);
  if (area == 0 || !is_rare (look, area))
    return NULL;
  out = saffron_plane_new (look->width, look->height);
  for (guint i = 0; i < stretches->len; i++)
    {
      const SaffronStretch *at = &g_array_index (stretches, SaffronStretch, i);

      for (int x = at->x0; x < at->x1 && strokes[at->component].area > 0; x++)
        saffron_plane_row (out, at->y)[x] = 1.0f;
    }
  return out;
}

SaffronPlane *
saffron_ink_mask (SaffronPlane *const *channels,
                  const double *background,
                  int n,
                  const SaffronPlane *density,
                  const SaffronPlane *blank,
                  SaffronJob *job)
{
  Look look = {
    .channels = channels,
    .background = background,
    .n = n,
    .width = density->width,
    .height = density->height,
    .density = density,
    .blank = blank,
  };
  g_autofree guint8 *kinds = find_candidates (&look);
  SaffronPlane *mask = kinds != NULL ? draw_strokes (&look, kinds) : NULL;

  if (mask != NULL)
    saffron_mask_grow (mask, MARGIN, job);
  return mask;
}
