/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "quality/nuclei-fields.h"
#include "quality/nuclei-find.h"
#include "quality/nuclei-match.h"

#include <math.h>

#include "transform/pieces.h"

#define SIDE 256

typedef struct {
  double x, y, radius, level;
} Disc;

/* Discs with edges two pixels wide, on a background that rises to the right,
 * under noise. */
static SaffronPlane *
draw (const Disc *discs, int n, double slope, double noise)
{
  SaffronPlane *plane = saffron_plane_new (SIDE, SIDE);
  g_autoptr (GRand) rand = g_rand_new_with_seed (5);

  for (int y = 0; y < SIDE; y++)
    for (int x = 0; x < SIDE; x++)
      {
        double value = slope * x;

        for (int i = 0; i < n; i++)
          {
            double d = hypot (x + 0.5 - discs[i].x, y + 0.5 - discs[i].y);

            value = MAX (value,
                         slope * x
                             + discs[i].level
                                   * CLAMP ((discs[i].radius - d) / 2.0 + 0.5,
                                            0.0, 1.0));
          }
        value += g_rand_double_range (rand, -noise, noise);
        saffron_plane_row (plane, y)[x] = (float) value;
      }
  return plane;
}

static SaffronNucleiFound
find (const SaffronPlane *plane)
{
  g_autoptr (SaffronPlane) weight = saffron_plane_new (SIDE, SIDE);
  SaffronNucleiFound found;

  saffron_plane_fill (weight, 1.0f);
  saffron_nuclei_find (plane, weight, 3.0, 14.0, NULL, &found);
  return found;
}

/* Each disc is found once, where it is and as large, and nothing else is. */
static void
assert_found (const SaffronNucleiFound *found,
              const Disc *discs,
              int n,
              double most_off)
{
  g_assert_cmpint (found->nuclei->len, ==, n);
  for (int i = 0; i < n; i++)
    {
      const SaffronNucleus *best = NULL;
      double least = INFINITY;

      for (guint k = 0; k < found->nuclei->len; k++)
        {
          const SaffronNucleus *at =
              &g_array_index (found->nuclei, SaffronNucleus, k);
          double d = hypot (at->x - discs[i].x, at->y - discs[i].y);

          if (d < least)
            {
              least = d;
              best = at;
            }
        }
      g_assert_cmpfloat (least, <, most_off);
      g_assert_cmpfloat_with_epsilon (best->radius, discs[i].radius,
                                      0.25 * discs[i].radius);
    }
}

static void
test_discs (void)
{
  const Disc discs[] = {
    { 40.3, 50.2, 6.0, 100.0 },   { 100.7, 60.9, 4.5, 80.0 },
    { 160.1, 50.5, 9.0, 120.0 },  { 50.6, 150.4, 7.0, 60.0 },
    { 130.2, 140.8, 5.0, 100.0 }, { 200.5, 180.3, 8.0, 110.0 },
  };
  int n = G_N_ELEMENTS (discs);
  g_autoptr (SaffronPlane) plane = draw (discs, n, 0.3, 5.0);
  g_auto (SaffronNucleiFound) found = find (plane);
  int in = 0, wrong = 0;

  assert_found (&found, discs, n, 0.3);
  for (int i = 0; i < SIDE * SIDE; i++)
    {
      gboolean inside = FALSE;

      for (int k = 0; k < n; k++)
        inside |= hypot (i % SIDE + 0.5 - discs[k].x,
                         (int) (i / SIDE) + 0.5 - discs[k].y)
                  < discs[k].radius;
      in += inside;
      wrong += inside != found.mask[i];
    }
  g_assert_cmpint (wrong, <, in / 10);
}

/* Two that touch are two. */
static void
test_touching (void)
{
  const Disc discs[] = { { 100.0, 100.0, 7.0, 100.0 },
                         { 113.0, 103.0, 7.0, 90.0 },
                         { 180.0, 100.0, 7.0, 100.0 } };
  g_autoptr (SaffronPlane) plane = draw (discs, 3, 0.0, 3.0);
  g_auto (SaffronNucleiFound) found = find (plane);

  assert_found (&found, discs, 3, 1.0);
}

