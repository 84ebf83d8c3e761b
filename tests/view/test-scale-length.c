/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "view/scale-length.h"

#include <math.h>

static void
test_lengths (void)
{
  static const double cases[][2] = {
    { 1.0, 1.0 },     { 1.99, 1.0 },   { 2.0, 2.0 },   { 4.99, 2.0 },
    { 5.0, 5.0 },     { 9.99, 5.0 },   { 10.0, 10.0 }, { 160.0, 100.0 },
    { 73e3, 5e4 },    { 0.3, 0.2 },    { 0.05, 0.05 }, { 0.1, 0.1 },
    { 0.0007, 5e-4 }, { 1000.0, 1e3 }, { 999.0, 500 }, { 1e-6, 1e-6 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    g_assert_cmpfloat_with_epsilon (saffron_scale_length (cases[i][0]),
                                    cases[i][1], 1e-9 * cases[i][1]);
}

/* The length is never longer than the room and never shorter than 2/5 of it,
 * and its first digit is 1, 2 or 5. */
static void
test_everywhere (void)
{
  for (double longest = 1e-7; longest < 1e9; longest *= 1.0137)
    {
      double length = saffron_scale_length (longest);
      double power = pow (10.0, floor (log10 (length * (1.0 + 1e-9))));
      int digit = (int) rint (length / power);

      g_assert_cmpfloat (length, <=, longest * (1.0 + 1e-8));
      g_assert_cmpfloat (length, >=, 0.4 * longest);
      g_assert_true (digit == 1 || digit == 2 || digit == 5);
      g_assert_cmpfloat_with_epsilon (length, digit * power, 1e-9 * length);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/scale-length/lengths", test_lengths);
  g_test_add_func ("/scale-length/everywhere", test_everywhere);
  return g_test_run ();
}
