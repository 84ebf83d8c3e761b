/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <math.h>
#include <string.h>

#include "quality/map.h"

#define N_COLORS 256

/* Lightness of both ends of a scale. */
#define DARKEST 0.30
#define LIGHTEST 0.92

static double
to_srgb (double linear)
{
  return linear <= 0.0031308 ? 12.92 * linear
                             : 1.055 * pow (linear, 1.0 / 2.4) - 0.055;
}

/* OKLab → linear sRGB (Ottosson 2020); FALSE outside the gamut. */
static gboolean
to_linear (double lightness, double a, double b, double rgb[3])
{
  double l = pow (lightness + 0.3963377774 * a + 0.2158037573 * b, 3.0);
  double m = pow (lightness - 0.1055613458 * a - 0.0638541728 * b, 3.0);
  double s = pow (lightness - 0.0894841775 * a - 1.2914855480 * b, 3.0);
  gboolean inside = TRUE;

  rgb[0] = 4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s;
  rgb[1] = -1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s;
  rgb[2] = -0.0041960863 * l - 0.7034186147 * m + 1.7076147010 * s;
  for (int i = 0; i < 3; i++)
    inside = inside && rgb[i] >= 0.0 && rgb[i] <= 1.0;
  return inside;
}

/* @hue in degrees. As much of @chroma as the screen can show. */
static guint32
color_of (double lightness, double chroma, double hue)
{
  double angle = hue * G_PI / 180.0;
  double rgb[3];
  guint32 color = 0;

  while (!to_linear (lightness, chroma * cos (angle), chroma * sin (angle), rgb)
         && chroma > 0.0)
    chroma = MAX (chroma - 0.002, 0.0);
  for (int i = 0; i < 3; i++)
    color = color << 8
            | (guint32) lround (255.0 * to_srgb (CLAMP (rgb[i], 0.0, 1.0)));
  return color;
}

guint32
saffron_map_scale_color (const SaffronMap *map, double share)
{
  double t = CLAMP (share, 0.0, 1.0);
  double lightness = DARKEST + (LIGHTEST - DARKEST) * t;

  /* Grey where nothing changes, blue where it is squeezed, pink where it is
   * stretched. */
  if (map->kind == SAFFRON_MAP_JACOBIAN)
    return color_of (lightness, 0.18 * fabs (2.0 * t - 1.0),
                     t < 0.5 ? 262.0 : 335.0);
  /* From dark blue through violet to light pink. */
  return color_of (lightness, 0.19, 265.0 + 75.0 * t);
}

double
saffron_map_scale_share (const SaffronMap *map, double value)
{
  double share;

  switch ((int) map->kind)
    {
    case SAFFRON_MAP_LIKENESS:
      share = 1.0 - value;
      break;
    case SAFFRON_MAP_JACOBIAN:
      share = value > 0.0 ? 0.5 + 0.5 * log (value) / log (map->high) : 0.0;
      break;
    default:
      share = (value - map->low) / (map->high - map->low);
      break;
    }
  return CLAMP (share, 0.0, 1.0);
}

/* Neighbours in this row differ in lightness, so that they can be told apart
 * without seeing colours. */
static guint32
piece_color (int piece)
{
  static const guint32 colors[] = { 0x3b5bdb, 0xd9a6ff, 0x5f3dc4,
                                    0x9fd8ff, 0xb0389f, 0xf5d0e8 };

  return colors[piece % (int) G_N_ELEMENTS (colors)];
}

guint32
saffron_map_mark_pixel (SaffronMapMark mark, int piece, int x, int y)
{
  switch ((int) mark)
    {
    case SAFFRON_MAP_VALUE:
      return 0xff000000 | piece_color (piece);
    case SAFFRON_MAP_AGREES:
      return 0xff3d5a9e;
    case SAFFRON_MAP_OFF:
      return 0xffffcfee;
    case SAFFRON_MAP_MISSING:
      return ((x + y) & 7) < 3 ? 0xffc8c8dc : 0x60303048;
    case SAFFRON_MAP_UNKNOWN:
      /* Light dots and dark ones: seen on any slide. */
      if ((x & 3) >= 2 || (y & 3) >= 2)
        return 0;
      return ((x ^ y) & 4) == 0 ? 0xffd0d0e0 : 0xff202030;
    case SAFFRON_MAP_FOLDED:
      return ((x - y) & 7) < 4 ? 0xffffffff : 0xff000000;
    default:
      return 0;
    }
}

