/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "quality/map.h"

#include <math.h>

#include "register/run-draft.h"
#include "transform/pieces.h"

#define WIDTH 900
#define HEIGHT 500
#define PITCH 100.0
#define UM 0.5
#define TOLERANCE 10.0

/* (transfer full): @transform: (transfer full) */
static SaffronRun *
run_of (SaffronTransform *transform, const SaffronRect *region)
{
  SaffronRunDraft *draft = saffron_run_draft_new ();

  draft->params = saffron_params_new ();
  draft->transform = transform;
  if (region != NULL)
    draft->region = *region;
  return saffron_run_draft_finish (draft);
}

static SaffronTransform *
plain_transform (void)
{
  const SaffronAffine affine = SAFFRON_AFFINE_IDENTITY;

  return saffron_transform_new (WIDTH, HEIGHT, &affine, NULL);
}

/* Moves every place by (3, 4) and stretches along x by @stretch. */
static SaffronTransform *
stretched_transform (double stretch)
{
  const SaffronAffine affine = SAFFRON_AFFINE_IDENTITY;
  SaffronLattice *lattice = saffron_lattice_new (WIDTH, HEIGHT, 50.0);

  /* A straight line of coefficients is that line. */
  for (int i = 0; i < lattice->n_x * lattice->n_y; i++)
    {
      double x = lattice->x0 + lattice->spacing * (i % lattice->n_x);

      lattice->u[i] = (float) (3.0 + (stretch - 1.0) * x);
      lattice->v[i] = 4.0f;
    }
  return saffron_transform_new (WIDTH, HEIGHT, &affine, lattice);
}

static SaffronTransform *
torn_transform (void)
{
  const SaffronAffine affine = SAFFRON_AFFINE_IDENTITY;
  const SaffronRefBox area = { 0.0, 0.0, WIDTH, HEIGHT };
  SaffronLattice *lattices[2] = { NULL, NULL };
  guint8 labels[9 * 5];

  for (int i = 0; i < 9 * 5; i++)
    labels[i] = i % 9 >= 6;
  return saffron_transform_new_pieces (
      WIDTH, HEIGHT, &affine, saffron_piece_map_new (&area, 100.0, 2, labels),
      lattices);
}

/* A grid of 9 × 5 windows, those of the last column without tissue. Column 0
 * agrees with an error of 4 px, and every other column has 4 px more; column 5
 * has no match, column 6 no counterpart, and of column 7 nothing is known. */
static SaffronQuality *
quality_new (void)
{
  SaffronQuality *quality = g_new0 (SaffronQuality, 1);
  SaffronWindows *windows = g_new0 (SaffronWindows, 1);

  windows->n_x = 9;
  windows->n_y = 5;
  windows->pitch = PITCH;
  windows->tolerance = TOLERANCE;
  windows->um_x = windows->um_y = UM;
  windows->at = g_new (int, 9 * 5);
  windows->windows = g_array_new (FALSE, FALSE, sizeof (SaffronWindow));
  for (int i = 0; i < 9 * 5; i++)
    {
      int column = i % 9;
      double error = column < 5 ? 4.0 * (column + 1) : NAN;
      SaffronWindow window = {
        .at = { PITCH * (column + 0.5), PITCH * (i / 9 + 0.5) },
        .class = column < 2 ? SAFFRON_WINDOW_AGREES : SAFFRON_WINDOW_OFF,
        .tissue = 1.0,
        .error = error,
        .error_um = error * UM,
        .uncertainty = isnan (error) ? NAN : 0.4,
        .likeness = column == 6 ? NAN : 0.9 - 0.1 * column,
        .chance = 0.3,
      };

      if (column >= 6)
        window.class =
            column == 6 ? SAFFRON_WINDOW_MISSING : SAFFRON_WINDOW_UNKNOWN;
      windows->at[i] = column < 8 ? (int) windows->windows->len : -1;
      if (column < 8)
        g_array_append_val (windows->windows, window);
    }
  quality->windows = windows;
  quality->worst = g_array_new (FALSE, FALSE, 1);
  quality->bending = g_array_new (FALSE, FALSE, 1);
  quality->um_x = quality->um_y = UM;
  return quality;
}

static SaffronMap *
map_of (SaffronMapKind kind, SaffronTransform *transform, gboolean measured)
{
  g_autoptr (SaffronRun) run = run_of (transform, NULL);
  g_autoptr (SaffronQuality) quality = measured ? quality_new () : NULL;

  /* The map outlives what it was made from. */
  return saffron_map_new (kind, run, UM, UM, quality);
}

