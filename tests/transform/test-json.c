/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "transform/transform.h"

#include <string.h>

#include "base/error.h"
#include "transform/random-transform.h"

static char *
to_text (const SaffronTransform *transform)
{
  g_autoptr (JsonNode) node = saffron_transform_to_json (transform);

  return json_to_string (node, FALSE);
}

static SaffronTransform *
from_text (const char *text, GError **error)
{
  g_autoptr (JsonNode) node = json_from_string (text, error);

  return node == NULL ? NULL : saffron_transform_from_json (node, error);
}

/* Any double reads back with the same bits, which may need 17 digits. */
static void
test_round_trip_bits (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (11);

  for (int k = 0; k < 500; k++)
    {
      SaffronAffine a = { 1.0 + uniform (rand, 0, 1e-9),
                          uniform (rand, -1, 1),
                          uniform (rand, -1e5, 1e5),
                          uniform (rand, -1, 1) * pow (10, -k % 300),
                          1.0 / 3.0 + 2 * k,
                          k % 2 ? -0.0 : 17.0 };
      g_autoptr (SaffronTransform) transform = NULL;
      g_autoptr (SaffronTransform) back = NULL;
      g_autoptr (GError) error = NULL;
      g_autofree char *text = NULL;

      if (fabs (saffron_affine_determinant (&a)) < 1e-3)
        continue;
      transform = saffron_transform_new (
          uniform (rand, 1000, 2000), 1000, &a,
          k % 3 == 0 ? NULL
                     : random_lattice (rand, 2000, 1000,
                                       uniform (rand, 90, 200), 50, 500));
      text = to_text (transform);
      back = from_text (text, &error);
      g_assert_no_error (error);
      g_assert_true (saffron_transform_equal (transform, back));
    }
}

static void
test_equal (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (1);
  g_autoptr (SaffronTransform) a =
      random_transform (rand, 1000, 1000, 100, 40, 600);
  SaffronLattice *lattice =
      saffron_lattice_copy (saffron_transform_get_lattice (a));
  g_autoptr (SaffronTransform) b = saffron_transform_new (
      1000, 1000, saffron_transform_get_affine (a), lattice);
  g_autoptr (SaffronTransform) c = saffron_transform_new (
      1000, 1000, saffron_transform_get_affine (a), NULL);

  g_assert_true (saffron_transform_equal (a, b));
  g_assert_false (saffron_transform_equal (a, c));
  lattice->v[5] = nextafterf (lattice->v[5], 1e9f);
  g_assert_false (saffron_transform_equal (a, b));
}

/* A valid text, and the same with one thing replaced. */
#define HEAD "{\"affine\":[1,0,0,0,1,0],\"width\":10,\"height\":10,"
#define LATTICE(nx, ny, spacing, u, v)                                         \
  HEAD "\"lattice\":{\"n_x\":" nx ",\"n_y\":" ny ",\"spacing\":" spacing       \
       ",\"x0\":-5,\"y0\":-5,\"u\":" u ",\"v\":" v "}}"

static const char *const bad[] = {
  "[]",
  "null",
  "3",
  "{}",
  "{\"affine\":null,\"width\":10,\"height\":10,\"lattice\":null}",
  "{\"affine\":[1,0,0,0,1],\"width\":10,\"height\":10,\"lattice\":null}",
  "{\"affine\":[1,0,0,0,1,\"0\"],\"width\":1,\"height\":1,\"lattice\":null}",
  "{\"affine\":[1,0,0,0,1,1e999],\"width\":1,\"height\":1,\"lattice\":null}",
  "{\"affine\":[1,2,0,2,4,0],\"width\":10,\"height\":10,\"lattice\":null}",
  "{\"affine\":[1,0,0,0,1,0],\"width\":0,\"height\":10,\"lattice\":null}",
  "{\"affine\":[1,0,0,0,1,0],\"width\":10,\"height\":-1,\"lattice\":null}",
  "{\"affine\":[1,0,0,0,1,0],\"width\":10,\"lattice\":null}",
  HEAD "\"lattice\":3}",
  HEAD "\"lattice\":[]}",
  HEAD "\"lattice\":{}}",
  "{\"affine\":[1,0,0,0,1,0],\"width\":10,\"height\":10}",
  LATTICE ("3", "4", "5", "\"\"", "\"\""),
  LATTICE ("4", "4", "5", "\"\"", "\"\""),
  LATTICE ("4", "4", "5", "null", "null"),
  LATTICE ("4", "4", "5", "7", "8"),
  LATTICE ("4", "4", "0", "\"\"", "\"\""),
  LATTICE ("4", "4", "-5", "\"\"", "\"\""),
  LATTICE ("4", "4", "1e-300", "\"\"", "\"\""),
  LATTICE ("65536", "65536", "5", "\"\"", "\"\""),
  LATTICE ("2147483647", "2147483647", "5", "\"\"", "\"\""),
  LATTICE ("4294967300", "4", "5", "\"\"", "\"\""),
  LATTICE ("-4", "-4", "5", "\"\"", "\"\""),
  LATTICE ("4.5", "4", "5", "\"\"", "\"\""),
  LATTICE ("65536", "1000", "5", "\"AAAA\"", "\"AAAA\""),
};

/* Checks that @text is refused with one line. */
static void
assert_refused (const char *text)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (from_text (text, &error));
  g_assert_error (error, SAFFRON_ERROR, SAFFRON_ERROR_FORMAT);
  g_assert_null (strchr (error->message, '\n'));
}

static void
test_hostile (void)
{
  g_autofree char *zeros = g_malloc0 (64);
  g_autofree char *z64 = g_base64_encode ((guchar *) zeros, 64);
  g_autofree char *good = g_strdup_printf ("\"%s\"", z64);
  g_autofree char *text =
      g_strdup_printf (LATTICE ("4", "4", "5", "%s", "%s"), good, good);
  g_autoptr (GError) error = NULL;
  g_autoptr (SaffronTransform) transform = from_text (text, &error);
  const float nan_value = NAN;
  g_autofree char *stars = NULL, *quoted_stars = NULL, *no_base64 = NULL;
  g_autofree char *nan64 = NULL, *quoted_nan = NULL, *with_nan = NULL;

  g_assert_no_error (error);
  g_assert_nonnull (transform);
  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    assert_refused (bad[i]);

  /* Text of the right length that is no base64, then one that decodes to
   * NaN. */
  stars = g_strnfill (strlen (z64), '*');
  quoted_stars = g_strdup_printf ("\"%s\"", stars);
  no_base64 =
      g_strdup_printf (LATTICE ("4", "4", "5", "%s", "%s"), good, quoted_stars);
  assert_refused (no_base64);

  memcpy (zeros + 20, &nan_value, 4);
  nan64 = g_base64_encode ((guchar *) zeros, 64);
  quoted_nan = g_strdup_printf ("\"%s\"", nan64);
  with_nan =
      g_strdup_printf (LATTICE ("4", "4", "5", "%s", "%s"), quoted_nan, good);
  assert_refused (with_nan);

  g_assert_null (saffron_transform_from_json (NULL, NULL));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/json/round-trip-bits", test_round_trip_bits);
  g_test_add_func ("/json/equal", test_equal);
  g_test_add_func ("/json/hostile", test_hostile);
  return g_test_run ();
}
