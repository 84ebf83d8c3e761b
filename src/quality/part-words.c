/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "quality/part-words.h"

#include <glib/gi18n.h>
#include <math.h>

/* Where in the tissue something is, from its place between left and right, and
 * between top and bottom, 0 to 1. */
static const char *
place_in_tissue (double across, double down)
{
  static const char *const places[3][3] = {
    { N_ ("at the top left"), N_ ("at the top"), N_ ("at the top right") },
    { N_ ("on the left"), N_ ("in the middle"), N_ ("on the right") },
    { N_ ("at the bottom left"), N_ ("at the bottom"),
      N_ ("at the bottom right") },
  };
  /* A session may hold any number, which an int may not. */
  int row = (int) fmin (fmax (3.0 * down, 0.0), 2.0);
  int column = (int) fmin (fmax (3.0 * across, 0.0), 2.0);

  return _ (places[row][column]);
}

char *
saffron_part_words (const SaffronReason *reason)
{
  const double *n = reason->numbers;
  double percent = 100.0 * n[0];

  switch ((int) reason->code)
    {
    case SAFFRON_REASON_PART_OFF:
      return g_strdup_printf (_ ("%.0f %% of the tissue does not agree: %s"),
                              percent, place_in_tissue (n[1], n[2]));
    case SAFFRON_REASON_PART_MISSING:
      return g_strdup_printf (_ ("%.0f %% of the tissue has no counterpart on "
                                 "the moving slide: %s"),
                              percent, place_in_tissue (n[1], n[2]));
    case SAFFRON_REASON_PART_OUTSIDE:
      return g_strdup_printf (_ ("%.0f %% of the tissue lies outside the "
                                 "moving slide: %s"),
                              percent, place_in_tissue (n[1], n[2]));
    case SAFFRON_REASON_MOVING_UNUSED:
      return g_strdup_printf (_ ("%.0f %% of the moving slide's tissue has no "
                                 "counterpart on the reference"),
                              percent);
    case SAFFRON_REASON_MOVING_TWICE:
      return g_strdup_printf (_ ("%.0f %% of the moving slide's tissue lies "
                                 "under two pieces at once"),
                              percent);
    default:
      return NULL;
    }
}
