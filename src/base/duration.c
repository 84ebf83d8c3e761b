/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "base/duration.h"

#include <glib/gi18n-lib.h>
#include <math.h>

static char *
describe_whole (gint64 seconds)
{
  if (seconds < 60)
    return g_strdup_printf ("%d s", (int) seconds);
  if (seconds < 3600)
    return g_strdup_printf (_ ("%d min %d s"), (int) (seconds / 60),
                            (int) (seconds % 60));
  return g_strdup_printf ("%" G_GINT64_FORMAT " h %d min", seconds / 3600,
                          (int) (seconds % 3600 / 60));
}

char *
saffron_describe_seconds (double seconds)
{
  if (seconds < 0.1)
    return g_strdup ("0.1 s");
  if (seconds < 9.95)
    return g_strdup_printf ("%.1f s", seconds);
  return describe_whole ((gint64) ceil (seconds));
}

char *
saffron_describe_time_left (SaffronTimeLeft left, double seconds)
{
  g_autofree char *time = NULL;

  if (left == SAFFRON_TIME_LEFT_UNKNOWN)
    return NULL;
  if (left == SAFFRON_TIME_LEFT_LONGER)
    return g_strdup (_ ("longer than estimated"));
  /* Whole seconds, because tenths would flicker. */
  time = describe_whole ((gint64) ceil (MAX (seconds, 1.0)));
  return g_strdup_printf (_ ("%s left"), time);
}
