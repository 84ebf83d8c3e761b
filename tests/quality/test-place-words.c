/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "quality/place-words.h"

#include <math.h>

static void
check (SaffronWindowClass class,
       double error,
       double um_per_px,
       const char *words)
{
  SaffronWindow window = { .class = class,
                           .error = error,
                           .error_um = error * um_per_px,
                           .uncertainty = isnan (error) ? NAN : 0.4 };
  g_autofree char *said = saffron_place_to_words (&window, um_per_px);

  g_assert_cmpstr (said, ==, words);
}

static void
test_words (void)
{
  check (SAFFRON_WINDOW_OFF, 4.2, 0.5, "2.1 µm ± 0.2");
  check (SAFFRON_WINDOW_AGREES, 1.5, 0.5, "0.75 µm ± 0.20");
  check (SAFFRON_WINDOW_UNKNOWN, 4.2, 0.0, "4.2 px ± 0.4");
  check (SAFFRON_WINDOW_OFF, NAN, 0.5, "no match near");
  check (SAFFRON_WINDOW_MISSING, NAN, 0.5, "no counterpart");
  check (SAFFRON_WINDOW_UNKNOWN, NAN, 0.0, "cannot tell");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/place-words/words", test_words);
  return g_test_run ();
}