static void
check_at (const SaffronMap *map,
          double x,
          double y,
          double value,
          SaffronMapMark mark,
          const char *words)
{
  SaffronRefPoint p = { x, y };
  g_autofree char *said = saffron_map_words_at (map, p);
  double got;

  g_assert_cmpint (saffron_map_value_at (map, p, &got), ==, isfinite (value));
  if (isfinite (value))
    g_assert_cmpfloat_with_epsilon (got, value, 1e-6);
  else
    g_assert_true (isnan (got));
  g_assert_cmpint (saffron_map_mark_at (map, p), ==, mark);
  g_assert_cmpstr (said, ==, words);
}

static void
check_legend (const SaffronMap *map, const char *words)
{
  g_autofree char *said = saffron_map_legend_to_words (map);

  g_assert_cmpstr (said, ==, words);
}

static void
test_names (void)
{
  for (int i = 0; i < SAFFRON_N_MAP_KINDS; i++)
    {
      SaffronMapKind kind = SAFFRON_N_MAP_KINDS;

      g_assert_true (
          saffron_map_kind_from_nick (saffron_map_kind_nick (i), &kind));
      g_assert_cmpint (kind, ==, i);
    }
  g_assert_false (saffron_map_kind_from_nick ("off", &(SaffronMapKind){ 0 }));
}

static void
test_error (void)
{
  g_autoptr (SaffronMap) map =
      map_of (SAFFRON_MAP_ERROR, plain_transform (), TRUE);

  check_at (map, 50, 250, 2.0, SAFFRON_MAP_VALUE, "error 2.0 µm ± 0.2");
  check_at (map, 499, 499, 10.0, SAFFRON_MAP_VALUE, "error 10.0 µm ± 0.2");
  check_at (map, 501, 10, NAN, SAFFRON_MAP_OFF, "no match near");
  check_at (map, 650, 10, NAN, SAFFRON_MAP_MISSING, "no counterpart");
  check_at (map, 750, 10, NAN, SAFFRON_MAP_UNKNOWN, "cannot tell");
  check_at (map, 850, 10, NAN, SAFFRON_MAP_NOTHING, NULL);
  check_at (map, -1, 10, NAN, SAFFRON_MAP_NOTHING, NULL);
  check_at (map, 10, HEIGHT, NAN, SAFFRON_MAP_NOTHING, NULL);
  g_assert_cmpfloat (map->low, ==, 0.0);
  g_assert_cmpfloat_with_epsilon (map->high, 20.0, 1e-12);
  g_assert_cmpfloat_with_epsilon (map->line, 5.0, 1e-12);
  g_assert_cmpstr (saffron_map_get_unit (map), ==, "µm");
  check_legend (map, "Error: 0 µm, 5 µm: tolerance, 20 µm or more, "
                     "no match near, no counterpart, cannot tell");
}

/* Without a pixel size, errors are pixels; a scale reaches as far as most
 * errors do. */
static void
test_error_px (void)
{
  g_autoptr (SaffronRun) run = run_of (plain_transform (), NULL);
  g_autoptr (SaffronQuality) quality = quality_new ();
  g_autoptr (SaffronMap) map = NULL;

  quality->windows->tolerance = 2.0;
  map = saffron_map_new (SAFFRON_MAP_ERROR, run, 0.0, 0.0, quality);
  check_at (map, 50, 250, 4.0, SAFFRON_MAP_VALUE, "error 4.0 px ± 0.4");
  g_assert_cmpfloat_with_epsilon (map->high, 20.0, 1e-12);
  g_assert_cmpstr (saffron_map_get_unit (map), ==, "px");
}

static void
test_likeness (void)
{
  g_autoptr (SaffronMap) map =
      map_of (SAFFRON_MAP_LIKENESS, plain_transform (), TRUE);

  check_at (map, 150, 50, 0.8, SAFFRON_MAP_VALUE,
            "likeness 0.80, by chance 0.30");
  check_at (map, 650, 50, NAN, SAFFRON_MAP_MISSING, "no counterpart");
  /* What is unlike is light. */
  g_assert_cmpfloat (saffron_map_scale_share (map, 1.0), ==, 0.0);
  g_assert_cmpfloat (saffron_map_scale_share (map, -0.5), ==, 1.0);
  check_legend (map, "Likeness: 1, 0.30: by chance, 0 or less, no counterpart");
}

static void
test_coverage (void)
{
  g_autoptr (SaffronMap) map =
      map_of (SAFFRON_MAP_COVERAGE, plain_transform (), TRUE);

  check_at (map, 50, 50, SAFFRON_WINDOW_AGREES, SAFFRON_MAP_AGREES,
            "agrees, 2.0 µm ± 0.2");
  check_at (map, 250, 50, SAFFRON_WINDOW_OFF, SAFFRON_MAP_OFF,
            "off, 6.0 µm ± 0.2");
  check_at (map, 550, 50, SAFFRON_WINDOW_OFF, SAFFRON_MAP_OFF,
            "off, no match near");
  check_legend (map, "Coverage: agrees: 25.0 %, off: 50.0 %, "
                     "no counterpart: 12.5 %, cannot tell: 12.5 %");
}

