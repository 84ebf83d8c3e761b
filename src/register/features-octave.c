/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "register/features-octave.h"

#include <math.h>

#include "register/filters.h"

/* Planes are already smoothed by one of their pixels. */
#define PLANE_SIGMA 1.0
#define FIRST_SIGMA 1.6

/* The least strength of an extremum of the local contrast, which has unit
 * variance. */
#define LEAST_STRENGTH 0.02

/* The largest ratio of the two curvatures: on an edge, the place along it is
 * uncertain. */
#define MOST_EDGE 10.0

/* The least share of tissue, and of image, at a spot. */
#define LEAST_TISSUE 0.2
#define LEAST_WEIGHT 0.5

/* The side of the parts of the plane that take turns in rank_spots(),
 * pixels. */
#define CELL 32

#define MAX_STEPS 4

#define N_DIFFERENCES (SAFFRON_OCTAVE_BLURS - 1)

static double
blur_sigma (double layer)
{
  return FIRST_SIGMA * exp2 (layer / SAFFRON_OCTAVE_LAYERS);
}

double
saffron_octave_sigma (double layer)
{
  return blur_sigma (layer + 0.5);
}

static SaffronPlane *
difference (const SaffronPlane *a, const SaffronPlane *b)
{
  SaffronPlane *out = saffron_plane_new (a->width, a->height);

  for (gsize i = 0; i < saffron_plane_n_pixels (a); i++)
    out->data[i] = b->data[i] - a->data[i];
  return out;
}

/* Whether the pixel is larger, or smaller, than all its neighbours in three
 * layers. */
static gboolean
is_extremum (SaffronPlane *const *layers, gsize at)
{
  int width = layers[0]->width;
  float value = layers[1]->data[at];
  float sign = value < 0.0f ? -1.0f : 1.0f;

  for (int l = 0; l < 3; l++)
    for (int j = -1; j <= 1; j++)
      {
        const float *row = layers[l]->data + at + j * width;

        for (int i = -1; i <= 1; i++)
          if ((l != 1 || i != 0 || j != 0) && sign * row[i] >= sign * value)
            return FALSE;
      }
  return TRUE;
}

/* Gradient and second derivatives along x, y and layer. */
typedef struct {
  double g[3];
  double h[3][3];
} Surface;

static Surface
surface_at (SaffronPlane *const *layers, gsize at)
{
  int width = layers[0]->width;
  const float *d = layers[0]->data + at;
  const float *m = layers[1]->data + at;
  const float *u = layers[2]->data + at;
  Surface s;

  s.g[0] = 0.5 * (m[1] - m[-1]);
  s.g[1] = 0.5 * (m[width] - m[-width]);
  s.g[2] = 0.5 * (u[0] - d[0]);
  s.h[0][0] = m[1] + m[-1] - 2.0 * m[0];
  s.h[1][1] = m[width] + m[-width] - 2.0 * m[0];
  s.h[2][2] = u[0] + d[0] - 2.0 * m[0];
  s.h[0][1] = s.h[1][0] =
      0.25 * (m[width + 1] - m[width - 1] - m[-width + 1] + m[-width - 1]);
  s.h[0][2] = s.h[2][0] = 0.25 * (u[1] - u[-1] - d[1] + d[-1]);
  s.h[1][2] = s.h[2][1] = 0.25 * (u[width] - u[-width] - d[width] + d[-width]);
  return s;
}

/* Finds where the gradient becomes zero, by Cramer's rule. */
static gboolean
surface_peak (const Surface *s, double *off)
{
  const double (*h)[3] = s->h;
  double c0 = h[1][1] * h[2][2] - h[1][2] * h[2][1];
  double c1 = h[1][2] * h[2][0] - h[1][0] * h[2][2];
  double c2 = h[1][0] * h[2][1] - h[1][1] * h[2][0];
  double det = h[0][0] * c0 + h[0][1] * c1 + h[0][2] * c2;
  double a = h[0][0] * h[2][2] - h[0][2] * h[0][2];
  double b = h[0][1] * h[0][2] - h[0][0] * h[1][2];
  double c = h[0][0] * h[1][1] - h[0][1] * h[0][1];

  if (fabs (det) < 1e-15)
    return FALSE;
  off[0] = -(c0 * s->g[0] + c1 * s->g[1] + c2 * s->g[2]) / det;
  off[1] = -(c1 * s->g[0] + a * s->g[1] + b * s->g[2]) / det;
  off[2] = -(c2 * s->g[0] + b * s->g[1] + c * s->g[2]) / det;
  return TRUE;
}

static gboolean
is_edge (const Surface *s)
{
  double trace = s->h[0][0] + s->h[1][1];
  double det = s->h[0][0] * s->h[1][1] - s->h[0][1] * s->h[0][1];

  return det <= 0.0
         || trace * trace * MOST_EDGE
                >= (MOST_EDGE + 1.0) * (MOST_EDGE + 1.0) * det;
}

/* Refines the extremum to a place between pixels. */
static gboolean
settle (SaffronPlane *const *layers, int x, int y, int l, SaffronKeySpot *spot)
{
  int width = layers[0]->width, height = layers[0]->height;

  for (int step = 0; step < MAX_STEPS; step++)
    {
      gsize at = (gsize) y * width + x;
      Surface s = surface_at (layers + l - 1, at);
      double off[3];

      if (!surface_peak (&s, off))
        return FALSE;
      if (fabs (off[0]) <= 0.6 && fabs (off[1]) <= 0.6 && fabs (off[2]) <= 0.6)
        {
          spot->x = x + 0.5 + off[0];
          spot->y = y + 0.5 + off[1];
          spot->layer = l + off[2];
          spot->strength = fabs (
              layers[l]->data[at]
              + 0.5 * (s.g[0] * off[0] + s.g[1] * off[1] + s.g[2] * off[2]));
          return spot->strength >= LEAST_STRENGTH && !is_edge (&s);
        }
      x += (int) lround (CLAMP (off[0], -1.0, 1.0));
      y += (int) lround (CLAMP (off[1], -1.0, 1.0));
      l += (int) lround (CLAMP (off[2], -1.0, 1.0));
      if (x < 1 || y < 1 || x >= width - 1 || y >= height - 1 || l < 1
          || l > SAFFRON_OCTAVE_LAYERS)
        return FALSE;
    }
  return FALSE;
}

