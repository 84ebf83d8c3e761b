/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "slide/slide-kind.h"

#define SIDE 120

typedef struct {
  double background[3], tissue[3];
  double fill;  /* of all outside the middle */
  double share; /* of the picture that is filled, 0 to 1 */
  SaffronSampleType type;
  SaffronRgbLook look;
} Kind;

static void
set_sample (SaffronRaster *raster, int x, int y, int sample, double value)
{
  guint8 *row = raster->data + raster->stride * (gsize) y;
  int i = 3 * x + sample;

  if (raster->type == SAFFRON_SAMPLE_U8)
    row[i] = (guint8) value;
  else if (raster->type == SAFFRON_SAMPLE_U16)
    ((guint16 *) (void *) row)[i] = (guint16) value;
  else
    ((float *) (void *) row)[i] = (float) value;
}

/* Tissue covers a third of what is not filled. */
static void
assert_kind (const Kind *kind)
{
  g_autoptr (SaffronRaster) raster =
      saffron_raster_new (SIDE, SIDE, 3, kind->type);
  int filled = (int) (kind->share * SIDE);

  for (int y = 0; y < SIDE; y++)
    for (int x = 0; x < SIDE; x++)
      for (int c = 0; c < 3; c++)
        set_sample (raster, x, y, c,
                    y < filled   ? kind->fill
                    : x % 12 < 4 ? kind->tissue[c]
                                 : kind->background[c]);
  g_assert_cmpint (saffron_rgb_look (&raster, 1), ==, kind->look);
}

#define GLASS                                                                  \
  {                                                                            \
    240, 238, 243                                                              \
  }
#define HE                                                                     \
  {                                                                            \
    150, 70, 160                                                               \
  }
#define DARK                                                                   \
  {                                                                            \
    6, 5, 9                                                                    \
  }
#define NUCLEI                                                                 \
  {                                                                            \
    4, 60, 220                                                                 \
  }
#define U8 SAFFRON_SAMPLE_U8
#define U16 SAFFRON_SAMPLE_U16
#define F32 SAFFRON_SAMPLE_F32

static void
assert_kinds (const Kind *kinds, guint n)
{
  for (guint i = 0; i < n; i++)
    {
      g_test_message ("kind %u", i);
      assert_kind (&kinds[i]);
    }
}

static void
test_plain (void)
{
  static const Kind kinds[] = {
    { GLASS, HE, 0, 0, U8, SAFFRON_RGB_BRIGHT },
    { DARK, NUCLEI, 0, 0, U8, SAFFRON_RGB_DARK },
    { { 5, 5, 5 }, { 200, 200, 200 }, 0, 0, U8, SAFFRON_RGB_DARK_GRAY },
    { { 0, 0, 0 }, { 0, 0, 0 }, 0, 0, U8, SAFFRON_RGB_DARK },
  };

  assert_kinds (kinds, G_N_ELEMENTS (kinds));
}

/* What a scanner did not scan says nothing, whatever its share. */
static void
test_fills (void)
{
  static const Kind kinds[] = {
    { GLASS, HE, 0, 0.6, U8, SAFFRON_RGB_BRIGHT },
    { GLASS, HE, 2, 0.9, U8, SAFFRON_RGB_BRIGHT },
    { GLASS, HE, 255, 0.9, U8, SAFFRON_RGB_BRIGHT },
    { { 255, 255, 255 }, HE, 0, 0, U8, SAFFRON_RGB_BRIGHT },
    { DARK, NUCLEI, 255, 0.8, U8, SAFFRON_RGB_DARK },
    { DARK, NUCLEI, 0, 0.8, U8, SAFFRON_RGB_DARK },
    { { 0, 0, 0 }, NUCLEI, 0, 0, U8, SAFFRON_RGB_DARK },
  };

  assert_kinds (kinds, G_N_ELEMENTS (kinds));
}

/* Of sixteen bits the ones that are used count, and of floats the values. */
static void
test_ranges (void)
{
  static const Kind kinds[] = {
    { { 3840, 3808, 3888 },
      { 2400, 1120, 2560 },
      0,
      0,
      U16,
      SAFFRON_RGB_BRIGHT },
    { { 3840, 3808, 3888 },
      { 2400, 1120, 2560 },
      65535,
      0.6,
      U16,
      SAFFRON_RGB_BRIGHT },
    { { 100, 80, 140 }, { 60, 900, 3500 }, 0, 0, U16, SAFFRON_RGB_DARK },
    { { 0.9, 0.9, 0.95 }, { 0.6, 0.3, 0.65 }, 0, 0, F32, SAFFRON_RGB_BRIGHT },
    { GLASS, HE, 0, 0, F32, SAFFRON_RGB_BRIGHT },
    { DARK, NUCLEI, 0, 0, F32, SAFFRON_RGB_DARK },
  };

  assert_kinds (kinds, G_N_ELEMENTS (kinds));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/kind/plain", test_plain);
  g_test_add_func ("/kind/fills", test_fills);
  g_test_add_func ("/kind/ranges", test_ranges);
  return g_test_run ();
}