static void
test_flat (void)
{
  g_autoptr (SaffronPlane) plane = draw (NULL, 0, 0.0, 0.0);
  g_auto (SaffronNucleiFound) found = find (plane);

  g_assert_cmpint (found.nuclei->len, ==, 0);
  for (int i = 0; i < SIDE * SIDE; i++)
    g_assert_cmpint (found.mask[i], ==, 0);
}

/* Nothing is found where there are no values. */
static void
test_weight (void)
{
  const Disc discs[] = { { 60.0, 60.0, 6.0, 100.0 },
                         { 190.0, 60.0, 6.0, 100.0 } };
  g_autoptr (SaffronPlane) plane = draw (discs, 2, 0.0, 3.0);
  g_autoptr (SaffronPlane) weight = saffron_plane_new (SIDE, SIDE);
  g_auto (SaffronNucleiFound) found = { 0 };

  for (int i = 0; i < SIDE * SIDE; i++)
    weight->data[i] = i % SIDE < SIDE / 2 ? 1.0f : 0.0f;
  saffron_nuclei_find (plane, weight, 3.0, 14.0, NULL, &found);
  assert_found (&found, discs, 1, 0.3);
}

static SaffronNucleiFound
found_of (const SaffronNucleus *nuclei, guint n)
{
  SaffronNucleiFound found = { g_array_new (FALSE, FALSE,
                                            sizeof (SaffronNucleus)),
                               g_new0 (guint8, SIDE * SIDE), SIDE, SIDE };

  g_array_append_vals (found.nuclei, nuclei, n);
  for (guint i = 0; i < n; i++)
    for (int y = -3; y < 3; y++)
      for (int x = -3; x < 3; x++)
        found.mask[((int) nuclei[i].y + y) * SIDE + (int) nuclei[i].x + x] = 1;
  return found;
}

static void
assert_tally (const SaffronNucleiFound *reference,
              const SaffronNucleiFound *moving,
              SaffronNucleiShift shift,
              const double *distances,
              guint n,
              int common)
{
  g_auto (SaffronNucleiTally) tally = { 0 };

  saffron_nuclei_tally_init (&tally);
  saffron_nuclei_match (reference, moving, 10.0, shift, &tally);
  g_assert_cmpint (tally.n_reference, ==, reference->nuclei->len);
  g_assert_cmpint (tally.n_moving, ==, moving->nuclei->len);
  g_assert_cmpint (tally.reference_pixels, ==, 36 * reference->nuclei->len);
  g_assert_cmpint (tally.moving_pixels, ==, 36 * moving->nuclei->len);
  g_assert_cmpint (tally.common_pixels, ==, common);
  g_assert_cmpint (tally.distances->len, ==, n);
  for (guint i = 0; i < n; i++)
    g_assert_cmpfloat_with_epsilon (g_array_index (tally.distances, double, i),
                                    distances[i], 1e-9);
}

/* Each nucleus has one match at most: the nearest that has it as its nearest,
 * too. What leaves a shifted field comes in on the other side. */
static void
test_match (void)
{
  const SaffronNucleus a[] = { { 50, 50, 6 }, { 120, 60, 6 }, { 200, 200, 6 } };
  const SaffronNucleus b[] = {
    { 53, 54, 6 }, { 50, 60, 6 }, { 130, 60, 6 }, { 200, 211, 6 }
  };
  const double plain[] = { 5.0, 10.0 }, shifted[] = { 0.0 };
  g_auto (SaffronNucleiFound) reference = found_of (a, 3);
  g_auto (SaffronNucleiFound) moving = found_of (b, 4);

  assert_tally (&reference, &moving, (SaffronNucleiShift){ 0, 0 }, plain, 2, 6);
  /* (130, 60) comes to (200, 200). */
  assert_tally (&reference, &moving, (SaffronNucleiShift){ 70, 140 }, shifted,
                1, 36);
  /* (200, 211) comes to (50, 50). */
  assert_tally (&reference, &moving,
                (SaffronNucleiShift){ SIDE - 150, SIDE - 161 }, shifted, 1, 36);
}

