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
 * 2.6 times as much of another pass. Chromogens do so, too, but not smoothly
 * over a large area with sharp edges. */
#define SATURATED 0.25
#define SATURATION 2.6

/* The density below which a pixel cannot be either, to look closely at few:
 * that of a channel that lets SATURATED of the light pass. */
#define LEAST_INK 1.38

/* The largest deviation of 3 × 3 pixels from their mean, as a share of the
 * background. JPEG and cameras add 0.02, nuclei 0.1 and more. */
#define SMOOTH 0.045

/* The density at places around ink that are none is at most this share of its
 * own. */
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

/* Ink is no tissue as long as it is less than this share of all dense pixels.
 */
#define RARE 0.6

/* How far around ink is left out, pixels: its edge is neither dark nor smooth.
 */
#define MARGIN 3

enum { NOT_INK, DARK_INK, COLOURED_INK };

typedef struct {
  gsize area, n_around;
  int left, right, top, bottom;
  double density, around;
  int kind;
} Stroke;

typedef struct {
  SaffronPlane *const *channels;
  const double *background;
  int n;
  int width, height;
  const SaffronPlane *density;
} Look;

/* What the pixel may be, by its own colour. */
static int
ink_by_colour (const Look *look, gsize i)
{
  double least = G_MAXDOUBLE, most = 0.0;

  for (int c = 0; c < look->n; c++)
    {
      double passes = look->channels[c]->data[i] / look->background[c];

      least = MIN (least, passes);
      most = MAX (most, passes);
    }
  if (most <= (look->n == 3 ? DARK : DARK_GRAY))
    return DARK_INK;
  return look->n == 3 && least <= SATURATED
                 && most >= SATURATION * MAX (least, 0.0)
             ? COLOURED_INK
             : NOT_INK;
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

/* (nullable): DARK_INK or COLOURED_INK where a pixel looks like ink. */
static guint8 *
find_candidates (const Look *look, const SaffronPlane *blank)
{
  g_autofree guint8 *kinds =
      g_new0 (guint8, saffron_plane_n_pixels (look->density));
  gboolean any = FALSE;

  for (int y = 0; y < look->height; y++)
    for (int x = 0; x < look->width; x++)
      {
        gsize i = (gsize) y * look->width + x;

        if (look->density->data[i] < LEAST_INK
            || (blank != NULL && blank->data[i] > 0.5f))
          continue;
        kinds[i] = (guint8) ink_by_colour (look, i);
        if (kinds[i] != NOT_INK && !is_smooth (look, x, y))
          kinds[i] = NOT_INK;
        any = any || kinds[i] != NOT_INK;
      }
  return any ? g_steal_pointer (&kinds) : NULL;
}

static void
stroke_add (Stroke *stroke, const Look *look, const guint8 *kinds, int x, int y)
{
  gsize i = (gsize) y * look->width + x;

  if (stroke->area == 0)
    *stroke = (Stroke){ .left = x, .right = x, .top = y, .bottom = y };
  stroke->area++;
  stroke->left = MIN (stroke->left, x);
  stroke->right = MAX (stroke->right, x);
  stroke->bottom = MAX (stroke->bottom, y);
  stroke->density += look->density->data[i];
  stroke->kind += kinds[i] == DARK_INK ? 1 : -1;
  for (int s = 0; s < 8; s++)
    {
      int u = x + saffron_places_around[s][0];
      int v = y + saffron_places_around[s][1];
      gsize j = (gsize) v * look->width + u;

      if (u < 0 || v < 0 || u >= look->width || v >= look->height
          || kinds[j] != NOT_INK)
        continue;
      stroke->around += MAX (look->density->data[j], 0.0f);
      stroke->n_around++;
    }
}

/* Whether it is as large as ink, and ends as ink does. */
static gboolean
is_ink (const Stroke *stroke, const Look *look)
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
  if (stroke->kind < 0)
    return is_long && is_large;
  return is_long || is_large || around <= GLASS;
}

/* Whether there is enough else on the slide that is half as dense as ink. */
static gboolean
is_rare (const Look *look, gsize area, const SaffronPlane *blank)
{
  gsize dense = 0;

  for (gsize i = 0; i < saffron_plane_n_pixels (look->density); i++)
    dense += look->density->data[i] > 0.1 * look->n
             && (blank == NULL || blank->data[i] <= 0.5f);
  return area < RARE * dense;
}

/* (nullable): 1 inside the strokes that are ink. */
static SaffronPlane *
draw_strokes (const Look *look, const guint8 *kinds, const SaffronPlane *blank)
{
  gsize n_pixels = saffron_plane_n_pixels (look->density);
  int n = 0;
  g_autofree int *labels =
      saffron_components (kinds, look->width, look->height, &n);
  g_autofree Stroke *strokes = g_new0 (Stroke, n + 1);
  SaffronPlane *mask = NULL;
  gsize area = 0;

  for (gsize i = 0; i < n_pixels; i++)
    if (labels[i] != 0)
      stroke_add (&strokes[labels[i]], look, kinds, (int) (i % look->width),
                  (int) (i / look->width));
  for (int s = 1; s <= n; s++)
    {
      if (!is_ink (&strokes[s], look))
        strokes[s].area = 0;
      area += strokes[s].area;
    }
  if (area == 0 || !is_rare (look, area, blank))
    return NULL;
  mask = saffron_plane_new (look->width, look->height);
  for (gsize i = 0; i < n_pixels; i++)
    mask->data[i] = strokes[labels[i]].area > 0 ? 1.0f : 0.0f;
  return mask;
}

SaffronPlane *
saffron_ink_mask (SaffronPlane *const *channels,
                  const double *background,
                  int n,
                  const SaffronPlane *density,
                  const SaffronPlane *blank,
                  SaffronJob *job)
{
  Look look = { channels,       background,      n,
                density->width, density->height, density };
  g_autofree guint8 *kinds = find_candidates (&look, blank);
  SaffronPlane *mask =
      kinds != NULL ? draw_strokes (&look, kinds, blank) : NULL;

  if (mask != NULL)
    saffron_mask_grow (mask, MARGIN, job);
  return mask;
}