static gboolean
is_wanted (const SaffronRegPlane *plane, gsize at)
{
  return plane->tissue->data[at] >= LEAST_TISSUE
         && plane->weight->data[at] >= LEAST_WEIGHT;
}

static void
find_spots (SaffronOctave *octave, int index, SaffronPlane *const *layers)
{
  int width = layers[0]->width, height = layers[0]->height;

  for (int l = 1; l <= SAFFRON_OCTAVE_LAYERS; l++)
    for (int y = 1; y < height - 1; y++)
      for (int x = 1; x < width - 1; x++)
        {
          gsize at = (gsize) y * width + x;
          SaffronKeySpot spot = { index };

          if (fabsf (layers[l]->data[at]) >= 0.8f * LEAST_STRENGTH
              && is_wanted (octave->level->plane, at)
              && is_extremum (layers + l - 1, at)
              && settle (layers, x, y, l, &spot))
            g_array_append_val (octave->spots, spot);
        }
}

/* The place decides between equal strengths, so that the order does not depend
 * on the sorting algorithm. */
static int
by_strength (gconstpointer a, gconstpointer b)
{
  const SaffronKeySpot *p = a, *q = b;

  if (p->strength != q->strength)
    return p->strength > q->strength ? -1 : 1;
  if (p->y != q->y)
    return p->y < q->y ? -1 : 1;
  if (p->x != q->x)
    return p->x < q->x ? -1 : 1;
  return (p->layer > q->layer) - (p->layer < q->layer);
}

static int
by_rank (gconstpointer a, gconstpointer b)
{
  const SaffronKeySpot *p = a, *q = b;

  return p->rank != q->rank ? p->rank - q->rank : by_strength (a, b);
}

/* Ranks spots so that all parts of the tissue take turns, each with its
 * strongest first. */
static void
rank_spots (SaffronOctave *octave)
{
  int columns = octave->blurs[0]->width / CELL + 1;
  int rows = octave->blurs[0]->height / CELL + 1;
  g_autofree int *counts = g_new0 (int, (gsize) columns *rows);

  g_array_sort (octave->spots, by_strength);
  for (guint i = 0; i < octave->spots->len; i++)
    {
      SaffronKeySpot *spot = &g_array_index (octave->spots, SaffronKeySpot, i);
      int column = CLAMP ((int) spot->x / CELL, 0, columns - 1);
      int row = CLAMP ((int) spot->y / CELL, 0, rows - 1);

      spot->rank = counts[row * columns + column]++;
    }
  g_array_sort (octave->spots, by_rank);
}

static void
derive (const SaffronPlane *in, SaffronPlane **dx, SaffronPlane **dy)
{
  *dx = saffron_plane_new (in->width, in->height);
  *dy = saffron_plane_new (in->width, in->height);
  for (int y = 1; y < in->height - 1; y++)
    {
      const float *row = saffron_plane_row (in, y);
      float *x_row = saffron_plane_row (*dx, y);
      float *y_row = saffron_plane_row (*dy, y);

      for (int x = 1; x < in->width - 1; x++)
        {
          x_row[x] = 0.5f * (row[x + 1] - row[x - 1]);
          y_row[x] = 0.5f * (row[x + in->width] - row[x - in->width]);
        }
    }
}

SaffronOctave *
saffron_octave_new (SaffronMatchLevel *level, int index, SaffronJob *job)
{
  SaffronOctave *octave = g_new0 (SaffronOctave, 1);
  SaffronPlane *layers[N_DIFFERENCES] = { NULL };
  const SaffronPlane *last = level->values;
  double sigma = PLANE_SIGMA;

  octave->level = level;
  octave->spots = g_array_new (FALSE, FALSE, sizeof (SaffronKeySpot));
  for (int i = 0; i < SAFFRON_OCTAVE_BLURS; i++)
    {
      double next = blur_sigma (i);

      octave->blurs[i] = saffron_plane_gaussian (
          last, sqrt (next * next - sigma * sigma), job);
      last = octave->blurs[i];
      sigma = next;
      if (i > 0)
        layers[i - 1] = difference (octave->blurs[i - 1], octave->blurs[i]);
      if (i < SAFFRON_OCTAVE_LAYERS + 2)
        derive (last, &octave->dx[i], &octave->dy[i]);
    }
  if (!saffron_job_is_cancelled (job))
    find_spots (octave, index, layers);
  rank_spots (octave);
  for (int i = 0; i < N_DIFFERENCES; i++)
    saffron_plane_free (layers[i]);
  return octave;
}

void
saffron_octave_free (SaffronOctave *octave)
{
  if (octave == NULL)
    return;
  saffron_match_level_free (octave->level);
  for (int i = 0; i < SAFFRON_OCTAVE_BLURS; i++)
    saffron_plane_free (octave->blurs[i]);
  for (int i = 0; i < SAFFRON_OCTAVE_LAYERS + 2; i++)
    {
      saffron_plane_free (octave->dx[i]);
      saffron_plane_free (octave->dy[i]);
    }
  g_array_unref (octave->spots);
  g_free (octave);
}
