/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <math.h>

#include "register/memory-slide.h"
#include "register/planes.h"

/* Slides of one level with nuclei at random places, on which something is drawn
 * that is no tissue, or tissue of a kind that looks like it. */

#define WIDTH 640
#define HEIGHT 512

typedef struct {
  float *values; /* red, green, blue; or one channel */
  guint8 *drawn; /* 1 where something foreign was drawn */
  guint8 *tissue;
  gboolean exact;   /* without noise where it was drawn */
  gboolean through; /* what is drawn shows what lies below */
  int n;
  GRand *rand;
} Picture;

static inline Picture *
picture_new (int n, const float *background)
{
  Picture *picture = g_new0 (Picture, 1);

  picture->n = n;
  picture->values = g_new (float, WIDTH *HEIGHT *n);
  picture->drawn = g_new0 (guint8, WIDTH * HEIGHT);
  picture->tissue = g_new0 (guint8, WIDTH * HEIGHT);
  picture->rand = g_rand_new_with_seed (7);
  for (int i = 0; i < WIDTH * HEIGHT * n; i++)
    picture->values[i] = background[i % n];
  return picture;
}

static inline void
picture_free (Picture *picture)
{
  g_free (picture->values);
  g_free (picture->drawn);
  g_free (picture->tissue);
  g_rand_free (picture->rand);
  g_free (picture);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Picture, picture_free)

/* About normal, standard deviation 1. */
static inline double
draw_normal (GRand *rand)
{
  double sum = -6.0;

  for (int i = 0; i < 12; i++)
    sum += g_rand_double (rand);
  return sum;
}

static inline gboolean
in_ellipse (int x, int y, double cx, double cy, double a, double b)
{
  double u = (x + 0.5 - cx) / a, v = (y + 0.5 - cy) / b;

  return u * u + v * v < 1.0;
}

/* Multiplies by (brightfield) or adds (fluorescence) a stain: everywhere in an
 * ellipse @base of it, and nuclei of radius @radius with all of it, which cover
 * about a third. */
static inline void
draw_tissue (Picture *picture,
             double cx,
             double cy,
             double a,
             double b,
             const float *stain,
             double base,
             double radius)
{
  g_autofree float *amount = g_new0 (float, WIDTH *HEIGHT);
  int nuclei = (int) (0.4 * a * b / (radius * radius));

  for (int i = 0; i < WIDTH * HEIGHT; i++)
    if (in_ellipse (i % WIDTH, i / WIDTH, cx, cy, a, b))
      {
        amount[i] = (float) base;
        picture->tissue[i] = 1;
      }
  for (int k = 0; k < nuclei; k++)
    {
      double x = cx + a * g_rand_double_range (picture->rand, -1.0, 1.0);
      double y = cy + b * g_rand_double_range (picture->rand, -1.0, 1.0);
      double r = radius * g_rand_double_range (picture->rand, 0.7, 1.3);
      double strength = g_rand_double_range (picture->rand, 0.5, 1.0);

      for (int v = MAX ((int) (y - 2 * r), 0); v < MIN (y + 2 * r, HEIGHT); v++)
        for (int u = MAX ((int) (x - 2 * r), 0); u < MIN (x + 2 * r, WIDTH);
             u++)
          {
            double d = hypot (u + 0.5 - x, v + 0.5 - y) / r;
            float *at = &amount[v * WIDTH + u];

            if (picture->tissue[v * WIDTH + u])
              *at = (float) MAX (*at, strength * exp (-0.5 * d * d * d * d));
          }
    }
  for (int i = 0; i < WIDTH * HEIGHT; i++)
    for (int c = 0; c < picture->n; c++)
      {
        float *value = &picture->values[i * picture->n + c];

        *value = picture->n == 3 ? *value * expf (-amount[i] * stain[c])
                                 : *value + amount[i] * stain[c];
      }
}

/* Draws with @value, times 0.9 to 1.1 where the pen was pressed less or more;
 * where things show through, with that share of what is there. */
