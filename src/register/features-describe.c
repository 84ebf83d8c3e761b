/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "register/features-octave.h"

#include <math.h>

#include "register/sample.h"

/* For the main direction of a spot: the number of bins of direction, the window
 * in sigmas of the spot, and the least strength of a second direction relative
 * to the first. */
#define N_ANGLES 36
#define ANGLE_WINDOW 1.5
#define SECOND_ANGLE 0.8

/* A descriptor's cells per axis, a cell's samples per axis and its side in
 * sigmas, and the directions of gradient. */
#define CELLS 4
#define SAMPLES 4
#define CELL_SIDE 3.0
#define DIRECTIONS 8
#define LENGTH 1024.0

/* The largest share of one direction in one cell, because light and stain
 * vary. */
#define MOST_SHARE 0.2

G_STATIC_ASSERT (CELLS *CELLS *DIRECTIONS == SAFFRON_DESCRIPTOR);

/* The index of the blur in which a spot is described. */
static int
blur_of (const SaffronKeySpot *spot)
{
  return CLAMP ((int) lround (spot->layer), 0, SAFFRON_OCTAVE_LAYERS + 1);
}

static void
angle_histogram (const SaffronOctave *octave,
                 const SaffronKeySpot *spot,
                 double *histogram)
{
  const SaffronPlane *dx = octave->dx[blur_of (spot)];
  const SaffronPlane *dy = octave->dy[blur_of (spot)];
  double sigma = ANGLE_WINDOW * saffron_octave_sigma (spot->layer);
  int reach = (int) ceil (3.0 * sigma);
  int cx = (int) floor (spot->x), cy = (int) floor (spot->y);

  for (int y = MAX (cy - reach, 0); y <= MIN (cy + reach, dx->height - 1); y++)
    for (int x = MAX (cx - reach, 0); x <= MIN (cx + reach, dx->width - 1); x++)
      {
        double gx = saffron_plane_row (dx, y)[x];
        double gy = saffron_plane_row (dy, y)[x];
        double ox = x + 0.5 - spot->x, oy = y + 0.5 - spot->y;
        double far = ox * ox + oy * oy;
        double at;
        int bin;

        if (far > 9.0 * sigma * sigma)
          continue;
        at = (atan2 (gy, gx) / (2.0 * G_PI) + 1.0) * N_ANGLES;
        bin = (int) at;
        at -= bin;
        far = hypot (gx, gy) * exp (-0.5 * far / (sigma * sigma));
        histogram[bin % N_ANGLES] += far * (1.0 - at);
        histogram[(bin + 1) % N_ANGLES] += far * at;
      }
}

static void
smooth_ring (double *ring)
{
  double first = ring[0], last = ring[N_ANGLES - 1];

  for (int i = 0; i < N_ANGLES; i++)
    {
      double here = ring[i];
      double next = i + 1 < N_ANGLES ? ring[i + 1] : first;

      ring[i] = 0.25 * last + 0.5 * here + 0.25 * next;
      last = here;
    }
}

int
saffron_octave_angles (const SaffronOctave *octave,
                       const SaffronKeySpot *spot,
                       double angles[2])
{
  double ring[N_ANGLES] = { 0 };
  double heights[2] = { 0 };
  int n = 0;

  angles[0] = 0.0;
  angle_histogram (octave, spot, ring);
  smooth_ring (ring);
  smooth_ring (ring);
  for (int i = 0; i < N_ANGLES; i++)
    {
      double before = ring[(i + N_ANGLES - 1) % N_ANGLES];
      double after = ring[(i + 1) % N_ANGLES];
      double angle;

      if (ring[i] <= before || ring[i] < after || ring[i] <= heights[1])
        continue;
      angle = i + 0.5 * (before - after) / (before + after - 2.0 * ring[i]);
      angle = remainder (angle * 2.0 * G_PI / N_ANGLES, 2.0 * G_PI);
      if (ring[i] > heights[0])
        {
          heights[1] = heights[0];
          angles[1] = angles[0];
          heights[0] = ring[i];
          angles[0] = angle;
        }
      else
        {
          heights[1] = ring[i];
          angles[1] = angle;
        }
      n++;
    }
  return n > 1 && heights[1] >= SECOND_ANGLE * heights[0] ? 2 : 1;
}

/* Distributes one gradient over the four cells around it and the two nearest
 * directions. */
static void
add_gradient (double *bins, int i, int j, double direction, double weight)
{
  double u = (i + 0.5) / SAMPLES - 0.5, v = (j + 0.5) / SAMPLES - 0.5;
  int cu = (int) floor (u), cv = (int) floor (v);
  int d = (int) direction;
  double fu = u - cu, fv = v - cv, fd = direction - d;

  for (int k = 0; k < 4; k++)
    {
      int at_u = cu + (k & 1), at_v = cv + (k >> 1);
      double part = weight * ((k & 1) != 0 ? fu : 1.0 - fu)
                    * ((k >> 1) != 0 ? fv : 1.0 - fv);
      double *cell = bins + (at_v * CELLS + at_u) * DIRECTIONS;

      if (at_u < 0 || at_v < 0 || at_u >= CELLS || at_v >= CELLS)
        continue;
      cell[d % DIRECTIONS] += part * (1.0 - fd);
      cell[(d + 1) % DIRECTIONS] += part * fd;
    }
}

static void
finish (const double *bins, gint16 *descriptor)
{
  double squares = 0.0, sum = 0.0, most;

  for (int i = 0; i < SAFFRON_DESCRIPTOR; i++)
    squares += bins[i] * bins[i];
  most = MOST_SHARE * sqrt (squares);
  for (int i = 0; i < SAFFRON_DESCRIPTOR; i++)
    sum += MIN (bins[i], most);
  for (int i = 0; i < SAFFRON_DESCRIPTOR; i++)
    descriptor[i] =
        sum > 0.0 ? (gint16) lround (LENGTH * sqrt (MIN (bins[i], most) / sum))
                  : 0;
}

void
saffron_octave_describe (const SaffronOctave *octave,
                         const SaffronKeySpot *spot,
                         double angle,
                         gint16 *descriptor)
{
  const SaffronPlane *dx = octave->dx[blur_of (spot)];
  const SaffronPlane *dy = octave->dy[blur_of (spot)];
  double step = CELL_SIDE * saffron_octave_sigma (spot->layer) / SAMPLES;
  double c = cos (angle), s = sin (angle);
  double bins[SAFFRON_DESCRIPTOR] = { 0 };
  const double middle = 0.5 * CELLS * SAMPLES;

  for (int j = 0; j < CELLS * SAMPLES; j++)
    for (int i = 0; i < CELLS * SAMPLES; i++)
      {
        double u = i + 0.5 - middle, v = j + 0.5 - middle;
        double gx, gy, along, across, direction;
        SaffronSpot at;

        if (!saffron_spot_find (dx, spot->x + step * (c * u - s * v),
                                spot->y + step * (s * u + c * v), &at))
          continue;
        gx = saffron_spot_read (dx, &at);
        gy = saffron_spot_read (dy, &at);
        along = c * gx + s * gy;
        across = c * gy - s * gx;
        direction = (atan2 (across, along) / (2.0 * G_PI) + 1.0) * DIRECTIONS;
        add_gradient (bins, i, j, direction,
                      hypot (along, across)
                          * exp (-0.5 * (u * u + v * v) / (middle * middle)));
      }
  finish (bins, descriptor);
}