gboolean
saffron_map_mark_is_hatched (SaffronMapMark mark)
{
  return mark == SAFFRON_MAP_MISSING || mark == SAFFRON_MAP_UNKNOWN
         || mark == SAFFRON_MAP_FOLDED;
}

/* The value at (@x, @y), in cells from the map's corner, between the known
 * values of the cells around it. That of its own cell is known. */
static double
value_between (const SaffronMap *map, double x, double y)
{
  double fx = x - 0.5, fy = y - 0.5;
  int x0 = (int) floor (fx), y0 = (int) floor (fy);
  double sum = 0.0, weights = 0.0;

  for (int i = 0; i < 4; i++)
    {
      int cx = x0 + (i & 1), cy = y0 + (i >> 1);
      double weight = (1.0 - fabs (fx - cx)) * (1.0 - fabs (fy - cy));
      int cell = cy * map->n_x + cx;

      if (cx < 0 || cx >= map->n_x || cy < 0 || cy >= map->n_y
          || map->marks[cell] != SAFFRON_MAP_VALUE)
        continue;
      sum += weight * map->values[cell];
      weights += weight;
    }
  return sum / weights;
}

typedef struct {
  const SaffronMap *map;
  gboolean hatched;
  guint32 colors[N_COLORS]; /* of the scale */
} Painter;

static guint32
pixel_at (const Painter *painter, SaffronRefPoint p, int column, int row)
{
  const SaffronMap *map = painter->map;
  double x = (p.x - map->x0) / map->cell;
  double y = (p.y - map->y0) / map->cell;
  SaffronMapMark mark;
  int cell;

  if (!(p.x >= map->area.x0 && p.x < map->area.x1 && p.y >= map->area.y0
        && p.y < map->area.y1 && x >= 0.0 && y >= 0.0 && x < map->n_x
        && y < map->n_y))
    return 0;
  cell = (int) y * map->n_x + (int) x;
  mark = map->marks[cell];
  if (!painter->hatched && saffron_map_mark_is_hatched (mark))
    return 0;
  if (mark != SAFFRON_MAP_VALUE)
    return saffron_map_mark_pixel (mark, 0, column, row);
  if (isnan (map->high))
    return saffron_map_mark_pixel (mark, (int) map->values[cell], column, row);
  return painter
      ->colors[(int) (saffron_map_scale_share (map, value_between (map, x, y))
                          * (N_COLORS - 1)
                      + 0.5)];
}

static void
draw (const SaffronMap *map,
      gboolean hatched,
      SaffronRefPoint origin,
      double step_x,
      double step_y,
      int width,
      int height,
      guint8 *pixels,
      gsize stride)
{
  Painter painter = { .map = map, .hatched = hatched };

  for (int i = 0; isfinite (map->high) && i < N_COLORS; i++)
    painter.colors[i] =
        0xff000000 | saffron_map_scale_color (map, i / (N_COLORS - 1.0));
  for (int y = 0; y < height; y++)
    for (int x = 0; x < width; x++)
      {
        SaffronRefPoint p = { origin.x + (x + 0.5) * step_x,
                              origin.y + (y + 0.5) * step_y };
        guint32 pixel = pixel_at (&painter, p, x, y);

        memcpy (pixels + (gsize) y * stride + 4 * (gsize) x, &pixel, 4);
      }
}

void
saffron_map_draw (const SaffronMap *map,
                  SaffronRefPoint origin,
                  double step_x,
                  double step_y,
                  int width,
                  int height,
                  guint8 *pixels,
                  gsize stride)
{
  draw (map, TRUE, origin, step_x, step_y, width, height, pixels, stride);
}

void
saffron_map_draw_plain (const SaffronMap *map,
                        SaffronRefPoint origin,
                        double step_x,
                        double step_y,
                        int width,
                        int height,
                        guint8 *pixels,
                        gsize stride)
{
  draw (map, FALSE, origin, step_x, step_y, width, height, pixels, stride);
}