static void
test_displacement (void)
{
  g_autoptr (SaffronMap) map =
      map_of (SAFFRON_MAP_DISPLACEMENT, stretched_transform (1.0), FALSE);

  check_at (map, 850, 250, 2.5, SAFFRON_MAP_VALUE, "moved by 2.5 µm");
  g_assert_cmpfloat (map->high, ==, 5.0);
  check_legend (map, "Displacement: 0 µm, 5 µm or more");
}

static void
test_jacobian (void)
{
  g_autoptr (SaffronMap) map =
      map_of (SAFFRON_MAP_JACOBIAN, stretched_transform (1.4), FALSE);
  g_autoptr (SaffronMap) folded =
      map_of (SAFFRON_MAP_JACOBIAN, stretched_transform (-0.25), TRUE);

  check_at (map, 850, 250, 1.4, SAFFRON_MAP_VALUE, "area × 1.40");
  g_assert_cmpfloat (map->high, ==, 1.5);
  g_assert_cmpfloat_with_epsilon (saffron_map_scale_share (map, 1.0), 0.5,
                                  1e-12);
  check_legend (map, "Change of area: × 0.67 or less, unchanged, "
                     "× 1.50 or more");
  check_at (folded, 50, 250, -0.25, SAFFRON_MAP_FOLDED, "folded, area × -0.25");
  /* What was measured says where tissue is. */
  check_at (folded, 850, 250, NAN, SAFFRON_MAP_NOTHING, NULL);
  check_legend (folded, "Change of area: × 0.98 or less, unchanged, "
                        "× 1.02 or more, folded");
}

static void
test_pieces (void)
{
  g_autoptr (SaffronMap) map =
      map_of (SAFFRON_MAP_PIECES, torn_transform (), FALSE);

  check_at (map, 599, 250, 0.0, SAFFRON_MAP_VALUE, "piece 1 of 2");
  check_at (map, 601, 250, 1.0, SAFFRON_MAP_VALUE, "piece 2 of 2");
  check_legend (map, "Pieces: piece 1, piece 2");
}

static void
test_region (void)
{
  const SaffronRect region = { 100, 200, 300, 100 };
  g_autoptr (SaffronRun) run = run_of (stretched_transform (1.0), &region);
  g_autoptr (SaffronMap) map =
      saffron_map_new (SAFFRON_MAP_DISPLACEMENT, run, 0.0, 0.0, NULL);

  check_at (map, 100, 200, 5.0, SAFFRON_MAP_VALUE, "moved by 5 px");
  check_at (map, 99, 200, NAN, SAFFRON_MAP_NOTHING, NULL);
  check_at (map, 100, 300, NAN, SAFFRON_MAP_NOTHING, NULL);
  g_assert_null (saffron_map_new (SAFFRON_MAP_ERROR, run, 0.0, 0.0, NULL));
}

static guint32
pixel_at (const SaffronMap *map, double x, double y)
{
  guint32 pixel = 1;

  saffron_map_draw (map, (SaffronRefPoint){ x - 0.5, y - 0.5 }, 1.0, 1.0, 1, 1,
                    (guint8 *) &pixel, 4);
  return pixel;
}

/* The colour of @value, but for what 256 steps of the scale leave out. */
static void
check_pixel (const SaffronMap *map, double x, double y, double value)
{
  guint32 pixel = pixel_at (map, x, y);
  guint32 color =
      saffron_map_scale_color (map, saffron_map_scale_share (map, value));

  g_assert_cmphex (pixel >> 24, ==, 0xff);
  for (int shift = 0; shift < 24; shift += 8)
    g_assert_cmpint (
        ABS ((int) (pixel >> shift & 0xff) - (int) (color >> shift & 0xff)), <=,
        2);
}

