/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reads one channel of one level of slides, each tile once and on one thread,
 * and prints the processor seconds: what other times are compared with.
 *
 * usage: bench-read LEVEL CHANNEL SLIDE… */
#include "config.h"

#include <time.h>

#include "slide/slide.h"

static double
processor_seconds (void)
{
  struct timespec at;

  clock_gettime (CLOCK_PROCESS_CPUTIME_ID, &at);
  return (double) at.tv_sec + (double) at.tv_nsec * 1e-9;
}

static gboolean
read_level (SaffronSlide *slide, int index, int channel, GError **error)
{
  const SaffronLevel *level = saffron_slide_get_level (slide, index);

  for (gint64 y = 0; y < level->height; y += level->tile_height)
    for (gint64 x = 0; x < level->width; x += level->tile_width)
      {
        SaffronRect rect = { x, y, MIN (level->tile_width, level->width - x),
                             MIN (level->tile_height, level->height - y) };
        g_autoptr (SaffronRaster) tile =
            saffron_slide_read (slide, index, &rect, channel, error);

        if (tile == NULL)
          return FALSE;
      }
  return TRUE;
}

static int
number_of (const char *text, int most)
{
  gint64 number = 0;

  if (!g_ascii_string_to_signed (text, 10, 0, most, &number, NULL))
    g_error ("%s: give a number from 0 to %d", text, most);
  return (int) number;
}

int
main (int argc, char **argv)
{
  double seconds = 0.0;

  for (int i = 3; i < argc; i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (SaffronSlide) slide =
          saffron_slide_open (argv[i], NULL, &error);
      double before = processor_seconds ();

      if (slide == NULL
          || !read_level (
              slide,
              number_of (argv[1], saffron_slide_get_n_levels (slide) - 1),
              number_of (argv[2], saffron_slide_get_n_channels (slide) - 1),
              &error))
        g_error ("%s", error->message);
      seconds += processor_seconds () - before;
    }
  g_print ("%.2f\n", seconds);
  return 0;
}