/* A plane that has tissue left of a share of its width. */
static SaffronRegPlane
plane_of (double share)
{
  SaffronRegPlane plane = { .tissue = saffron_plane_new (200, 200),
                            .downsample = 10.0 };

  for (int i = 0; i < 200 * 200; i++)
    plane.tissue->data[i] = i % 200 < share * 200 ? 1.0f : 0.0f;
  return plane;
}

static GArray *
fields_of (const SaffronTransform *transform, double share, int most)
{
  SaffronRegPlane reference = plane_of (share), moving = plane_of (1.0);
  const SaffronRegPlane *const planes[2] = { &reference, &moving };
  GArray *fields = saffron_nuclei_fields (planes, transform, 100.0, most);

  saffron_plane_free (reference.tissue);
  saffron_plane_free (moving.tissue);
  return fields;
}

/* Fields lie on the tissue of both, at most as many as asked for, in all four
 * quarters of it about as many. */
static void
test_fields (void)
{
  g_autoptr (SaffronTransform) same =
      saffron_transform_new (2000.0, 2000.0, &SAFFRON_AFFINE_IDENTITY, NULL);
  const SaffronAffine right = { 1, 0, 1500, 0, 1, 0 };
  g_autoptr (SaffronTransform) shifted =
      saffron_transform_new (2000.0, 2000.0, &right, NULL);
  g_autoptr (GArray) all = fields_of (same, 0.5, 1000);
  g_autoptr (GArray) some = fields_of (same, 1.0, 20);
  g_autoptr (GArray) left = fields_of (shifted, 1.0, 1000);
  int quarters[4] = { 0 };

  g_assert_cmpint (all->len, ==, 200);
  for (guint i = 0; i < all->len; i++)
    g_assert_cmpfloat (g_array_index (all, SaffronRefPoint, i).x, <, 1000.0);
  g_assert_cmpint (some->len, ==, 20);
  for (guint i = 0; i < some->len; i++)
    {
      SaffronRefPoint p = g_array_index (some, SaffronRefPoint, i);

      quarters[(p.x < 1000.0) + 2 * (p.y < 1000.0)]++;
    }
  for (int i = 0; i < 4; i++)
    g_assert_cmpint (ABS (quarters[i] - 5), <=, 1);
  /* Beyond the moving slide there are none. */
  g_assert_cmpint (left->len, ==, 5 * 20);
}

/* A field that a tear pulls apart is left out, those beside it are not. */
static void
test_torn (void)
{
  const SaffronRefBox all = { 0.0, 0.0, 2000.0, 2000.0 };
  const SaffronAffine down = { 1, 0, 0, 0, 0.5, 1000 };
  const SaffronAffine up = { 1, 0, 0, 0, 0.5, 0 };
  g_autoptr (SaffronTransform) first =
      saffron_transform_new (2000.0, 2000.0, &up, NULL);
  g_autoptr (SaffronTransform) second =
      saffron_transform_new (2000.0, 2000.0, &down, NULL);
  SaffronTransform *pieces[2] = { first, second };
  g_autofree guint8 *labels = g_new (guint8, 40 * 40);
  g_autoptr (SaffronTransform) torn = NULL;
  g_autoptr (GArray) fields = NULL;

  /* Torn at 1050, in the middle of the eleventh column of fields. */
  for (int i = 0; i < 40 * 40; i++)
    labels[i] = i % 40 >= 21;
  torn = saffron_transform_join (saffron_piece_map_new (&all, 50.0, 2, labels),
                                 pieces);
  fields = fields_of (torn, 1.0, 1000);
  g_assert_cmpint (fields->len, ==, 19 * 20);
  for (guint i = 0; i < fields->len; i++)
    g_assert_cmpfloat (g_array_index (fields, SaffronRefPoint, i).x, !=,
                       1000.0);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/quality/nuclei-find/discs", test_discs);
  g_test_add_func ("/quality/nuclei-find/touching", test_touching);
  g_test_add_func ("/quality/nuclei-find/flat", test_flat);
  g_test_add_func ("/quality/nuclei-find/weight", test_weight);
  g_test_add_func ("/quality/nuclei-find/match", test_match);
  g_test_add_func ("/quality/nuclei-find/fields", test_fields);
  g_test_add_func ("/quality/nuclei-find/torn", test_torn);
  return g_test_run ();
}