static void
test_pixels (void)
{
  g_autoptr (SaffronMap) map =
      map_of (SAFFRON_MAP_ERROR, plain_transform (), TRUE);
  g_autoptr (SaffronMap) pieces =
      map_of (SAFFRON_MAP_PIECES, torn_transform (), FALSE);
  guint32 plain[2] = { 1, 1 };

  /* In a cell's centre its own value; between two, the mean; at the last known
   * one nothing comes from beyond. */
  check_pixel (map, 0.5, 250, 2.0);
  check_pixel (map, 150, 250, 4.0);
  check_pixel (map, 499, 250, 10.0);
  g_assert_cmphex (pixel_at (map, 501, 250), ==,
                   saffron_map_mark_pixel (SAFFRON_MAP_OFF, 0, 0, 0));
  /* One pixel of a hatch; plainly, there is none. */
  g_assert_cmphex (pixel_at (map, 650, 250), ==,
                   saffron_map_mark_pixel (SAFFRON_MAP_MISSING, 0, 0, 0));
  saffron_map_draw_plain (map, (SaffronRefPoint){ 490.0, 250.0 }, 160.0, 1.0, 2,
                          1, (guint8 *) plain, 8);
  g_assert_cmphex (plain[0], ==,
                   saffron_map_mark_pixel (SAFFRON_MAP_OFF, 0, 0, 0));
  g_assert_cmphex (plain[1], ==, 0);
  g_assert_cmphex (pixel_at (map, 850, 250), ==, 0);
  g_assert_cmphex (pixel_at (map, -3, 250), ==, 0);
  g_assert_cmphex (pixel_at (map, 250, HEIGHT + 1), ==, 0);
  g_assert_cmphex (pixel_at (pieces, 599, 250), ==,
                   saffron_map_mark_pixel (SAFFRON_MAP_VALUE, 0, 0, 0));
  g_assert_cmphex (pixel_at (pieces, 601, 250), ==,
                   saffron_map_mark_pixel (SAFFRON_MAP_VALUE, 1, 0, 0));
}

/* What is hatched is seen on black and on white: it has pixels of both, and it
 * is the same 8 pixels further on. */
static void
test_hatches (void)
{
  for (int mark = 0; mark < SAFFRON_N_MAP_MARKS; mark++)
    {
      int light = 0, dark = 0;

      for (int i = 0; saffron_map_mark_is_hatched (mark) && i < 64; i++)
        {
          guint32 pixel = saffron_map_mark_pixel (mark, 0, i % 8, i / 8);

          g_assert_cmphex (
              saffron_map_mark_pixel (mark, 0, i % 8 + 16, i / 8 + 8), ==,
              pixel);
          light += (pixel >> 8 & 0xff) > 0xb0;
          dark += pixel >> 24 > 0x50 && (pixel >> 8 & 0xff) < 0x50;
        }
      if (saffron_map_mark_is_hatched (mark))
        {
          g_assert_cmpint (light, >=, 8);
          g_assert_cmpint (dark, >=, 8);
        }
    }
}

static double
linear (guint32 channel)
{
  double value = (double) (channel & 0xff) / 255.0;

  return value <= 0.04045 ? value / 12.92 : pow ((value + 0.055) / 1.055, 2.4);
}

/* CIE lightness of a colour, 0 to 100: another measure than the scale's own. */
static double
lightness (guint32 color)
{
  double y = 0.2126 * linear (color >> 16) + 0.7152 * linear (color >> 8)
             + 0.0722 * linear (color);

  return 116.0 * cbrt (y) - 16.0;
}

/* Whoever sees no colours reads the scale by its lightness, whose steps are
 * about the same everywhere. The overlay's colours have no blue. */
static void
test_colors (void)
{
  const SaffronMapKind kinds[] = { SAFFRON_MAP_ERROR, SAFFRON_MAP_JACOBIAN };

  for (guint k = 0; k < G_N_ELEMENTS (kinds); k++)
    {
      g_autoptr (SaffronMap) map =
          map_of (kinds[k], stretched_transform (1.4), TRUE);
      double whole = lightness (saffron_map_scale_color (map, 1.0))
                     - lightness (saffron_map_scale_color (map, 0.0));

      g_assert_cmpfloat (whole, >, 60.0);
      for (int i = 0; i < 10; i++)
        {
          guint32 a = saffron_map_scale_color (map, i / 10.0);
          guint32 b = saffron_map_scale_color (map, (i + 1) / 10.0);
          double step = (lightness (b) - lightness (a)) / (whole / 10.0);

          g_assert_cmpfloat (step, >, 0.6);
          g_assert_cmpfloat (step, <, 1.4);
          g_assert_cmpint (b & 0xff, >=, b >> 8 & 0xff);
        }
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/map/names", test_names);
  g_test_add_func ("/map/error", test_error);
  g_test_add_func ("/map/error-px", test_error_px);
  g_test_add_func ("/map/likeness", test_likeness);
  g_test_add_func ("/map/coverage", test_coverage);
  g_test_add_func ("/map/displacement", test_displacement);
  g_test_add_func ("/map/jacobian", test_jacobian);
  g_test_add_func ("/map/pieces", test_pieces);
  g_test_add_func ("/map/region", test_region);
  g_test_add_func ("/map/pixels", test_pixels);
  g_test_add_func ("/map/hatches", test_hatches);
  g_test_add_func ("/map/colors", test_colors);
  return g_test_run ();
}