static inline void
put (Picture *picture, int x, int y, const float *value)
{
  int i = y * WIDTH + x;
  double press = 1.0 + 0.1 * sin (x / 37.0) * cos (y / 53.0);

  if (x < 0 || y < 0 || x >= WIDTH || y >= HEIGHT)
    return;
  for (int c = 0; c < picture->n; c++)
    {
      float *at = &picture->values[i * picture->n + c];

      if (!picture->through)
        *at = (float) (value[c] * press);
      else if (!picture->drawn[i])
        *at = (float) (*at * value[c] * press);
    }
  picture->drawn[i] = 1;
}

static inline void
draw_disc (Picture *picture, double cx, double cy, double r, const float *value)
{
  for (int y = (int) (cy - r); y <= cy + r; y++)
    for (int x = (int) (cx - r); x <= cx + r; x++)
      if (in_ellipse (x, y, cx, cy, r, r))
        put (picture, x, y, value);
}

/* A slide of the picture with noise of @noise, whose values are @scale times
 * those of the picture. */
static inline SaffronSlide *
picture_slide (Picture *picture,
               SaffronSampleType type,
               double scale,
               double noise)
{
  MemorySlide spec = {
    .kind = picture->n == 3 ? SAFFRON_SLIDE_BRIGHTFIELD
                            : SAFFRON_SLIDE_FLUORESCENCE,
    .n_channels = picture->n,
    .names = { picture->n == 3 ? "Red" : "DAPI", "Green", "Blue" },
    .rasters = { saffron_raster_new (WIDTH, HEIGHT, picture->n, type) },
  };
  double top = saffron_sample_type_max (type);

  for (int i = 0; i < WIDTH * HEIGHT * picture->n; i++)
    {
      double value = scale * picture->values[i];

      if (!picture->exact || !picture->drawn[i / picture->n])
        value += noise * draw_normal (picture->rand);
      value = CLAMP (floor (value + 0.5), 0.0, top);
      if (type == SAFFRON_SAMPLE_U8)
        spec.rasters[0]->data[i] = (guint8) value;
      else
        ((guint16 *) (void *) spec.rasters[0]->data)[i] = (guint16) value;
    }
  return memory_slide_new (&spec);
}

static inline SaffronRegPlane *
make_plane (SaffronSlide *slide)
{
  g_autoptr (SaffronSlide) taken = slide;
  g_autoptr (SaffronParams) params = saffron_params_new ();
  g_autoptr (GError) error = NULL;
  SaffronRegPlane *plane = NULL;
  SaffronLook looks[2];

  g_assert_true (
      saffron_look_choose (taken, taken, params, &looks[0], &looks[1], &error));
  g_assert_no_error (error);
  g_test_message ("looks at %s", looks[0].name);
  plane = saffron_reg_plane_new (taken, &looks[0], 1800, 10000, NULL, &error);
  g_assert_no_error (error);
  saffron_look_clear (&looks[0]);
  saffron_look_clear (&looks[1]);
  return plane;
}

/* The mean weight of what was drawn, or of the tissue that was not. */
static inline double
mean_weight (const Picture *picture,
             const SaffronRegPlane *plane,
             gboolean drawn)
{
  double sum = 0.0;
  gsize n = 0;

  for (int i = 0; i < WIDTH * HEIGHT; i++)
    if (drawn ? picture->drawn[i] : picture->tissue[i] && !picture->drawn[i])
      {
        sum += plane->weight->data[i];
        n++;
      }
  g_assert_cmpint (n, >, 100);
  return sum / n;
}

static const float glass[3] = { 240, 238, 242 };
static const float he[3] = { 0.9f, 1.3f, 0.5f };

static inline Picture *
stained (void)
{
  Picture *picture = picture_new (3, glass);

  draw_tissue (picture, 300, 270, 230, 150, he, 0.35, 4.0);
  return picture;
}

static const float dark[3] = { 200 };

static inline Picture *
fluorescent (double cx, double cy, double a, double b, float brightness)
{
  const float stain[3] = { brightness };
  Picture *picture = picture_new (1, dark);

  draw_tissue (picture, cx, cy, a, b, stain, 0.1, 4.0);
  return picture;
}
